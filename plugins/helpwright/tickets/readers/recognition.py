"""Which system an export comes from, by the first rows of some of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from helpwright.tickets.readers.csv_rows import CsvRow, read_table
from helpwright.tickets.readers.export_files import is_table, list_files, read_text
from helpwright.tickets.readers.exports import System
from helpwright.tickets.readers.json_rows import PageEnd, PageRow, Row, read_rows

_MOST_FILES = 60
_ROWS = 5


@dataclass(frozen=True)
class Seen:
    """The files that show a system, by system; and the fields of rows that show none."""

    files: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def recognise(source: Path, systems: Mapping[str, System]) -> Seen:
    """Look at the first rows of up to 60 files, spread over the export.

    Raises:
        InputError: there is nothing to read.
    """
    pages = {key for system in systems.values() for key in system.pages}
    around = {key for system in systems.values() for key in system.around}
    files: dict[str, list[str]] = {}
    unknown: list[str] = []
    listed = list_files(source)
    step = max(1, len(listed) // _MOST_FILES)
    for path in listed[::step]:
        found: set[str] = set()
        names: list[str] = []
        if is_table(path):
            header = _header(path, systems)
            found = {name for name, system in systems.items() if system.has_header(header)}
            names = header
        else:
            for row in islice(_rows(path, pages, around), _ROWS):
                found |= _systems_of(row, systems)
                names = names or list(row)
        # The generic form has names in common with many; whatever else fits is meant.
        if len(found) > 1:
            found.discard("generic")
        for name in sorted(found):
            files.setdefault(name, []).append(path.name)
        if not found and names:
            unknown.append(f"{path.name} with {', '.join(names[:8])[:200]}")
    return Seen({name: tuple(files[name]) for name in sorted(files)}, tuple(unknown))


def _systems_of(row: Row, systems: Mapping[str, System]) -> set[str]:
    """Usually one system; objects by themselves stand under one key."""
    inner = [value for value in row.values() if isinstance(value, dict)]
    candidates = [row, *inner] if len(row) == 1 else [row]
    found = {n for n, s in systems.items() if any(s.is_own(item) for item in candidates)}
    return found - {"generic"} if len(found) > 1 else found


def _rows(path: Path, pages: set[str], around: set[str]) -> Iterator[Row]:
    for item in read_rows(read_text(path, []), str(path), pages, around):
        if isinstance(item, PageRow):
            yield item.row
        elif isinstance(item, PageEnd) and "id" in item.rest:
            yield item.rest


def _header(path: Path, systems: Mapping[str, System]) -> list[str]:
    def score(header: list[str]) -> int:
        return len(header) + 1000 * any(system.has_header(header) for system in systems.values())

    for item in read_table(read_text(path, []), str(path), score):
        if isinstance(item, CsvRow):
            return item.cells
    return []
