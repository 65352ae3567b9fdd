"""A lock in object storage that expires: an object created only if absent, renewed while held.

Object storage releases nothing when a process dies, so the lock is a lease. Its holder rewrites it
every third of its duration. Anybody may replace one that is older than its duration by the
storage's clock. Storage that ignores conditional writes can't lock; reading the lock back after
writing it reveals most such cases.
"""

from __future__ import annotations

import secrets
import threading
import time
from contextlib import suppress
from types import TracebackType

from guongsang.deploy.object_store import ObjectStore, Refused
from guongsang.errors import PublishError

LOCK = ".guongsang/lock.json"
DURATION = 90.0  # seconds


class Lease:
    """Holds the lock while a `with` block runs.

    Args:
        store: the storage to lock.
        duration: seconds until the lock expires if it isn't renewed.

    Raises:
        PublishError: somebody else holds the lock.
    """

    def __init__(self, store: ObjectStore, duration: float = DURATION) -> None:
        self._store, self._duration = store, duration
        self._mine = {"holder": secrets.token_hex(8), "seconds": duration}
        self._etag, self._renewed, self._lost, self._stop = "", time.monotonic(), False, threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> Lease:
        lock, etag, age = self._store.get_json(LOCK) or (None, "", 0.0)
        duration = lock.get("seconds", self._duration) if isinstance(lock, dict) else self._duration
        if etag and age <= duration:
            raise PublishError(
                "đang có một lần đưa trang lên khác, hoặc một lần vừa bị ngắt; "
                f"nếu không còn ai đang chạy, chạy lại sau {max(1, round(duration - age))} giây"
            )
        try:
            self._etag = self._store.put_json(LOCK, self._mine, if_match=etag or None, if_absent=not etag)
        except Refused:
            raise _taken() from None
        if not self._is_mine():
            raise _taken()
        self._renewed = time.monotonic()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        with suppress(PublishError):  # it expires by itself, and an earlier error matters more
            if self._is_mine():
                self._store.delete([LOCK])

    def require(self) -> None:
        """Raise PublishError if the lease was lost: somebody else may be publishing."""
        if self._lost or time.monotonic() - self._renewed > self._duration:
            raise PublishError("mất khóa trên kho vì đường truyền gián đoạn quá lâu; chạy lại lệnh để làm tiếp")

    def _is_mine(self) -> bool:
        found = self._store.get_json(LOCK)
        return found is not None and found[0] == self._mine

    def _renew(self) -> None:
        while not self._stop.wait(self._duration / 3):
            try:
                self._etag = self._store.put_json(LOCK, self._mine, if_match=self._etag)
                self._renewed = time.monotonic()
            except (Refused, PublishError):
                self._lost = True
                return


def _taken() -> PublishError:
    return PublishError("một lần đưa trang lên khác vừa bắt đầu; đợi xong rồi chạy lại")
