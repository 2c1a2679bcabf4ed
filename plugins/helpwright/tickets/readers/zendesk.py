"""Zendesk: tickets, users, comments, ticket events, audits, groups and metrics; and its CSV.

Comments come in three shapes: `/tickets/ID/comments`, the `child_events` of incremental ticket
events, and the `events` of audits. A comment has the same id in all three, so an export may hold
all of them. CSV from views and reports holds tickets only. Fields read are those of the API as
documented; others are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from helpwright.tickets.model import Pseudonymise, Record
from helpwright.tickets.readers import zendesk_csv
from helpwright.tickets.readers.exports import System, read_export
from helpwright.tickets.readers.fields import nothing
from helpwright.tickets.readers.json_rows import Row
from helpwright.tickets.readers.zendesk_rows import (
    audit_records,
    comment_records,
    event_records,
    group_records,
    metric_records,
    ticket_records,
    user_records,
)

_SINGLE = {
    "ticket": ticket_records,
    "user": user_records,
    "comment": comment_records,
    "audit": audit_records,
}


def _deleted_ticket(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    deleted_at = row.get("deleted_at")
    dated = {"created_at": deleted_at, "updated_at": deleted_at, **row, "status": "deleted"}
    return ticket_records(dated, pseudonymise)


def _wrapped(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """One object by itself: `{"ticket": {...}}`."""
    for name, read in _SINGLE.items():
        if isinstance(inner := row.get(name), dict):
            yield from read(inner, pseudonymise)


def _kind_of(row: Row) -> str:
    if any(isinstance(row.get(single), dict) for single in _SINGLE):
        return "wrapped"
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
    if "requester_id" in row or ("status" in row and "id" in row):
        return "tickets"
    return "groups" if "name" in row and "id" in row else ""


def _is_own(row: Row) -> bool:
    if "child_events" in row or "metric_set" in row:
        return True
    if "audit_id" in row or ("author_id" in row and isinstance(row.get("events"), list)):
        return True
    if "author_id" in row:
        return ("body" in row or "html_body" in row) and ("public" in row or "plain_body" in row)
    if row.get("role") == "end-user" or "reply_time_in_minutes" in row:
        return True
    return "requester_id" in row and isinstance(row.get("status"), str)


SYSTEM = System(
    title="Zendesk",
    kinds={
        "tickets": ticket_records,
        "deleted_tickets": _deleted_ticket,
        # Suspended tickets were never tickets: mail that the system held back as spam.
        "suspended_tickets": nothing,
        "users": user_records,
        "comments": comment_records,
        "ticket_events": event_records,
        "audits": audit_records,
        "groups": group_records,
        "ticket_metrics": metric_records,
        "wrapped": _wrapped,
    },
    pages={
        "tickets": "tickets",
        "deleted_tickets": "deleted_tickets",
        "suspended_tickets": "suspended_tickets",
        "users": "users",
        "comments": "comments",
        "ticket_events": "ticket_events",
        "audits": "audits",
        "groups": "groups",
        "ticket_metrics": "ticket_metrics",
        "metric_sets": "ticket_metrics",
    },
    kind_of=_kind_of,
    is_own=_is_own,
    orphans={"comments": "ticket_id"},
    table=zendesk_csv.read_tickets,
    has_header=zendesk_csv.has_header,
)

read = partial(read_export, SYSTEM)
