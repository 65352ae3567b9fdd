"""Names of a project's source folders; its cache's stands in `storage/sealed_files.py`."""

from __future__ import annotations

from pathlib import Path

from guongsang.errors import ProjectError

EXEMPLARS = "exemplars"
REGISTRY = f"{EXEMPLARS}/_registry"
# A site is never written into one of these: it would replace sources.
SOURCE_FOLDERS = (EXEMPLARS, "content", "theme", "hooks", "src", "scripts", "tests", ".git", ".venv")


def require_project(root: Path) -> None:
    """Check that `root` is a project.

    Raises:
        ProjectError: where it has no registry.
    """
    if not (root / REGISTRY).is_dir():
        raise ProjectError(f"không thấy thư mục {REGISTRY} trong {root}; hãy chạy lệnh ở thư mục gốc của dự án")
