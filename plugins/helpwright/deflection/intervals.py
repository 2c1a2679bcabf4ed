"""Intervals for proportions.

Wilson's score interval (E. B. Wilson, 1927): with p = k/n and z = 1.959964,

    (p + z²/2n ± z·√(p(1 - p)/n + z²/4n²)) / (1 + z²/n)
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
SMALLEST_N = 30  # under it a percentage says less than its two counts


def wilson(successes: int, trials: int) -> tuple[float, float] | None:
    """Wilson's 95 % interval for a proportion; None if there were no trials.

    Raises:
        ValueError: more successes than trials, or a negative count.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is not a proportion")
    if not trials:
        return None
    share, square = successes / trials, Z95 * Z95
    middle = share + square / (2 * trials)
    spread = Z95 * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    scale = 1 + square / trials
    # At 0 and n the bounds are exact; rounding must not move them.
    low = 0.0 if successes == 0 else (middle - spread) / scale
    high = 1.0 if successes == trials else (middle + spread) / scale
    return low, high


@dataclass(frozen=True)
class Proportion:
    """A count out of a count. `value` and `interval` exist from 30 trials on."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The share, or None where only counts should be shown."""
        if self.denominator < SMALLEST_N:
            return None
        return self.numerator / self.denominator

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval, or None where only counts should be shown."""
        if self.denominator < SMALLEST_N:
            return None
        return wilson(self.numerator, self.denominator)
