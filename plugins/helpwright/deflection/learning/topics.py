"""Topics: the article that fits a customer's first message best, and how well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpwright.deflection.learning.messages import Message
from helpwright.search.index import code_of
from helpwright.search.suggestions import Library, suggest
from helpwright.tickets.store import update

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 512


class Topic(NamedTuple):
    """The best article for a ticket, "" if none has any of its words; the score is a chance.

    The language is that of the article, and not stored.
    """

    source: str
    ticket: str
    article: str
    score: float
    language: str = ""

    @property
    def key(self) -> str:
        """The ticket among those of all systems."""
        return f"{self.source}:{self.ticket}"


def find_topics(
    messages: Sequence[Message], library: Library, names: Mapping[str, str]
) -> list[Topic]:
    """The topic of each message.

    Args:
        messages: Customers' first messages.
        library: What may answer them.
        names: The name of each document of the library by its address.

    Raises:
        InputError: SciPy is not installed.
    """
    found: list[Topic] = []
    for start in range(0, len(messages), _BATCH):
        batch = messages[start : start + _BATCH]
        best = suggest(library, [message.question for message in batch], limit=1, least=0.0)
        for message, suggested in zip(batch, best, strict=True):
            topic = Topic(message.source, message.ticket, "", 0.0)
            for document, _, chance, _ in suggested:
                name, score = names.get(document.url, ""), round(chance, 4)
                topic = topic._replace(article=name, score=score, language=code_of(document))
            found.append(topic)
    return found


def write_topics(store: Path, topics: Sequence[Topic]) -> bool:
    """Put topics into a store in place of earlier ones of these tickets; whether it changed.

    Tickets that were deleted or forgotten meanwhile get none, and lose theirs.

    Raises:
        InputError: another import is at work.
        StoreError: the store cannot be read.
    """

    def take_in(con: DuckDBPyConnection, _folder: Path) -> None:
        lists = [list(column) for column in zip(*topics, strict=True)][:4] or [[], [], [], []]
        con.execute(
            "CREATE OR REPLACE TEMP TABLE learned AS SELECT unnest(?::VARCHAR[]) AS source, "
            "unnest(?::VARCHAR[]) AS ticket, unnest(?::VARCHAR[]) AS article, "
            "unnest(?::DOUBLE[]) AS score",
            lists,
        )
        con.execute(
            "DELETE FROM topics AS t WHERE EXISTS (SELECT 1 FROM learned AS l "
            "WHERE l.source = t.source AND l.ticket = t.ticket) OR NOT EXISTS (SELECT 1 "
            "FROM tickets AS k WHERE k.source = t.source AND k.ticket = t.ticket "
            "AND k.state = 'active')"
        )
        con.execute(
            "INSERT INTO topics SELECT l.* FROM learned AS l JOIN tickets AS k "
            "ON k.source = l.source AND k.ticket = l.ticket AND k.state = 'active' "
            "ORDER BY l.source, l.ticket"
        )

    _, changed = update(store, take_in)
    return changed
