"""Intervals for a ratio of two daily totals, by drawing blocks of days again.

Whole weeks are drawn in a row (circular blocks of seven days), so that the rhythm of the week and
what one day owes to the one before stay in each draw. The draws are seeded: the same days give the
same interval on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from helpwright.deflection.ratios import Bounds, Difference, Ratio

BLOCK = 7  # days
DRAWS = 2000
FEWEST_DAYS = 28
_SEED = 20_260_101

Days = Sequence[tuple[int, int]]


def daily_ratio(days: Days) -> Ratio:
    """The ratio of the totals of pairs (numerator, denominator), one for each day in order.

    There is an interval from four weeks on.
    """
    totals = np.asarray(days, dtype=np.int64).reshape(-1, 2).sum(axis=0)
    drawn = _draws(days, _SEED)
    bounds = None if drawn is None else _bounds(drawn)
    return Ratio(int(totals[0]), int(totals[1]), bounds)


def ratio_difference(after: Days, before: Days) -> Difference | None:
    """How much the ratio of some days is above that of others; None where one has no interval."""
    ratios = daily_ratio(after), daily_ratio(before)
    drawn, drawn_before = _draws(after, _SEED), _draws(before, _SEED + 1)
    values = [ratio.value for ratio in ratios]
    if drawn is None or drawn_before is None or values[0] is None or values[1] is None:
        return None
    return Difference(values[0] - values[1], _bounds(drawn - drawn_before))


def _draws(days: Days, seed: int) -> NDArray[np.float64] | None:
    """The ratio in each draw; None with too few days, or if a draw may have no denominator."""
    pairs = np.asarray(days, dtype=np.int64).reshape(-1, 2)
    count = len(pairs)
    if count < FEWEST_DAYS:
        return None
    blocks = -(-count // BLOCK)
    generator = np.random.Generator(np.random.PCG64(seed))
    starts = generator.integers(0, count, size=(DRAWS, blocks))
    places = (starts[:, :, None] + np.arange(BLOCK)) % count
    sums = pairs[places.reshape(DRAWS, -1)[:, :count]].sum(axis=1)
    if not sums[:, 1].all():
        return None
    return np.asarray(sums[:, 0] / sums[:, 1], dtype=np.float64)


def _bounds(drawn: NDArray[np.float64]) -> Bounds:
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(low), float(high)
