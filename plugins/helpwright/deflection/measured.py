"""A figure of the catalogue with its values: one for the site, or one for each article and so on.

Nothing here is about fewer than `FEWEST_REQUESTERS` people. Where events are counted nobody knows
how many people stand behind them; then at least as many sessions, views or searches must.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpwright.deflection.catalogue import Level
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.ratios import Difference, Ratio, RiskRatio

FEWEST_REQUESTERS = 5
FEWEST_REQUESTERS_PUBLIC = 10


@dataclass(frozen=True)
class Money:
    """An amount in the currency of the cost per ticket, with its 95 % interval."""

    amount: float
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class RateRatio:
    """Tickets observed over tickets expected without the article, with its 95 % interval."""

    observed: int
    expected: float
    interval: tuple[float, float]

    @property
    def value(self) -> float:
        """The ratio; below 1 fewer came than expected."""
        return self.observed / self.expected


Value = int | Proportion | Ratio | RiskRatio | RateRatio | Money


@dataclass(frozen=True)
class Measurement:
    """One value.

    Attributes:
        key: What it is about: an article's id, a category, a team, search words, a month as
            "2026-03"; "" for the site.
        value: The number, with its interval where it has one.
        people: Distinct requesters behind it; with events the sessions, views or searches.
    """

    key: str
    value: Value
    people: int


@dataclass(frozen=True)
class Folded:
    """Rows not shown one by one. `links` is None if too few people stand behind all of them."""

    rows: int
    links: int | None


@dataclass(frozen=True)
class Measured:
    """A figure at a level. `folded` tells what too few people stand behind."""

    metric: str
    level: Level
    rows: tuple[Measurement, ...]
    folded: Folded

    @property
    def whole(self) -> Value | None:
        """The value for the site."""
        return next((row.value for row in self.rows if not row.key), None)

    def get(self, key: str) -> Value | None:
        """The value of one article, category and so on; None if it is folded or absent."""
        return next((row.value for row in self.rows if row.key == key), None)


@dataclass(frozen=True)
class Change:
    """A figure in two periods. `difference` is None where one of them has too little data."""

    metric: str
    level: Level
    key: str
    before: Value
    after: Value
    difference: Difference | None
