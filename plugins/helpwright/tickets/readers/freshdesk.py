"""Freshdesk: tickets, conversations, contacts, agents and groups of API v2; the account export.

The account export wraps each object (`{"helpdesk_ticket": {...}}`), has a ticket's messages in
its `notes`, and numbers tickets in `display_id`. Agents and contacts share one space of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from helpwright.tickets.model import (
    Comment,
    Form,
    Merge,
    Outcome,
    Person,
    Pseudonymise,
    Record,
    Role,
    StatusChange,
    Team,
    Ticket,
)
from helpwright.tickets.readers.exports import System, read_export
from helpwright.tickets.readers.fields import (
    BadRow,
    form_of,
    identity,
    inner,
    name_of,
    nothing,
    optional_identity,
    optional_time,
    person,
    rows,
    survivor_in,
    text,
    time,
    truth,
    words,
)
from helpwright.tickets.readers.json_rows import Row

# From 6 on, statuses are a company's own; Freshdesk has tickets wait in all of them.
_STATUSES = {2: "open", 3: "pending", 4: "solved", 5: "closed"}
_CHANNELS = {
    **{1: "email", 2: "portal", 3: "phone", 4: "forum", 5: "twitter", 6: "facebook", 7: "chat"},
    **{8: "mobihelp", 9: "feedback_widget", 10: "outbound_email", 11: "ecommerce", 12: "bot"},
    **{13: "whatsapp"},
}
_OUTBOUND = 10
_WRAPPED = ("helpdesk_ticket", "user", "agent", "group", "conversation", "contact")
_NOTES = ("helpdesk_note", "note")


def _ticket_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    ticket = identity(row, "display_id", "id")
    created = time(row, "created_at")
    updated = max(optional_time(row, "updated_at") or created, created)
    status = row.get("status")
    if type(status) is not int or status < 2:
        raise BadRow('"status" is not a number from 2 (open) up')
    if assignee := person(row, "responder_id"):
        yield Person(pseudonymise(assignee), Role.AGENT, inferred=True)
    requester = person(row, "requester_id")
    pseudonym = pseudonymise(requester) if requester else None
    stats = inner(row, "stats", "ticket_states")
    if stats:
        solved = optional_time(stats, "resolved_at") or optional_time(stats, "closed_at")
        yield Outcome(ticket, solved, 0, updated)
        if reopened := optional_time(stats, "reopened_at"):
            yield StatusChange(ticket, reopened, "solved", "open")
    tags = words(row.get("tags") or row.get("helpdesk_tags"))
    source = row.get("source")
    survivor = text(row, "merged_into") or optional_identity(row, "merged_into")
    if survivor and survivor != ticket:
        yield Merge(ticket, survivor)
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=_STATUSES.get(status, "pending"),
        channel=_CHANNELS.get(source, "") if isinstance(source, int) else "",
        tags=tags,
        team=optional_identity(row, "group_id") or "",
        requester=pseudonym,
        deleted=truth(row, "deleted"),
        spam=truth(row, "spam") or "spam" in tags,
        subject=text(row, "subject"),
    )
    if body := text(row, "description", "description_html", "description_text"):
        outbound = source == _OUTBOUND
        yield Comment(
            id=f"{ticket}:description",
            ticket=ticket,
            author=None if outbound else pseudonym,
            public=True,
            created_at=created,
            body=text(row, "description_html") or body,
            form=form_of(body),
            role=Role.AGENT if outbound else Role.END_USER,
        )
    for note in _messages(row):
        yield from _message_records({**note, "ticket_id": ticket}, pseudonymise)


def _messages(row: Row) -> Iterator[Row]:
    for name in ("conversations", "notes", "helpdesk_notes"):
        for item in rows(row.get(name)):
            yield inner(item, *_NOTES) or item


def _message_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    ticket = identity(row, "ticket_id")
    author = person(row, "user_id")
    pseudonym = pseudonymise(author) if author else None
    private, incoming = truth(row, "private"), truth(row, "incoming")
    is_bot = row.get("auto_response") is True or row.get("automation_id") is not None
    if pseudonym and not incoming and not is_bot:
        # Customers in the portal are not "incoming" either; the list of contacts corrects this.
        yield Person(pseudonym, Role.AGENT, inferred=True)
    html = text(row, "body_html")
    body = html or text(row, "body", "body_text")
    survivor = "" if incoming else survivor_in(body)
    if survivor and survivor != ticket:
        yield Merge(ticket, survivor)
    role = Role.BOT if is_bot else Role.END_USER if incoming else None
    deleted = truth(row, "deleted")
    yield Comment(
        id=identity(row, "id"),
        ticket=ticket,
        author=pseudonym,
        public=not private,
        created_at=time(row, "created_at"),
        body="" if deleted else body,
        form=Form.HTML if html else form_of(body),
        role=role,
        redacted=deleted,
        quoted=bool(survivor) or "merged into this ticket" in body.lower(),
    )


def _contact_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    role = Role.AGENT if truth(row, "helpdesk_agent") else Role.END_USER
    yield _person(identity(row, "id"), role, row, pseudonymise)


def _agent_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    yield _person(identity(row, "user_id", "id"), Role.AGENT, row, pseudonymise)


def _person(number: str, role: Role, row: Row, pseudonymise: Pseudonymise) -> Person:
    return Person(pseudonymise(number), role, updated_at=optional_time(row, "updated_at"))


def _group_records(row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    yield Team(identity(row, "id"), name_of(row, "name"))


def _wrapped(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    for name in _WRAPPED:
        if found := inner(row, name):
            kind = "contacts" if name == "user" else f"{name.removeprefix('helpdesk_')}s"
            yield from _KINDS[kind](found, pseudonymise)


def _kind_of(row: Row) -> str:
    if any(isinstance(row.get(name), dict) for name in _WRAPPED) and "id" not in row:
        return "wrapped"
    if "incoming" in row and "private" in row:
        return "conversations"
    if "ticket_scope" in row or "occasional" in row or "available_since" in row:
        return "agents"
    if "requester_id" in row and "status" in row:
        return "tickets"
    if "helpdesk_agent" in row or "view_all_tickets" in row or "twitter_id" in row:
        return "contacts"
    if "mobile" in row and "email" in row:
        return "contacts"
    if "survey_id" in row:
        return "survey"
    return "groups" if "name" in row and "id" in row else ""


def _is_own(row: Row) -> bool:
    if "helpdesk_ticket" in row or _kind_of(row) in ("conversations", "agents"):
        return True
    if "helpdesk_agent" in row:
        return True
    return "requester_id" in row and type(row.get("status")) is int


_KINDS = {
    "tickets": _ticket_records,
    "conversations": _message_records,
    "contacts": _contact_records,
    "agents": _agent_records,
    "groups": _group_records,
    "survey": nothing,
    "wrapped": _wrapped,
}

SYSTEM = System(
    title="Freshdesk",
    kinds=_KINDS,
    pages={
        "tickets": "",
        "results": "",
        "conversations": "conversations",
        "contacts": "",
        "agents": "",
        "groups": "groups",
    },
    kind_of=_kind_of,
    is_own=_is_own,
    orphans={"conversations": "ticket_id"},
)

read = partial(read_export, SYSTEM)
