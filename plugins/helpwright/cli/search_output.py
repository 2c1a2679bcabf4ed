"""What `helpwright search` found, as text for people and as JSON for scripts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from helpwright.cli import findings_output
from helpwright.cli.search_pages import Pages
from helpwright.search.whoosh_index import Found, WhooshHit
from helpwright.search.whoosh_index_fields import Entry

_MOST_VALUES = 12


@dataclass(frozen=True)
class Answer:
    """What was found, and the query that found it: without its typos, if it found nothing."""

    found: Found
    searched: str


def as_json(pages: Pages, text: str, answer: Answer, *, facets: bool) -> dict[str, Any]:
    """The result as JSON values; `format` changes when the shape does."""
    found = answer.found
    result: dict[str, Any] = {
        "format": 1,
        "query": text,
        "searched": answer.searched,
        "suggestion": found.suggestion,
        "total": found.total,
        "complete": found.complete,
        "notices": findings_output.as_json(found.notices)["findings"],
        "results": [_row(pages, hit) for hit in found.hits],
    }
    if facets:
        result["facets"] = found.facets
    return result


def _row(pages: Pages, hit: WhooshHit) -> dict[str, Any]:
    entry, document = hit.entry, hit.entry.document
    section = hit.passage.section
    link = pages.links.get(document.url)
    hidden = [reason for reason in entry.visibility if reason != "public"]
    return {
        "title": document.title,
        "url": pages.address(document.url),
        "permalink": pages.address(link) if link else "",
        "id": entry.id,
        "path": entry.path,
        "kind": document.kind,
        "type": document.type,
        "category": document.category,
        "language": document.language,
        "visibility": entry.visibility[0],
        "hidden_because": hidden,
        "section": {
            "heading": section.heading,
            "url": pages.address(document.url, section.anchor),
        },
        "snippet": hit.passage.text,
        "highlights": [list(mark) for mark in hit.passage.marks],
        "score": round(hit.score, 3),
    }


def as_text(pages: Pages, text: str, answer: Answer, *, facets: bool) -> str:
    """The result as people read it."""
    found = answer.found
    blocks: list[str] = []
    if answer.searched != text:
        blocks.append(f'Nothing has "{_short(text)}". Found with "{_short(answer.searched)}":')
    elif found.suggestion:
        blocks.append(f'Did you mean "{_short(found.suggestion)}"?')
    blocks += ["\n".join(_lines(pages, hit)) for hit in found.hits]
    if not found.hits:
        blocks.append("Nothing was found. Try other words, or fewer.")
    elif found.total > len(found.hits):
        blocks.append(f"{len(found.hits)} of {found.total:,} pages. --limit shows more.")
    if facets:
        blocks.append("\n".join(_counts(found)))
    return "\n\n".join(blocks)


def hidden_in_words(entry: Entry) -> str:
    """Why customers do not see a page, "" if they do."""
    words = {
        "agents": "for agents only",
        "draft": "draft",
        "archived": "archived",
        "scheduled": f"not published before {entry.publish_at}",
        "expired": f"expired on {entry.expires}",
    }
    return ", ".join(words[reason] for reason in entry.visibility if reason in words)


def _lines(pages: Pages, hit: WhooshHit) -> Iterator[str]:
    document = hit.entry.document
    hidden = hidden_in_words(hit.entry)
    mark = click.style(f"  [{hidden}]", fg="yellow") if hidden else ""
    yield click.style(document.title, bold=True) + mark
    yield f"    {pages.address(pages.links.get(document.url, document.url))}"
    section = hit.passage.section
    if section.heading:
        yield f"    Section: {section.heading} (#{section.anchor})"
    if hit.passage.text:
        yield f"    {_marked(hit)}"


def _marked(hit: WhooshHit) -> str:
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return hit.passage.marked("\x1b[1;4m", "\x1b[0m")
    return hit.passage.marked("[", "]")


def _counts(found: Found) -> Iterator[str]:
    for name, counted in found.facets.items():
        if counted:
            listed = [f"{value} {count}" for value, count in counted.items()]
            more = [f"and {len(listed) - _MOST_VALUES} more"] * (len(listed) > _MOST_VALUES)
            yield f"{name}: {', '.join([*listed[:_MOST_VALUES], *more])}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
