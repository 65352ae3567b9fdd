"""The project that a command is run in: its registry, or one sentence on why it can't be used."""

from __future__ import annotations

from pathlib import Path

from guongsang.errors import ProjectError
from guongsang.problems import has_errors
from guongsang.registry import Registry
from guongsang.registry_files import load_registry
from guongsang.survey import REGISTRY, require_project


def require_registry(root: Path) -> Registry:
    """Return the registry below `root`. Raises ProjectError where there is none, or where it has errors."""
    require_project(root)
    registry, problems = load_registry(root, REGISTRY)
    if has_errors(problems):
        first = next(item for item in problems if item.severity == "error")
        raise ProjectError(f"danh mục có lỗi ở {first.path}:{first.span.line}; chạy lệnh check rồi sửa trước đã")
    return registry
