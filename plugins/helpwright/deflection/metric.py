"""What a figure of the catalogue is: its level, its kind, its formula, and what it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a figure is about. Nothing is about one person."""

    SITE = "site"
    CATEGORY = "category"
    TEAM = "team"
    ARTICLE = "article"
    QUERY = "query"
    FORM = "form"
    TROUBLESHOOTER = "troubleshooter"
    MONTH = "month"
    SENDER = "sender"
    ADDRESS = "address"


class Kind(StrEnum):
    """What sort of number a figure is."""

    COUNT = "count"
    PROPORTION = "proportion"  # Wilson's interval
    RATIO = "ratio"  # an interval from blocks of days
    RISK_RATIO = "risk ratio"  # Katz's interval
    RATE_RATIO = "rate ratio"  # an interval from the publication effect
    MONEY = "money"  # an interval from the publication effect


@dataclass(frozen=True)
class Metric:
    """A figure at one level.

    Attributes:
        id: Its name in data, the same at each level.
        query: The query that counts it; "" where the figure comes from elsewhere.
        hit: The sum of columns above the line: "a", "a+b", "a-b"; never below 0.
        of: The same below the line; "" for a count.
        formula: Numerator ÷ denominator in words.
        unit: What is counted below the line, or counted at all.
        source: Who defined it.
        never: What it must not be called, and why.
    """

    id: str
    name: str
    level: Level
    kind: Kind
    query: str
    hit: str
    of: str
    formula: str
    unit: str
    source: str
    never: str

    @property
    def key(self) -> str:
        """Its name among all figures: id and level."""
        return f"{self.id}/{self.level}"

    @property
    def numerator(self) -> str:
        """What stands above the line, in words."""
        return self.formula.partition(" ÷ ")[0]

    @property
    def denominator(self) -> str:
        """What stands below the line, in words; "" for a count."""
        return self.formula.partition(" ÷ ")[2]


def share(
    id: str,
    name: str,
    level: Level,
    query: str,
    columns: str,
    formula: str,
    unit: str,
    source: str,
    never: str,
) -> Metric:
    """A proportion; `columns` is what stands above and below the line, "linked/closed"."""
    hit, _, of = columns.partition("/")
    return Metric(id, name, level, Kind.PROPORTION, query, hit, of, formula, unit, source, never)


def count(
    id: str, name: str, level: Level, query: str, hit: str, formula: str, source: str, never: str
) -> Metric:
    """A number of tickets."""
    return Metric(id, name, level, Kind.COUNT, query, hit, "", formula, "tickets", source, never)
