"""Zendesk: tickets, users, comments, ticket events, audits, groups and metrics as the API gives.

Comments come in three shapes: `/tickets/ID/comments`, the `child_events` of incremental ticket
events, and the `events` of audits. A comment has the same id in all three, so an export may hold
all of them. Fields read are those of the API as documented; others are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from helpwright.errors import Finding
from helpwright.tickets.model import Progress, Pseudonymise, Record, Skipped
from helpwright.tickets.readers.export_files import list_files, read_text, stem_of
from helpwright.tickets.readers.json_rows import PageEnd, PageRow, Row, read_rows
from helpwright.tickets.readers.zendesk_rows import (
    BadRow,
    audit_records,
    comment_records,
    event_records,
    group_records,
    metric_records,
    ticket_records,
    user_records,
)

_ReadRow = Callable[[Row, Pseudonymise], Iterator[Record]]
_EVERY = 2000
_MISSING_TICKET = "nothing says to which ticket this comment belongs"


def _nothing(_row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    """Suspended tickets were never tickets: mail that the system held back as spam."""
    return iter(())


def _deleted_ticket(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    deleted_at = row.get("deleted_at")
    dated = {"created_at": deleted_at, "updated_at": deleted_at, **row, "status": "deleted"}
    return ticket_records(dated, pseudonymise)


_PAGES: Mapping[str, _ReadRow] = {
    "tickets": ticket_records,
    "deleted_tickets": _deleted_ticket,
    "suspended_tickets": _nothing,
    "users": user_records,
    "comments": comment_records,
    "ticket_events": event_records,
    "audits": audit_records,
    "groups": group_records,
    "ticket_metrics": metric_records,
    "metric_sets": metric_records,
}
_SINGLE = {"ticket": "tickets", "user": "users", "comment": "comments", "audit": "audits"}


def read(
    source: Path, *, pseudonymise: Pseudonymise, progress: Progress | None = None
) -> Iterator[Record]:
    """Yield the records of an export: a folder or one file; .json, .jsonl, .ndjson, also .gz.

    Raises:
        InputError: there is nothing to read.
    """
    rows = 0
    for path in list_files(source):
        findings: list[Finding] = []
        waiting: list[PageRow] = []
        ticket = _ticket_in_path(path)
        for item in read_rows(read_text(path, findings), str(path), _PAGES):
            if isinstance(item, PageEnd):
                yield from _read_waiting(waiting, _ticket_in_links(item.rest), pseudonymise)
                waiting = []
            elif isinstance(item, PageRow):
                rows += 1
                key = item.key or _kind_of(item.row)
                if key == "comments" and "ticket_id" not in item.row:
                    if not ticket:
                        waiting.append(item)
                        continue
                    item.row["ticket_id"] = ticket
                yield from _read_row(key, item, pseudonymise)
                if progress and rows % _EVERY == 0:
                    progress(rows, path.name)
            else:
                yield item
        yield from _read_waiting(waiting, "", pseudonymise)
        yield from findings
        if progress:
            progress(rows, path.name)


def _read_row(key: str, item: PageRow, pseudonymise: Pseudonymise) -> Iterator[Record]:
    row = item.row
    if key in _SINGLE and isinstance(inner := row[key], dict):
        key, row = _SINGLE[key], inner
    try:
        if key not in _PAGES:
            raise BadRow("this is neither a ticket nor a user, a comment, an event or a group")
        yield from _PAGES[key](row, pseudonymise)
    except BadRow as error:
        yield Skipped(Finding(item.place, "bad-row", f"a row was skipped: {error}"))


def _read_waiting(
    waiting: list[PageRow], ticket: str, pseudonymise: Pseudonymise
) -> Iterator[Record]:
    for item in waiting:
        if ticket:
            item.row["ticket_id"] = ticket
            yield from _read_row("comments", item, pseudonymise)
        else:
            hint = "name the file after the ticket: ticket_123_comments.json or comments/123.json"
            yield Skipped(Finding(item.place, "comment-without-ticket", _MISSING_TICKET, hint))


def _kind_of(row: Row) -> str:
    """The kind of a row that stands in no page, by its fields."""
    for single in _SINGLE:
        if isinstance(row.get(single), dict):
            return single
    if "child_events" in row:
        return "ticket_events"
    if isinstance(row.get("events"), list):
        return "audits"
    if "author_id" in row and ("body" in row or "html_body" in row or "plain_body" in row):
        return "comments"
    if "role" in row:
        return "users"
    if "reopens" in row or ("solved_at" in row and "ticket_id" in row):
        return "ticket_metrics"
    if "requester_id" in row or "status" in row:
        return "tickets"
    return "groups" if "name" in row and "id" in row else ""


def _ticket_in_path(path: Path) -> str:
    """The ticket that a file's name or folder tells: `ticket_12_comments`, `comments/12`."""
    stem = stem_of(path)
    if match := re.fullmatch(r"ticket[_-]?([0-9]+)(?:[_-]comments?.*)?", stem):
        return match.group(1)
    if match := re.fullmatch(r"([0-9]+)(?:[_-]comments?)?", stem):
        return match.group(1)
    in_folder = stem.startswith("comments") and path.parent.name.isascii()
    return path.parent.name if in_folder and path.parent.name.isdigit() else ""


def _ticket_in_links(rest: Row) -> str:
    """The ticket that the links of a page of comments tell."""
    links = rest.get("links")
    places = list(links.values()) if isinstance(links, dict) else []
    for place in [*places, rest.get("next_page"), rest.get("previous_page")]:
        if isinstance(place, str) and (match := re.search(r"/tickets/([0-9]+)/comments", place)):
            return match.group(1)
    return ""
