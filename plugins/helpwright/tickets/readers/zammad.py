"""Zammad: tickets, ticket articles, users, groups, states and histories.

A ticket's status is a number, so an export needs `ticket_states` unless it was made with
`expand=true`. Zammad's own states are known; a company's own ones are read first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from helpwright.tickets.model import (
    Comment,
    Form,
    Outcome,
    Person,
    Progress,
    Pseudonymise,
    Record,
    Role,
    StatusChange,
    Team,
    Ticket,
)
from helpwright.tickets.readers.export_files import list_files, read_text
from helpwright.tickets.readers.exports import System, read_export
from helpwright.tickets.readers.fields import (
    ENDED,
    BadRow,
    form_of,
    identity,
    name_of,
    nothing,
    optional_identity,
    optional_time,
    person,
    status_of,
    text,
    time,
    truth,
    unknown_status,
    words,
)
from helpwright.tickets.readers.json_rows import PageRow, Row, read_rows

# The states and types of states that every Zammad begins with.
_STATES = {
    **{"1": "new", "2": "open", "3": "pending reminder", "4": "closed", "5": "merged"},
    **{"6": "removed", "7": "pending close"},
}
_TYPES = {
    **{"1": "new", "2": "open", "3": "pending reminder", "4": "pending action", "5": "closed"},
    **{"6": "merged", "7": "removed"},
}
_SENDERS = {
    **{"Agent": Role.AGENT, "Customer": Role.END_USER, "System": Role.BOT},
    **{"1": Role.AGENT, "2": Role.END_USER, "3": Role.BOT},
}
_ROLE_IDS = {"1": Role.AGENT, "2": Role.AGENT, "3": Role.END_USER}


def _ticket_records(
    states: Mapping[str, str], row: Row, pseudonymise: Pseudonymise
) -> Iterator[Record]:
    ticket = identity(row, "id")
    created = time(row, "created_at")
    updated = max(optional_time(row, "updated_at") or created, created)
    number = optional_identity(row, "state_id") or ""
    word = states.get(number) or text(row, "state").lower()
    if not word and not number:
        raise BadRow('neither "state_id" nor "state" is filled in')
    status = status_of(word)
    if status is None:
        yield unknown_status(word or f"state {number}")
    team = optional_identity(row, "group_id") or name_of(row, "group")
    if team and text(row, "group"):
        yield Team(team, name_of(row, "group"))
    owner = person(row, "owner_id")
    if owner and owner != "1":  # the system itself owns what nobody does
        yield Person(pseudonymise(owner), Role.AGENT, inferred=True)
    closed = optional_time(row, "close_at")
    yield Outcome(ticket, closed if status in ENDED else None, 0, updated)
    requester = person(row, "customer_id", "customer")
    tags = row.get("tags")
    found = words(tags.split(",") if isinstance(tags, str) else tags)
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=status or "open",
        channel=text(row, "create_article_type").lower()[:60],
        tags=found,
        team=team,
        requester=pseudonymise(requester) if requester else None,
        deleted=word == "removed",
        merged=word == "merged",
        spam="spam" in found,
        subject=text(row, "title"),
    )


def _article_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    author = person(row, "origin_by_id", "created_by_id", "created_by")
    sender = text(row, "sender") or optional_identity(row, "sender_id") or ""
    body = text(row, "body")
    kind = text(row, "content_type").lower()
    is_html = "html" in kind if kind else form_of(body) is Form.HTML
    yield Comment(
        id=identity(row, "id"),
        ticket=identity(row, "ticket_id"),
        author=pseudonymise(author) if author else None,
        public=not truth(row, "internal"),
        created_at=time(row, "created_at"),
        body=body,
        form=Form.HTML if is_html else Form.TEXT,
        role=_SENDERS.get(sender),
    )


def _history_records(row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    if text(row, "object") != "Ticket" or text(row, "attribute") != "state":
        return
    previous, status = (status_of(text(row, name)) for name in ("value_from", "value_to"))
    if previous and status:
        yield StatusChange(identity(row, "o_id"), time(row, "created_at"), previous, status)


def _user_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    numbers, names = row.get("role_ids"), words(row.get("roles"))
    told = [_ROLE_IDS.get(str(item)) for item in numbers] if isinstance(numbers, list) else []
    told += [Role.END_USER if name == "Customer" else Role.AGENT for name in names]
    if Role.AGENT in told or Role.END_USER in told:
        role = Role.AGENT if Role.AGENT in told else Role.END_USER
        updated = optional_time(row, "updated_at")
        yield Person(pseudonymise(identity(row, "id")), role, updated_at=updated)


def _group_records(row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    yield Team(identity(row, "id"), name_of(row, "name"))


def _kind_of(row: Row) -> str:
    if "state_type_id" in row or ("state_type" in row and "next_state_id" in row):
        return "ticket_states"
    if "ticket_id" in row and ("sender" in row or "sender_id" in row):
        return "ticket_articles"
    if "o_id" in row and "object" in row:
        return "history"
    if "customer_id" in row and ("state_id" in row or "state" in row):
        return "tickets"
    if "role_ids" in row or "roles" in row:
        return "users"
    return "groups" if "name" in row and "id" in row else ""


def _is_own(row: Row) -> bool:
    if "role_ids" in row:
        return True
    return _kind_of(row) in ("ticket_states", "ticket_articles", "history", "tickets")


SYSTEM = System(
    title="Zammad",
    kinds={
        "tickets": partial(_ticket_records, _STATES),
        "ticket_articles": _article_records,
        "ticket_states": nothing,
        "history": _history_records,
        "users": _user_records,
        "groups": _group_records,
    },
    pages={
        "tickets": "tickets",
        "ticket_articles": "ticket_articles",
        "articles": "ticket_articles",
        "ticket_states": "ticket_states",
        "history": "history",
        "users": "users",
        "groups": "groups",
    },
    kind_of=_kind_of,
    is_own=_is_own,
    orphans={"ticket_articles": "ticket_id"},
    parent=re.compile(r"/ticket_articles/by_ticket/([0-9]+)"),
)


def read(
    source: Path,
    *,
    pseudonymise: Pseudonymise,
    progress: Progress | None = None,
    skip: Collection[Path] = (),
) -> Iterator[Record]:
    """Yield the records of an export; its states are read before everything else.

    Raises:
        InputError: there is nothing to read.
    """
    tickets = partial(_ticket_records, _read_states(source))
    system = replace(SYSTEM, kinds={**SYSTEM.kinds, "tickets": tickets})
    return read_export(system, source, pseudonymise=pseudonymise, progress=progress, skip=skip)


def _read_states(source: Path) -> dict[str, str]:
    """The name of each state; a state of one's own counts as the type it was given."""
    states = dict(_STATES)
    for path in list_files(source, SYSTEM.suffixes):
        if not _mentions_states(path):
            continue
        for item in read_rows(read_text(path, []), str(path), SYSTEM.pages):
            if not isinstance(item, PageRow) or _kind_of(item.row) != "ticket_states":
                continue
            number = optional_identity(item.row, "id")
            kind = optional_identity(item.row, "state_type_id") or ""
            name = text(item.row, "state_type") or _TYPES.get(kind) or text(item.row, "name")
            if number:
                states[number] = name.lower()
    return states


def _mentions_states(path: Path) -> bool:
    end = ""
    for chunk in read_text(path, []):
        if '"state_type' in end + chunk:
            return True
        end = chunk[-20:]
    return False
