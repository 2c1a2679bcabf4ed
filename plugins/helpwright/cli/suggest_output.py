"""Suggestions as text for agents, Markdown for replies, JSON for scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import click

from helpwright.permalinks.urls import permalink as permalink_of
from helpwright.permalinks.urls import quote_url
from helpwright.search.documents import Document, Section
from helpwright.search.suggestions import Library, Suggestion

FORMATS = ("text", "markdown", "json")
NOTHING = "No article fits this ticket."
_SNIPPET = 160
_CATEGORY = permalink_of("category.").rstrip("/")
_encode = json.JSONEncoder(ensure_ascii=False).encode
_MARKDOWN = re.compile(r"([\\`*_\[\]<>])")


class Hidden(NamedTuple):
    """Why customers do not see a page, for scripts and in words."""

    reasons: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Site:
    """What can be suggested, and where it stands.

    `address` is the site's own, or "" if nobody knows it; `permalinks` are relative to it, by the
    address of the page, and so are the pages in `hidden`, which customers do not see.
    """

    library: Library
    address: str
    permalinks: Mapping[str, str]
    hidden: Mapping[str, Hidden]


def is_answer(document: Document, permalink: str) -> bool:
    """Whether a page may answer a ticket: the first page and those of categories only lead on."""
    return bool(document.url.strip("./")) and not permalink.startswith(_CATEGORY)


class Writer:
    """Writes suggestions; what a page and a section always look like is worked out once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.base = f"{site.address.rstrip('/')}/"
        self.known: dict[tuple[str, str], str] = {}

    def text(self, found: Sequence[Suggestion]) -> str:
        """For people: title, confidence, link, and the section that fits, with its beginning."""
        blocks: list[str] = []
        for suggestion in found:
            page = self.page(suggestion)
            hidden = self.site.hidden.get(suggestion.document.url)
            mark = click.style(f"  [{hidden.words}]", fg="yellow") if hidden else ""
            lines = [f"{click.style(page['title'], bold=True)}  ({suggestion.confidence}){mark}"]
            lines.append(page["link"])
            lines += [f"Section: {heading}"] if (heading := page["section"]["heading"]) else []
            lines += [page["snippet"]] if page["snippet"] else []
            blocks.append("\n    ".join(lines))
        return "\n\n".join(blocks) if blocks else NOTHING

    def markdown(self, found: Sequence[Suggestion]) -> str:
        """For a reply: a list of links and nothing else, unless customers cannot open one."""
        lines: list[str] = []
        for suggestion in found:
            page = self.page(suggestion)
            hidden = self.site.hidden.get(suggestion.document.url)
            mark = f" **[{hidden.words}]**" if hidden else ""
            title = _MARKDOWN.sub(r"\\\1", page["title"])
            link = page["link"].replace("(", "%28").replace(")", "%29")
            lines.append(f"- [{title}]({link}){mark}")
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
        end = quote_url(f"#{section.anchor}") if section.anchor else ""
        hidden = self.site.hidden.get(document.url)
        url = f"{self.base}{document.url}"
        return {
            "title": document.title,
            "link": f"{self.base}{permalink}{end}" if permalink else f"{url}{end}",
            "permalink": f"{self.base}{permalink}" if permalink else "",
            "url": url,
            "kind": document.kind,
            "language": document.language,
            "visibility": hidden.reasons[0] if hidden else "public",
            "hidden_because": list(hidden.reasons) if hidden else [],
            "section": {"heading": section.heading if section.anchor else "", "url": f"{url}{end}"},
            "snippet": _snippet(document, section),
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
