"""Writes a planned fix: the file is replaced atomically, or stays as it was."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from guongsang.checks.fixing.plan import FixPlan
from guongsang.errors import GuongSangError


class FixError(GuongSangError):
    """A file could not be written and is unchanged."""


def write_fix(root: Path, plan: FixPlan) -> None:
    """Write the planned text, keeping the file's mode.

    Raises:
        FixError: The file has changed since the plan was made, or can't be written.
    """
    target = (root / plan.path).resolve()  # through a symbolic link, which stays
    temporary: Path | None = None
    try:
        if target.read_bytes() != plan.before.encode("utf-8"):
            raise FixError(f"{plan.path} vừa có người sửa; chưa ghi gì vào tệp này, xin chạy lại lệnh fix")
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".fix-", suffix=".tmp", delete=False) as file:
            temporary = Path(file.name)
            file.write(plan.after.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)
    except OSError as error:
        raise FixError(
            f"không ghi được {plan.path}, tệp giữ nguyên: {error.strerror or type(error).__name__}"
        ) from None
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)
