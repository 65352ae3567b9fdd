"""Progress bars of long work on a terminal; nothing in pipes and CI."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from guongsang import progress as steps

STAGES = {
    "check": "Kiểm tra hồ sơ",
    "profiles": "Đọc bài viết",
    "pages": "Dựng trang",
    "photos": "Xử lý ảnh",
    "kits": "Đóng bộ tư liệu",
    "files": "Viết nguồn tin, dữ liệu",
    "lists": "Dựng danh sách",
    "twins": "Nén sẵn",
    "read": "Đọc trang đã dựng",
    "copy": "Chép trang",
    "compare": "Đối chiếu bản chép",
    "upload": "Đưa lên kho",
    "delete": "Xóa tệp cũ trên kho",
}
_NAME = max(map(len, STAGES.values()))
_BARS_FROM = 80  # columns; narrower windows show words and figures only
_RATE_AFTER = 0.5  # seconds; an earlier rate is chance


class Stages:
    """Shows one line per stage, in the order in which stages begin."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._shown = sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"
        bars = (BarColumn(bar_width=14),) if console.width >= _BARS_FROM else ()
        self._progress = Progress(
            TextColumn(f"{{task.description:<{_NAME}}}"),
            *bars,
            MofNCompleteColumn(),
            _Rate(),
            _Reused(),
            console=console,
            disable=not self._shown,
        )
        self._tasks: dict[str, TaskID] = {}
        self._began = time.monotonic()

    def __enter__(self) -> Stages:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop drawing; the lines stay on the terminal."""
        self._progress.stop()

    def step(self, stage: str) -> steps.Progress:
        """Return the function that reports the progress of one stage."""
        return partial(self.report, stage)

    def report(self, stage: str, done: int, total: int, reused: int = 0) -> None:
        """Show that `done` of `total` items of a stage are done, `reused` of them from a cache."""
        if stage not in self._tasks:
            if not total:
                return
            self._tasks[stage] = self._progress.add_task(STAGES.get(stage, stage), total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total, reused=reused)

    def total(self) -> str:
        """Return the total time in words, to end a line on a terminal; elsewhere nothing."""
        return f" Hết {describe_span(time.monotonic() - self._began)}." if self._shown else ""


def describe_span(seconds: float) -> str:
    """Return a duration in Vietnamese words."""
    if seconds < 9.95:
        return f"{seconds:.1f} giây".replace(".", ",")
    minutes, rest = divmod(round(seconds), 60)
    return " ".join(part for part in (f"{minutes} phút" if minutes else "", f"{rest} giây" if rest else "") if part)


class _Rate(ProgressColumn):
    """Items made per second. Reused items don't count."""

    def render(self, task: Task) -> Text:
        spent = task.finished_time if task.finished_time is not None else task.elapsed
        made = task.completed - task.fields.get("reused", 0)
        rate = made / spent if spent and spent > _RATE_AFTER else 0
        rendered = f"{rate:.0f}/giây" if rate >= 10 else f"{rate:.1f}/giây".replace(".", ",") if rate else ""
        return Text(rendered.rjust(10), style="progress.data.speed")


class _Reused(ProgressColumn):
    """Number of reused items."""

    def render(self, task: Task) -> Text:
        reused = task.fields.get("reused", 0)
        return Text(f"{reused} có sẵn" if reused else "", style="progress.percentage")
