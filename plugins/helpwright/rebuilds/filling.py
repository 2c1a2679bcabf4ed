"""Pages of what workers made, where addresses are left open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import serializers

# The library's name for it; without it nothing is left to workers.
_escape: Any = getattr(serializers, "_escape_attrib_html", None)
can_fill = callable(_escape)


def filled(made: Mapping[str, Any], links: Any, raw: Any, title: Any) -> dict[str, Any] | None:
    """What a worker made of a text, with its addresses resolved; None if that cannot be done.

    `links`, `raw` and `title` are the engine's own processors for the page.
    """
    pairs: list[tuple[str, str]] = []
    values: list[str] = []
    for written, is_open in made["links"]:
        became = str(links.path_to_url(written))
        pairs.append((written, became))
        if is_open:
            values.append(_escape(became))
        elif became != written:
            return None
    between, last = made["pieces"][:-1], made["pieces"][-1]
    html = "".join([part for pair in zip(between, values, strict=True) for part in pair])
    if made["tags"]:
        raw.run([made["tags"]])
    if made["title"]:
        root = Element("div")
        _grow(root, made["title"])
        title.run(root)
    return {
        "html": html + last,
        "contents": made["contents"],
        "title": title.title,
        "anchors": [*{*made["anchors"], *raw.present_anchor_ids}],
        "links": pairs,
    }


def _grow(parent: Element, plain: list[Any]) -> None:
    tag, attributes, text, tail, children = plain
    element = SubElement(parent, tag, attributes)
    element.text, element.tail = text, tail
    for child in children:
        _grow(element, child)
