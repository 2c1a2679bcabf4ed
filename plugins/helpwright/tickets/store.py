"""Imports: a ticket export into the store, and its addresses matched with articles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Finding, Place, Severity
from helpwright.tickets import privacy, readers
from helpwright.tickets.bulk import LEAST_BYTES, Bulk, GaveUp
from helpwright.tickets.database import TakeIn, check_key, open_store, readable, update
from helpwright.tickets.derive import derive, marks_of_tickets
from helpwright.tickets.forgetting import keep_from, purge
from helpwright.tickets.links import ArticleResolver
from helpwright.tickets.model import Progress
from helpwright.tickets.pages import Pages
from helpwright.tickets.staging import Staged, empty_tables, load, settle, stage

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["ImportResult", "import_tickets", "open_store", "readable", "relink", "update"]


@dataclass(frozen=True)
class ImportResult:
    """What an import did.

    Attributes:
        tickets: Versions of tickets read.
        comments: Comments read, of any author.
        links: Links (ticket, article) that the store holds now.
        skipped: Rows that could not be used; the first ones of each kind are among the findings.
        findings: What was wrong, and what an administrator should know.
        changed: Whether the store changed.
    """

    tickets: int
    comments: int
    links: int
    skipped: int
    findings: tuple[Finding, ...]
    changed: bool


def import_tickets(
    store: Path,
    source: Path,
    *,
    system: str,
    resolver: ArticleResolver,
    key: bytes,
    progress: Progress | None = None,
    first_day: date | None = None,
    bulk_from: int = LEAST_BYTES,
) -> ImportResult:
    """Take an export into the store; the same export again changes nothing.

    Args:
        store: The store's file, made if it is not there.
        source: The export: a folder or a file.
        system: The ticket system it comes from, such as "zendesk".
        resolver: Knows which addresses are articles.
        key: The key for pseudonyms; a store takes only the key it began with.
        progress: Called with the rows read so far and the file being read.
        first_day: Tickets that last changed before it are not kept, now and later.
        bulk_from: Files of the generic form of so many bytes are read by DuckDB itself, and so are
            Zendesk's pages if there are so many bytes of a kind.

    Raises:
        InputError: the export, the system or the key cannot be used, or DuckDB is not installed.
        StoreError: the store cannot be read.
    """
    chosen = readers.choose(system, source)
    pseudonymise = privacy.pseudonymiser(key, chosen.system)
    left_out: set[Path] = set()

    def take_in(con: DuckDBPyConnection, folder: Path) -> Staged:
        check_key(con, key, store)
        staged = Staged(findings=list(chosen.findings))
        fresh = empty_tables(con)
        parts = [source]
        skip: set[Path] = set()
        if chosen.system == "zendesk":
            pages = Pages(Bulk(con, chosen.system, resolver, pseudonymise), folder, staged, fresh)
            skip = pages.take_all(
                source, least_bytes=bulk_from, left_out=left_out, progress=progress
            )
        if chosen.system == "generic":
            bulk = Bulk(con, chosen.system, resolver, pseudonymise)
            parts = bulk.take_all(
                source,
                staged,
                fresh,
                least_bytes=bulk_from,
                left_out=left_out,
                progress=progress,
            )
        for part in parts:
            records = chosen.reader(part, pseudonymise=pseudonymise, progress=progress, skip=skip)
            stage(records, folder, chosen.system, resolver, staged)
        if progress:
            progress(staged.tickets + staged.comments, "computing links")
        keep(con, folder, fresh, key, first_day)
        return staged

    while True:
        try:
            return take_in_tickets(store, resolver, take_in, (chosen.system, source.name))
        except GaveUp as failure:  # begin anew, and read these files row by row
            left_out.update(failure.paths)


def keep(
    con: DuckDBPyConnection,
    folder: Path,
    fresh: Collection[str],
    key: bytes,
    first_day: date | None,
) -> None:
    """Take staged rows into the state, all but what is forgotten or too old."""
    load(con, folder, fresh)
    settle(con)
    if first_day:
        keep_from(con, first_day)
    purge(con, key)


def relink(store: Path, *, resolver: ArticleResolver) -> ImportResult:
    """Match the stored addresses anew, after articles moved or were added.

    Raises:
        InputError: there is no store yet, or DuckDB is not installed.
        StoreError: the store cannot be read.
    """
    open_store(store).close()
    return take_in_tickets(store, resolver, lambda _con, _folder: Staged(), None)


@dataclass(frozen=True)
class _Taken:
    staged: Staged
    findings: list[Finding]
    links: int


def take_in_tickets(
    store: Path,
    resolver: ArticleResolver,
    take_in: TakeIn[Staged],
    origin: tuple[str, str] | None,
) -> ImportResult:
    """Change the state of a store and compute the tables that figures read."""
    place = Place(str(store))

    def take_in_and_derive(con: DuckDBPyConnection, folder: Path) -> _Taken:
        known = marks_of_tickets(con)
        staged = take_in(con, folder)
        findings = derive(con, resolver, place, known=known)
        ((links,),) = con.execute("SELECT count(*) FROM links").fetchall()
        return _Taken(staged, findings, int(links))

    def record(con: DuckDBPyConnection, taken: _Taken) -> None:
        if origin:
            staged = taken.staged
            con.execute(
                "INSERT INTO imports SELECT ?, ?, ?, ?, ?, max(updated_at) "
                "FROM state.ticket_versions",
                [*origin, staged.tickets, staged.comments, staged.skipped],
            )

    taken, changed = update(store, take_in_and_derive, record=record)
    staged = taken.staged
    more = [
        Finding(place, code, f"{count:,} more of the same kind", severity=Severity.NOTICE)
        for code, count in sorted(staged.more.items())
    ]
    return ImportResult(
        staged.tickets,
        staged.comments,
        taken.links,
        staged.skipped,
        (*staged.findings, *taken.findings, *more),
        changed,
    )
