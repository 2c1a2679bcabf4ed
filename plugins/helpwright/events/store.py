"""Imports: events into the table that figures read, each once.

A row of a log has no number. What is known of one again is a mark of its time, its request, and
the server's random number of the request where the log has it. Per file the rows of one mark are
counted, and of all files the greatest count stands: the same file again, a rotated copy under
another name, and a longer version of it change nothing, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Finding, InputError, Place
from helpwright.events import addresses, exports, hearing
from helpwright.events.addresses import FindArticle
from helpwright.events.files import list_files
from helpwright.events.hearing import COLUMNS, Hearing
from helpwright.events.logs import LogReader
from helpwright.events.model import FORMATS, LOGS, EventsResult, Progress
from helpwright.tickets.database import erase, open_store, update

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AUTO = "auto"
_LINES = "state.event_lines"
_SINCE = "events_since"


def import_events(
    store: Path,
    sources: Sequence[Path],
    *,
    find_article: FindArticle,
    format: str = AUTO,
    first_day: date | None = None,
    progress: Progress | None = None,
) -> EventsResult:
    """Take logs or exports into the store; the same again changes nothing.

    Args:
        store: The store's file, made if it is not there.
        sources: Files and folders of files, packed or not.
        find_article: The id of the article at a path below the site's root, or None.
        format: One of `FORMATS`, or "auto", which looks at each file.
        first_day: Events before it are not kept, nor those that the store holds.
        progress: Called with the rows read so far and the file being read.

    Raises:
        InputError: a source or the format is not there, or DuckDB is not installed.
        StoreError: the store cannot be read.
    """
    if format not in (*FORMATS, AUTO):
        message = f"there is no format {format!r}"
        hint = f"use one of {', '.join(FORMATS)}, or {AUTO}"
        raise InputError(Finding(Place("--format"), "unknown-format", message, hint))
    files = list_files(sources)
    heard = Hearing(files)

    def take_in(con: DuckDBPyConnection, _folder: Path) -> tuple[int, int]:
        _prepare(con)
        logs = LogReader(con, heard)
        for number, path in enumerate(files):
            if progress:
                progress(heard.rows, path.name)
            _read(path, number, format, logs, con, heard)
        logs.finish()
        heard.note_faults(con)
        if first_day:
            _keep_from(con, first_day)
        counts = _merge(con)
        addresses.resolve(con, find_article)
        return counts

    (events, added), changed = update(store, take_in)
    if not events:
        place = Place(str(sources[0]))
        message = "no event was found in what was read"
        hint = "does the site have an endpoint, and does its server log the query?"
        heard.findings.append(Finding(place, "no-events", message, hint))
    return EventsResult(
        files=len(files),
        rows=heard.rows,
        events=events,
        added=added,
        bots=heard.counts.get("bot", 0),
        prefetched=heard.counts.get("prefetch", 0),
        skipped=heard.skipped(),
        findings=heard.all_findings(),
        changed=changed,
    )


def forget(store: Path, before: date) -> int:
    """Delete the events before a day, for good: a later import takes none of them in.

    Returns:
        How many there were.

    Raises:
        InputError: there is no store.
        StoreError: the store cannot be read.
    """
    open_store(store).close()

    def take_in(con: DuckDBPyConnection, _folder: Path) -> int:
        _prepare(con)
        return _keep_from(con, before)

    return update(store, take_in)[0]


def _keep_from(con: DuckDBPyConnection, first: date) -> int:
    """Delete what happened before a day, now and at later imports; how many events that were."""
    con.execute(
        "INSERT INTO meta VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = greatest(value, excluded.value)",
        [_SINCE, first.isoformat()],
    )
    is_old = '"at" < ?::TIMESTAMP'
    ((count,),) = con.execute(f"SELECT count(*) FROM events WHERE {is_old}", [first]).fetchall()
    if count:
        for table in ("events", _LINES):
            con.execute(f"DELETE FROM {table} WHERE {is_old}", [first])
        erase(con)
    return int(count)


def _read(
    path: Path,
    number: int,
    format: str,
    logs: LogReader,
    con: DuckDBPyConnection,
    heard: Hearing,
) -> None:
    kind = format if format != AUTO else exports.recognise(path)
    if kind is None or kind in LOGS:
        logs.read(path, number)
    else:
        exports.read(con, path, number, kind, heard)


def _prepare(con: DuckDBPyConnection) -> None:
    con.execute(
        f'CREATE TABLE IF NOT EXISTS {_LINES} (line UHUGEINT, copies INTEGER, "at" TIMESTAMP)'
    )
    hearing.create(con)


def _merge(con: DuckDBPyConnection) -> tuple[int, int]:
    """Add what the store does not hold; how many events were heard, and how many of them added."""
    columns = ", ".join(COLUMNS)
    con.execute(
        f"""
        CREATE TEMP TABLE fresh AS
        SELECT line, first, most AS copies, most - coalesce(copies, 0) AS more FROM (
          SELECT line, max(copies) AS most, min(first) AS first FROM (
            SELECT file, line, sum(copies)::INTEGER AS copies, min(rowid) AS first FROM heard
            WHERE fault = '' AND "at" >= coalesce(
              (SELECT value::TIMESTAMP FROM meta WHERE name = '{_SINCE}'), "at")
            GROUP BY file, line
          ) GROUP BY line
        ) LEFT JOIN {_LINES} USING (line)
        """
    )
    ((events, added),) = con.execute(
        "SELECT coalesce(sum(copies), 0), coalesce(sum(greatest(more, 0)), 0) FROM fresh"
    ).fetchall()
    con.execute("DELETE FROM fresh WHERE more <= 0")
    con.execute(
        f"INSERT INTO events ({columns}) SELECT {columns} FROM heard "
        "WHERE rowid IN (SELECT first FROM fresh)"
    )
    con.execute(
        f"INSERT INTO events ({columns}) SELECT {columns} "
        "FROM (FROM fresh WHERE more > 1) JOIN heard ON heard.rowid = first, range(more - 1)"
    )
    con.execute(f"DELETE FROM {_LINES} WHERE line IN (SELECT line FROM fresh)")
    con.execute(
        f'INSERT INTO {_LINES} SELECT fresh.line, fresh.copies, "at" '
        "FROM fresh JOIN heard ON heard.rowid = first"
    )
    con.execute("DROP TABLE fresh")
    return int(events), int(added)
