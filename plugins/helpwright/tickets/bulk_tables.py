"""Large files of the generic form as tables that DuckDB reads: which columns, and how.

A file that cannot be a table of plain rows has none here; whether all its rows are plain, the
queries over the table tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from helpwright.errors import Finding, Place
from helpwright.tickets.readers.csv_rows import DELIMITERS, CsvRow, read_table
from helpwright.tickets.readers.export_files import is_table, read_text
from helpwright.tickets.readers.generic_columns import (
    COMMENT_COLUMNS,
    KIND,
    TICKET_COLUMNS,
    match_columns,
    score,
)
from helpwright.tickets.readers.json_rows import PageRow, read_rows
from helpwright.tickets.sql import is_plain_path, literal, quoted

_ROW_AS_MAP = "{j: 'MAP(VARCHAR, VARCHAR)'}, records='false'"
_LONGEST_ROW = 4_000_000  # bytes; DuckDB keeps that much at hand for each file


@dataclass(frozen=True)
class Table:
    """A file as DuckDB is to read it: its rows under the canonical names of columns."""

    kind: str
    rows: str
    columns: tuple[str, ...]
    is_json: bool
    findings: tuple[Finding, ...]


def tables_of(path: Path) -> Iterator[Table]:
    """The ways to read a file, the fastest first; each is tried where the one before failed."""
    if not is_plain_path(path):
        return
    if not is_table(path):
        yield from _json_tables(path)
    elif table := _csv_table(path):
        yield table


def _csv_table(path: Path) -> Table | None:
    first = next(iter(read_table(read_text(path, []), str(path), score)), None)
    if not isinstance(first, CsvRow) or first.line != 1:
        return None
    columns = match_columns(first.cells, Place(str(path), 1))
    delimiter = _delimiter(path, first.cells)
    if not columns.is_usable or not columns.kind or not delimiter:
        return None
    places = columns.comments if columns.kind == "comments" else columns.tickets
    listed = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(first.cells)))
    chosen = ", ".join(f"c{at} AS {short}" for short, at in places.items())
    rows = (
        f"SELECT {chosen} FROM read_csv({literal(str(path))}, columns={{{listed}}}, header=true, "
        f"auto_detect=false, delim={literal(delimiter)}, quote='\"', escape='\"', nullstr='', "
        f"allow_quoted_nulls=true, strict_mode=true, "
        f"max_line_size={_LONGEST_ROW}, buffer_size={_LONGEST_ROW})"
    )
    return Table(columns.kind, rows, tuple(places), is_json=False, findings=columns.findings)


def _delimiter(path: Path, cells: list[str]) -> str:
    """The delimiter under which the first line has these cells, if the line is a plain one."""
    line = next(read_text(path, []), "").partition("\n")[0].removesuffix("\r")
    for delimiter in DELIMITERS:
        if [cell.strip().strip('"') for cell in line.split(delimiter)] == cells:
            return delimiter
    return ""


def _json_tables(path: Path) -> Iterator[Table]:
    """JSON Lines whose rows all have columns under the names that the first row has."""
    with path.open("rb") as stream:
        start = stream.read(2)
    # Packed files must be read to the end to know that they are whole; the row reader does.
    if start[:1] != b"{":
        return
    items = list(islice(read_rows(read_text(path, []), str(path), ("tickets", "comments")), 1))
    if not items or not isinstance(items[0], PageRow) or items[0].key:
        return
    names = tuple(items[0].row)
    columns = match_columns(names, Place(str(path), 1))
    if not columns.is_usable or not columns.kind:
        return
    places = columns.comments if columns.kind == "comments" else columns.tickets
    known = {KIND, "tickets", "comments", "ticket", "comment"}
    for table in (TICKET_COLUMNS, COMMENT_COLUMNS):
        known.update(word for name, also in table.items() for word in (name, *also))
    chosen = {names[at] for at in places.values()}
    # No row may have a column under two names.
    if not known.isdisjoint(set(names) - chosen):
        return
    yield Table(columns.kind, _alike(path, names, places), tuple(places), True, ())
    if rows := _varied(path, names, places, known - chosen):
        yield Table(columns.kind, rows, tuple(places), True, ())


def _alike(path: Path, names: tuple[str, ...], places: Mapping[str, int]) -> str:
    """Rows that all have the names of the first row, in its order."""
    # A map costs a third of a hundred columns that are there to be empty.
    listed = ", ".join(map(literal, names))
    picked = ", ".join(f"nullif(v[{at + 1}], '') AS {short}" for short, at in places.items())
    return (
        f"SELECT {picked} FROM (SELECT map_keys(j) AS k, map_values(j) AS v FROM "
        f"{_read_json(path, _ROW_AS_MAP)}) WHERE regular(k = [{listed}])"
    )


def _varied(
    path: Path, names: tuple[str, ...], places: Mapping[str, int], others: Collection[str]
) -> str:
    """Rows that may leave out columns of the first row, but have none under another name."""
    chosen = {names[at]: name for name, at in places.items()}
    # DuckDB takes names without regard to case.
    listed = (*chosen, *sorted(others))
    if len({one.lower() for one in listed}) < len(listed):
        return ""
    columns = ", ".join(f"{literal(one)}: 'VARCHAR'" for one in listed)
    picked = ", ".join(f"nullif({quoted(key)}, '') AS {short}" for key, short in chosen.items())
    # A row without a body is skipped, one whose body is null is not; here both look the same.
    body = "".join(f" AND {quoted(key)} IS NOT NULL" for key in chosen if chosen[key] == "body")
    nothing = ", ".join(quoted(one) for one in sorted(others))
    return (
        f"SELECT {picked} FROM {_read_json(path, f'{{{columns}}}')} "
        f"WHERE regular(coalesce({nothing}) IS NULL{body})"
    )


def _read_json(path: Path, columns: str) -> str:
    return (
        f"read_json({literal(str(path))}, columns={columns}, "
        f"format='newline_delimited', maximum_object_size={_LONGEST_ROW})"
    )
