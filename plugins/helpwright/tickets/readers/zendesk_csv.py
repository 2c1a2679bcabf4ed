"""Zendesk's CSV of tickets. It holds no replies, so it tells statuses and times, not links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.tickets.model import Outcome, Pseudonymise, Record, Skipped, Team, Ticket
from helpwright.tickets.readers.csv_rows import CsvRow, read_table
from helpwright.tickets.readers.fields import (
    BadRow,
    count,
    identity,
    name_of,
    optional_time,
    person,
    status_of,
    text,
    time,
    unknown_status,
    words,
)
from helpwright.tickets.readers.json_rows import Row

_NEEDED = ("id", "status", "created at")
_READ = frozenset(
    {*_NEEDED, "requester", "requester id", "requester email", "group", "tags", "via"}
    | {"updated at", "solved at", "reopens"}
)
# Columns that only Zendesk's exports have.
_TELLING = frozenset(
    {"summation column", "requester external id", "requester domain", "submitter", "ticket type"}
    | {"group stations", "assignee stations", "initially assigned at", "satisfaction score"}
)


def has_header(header: list[str]) -> bool:
    """Whether a CSV header is Zendesk's."""
    names = {_plain(cell) for cell in header}
    return names.issuperset(_NEEDED) and not names.isdisjoint(_TELLING)


def read_tickets(chunks: Iterator[str], path: str, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """Yield the tickets of a CSV file."""
    names: list[str] = []
    for item in read_table(chunks, path, _score):
        if not isinstance(item, CsvRow):
            yield item
        elif not names:
            names = [_plain(cell) for cell in item.cells]
            if missing := [name for name in _NEEDED if name not in names]:
                yield _missing_column(missing[0], names, Place(path, item.line))
                return
        else:
            # Of two columns of one name the first counts; custom fields may repeat a name.
            row: Row = dict(zip(reversed(names), reversed(item.cells), strict=True))
            try:
                yield from _ticket_records(row, pseudonymise, Place(path, item.line))
            except BadRow as error:
                message = f"a row was skipped: {error}"
                yield Skipped(Finding(Place(path, item.line), "bad-row", message))


def _ticket_records(row: Row, pseudonymise: Pseudonymise, place: Place) -> Iterator[Record]:
    ticket = identity(row, "id")
    created = time(row, "created at")
    updated = max(optional_time(row, "updated at") or created, created)
    word = text(row, "status").strip().lower()
    status = status_of(word)
    if not word:
        raise BadRow('"status" is empty')
    if status is None:
        yield replace(unknown_status(word), place=place)
    solved = optional_time(row, "solved at")
    tags = words(re.split(r"[\s,]+", text(row, "tags")[:20_000]))
    team = name_of(row, "group")
    requester = person(row, "requester id", "requester email", "requester")
    if team:
        yield Team(team, team)
    yield Outcome(ticket, solved, count(row, "reopens"), updated)
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=status or "open",
        channel=text(row, "via").strip().lower()[:60],
        tags=tags,
        team=team,
        requester=pseudonymise(requester) if requester else None,
        deleted=word == "deleted",
        merged="closed_by_merge" in tags,
        spam="spam" in tags,
        subject=text(row, "subject"),
    )


def _missing_column(name: str, names: list[str], place: Place) -> Finding:
    message = f'the column "{name}" is missing; found: {", ".join(names[:40])}'
    hint = did_you_mean(name, names, otherwise="export the tickets with all columns")
    return Finding(place, "missing-column", message, hint, Severity.ERROR)


def _plain(cell: str) -> str:
    return " ".join(cell.lower().replace("_", " ").split())


def _score(header: list[str]) -> int:
    return len(_READ.intersection(map(_plain, header)))
