"""Watch folders for changes, by system notifications and by regular scans.

Some file systems (shared folders, network drives) send no notifications; scans catch those changes.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

# Opening and reading a file is no change: else every read would cause the next one.
_CHANGES: tuple[type[FileSystemEvent], ...] = (
    FileCreatedEvent,
    FileModifiedEvent,
    FileClosedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
)
_SCAN_PAUSE = 30  # a pause lasts so many times the duration of the scan before it
_SHORTEST_PAUSE = 0.5  # seconds
State: TypeAlias = tuple[int, int]  # mtime in nanoseconds, size in bytes


class Watcher:
    """Reports each path that changes below some folders, or each of some files.

    It has the methods of a thread: start, stop, join.

    Args:
        paths: folders (with all below them) and files to watch.
        on_change: called with the path of each change, from a thread of the watcher.
    """

    def __init__(self, paths: Iterable[Path], on_change: Callable[[Path], None]) -> None:
        self._paths = [path.resolve() for path in dict.fromkeys(paths)]
        self._on_change = on_change
        self._states: dict[str, State] = {}
        self._stopped = threading.Event()
        self._observer = Observer()
        self._scanner = threading.Thread(target=self._scan_repeatedly, daemon=True)

    def start(self) -> None:
        """Start watching. Where the system can't watch that many folders, scans alone remain."""
        self._states = self._scan()
        handler = _Handler(self._handle)
        try:
            for folder in {path if path.is_dir() else path.parent for path in self._paths}:
                self._observer.schedule(
                    handler, str(folder), recursive=folder in self._paths, event_filter=list(_CHANGES)
                )
            self._observer.start()
        except OSError:  # more folders than the system can watch
            self._observer = Observer()
        self._scanner.start()

    def stop(self) -> None:
        """Ask both threads to end; `join` waits for them."""
        self._stopped.set()
        if self._observer.is_alive():
            self._observer.stop()

    def join(self) -> None:
        """Wait until both threads have ended."""
        for thread in (self._observer, self._scanner):
            if thread.is_alive():
                thread.join()

    def _handle(self, event: FileSystemEvent) -> None:
        if not isinstance(event, _CHANGES):
            return
        for changed in (event.src_path, event.dest_path):
            path = os.fsdecode(changed)
            if not path or not any(Path(path).is_relative_to(watched) for watched in self._paths):
                continue
            state = _state(path)
            if state:
                self._states[path] = state
            else:
                self._states.pop(path, None)
            self._on_change(Path(path))

    def _scan_repeatedly(self) -> None:
        pause = _SHORTEST_PAUSE
        while not self._stopped.wait(pause):
            started = time.monotonic()
            before = dict(self._states)
            now = self._scan()
            for path in before.keys() | now.keys():
                # The third condition: no notification reported this path during the scan.
                if before.get(path) != now.get(path) and self._states.get(path) == before.get(path):
                    self._on_change(Path(path))
                    if path in now:
                        self._states[path] = now[path]
                    else:
                        self._states.pop(path, None)
            pause = max(_SHORTEST_PAUSE, _SCAN_PAUSE * (time.monotonic() - started))

    def _scan(self) -> dict[str, State]:
        found: dict[str, State] = {}
        waiting = [str(path) for path in self._paths]
        while waiting:
            path = waiting.pop()
            try:
                with os.scandir(path) as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(entry.path)
                        elif state := _state(entry.path):
                            found[entry.path] = state
            except NotADirectoryError:
                if state := _state(path):
                    found[path] = state
            except OSError:
                continue  # deleted meanwhile
        return found


class _Handler(FileSystemEventHandler):
    def __init__(self, handle: Callable[[FileSystemEvent], None]) -> None:
        self._handle = handle

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._handle(event)


def _state(path: str) -> State | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return None if stat.S_ISDIR(status.st_mode) else (status.st_mtime_ns, status.st_size)
