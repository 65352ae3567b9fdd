"""Progress of long work on a terminal; silent when piped."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

STAGES = {"check": "Kiểm tra hồ sơ", "profiles": "Đọc bài viết", "pages": "Dựng trang", "photos": "Xử lý ảnh", "kits": "Đóng bộ tư liệu",
          "files": "Viết nguồn tin, dữ liệu", "lists": "Dựng danh sách", "twins": "Nén sẵn", "read": "Đọc trang đã dựng", "copy": "Chép trang", "compare": "Đối chiếu bản chép",
          "upload": "Đưa lên kho", "delete": "Xóa tệp cũ trên kho"}


class Stages:
    """A bar a stage, in the order in which they begin."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<22}"), BarColumn(bar_width=28), MofNCompleteColumn(), TimeElapsedColumn(),
            console=Console(stderr=True), disable=not sys.stderr.isatty())
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Stages:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Leave the terminal to others; what was shown stays."""
        self._progress.stop()

    def step(self, stage: str) -> Callable[[int, int], None]:
        """Return what reports the progress of one stage."""
        return lambda done, total: self.report(stage, done, total)

    def report(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` of a stage is done."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(STAGES.get(stage, stage), total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)
