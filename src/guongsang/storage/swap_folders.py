"""Two folders change places in one step, so that whoever opens a file by its path finds it in one or the other at every moment.

Linux can (`renameat2` with RENAME_EXCHANGE, since 3.15; man 2 rename), Python doesn't offer it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: relative paths start where the process is
_EXCHANGE = 2  # RENAME_EXCHANGE
_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTTY)  # an old kernel, a file system that can't


def swap_folders(first: Path, second: Path) -> bool:
    """Let two folders, which both exist on one file system, change places.

    Returns False where the system or the file system doesn't know how; nothing has changed then. Raises OSError where it knows and may not.
    """
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # a C library older than the call
        return False
    rename.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if rename(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE) == 0:
        return True
    fault = ctypes.get_errno()
    if fault in _UNKNOWN:
        return False
    raise OSError(fault, os.strerror(fault), str(second))
