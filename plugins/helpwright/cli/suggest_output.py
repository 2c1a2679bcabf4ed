"""Suggestions as text for agents, Markdown for replies, JSON for scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.permalinks.urls import join, quote_url
from helpwright.search.documents import Document, Section
from helpwright.search.suggestions import Library, Suggestion

FORMATS = ("text", "markdown", "json")
NOTHING = "No article fits this ticket."
_SNIPPET = 160
_encode = json.JSONEncoder(ensure_ascii=False).encode
_MARKDOWN = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True)
class Site:
    """What can be suggested, and where it stands.

    `address` is the site's own, or "" if nobody knows it; `permalinks` are relative to it, by the
    address of the page; `visibility` names why customers do not see a page.
    """

    library: Library
    address: str
    permalinks: Mapping[str, str]
    visibility: Mapping[str, str]


class Writer:
    """Writes suggestions; what a page and a section always look like is worked out once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.base = f"{site.address.rstrip('/')}/"
        self.known: dict[tuple[str, str], str] = {}

    def text(self, found: Sequence[Suggestion]) -> str:
        """For people: title, link, and the section that fits."""
        pieces: list[str] = []
        for suggestion in found:
            page = self.page(suggestion)
            mark = "" if page["visibility"] == "public" else f"  [{page['visibility']}]"
            lines = [f"{page['title']}  ({suggestion.confidence}){mark}", page["link"]]
            lines += filter(None, [page["heading"] and f"Section: {page['heading']}"])
            lines += filter(None, [page["snippet"]])
            pieces.append("\n    ".join(lines))
        return "\n".join(pieces) if pieces else NOTHING

    def markdown(self, found: Sequence[Suggestion]) -> str:
        """For a reply: a list of links and nothing else, unless customers cannot open one."""
        lines: list[str] = []
        for suggestion in found:
            page = self.page(suggestion)
            mark = "" if page["visibility"] == "public" else f" ({page['visibility']})"
            title = _MARKDOWN.sub(r"\\\1", page["title"])
            lines.append(
                f"- [{title}]({page['link'].replace('(', '%28').replace(')', '%29')}){mark}"
            )
        return "\n".join(lines)

    def json(self, found: Sequence[Suggestion], name: str | int | None = None) -> str:
        """For scripts, in one line; `name` is the ticket's id."""
        listed = ", ".join(map(self._json_of, found))
        confidence = found[0].confidence.value if found else "none"
        head = "" if name is None else f'"id": {_encode(name)}, '
        return f'{{"format": 1, {head}"confidence": "{confidence}", "suggestions": [{listed}]}}'

    def page(self, suggestion: Suggestion) -> dict[str, Any]:
        """What there is to say of a page and a section, whatever the ticket."""
        document, section = suggestion.document, suggestion.section
        permalink = self.site.permalinks.get(document.url, "")
        address = f"{self.base}{permalink or document.url}"
        return {
            "title": document.title,
            "link": join(address, quote_url(f"#{section.anchor}")[1:] if section.anchor else ""),
            "permalink": f"{self.base}{permalink}" if permalink else "",
            "url": f"{self.base}{document.url}",
            "section": section.anchor,
            "heading": section.heading if section.anchor else "",
            "snippet": _snippet(document, section),
            "kind": document.kind,
            "visibility": self.site.visibility.get(document.url, "public"),
        }

    def _json_of(self, suggestion: Suggestion) -> str:
        key = suggestion.document.url, suggestion.section.anchor
        page = self.known.get(key)
        if page is None:
            page = _encode(self.page(suggestion))[:-1]
            self.known[key] = page
        confidence, chance = suggestion.confidence.value, suggestion.chance
        return f'{page}, "confidence": "{confidence}", "chance": {chance:.2f}}}'


def _snippet(document: Document, section: Section) -> str:
    """The beginning of the section, or what the article says of itself."""
    text = section.text or document.description
    if len(text) <= _SNIPPET:
        return text
    return f"{text[:_SNIPPET].rpartition(' ')[0] or text[:_SNIPPET]} …"
