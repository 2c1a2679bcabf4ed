"""Customers' first messages, read from an export again and joined in memory with the store.

The store holds no text, so learning needs the export once more. The store says which tickets
count: whatever was deleted, redacted or forgotten there is passed over here, however old the export
is. Nothing of a message leaves memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from helpwright.search.suggestions import Question
from helpwright.tickets.bodies import own_words
from helpwright.tickets.model import Comment, CommentMark, Record, Role, Ticket

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Ask = Callable[[str, str], Question]
# The question stands at the beginning; what follows is logs and history.
MOST_CHARACTERS = 4_000
_ADDRESS = re.compile(r"@|://|www\.", re.IGNORECASE)


class Message(NamedTuple):
    """What a customer first wrote in a ticket.

    Attributes:
        source: The ticket system.
        ticket: The ticket's id there.
        requester: The customer's pseudonym.
        created_at: When the ticket was opened; UTC without a zone.
        articles: The articles that agents linked in it, sorted.
        is_answered: Whether anybody linked an article in it.
        question: Subject and text, without quotes, greetings and signatures.
        courtesies: What was left out of the customer's own words.
        language: Of the article linked, or else of the one that fits best.
        about: What it is about: the articles linked, or else the one that fits best.
    """

    source: str
    ticket: str
    requester: str
    created_at: datetime
    articles: tuple[str, ...]
    is_answered: bool
    question: Question
    courtesies: str
    language: str = "en"
    about: str = ""

    @property
    def key(self) -> str:
        """The ticket among those of all systems."""
        return f"{self.source}:{self.ticket}"

    @property
    def person(self) -> str:
        """The customer among those of all systems."""
        return f"{self.source}:{self.requester}"


@dataclass(frozen=True)
class Known:
    """What the store knows of one system's tickets.

    Attributes:
        requesters: Of each ticket that counts, the requester and when it was opened.
        articles: The articles that agents linked, by ticket.
        answered: Tickets in which anybody linked an article.
        agents: Pseudonyms of agents.
        hidden: Comments that are redacted or not public.
    """

    requesters: dict[str, tuple[str, datetime]]
    articles: dict[str, tuple[str, ...]]
    answered: frozenset[str]
    agents: frozenset[str]
    hidden: frozenset[str]


class _Written(NamedTuple):
    """A comment, ordered: by whom, when, its id, and its text if several versions have one."""

    is_other: bool
    created_at: datetime
    comment: str
    text: str


def know(con: DuckDBPyConnection, source: str) -> Known:
    """Read from a store what a join with an export of this system needs."""

    def rows(query: str) -> list[tuple[str, ...]]:
        return con.execute(query, [source]).fetchall()

    counted = con.execute(
        "SELECT ticket, requester, created_at FROM tickets "
        "WHERE source = ? AND state = 'active' AND coalesce(requester, '') <> ''",
        [source],
    ).fetchall()
    articles: dict[str, tuple[str, ...]] = {}
    answered: set[str] = set()
    query = "SELECT ticket, article, sent_by FROM links WHERE source = ? ORDER BY ticket, article"
    for ticket, article, sent_by in rows(query):
        answered.add(ticket)
        if sent_by == "agent":
            articles[ticket] = (*articles.get(ticket, ()), article)
    agents = rows("SELECT person FROM state.people WHERE source = ? AND role = 'agent'")
    marked = rows("SELECT comment FROM state.marks WHERE source = ? AND (redacted OR private)")
    marked += rows(
        "SELECT comment FROM state.comments WHERE source = ? AND (redacted OR NOT public)"
    )
    return Known(
        {ticket: (requester, created_at) for ticket, requester, created_at in counted},
        articles,
        frozenset(answered),
        frozenset(person for (person,) in agents),
        frozenset(comment for (comment,) in marked),
    )


def read_messages(
    records: Iterable[Record], known: Known, source: str, ask: Ask
) -> Iterator[Message]:
    """The first message of each ticket that counts, by ticket; the order of records is no matter.

    Args:
        records: What a reader yields.
        known: What the store knows of this system's tickets.
        source: The system.
        ask: From a subject and a customer's own words to what is asked.
    """
    first: dict[str, _Written] = {}
    subjects: dict[str, tuple[datetime, str]] = {}
    hidden = set(known.hidden)
    for record in records:
        if type(record) is Comment:
            ticket = record.ticket
            if record.redacted or not record.public:
                hidden.add(record.id)
            elif ticket in known.requesters and _is_customers(record, known):
                # Who asked goes before others who are in the conversation.
                is_other = record.author != known.requesters[ticket][0]
                text = own_words(record.body, record.form)[:MOST_CHARACTERS]
                written = _Written(is_other, record.created_at, record.id, text)
                first[ticket] = min(first.get(ticket, written), written)
        elif type(record) is Ticket:
            told = (record.updated_at, record.subject)
            if record.subject and record.id in known.requesters:
                subjects[record.id] = max(subjects.get(record.id, told), told)
        elif type(record) is CommentMark and (record.redacted or record.private):
            hidden.add(record.comment)
    for ticket in sorted(first):
        _, _, comment, text = first[ticket]
        # Who redacts the first message wants the next ones read as little.
        if comment not in hidden and text.strip():
            subject = subjects[ticket][1] if ticket in subjects else ""
            yield _message(known, source, ticket, subject, text, ask)


def _is_customers(comment: Comment, known: Known) -> bool:
    if comment.quoted or comment.role in (Role.AGENT, Role.BOT):
        return False
    if comment.role is Role.END_USER:
        return True
    is_requester = comment.author == known.requesters[comment.ticket][0]
    return is_requester and comment.author not in known.agents


def _message(known: Known, source: str, ticket: str, subject: str, text: str, ask: Ask) -> Message:
    question = ask(subject, text)
    kept = set(question.body.splitlines())
    # Lines from which only an address was taken are no courtesies.
    left = "\n".join(
        line for line in text.splitlines() if line not in kept and not _ADDRESS.search(line)
    )
    requester, created_at = known.requesters[ticket]
    return Message(
        source,
        ticket,
        requester,
        created_at,
        known.articles.get(ticket, ()),
        ticket in known.answered,
        question,
        left,
    )
