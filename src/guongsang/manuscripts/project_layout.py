"""Where things lie in a project."""

from __future__ import annotations

from pathlib import Path

from guongsang.errors import ProjectError

EXEMPLARS = "exemplars"
REGISTRY = "exemplars/_registry"


def require_project(root: Path) -> None:
    """Raise ProjectError where `root` is no project."""
    if not (root / REGISTRY).is_dir():
        raise ProjectError(f"không thấy thư mục {REGISTRY} trong {root}; hãy chạy lệnh ở thư mục gốc của dự án")
