"""GitHub: issues, their comments and events, as the API, `gh issue list` or a webhook gives them.

Owners, members and collaborators of a repository are its agents; who opened an issue asks. Pull
requests are no tickets. The team is the repository. A transferred issue is gone from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from helpwright.tickets.model import (
    Comment,
    CommentMark,
    Outcome,
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
    identity,
    inner,
    nothing,
    optional_time,
    rows,
    text,
    time,
    words,
)
from helpwright.tickets.readers.json_rows import Row

_AGENTS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
_GONE = frozenset({"deleted", "transferred"})
_ABUSE = frozenset({"spam", "abuse"})
_ADDRESS = re.compile(r"/([\w.-]{1,100}/[\w.-]{1,100})/(?:issues|pull)/([0-9]{1,12})(?:[/#?]|$)")
_REPOSITORY = re.compile(r"/repos/([\w.-]{1,100}/[\w.-]{1,100})(?:/|$)")


def _issue_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    if "pull_request" in row:
        return
    ticket, repository = _issue_of(row, "url", "html_url")
    created = time(row, "created_at", "createdAt")
    closed = optional_time(row, "closed_at", "closedAt")
    updated = max(optional_time(row, "updated_at", "updatedAt") or created, closed or created)
    state = text(row, "state").lower()
    if state not in ("open", "closed"):
        raise BadRow('"state" is neither open nor closed')
    author = _login(row)
    requester = pseudonymise(author) if author else None
    tags = words(row.get("labels"))
    reason = text(row, "state_reason", "stateReason").lower()
    yield Outcome(ticket, closed if state in ENDED else None, int(reason == "reopened"), updated)
    if repository:
        yield Team(repository, repository)
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=state,
        channel="github",
        tags=tags,
        team=repository,
        requester=requester,
        deleted=row.get("deleted") is True,
        spam="spam" in tags,
        subject=text(row, "title"),
    )
    if body := text(row, "body"):
        yield Comment(
            id=f"{ticket}:description",
            ticket=ticket,
            author=requester,
            public=True,
            created_at=created,
            body=body,
            role=Role.BOT if _is_bot(row) else Role.END_USER,
        )
    for comment in rows(row.get("comments")):
        yield from _comment_records({**comment, "ticket_id": ticket}, pseudonymise)


def _comment_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    if "/pull/" in text(row, "html_url", "url"):
        return
    ticket = text(row, "ticket_id")
    if not ticket or ticket.isdigit():
        ticket, _ = _issue_of(row, "issue_url", "html_url", "url")
    author = _login(row)
    association = text(row, "author_association", "authorAssociation").upper()
    role = Role.AGENT if association in _AGENTS else Role.END_USER if association else None
    hidden = text(row, "minimizedReason").lower() in _ABUSE
    yield Comment(
        id=_comment_id(row),
        ticket=ticket,
        author=pseudonymise(author) if author else None,
        public=True,
        created_at=time(row, "created_at", "createdAt"),
        body="" if hidden else text(row, "body"),
        role=Role.BOT if _is_bot(row) else role,
        redacted=hidden,
    )


def _event_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """An event of an issue or of its timeline."""
    kind = text(row, "event")
    if kind == "commented":
        yield from _comment_records(row, pseudonymise)
    issue = inner(row, "issue")
    if kind in ("closed", "reopened") and "pull_request" not in issue:
        at = time(row, "created_at")
        if issue:
            ticket, _ = _issue_of(issue, "url", "html_url")
        else:
            match = _REPOSITORY.search(text(row, "url"))
            number = text(row, "ticket_id")
            if not match or not number:
                raise BadRow("nothing says to which issue this event belongs")
            ticket = f"{match.group(1)}#{number}"
        change = ("open", "closed") if kind == "closed" else ("closed", "open")
        yield StatusChange(ticket, at, *change)


def _webhook_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    action = text(row, "action")
    issue, comment = inner(row, "issue"), inner(row, "comment")
    is_gone = action in _GONE and not comment
    yield from _issue_records({**issue, "deleted": is_gone}, pseudonymise)
    if "pull_request" in issue:
        return
    if comment and action == "deleted":
        yield CommentMark(_comment_id(comment), redacted=True)
    elif comment:
        yield from _comment_records(comment, pseudonymise)
    if action in ("closed", "reopened") and not comment:
        ticket, _ = _issue_of(issue, "url", "html_url")
        at = time(issue, "updated_at") if action == "reopened" else time(issue, "closed_at")
        change = ("open", "closed") if action == "closed" else ("closed", "open")
        yield StatusChange(ticket, at, *change)


def _comment_id(row: Row) -> str:
    match = re.search(r"#issuecomment-([0-9]{1,20})", text(row, "html_url", "url"))
    if match:
        return match.group(1)
    return identity(row, "id", "node_id")


def _issue_of(row: Row, *names: str) -> tuple[str, str]:
    """The issue as owner/name#number, and its repository; only the number if no address tells."""
    for name in names:
        if match := _ADDRESS.search(text(row, name)):
            return f"{match.group(1)}#{match.group(2)}", match.group(1)
    if type(number := row.get("number")) is int:
        return str(number), ""
    raise BadRow("neither an address nor a number tells the issue")


def _login(row: Row) -> str | None:
    login = text(inner(row, "user", "author", "actor"), "login").strip().lower()[:100]
    return login if login and login != "ghost" else None


def _is_bot(row: Row) -> bool:
    user = inner(row, "user", "author", "actor")
    if user.get("type") == "Bot" or user.get("is_bot") is True:
        return True
    return (_login(row) or "").endswith("[bot]") or isinstance(
        row.get("performed_via_github_app"), dict
    )


def _kind_of(row: Row) -> str:
    if "action" in row and isinstance(row.get("issue"), dict):
        return "webhook"
    if "event" in row and ("actor" in row or "created_at" in row):
        knows = isinstance(row.get("issue"), dict) or row["event"] == "commented"
        return "events" if knows else "issue_events"
    if "number" in row and "state" in row:
        return "issues"
    if "issue_url" in row or "author_association" in row or "authorAssociation" in row:
        return "comments"
    return "users" if "login" in row else ""


def _is_own(row: Row) -> bool:
    kind = _kind_of(row)
    if kind in ("events", "issue_events"):
        return "node_id" in row or "github" in text(row, "url")
    if kind == "issues":
        return "repository_url" in row or ("createdAt" in row and "author" in row)
    return kind in ("webhook", "comments")


SYSTEM = System(
    title="GitHub issues",
    kinds={
        "issues": _issue_records,
        "comments": _comment_records,
        "events": _event_records,
        "issue_events": _event_records,
        "webhook": _webhook_records,
        "users": nothing,
    },
    pages={"issues": "issues", "items": "issues", "comments": "comments", "events": ""},
    kind_of=_kind_of,
    is_own=_is_own,
    orphans={"issue_events": "ticket_id"},
)

read = partial(read_export, SYSTEM)
