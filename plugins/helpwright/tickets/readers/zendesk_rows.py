"""One row of Zendesk's API each, as records."""

from __future__ import annotations

from collections.abc import Iterator

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
from helpwright.tickets.readers.fields import (
    BadRow,
    count,
    form_of,
    identity,
    inner,
    name_of,
    optional_identity,
    optional_time,
    rows,
    status_of,
    survivor_in,
    text,
    time,
    unknown_status,
    words,
)
from helpwright.tickets.readers.json_rows import Row

_ROLES = {"end-user": Role.END_USER, "agent": Role.AGENT, "admin": Role.AGENT}
_RULES = frozenset({"rule", "automation"})
_REDACTION = "\u2587"  # what Zendesk puts in place of each redacted letter


def ticket_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """A ticket, with the role of its assignee and the metrics that may be part of it."""
    ticket = identity(row, "id")
    created = time(row, "created_at")
    updated = max(optional_time(row, "updated_at") or created, created)
    # A merge or a tag change moves only this stamp; older exports lack it.
    generated = row.get("generated_timestamp")
    if isinstance(generated, int) and not isinstance(generated, bool):
        updated = max(updated, time(row, "generated_timestamp"))
    tags = words(row.get("tags"))
    word = text(row, "status").strip().lower()
    if not word:
        raise BadRow('"status" is missing or not a word')
    status = status_of(word)
    if status is None:
        yield unknown_status(word)
    requester = optional_identity(row, "requester_id")
    assignee = optional_identity(row, "assignee_id")
    if assignee:
        yield Person(pseudonymise(assignee), Role.AGENT, inferred=True)
    metrics = row.get("metric_set")
    if isinstance(metrics, dict):
        yield from metric_records({"ticket_id": ticket, **metrics}, pseudonymise)
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=status or "open",
        channel=_channel(row),
        tags=tags,
        team=optional_identity(row, "group_id") or "",
        requester=pseudonymise(requester) if requester else None,
        deleted=word == "deleted" or bool(row.get("deleted_at")),
        merged="closed_by_merge" in tags or _source(row).get("rel") == "merge",
        spam="spam" in tags,
        subject=text(row, "subject", "raw_subject"),
    )


def user_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """A person's role; nothing else of a person is kept."""
    role = _ROLES.get(text(row, "role"))
    if role is None:
        raise BadRow(f"a user's role must be one of {', '.join(sorted(_ROLES))}")
    updated = optional_time(row, "updated_at") or optional_time(row, "created_at")
    yield Person(pseudonymise(identity(row, "id")), role, updated_at=updated)


def group_records(row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    """A team's name."""
    yield Team(identity(row, "id"), name_of(row, "name"))


def metric_records(row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    """When a ticket was solved, how often reopened."""
    yield Outcome(
        identity(row, "ticket_id"),
        optional_time(row, "solved_at"),
        count(row, "reopens"),
        optional_time(row, "updated_at"),
    )


def comment_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """A comment, and who was merged where if it says so."""
    ticket, number = optional_identity(row, "ticket_id"), optional_identity(row, "id")
    if not ticket or not number:
        ticket, number = identity(row, "ticket_id"), identity(row, "id")
    author = optional_identity(row, "author_id")
    public = row.get("public")
    if not isinstance(public, bool):
        public = str(row.get("comment_public", public)).lower() == "true"
    html, plain = text(row, "html_body"), text(row, "body")
    body = html or plain or text(row, "plain_body")
    via = row.get("via")
    channel, quoted = "", False
    if isinstance(via, dict):
        channel = text(via, "channel")
        quoted = inner(via, "source").get("rel") == "merge"
    elif isinstance(via, str):
        channel = via
    is_bot = author == "-1" or channel in _RULES or "answer_bot" in channel
    if author and not public and not is_bot:
        yield Person(pseudonymise(author), Role.AGENT, inferred=True)
    if "merged into" in body:
        survivor = survivor_in(body)
        quoted = quoted or bool(survivor) or "merged into this request" in body
        if survivor and survivor != ticket:
            yield Merge(ticket, survivor)
    yield Comment(
        number,
        ticket,
        pseudonymise(author) if author else None,
        public,
        time(row, "created_at"),
        body,
        Form.HTML if html else form_of(body),
        Role.BOT if is_bot else None,
        _REDACTION in html or _REDACTION in plain or _REDACTION in text(row, "plain_body"),
        quoted,
    )


def event_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """The comments and status changes of one incremental ticket event."""
    shared = {
        "ticket_id": row.get("ticket_id"),
        "created_at": row.get("created_at") or row.get("timestamp"),
        "author_id": row.get("updater_id"),
    }
    for event in rows(row.get("child_events")):
        kind = event.get("event_type")
        if kind == "Comment":
            yield from comment_records({**shared, **event}, pseudonymise)
        elif kind == "Change" and "status" in event:
            change = {"field_name": "status", "value": event["status"]}
            yield from _event_records({**shared, **change, **event}, kind, pseudonymise)
        else:
            yield from _event_records({**shared, **event}, kind, pseudonymise)


def audit_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """The comments, status changes and merges of one audit."""
    ticket = identity(row, "ticket_id")
    source = _source(row)
    if source.get("rel") == "merge":
        target, origin = source.get("to"), source.get("from")
        into = optional_identity(target, "ticket_id") if isinstance(target, dict) else None
        if into and into != ticket:
            yield Merge(ticket, into)
        for other in words(origin.get("ticket_ids")) if isinstance(origin, dict) else ():
            if other != ticket:
                yield Merge(other, ticket)
    shared = {name: row.get(name) for name in ("ticket_id", "created_at", "author_id", "via")}
    for event in rows(row.get("events")):
        yield from _event_records({**shared, **event}, event.get("type"), pseudonymise)


def _event_records(row: Row, kind: object, pseudonymise: Pseudonymise) -> Iterator[Record]:
    if kind in ("Comment", "VoiceComment"):
        yield from comment_records(row, pseudonymise)
    elif kind == "CommentRedactionEvent":
        yield CommentMark(identity(row, "comment_id"), redacted=True)
    elif kind == "CommentPrivacyChange" and row.get("public") is False:
        yield CommentMark(identity(row, "comment_id"), private=True)
    elif kind == "Change" and row.get("field_name") == "status":
        previous, status = (text(row, name).lower() for name in ("previous_value", "value"))
        yield StatusChange(
            identity(row, "ticket_id"),
            time(row, "created_at"),
            status_of(previous) or previous,
            status_of(status) or status,
        )


def _channel(row: Row) -> str:
    via = row.get("via")
    if isinstance(via, dict):
        return text(via, "channel").lower()[:60]
    return via.lower()[:60] if isinstance(via, str) else ""


def _source(row: Row) -> Row:
    return inner(inner(row, "via"), "source")
