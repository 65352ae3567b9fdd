"""Make ZIP entries without time and system of the build: equal content gives equal bytes."""

from __future__ import annotations

import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP can store
_UNIX = 3  # the system recorded as the creator, also on Windows


def zip_entry(name: str, compress_type: int) -> zipfile.ZipInfo:
    """Return an entry for a file, to be written by `ZipFile.writestr`."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = compress_type
    entry.create_system = _UNIX
    return entry
