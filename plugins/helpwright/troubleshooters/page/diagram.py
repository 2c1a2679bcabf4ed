"""A compiled troubleshooter as a drawing: SVG whose colours stand in attributes.

So it needs no stylesheet, which a Content-Security-Policy might forbid.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from html import escape
from typing import Any

from helpwright.troubleshooters.page.graph import Edge
from helpwright.troubleshooters.page.layout import Gaps, Layout, Point, Size, arrange

MOST_BOXES = 200
"""Beyond, nobody can read a drawing."""

# In pixels; the letters are about as wide as those of common fonts at this size.
_FONT, _LETTER, _LINE = 13, 7.0, 17
_COLUMNS, _ROWS = 24, 4
_PADDING, _MARGIN = 10, 12
_SMALL, _SMALL_LINE, _SMALL_COLUMNS = 11, 13, 22


@dataclass(frozen=True)
class Colours:
    """Of the page, its lines, letters and labels, and of each kind of box."""

    page: str
    line: str
    ink: str
    faint: str
    ask: str
    attempt: str
    outcome: str

    def of(self, kind: str) -> str:
        """The colour of a box."""
        return {"ask": self.ask, "try": self.attempt}.get(kind, self.outcome)


_COLOUR = re.compile('(fill|stroke)="(#[0-9a-f]{6})"')
LIGHT = Colours("#ffffff", "#5b6b86", "#1d2433", "#4c566a", "#eef4ff", "#fff7e6", "#e9f7ef")
DARK = Colours("#1b1f27", "#8d9bb3", "#eef1f6", "#b8c2d3", "#23304a", "#3d3420", "#1f3a2c")


def as_svg(
    program: Mapping[str, Any],
    ways: Sequence[Edge],
    *,
    title: str,
    page: str = "",
    colours: Colours = LIGHT,
) -> str:
    """The drawing, or "" if there are more than `MOST_BOXES` steps and outcomes.

    Args:
        program: The compiled troubleshooter.
        ways: Its ways, from `graph.edges`.
        title: What screen readers say.
        page: The address of the page whose steps the boxes link to.
        colours: `LIGHT` or `DARK`.
    """
    nodes = {**program["steps"], **program["outcomes"]}
    if len(nodes) > MOST_BOXES:
        return ""
    lines = {name: wrapped(node["label"], _COLUMNS, _ROWS) for name, node in nodes.items()}
    sizes = {name: _size(texts) for name, texts in lines.items()}
    known = [way for way in ways if way.to in nodes]
    labels = {
        (way.start, way.to): wrapped(way.label, _SMALL_COLUMNS, 3) for way in known if way.label
    }
    room = {pair: _label_size(texts) for pair, texts in labels.items()}
    pairs = [(way.start, way.to) for way in known]
    layout = arrange(program["start"], sizes, pairs, room, Gaps(across=20, down=24))
    painter = _Painter(layout, sizes, page, colours)
    width, height = layout.width + 2 * _MARGIN, layout.height + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'font-family="sans-serif" font-size="{_FONT}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="100%" height="100%" fill="{colours.page}"/>',
        f'<g transform="translate({_MARGIN} {_MARGIN})" fill="none" stroke="{colours.line}">',
        *(painter.way(way) for way in known if way.start != way.to),
        "</g>",
        f'<g transform="translate({_MARGIN} {_MARGIN})" text-anchor="middle" fill="{colours.ink}">',
        *(painter.box(name, nodes[name], lines[name]) for name in nodes),
        f'</g><g transform="translate({_MARGIN} {_MARGIN})" text-anchor="middle" '
        f'font-size="{_SMALL}" fill="{colours.faint}" stroke="{colours.page}" stroke-width="3" '
        'paint-order="stroke">',
        *(painter.label(texts, pair) for pair, texts in labels.items() if pair in layout.labels),
        "</g></svg>\n",
    ]
    return "\n".join(parts)


def recoloured(svg: str, before: Colours, after: Colours) -> str:
    """A drawing in other colours; those before all differ."""
    new = dict(zip(astuple(before), astuple(after), strict=True))
    # Ways take up most of it, and have their colour from what is around them.
    lines = [
        line
        if line.startswith("<path ")
        else _COLOUR.sub(lambda found: f'{found[1]}="{new[found[2]]}"', line)
        for line in svg.split("\n")
    ]
    return "\n".join(lines)


def wrapped(text: str, columns: int, rows: int) -> list[str]:
    """A text in lines of so many columns; what does not fit into the rows ends with "…"."""
    wide = _wide_in(text)
    if len(text) <= columns and not wide:
        return [text.strip()]
    size_of: Callable[[str], int] = _columns if wide else len
    lines: list[str] = []
    line = ""
    # Wide letters may be parted anywhere.
    parted = "".join([f"{c}\0" if c in wide else c for c in text]) if wide else text
    for word in parted.replace(" ", " \0").split("\0"):
        piece = word
        while piece:
            if size_of(line + piece.rstrip()) <= columns:
                line, piece = line + piece, ""
            elif line.strip():
                lines.append(line.strip())
                line = ""
            else:
                lines.append(piece[: columns - 1] + "-")
                piece = piece[columns - 1 :]
    if line.strip():
        lines.append(line.strip())
    if len(lines) > rows:
        lines = [*lines[: rows - 1], lines[rows - 1].rstrip(" .,;") + "…"]
    return lines or [""]


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _wide_in(text: str) -> frozenset[str]:
    return frozenset() if text.isascii() else frozenset(filter(_is_wide, set(text)))


def _columns(text: str) -> int:
    wide = _wide_in(text)
    return len(text) + sum([letter in wide for letter in text] if wide else ())


def _size(lines: Sequence[str]) -> Size:
    widest = max(_columns(line) for line in lines)
    width = max(80.0, widest * _LETTER + 2 * _PADDING)
    return Size(width, len(lines) * _LINE + 2 * _PADDING)


def _label_size(lines: Sequence[str]) -> Size:
    widest = max(_columns(line) for line in lines)
    return Size(widest * _LETTER * _SMALL / _FONT, len(lines) * _SMALL_LINE)


@dataclass(frozen=True)
class _Painter:
    layout: Layout
    sizes: Mapping[str, Size]
    page: str
    colours: Colours

    def box(self, name: str, node: Mapping[str, Any], lines: Sequence[str]) -> str:
        x, y = self.layout.boxes[name]
        size, kind = self.sizes[name], node["kind"]
        radius = {"ask": 4, "try": 12}.get(kind, 20)
        top = y + _PADDING + 0.75 * _LINE
        return (
            f'<a href="{escape(self.page)}#{escape(name)}"><rect x="{x:.0f}" y="{y:.0f}" '
            f'width="{size.width:.0f}" height="{size.height:.0f}" rx="{radius}" '
            f'fill="{self.colours.of(kind)}" stroke="{self.colours.line}"/>'
            f"<text>{_lines(lines, x + size.width / 2, top, _LINE)}</text></a>"
        )

    def way(self, way: Edge) -> str:
        points = self.layout.ways[way.start, way.to]
        before = points[0][0]
        x0, y0 = round(before), round(points[0][1])
        parts = [f"M{x0} {y0}"]
        straight_to: float | None = None
        for x, y in points[1:]:
            x1 = x0 if x == before else round(x)
            before = x
            if x0 == x1:
                straight_to = y
                continue
            if straight_to is not None:
                y0, straight_to = round(straight_to), None
                parts.append(f"V{y0}")
            y1 = round(y)
            between = f"{(y0 + y1) / 2:.0f}"
            parts.append(f"C{x0} {between} {x1} {between} {x1} {y1}")
            x0, y0 = x1, y1
        if straight_to is not None:
            parts.append(f"V{round(straight_to)}")
        x, y = points[-1]
        down = 1 if points[-1][1] >= points[0][1] else -1
        head = f"M{_xy((x - 4, y - 7 * down))}L{_xy((x, y))}L{_xy((x + 4, y - 7 * down))}"
        return f'<path d="{"".join(parts)}{head}"/>'

    def label(self, lines: Sequence[str], pair: tuple[str, str]) -> str:
        # Its stroke, in the colour of the page, keeps the way behind from crossing it out.
        x, y = self.layout.labels[pair]
        top = y - (len(lines) / 2 - 0.75) * _SMALL_LINE
        return f"<text>{_lines(lines, x, top, _SMALL_LINE)}</text>"


def _lines(lines: Sequence[str], x: float, top: float, height: float) -> str:
    spans = [
        f'<tspan x="{x:.0f}" y="{top + n * height:.0f}">{escape(line)}</tspan>'
        for n, line in enumerate(lines)
    ]
    return "".join(spans)


def _xy(point: Point) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"
