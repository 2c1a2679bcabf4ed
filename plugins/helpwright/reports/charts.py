"""Charts as inline SVG: classes and attributes only, sharp at any width, read aloud by their text.

Positions are in percent, so text keeps its size on a phone; only the line's own drawing is
stretched. Every chart goes with a data table on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from helpwright.deflection.figures import ArticleRow, MonthRow
from helpwright.reports import wording

_ROW = 44  # pixels of one bar with its label
_WIDEST = 86  # percent of the width for the longest bar; its number stands behind it
_TOP, _BOTTOM, _HEIGHT = 10, 230, 280  # pixels of the line chart: 100 %, 0 %, all
_LEFT, _RIGHT = 9, 4  # percent left free beside the line; the scale stands on the left


def bars(rows: Sequence[ArticleRow], *, key: str, title: str, description: str) -> str:
    """Horizontal bars of reuse, one for each article."""
    longest = max((row.reuse for row in rows), default=1)
    parts = [_head(key, "bars", _ROW * len(rows) or 1, title, description)]
    for index, row in enumerate(rows):
        top = index * _ROW
        width = max(0.5, _WIDEST * row.reuse / longest)
        label = escape(_shortened(row.article.title))
        parts.append(
            f'<text class="label" x="0" y="{top + 15}">{label}</text>'
            f'<rect class="bar" x="0" y="{top + 22}" width="{width:.2f}%" height="12" rx="3"/>'
            f'<text class="value" x="{width:.2f}%" dx="8" y="{top + 32}">'
            f"{wording.count(row.reuse)}</text>"
        )
    return "".join([*parts, "</svg>"])


def rate_line(months: Sequence[MonthRow], *, key: str, title: str, description: str) -> str:
    """The link rate by month, with the band of its 95 % interval."""
    parts = [_head(key, "line", _HEIGHT, title, description)]
    for share in (0, 25, 50, 75, 100):
        y = _y(share / 100)
        parts.append(
            f'<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
            f'<text class="tick" x="0" y="{y - 4}">{share}\N{NO-BREAK SPACE}%</text>'
        )
    spots = [_x(index, len(months)) for index in range(len(months))]
    for run in _runs(months):
        parts.append(_band_and_line([(spots[i], months[i]) for i in run]))
    for index, (x, row) in enumerate(zip(spots, months, strict=True)):
        value = row.link_rate.value if row.link_rate else None
        if value is not None:
            parts.append(f'<circle class="dot" cx="{x:.2f}%" cy="{_y(value)}" r="4"/>')
            if index == len(months) - 1:
                parts.append(
                    f'<text class="value mid" x="{x:.2f}%" y="{_y(value) + 26}">'
                    f"{value * 100:.0f}\N{NO-BREAK SPACE}%</text>"
                )
        name = escape(wording.short_month(row.month))
        # A phone has room for every other name.
        kind = "tick mid odd" if index % 2 else "tick mid"
        parts.append(f'<text class="{kind}" x="{x:.2f}%" y="{_BOTTOM + 20}">{name}</text>')
        if index == 0 or row.month.endswith("-01"):
            year = row.month[:4]
            parts.append(f'<text class="tick mid" x="{x:.2f}%" y="{_BOTTOM + 36}">{year}</text>')
    return "".join([*parts, "</svg>"])


def _head(key: str, kind: str, height: int, title: str, description: str) -> str:
    return (
        f'<svg class="chart {kind}" width="100%" height="{height}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(description)}</desc>'
    )


def _band_and_line(points: Sequence[tuple[float, MonthRow]]) -> str:
    """Drawn in a plane of 100 by 100 that is stretched to the chart's width."""
    rates = [(x, row.link_rate) for x, row in points if row.link_rate]
    line = [(x, rate.value) for x, rate in rates if rate.value is not None]
    bounds = [(x, rate.interval) for x, rate in rates if rate.interval]
    upper = [(x, pair[1]) for x, pair in bounds]
    lower = [(x, pair[0]) for x, pair in reversed(bounds)]
    return (
        f'<svg x="0" y="{_TOP}" width="100%" height="{_BOTTOM - _TOP}" viewBox="0 0 100 100" '
        'preserveAspectRatio="none">'
        f'<polygon class="band" points="{_points([*upper, *lower])}"/>'
        f'<polyline class="rate" points="{_points(line)}" vector-effect="non-scaling-stroke"/>'
        "</svg>"
    )


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{100 - share * 100:.2f}" for x, share in points)


def _runs(months: Sequence[MonthRow]) -> list[list[int]]:
    """Months that have a rate, in unbroken runs: a gap must look like one."""
    runs: list[list[int]] = [[]]
    for index, row in enumerate(months):
        if row.link_rate and row.link_rate.value is not None:
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _x(index: int, total: int) -> float:
    return 50.0 if total < 2 else _LEFT + (100 - _LEFT - _RIGHT) * index / (total - 1)


def _y(share: float) -> float:
    return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)


def _shortened(title: str) -> str:
    return title if len(title) <= 46 else title[:44].rstrip() + "…"
