"""Values over time, with the band of an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from helpwright.reports.charts.frame import drawing, label, plane, points
from helpwright.reports.markup import Html, join, tag

_TOP, _BOTTOM, _HEIGHT = 14, 230, 280  # pixels: the scale's top, its zero, all
_LEFT, _RIGHT = 9, 4  # percent left free beside the line; the scale stands on the left


@dataclass(frozen=True)
class Series:
    """A line. A gap in it must look like one.

    Attributes:
        name: What it is, in the chart's key.
        values: One for each label below the chart; None where there is none.
        bands: The interval around each value.
        kind: A class for its drawing: "rate" or "expected".
    """

    name: str
    values: Sequence[float | None]
    bands: Sequence[tuple[float, float] | None] = ()
    kind: str = "rate"


def percent_axis(top: float = 1.0) -> list[tuple[float, str]]:
    """A scale from 0 to 100 %, or to a lower round share above `top`."""
    last = next(share for share in (0.1, 0.2, 0.4, 1.0) if share >= min(top, 1.0))
    return [(last * n / 4, f"{last * n * 25:.3g}\N{NO-BREAK SPACE}%") for n in range(5)]


def count_axis(top: float) -> list[tuple[float, str]]:
    """A scale from 0 to a round number above `top`."""
    step = 1
    while step * 4 < top:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return [(step * n, f"{step * n:,}") for n in range(5)]


def lines(
    series: Sequence[Series],
    labels: Sequence[tuple[str, str]],
    axis: Sequence[tuple[float, str]],
    *,
    key: str,
    title: str,
    description: str,
    mark: tuple[int, str] | None = None,
) -> Html:
    """A line chart.

    Args:
        series: The lines, the most important last.
        labels: What stands below each value: a word, and a second line or "".
        axis: Values of the scale with their words, from 0 up.
        key: An id for its parts.
        title: Its name.
        description: What it shows, for those who don't see it.
        mark: A place with a vertical line before it, and what happened there.
    """
    top = axis[-1][0]
    parts: list[str] = [_scale(tuple(axis))]
    spots = [_x(index, len(labels)) for index in range(len(labels))]
    if mark and len(spots) > 1:
        x = spots[mark[0]] - (spots[1] - spots[0]) / 2
        parts.append(tag("line", cls="mark", x1=f"{x:.2f}%", x2=f"{x:.2f}%", y1=_TOP, y2=_BOTTOM))
        side = "tick mid" if 15 < x < 85 else "tick"
        parts.append(label(f"{x:.2f}%", _TOP - 3, mark[1], cls=side))
    for line in series:
        parts += _draw(line, spots, top)
    parts.append(_names(tuple(labels)))
    return drawing(key, "line", _HEIGHT, title, description, parts)


@cache
def _scale(axis: tuple[tuple[float, str], ...]) -> Html:
    parts: list[str] = []
    for value, words in axis:
        y = _y(value / axis[-1][0])
        parts.append(tag("line", cls="grid", x1=0, x2="100%", y1=y, y2=y))
        parts.append(label(0, y - 4, words, cls="tick"))
    return join(parts)


@cache
def _names(labels: tuple[tuple[str, str], ...]) -> Html:
    parts: list[str] = []
    every = max(1, -(-len(labels) // 13))
    for index, (name, under) in enumerate(labels):
        if index % every:
            continue
        # A phone has room for every other name.
        kind = "tick mid odd" if index // every % 2 else "tick mid"
        x = f"{_x(index, len(labels)):.2f}%"
        parts.append(label(x, _BOTTOM + 20, name, cls=kind))
        if under:
            parts.append(label(x, _BOTTOM + 36, under, cls="tick mid"))
    return join(parts)


def _draw(line: Series, spots: Sequence[float], top: float) -> list[str]:
    parts: list[str] = []
    few = len(spots) <= 40
    for run in _runs(line.values):
        middle = [(spots[i], (line.values[i] or 0.0) / top) for i in run]
        shapes = []
        around = [(spots[i], line.bands[i]) for i in run] if line.bands else []
        known = [(x, pair) for x, pair in around if pair]
        if known:
            upper = [(x, min(pair[1] / top, 1.0)) for x, pair in known]
            lower = [(x, pair[0] / top) for x, pair in reversed(known)]
            shapes.append(tag("polygon", cls="band", points=points([*upper, *lower])))
        drawn = points(middle)
        effect = "non-scaling-stroke"
        shapes.append(tag("polyline", cls=line.kind, points=drawn, vector_effect=effect))
        parts.append(plane("0", _TOP, "100%", _BOTTOM - _TOP, *shapes))
        if few and line.kind == "rate":
            for x, share in middle:
                parts.append(tag("circle", cls="dot", cx=f"{x:.2f}%", cy=_y(share), r=3.5))
    return parts


def _runs(values: Sequence[float | None]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for index, value in enumerate(values):
        if value is not None:
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _x(index: int, total: int) -> float:
    return 50.0 if total < 2 else _LEFT + (100 - _LEFT - _RIGHT) * index / (total - 1)


def _y(share: float) -> float:
    return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)
