"""How few articles make up most links."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.reports.charts.frame import drawing, label, plane, points
from helpwright.reports.markup import Html, tag

_TOP, _BOTTOM, _HEIGHT = 14, 210, 240
_LEFT = 9  # percent; the scale stands there


def pareto(
    reuse: Sequence[int], shares: Sequence[float], *, key: str, title: str, description: str
) -> Html:
    """Reuse as columns, the most reused first, and the share that they make up so far as a line.

    Args:
        reuse: Tickets of each article, falling.
        shares: The share of all links up to each article, between 0 and 1.
        key: An id for its parts.
        title: Its name.
        description: What it shows, for those who don't see it.
    """
    most, many = max(reuse, default=1) or 1, max(len(reuse), 1)
    parts: list[str] = []
    for share in (0.0, 0.5, 0.8, 1.0):
        y = round(_BOTTOM - share * (_BOTTOM - _TOP), 1)
        kind = "one" if share == 0.8 else "grid"
        parts.append(tag("line", cls=kind, x1=0, x2="100%", y1=y, y2=y))
        parts.append(label(0, y - 4, f"{share * 100:.0f}\N{NO-BREAK SPACE}%", cls="tick"))
    step = 100 / many
    columns = [
        tag(
            "rect",
            cls="bar soft",
            x=f"{index * step + step * 0.1:.3f}",
            y=f"{100 - 100 * one / most:.2f}",
            width=f"{step * 0.8:.3f}",
            height=f"{100 * one / most:.2f}",
        )
        for index, one in enumerate(reuse)
    ]
    line = points([((index + 0.5) * step, share) for index, share in enumerate(shares)])
    curve = tag("polyline", cls="rate", points=line, vector_effect="non-scaling-stroke")
    width, height = f"{100 - _LEFT}%", _BOTTOM - _TOP
    parts.append(plane(f"{_LEFT}%", _TOP, width, height, *columns, curve))
    parts.append(label(f"{_LEFT}%", _BOTTOM + 20, "most linked", cls="tick"))
    parts.append(label("100%", _BOTTOM + 20, f"{many:,} articles", cls="tick end"))
    return drawing(key, "pareto", _HEIGHT, title, description, parts)
