"""Ratios with their intervals, one below the other, and a line where nothing changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from helpwright.reports.charts.frame import drawing, label, shortened
from helpwright.reports.markup import Html, tag

_ROW, _HEAD = 46, 26
_TICKS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)


@dataclass(frozen=True)
class Row:
    """One ratio; `high` is None where it has no upper limit. The pooled one is drawn larger."""

    name: str
    value: float
    low: float
    high: float | None
    shown: str
    pooled: bool = False


def forest(rows: Sequence[Row], *, key: str, title: str, description: str) -> Html:
    """A forest plot on a logarithmic scale; what lies beyond the scale ends at its edge."""
    edge = max([1.5, *(_reach(row) for row in rows)])
    edge = next((tick for tick in _TICKS if tick >= edge), 4.0)
    height = _HEAD + _ROW * len(rows) + 4
    parts: list[str] = []
    for tick in _TICKS:
        if 1 / edge <= tick <= edge:
            x = _x(tick, edge)
            kind = "one" if tick == 1 else "grid"
            parts.append(tag("line", cls=kind, x1=x, x2=x, y1=_HEAD - 6, y2=height))
            parts.append(label(x, _HEAD - 12, f"{tick:g}", cls="tick mid"))
    for index, row in enumerate(rows):
        top = _HEAD + index * _ROW
        y = top + 32
        low, high = _x(row.low, edge), _x(row.high or edge * 2, edge)
        parts += [
            label(
                0, top + 15, shortened(row.name, 40), cls="label strong" if row.pooled else "label"
            ),
            label("100%", top + 15, row.shown, cls="value end"),
            tag("line", cls="whisker", x1=low, x2=high, y1=y, y2=y),
        ]
        size = 12 if row.pooled else 9
        parts.append(
            tag(
                *(
                    "svg",
                    tag("rect", cls="spot", x=-size / 2, y=-size / 2, width=size, height=size),
                ),
                x=_x(row.value, edge),
                y=y,
                overflow="visible",
            )
        )
    return drawing(key, "forest", height, title, description, parts)


def _reach(row: Row) -> float:
    """How far from 1 a row's interval goes, within reason."""
    return min(max(1 / max(row.low, 0.01), row.high or 1.0), 4.0)


def _x(ratio: float, edge: float) -> str:
    share = log(min(max(ratio, 1 / edge), edge)) / log(edge)
    return f"{50 + 46 * share:.2f}%"
