"""A cache table in an SQLite file: bytes by name, each with the key of its inputs and a digest.

A cache may be deleted at any time. A damaged, foreign or locked file counts as missing.
"""

from __future__ import annotations

import hashlib
import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_LOCK_TIMEOUT = 5.0  # seconds to wait for another build that writes
_CREATE = (
    "CREATE TABLE IF NOT EXISTS {table} "
    "(name TEXT PRIMARY KEY, key BLOB NOT NULL, digest BLOB NOT NULL, value BLOB NOT NULL)"
)


class CacheTable:
    """One table of cached bytes.

    SQL has no placeholder for the name of a table, so `table` is put into the statements as text.
    It must therefore be an identifier, and callers pass a constant. All values go in as parameters.

    Args:
        path: the SQLite file. If it can't be used, the table lives in memory for this build.
        table: name of the table.

    Raises:
        ValueError: `table` is no ASCII identifier.
    """

    def __init__(self, path: Path, table: str) -> None:
        if not (table.isascii() and table.isidentifier()):
            raise ValueError(f"not a name for a table: {table!r}")
        self._table = table
        self._database = self._open(path)
        weakref.finalize(self, _close, self._database)  # worker processes don't know when they are done

    def read(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield each entry as name, key and bytes. Skips entries that don't match their digest."""
        try:
            for name, key, digest, value in self._database.execute(
                f"SELECT name, key, digest, value FROM {self._table}"
            ):
                if isinstance(value, bytes) and _digest(value) == digest:
                    yield name, key, value
        except sqlite3.Error:
            return

    def digests(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield each entry as name, key and digest. The bytes are neither read nor verified."""
        with suppress(sqlite3.Error):
            yield from self._database.execute(f"SELECT name, key, digest FROM {self._table}")

    def get(self, name: str, key: bytes | None = None) -> bytes | None:
        """Return the bytes of an entry, None if it is missing or damaged.

        Args:
            name: name of the entry.
            key: key that the entry must have; None accepts any key.
        """
        try:
            row = self._database.execute(
                f"SELECT digest, value FROM {self._table} WHERE name = ? AND ? IN (key, '')", (name, key or "")
            ).fetchone()
        except (sqlite3.Error, UnicodeEncodeError):  # the second: a file name that is no valid Unicode, never stored
            return None
        return row[1] if row and isinstance(row[1], bytes) and _digest(row[1]) == row[0] else None

    def write(self, entries: Iterable[tuple[str, bytes, bytes]], forget: Iterable[str] = ()) -> None:
        """Store entries and delete others.

        If that fails, nothing is stored and the next build is slower.

        Args:
            entries: name, key and bytes. File names that aren't valid Unicode are skipped.
            forget: names of entries to delete.
        """
        with suppress(sqlite3.Error), self._database:
            self._database.executemany(f"DELETE FROM {self._table} WHERE name = ?", ((name,) for name in forget))
            self._database.executemany(
                f"REPLACE INTO {self._table} VALUES (?, ?, ?, ?)",
                ((name, key, _digest(value), value) for name, key, value in entries if _is_unicode(name)),
            )

    def close(self) -> None:
        """Close the database. Never raises: what couldn't be written is a missing entry."""
        _close(self._database)

    def _open(self, path: Path) -> sqlite3.Connection:
        for _ in range(2):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                return self._create_table(sqlite3.connect(path, timeout=_LOCK_TIMEOUT))
            except (sqlite3.OperationalError, OSError):
                break  # locked, or not writable: this build works without the file
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    path.unlink()
        return self._create_table(sqlite3.connect(":memory:"))

    def _create_table(self, database: sqlite3.Connection) -> sqlite3.Connection:
        try:
            # A crash of the machine may spoil entries; their digests reveal it.
            database.execute("PRAGMA synchronous = OFF")
            database.execute(_CREATE.format(table=self._table))
        except sqlite3.Error:
            database.close()  # Windows can't delete an open file
            raise
        return database


def _close(database: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):
        database.close()


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _digest(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()[:16]  # SHA-256, because processors have instructions for it
