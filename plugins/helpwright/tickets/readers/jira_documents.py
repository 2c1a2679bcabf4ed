"""The text of Jira's bodies: Atlassian Document Format (JSON) and wiki markup, without quotes."""

from __future__ import annotations

import re

from helpwright.tickets.readers.fields import inner, rows, text
from helpwright.tickets.readers.json_rows import Row

_CARDS = frozenset({"inlineCard", "blockCard", "embedCard"})
_BLOCKS = frozenset(
    {"paragraph", "heading", "listItem", "codeBlock", "panel", "rule", "tableRow", "tableCell"}
    | {"tableHeader", "taskItem", "decisionItem", "expand", "nestedExpand", "hardBreak"}
)
_MOST_NODES = 200_000
_QUOTED_LINE = re.compile(r"^[ \t]*bq\. .*$", re.MULTILINE)


def body_text(value: object) -> str:
    """The author's own text of a body, an address after each link's label."""
    if isinstance(value, dict):
        return _text_of_document(value)
    if not isinstance(value, str):
        return ""
    return _without_quotes(value) if "{quote}" in value or "bq." in value else value


def _text_of_document(document: Row) -> str:
    parts: list[str] = []
    waiting: list[Row | str] = [document]
    for _ in range(_MOST_NODES):
        if not waiting:
            break
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        kind = text(node, "type")
        if kind == "blockquote":
            continue
        if kind == "text":
            parts.append(text(node, "text"))
            for mark in rows(node.get("marks")):
                if mark.get("type") == "link":
                    parts.append(f" {text(inner(mark, 'attrs'), 'href')} ")
        elif kind in _CARDS:
            attributes = inner(node, "attrs")
            address = text(attributes, "url") or text(inner(attributes, "data"), "url")
            parts.append(f" {address} ")
        if kind in _BLOCKS:
            parts.append("\n")
            waiting.append("\n")
        waiting.extend(reversed(list(rows(node.get("content")))))
    return "".join(parts)


def _without_quotes(body: str) -> str:
    """Every second piece between `{quote}` marks is quoted; a mark without its pair is none."""
    pieces = body.split("{quote}")
    own = pieces[::2] if len(pieces) % 2 else [*pieces[:-2:2], pieces[-2], pieces[-1]]
    return _QUOTED_LINE.sub("", "\n".join(own))
