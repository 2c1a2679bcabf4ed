"""The lists of related articles on pages: read out of a page, and made anew for another list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from helpwright.permalinks.urls import relative_href
from helpwright.rebuilds.refusal import Refused

SHOWN = 5
_OPENING, _CLOSING = '<section class="hw-related"', "</section>"
_ITEM = re.compile(r'<li class="hw-entry"><a class="hw-entry__link" href="([^"]*)"(.*?)</li>', re.S)


@dataclass(frozen=True)
class Shelf:
    """How an article stands in lists, and what its own list begins with.

    Attributes:
        url: The article's address.
        output: Its page's file, relative to the site.
        named: Addresses that its writer named as related.
        item: What follows the address in its item of a list; "" if that is not known.
        sources: Files of the site that send readers on to it, and say its title.
        is_told: Whether other pages say its title in their text.
    """

    url: str
    output: str
    named: Sequence[str]
    item: str = ""
    sources: Sequence[str] = ()
    is_told: bool = False


def shown(named: Iterable[str], found: Iterable[str], url: str) -> list[str]:
    """The addresses that the list of a page shows: those that a person named come first."""
    urls = dict.fromkeys([*named, *found])
    return [other for other in urls if other != url][:SHOWN]


def region(html: str) -> tuple[int, int]:
    """Where the list of related articles begins and ends in a page; 0, 0 if there is none."""
    start = html.find(_OPENING)
    if start < 0 or html.find(_OPENING, start + 1) >= 0:
        return 0, 0
    return start, html.index(_CLOSING, start) + len(_CLOSING)


def items(html: str) -> list[tuple[str, str]]:
    """Address and the rest of each item of a page's list, as written."""
    start, end = region(html)
    return [(unescape(match[1]), match[2]) for match in _ITEM.finditer(html, start, end)]


def item_of(html: str) -> str:
    """What follows the address in an item; "" if it is none."""
    found = _ITEM.search(html)
    return found[2] if found else ""


def replaced(
    html: str,
    page: Shelf,
    before: Sequence[str],
    after: Sequence[str],
    known: Mapping[str, Shelf],
    now: Mapping[str, Shelf] | None = None,
) -> str:
    """A page with another list of related articles.

    Args:
        html: The page.
        page: How its article stands in lists.
        before: The addresses that the list shows.
        after: Those that it is to show.
        known: How these articles stand in lists.
        now: How they are to stand there, if that is another way.

    Raises:
        Refused: the list on the page is not the one that is known.
    """
    start, end = region(html)
    found = list(_ITEM.finditer(html, start, end))
    if not found or not after:
        raise Refused("a list of related articles begins or ends")
    first, last = found[0].start(), found[-1].end()
    if [match[0] for match in found] != [_item(page, known[url]) for url in before]:
        raise Refused("a list of related articles is not the one that was built")
    between = html[found[0].end() : found[1].start()] if len(found) > 1 else "\n"
    shelves = now or known
    return html[:first] + between.join(_item(page, shelves[url]) for url in after) + html[last:]


def _item(page: Shelf, other: Shelf) -> str:
    if not other.item:
        raise Refused("an article that stood in no list is related now")
    href = escape(relative_href(page.url, other.url))
    return f'<li class="hw-entry"><a class="hw-entry__link" href="{href}"{other.item}</li>'
