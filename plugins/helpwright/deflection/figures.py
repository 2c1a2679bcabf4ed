"""What a report says: every figure of a period, as plain data.

Nothing in it is about one person. Where fewer than `FEWEST_REQUESTERS` people stand behind a
figure it is None or folded into a row that says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from helpwright.deflection.catalogue import Level
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import (
    FEWEST_REQUESTERS,
    FEWEST_REQUESTERS_PUBLIC,
    Change,
    Folded,
    Measured,
)

__all__ = [
    "FEWEST_REQUESTERS",
    "FEWEST_REQUESTERS_PUBLIC",
    "ArticleRow",
    "CategoryRow",
    "Figures",
    "Folded",
    "MonthRow",
    "Period",
    "ReportArticle",
    "TeamRow",
    "UnresolvedRow",
]


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted, in UTC."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period cannot end ({self.last}) before it begins ({self.first})")

    @classmethod
    def year_before(cls, today: date) -> Period:
        """The twelve whole months before the month of `today`."""
        first_of_month = today.replace(day=1)
        last = date.fromordinal(first_of_month.toordinal() - 1)
        return cls(first_of_month.replace(year=today.year - 1), last)


@dataclass(frozen=True)
class ReportArticle:
    """An article that the help center has now. `published_on` is None if nobody wrote it down."""

    id: str
    title: str
    url: str
    category: str
    audience: str = "public"
    published_on: date | None = None


@dataclass(frozen=True)
class ArticleRow:
    """An article that agents linked.

    Attributes:
        article: The article; one that is no longer published has its id as its title.
        published: Whether the help center still has it.
        reuse: Distinct tickets in which an agent first linked it in the period.
        requesters: Distinct people behind these tickets.
        link_rate: Closed tickets of the period that link it / closed tickets of the period.
        lasting: Linked tickets solved and not reopened within 14 days / linked tickets.
        cumulative: Share of all links that this and the articles above it make up (Pareto).
    """

    article: ReportArticle
    published: bool
    reuse: int
    requesters: int
    link_rate: Proportion
    lasting: Proportion
    cumulative: float


@dataclass(frozen=True)
class CategoryRow:
    """A category.

    Attributes:
        name: The category.
        articles: Articles it has now.
        linked: How many of them were linked at least once.
        reuse: Distinct tickets that link one of its articles; None if folded.
        link_rate: Closed tickets tagged with the category and linked / tagged; None if no ticket
            carries its tag, or too few people stand behind those that do.
    """

    name: str
    articles: int
    linked: int
    reuse: int | None
    link_rate: Proportion | None


@dataclass(frozen=True)
class MonthRow:
    """A month, "2026-03". `whole` is False if the period cuts it; the rate is None if folded."""

    month: str
    whole: bool
    link_rate: Proportion | None


@dataclass(frozen=True)
class TeamRow:
    """A team's link rate."""

    team: str
    link_rate: Proportion


@dataclass(frozen=True)
class UnresolvedRow:
    """An address under our hosts that no article answers, and the tickets that link it."""

    url: str
    tickets: int


@dataclass(frozen=True)
class Figures:
    """Every figure of a report.

    Attributes:
        closed: Tickets solved or closed in the period, without merged, deleted and spam ones.
        requesters: Distinct people behind them.
        links: Links (ticket, article) first sent in the period.
        pareto: How many articles make up 80 % of all links.
        left_out: Tickets in the store that count nowhere, by reason.
        data_until: The last change the store knows of.
        events_from: The first day of the period with a help session; None without events.
        events_until: The last such day. The self-service score is about these days only.
        measured: Every figure of the catalogue that the data allow.
        compared_with: The earlier period that `changes` are against.
        changes: What differs from it, with intervals.
    """

    today: date
    period: Period
    closed: int
    requesters: int
    links: int
    link_rate: Proportion
    months: tuple[MonthRow, ...]
    categories: tuple[CategoryRow, ...]
    teams: tuple[TeamRow, ...]
    folded_teams: Folded
    articles: tuple[ArticleRow, ...]
    folded_articles: Folded
    never_linked: tuple[ReportArticle, ...]
    unresolved: tuple[UnresolvedRow, ...]
    folded_unresolved: Folded
    pareto: int
    left_out: tuple[tuple[str, int], ...]
    data_until: date | None
    events_from: date | None = None
    events_until: date | None = None
    measured: tuple[Measured, ...] = ()
    compared_with: Period | None = None
    changes: tuple[Change, ...] = ()

    def of(self, metric: str, level: Level) -> Measured:
        """A figure at a level; without rows if the data don't allow it."""
        found = (m for m in self.measured if (m.metric, m.level) == (metric, level))
        return next(found, Measured(metric, level, (), Folded(0, 0)))
