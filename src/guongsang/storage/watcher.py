"""Watching folders: the system tells of changes at once; since some file systems never do (shared folders, network drives), all are looked through now and then."""

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

# What is just read is none of it, or checked profile would call for checked profile again.
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
_SHARE = 30  # looking through takes one part in so many of the time
_SOON = 0.5  # seconds at least between two times
State: TypeAlias = tuple[int, int]  # a file's time of change in nanoseconds, and its size


class Watcher:
    """Calls back with the path of whatever changes in some folders, or files. Starts, stops and is waited for as a thread is."""

    def __init__(self, places: Iterable[Path], tell: Callable[[Path], None]) -> None:
        self._places = [place.resolve() for place in dict.fromkeys(places)]
        self._tell = tell
        self._seen: dict[str, State] = {}
        self._ended = threading.Event()
        self._observer = Observer()
        self._sweeping = threading.Thread(target=self._sweep, daemon=True)

    def start(self) -> None:
        self._seen = self._look()
        handler = FileSystemEventHandler()
        handler.on_any_event = self._hear  # type: ignore[method-assign]
        try:
            for folder in {place if place.is_dir() else place.parent for place in self._places}:
                self._observer.schedule(
                    handler, str(folder), recursive=folder in self._places, event_filter=list(_CHANGES)
                )
            self._observer.start()
        except OSError:  # more folders than the system can watch
            self._observer = Observer()
        self._sweeping.start()

    def stop(self) -> None:
        self._ended.set()
        if self._observer.is_alive():
            self._observer.stop()

    def join(self) -> None:
        for thread in (self._observer, self._sweeping):
            if thread.is_alive():
                thread.join()

    def _hear(self, event: FileSystemEvent) -> None:
        if not isinstance(event, _CHANGES):
            return
        for told in (event.src_path, event.dest_path):
            path = os.fsdecode(told)
            if not path or not any(Path(path).is_relative_to(place) for place in self._places):
                continue
            state = _state(path)
            if state:
                self._seen[path] = state
            else:
                self._seen.pop(path, None)
            self._tell(Path(path))

    def _sweep(self) -> None:
        pause = _SOON
        while not self._ended.wait(pause):
            started = time.monotonic()
            before = dict(self._seen)
            now = self._look()
            for path in before.keys() | now.keys():
                # What was told meanwhile has been noted meanwhile.
                if before.get(path) != now.get(path) and self._seen.get(path) == before.get(path):
                    self._tell(Path(path))
                    if path in now:
                        self._seen[path] = now[path]
                    else:
                        self._seen.pop(path, None)
            pause = max(_SOON, _SHARE * (time.monotonic() - started))

    def _look(self) -> dict[str, State]:
        found: dict[str, State] = {}
        waiting = [str(place) for place in self._places]
        while waiting:
            place = waiting.pop()
            try:
                with os.scandir(place) as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(entry.path)
                        elif state := _state(entry.path):
                            found[entry.path] = state
            except NotADirectoryError:
                if state := _state(place):
                    found[place] = state
            except OSError:
                continue  # gone meanwhile
        return found


def _state(path: str) -> State | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return None if stat.S_ISDIR(status.st_mode) else (status.st_mtime_ns, status.st_size)
