"""Large files of the generic form, read by DuckDB itself.

DuckDB reads the rows, and only bodies that may hold an address of ours come to Python. Whatever is
irregular (a broken row, an odd time, an unknown status, another encoding) makes this way give up a
file before anything of it is taken in; the row reader then reads it and tells the places. So both
ways give the same store, and this one only knows the plain forms of values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Finding, Place, Severity
from helpwright.tickets.bulk_queries import (
    MACROS,
    addresses_query,
    comments_query,
    ticket_queries,
    tickets_query,
)
from helpwright.tickets.bulk_tables import Table, tables_of
from helpwright.tickets.links import ArticleResolver, link_finder
from helpwright.tickets.model import Progress, Pseudonymise
from helpwright.tickets.readers import generic
from helpwright.tickets.readers.export_files import is_table, list_files
from helpwright.tickets.readers.fields import STATUSES, form_of, person
from helpwright.tickets.staging import Staged, stored_urls, take_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LEAST_BYTES = 1_000_000  # for less, preparing queries takes longer than reading rows
_MOST_KNOWN, _LONGEST_KNOWN = 20_000, 300
_SAMPLE_OF_ADDRESSES = 20_000
_SAMPLE = 50_000  # rows in which most agents have written


class GaveUp(Exception):
    """DuckDB failed over files so badly that nothing can be done in this connection any more."""

    def __init__(self, *paths: Path) -> None:
        super().__init__(", ".join(map(str, paths)))
        self.paths = paths


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
        self.con, self.source, self.pseudonymise = con, source, pseudonymise
        self.finder = finder = link_finder(resolver)
        self.hosts = finder.hosts

        known: dict[str, str] = {}  # addresses by themselves, as most are asked for

        def urls(body: str, word: str) -> str:
            if (found := known.get(body)) is not None:
                return found
            form = generic.form_in(word.strip().lower(), body) if word else form_of(body)
            found = stored_urls(finder, body, form)
            if len(body) < _LONGEST_KNOWN and len(known) < _MOST_KNOWN and " " not in body:
                known[body] = found
            return found

        def pseudonym(written: str) -> str:
            found = person({"": written}, "")
            return pseudonymise(found) if found else ""

        # Said to have side effects, or they would be called once for each place in a query.
        make, text = partial(con.create_function, type="native", side_effects=True), "VARCHAR"
        self.find_urls, self.pseudonym = urls, pseudonym
        make("find_urls", urls, [text, text], text)
        make("pseudonym", pseudonym, [text], text)
        con.execute("CREATE TEMP TABLE agents (raw VARCHAR, pseudonym VARCHAR)")
        con.execute("CREATE TEMP TABLE known (address VARCHAR, urls VARCHAR)")
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
        if not self.hosts:
            return False
        for table in tables_of(path):
            read = self._try(table, path, fresh)
            if read is not None:
                for finding in (*table.findings, *(_line_end(path) if read else ())):
                    staged.add(finding)
                if table.kind == "comments":
                    staged.comments += read
                else:
                    staged.tickets += read
                return True
        return False

    def _try(self, table: Table, path: Path, fresh: set[str]) -> int | None:
        """How many rows were taken in; None if nothing was, as some are irregular."""
        import duckdb

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
            return None
        return read

    def _rows_read(self) -> int:
        return int(self.con.execute("SELECT nextval('rows_read')").fetchall()[0][0])

    def _take_comments(self, table: Table, fresh: set[str]) -> None:
        con = self.con
        if {"author", "author_role"} <= set(table.columns):
            con.execute(
                "INSERT INTO agents SELECT raw, pseudonym(raw) FROM (SELECT DISTINCT author AS raw "
                f"FROM (SELECT author, author_role FROM ({table.rows}) LIMIT {_SAMPLE}) "
                "WHERE lower(author_role) = 'agent' AND author IS NOT NULL "
                "AND author NOT IN (SELECT raw FROM agents))"
            )
        sample = addresses_query(table.rows, table.columns, self.hosts, _SAMPLE_OF_ADDRESSES)
        con.execute(f"INSERT INTO known {sample}")
        query = comments_query(
            table.rows,
            table.columns,
            self.source,
            hosts=self.hosts,
            roles={word: str(role) for word, role in generic.ROLES.items()},
            is_json=table.is_json,
        )
        with _joined_as_written(con):
            take_in(con, "comments", query, append="comments" in fresh)

    def _take_tickets(self, table: Table, fresh: set[str]) -> None:
        con = self.con
        query = tickets_query(table.rows, table.columns, is_json=table.is_json)
        con.execute(f"CREATE OR REPLACE TEMP TABLE bulk_tickets AS {query}")
        self._find_requesters()
        for name, rows in ticket_queries(self.source).items():
            take_in(con, name, rows, append=name in fresh)
        con.execute("DROP TABLE bulk_tickets")
        con.execute("DROP TABLE bulk_people")

    def _find_requesters(self) -> None:
        """Write `bulk_people`: the pseudonyms of requesters, all at once as calls cost more."""
        con = self.con
        con.execute(
            "CREATE OR REPLACE TEMP TABLE bulk_people AS "
            "SELECT DISTINCT requester AS raw FROM bulk_tickets WHERE requester IS NOT NULL"
        )
        written = con.execute("SELECT raw FROM bulk_people ORDER BY rowid").fetchall()
        found = "\x1e".join([self.pseudonym(raw) for (raw,) in written])
        con.execute(
            "CREATE OR REPLACE TEMP TABLE bulk_people AS SELECT * FROM bulk_people "
            "POSITIONAL JOIN (SELECT unnest(string_split(?, chr(30))) AS pseudonym)",
            [found],
        )


@contextmanager
def _joined_as_written(con: DuckDBPyConnection) -> Iterator[None]:
    """Have joins look up the rows of a file, one by one, in the small table beside it.

    DuckDB does not know how many rows a file holds, and would keep all of them with their bodies.
    """
    con.execute("SET disabled_optimizers = 'build_side_probe_side'")
    try:
        yield
    finally:
        con.execute("RESET disabled_optimizers")


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
