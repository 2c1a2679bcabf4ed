"""The map of a troubleshooter on its page: a drawing in light and dark, and the same as a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from helpwright.troubleshooters.page.diagram import DARK, LIGHT, as_svg
from helpwright.troubleshooters.page.graph import Edge, edges
from helpwright.troubleshooters.page.page_texts import texts
from helpwright.troubleshooters.page.words import Words

_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


@dataclass(frozen=True)
class Drawn:
    """Two drawings; both "" if there is too much to draw."""

    light: str
    dark: str


def draw(program: Mapping[str, Any], title: str, *, page: str) -> Drawn:
    """The drawings of a program, whose boxes link to the steps of a page."""
    ways = edges(program, Words(program, program["language"]).condition)
    light, dark = (
        as_svg(program, ways, title=title, page=page, colours=colours) for colours in (LIGHT, DARK)
    )
    return Drawn(light, dark)


def section(program: Mapping[str, Any], drawn: Drawn, *, light_url: str, dark_url: str) -> str:
    """What stands on the page, closed until somebody opens it."""
    said = texts("static", program["language"])
    ways = edges(program, Words(program, program["language"]).condition)
    picture = ""
    if drawn.light:
        images = "".join(
            _image(drawn.light, url, scheme, said["map"])
            for scheme, url in (("light", light_url), ("dark", dark_url))
        )
        picture = f'<p class="hw-map__picture">{images}</p>\n'
    summary = f"<summary>{escape(said['map'])}</summary>"
    # What it says is found in the sections already.
    start = f'<details class="hw-map" data-search-exclude>{summary}\n'
    return f"{start}{picture}{as_list(program, ways)}</details>\n"


def _image(svg: str, url: str, scheme: str, alt: str) -> str:
    found = _SIZE.search(svg)
    size = f' width="{found[1]}" height="{found[2]}"' if found else ""
    image = f'<img src="{escape(url)}" alt="{escape(alt)}"{size} loading="lazy">'
    return f'<a class="hw-map__{scheme}" href="{escape(url)}">{image}</a>'


def as_list(program: Mapping[str, Any], ways: Sequence[Edge]) -> str:
    """The graph as a nested list; what comes again is linked to, not repeated."""
    nodes = {**program["steps"], **program["outcomes"]}
    leaving: dict[str, list[Edge]] = defaultdict(list)
    for way in ways:
        leaving[way.start].append(way)
    parts: list[str] = []
    seen: set[str] = set()
    # An own stack: a tree may be deeper than Python's. A text on it is written as it is.
    stack: list[Edge | str] = ["</ul>\n", Edge("", program["start"], ""), "<ul>"]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        title = nodes[one.to]["label"] if one.to in nodes else one.to
        before = f"{escape(one.label)}: " if one.label else ""
        parts.append(f'<li>{before}<a href="#{escape(one.to)}">{escape(title)}</a>')
        stack.append("</li>")
        if one.to not in seen and leaving[one.to]:
            stack += ["</ul>", *reversed(leaving[one.to]), "<ul>"]
        seen.add(one.to)
    return "".join(parts)
