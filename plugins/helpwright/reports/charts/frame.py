"""What all charts share: the drawing with its name, a stretched plane, text that fits."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.reports.markup import Html, tag


def drawing(
    key: str, kind: str, height: int, title: str, description: str, parts: Sequence[str]
) -> Html:
    """A chart with an accessible name and description."""
    return tag(
        *(
            "svg",
            tag("title", title, id=f"{key}-title"),
            tag("desc", description, id=f"{key}-desc"),
        ),
        *parts,
        cls=f"chart {kind}",
        width="100%",
        height=height,
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        xmlns="http://www.w3.org/2000/svg",
    )


def plane(x: str, y: float, width: str, height: float, *parts: str) -> Html:
    """A plane of 100 by 100, stretched: lines in it keep their width, text has no place in it."""
    return tag(
        *("svg", *parts),
        x=x,
        y=y,
        width=width,
        height=height,
        viewBox="0 0 100 100",
        preserveAspectRatio="none",
    )


def label(x: str | float, y: float, words: str, *, cls: str, dx: int | None = None) -> Html:
    """Text at a point; `x` may be in percent."""
    return tag("text", words, cls=cls, x=x, y=round(y, 1), dx=dx)


def points(places: Sequence[tuple[float, float]]) -> str:
    """Points of a plane, (x, share from the bottom)."""
    return " ".join(f"{x:.2f},{100 - share * 100:.2f}" for x, share in places)


def shortened(title: str, longest: int = 46) -> str:
    """A title that fits above its bar on a phone."""
    return title if len(title) <= longest else title[: longest - 2].rstrip() + "…"
