"""Differences and ratios of counts, each with its 95 % interval.

- Difference of two proportions: R. G. Newcombe (1998), method 10, from both Wilson intervals.
- Risk ratio: D. Katz and others (1978), on the logarithm of the ratio.
- Ratio of two totals that belong to days: blocks of days drawn again (H. R. Künsch, 1989), as days
  next to one another resemble each other; see `bootstrap`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

from helpwright.deflection.intervals import SMALLEST_N, Z95, Proportion, wilson

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Difference:
    """How much one proportion is above another, in shares: 0.02 is two percentage points."""

    value: float
    interval: Bounds


def difference(after: Proportion, before: Proportion) -> Difference | None:
    """Newcombe's interval for `after` less `before`; None where only counts should be shown."""
    if after.value is None or before.value is None:
        return None
    return Difference(after.value - before.value, newcombe(after, before))


def newcombe(first: Proportion, second: Proportion) -> Bounds:
    """Newcombe's 95 % interval (method 10) for the first proportion less the second.

    Raises:
        ValueError: one of them has no trials.
    """
    bounds = [wilson(p.numerator, p.denominator) for p in (first, second)]
    if not bounds[0] or not bounds[1]:
        raise ValueError("a difference needs trials on both sides")
    (low, high), (low2, high2) = bounds[0], bounds[1]
    share, share2 = (p.numerator / p.denominator for p in (first, second))
    gap = share - share2
    below = sqrt((share - low) ** 2 + (high2 - share2) ** 2)
    above = sqrt((high - share) ** 2 + (share2 - low2) ** 2)
    return gap - below, gap + above


@dataclass(frozen=True)
class RiskRatio:
    """How many times as likely something is among some as among others.

    Attributes:
        cases: With it, of those looked at.
        others: With it, of those they are compared with.
    """

    cases: Proportion
    others: Proportion

    @property
    def value(self) -> float | None:
        """The ratio, or None where only counts should be shown or nobody else has it."""
        enough = self.cases.denominator >= SMALLEST_N and self.others.denominator >= SMALLEST_N
        if not enough or not self.others.numerator:
            return None
        return (self.cases.numerator / self.cases.denominator) / (
            self.others.numerator / self.others.denominator
        )

    @property
    def interval(self) -> Bounds | None:
        """Katz's 95 % interval, or None where there is no ratio or nobody of the cases has it."""
        if not self.value:
            return None
        spread = Z95 * sqrt(
            1 / self.cases.numerator
            - 1 / self.cases.denominator
            + 1 / self.others.numerator
            - 1 / self.others.denominator
        )
        return exp(log(self.value) - spread), exp(log(self.value) + spread)


@dataclass(frozen=True)
class Ratio:
    """A total over another that it is no part of, with an interval where there is enough data."""

    numerator: int
    denominator: int
    bounds: Bounds | None = None

    @property
    def value(self) -> float | None:
        """The ratio, or None where only counts should be shown."""
        return self.numerator / self.denominator if self.denominator >= SMALLEST_N else None

    @property
    def interval(self) -> Bounds | None:
        """The 95 % interval, or None where only counts should be shown."""
        return self.bounds if self.value is not None else None
