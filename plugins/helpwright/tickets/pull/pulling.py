"""From pages of an API into the store, a batch at a time.

Bodies are in memory only while their links are read. A batch and the mark of how far it reaches
come into the store together, so whatever stops a pull, the next one goes on behind the last batch
and nothing is missing; rows that come twice change nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.tickets import privacy
from helpwright.tickets.database import check_key, open_store
from helpwright.tickets.links import ArticleResolver, link_finder
from helpwright.tickets.model import Progress, Pseudonymise, Record, Skipped
from helpwright.tickets.pull.client import Account, Client, Refused, Wait
from helpwright.tickets.pull.zendesk import STREAMS, Mark, Page, read_groups, read_stream
from helpwright.tickets.readers import zendesk
from helpwright.tickets.readers.fields import BadRow
from helpwright.tickets.staging import Staged, empty_tables, lines_of, write_lines
from helpwright.tickets.store import ImportResult, keep, take_in_tickets

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SYSTEM = "zendesk"
_BATCH_PAGES = 20
_MARKS = "pull zendesk"


def pull_zendesk(
    store: Path,
    account: Account,
    *,
    resolver: ArticleResolver,
    key: bytes,
    since: date | None = None,
    first_day: date | None = None,
    progress: Progress | None = None,
    wait: Wait = time.sleep,
    now: Callable[[], float] = time.time,
) -> ImportResult:
    """Fetch what changed since the last pull into the store.

    Args:
        store: The store's file, made if it is not there.
        account: The account to ask.
        resolver: Knows which addresses are articles.
        key: The key for pseudonyms; a store takes only the key it began with.
        since: Fetch from this day on, also what was fetched before; default is where the last pull
            ended, or all.
        first_day: Tickets that last changed before it are not kept.
        progress: Called with the rows read so far and what is being done.
        wait: Called with the seconds to wait where the server asks for it.
        now: The seconds since 1970.

    Raises:
        InputError: the server cannot be reached or refuses, or the key is another one. What came
            before is in the store.
        StoreError: the store cannot be read.
    """
    pull = _Pull(store, account, resolver, key, first_day, progress)
    client = Client(account, wait, pull.tell)
    marks = pull.read_marks()
    if since is not None:
        start = int(datetime.combine(since, datetime.min.time(), UTC).timestamp())
        marks = {stream.name: Mark(start) for stream in STREAMS}
    try:
        for page in read_groups(client):
            pull.add(page)
        for stream in STREAMS:
            for page in read_stream(client, stream, marks.get(stream.name, Mark()), now):
                pull.add(page)
                marks[stream.name] = page.mark
                if pull.pages >= _BATCH_PAGES:
                    pull.store_batch(marks)
    except Refused as refused:
        pull.store_batch(marks)
        message = f"Zendesk does not give its incremental exports ({refused})"
        hint = "check that the address is that of a Zendesk Support account"
        place = Place(account.address)
        raise InputError(Finding(place, "zendesk-refused", message, hint, Severity.ERROR)) from None
    except BaseException:
        if pull.pages:
            pull.store_batch(marks)
        raise
    return pull.store_batch(marks, is_last=True)


@dataclass
class _Pull:
    """What has been read, and of that what is not in the store yet. No bodies."""

    store: Path
    account: Account
    resolver: ArticleResolver
    key: bytes
    first_day: date | None
    progress: Progress | None
    staged: Staged = field(default_factory=Staged)
    lines: list[tuple[str, str]] = field(default_factory=list)
    pages: int = 0
    changed: bool = False

    def __post_init__(self) -> None:
        self.pseudonymise = privacy.pseudonymiser(self.key, SYSTEM)
        self.finder = link_finder(self.resolver)

    def tell(self, what: str) -> None:
        if self.progress:
            self.progress(self.staged.tickets + self.staged.comments, what)

    def add(self, page: Page) -> None:
        records = _records(page, self.account.address, self.pseudonymise)
        self.lines += lines_of(records, SYSTEM, self.finder, self.staged)
        self.pages += 1
        self.tell("tickets")

    def read_marks(self) -> dict[str, Mark]:
        """How far the last pull from this account came."""
        if not self.store.is_file():
            return {}
        with closing(open_store(self.store)) as con:
            found = con.execute("SELECT value FROM meta WHERE name = ?", [_MARKS]).fetchall()
        if not found:
            return {}
        kept = json.loads(found[0][0])
        if kept["address"] != self.account.address:
            message = f"this store holds the tickets of {kept['address']}"
            hint = "name another file with --store: numbers of two accounts would be mixed"
            place = Place(self.account.address)
            raise InputError(Finding(place, "another-account", message, hint, Severity.ERROR))
        return {name: Mark(**mark) for name, mark in kept["marks"].items()}

    def store_batch(self, marks: Mapping[str, Mark], *, is_last: bool = False) -> ImportResult:
        """Take what was read since the last batch into the store, and how far that reaches."""
        kept = {"address": self.account.address, "marks": {n: asdict(m) for n, m in marks.items()}}

        def take_in(con: DuckDBPyConnection, folder: Path) -> Staged:
            check_key(con, self.key, self.store)
            fresh = empty_tables(con)
            write_lines(self.lines, folder)
            keep(con, folder, fresh, self.key, self.first_day)
            values = [_MARKS, json.dumps(kept, sort_keys=True)]
            con.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)
            return self.staged

        self.tell("computing links")
        origin = (SYSTEM, "pull") if is_last else None
        result = take_in_tickets(self.store, self.resolver, take_in, origin)
        self.lines, self.pages = [], 0
        self.changed = self.changed or result.changed
        return replace(result, changed=self.changed)


def _records(page: Page, address: str, pseudonymise: Pseudonymise) -> Iterator[Record]:
    for key, rows in page.rows.items():
        kind = zendesk.SYSTEM.pages.get(key)
        if not kind:
            continue
        for row in rows:
            try:
                yield from zendesk.SYSTEM.kinds[kind](row, pseudonymise)
            except BadRow as error:
                place = Place(f"{address} {key} {str(row.get('id', ''))[:40]}".rstrip())
                yield Skipped(Finding(place, "bad-row", f"a row was skipped: {error}"))
