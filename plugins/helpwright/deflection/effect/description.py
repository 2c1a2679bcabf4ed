"""An estimate in weeks, topics, tickets, money and sentences."""

from __future__ import annotations

import numpy as np

from helpwright.deflection.effect.controls import Setting
from helpwright.deflection.effect.estimates import (
    Control,
    Estimate,
    Point,
    Ratio,
    Saved,
    Weeks,
)
from helpwright.deflection.effect.quantiles import Floats
from helpwright.deflection.effect.regression import Flags
from helpwright.deflection.effect.steps import Steps
from helpwright.deflection.effect.weeks import Event, WeeklyCounts
from helpwright.deflection.figures import FEWEST_REQUESTERS

WEEKS_A_POINT = 4
SEASONED = 70  # weeks before, from which on yearly terms cost a step less than a fifth of its error


def name_reasons(
    counts: WeeklyCounts, event: Event, setting: Setting
) -> tuple[tuple[str, ...], bool]:
    """Why there can be no estimate, in sentences; and whether its counts may be shown."""
    options, reasons = setting.options, []
    before, after = setting.before, setting.after
    tickets = counts.tickets[event.topic]
    behind = [
        counts.people(event.topic, weeks)
        for weeks in (before, after)
        if weeks.any() and tickets[weeks].any()
    ]
    if any(people < FEWEST_REQUESTERS for people in behind):
        return (f"fewer than {FEWEST_REQUESTERS} people are behind these tickets",), False
    if not setting.rows:
        return ("no other topic to compare with that had no article published meanwhile",), True
    for weeks, left_out, fewest, side in (
        (before, options.left_out_before, options.fewest_before, "before"),
        (after, options.left_out_after, options.fewest_after, "after"),
    ):
        there = int(weeks.sum())
        if there + left_out < fewest:
            found = f"{there + left_out if there else 0} weeks of data {side} publication"
            reasons.append(f"{found}, {fewest} needed")
    had = int(tickets[before].sum())
    if had < options.fewest_tickets:
        reasons.append(f"{had} tickets before publication, {options.fewest_tickets} needed")
    if setting.control[before].sum() < options.fewest_tickets:
        reasons.append(
            f"the other topics have {int(setting.control[before].sum())} tickets before "
            f"publication, {options.fewest_tickets} needed"
        )
    return tuple(reasons), True


def name_cautions(
    event: Event, setting: Setting, tickets: Floats, estimate: Estimate | None, flat: Steps | None
) -> tuple[str, ...]:
    """What a reader should know besides the estimate, in sentences."""
    if not estimate:
        return ()
    cautions, before, after = [], setting.before, setting.after
    if len(event.articles) > 1:
        cautions.append(
            f"{len(event.articles)} articles were published for the topic so close together "
            "that they cannot be told apart"
        )
    if setting.control[before].sum() < tickets[before].sum():
        cautions.append("the topics compared with have fewer tickets than the topic itself")
    if setting.options.harmonics and before.sum() + setting.options.left_out_before < SEASONED:
        cautions.append(
            f"with fewer than {SEASONED} weeks before publication a season of the topic looks much "
            "like an effect, so the interval is wide"
        )
    if not tickets[after].any():
        cautions.append(
            "no ticket at all since publication: check that agents still use the topic's tag"
        )
    if estimate.se_kind == "exact":
        cautions.append("the exact method knows no trend of the topic")
    if flat is not None:
        low, high = float(flat.low[0]), float(flat.high[0])
        step = float(np.log(estimate.ratio.value))
        if not low <= step <= high:
            cautions.append(
                "without a trend the result differs: the topic was changing before publication"
            )
    if setting.used.sum() < setting.window.sum() * 0.5:
        cautions.append("more than half of the weeks had to be left out")
    return tuple(cautions)


def describe_weeks(counts: WeeklyCounts, setting: Setting) -> Weeks:
    """The weeks used and left out."""
    used = np.flatnonzero(setting.used)
    empty = setting.window & ~setting.near & (setting.control <= 0)
    return Weeks(
        first=counts.monday(int(used[0])) if used.size else None,
        last=counts.monday(int(used[-1])) if used.size else None,
        before=int(setting.before.sum()),
        after=int(setting.after.sum()),
        left_out=tuple(counts.monday(int(week)) for week in np.flatnonzero(setting.near)),
        no_control=tuple(counts.monday(int(week)) for week in np.flatnonzero(empty)),
    )


def describe_control(counts: WeeklyCounts, setting: Setting) -> Control:
    """The topics in the control, and those that left it."""

    def names(rows: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(sorted(counts.topics[row] for row in rows))

    return Control(
        topics=names(setting.rows),
        treated=names(setting.treated),
        partial=names(setting.partial),
        tickets=int(setting.control[setting.before].sum()),
    )


def save_tickets(tickets: Floats, setting: Setting, ratio: Ratio, cost: float | None) -> Saved:
    """(expected - observed) tickets after publication."""
    observed = int(tickets[setting.after].sum())
    if observed:
        return price(observed, ratio, cost)
    # Nothing was observed, so what was expected is the control times the rate before.
    rate = tickets[setting.before].sum() / setting.control[setting.before].sum()
    expected = float(rate * setting.control[setting.after].sum())
    low = None if ratio.high is None else (1 - ratio.high) * expected
    return _saved(expected, low, (1 - ratio.low) * expected, cost)


def price(observed: int, ratio: Ratio, cost: float | None) -> Saved:
    """Saved tickets as observed / ratio - observed, at the ratio and at its limits."""
    low = -float(observed) if ratio.high is None else observed / ratio.high - observed
    high = observed / ratio.low - observed if ratio.low > 0 else None
    return _saved(observed / ratio.value - observed, low, high, cost)


def _saved(tickets: float, low: float | None, high: float | None, cost: float | None) -> Saved:
    def times(value: float | None) -> float | None:
        return None if value is None or cost is None else value * cost

    return Saved(tickets, low, high, times(tickets), times(low), times(high))


def plot_points(
    counts: WeeklyCounts,
    event: Event,
    setting: Setting,
    steps: Steps | None,
    estimate: Estimate,
) -> tuple[Point, ...]:
    """Blocks of four weeks with what was observed, and expected had nothing been published."""
    expected = _expected(counts.tickets[event.topic], setting, steps, estimate)
    parts = (("before", setting.before), ("left out", setting.near), ("after", setting.after))
    points = [
        _point(counts, event.topic, block, None if part == "left out" else expected, part)
        for part, weeks in parts
        for block in _blocks(weeks)
    ]
    return tuple(sorted(points, key=lambda point: point.week))


def _expected(
    tickets: np.ndarray, setting: Setting, steps: Steps | None, estimate: Estimate
) -> Floats:
    if steps is None:
        rate = tickets[setting.before].sum() / setting.control[setting.before].sum()
        return np.asarray(rate * setting.control, dtype=float)
    ratio = np.where(setting.after, estimate.ratio.value, 1.0)
    return np.asarray(steps.fitted[0] / ratio, dtype=float)


def _blocks(weeks: Flags) -> list[np.ndarray]:
    found = np.flatnonzero(weeks)
    return [found[start : start + WEEKS_A_POINT] for start in range(0, len(found), WEEKS_A_POINT)]


def _point(
    counts: WeeklyCounts, topic: int, block: np.ndarray, expected: Floats | None, part: str
) -> Point:
    weeks = np.zeros(counts.weeks, dtype=bool)
    weeks[block] = True
    shown = counts.people(topic, weeks) >= FEWEST_REQUESTERS
    return Point(
        week=counts.monday(int(block[0])),
        weeks=len(block),
        observed=int(counts.tickets[topic, block].sum()) if shown else None,
        expected=None if expected is None else float(expected[block].sum()),
        part=part,
    )
