"""What can be found: a title, sections with anchors, and a site-relative address.

Search knows nothing of articles or troubleshooters. Whatever can be turned into a
`Document` can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEARCHED = (
    "script, style, nav, template, noscript, svg, iframe, .headerlink, [data-search-exclude]"
)
# Without one of these in its text, a page has nothing of that. (A class may be written with an
# entity, so in a tag with an entity it cannot be told by its letters.)
_SIGNS_OF_UNSEARCHED = (
    *("<script", "<style", "<nav", "<template", "<noscript", "<svg", "<iframe"),
    *("headerlink", "data-search-exclude"),
)
_ENTITY_IN_TAG = re.compile(r"<[^<>]*\bclass\b[^<>]*&", re.IGNORECASE)
# A private character stands for a heading while a page's text is taken out of it.
_MARK = "\ue000"
_ANY_MARK = re.compile(r"\ue000|&#(?:x0*e000|0*57344)(?![0-9a-f]);?", re.IGNORECASE)
# A tag other than these ends a word.
_BLOCK_TAG = re.compile(
    r"<(?!(?:/?(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp"
    r"|small|span|strong|sub|sup|time|tt|u|var|wbr)\b|!))"
)
# Where case counts, the same takes half the time, and most tags are written in small letters.
_BLOCK_TAG_IN_ANY_CASE = re.compile(_BLOCK_TAG.pattern, re.IGNORECASE)
_TAG_IN_CAPITALS = re.compile("</?[A-Z]")


@dataclass(frozen=True, slots=True)
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
    customer_words: tuple[str, ...] = ()


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
    customer_words: tuple[str, ...] = (),
    sections: tuple[Section, ...] | None = None,
) -> Document:
    """A document from a page's content, split at each heading that a link can point to.

    The id may stand on the heading or on the `<section>` that the heading opens. A first
    heading that only repeats the title opens no section. Left out are scripts, styles,
    navigation, heading links, and whatever has the attribute `data-search-exclude`. `sections` are
    those of the same text and title, if they are known already.
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
        sections=_split(html, title) if sections is None else sections,
        customer_words=customer_words,
    )


def _split(html: str, title: str) -> tuple[Section, ...]:
    if _MARK in html or "&#" in html:
        html = _ANY_MARK.sub(" ", html)
    tag = _BLOCK_TAG_IN_ANY_CASE if _TAG_IN_CAPITALS.search(html) else _BLOCK_TAG
    tree = LexborHTMLParser(tag.sub(" <", html))
    lower = html.lower()
    is_hidden = any(sign in lower for sign in _SIGNS_OF_UNSEARCHED)
    if is_hidden or ("&" in html and _ENTITY_IN_TAG.search(html)):
        for node in tree.css(_UNSEARCHED):
            node.decompose(recursive=True)
    root = (tree.css_first("main") if "<main" in lower else None) or tree.body
    if root is None:
        return (Section("", "", ""),)
    for image in root.css("img") if "<im" in lower else ():
        image.replace_with(f" {image.attributes.get('alt') or ''} ")
    opened: list[tuple[str, str]] = []
    for heading, anchor in _headings(root):
        words = _squeeze(heading.text(deep=True))
        if anchor and words:
            opened.append((anchor, words))
            heading.replace_with(_MARK)
    texts = [_squeeze(text) for text in root.text(deep=True).split(_MARK)]
    if opened and opened[0][1] == _squeeze(title):
        del opened[0]
        texts[:2] = [_squeeze(" ".join(texts[:2]))]
    return tuple(
        Section(anchor, heading, text)
        for (anchor, heading), text in zip([("", ""), *opened], texts, strict=True)
    )


def _headings(root: LexborNode) -> Iterator[tuple[LexborNode, str]]:
    """Each heading in document order, with its own id or that of the section it opens."""
    open_id = ""
    for node in root.css("h1, h2, h3, h4, h5, h6, section"):
        if node.tag == "section":
            open_id = node.id or ""
        else:
            yield node, node.id or open_id
            open_id = ""


def _squeeze(text: str) -> str:
    return " ".join(text.split())
