"""Writing a planned fix: the file is replaced as a whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from guongsang.checks.fixing.plan import FixPlan
from guongsang.errors import GuongSangError


class FixError(GuongSangError):
    """A file could not be written; it stands as it was."""


def write_fix(root: Path, plan: FixPlan) -> None:
    """Write what `plan` says, keeping the file's mode.

    Raises FixError where the file has changed since the plan was made, or can't be written.
    """
    target = (root / plan.path).resolve()  # what a link points to is written, the link stays
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
