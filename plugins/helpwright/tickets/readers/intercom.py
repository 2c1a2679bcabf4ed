"""Intercom: conversations and tickets with their parts, contacts, admins and teams.

Times are seconds since 1970, ids are text. A conversation that became a ticket keeps its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from helpwright.tickets.model import (
    Comment,
    Form,
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
    ENDED,
    BadRow,
    count,
    identity,
    inner,
    name_of,
    nothing,
    optional_identity,
    optional_time,
    person,
    rows,
    text,
    time,
    truth,
    words,
)
from helpwright.tickets.readers.json_rows import Row

_ROLES = {
    **{"admin": Role.AGENT, "team": Role.AGENT, "bot": Role.BOT},
    **{"user": Role.END_USER, "lead": Role.END_USER, "contact": Role.END_USER},
}
_STATES = {"open": "open", "snoozed": "pending", "closed": "closed"}
_CATEGORIES = {
    **{"submitted": "new", "in_progress": "open", "waiting_on_customer": "pending"},
    "resolved": "solved",
}
# Parts whose text the customer sees; any other kind is a note or an event.
_PUBLIC = frozenset({"comment", "open", "close", "assign_and_unsnooze", "quick_reply"})
_STATE_AFTER = {
    **{"close": "closed", "snoozed": "pending", "unsnoozed": "open", "timer_unsnooze": "open"},
    **{"open": "open", "assign_and_unsnooze": "open"},
    **{"note_and_reopen": "open", "assign_and_reopen": "open"},
}


def _conversation_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    ticket = identity(row, "id")
    created = time(row, "created_at")
    updated = max(optional_time(row, "updated_at") or created, created)
    source = inner(row, "source", "conversation_message")
    parts = [
        *rows(inner(row, "conversation_parts", "ticket_parts").get("conversation_parts")),
        *rows(inner(row, "ticket_parts").get("ticket_parts")),
    ]
    contact = next(rows(inner(row, "contacts").get("contacts") or row.get("contacts")), {})
    requester = person(contact, "id") or _customer_id(inner(source, "author"))
    status = _status(row)
    if assignee := person(row, "admin_assignee_id"):
        yield Person(pseudonymise(assignee), Role.AGENT, inferred=True)
    statistics = inner(row, "statistics")
    if statistics:
        solved = optional_time(statistics, "last_close_at") if status in ENDED else None
        yield Outcome(ticket, solved, count(statistics, "count_reopens"), updated)
    tags = words(inner(row, "tags").get("tags") or row.get("tags"))
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=status,
        channel=text(source, "type").lower()[:60],
        tags=tags,
        team=(optional_identity(row, "team_assignee_id") or "").removeprefix("0"),
        requester=pseudonymise(requester) if requester else None,
        spam="spam" in tags,
        subject=text(row, "title") or text(source, "subject"),
    )
    if text(source, "body"):
        first = {"created_at": row["created_at"], **source, "id": "source", "part_type": "comment"}
        yield from _part_records({**first, "conversation_id": ticket}, pseudonymise)
    attributes = inner(row, "ticket_attributes")
    if body := text(attributes, "_default_description_"):
        yield Comment(
            id=f"{ticket}:description",
            ticket=ticket,
            author=pseudonymise(requester) if requester else None,
            public=True,
            created_at=created,
            body=body,
            role=Role.END_USER,
        )
    for part in parts:
        yield from _part_records({**part, "conversation_id": ticket}, pseudonymise)
    yield from _changes(ticket, parts)


def _status(row: Row) -> str:
    state = inner(row, "ticket_state")
    category = text(state, "category") or text(row, "ticket_state")
    if category in _CATEGORIES:
        return _CATEGORIES[category]
    word = text(row, "state")
    if word in _STATES:
        return _STATES[word]
    if isinstance(row.get("open"), bool):
        return "open" if row["open"] else "closed"
    raise BadRow('"state" is neither open, snoozed nor closed')


def _changes(ticket: str, parts: list[Row]) -> Iterator[Record]:
    """What parts tell about closing and reopening; also the parts of a ticket."""
    status = "open"
    dated = [(time(part, "created_at"), str(part.get("id")), part) for part in parts]
    for at, _, part in sorted(dated, key=lambda item: item[:2]):
        following = _STATE_AFTER.get(text(part, "part_type"))
        if previous := _CATEGORIES.get(text(part, "previous_ticket_state")):
            status = previous
            following = _CATEGORIES.get(text(part, "ticket_state"))
        if following and following != status:
            if status in ENDED or following in ENDED:
                yield StatusChange(ticket, at, status, following)
            status = following


def _part_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """A message; parts without text are events."""
    body = text(row, "body")
    redacted = truth(row, "redacted")
    if not body and not redacted:
        return
    author = inner(row, "author")
    number = person(author, "id")
    role = _ROLES.get(text(author, "type"))
    if _is_machine(author) or text(row, "delivered_as") in ("automated", "operator_initiated"):
        role = Role.BOT
    ticket = identity(row, "conversation_id", "ticket_id")
    yield Comment(
        # Parts are numbered, but not in one space with the first message.
        id=f"{ticket}:{identity(row, 'id')}",
        ticket=ticket,
        author=pseudonymise(number) if number else None,
        public=text(row, "part_type") in _PUBLIC,
        created_at=time(row, "created_at"),
        body="" if redacted else body,
        form=Form.HTML,
        role=role,
        redacted=redacted,
    )


def _is_machine(author: Row) -> bool:
    if author.get("from_ai_agent") is True or author.get("is_ai_answer") is True:
        return True
    mail = text(author, "email").lower()
    return mail.startswith("operator+") and mail.endswith("@intercom.io")


def _customer_id(author: Row) -> str | None:
    is_customer = _ROLES.get(text(author, "type")) is Role.END_USER
    return person(author, "id") if is_customer else None


def _contact_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    updated = optional_time(row, "updated_at")
    yield Person(pseudonymise(identity(row, "id")), Role.END_USER, updated_at=updated)


def _admin_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    role = Role.BOT if _is_machine(row) else Role.AGENT
    yield Person(pseudonymise(identity(row, "id")), role)


def _team_records(row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    yield Team(identity(row, "id"), name_of(row, "name"))


def _kind_of(row: Row) -> str:
    kind = text(row, "type")
    if "conversation_parts" in row or kind == "conversation":
        return "conversations"
    if "ticket_parts" in row or (kind == "ticket" and "ticket_state" in row):
        return "conversations"
    if "part_type" in row:
        return "parts"
    if kind in ("admin", "team", "company", "tag", "article"):
        return {"admin": "admins", "team": "teams"}.get(kind, "others")
    if kind == "contact" or row.get("role") in ("user", "lead"):
        return "contacts"
    return ""


def _is_own(row: Row) -> bool:
    kind = _kind_of(row)
    return kind not in ("", "others", "contacts") or row.get("type") == "contact"


SYSTEM = System(
    title="Intercom",
    kinds={
        "conversations": _conversation_records,
        "parts": _part_records,
        "contacts": _contact_records,
        "admins": _admin_records,
        "teams": _team_records,
        "others": nothing,
    },
    pages={
        "conversations": "conversations",
        "tickets": "conversations",
        "admins": "admins",
        "contacts": "contacts",
        "teams": "teams",
        "conversation_parts": "parts",
        "data": "",
    },
    kind_of=_kind_of,
    is_own=_is_own,
    orphans={"parts": "conversation_id"},
)

read = partial(read_export, SYSTEM)
