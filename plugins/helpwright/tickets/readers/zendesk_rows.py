"""One row of Zendesk's API each, as records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from helpwright.tickets.model import (
    Comment,
    CommentMark,
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
from helpwright.tickets.readers.json_rows import Row
from helpwright.tickets.times import parse_time

_ROLES = {"end-user": Role.END_USER, "agent": Role.AGENT, "admin": Role.AGENT}
_COMMENTS = frozenset({"Comment", "VoiceComment"})
_REDACTION = "\u2587"  # what Zendesk puts in place of each redacted letter
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|div|br|a|span|table|ul|ol|li|blockquote|b|strong)\b", re.IGNORECASE
)
_MERGED_INTO = re.compile(r"merged into (?:request|ticket) #([0-9]{1,20})")


class BadRow(Exception):
    """A row that cannot be used; the message says why."""


def ticket_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """A ticket, with the role of its assignee and the metrics that may be part of it."""
    ticket = _identity(row, "id")
    created = _time(row, "created_at")
    updated = max(_optional_time(row, "updated_at") or created, created)
    # A merge or a tag change moves only this stamp; older exports lack it.
    generated = row.get("generated_timestamp")
    if isinstance(generated, int) and not isinstance(generated, bool):
        updated = max(updated, _time(row, "generated_timestamp"))
    tags = _words(row.get("tags"))
    status = _text(row, "status").lower()
    requester = _optional_identity(row, "requester_id")
    assignee = _optional_identity(row, "assignee_id")
    if assignee:
        yield Person(pseudonymise(assignee), Role.AGENT, inferred=True)
    metrics = row.get("metric_set")
    if isinstance(metrics, dict):
        yield from metric_records({"ticket_id": ticket, **metrics}, pseudonymise)
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=status,
        channel=_channel(row),
        tags=tags,
        team=_optional_identity(row, "group_id") or "",
        requester=pseudonymise(requester) if requester else None,
        deleted=status == "deleted" or bool(row.get("deleted_at")),
        merged="closed_by_merge" in tags or _source(row).get("rel") == "merge",
        spam="spam" in tags,
    )


def user_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """A person's role; nothing else of a person is kept."""
    role = _ROLES.get(_text(row, "role"))
    if role is None:
        raise BadRow(f"a user's role must be one of {', '.join(sorted(_ROLES))}")
    updated = _optional_time(row, "updated_at") or _optional_time(row, "created_at")
    yield Person(pseudonymise(_identity(row, "id")), role, updated_at=updated)


def group_records(row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    """A team's name."""
    yield Team(_identity(row, "id"), _text(row, "name").strip()[:200])


def metric_records(row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    """When a ticket was solved, how often reopened."""
    reopens = row.get("reopens")
    yield Outcome(
        _identity(row, "ticket_id"),
        _optional_time(row, "solved_at"),
        reopens if isinstance(reopens, int) and reopens > 0 else 0,
        _optional_time(row, "updated_at"),
    )


def comment_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """A comment, and who was merged where if it says so."""
    ticket = _identity(row, "ticket_id")
    author = _optional_identity(row, "author_id")
    public = row.get("public")
    if not isinstance(public, bool):
        public = str(row.get("comment_public", public)).lower() == "true"
    bodies = [text for name in ("html_body", "body", "plain_body") if (text := _text(row, name))]
    body = bodies[0] if bodies else ""
    channel = _channel(row)
    is_bot = author == "-1" or channel in ("rule", "automation") or "answer_bot" in channel
    if author and not public and not is_bot:
        yield Person(pseudonymise(author), Role.AGENT, inferred=True)
    is_merge = _source(row).get("rel") == "merge"
    if match := _MERGED_INTO.search(body):
        is_merge = True
        if match.group(1) != ticket:
            yield Merge(ticket, match.group(1))
    yield Comment(
        id=_identity(row, "id"),
        ticket=ticket,
        author=pseudonymise(author) if author else None,
        public=public,
        created_at=_time(row, "created_at"),
        body=body,
        form=Form.HTML if _LOOKS_LIKE_HTML.search(body) else Form.TEXT,
        role=Role.BOT if is_bot else None,
        redacted=any(_REDACTION in text for text in bodies),
        quoted=is_merge or "merged into this request" in body,
    )


def event_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """The comments and status changes of one incremental ticket event."""
    shared = {
        "ticket_id": row.get("ticket_id"),
        "created_at": row.get("created_at") or row.get("timestamp"),
        "author_id": row.get("updater_id"),
    }
    for event in _rows(row.get("child_events")):
        kind = event.get("event_type")
        if kind == "Change" and "status" in event:
            change = {"field_name": "status", "value": event["status"]}
            yield from _event_records({**shared, **change, **event}, kind, pseudonymise)
        else:
            yield from _event_records({**shared, **event}, kind, pseudonymise)


def audit_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """The comments, status changes and merges of one audit."""
    ticket = _identity(row, "ticket_id")
    source = _source(row)
    if source.get("rel") == "merge":
        target, origin = source.get("to"), source.get("from")
        into = _optional_identity(target, "ticket_id") if isinstance(target, dict) else None
        if into and into != ticket:
            yield Merge(ticket, into)
        for other in _words(origin.get("ticket_ids")) if isinstance(origin, dict) else ():
            if other != ticket:
                yield Merge(other, ticket)
    shared = {name: row.get(name) for name in ("ticket_id", "created_at", "author_id", "via")}
    for event in _rows(row.get("events")):
        yield from _event_records({**shared, **event}, event.get("type"), pseudonymise)


def _event_records(row: Row, kind: object, pseudonymise: Pseudonymise) -> Iterator[Record]:
    if kind in _COMMENTS:
        yield from comment_records(row, pseudonymise)
    elif kind == "CommentRedactionEvent":
        yield CommentMark(_identity(row, "comment_id"), redacted=True)
    elif kind == "CommentPrivacyChange" and row.get("public") is False:
        yield CommentMark(_identity(row, "comment_id"), private=True)
    elif kind == "Change" and row.get("field_name") == "status":
        previous, status = _text(row, "previous_value").lower(), _text(row, "value").lower()
        yield StatusChange(_identity(row, "ticket_id"), _time(row, "created_at"), previous, status)


def _identity(row: Row, name: str) -> str:
    found = _optional_identity(row, name)
    if not found:
        raise BadRow(f'"{name}" is missing or not a number')
    return found


def _optional_identity(row: Row, name: str) -> str | None:
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 1 << 63 else None
    if isinstance(value, str) and re.fullmatch(r"-?[0-9A-Za-z_]{1,64}", value.strip()):
        return value.strip()
    return None


def _time(row: Row, name: str) -> datetime:
    try:
        return parse_time(row.get(name))
    except ValueError as error:
        raise BadRow(f'"{name}" is not a time ({error})') from error


def _optional_time(row: Row, name: str) -> datetime | None:
    return None if row.get(name) in (None, "") else _time(row, name)


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _words(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    words = (str(item) for item in items if isinstance(item, str | int))
    return tuple(sorted({word.strip()[:200] for word in words if word.strip()}))


def _rows(value: object) -> Iterator[Row]:
    return (
        (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())
    )


def _channel(row: Row) -> str:
    via = row.get("via")
    if isinstance(via, dict):
        return _text(via, "channel").lower()[:60]
    return via.lower()[:60] if isinstance(via, str) else ""


def _source(row: Row) -> Row:
    via = row.get("via")
    source = via.get("source") if isinstance(via, dict) else None
    return source if isinstance(source, dict) else {}
