"""A shelf: bytes kept between builds in one file of SQLite, by name and by what they were made of.

A cache, so it may be deleted at any time, and nothing rests on it: what is damaged, foreign or locked counts as missing.
"""

from __future__ import annotations

import hashlib
import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_PATIENCE = 5.0  # seconds to wait for another build that writes
_LAYOUT = "CREATE TABLE IF NOT EXISTS {table} (name TEXT PRIMARY KEY, key BLOB NOT NULL, digest BLOB NOT NULL, value BLOB NOT NULL)"


class CacheTable:
    """One table of kept bytes. `table` is a name of ours, never of somebody else's making."""

    def __init__(self, path: Path, table: str) -> None:
        self._table = table
        self._base = self._open(path)
        weakref.finalize(self, _close, self._base)  # not every process that opens one knows when it was asked last

    def read(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield what is kept: its name, the key of what it was made of, and the bytes. Damaged ones are left out."""
        try:
            for name, key, digest, value in self._base.execute(f"SELECT name, key, digest, value FROM {self._table}"):
                if isinstance(value, bytes) and _digest(value) == digest:
                    yield name, key, value
        except sqlite3.Error:
            return

    def digests(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield of what is kept its name, the key of what it was made of, and the digest of the bytes, which aren't looked at."""
        with suppress(sqlite3.Error):
            yield from self._base.execute(f"SELECT name, key, digest FROM {self._table}")

    def get(self, name: str, key: bytes | None = None) -> bytes | None:
        """Return what is kept by a name and a key (None: whatever its key), or None."""
        try:
            row = self._base.execute(
                f"SELECT digest, value FROM {self._table} WHERE name = ? AND ? IN (key, '')", (name, key or "")
            ).fetchone()
        except (sqlite3.Error, UnicodeEncodeError):  # the second: a name that is no text, under which nothing is kept
            return None
        return row[1] if row and isinstance(row[1], bytes) and _digest(row[1]) == row[0] else None

    def write(self, kept: Iterable[tuple[str, bytes, bytes]], forget: Iterable[str] = ()) -> None:
        """Keep bytes by name and key, and forget some. Where that can't be done, or a name is no text (names of files need not be), they aren't kept: the next build is slower."""
        with suppress(sqlite3.Error), self._base:
            self._base.executemany(f"DELETE FROM {self._table} WHERE name = ?", ((name,) for name in forget))
            self._base.executemany(
                f"REPLACE INTO {self._table} VALUES (?, ?, ?, ?)",
                ((name, key, _digest(value), value) for name, key, value in kept if _is_text(name)),
            )

    def close(self) -> None:
        _close(self._base)

    def _open(self, path: Path) -> sqlite3.Connection:
        for _ in range(2):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                return self._lay_out(sqlite3.connect(path, timeout=_PATIENCE))
            except (sqlite3.OperationalError, OSError):
                break  # locked, or no place to write: this build does without
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    path.unlink()
        return self._lay_out(sqlite3.connect(":memory:"))

    def _lay_out(self, base: sqlite3.Connection) -> sqlite3.Connection:
        try:
            base.execute("PRAGMA synchronous = OFF")  # a crash of the machine may cost the cache, which digests tell
            base.execute(_LAYOUT.format(table=self._table))
        except sqlite3.Error:
            base.close()  # Windows deletes no file that is open
            raise
        return base


def _close(base: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):
        base.close()


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _digest(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()[:16]  # processors know this one
