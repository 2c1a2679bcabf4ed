"""The map of a troubleshooter on its page: a drawing in light and dark, and the same as a list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from helpwright.troubleshooters.page.diagram import DARK, LIGHT, as_svg, recoloured, wrapped
from helpwright.troubleshooters.page.graph import Edge, edges
from helpwright.troubleshooters.page.page_texts import texts
from helpwright.troubleshooters.page.words import Words

_COLUMNS = 50
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


@dataclass(frozen=True)
class Drawn:
    """Two drawings, both "" if there is too much to draw, and the ways in them."""

    light: str
    dark: str
    ways: tuple[Edge, ...] = ()


def draw(program: Mapping[str, Any], title: str, *, page: str) -> Drawn:
    """The drawings of a program, whose boxes link to the steps of a page."""
    ways = edges(program, Words(program, program["language"]).condition)
    light = as_svg(program, ways, title=title, page=page)
    return Drawn(light, recoloured(light, LIGHT, DARK), ways)


def section(program: Mapping[str, Any], drawn: Drawn, *, light_url: str, dark_url: str) -> str:
    """What stands on the page, closed until somebody opens it."""
    said = texts("static", program["language"])
    ways = drawn.ways or edges(program, Words(program, program["language"]).condition)
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
    """The graph as a nested list. What several ways lead to has a number, by which they name it."""
    nodes = {**program["steps"], **program["outcomes"]}
    leaving: dict[str, list[Edge]] = defaultdict(list)
    led_to = Counter({program["start"]: 1})
    for way in ways:
        leaving[way.start].append(way)
        led_to[way.to] += 1
    parts: list[str] = []
    seen: set[str] = set()
    numbers: dict[str, str] = {}
    # An own stack: a tree may be deeper than Python's. A text on it is written as it is.
    stack: list[Edge | str] = ["</ul>\n", Edge("", program["start"], ""), "<ul>"]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        if led_to[one.to] > 1:
            numbers.setdefault(one.to, f"{len(numbers) + 1}")
        if one.to in seen:
            parts.append(f"<li>{_answers(one)}\N{RIGHTWARDS ARROW} {numbers[one.to]}</li>")
            continue
        seen.add(one.to)
        title = escape(nodes[one.to]["label"] if one.to in nodes else one.to, quote=False)
        number = f" ({numbers[one.to]})" if one.to in numbers else ""
        link = f'<a href="#{escape(one.to)}">{title}</a>{number}'
        parts.append(f"<li>{_answers(one)}{link}")
        stack.append("</li>")
        if leaving[one.to]:
            stack += ["</ul>", *reversed(leaving[one.to]), "<ul>"]
    return "".join(parts)


def _answers(way: Edge) -> str:
    """For which answers a way is, in about the columns that a drawing has for it."""
    (label,) = wrapped(way.label, _COLUMNS, 1)
    return f"{escape(label, quote=False)}: " if label else ""
