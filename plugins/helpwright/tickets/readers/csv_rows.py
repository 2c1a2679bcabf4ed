"""Rows of CSV, one at a time, with their lines: comma, semicolon or tab, also broken or cut off.

A quote that is never closed would swallow the rest of a file. So when a row that runs over several
lines does not have the header's number of columns, only its first line is given up, and reading
goes on with the second one.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from helpwright.errors import Finding, Place, Severity
from helpwright.tickets.model import Skipped
from helpwright.tickets.readers.export_files import REPEAT_HINT

# The default of 131,072 characters is less than one long mail thread. The limit is a setting of
# the whole process, and only ever raised here.
csv.field_size_limit(max(csv.field_size_limit(), 1 << 27))

DELIMITERS = ",;\t|"
_LONGEST_ROW = 50_000  # lines
_CAREFUL_ROW = 100  # lines, where a quote is known to be broken
_QUOTES = 'write a quote within a cell twice: ""'


class CsvRow(NamedTuple):
    """The cells of a row, as many as the header has, and the line on which it begins."""

    cells: list[str]
    line: int


@dataclass
class _Lines:
    """Lines of a file, of which some may be put back; feeds `csv.reader`."""

    chunks: Iterator[str]
    waiting: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)
    number: int = 1  # of the line at which the row being read begins
    doubtful: int = 0  # how many of the waiting lines followed a broken quote
    asked: bool = False  # whether the row wanted one more line than there was
    ended: bool = False
    whole: bool = True  # whether the last line has its end
    rest: list[str] = field(default_factory=list)
    newlines: io.IncrementalNewlineDecoder = field(
        default_factory=lambda: io.IncrementalNewlineDecoder(None, translate=True)
    )

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.asked = True
        if len(self.taken) >= (_CAREFUL_ROW if self.doubtful else _LONGEST_ROW):
            raise StopIteration
        while not self.waiting:
            if self.ended:
                raise StopIteration
            self.fill()
        self.asked = False
        line = self.waiting.popleft()
        self.taken.append(line)
        return line

    def fill(self) -> None:
        chunk = next(self.chunks, None)
        text = self.newlines.decode(chunk or "", final=chunk is None)
        *lines, last = text.split("\n")
        if lines:
            lines[0] = "".join([*self.rest, lines[0]])
            self.rest = []
            self.waiting.extend(f"{line}\n" for line in lines)
        if last:
            self.rest.append(last)
        if chunk is None:
            self.ended = True
            if self.rest:
                self.waiting.append("".join(self.rest))
                self.rest, self.whole = [], False

    def begin(self) -> None:
        """Forget the row that was read."""
        self.number += len(self.taken)
        self.doubtful = max(0, self.doubtful - len(self.taken))
        self.taken.clear()

    def give_up_first(self) -> None:
        """Put all lines of the row back but the first."""
        back = self.taken[1:]
        self.waiting.extendleft(reversed(back))
        self.doubtful = max(len(back), self.doubtful - 1)
        del self.taken[1:]


def read_table(
    chunks: Iterator[str], path: str, score: Callable[[list[str]], int]
) -> Iterator[CsvRow | Skipped | Finding]:
    """Yield the header, then the rows of a CSV file; a broken row is skipped with a finding.

    Args:
        chunks: The file's text in pieces.
        path: The file, for places.
        score: How well a header is known; decides between the delimiters.
    """
    lines = _Lines(chunks)
    header, delimiter = _read_header(lines, score)
    if not header:
        return
    yield CsvRow(header, lines.number)
    # Of a row that has no end, a reader gives what it has, and begins anew with the next one.
    reader = csv.reader(lines, delimiter=delimiter)
    rows, width = 0, len(header)
    while True:
        lines.begin()
        cells, fault = _read_row(reader, lines)
        if not lines.taken:
            return
        if not cells and not fault:
            continue
        if not fault and len(cells) != width:
            fault = f"it has {len(cells)} columns where the header has {width}"
        cut_off = not lines.whole and not lines.waiting
        place = Place(path, lines.number)
        if not fault:
            rows += 1
            yield CsvRow(cells, lines.number)
            if cut_off:
                yield _no_line_end(place)
        elif cut_off and len(lines.taken) == 1:
            message = f"the file ends in the middle of a row; the {rows:,} rows before were read"
            yield Finding(place, "truncated-file", message, REPEAT_HINT, Severity.ERROR)
        else:
            if len(lines.taken) > 1:
                fault = "a quote is not closed, or it has the wrong number of columns"
                lines.give_up_first()
            yield Skipped(Finding(place, "bad-row", f"a row was skipped: {fault}", _QUOTES))


def _read_row(reader: Iterator[list[str]], lines: _Lines) -> tuple[list[str], str]:
    """The next row's cells, and what is wrong with it."""
    try:
        cells = next(reader, [])
    except csv.Error as error:
        return [], str(error)
    return cells, "a quote is not closed" if lines.asked and lines.taken else ""


def _read_header(lines: _Lines, score: Callable[[list[str]], int]) -> tuple[list[str], str]:
    """The first row's cells, split by the delimiter under which most of them are known."""
    for first in lines:
        if first.strip() and not first.startswith("sep="):
            lines.waiting.appendleft(lines.taken.pop())
            break
    lines.begin()
    best: tuple[tuple[int, int], list[str], str] = ((0, 0), [], ",")
    for delimiter in DELIMITERS:
        lines.waiting.extendleft(reversed(lines.taken))
        lines.taken.clear()
        cells, _ = _read_row(csv.reader(lines, delimiter=delimiter), lines)
        found = [cell.strip() for cell in cells]
        rank = (score(found), len(found))
        if rank > best[0]:
            best = (rank, found, delimiter)
    return best[1], best[2]


def _no_line_end(place: Place) -> Finding:
    message = "the last row does not end its line; if the file was cut off, it is not whole"
    hint = "compare it with the export; nothing is to be done if it is complete"
    return Finding(place, "no-line-end", message, hint, Severity.NOTICE)
