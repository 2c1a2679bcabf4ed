"""Help Scout: conversations with their threads, customers, users, teams and mailboxes.

Pages are HAL: rows stand in lists within `_embedded`. Customers and users (agents) are numbered
apart, so their numbers carry a prefix. Names may be in camel case, as the API has them, or in
snake case, as some loaders rename them.
"""

from __future__ import annotations

import re
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
    identity,
    inner,
    name_of,
    optional_identity,
    optional_time,
    rows,
    status_of,
    text,
    time,
    words,
)
from helpwright.tickets.readers.json_rows import Row

_PUBLIC = frozenset({"customer", "message", "reply", "chat", "beaconchat", "phone"})
_STATUSES = frozenset({"active", "open", "pending", "closed", "spam"})
_UNSEEN = frozenset({"draft", "underreview", "hidden"})
_MACHINES = frozenset({"workflow", "automatic-workflow", "ai", "bot"})


def _conversation_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    ticket = identity(row, "id")
    created = time(row, "createdAt", "created_at")
    closed = optional_time(row, "closedAt", "closed_at")
    touched = optional_time(row, "userUpdatedAt", "user_updated_at", "updated_at")
    status, state = text(row, "status").lower(), text(row, "state").lower()
    if status not in _STATUSES:
        raise BadRow(f'"status" is none of {", ".join(sorted(_STATUSES))}')
    updated = max(filter(None, (created, touched, closed)))
    assignee = inner(row, "assignee")
    team = _person_id(assignee, "team") if text(assignee, "type") == "team" else None
    if team:
        yield Team(team, name_of(assignee, "name", "first"))
    elif agent := _person_id(assignee, "user"):
        yield Person(pseudonymise(agent), Role.AGENT, inferred=True)
    mailbox = optional_identity(row, "mailboxId") or optional_identity(row, "mailbox_id")
    customer = _person_id(inner(row, "primaryCustomer", "primary_customer"), "customer")
    tags = words(row.get("tags"))
    has_ended = status == "closed"
    yield Outcome(ticket, closed if has_ended else None, 0, updated)
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=status_of(status) or "open",
        channel=text(inner(row, "source"), "type").lower()[:60] or text(row, "type").lower()[:60],
        tags=tags,
        team=team or (f"mailbox-{mailbox}" if mailbox else ""),
        requester=pseudonymise(customer) if customer else None,
        deleted=state == "deleted",
        spam=status == "spam" or "spam" in tags,
        subject=text(row, "subject"),
    )
    threads = [*rows(inner(row, "_embedded").get("threads")), *rows(row.get("threads"))]
    for thread in threads:
        yield from _thread_records({**thread, "conversation_id": ticket}, pseudonymise)
    yield from _changes(ticket, threads)


def _changes(ticket: str, threads: list[Row]) -> Iterator[Record]:
    """A thread carries the status into which it put the conversation."""
    dated = [(time(row, "createdAt", "created_at"), str(row.get("id")), row) for row in threads]
    previous = "open"
    for at, _, thread in sorted(dated, key=lambda item: item[:2]):
        status = status_of(text(thread, "status"))
        if status and text(thread, "state") not in _UNSEEN and status != previous:
            if "closed" in (status, previous):
                yield StatusChange(ticket, at, previous, status)
            previous = status


def _thread_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    ticket = identity(row, "conversation_id", "conversationId")
    kind, state = text(row, "type").lower(), text(row, "state").lower()
    action = inner(row, "action")
    original = inner(action, "associatedEntities", "associated_entities")
    if text(action, "type") == "merged":
        merged = optional_identity(original, "originalConversation")
        if merged and merged != ticket:
            yield Merge(merged, ticket)
    if state in _UNSEEN or kind == "lineitem":
        return
    author = inner(row, "createdBy", "created_by")
    is_customer = text(author, "type") == "customer" or kind == "customer"
    is_bot = text(action, "type") in _MACHINES or text(author, "type") in _MACHINES
    number = _person_id(author, "customer" if is_customer else "user")
    deleted = state == "deleted"
    yield Comment(
        id=identity(row, "id"),
        ticket=ticket,
        author=pseudonymise(number) if number else None,
        public=kind in _PUBLIC,
        created_at=time(row, "createdAt", "created_at"),
        body="" if deleted else text(row, "body"),
        form=Form.HTML,
        role=Role.BOT if is_bot else Role.END_USER if is_customer else Role.AGENT,
        redacted=deleted,
    )


def _person_id(row: Row, kind: str) -> str | None:
    found = optional_identity(row, "id")
    return f"{kind}-{found}" if found and found != "0" else None


def _people(kind: str, role: Role, row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    updated = optional_time(row, "updatedAt", "updated_at")
    if text(row, "type") == "team":
        yield Team(f"team-{identity(row, 'id')}", name_of(row, "name", "firstName"))
    else:
        yield Person(pseudonymise(f"{kind}-{identity(row, 'id')}"), role, updated_at=updated)


def _teams(kind: str, row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    yield Team(f"{kind}-{identity(row, 'id')}", name_of(row, "name"))


def _kind_of(row: Row) -> str:
    if "mailboxId" in row or "mailbox_id" in row or "folderId" in row:
        return "conversations"
    if "createdBy" in row or "created_by" in row or "conversation_id" in row:
        return "threads"
    if row.get("type") == "team":
        return "teams"
    if "role" in row and ("firstName" in row or "first_name" in row):
        return "users"
    if "firstName" in row or "first_name" in row:
        return "customers"
    return "mailboxes" if "slug" in row and "name" in row else ""


def _is_own(row: Row) -> bool:
    kind = _kind_of(row)
    if kind == "conversations":
        return "status" in row
    return kind == "threads" and "type" in row and "state" in row


SYSTEM = System(
    title="Help Scout",
    kinds={
        "conversations": _conversation_records,
        "threads": _thread_records,
        "customers": partial(_people, "customer", Role.END_USER),
        "users": partial(_people, "user", Role.AGENT),
        "teams": partial(_teams, "team"),
        "mailboxes": partial(_teams, "mailbox"),
    },
    pages={
        "conversations": "conversations",
        "threads": "threads",
        "customers": "customers",
        "users": "users",
        "teams": "teams",
        "mailboxes": "mailboxes",
        "inboxes": "mailboxes",
    },
    kind_of=_kind_of,
    is_own=_is_own,
    orphans={"threads": "conversation_id"},
    parent=re.compile(r"/conversations/([0-9]+)/threads"),
    around=("_embedded",),
)

read = partial(read_export, SYSTEM)
