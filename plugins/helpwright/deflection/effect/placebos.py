"""The same model where nothing was published: it should find nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpwright.deflection.effect.estimates import Placebos
from helpwright.deflection.effect.quantiles import Floats, at_least
from helpwright.deflection.effect.steps import Options, Steps, estimate_steps, weeks_used

DATES_APART = 13
FEWEST_BEFORE = 60  # with fewer, a season takes so much of the data that nothing is found
FEWEST_AFTER = 8
SUSPICION = 0.01  # runs share weeks, so several alarms at once are commoner than by the book


@dataclass(frozen=True)
class Runs:
    """Placebo estimates: log ratios and p-values, (runs,), and each run's `Steps`."""

    log_ratios: Floats
    p: Floats
    steps: tuple[Steps, ...]


def run_dates(counts: Floats, control: Floats, since: NDArray[np.int_], options: Options) -> Runs:
    """Pretend earlier publications of the topic, the latest first. Arrays are (weeks,)."""
    begins = -int(since[control > 0].min(initial=0))
    latest = -(options.left_out_before + options.left_out_after + FEWEST_AFTER + 1)
    found = []
    untouched = np.where(since < -options.left_out_before, control, 0.0)
    for shift in range(latest, -(begins - FEWEST_BEFORE) - 1, -DATES_APART):
        steps = estimate_steps(counts[None], untouched[None], since - shift, options)
        if steps.ok[0]:
            found.append(steps)
    return _runs(found, [0] * len(found))


def run_topics(topics: Floats, since: NDArray[np.int_], options: Options) -> Runs:
    """Pretend a publication for control topics, the largest first, the others being the control.

    Args:
        topics: (topics, weeks), the control's topics.
        since: (weeks,).
        options: The method.
    """
    before = (weeks_used(since, options) & (since < 0)).astype(float)
    size = topics @ before
    others = topics.sum(axis=0)[None] - topics
    large = (size >= options.fewest_tickets) & (others @ before >= options.fewest_tickets)
    order = np.argsort(-size, kind="stable")
    chosen = order[large[order]][: options.placebo_topics]
    if not len(chosen):
        return _runs([], [])
    steps = estimate_steps(topics[chosen], others[chosen], since, options)
    rows = np.flatnonzero(steps.ok)
    return _runs([steps] * len(rows), [int(row) for row in rows])


def _runs(found: list[Steps], rows: list[int]) -> Runs:
    pairs = list(zip(found, rows, strict=True))
    return Runs(
        np.array([steps.log_ratio[row] for steps, row in pairs], dtype=float),
        np.array([steps.p[row] for steps, row in pairs], dtype=float),
        tuple(found),
    )


def summarise(runs: Runs, p: float, significance: float) -> Placebos:
    """How the runs compare with the real estimate, whose p-value is given."""
    count = len(runs.p)
    flagged = int((runs.p < significance).sum())
    return Placebos(
        runs=count,
        flagged=flagged,
        median=float(np.exp(np.median(runs.log_ratios))) if count else None,
        rank_p=(1 + int((runs.p <= p).sum())) / (1 + count) if count else None,
        suspicious=at_least(flagged, count, significance) < SUSPICION,
    )
