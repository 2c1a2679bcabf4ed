"""Weekly counts of topics, and the publications whose effect is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class WeeklyCounts:
    """Tickets per topic and ISO week. The arrays are (topics, weeks).

    Attributes:
        topics: The topics' names, one a row.
        first_week: The Monday of the first column.
        tickets: Distinct tickets.
        requesters: Distinct people behind them in that week.
        newcomers: People whose first ticket of the topic is of that week. Their sum over some
            weeks is a lower bound of the people of these weeks.
    """

    topics: tuple[str, ...]
    first_week: date
    tickets: Counts
    requesters: Counts
    newcomers: Counts

    def __post_init__(self) -> None:
        shape = (len(self.topics), self.tickets.shape[-1] if self.tickets.ndim == 2 else -1)
        if {self.tickets.shape, self.requesters.shape, self.newcomers.shape} != {shape}:
            raise ValueError(f"counts of {len(self.topics)} topics must be (topics, weeks)")
        if len(set(self.topics)) < len(self.topics):
            raise ValueError("a topic has one row")
        if self.first_week.weekday():
            raise ValueError(f"{self.first_week} is not a Monday")
        if self.tickets.size and self.tickets.min() < 0:
            raise ValueError("a count cannot be negative")

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return int(self.tickets.shape[1])

    def week_of(self, day: date) -> int:
        """The column of a day's week; may lie outside the counts."""
        return (day - self.first_week).days // 7

    def monday(self, week: int) -> date:
        """The Monday of a column."""
        return self.first_week + timedelta(weeks=week)

    def people(self, topic: int, weeks: NDArray[np.bool_]) -> int:
        """At least so many people are behind the tickets of a topic in some weeks."""
        if not weeks.any():
            return 0
        return max(
            int(self.newcomers[topic, weeks].sum()), int(self.requesters[topic, weeks].max())
        )


@dataclass(frozen=True)
class Publication:
    """An article that was published for a topic."""

    article: str
    topic: str
    on: date


@dataclass(frozen=True)
class Event:
    """One or more articles published for a topic so close together that they cannot be told apart.

    Attributes:
        articles: Their ids.
        topic: The topic's row.
        first: The column of the first one's week.
        last: The column of the last one's week.
        begins: The first column that may be used: the topic's first ticket, or what follows the
            topic's event before.
        ends: The column after the last that may be used: the end, or the topic's next event.
    """

    articles: tuple[str, ...]
    topic: int
    first: int
    last: int
    begins: int
    ends: int

    def since(self, weeks: int) -> NDArray[np.int_]:
        """Each week's distance from the event; 0 from its first to its last publication."""
        week = np.arange(weeks)
        return np.minimum(week - self.first, 0) + np.maximum(week - self.last, 0)


def find_events(
    counts: WeeklyCounts, publications: Iterable[Publication], *, before: int, after: int
) -> list[Event]:
    """Group the publications of each topic; those of unknown topics are passed over.

    Args:
        counts: The topics.
        publications: In any order.
        before: Weeks left out before an event.
        after: Weeks left out after it. Publications no further apart are one event.
    """
    rows = {topic: row for row, topic in enumerate(counts.topics)}
    known = sorted({(rows[p.topic], p.on, p.article) for p in publications if p.topic in rows})
    events = []
    for topic, group in groupby(known, key=lambda entry: entry[0]):
        spans: list[tuple[int, int, list[str]]] = []
        for _, day, article in group:
            week = counts.week_of(day)
            if spans and week - spans[-1][1] <= after:
                first, _, articles = spans.pop()
                spans.append((first, week, [*articles, article]))
            else:
                spans.append((week, week, [article]))
        some = np.flatnonzero(counts.tickets[topic])
        begins = int(some[0]) if some.size else counts.weeks
        for number, (first, last, articles) in enumerate(spans):
            if number:
                begins = max(begins, spans[number - 1][1] + after + 1)
            ends = counts.weeks
            if number + 1 < len(spans):
                ends = min(ends, spans[number + 1][0] - before)
            names = tuple(dict.fromkeys(articles))
            events.append(Event(names, topic, first, last, max(begins, 0), max(ends, 0)))
    return events
