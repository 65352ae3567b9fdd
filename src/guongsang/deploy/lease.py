"""A lock in object storage: a small object that is written only where there is none, and that lapses when nobody renews it.

Object storage lets go of nothing when a process dies, so the lock is a lease: whoever holds it writes it anew every third of its length; one that is older
than its length, by the storage's own clock, is anybody's to take. Storage that ignores conditions on writes can't lock; checked profile the lock back shows most of that.
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
LENGTH = 90.0  # seconds


class Lease:
    """Held for as long as the block runs. Raises PublishError on entry where somebody else holds it."""

    def __init__(self, store: ObjectStore, length: float = LENGTH) -> None:
        self._store, self._length, self._mine = store, length, {"holder": secrets.token_hex(8), "seconds": length}
        self._etag, self._renewed, self._lost, self._stop = "", time.monotonic(), False, threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Lease:
        held, etag, age = self._store.get_json(LOCK) or (None, "", 0.0)
        length = held.get("seconds", self._length) if isinstance(held, dict) else self._length
        if etag and age <= length:
            raise PublishError(
                f"đang có một lần đưa trang lên khác, hoặc một lần vừa bị ngắt; nếu không còn ai đang chạy, chạy lại sau {max(1, round(length - age))} giây"
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
        with suppress(PublishError):  # it lapses by itself; what failed first is what counts
            if self._is_mine():
                self._store.delete([LOCK])

    def require(self) -> None:
        """Raise PublishError where the lease was lost: somebody else may be publishing."""
        if self._lost or time.monotonic() - self._renewed > self._length:
            raise PublishError("mất khóa trên kho vì đường truyền gián đoạn quá lâu; chạy lại lệnh để làm tiếp")

    def _is_mine(self) -> bool:
        found = self._store.get_json(LOCK)
        return found is not None and found[0] == self._mine

    def _keep(self) -> None:
        while not self._stop.wait(self._length / 3):
            try:
                self._etag = self._store.put_json(LOCK, self._mine, if_match=self._etag)
                self._renewed = time.monotonic()
            except (Refused, PublishError):
                self._lost = True
                return


def _taken() -> PublishError:
    return PublishError("một lần đưa trang lên khác vừa bắt đầu; đợi xong rồi chạy lại")
