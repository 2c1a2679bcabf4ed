"""Rows of JSON, one at a time: pages, lists, JSON Lines, also broken or cut off.

A page is an object with a list under a known key (`{"tickets": [...], "next_page": ...}`). Rows
come as they are met, so a file of any size needs the memory of one row, and a file cut off in
the middle gives every row before the cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from helpwright.errors import Finding, Place, Severity
from helpwright.tickets.model import Skipped
from helpwright.tickets.readers.export_files import REPEAT_HINT

Row = dict[str, object]

_SEPARATORS = re.compile(r"[\s,]*")
_OPENS = frozenset('{["')
_NEXT_ROW = re.compile(r"\}\s*,\s*(?=\{)")
_NEXT_LINE = re.compile(r"\n(?=\s*\{)")
# A row of its own may carry lists too (a ticket its comments); such rows begin with an id.
_BEGINS_ROW = frozenset({"id", "ticket_id", "key", "number"})


class PageRow(NamedTuple):
    """A row, the key of the list it stood in ("" if in none), and where that was."""

    key: str
    row: Row
    path: str
    line: int

    @property
    def place(self) -> Place:
        """Where the row begins."""
        return Place(self.path, self.line)


class PageEnd(NamedTuple):
    """The end of a page, with what stood beside its lists, and where the page began."""

    rest: Row
    path: str
    line: int


def read_rows(
    chunks: Iterator[str],
    path: str,
    pages: Collection[str],
    around: Collection[str] = (),
) -> Iterator[PageRow | PageEnd | Skipped | Finding]:
    """Yield the rows of a file; a broken row is skipped with a finding, the rest is read.

    Args:
        chunks: The file's text in pieces.
        path: The file, for places.
        pages: The keys of lists that hold rows.
        around: The keys of objects in which such lists may stand, such as `_embedded`.
    """
    return _Walker(chunks, path, pages, around).walk()


class _Broken(Exception):
    def __init__(self, position: int, *, at_end: bool, reason: str) -> None:
        self.position, self.at_end, self.reason = position, at_end, reason


@dataclass
class _Walker:
    chunks: Iterator[str]
    path: str
    pages: Collection[str]
    around: Collection[str]
    text: str = ""
    position: int = 0
    lines: int = 1
    counted: int = 0
    rows: int = 0
    lists: int = 0
    decoder: json.JSONDecoder = field(default_factory=lambda: json.JSONDecoder(strict=False))

    def walk(self) -> Iterator[PageRow | PageEnd | Skipped | Finding]:
        while self.peek():
            try:
                if self.peek() == "{":
                    yield from self.walk_object()
                elif self.peek() == "[":
                    yield from self.walk_list("")
                else:
                    raise _Broken(self.position, at_end=False, reason="this is not JSON")
            except _Broken as broken:
                if broken.at_end:
                    yield self.truncated()
                    return
                yield self.skipped(broken)
                self.position = broken.position
                if not self.find(_NEXT_LINE):
                    return

    def walk_object(self) -> Iterator[PageRow | PageEnd | Skipped]:
        line = self.line()
        rest: Row = {}
        before = self.lists
        yield from self.walk_fields(rest)
        if self.lists > before:
            yield PageEnd(rest, self.path, line)
        elif rest:
            self.rows += 1
            yield PageRow("", rest, self.path, line)

    def walk_fields(self, rest: Row) -> Iterator[PageRow | Skipped]:
        """Yield the rows of an object's lists; everything else in it goes into `rest`."""
        self.position += 1
        while (char := self.peek()) != "}":
            if not char:
                raise _Broken(self.position, at_end=True, reason="the object is not closed")
            key = self.value()
            if not isinstance(key, str) or (char := self.peek()) != ":":
                reason = "a key is missing"
                raise _Broken(self.position, at_end=not char, reason=reason)
            self.position += 1
            char = self.peek()
            may_be_page = _BEGINS_ROW.isdisjoint(rest)
            if char == "[" and may_be_page and key in self.pages:
                self.lists += 1
                yield from self.walk_list(key)
            elif char == "{" and may_be_page and key in self.around:
                inside: Row = {}
                yield from self.walk_fields(inside)
                rest[key] = inside
            else:
                rest[key] = self.value()
        self.position += 1

    def walk_list(self, key: str) -> Iterator[PageRow | Skipped]:
        self.position += 1
        while (char := self.peek()) != "]":
            if not char:
                raise _Broken(self.position, at_end=True, reason="the list is not closed")
            line = self.line()
            try:
                row = self.value()
            except _Broken as broken:
                if broken.at_end:
                    raise
                yield self.skipped(broken)
                self.position = broken.position
                if not self.find(_NEXT_ROW):
                    raise _Broken(len(self.text), at_end=True, reason=broken.reason) from broken
                continue
            if isinstance(row, dict):
                self.rows += 1
                yield PageRow(key, row, self.path, line)
            else:
                message = f"a row must be an object, not {_kind(row)}"
                yield Skipped(Finding(Place(self.path, line), "bad-row", message))
        self.position += 1

    def peek(self) -> str:
        """The next character that is neither space nor comma; "" at the end."""
        while True:
            if self.text[self.position : self.position + 1] in _OPENS:
                return self.text[self.position]
            match = _SEPARATORS.match(self.text, self.position)
            self.position = match.end() if match else self.position
            if self.position < len(self.text):
                return self.text[self.position]
            if not self.fill():
                return ""

    def value(self) -> object:
        """The value at the position, which moves behind it."""
        self.peek()
        while True:
            reason, at, unfinished = "it nests too deeply", self.position, False
            try:
                value, end = self.decoder.raw_decode(self.text, self.position)
            except json.JSONDecodeError as error:
                reason, at = error.msg, error.pos
                unfinished = error.pos >= len(self.text) - 16 or "Unterminated" in error.msg
            except ValueError as error:  # a number of more than 4,300 digits
                reason = str(error)
            except RecursionError:
                pass
            else:
                # A number at the end of a piece may go on in the next one.
                if end < len(self.text) or isinstance(value, dict | list | str) or not self.fill():
                    self.position = end
                    return value
                continue
            if not unfinished:
                raise _Broken(at, at_end=False, reason=reason)
            if not self.fill(double=True):
                raise _Broken(at, at_end=True, reason=reason)

    def fill(self, *, double: bool = False) -> bool:
        """Take in the next piece; with `double`, pieces until twice as much is at hand."""
        self.line()
        pieces = [self.text[self.position :]]
        goal, size = (len(pieces[0]) if double else 0), 0
        for piece in self.chunks:
            pieces.append(piece)
            size += len(piece)
            if size > goal:
                break
        self.text, self.position, self.counted = "".join(pieces), 0, 0
        return size > 0

    def find(self, pattern: re.Pattern[str]) -> bool:
        """Move behind the next match."""
        while True:
            match = pattern.search(self.text, self.position)
            if match:
                self.position = match.end()
                return True
            # The match may lie across two pieces.
            self.position = max(self.position, len(self.text) - 200)
            if not self.fill():
                return False

    def line(self) -> int:
        """The line of the position, from 1."""
        self.lines += self.text.count("\n", self.counted, self.position)
        self.counted = self.position
        return self.lines

    def place(self) -> Place:
        return Place(self.path, self.line())

    def skipped(self, broken: _Broken) -> Skipped:
        message = f"a row is not valid JSON and was skipped: {broken.reason}"
        return Skipped(Finding(self.place(), "bad-json", message))

    def truncated(self) -> Finding:
        message = f"the file ends in the middle of a row; the {self.rows:,} rows before were read"
        return Finding(self.place(), "truncated-file", message, REPEAT_HINT, Severity.ERROR)


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    return "text" if isinstance(value, str) else "a single value"
