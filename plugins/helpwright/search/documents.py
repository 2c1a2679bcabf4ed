"""What can be found: a title, sections with anchors, and a site-relative address.

Search knows nothing of articles or troubleshooters. Whatever can be turned into a
`Document` can be found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEARCHED = (
    "script, style, nav, template, noscript, svg, iframe, .headerlink, [data-search-exclude]"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span "
    "strong sub sup time tt u var wbr"
)


@dataclass(frozen=True)
class Section:
    """A part of a document. The first has no anchor and no heading: the text above them all."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Document:
    """One page as search sees it. `url` is relative to the site's root ("billing/refunds/")."""

    url: str
    title: str
    description: str = ""
    kind: str = "article"
    type: str = ""
    category: str = ""
    applies_to: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    language: str = "en"
    promoted: bool = False
    sections: tuple[Section, ...] = ()


def from_html(
    html: str,
    *,
    url: str,
    title: str,
    language: str = "en",
    description: str = "",
    kind: str = "article",
    type: str = "",
    category: str = "",
    applies_to: tuple[str, ...] = (),
    labels: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    promoted: bool = False,
) -> Document:
    """A document from a page's content, split at each heading that a link can point to.

    The id may stand on the heading or on the `<section>` that the heading opens. A first
    heading that only repeats the title opens no section. Left out are scripts, styles,
    navigation, heading links, and whatever has the attribute `data-search-exclude`.
    """
    return Document(
        url=url,
        title=title,
        description=description,
        kind=kind,
        type=type,
        category=category,
        applies_to=applies_to,
        labels=labels,
        aliases=aliases,
        language=language,
        promoted=promoted,
        sections=_split(html, title),
    )


def _split(html: str, title: str) -> tuple[Section, ...]:
    tree = LexborHTMLParser(html)
    for node in tree.css(_UNSEARCHED):
        node.decompose(recursive=True)
    root = tree.css_first("main") or tree.body
    if root is None:
        return (Section("", "", ""),)
    anchor, heading = "", ""
    sections: list[Section] = []
    pieces: list[str] = []
    for piece in _pieces(root):
        if isinstance(piece, str):
            pieces.append(piece)
        elif sections or piece[1] != _squeeze(title):
            sections.append(Section(anchor, heading, _squeeze("".join(pieces))))
            anchor, heading = piece
            pieces.clear()
    sections.append(Section(anchor, heading, _squeeze("".join(pieces))))
    return tuple(sections)


def _pieces(root: LexborNode) -> Iterator[str | tuple[str, str]]:
    """Text in document order, and (anchor, heading) where a section opens.

    Iterative, because markup may nest deeper than Python's stack.
    """
    inline = frozenset(_INLINE.split())
    stack: list[LexborNode | str] = [root]
    open_id = ""
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag
        if tag == "-text":
            yield node.text_content or ""
            continue
        if tag == "section":
            open_id = node.id or ""
        if tag in _HEADINGS:
            anchor, heading = node.id or open_id, _squeeze(node.text(deep=True))
            if anchor and heading:
                open_id = ""
                yield anchor, heading
                continue
        if tag == "img":
            yield f" {(node.attributes.get('alt') or '')} "
            continue
        gap = "" if tag in inline else " "
        stack.append(gap)
        child = node.last_child
        while child is not None:
            stack.append(child)
            child = child.prev
        yield gap


def _squeeze(text: str) -> str:
    return " ".join(text.split())
