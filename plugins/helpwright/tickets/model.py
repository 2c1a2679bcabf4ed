"""Tickets in one normal form, whatever system they come from.

A reader yields `Record`s in any order. Records are facts that add up: the same fact twice changes
nothing, and a later one never contradicts an earlier one silently, because versions of a ticket
carry their time and facts about a comment only ever take something away (redacted, made private).
People appear as pseudonyms; a comment's body exists in memory only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from helpwright.errors import Finding

Pseudonymise = Callable[[str], str]
Progress = Callable[[int, str], None]


class Role(StrEnum):
    """Who writes: an agent, the person asking, or a machine."""

    AGENT = "agent"
    END_USER = "end_user"
    BOT = "bot"


class Form(StrEnum):
    """How a body is written. Markdown is read as text, as links in it need no parser."""

    HTML = "html"
    TEXT = "text"


# There are millions of these two, and a tuple is made in a fifth of the time of a dataclass.
class Person(NamedTuple):
    """A person's role. An inferred role (an assignee is an agent) yields to a stated one."""

    pseudonym: str
    role: Role
    inferred: bool = False
    updated_at: datetime | None = None


@dataclass(frozen=True)
class Team:
    """A team (Zendesk: group) and its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Ticket:
    """One version of a ticket. Times are UTC without a zone. The subject is never stored."""

    id: str
    created_at: datetime
    updated_at: datetime
    status: str
    channel: str = ""
    tags: tuple[str, ...] = ()
    team: str = ""
    requester: str | None = None
    deleted: bool = False
    merged: bool = False
    spam: bool = False
    subject: str = ""


class Comment(NamedTuple):
    """A message. `role` is set where the system says it; otherwise the author's role counts.

    `quoted` marks a message that only repeats others, as the note that a merge leaves.
    """

    id: str
    ticket: str
    author: str | None
    public: bool
    created_at: datetime
    body: str
    form: Form = Form.TEXT
    role: Role | None = None
    redacted: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class CommentMark:
    """Something that happened to a comment later: redacted, or made private."""

    comment: str
    redacted: bool = False
    private: bool = False


@dataclass(frozen=True)
class StatusChange:
    """A ticket went from one status to another."""

    ticket: str
    at: datetime
    previous: str
    status: str


@dataclass(frozen=True)
class Outcome:
    """What a system's own metrics say: the last time solved, and how often reopened."""

    ticket: str
    solved_at: datetime | None
    reopens: int
    updated_at: datetime | None = None


@dataclass(frozen=True)
class Merge:
    """A ticket was merged into another, the survivor."""

    ticket: str
    survivor: str


@dataclass(frozen=True)
class Skipped:
    """A row that could not be used, and why."""

    finding: Finding


Record = (
    Ticket
    | Comment
    | CommentMark
    | Person
    | Team
    | StatusChange
    | Outcome
    | Merge
    | Skipped
    | Finding
)
