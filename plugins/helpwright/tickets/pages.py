"""Whole pages of Zendesk's exports, read by DuckDB itself, many files at once.

As with the generic form (see `bulk`), whatever is irregular is left to the row reader, so that both
ways give the same store: a row in which a value is odd goes to Python by itself, and a file with a
row that has to be told of, or with anything beside its one list, as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from helpwright.errors import Finding
from helpwright.tickets.bulk import Bulk, GaveUp
from helpwright.tickets.model import Progress, Record, Skipped
from helpwright.tickets.page_queries import (
    PAGE_MACROS,
    PageQuery,
    events_query,
    tickets_query,
    users_query,
)
from helpwright.tickets.readers.export_files import list_files
from helpwright.tickets.readers.fields import BadRow, ReadRow
from helpwright.tickets.readers.zendesk_rows import event_records, ticket_records, user_records
from helpwright.tickets.sql import is_plain_path
from helpwright.tickets.staging import Staged, lines_of, take_in, write_lines

_READERS: dict[str, ReadRow] = {
    "ticket_events": event_records,
    "users": user_records,
    "tickets": ticket_records,
}
_BEGINS = re.compile(rb'\s*\{\s*"(ticket_events|users|tickets)"\s*:\s*\[')
_LARGEST = 16_000_000  # bytes; others are read in pieces
_BATCH = 48_000_000
_MOST_FILES = 200
_MOST_FAILURES = 3  # of a kind, before any of its files is read
_HEAD = 200


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
            if not self.bulk.hosts or sum(path.stat().st_size for path in paths) < least_bytes:
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
        query = self._query(kind, [str(path) for path in paths])
        if not self._read(query, paths):
            if len(paths) == 1:
                return set()
            middle = len(paths) // 2
            first = self._take(kind, paths[:middle])
            if not first and len(paths) > _MOST_FAILURES:  # probably none is regular
                return first
            return first | self._take(kind, paths[middle:])
        irregular = self._take_odd(kind)
        con = self.con
        con.execute(
            "CREATE OR REPLACE TEMP TABLE page_people AS SELECT person, pseudonym(person) AS "
            f"pseudonym FROM (SELECT DISTINCT {query.people} AS person FROM page_rows "
            f"WHERE odd IS NULL AND {query.people} IS NOT NULL)"
        )
        for table, rows in query.taken.items():
            take_in(con, table, rows, append=table in self.fresh)
        count = "SELECT count(*) FROM page_rows WHERE odd IS NULL"
        ((read,),) = con.execute(count).fetchall()
        if kind == "ticket_events":
            self.staged.comments += read
        elif kind == "tickets":
            self.staged.tickets += read
        return set(paths) - irregular

    def _query(self, kind: str, paths: Sequence[str]) -> PageQuery:
        source = self.bulk.source
        if kind == "ticket_events":
            return events_query(paths, source, self.bulk.hosts)
        return (users_query if kind == "users" else tickets_query)(paths, source)

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
                found = list(_READERS[kind](json.loads(text), self.bulk.pseudonymise))
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
