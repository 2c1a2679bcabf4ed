"""Horizontal bars with their labels above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpwright.reports.charts.frame import drawing, label, shortened
from helpwright.reports.markup import Html, tag

_ROW = 44  # pixels of one bar with its label
_WIDEST = 78  # percent of the width for the longest bar; its number stands behind it


@dataclass(frozen=True)
class Bar:
    """One bar. `shown` is its number as text."""

    name: str
    value: float
    shown: str


def bars(items: Sequence[Bar], *, key: str, title: str, description: str) -> Html:
    """Bars from the same zero, in the order given; a funnel if each is a part of the one above."""
    longest = max((item.value for item in items), default=0) or 1
    parts = []
    for index, item in enumerate(items):
        top = index * _ROW
        width = max(0.5, _WIDEST * item.value / longest)
        parts += [
            label(0, top + 15, shortened(item.name), cls="label"),
            tag("rect", cls="bar", x=0, y=top + 22, width=f"{width:.2f}%", height=12, rx=3),
            label(f"{width:.2f}%", top + 32, item.shown, cls="value", dx=8),
        ]
    return drawing(key, "bars", _ROW * len(items) or 1, title, description, parts)
