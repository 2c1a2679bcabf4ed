"""Leaves cut anew around the keys that changed; where the old ends come again, the rest stays."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

from helpwright.search import pieces
from helpwright.search.leaves import Leaf, leaf_of, runs
from helpwright.search.ordering import sort_key
from helpwright.search.pieces import Row

_Entry = TypeVar("_Entry", bound=tuple[Any, ...])
_NONE = range(0)


class NotPatched(Exception):
    """The index takes a whole run."""


@dataclass(frozen=True)
class Kind(Generic[_Entry]):
    """Leaves of one kind, whose entries begin with their keys.

    Attributes:
        most: Bytes of a leaf.
        size: What an entry adds to it, in bytes.
        change: The entry of a key that changes, from the one that is there; None for none.
        keep: Writes the leaf of some entries, and names it.
    """

    most: int
    size: Callable[[_Entry], int]
    change: Callable[[str, _Entry | None], _Entry | None]
    keep: Callable[[Leaf, Sequence[_Entry]], str]


def recut(
    con: sqlite3.Connection, rows: Sequence[Row], keys: Iterable[str], kind: Kind[_Entry]
) -> list[Row]:
    """The leaves after some keys changed; their bodies are kept in the database.

    Raises:
        NotPatched: it takes a whole run.
    """
    if not rows:
        raise NotPatched
    left = list(rows)
    heads = [sort_key(row.head) for row in left]
    dirty: dict[int, list[str]] = defaultdict(list)
    for key in keys:
        dirty[max(bisect_right(heads, sort_key(key)) - 1, 0)].append(key)
    (highest,) = con.execute("SELECT max(id) FROM bodies").fetchone()
    ids = count(highest + 1)
    found: list[Row] = []
    done = 0
    for number in sorted(dirty):
        if number < done:
            continue
        # A leaf may end only because the next one begins with a common stem.
        start = max(number - 1, done)
        found += left[done:start]
        done = _recut_from(con, left, start, dirty, kind, found, ids)
        if done < len(left) and found:
            row = left[done]
            begins = leaf_of(found[-1].last, row.head, _NONE, _NONE, 0).first
            left[done] = row if row.common else row._replace(first=begins)
    return found + left[done:]


def _recut_from(
    con: sqlite3.Connection,
    rows: Sequence[Row],
    start: int,
    dirty: dict[int, list[str]],
    kind: Kind[_Entry],
    found: list[Row],
    ids: Iterator[int],
) -> int:
    """Cut leaves from one on, and append them; gives the first that stays as it is."""
    entries: list[_Entry] = []
    ends: dict[int, int] = {}
    free: list[int] = []

    def sizes() -> Iterator[tuple[str, int]]:
        for number in range(start, len(rows)):
            body: list[_Entry] = pieces.get_body(con, rows[number].id)
            if number in dirty:
                body = _changed(body, dirty[number], kind)
            ends[len(entries) + len(body)] = number + 1
            free.append(rows[number].id)
            for entry in body:
                entries.append(entry)
                yield entry[0], kind.size(entry)

    stop = len(rows)
    for first, last, size in runs(sizes(), kind.most):
        body = entries[first : last + 1]
        before = found[-1].last if found else ""
        leaf = leaf_of(before, body[0][0], _NONE, _NONE, size, alone=first == last)
        # What was read is free to be written over.
        identity = free.pop(0) if free else next(ids)
        pieces.put_body(con, identity, body)
        found.append(pieces.row_of(identity, leaf, kind.keep(leaf, body), body))
        end = ends.get(last + 1)
        if end is not None and end not in dirty:
            stop = end
            break
    used = {row.id for row in found} | {row.id for row in rows[stop:]}
    con.executemany("DELETE FROM bodies WHERE id = ?", [(n,) for n in free if n not in used])
    return stop


def _changed(body: Iterable[_Entry], keys: Iterable[str], kind: Kind[_Entry]) -> list[_Entry]:
    by_key: dict[str, _Entry] = {entry[0]: entry for entry in body}
    for key in keys:
        entry = kind.change(key, by_key.get(key))
        if entry is None:
            by_key.pop(key, None)
        else:
            by_key[key] = entry
    return [by_key[key] for key in sorted(by_key, key=sort_key)]
