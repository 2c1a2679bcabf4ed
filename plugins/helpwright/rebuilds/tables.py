"""Small things kept together: to ask for each by itself takes as long as to make it."""

from __future__ import annotations

import marshal
from typing import Any

from helpwright.rebuilds.kept import Kept, key_of

_ROOM = 1_000_000
"""So many bytes a build from nothing holds before it writes them."""


class Table:
    """Things of one kind by what they are made from, as the last build left them.

    What no build asks for is gone after the next one.

    Args:
        kept: Where the table is.
        parts: What it is called, and all else that these things are made from.
    """

    def __init__(self, kept: Kept, *parts: str) -> None:
        self._kept = kept
        self._parts = parts
        self._before: dict[Any, bytes] = {}
        for number in range(kept.get(self._key()) or 0):
            self._before |= kept.get(self._key(number)) or {}
        self._is_first = not self._before
        self._now: dict[Any, bytes] = {}
        self._waiting = self._written = 0
        self._has_new = False

    def get(self, key: str | bytes) -> Any:
        """What was made from this; None if it is not known."""
        data = self._before.get(key) or self._now.get(key)
        if data is None:
            return None
        self._now[key] = data
        return marshal.loads(data)

    def put(self, key: str | bytes, made: Any) -> None:
        """Keep what was made of strings, numbers, None, tuples, lists and dictionaries."""
        data = marshal.dumps(made)
        self._now[key] = data
        self._has_new = True
        self._waiting += len(data)
        if self._is_first and self._waiting > _ROOM:
            self._write()

    def close(self) -> None:
        """Leave what was asked for and what is new to the next build."""
        if self._has_new or len(self._now) != len(self._before):
            self._write()
            self._kept.put(self._key(), self._written)
        self._before, self._now = {}, {}

    def _write(self) -> None:
        self._kept.put(self._key(self._written), self._now)
        self._now, self._waiting = {}, 0
        self._written += 1

    def _key(self, *number: int) -> bytes:
        return key_of("table", *self._parts, *map(str, number))
