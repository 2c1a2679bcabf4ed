"""Small charts on one scale, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.reports.charts.frame import drawing, plane
from helpwright.reports.markup import Html, tag

_HEIGHT = 56


def multiples(
    items: Sequence[tuple[str, Sequence[int | None], str]], *, key: str, unit: str
) -> Html:
    """One small chart of columns for each item.

    Args:
        items: The item's name as HTML or text, its values (None: not shown), and its total.
        key: An id for the parts.
        unit: What is counted, for those who don't see it.
    """
    most = max((value or 0 for _, values, _ in items for value in values), default=1) or 1
    cells = []
    for index, (name, values, total) in enumerate(items):
        step = 100 / max(len(values), 1)
        columns = [
            tag(
                "rect",
                cls="bar",
                x=f"{place * step + step * 0.15:.2f}",
                y=f"{100 - 96 * value / most:.2f}",
                width=f"{step * 0.7:.2f}",
                height=f"{96 * value / most:.2f}",
            )
            for place, value in enumerate(values)
            if value
        ]
        said = ", ".join("few" if value is None else str(value) for value in values)
        chart = drawing(
            f"{key}-{index}",
            "small",
            _HEIGHT,
            f"{unit}: {total}",
            f"From left to right: {said}.",
            [
                plane("0", 0, "100%", _HEIGHT, *columns),
                tag("line", cls="grid", x1=0, x2="100%", y1=_HEIGHT, y2=_HEIGHT),
            ],
        )
        cells.append(tag("li", tag("p", name), chart, tag("p", total, cls="muted")))
    return tag("ul", *cells, cls="multiples")
