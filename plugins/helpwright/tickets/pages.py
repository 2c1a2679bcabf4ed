"""Whole pages of Zendesk's exports, read by DuckDB itself, many files at once.

As with the generic form (see `bulk`), whatever is irregular is left to the row reader, so that both
ways give the same store: a row in which a value is odd goes to Python by itself, and a file with a
row that has to be told of, or with anything beside its one list, as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from helpwright.errors import Finding
from helpwright.tickets.bulk import Bulk, GaveUp
from helpwright.tickets.model import Progress, Record, Skipped
from helpwright.tickets.page_comments import audits_query, comments_query, events_query
from helpwright.tickets.page_queries import (
    FORMS,
    PAGE_MACROS,
    PageFiles,
    PageQuery,
    tickets_query,
    users_query,
)
from helpwright.tickets.readers.export_files import list_files
from helpwright.tickets.readers.exports import ticket_in_path
from helpwright.tickets.readers.fields import BadRow, ReadRow
from helpwright.tickets.readers.zendesk_rows import (
    audit_records,
    comment_records,
    event_records,
    ticket_records,
    user_records,
)
from helpwright.tickets.sql import is_plain_path
from helpwright.tickets.staging import Staged, lines_of, take_in, write_lines

READERS: dict[str, ReadRow] = {
    "audits": audit_records,
    "comments": comment_records,
    "ticket_events": event_records,
    "users": user_records,
    "tickets": ticket_records,
}
_BEGINS = re.compile(rb'\s*\{\s*"(audits|comments|ticket_events|users|tickets)"\s*:\s*\[')
_LARGEST = 16_000_000  # bytes; others are read in pieces
_BATCH = 100_000_000
_MOST_FILES = 500
_LEAST_PAGE = 30_000  # bytes on average; DuckDB takes longer to open smaller files than to read
_MOST_FAILURES = 3  # of a kind, before any of its files is read
_HEAD = 200
_COMMENTS = {
    "audits": audits_query,
    "comments": comments_query,
    "ticket_events": events_query,
}
_NUMBER = re.compile("[1-9][0-9]{0,17}")


class Pages:
    """The pages of one export."""

    def __init__(self, bulk: Bulk, folder: Path, staged: Staged, fresh: set[str]) -> None:
        """Rows that Python has to read are staged in `folder`; `fresh` tables were empty."""
        self.bulk, self.con, self.folder = bulk, bulk.con, folder
        self.staged, self.fresh = staged, fresh
        for macro in PAGE_MACROS.split(";\n"):
            self.con.execute(macro)

    def take_all(
        self,
        source: Path,
        *,
        least_bytes: int,
        left_out: Collection[Path],
        progress: Progress | None,
    ) -> set[Path]:
        """Take in the regular pages of an export; returns their files.

        Raises:
            GaveUp: the connection is of no use any more.
        """
        kinds: dict[str, list[Path]] = {}
        for path in list_files(source):
            kind = _kind_of(path) if path not in left_out else ""
            if kind:
                kinds.setdefault(kind, []).append(path)
        taken: set[Path] = set()
        for kind, paths in sorted(kinds.items()):
            size = sum(path.stat().st_size for path in paths)
            is_small = size < least_bytes or size < min(least_bytes, _LEAST_PAGE) * len(paths)
            if is_small or not self.bulk.hosts:
                continue
            failures = 0
            for batch in _batches(paths):
                if progress:
                    progress(self.staged.tickets + self.staged.comments, batch[0].name)
                found = self._take(kind, batch)
                taken |= found
                failures += len(batch) - len(found)
                if failures >= _MOST_FAILURES and failures > len(taken):
                    break
        return taken

    def _take(self, kind: str, paths: list[Path]) -> set[Path]:
        """Take files in; returns those that were."""
        query = next(
            (query for query in self._queries(kind, paths) if self._read(query, paths)), None
        )
        if query is None:
            if len(paths) == 1:
                return set()
            middle = len(paths) // 2
            first = self._take(kind, paths[:middle])
            if not first and len(paths) > _MOST_FAILURES:  # probably none is regular
                return first
            return first | self._take(kind, paths[middle:])
        irregular = self._take_odd(kind)
        self._find_people(query)
        self._find_urls(query)
        con = self.con
        for table, rows in query.taken.items():
            take_in(con, table, rows, append=table in self.fresh)
        ((tickets, comments),) = con.execute(
            f"SELECT count(*) FILTER ({query.tickets}), count(*) FILTER ({query.comments}) "
            "FROM page_rows"
        ).fetchall()
        self.staged.tickets += tickets
        self.staged.comments += comments
        return set(paths) - irregular

    # A call from DuckDB takes longer than what is called here, so its values come and go together.

    def _find_people(self, query: PageQuery) -> None:
        """Write `page_people`: the pseudonyms of people, whose numbers are plain ones."""
        listed = " UNION ALL ".join(
            f"SELECT {column} AS person FROM page_rows WHERE odd IS NULL" for column in query.people
        )
        numbers = f"SELECT coalesce(string_agg(DISTINCT person, ' '), '') FROM ({listed})"
        ((people,),) = self.con.execute(numbers).fetchall()
        pseudonyms = " ".join([self.bulk.pseudonymise(one) for one in people.split()])
        self.con.execute(
            "CREATE OR REPLACE TEMP TABLE page_people AS SELECT "
            "unnest(string_split(?, ' ')) AS person, unnest(string_split(?, ' ')) AS pseudonym",
            [people, pseudonyms],
        )

    def _find_urls(self, query: PageQuery) -> None:
        """Write `page_urls`: the addresses in bodies, or in what stands for them."""
        if not query.searched:
            return
        con = self.con
        con.execute(f"CREATE OR REPLACE TEMP TABLE page_bodies AS {query.searched}")
        bodies = con.execute("SELECT searched, form FROM page_bodies ORDER BY rowid").fetchall()
        found = "\x1e".join([self.bulk.find_urls(body, form) for body, form in bodies])
        con.execute(
            "CREATE OR REPLACE TEMP TABLE page_urls AS SELECT * FROM page_bodies "
            "POSITIONAL JOIN (SELECT unnest(string_split(?, chr(30))) AS urls)",
            [found],
        )

    def _queries(self, kind: str, paths: list[Path]) -> Iterator[PageQuery]:
        """The ways to read files, the faster first."""
        source, names = self.bulk.source, [str(path) for path in paths]
        if kind == "comments":
            self.con.execute(
                "CREATE OR REPLACE TEMP TABLE page_files AS "
                "SELECT unnest(?::VARCHAR[]) AS path, unnest(?::VARCHAR[])::JSON AS named",
                [names, [_named(path) for path in paths]],
            )
        for form in FORMS:
            files = PageFiles(names, form)
            if kind in _COMMENTS:
                yield _COMMENTS[kind](files, source, self.bulk.hosts)
            else:
                yield (users_query if kind == "users" else tickets_query)(files, source)

    def _read(self, query: PageQuery, paths: list[Path]) -> bool:
        import duckdb

        try:
            self.con.execute(f"CREATE OR REPLACE TEMP TABLE page_rows AS {query.read}")
        except (duckdb.FatalException, duckdb.InternalException):
            raise GaveUp(*paths) from None
        except duckdb.Error:
            return False
        return True

    def _take_odd(self, kind: str) -> set[Path]:
        """Let the row reader read odd rows; returns files with rows that it has to tell of."""
        query = "SELECT filename, odd FROM page_rows WHERE odd IS NOT NULL"
        records: list[tuple[str, list[Record]]] = []
        irregular: set[str] = set()
        for name, text in self.con.execute(query).fetchall():
            try:
                found = list(READERS[kind](json.loads(text), self.bulk.pseudonymise))
            except (BadRow, ValueError, RecursionError):
                irregular.add(name)
                continue
            if any(isinstance(record, Skipped | Finding) for record in found):
                irregular.add(name)
            records.append((name, found))
        if irregular:
            listed = "SELECT unnest(?::VARCHAR[])"
            self.con.execute(f"DELETE FROM page_rows WHERE filename IN ({listed})", [[*irregular]])
        kept = (record for name, found in records if name not in irregular for record in found)
        lines = lines_of(kept, self.bulk.source, self.bulk.finder, self.staged)
        write_lines(lines, self.folder)
        return {Path(name) for name in irregular}


def _kind_of(path: Path) -> str:
    """What a file's first list holds; "" if the file cannot be read here."""
    if not path.name.lower().endswith(".json") or path.stat().st_size > _LARGEST:
        return ""
    if not is_plain_path(path):
        return ""
    with path.open("rb") as stream:
        match = _BEGINS.match(stream.read(_HEAD))
    return match.group(1).decode() if match else ""


def _named(path: Path) -> str | None:
    """The ticket that a file's name tells, as JSON."""
    ticket = ticket_in_path(path)
    if not ticket or _NUMBER.fullmatch(ticket):
        return ticket or None
    return json.dumps(ticket)


def _batches(paths: list[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    size = 0
    for path in paths:
        size += path.stat().st_size
        if batch and (size > _BATCH or len(batch) >= _MOST_FILES):
            yield batch
            batch, size = [], path.stat().st_size
        batch.append(path)
    if batch:
        yield batch
