"""Cost saved: what the publication effect found, times what a ticket costs.

The effect is estimated elsewhere and arrives as plain numbers; nothing is estimated here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpwright.deflection.catalogue import Level
from helpwright.deflection.measured import (
    FEWEST_REQUESTERS,
    Folded,
    Measured,
    Measurement,
    Money,
    RateRatio,
)
from helpwright.deflection.ratios import Bounds


@dataclass(frozen=True)
class TopicTickets:
    """Tickets about a topic after its article was published.

    Attributes:
        article: The article's id; "" for all articles pooled.
        observed: Topic tickets that came.
        expected: Topic tickets that would have come without the article.
        ratio: The 95 % interval of observed / expected.
        people: Distinct requesters behind the observed tickets.
    """

    article: str
    observed: int
    expected: float
    ratio: Bounds
    people: int


@dataclass(frozen=True)
class Savings:
    """What the publication effect found, and what a ticket costs; None where nobody said."""

    effects: Sequence[TopicTickets] = ()
    cost_per_ticket: float | None = None


def cost_saved(tickets: TopicTickets, cost_per_ticket: float) -> Money:
    """(Expected - observed) x cost per ticket, at the ratio and at its limits.

    The observed tickets are what they are; what would have come is observed / ratio.
    """
    amount = (tickets.expected - tickets.observed) * cost_per_ticket
    low, high = tickets.ratio
    if not tickets.observed:
        each = tickets.expected * cost_per_ticket
        return Money(amount, (each * (1 - high), each * (1 - low)))
    if low <= 0:
        return Money(amount, None)
    limits = [
        (tickets.observed / share - tickets.observed) * cost_per_ticket for share in (high, low)
    ]
    return Money(amount, (limits[0], limits[1]))


def saved(savings: Savings) -> tuple[Measured, ...]:
    """The publication effect and the cost saved; money is told for all articles pooled only."""
    found = [tickets for tickets in savings.effects if tickets.people >= FEWEST_REQUESTERS]
    few = Folded(
        sum(1 for t in savings.effects if t.article) - sum(1 for t in found if t.article), None
    )
    pooled = [tickets for tickets in found if not tickets.article]
    single = [tickets for tickets in found if tickets.article]
    money: tuple[Measurement, ...] = ()
    if savings.cost_per_ticket is not None:
        cost = savings.cost_per_ticket
        money = tuple(Measurement("", cost_saved(t, cost), t.people) for t in pooled)
    nothing = Folded(0, 0)
    return (
        Measured("publication-effect", Level.SITE, _effects(pooled), nothing),
        Measured("publication-effect", Level.ARTICLE, _effects(single), few),
        Measured("cost-saved", Level.SITE, money, nothing),
    )


def _effects(found: Sequence[TopicTickets]) -> tuple[Measurement, ...]:
    return tuple(
        Measurement(t.article, RateRatio(t.observed, t.expected, t.ratio), t.people)
        for t in sorted(found, key=lambda tickets: tickets.article)
    )
