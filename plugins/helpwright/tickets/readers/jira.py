"""Jira Service Management: issues with comments and changelogs, also comments by themselves.

Customers of a service desk have accounts of their own type; everybody else who writes is an agent,
unless it is their own issue. A resolution such as "Duplicate" is no merge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from helpwright.tickets.model import (
    Comment,
    CommentMark,
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
    identity,
    inner,
    name_of,
    nothing,
    optional_identity,
    optional_time,
    person,
    rows,
    status_of,
    text,
    time,
    unknown_status,
    words,
)
from helpwright.tickets.readers.jira_documents import body_text
from helpwright.tickets.readers.json_rows import Row

_ROLES = {"customer": Role.END_USER, "app": Role.BOT, "atlassian": Role.AGENT}
_CATEGORIES = {"new": "new", "indeterminate": "open", "done": "closed"}
_ISSUE = re.compile(r"/issue/([0-9A-Za-z-]{1,40})(?:/|$)")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,20}-[0-9]{1,12}")


def _issue_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    ticket = optional_identity(row, "id") or _key(row)
    fields = inner(row, "fields")
    created = time(fields, "created")
    updated = max(optional_time(fields, "updated") or created, created)
    status = _status(inner(fields, "status"))
    if not status:
        name = text(inner(fields, "status"), "name")
        if not name:
            raise BadRow('"fields.status" is missing')
        yield unknown_status(name)
    reporter = _account(inner(fields, "reporter")) or _account(inner(fields, "creator"))
    requester = pseudonymise(reporter) if reporter else None
    assignee = _account(inner(fields, "assignee"))
    if assignee and assignee != reporter:
        yield Person(pseudonymise(assignee), Role.AGENT, inferred=True)
    project = inner(fields, "project")
    team = optional_identity(project, "id") or text(project, "key")
    if team:
        yield Team(team, name_of(project, "name", "key"))
    solved = optional_time(fields, "resolutiondate", "statuscategorychangedate")
    yield Outcome(ticket, solved if status in ENDED else None, 0, updated)
    tags = words(fields.get("labels"))
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=status or "open",
        tags=tags,
        team=team,
        requester=requester,
        deleted=row.get("deleted") is True,
        spam="spam" in tags,
        subject=text(fields, "summary"),
    )
    if body := body_text(fields.get("description")):
        yield Comment(
            id=f"{ticket}:description",
            ticket=ticket,
            author=requester,
            public=True,
            created_at=created,
            body=body,
            role=Role.END_USER,
        )
    for comment in rows(inner(fields, "comment").get("comments")):
        yield from _comment_records(comment, pseudonymise, ticket, reporter)
    yield from _changes(ticket, inner(row, "changelog"))


def _status(status: Row) -> str:
    """A status of the category "done" is closed unless it is called solved or so."""
    word = status_of(text(status, "name"))
    category = _CATEGORIES.get(text(inner(status, "statusCategory"), "key").lower())
    if category == "closed":
        return word if word in ENDED else "closed"
    return (word if word and word not in ENDED else "") or category or word or ""


def _changes(ticket: str, changelog: Row) -> Iterator[Record]:
    """What the changelog tells; the resolution is surer than the names of statuses."""
    for history in [*rows(changelog.get("histories")), *rows(changelog.get("values"))]:
        change: tuple[str, str] | None = None
        for item in rows(history.get("items")):
            name = text(item, "field")
            if name == "resolution":
                before, after = (bool(item.get(side)) for side in ("from", "to"))
                if before != after:
                    change = ("open", "solved") if after else ("solved", "open")
            elif name == "status" and change is None:
                before_word, after_word = (
                    status_of(text(item, side)) for side in ("fromString", "toString")
                )
                if before_word and after_word:
                    change = before_word, after_word
        if change and (change[0] in ENDED or change[1] in ENDED):
            yield StatusChange(ticket, time(history, "created"), *change)


def _comment_records(
    row: Row, pseudonymise: Pseudonymise, issue: str = "", reporter: str | None = None
) -> Iterator[Record]:
    ticket = issue or optional_identity(row, "issueId") or _issue_in(text(row, "self"))
    if not ticket:
        raise BadRow("nothing says to which issue this comment belongs")
    author = inner(row, "author")
    account = _account(author)
    pseudonym = pseudonymise(account) if account else None
    role = _ROLES.get(text(author, "accountType"))
    if account and account == reporter and role is not Role.BOT:
        role = Role.END_USER
    public = _is_public(row)
    if role is None or role is Role.AGENT:
        # By itself a comment does not tell whether its author also asked; the issue does.
        role = Role.AGENT if reporter else None
        if pseudonym and account != reporter:
            yield Person(pseudonym, Role.AGENT, inferred=True)
    yield Comment(
        id=identity(row, "id"),
        ticket=ticket,
        author=pseudonym,
        public=public,
        created_at=time(row, "created", "createdDate"),
        body=body_text(row.get("body")),
        role=role,
    )


def _is_public(row: Row) -> bool:
    for name in ("jsdPublic", "public", "is_public"):
        if isinstance(value := row.get(name), bool):
            return value
    for item in rows(row.get("properties")):
        if item.get("key") == "sd.public.comment":
            return inner(item, "value").get("internal") is not True
    return not isinstance(row.get("visibility"), dict)


def _wrapped(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    """What a webhook sends: an issue, with the comment that was written or deleted."""
    event = text(row, "webhookEvent")
    issue, comment = inner(row, "issue"), inner(row, "comment")
    if issue and "created" in inner(issue, "fields"):
        deleted = event.endswith("issue_deleted")
        yield from _issue_records({**issue, "deleted": deleted}, pseudonymise)
    if comment and event.endswith("comment_deleted"):
        yield CommentMark(identity(comment, "id"), redacted=True)
    elif comment:
        reporter = _account(inner(inner(issue, "fields"), "reporter"))
        ticket = optional_identity(issue, "id") or ""
        yield from _comment_records(comment, pseudonymise, ticket, reporter)


def _user_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    account, role = _account(row), _ROLES.get(text(row, "accountType"))
    if account and role:
        yield Person(pseudonymise(account), role, inferred=role is Role.AGENT)


def _account(row: Row) -> str | None:
    return person(row, "accountId", "key", "name", "emailAddress")


def _key(row: Row) -> str:
    key = text(row, "key")
    if not _KEY.fullmatch(key):
        raise BadRow('neither "id" nor "key" tells the issue')
    return key


def _issue_in(address: str) -> str:
    match = _ISSUE.search(address)
    return match.group(1) if match else ""


def _kind_of(row: Row) -> str:
    if "webhookEvent" in row:
        return "webhook"
    if isinstance(row.get("fields"), dict):
        return "issues"
    if "author" in row and "body" in row:
        return "comments"
    return "users" if "accountId" in row else "others" if "projectTypeKey" in row else ""


def _is_own(row: Row) -> bool:
    if "webhookEvent" in row or "jsdPublic" in row or "accountId" in row:
        return True
    if "accountId" in inner(row, "author") or "/rest/api/" in text(row, "self"):
        return True
    return "created" in inner(row, "fields") and "status" in inner(row, "fields")


SYSTEM = System(
    title="Jira Service Management",
    kinds={
        "issues": _issue_records,
        "comments": _comment_records,
        "webhook": _wrapped,
        "users": _user_records,
        "others": nothing,
    },
    pages={"issues": "issues", "comments": "comments", "values": "", "users": "users"},
    kind_of=_kind_of,
    is_own=_is_own,
)

read = partial(read_export, SYSTEM)
