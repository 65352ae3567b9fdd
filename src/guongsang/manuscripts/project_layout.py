"""Where things lie in a project."""

from __future__ import annotations

from pathlib import Path

from guongsang.errors import ProjectError

EXEMPLARS = "exemplars"
REGISTRY = "exemplars/_registry"
# A site is never written into one of these: it would replace sources.
SOURCE_FOLDERS = ("exemplars", "content", "theme", "hooks", "src", "scripts", "tests", ".git", ".venv")


def require_project(root: Path) -> None:
    """Raise ProjectError where `root` is no project."""
    if not (root / REGISTRY).is_dir():
        raise ProjectError(f"không thấy thư mục {REGISTRY} trong {root}; hãy chạy lệnh ở thư mục gốc của dự án")
