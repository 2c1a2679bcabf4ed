"""Former anchors in a page's HTML, so that old links to a section work without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

from helpwright.permalinks.anchors import AnchorAlias
from helpwright.permalinks.urls import relative_href

_TAG_WITH_ID = re.compile(
    r"""<([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/])[^<>]*?\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))[^<>]*>"""
)
# Nothing may stand between these and their parents, so the former anchor goes inside.
_INSIDE = frozenset({"li", "dt", "dd", "td", "th", "caption", "figcaption", "summary", "legend"})
_NOWHERE = frozenset({"tr", "tbody", "thead", "tfoot", "table", "option", "col", "colgroup"})


def insert_aliases(
    html: str,
    aliases: Iterable[AnchorAlias],
    *,
    page_url: str = "",
    moved: str = "This section has moved to",
) -> str:
    """A page's HTML that answers to its former anchors too.

    A renamed heading gets an empty element with the old id before it. A section that is on another
    page now gets a notice at the end, of class `hw-moved`, which styles show only when it is the
    `:target`.
    """
    wanted: dict[str, list[str]] = {}
    away: list[AnchorAlias] = []
    present = {_anchor(tag) for tag in _TAG_WITH_ID.finditer(html)}
    for alias in sorted(aliases):
        if alias.old in present:
            continue
        if alias.new is None:
            away.append(alias)
        else:
            wanted.setdefault(alias.new, []).append(f'<span id="{escape(alias.old)}"></span>')
    if wanted:
        html = _insert_spans(html, wanted)
    return html + "".join(_notice(alias, page_url, moved) for alias in away)


def _insert_spans(html: str, wanted: dict[str, list[str]]) -> str:
    pieces: list[str] = []
    last = 0
    for tag in _TAG_WITH_ID.finditer(html):
        if _anchor(tag) not in wanted or tag[1].lower() in _NOWHERE:
            continue
        spans = "".join(wanted.pop(_anchor(tag)))
        position = tag.end() if tag[1].lower() in _INSIDE else tag.start()
        pieces += [html[last:position], spans]
        last = position
    # What has no place on the page leads to its top.
    top = "".join(span for anchor in sorted(wanted) for span in wanted[anchor])
    return top + "".join(pieces) + html[last:]


def _anchor(tag: re.Match[str]) -> str:
    return unescape(tag[2] or tag[3] or tag[4] or "")


def _notice(alias: AnchorAlias, page_url: str, moved: str) -> str:
    href = escape(relative_href(page_url, alias.href))
    name = escape(alias.title or alias.to_url)
    text = f'{escape(moved)} <a href="{href}">{name}</a>.'
    return f'\n<p class="hw-moved" id="{escape(alias.old)}">{text}</p>'
