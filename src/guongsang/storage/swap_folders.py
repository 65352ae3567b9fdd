"""Swap two folders in one atomic step: a path always leads to the old or the new folder.

Linux offers it (`renameat2` with RENAME_EXCHANGE, since 3.15; man 2 rename), Python doesn't.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100  # relative paths start at the working directory
_RENAME_EXCHANGE = 2
# An old kernel, or a file system without this operation.
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTTY)


def swap_folders(first: Path, second: Path) -> bool:
    """Swap two existing folders of one file system.

    Returns:
        False if the system or the file system doesn't support it; then nothing has changed.

    Raises:
        OSError: it is supported but failed, say for lack of permission.
    """
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # a C library older than the call
        return False
    rename.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(second))
