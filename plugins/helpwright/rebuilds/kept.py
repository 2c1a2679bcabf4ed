"""Work of earlier builds, by what it was made from: whoever asks with the same gets the same.

One SQLite file beside `mkdocs.yml`, for the builds of all audiences. It holds the texts of all
articles, so it lies in `.helpwright/`, which is private. What cannot be read, or is not what was
written, counts as never made; nothing depends on the file being there.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from helpwright.rebuilds import record

NAME = "kept.sqlite"
DAYS = 14
"""For so long something is kept that no build asks for."""
_MOST = 8_000_000  # bytes that wait to be written
_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, used INTEGER NOT NULL, check_sum BLOB
    NOT NULL, made BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS stamp (stamp TEXT NOT NULL);
"""


class Kept:
    """What may be asked for; `rest` between two rooms of a build writes what is new.

    Args:
        path: The file. It need not be there, and nobody else need write to it.
        fresh: Whether to ask for nothing, and only to write.
    """

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self._path = path
        # What a build from nothing puts there it never asks for.
        self._fresh = fresh or not path.is_file()
        self._day = int(time.time()) // 86_400
        self._con: sqlite3.Connection | None = None
        self._is_shut = self._fresh
        self._new: dict[bytes, bytes] = {}
        self._waiting = 0
        self._older: list[bytes] = []

    def get(self, key: bytes) -> Any:
        """What was made from this; None if it never was."""
        if key in self._new:
            return marshal.loads(self._new[key])
        con = self._opened()
        if con is None:
            return None
        try:
            asked = "SELECT used, check_sum, made FROM kept WHERE key = ?"
            row = con.execute(asked, [key]).fetchone()
            if row is None or _sum(key, row[2]) != row[1]:
                return None
            if row[0] != self._day:
                self._older.append(key)
            return marshal.loads(row[2])
        # A file that is damaged fails in many ways.
        except (sqlite3.Error, ValueError, TypeError, EOFError):
            self._shut()
            return None

    def put(self, key: bytes, made: Any) -> None:
        """Keep what was made of strings, numbers, None, lists and dictionaries."""
        # Quicker than JSON; the version of Python is part of the stamp.
        data = marshal.dumps(made)
        self._new[key] = data
        self._waiting += len(data)
        if self._waiting > _MOST:
            self.rest()

    def rest(self) -> None:
        """Write what is new, and hold the file no longer. A build goes on where that fails."""
        self._shut()
        self._is_shut = self._fresh
        new, older = self._new, self._older
        self._new, self._older, self._waiting = {}, [], 0
        if not new and not older:
            return
        try:
            with _writing(self._path) as con:
                rows = [(key, self._day, _sum(key, new[key]), new[key]) for key in sorted(new)]
                con.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
                used = [(self._day, key) for key in older]
                con.executemany("UPDATE kept SET used = ? WHERE key = ?", used)
                con.execute("DELETE FROM kept WHERE used < ?", [self._day - DAYS])
        except OSError:
            return
        except sqlite3.DatabaseError as error:
            # What is locked serves another build; what is damaged serves nobody.
            if not isinstance(error, sqlite3.OperationalError):
                with contextlib.suppress(OSError):
                    self._path.unlink(missing_ok=True)

    def _opened(self) -> sqlite3.Connection | None:
        if self._con is None and not self._is_shut:
            self._is_shut = True
            try:
                if self._path.is_file():
                    con = sqlite3.connect(self._path, timeout=1)
                    self._con = con
                    if con.execute("SELECT stamp FROM stamp").fetchall() != [(record.stamp(),)]:
                        self._shut()
            except (sqlite3.Error, OSError):
                self._shut()
        return self._con

    def _shut(self) -> None:
        self._is_shut = True
        if self._con is not None:
            self._con.close()
            self._con = None


def key_of(kind: str, *parts: str) -> bytes:
    """What stands for all that something is made from; `kind` is a few words."""
    seen = hashlib.blake2b(digest_size=16, key=kind.encode())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        seen.update(len(data).to_bytes(8, "big"))
        seen.update(data)
    return seen.digest()


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, made anew if another version of Helpwright wrote it."""
    record.prepare_folder(path.parent)
    with closing(sqlite3.connect(path, timeout=1)) as con, con:
        con.execute("PRAGMA synchronous = off")
        con.executescript(_SCHEMA)
        con.execute("BEGIN IMMEDIATE")
        if con.execute("SELECT stamp FROM stamp").fetchall() != [(record.stamp(),)]:
            con.execute("DELETE FROM kept")
            con.execute("DELETE FROM stamp")
            con.execute("INSERT INTO stamp VALUES (?)", [record.stamp()])
        yield con
    path.chmod(0o600)


def _sum(key: bytes, made: bytes) -> bytes:
    return hashlib.blake2b(made, key=key, digest_size=8).digest()
