"""The registry of the project that a command runs in."""

from __future__ import annotations

from pathlib import Path

from guongsang.errors import ProjectError
from guongsang.manuscripts.project_layout import REGISTRY, require_project
from guongsang.registry.loading import load_registry
from guongsang.registry.model import Registry
from guongsang.rules.problem import has_errors


def require_registry(root: Path) -> Registry:
    """Return the registry below `root`.

    Raises:
        ProjectError: `root` is no project, or the registry has errors.
    """
    require_project(root)
    registry, problems = load_registry(root, REGISTRY)
    if has_errors(problems):
        first = next(item for item in problems if item.severity == "error")
        raise ProjectError(f"danh mục có lỗi ở {first.path}:{first.span.line}; chạy lệnh check rồi sửa trước đã")
    return registry
