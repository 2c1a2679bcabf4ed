"""Large files of the generic form, read by DuckDB itself.

DuckDB reads the rows, and only bodies that may hold an address of ours come to Python. Whatever is
irregular (a broken row, an odd time, an unknown status, another encoding) makes this way give up a
file before anything of it is taken in; the row reader then reads it and tells the places. So both
ways give the same store, and this one only knows the plain forms of values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Finding, Place, Severity
from helpwright.tickets.bulk_queries import (
    MACROS,
    comments_query,
    ticket_queries,
    tickets_query,
)
from helpwright.tickets.links import REFERENCE, ArticleResolver, link_finder
from helpwright.tickets.model import Progress, Pseudonymise
from helpwright.tickets.readers import generic
from helpwright.tickets.readers.csv_rows import DELIMITERS, CsvRow, read_table
from helpwright.tickets.readers.export_files import is_table, list_files, read_text
from helpwright.tickets.readers.fields import STATUSES, form_of, person
from helpwright.tickets.readers.generic_columns import (
    COMMENT_COLUMNS,
    KIND,
    TICKET_COLUMNS,
    match_columns,
    score,
)
from helpwright.tickets.readers.json_rows import PageRow, read_rows
from helpwright.tickets.staging import Staged, stored_urls, take_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LEAST_BYTES = 1_000_000  # for less, preparing queries takes longer than reading rows
_LONGEST_ROW = 4_000_000  # bytes; DuckDB keeps that much at hand for each file
_SAMPLE = 50_000  # rows in which most agents have written


@dataclass(frozen=True)
class _Table:
    """A file as DuckDB is to read it: its rows under the canonical names of columns."""

    kind: str
    rows: str
    columns: tuple[str, ...]
    is_json: bool
    findings: tuple[Finding, ...]


class GaveUp(Exception):
    """DuckDB failed over a file so badly that nothing can be done in this connection any more."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Bulk:
    """What all files of one import share: functions from Python, and who is known already."""

    def __init__(
        self,
        con: DuckDBPyConnection,
        source: str,
        resolver: ArticleResolver,
        pseudonymise: Pseudonymise,
    ) -> None:
        """Give the connection what the queries need."""
        self.con, self.source = con, source
        finder = link_finder(resolver)
        self.hosts = finder.hosts

        def urls(body: str, word: str) -> str:
            form = generic.form_in(word.strip().lower(), body) if word else form_of(body)
            return stored_urls(finder, body, form)

        def pseudonym(written: str) -> str:
            found = person({"": written}, "")
            return pseudonymise(found) if found else ""

        # Said to have side effects, or they would be called once for each place in a query.
        make, text = partial(con.create_function, type="native", side_effects=True), "VARCHAR"
        make("find_urls", urls, [text, text], text)
        make("pseudonym", pseudonym, [text], text)
        con.execute("CREATE TEMP TABLE agents (raw VARCHAR, pseudonym VARCHAR)")
        con.execute("CREATE TEMP SEQUENCE rows_read")
        for macro in MACROS.split(";\n"):
            con.execute(macro)
        _write_words(con, "words_of_statuses", STATUSES)

    def take_all(
        self,
        source: Path,
        staged: Staged,
        fresh: set[str],
        *,
        least_bytes: int,
        left_out: Collection[Path],
        progress: Progress | None,
    ) -> list[Path]:
        """Take in the large regular files of an export; returns the others.

        Raises:
            GaveUp: the connection is of no use any more.
        """
        others = []
        for path in list_files(source):
            if progress:
                progress(staged.tickets + staged.comments, path.name)
            is_small = path.stat().st_size < least_bytes
            if is_small or path in left_out or not self.take(path, staged, fresh):
                others.append(path)
        return others

    def take(self, path: Path, staged: Staged, fresh: set[str]) -> bool:
        """Take a file in if all of it is regular; `fresh` are the tables that were empty before."""
        import duckdb

        table = _table_of(path)
        if table is None or not self.hosts:
            return False
        con = self.con
        con.execute("BEGIN")
        try:
            before = self._rows_read()
            if table.kind == "comments":
                self._take_comments(table, fresh)
            else:
                self._take_tickets(table, fresh)
            read = self._rows_read() - before - 1
            con.execute("COMMIT")
        except duckdb.Error:
            try:
                con.execute("ROLLBACK")
            except duckdb.Error:  # some broken CSV ends in an internal error (DuckDB 1.5.6)
                raise GaveUp(path) from None
            return False
        for finding in (*table.findings, *_line_end(path)):
            staged.add(finding)
        if table.kind == "comments":
            staged.comments += read
        else:
            staged.tickets += read
        return True

    def _rows_read(self) -> int:
        return int(self.con.execute("SELECT nextval('rows_read')").fetchall()[0][0])

    def _take_comments(self, table: _Table, fresh: set[str]) -> None:
        con = self.con
        if {"author", "author_role"} <= set(table.columns):
            con.execute(
                "INSERT INTO agents SELECT raw, pseudonym(raw) FROM (SELECT DISTINCT author AS raw "
                f"FROM (SELECT author, author_role FROM ({table.rows}) LIMIT {_SAMPLE}) "
                "WHERE lower(author_role) = 'agent' AND author IS NOT NULL "
                "AND author NOT IN (SELECT raw FROM agents))"
            )
        query = comments_query(
            table.rows,
            table.columns,
            self.source,
            hosts=self.hosts,
            reference=REFERENCE.pattern,
            roles={word: str(role) for word, role in generic.ROLES.items()},
            is_json=table.is_json,
        )
        take_in(con, "comments", query, append="comments" in fresh)

    def _take_tickets(self, table: _Table, fresh: set[str]) -> None:
        con = self.con
        query = tickets_query(table.rows, table.columns, is_json=table.is_json)
        con.execute(f"CREATE OR REPLACE TEMP TABLE bulk_tickets AS {query}")
        for name, rows in ticket_queries(self.source).items():
            take_in(con, name, rows, append=name in fresh)
        con.execute("DROP TABLE bulk_tickets")


def _write_words(con: DuckDBPyConnection, name: str, words: Mapping[str, str]) -> None:
    """Words and what they mean, also with capitals, so that a join finds most as they are."""
    forms = {
        form: meaning
        for word, meaning in words.items()
        for form in (word, word.capitalize(), word.title(), word.upper())
    }
    con.execute(
        f"CREATE TEMP TABLE {name} AS "
        "SELECT unnest(?::VARCHAR[]) AS word, unnest(?::VARCHAR[]) AS meaning",
        [list(forms), list(forms.values())],
    )


def _table_of(path: Path) -> _Table | None:
    return _csv_table(path) if is_table(path) else _json_table(path)


def _csv_table(path: Path) -> _Table | None:
    first = next(iter(read_table(read_text(path, []), str(path), score)), None)
    if not isinstance(first, CsvRow) or first.line != 1:
        return None
    columns = match_columns(first.cells, Place(str(path), 1))
    delimiter = _delimiter(path, first.cells)
    if not columns.is_usable or not columns.kind or not delimiter:
        return None
    places = columns.comments if columns.kind == "comments" else columns.tickets
    listed = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(first.cells)))
    chosen = ", ".join(f"c{at} AS {name}" for name, at in places.items())
    rows = (
        f"SELECT {chosen} FROM read_csv({_literal(str(path))}, columns={{{listed}}}, header=true, "
        f"auto_detect=false, delim={_literal(delimiter)}, quote='\"', escape='\"', nullstr='', "
        f"allow_quoted_nulls=true, strict_mode=true, "
        f"max_line_size={_LONGEST_ROW}, buffer_size={_LONGEST_ROW})"
    )
    return _Table(columns.kind, rows, tuple(places), is_json=False, findings=columns.findings)


def _delimiter(path: Path, cells: list[str]) -> str:
    """The delimiter under which the first line has these cells, if the line is a plain one."""
    line = next(read_text(path, []), "").partition("\n")[0].removesuffix("\r")
    for delimiter in DELIMITERS:
        if [cell.strip().strip('"') for cell in line.split(delimiter)] == cells:
            return delimiter
    return ""


def _json_table(path: Path) -> _Table | None:
    """JSON Lines whose rows all have columns under the names that the first row has."""
    with path.open("rb") as stream:
        start = stream.read(2)
    # Packed files must be read to the end to know that they are whole; the row reader does.
    if start[:1] != b"{":
        return None
    items = list(islice(read_rows(read_text(path, []), str(path), ("tickets", "comments")), 1))
    if not items or not isinstance(items[0], PageRow) or items[0].key:
        return None
    names = tuple(items[0].row)
    columns = match_columns(names, Place(str(path), 1))
    if not columns.is_usable or not columns.kind:
        return None
    places = columns.comments if columns.kind == "comments" else columns.tickets
    chosen = {names[at]: name for name, at in places.items()}
    known = {KIND, "tickets", "comments", "ticket", "comment"}
    for table in (TICKET_COLUMNS, COMMENT_COLUMNS):
        known.update(word for name, also in table.items() for word in (name, *also))
    others = sorted(known - set(chosen))
    # No row may have a column under two names. DuckDB takes names without regard to case.
    if not known.isdisjoint(set(names) - set(chosen)) or len(
        {name.lower() for name in (*chosen, *others)}
    ) < len(chosen) + len(others):
        return None
    listed = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in (*chosen, *others))
    picked = ", ".join(f"nullif({_name(key)}, '') AS {name}" for key, name in chosen.items())
    rows = (
        f"SELECT {picked} FROM read_json({_literal(str(path))}, columns={{{listed}}}, "
        f"format='newline_delimited', maximum_object_size={_LONGEST_ROW}) "
        f"WHERE regular(coalesce({', '.join(map(_name, others))}) IS NULL)"
    )
    return _Table(columns.kind, rows, tuple(places), is_json=True, findings=())


def _line_end(path: Path) -> Iterable[Finding]:
    """The notice of the row reader about a file that may be cut off, where that can be seen."""
    if not is_table(path) or path.name.endswith(".gz"):
        return
    with path.open("rb") as stream:
        stream.seek(-1, 2)
        if stream.read(1) not in (b"\n", b"\r"):
            message = "the last row does not end its line; if the file was cut off, it is not whole"
            hint = "compare it with the export; nothing is to be done if it is complete"
            yield Finding(Place(str(path)), "no-line-end", message, hint, Severity.NOTICE)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
