"""One edited article: its page as a whole build would make it, or why that is not known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpwright.articles import attachments, links, snippets
from helpwright.articles.code import plain_lines
from helpwright.articles.headings import without_heading
from helpwright.articles.model import Article, Settings, Snippet
from helpwright.errors import Place
from helpwright.rebuilds.record import Page
from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.rendering import Renderer
from helpwright.search.documents import Document, from_html
from helpwright.search.related import Outline, outline

# What other parts of a build look for in a text, or in the HTML made of it.
_ASKS_FOR_MORE = re.compile(r"(?:`{3}|~{3})[`~ \t{.]*troubleshooter|<!-- *helpwright:")
_CHANGED_BY_THEME = (' style="text-align:', 'class="task-list', "<h1")
_HREF = re.compile(r"""\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Site:
    """What every article of the site is read with."""

    settings: Settings
    snippets: Mapping[str, Snippet]
    shown: str
    renderer: Renderer
    hidden_runs: Sequence[str]
    has_hidden: bool


@dataclass(frozen=True)
class Edited:
    """A page made anew, and what search has to know of it.

    `outlines` tell what the article was about, and what it is about now.
    """

    page: Page
    html: str
    document: Document
    content: str
    outlines: tuple[Outline, Outline]


@dataclass(frozen=True)
class _Version:
    article: Article
    text: str
    content: str
    toc: Any
    document: Document


def edit(page: Page, html: str, data: bytes, site: Site) -> Edited:
    """Put the new text of an article into its page.

    Args:
        page: What is known of the page.
        html: The page as it stands in the site.
        data: The article's file as it is now.
        site: What all articles are read with.

    Raises:
        Refused: more than this page may change, or the page is not what it is known to be.
    """
    before = _version(page, page.source, site)
    after = _version(page, data, site)
    end = page.start + page.length
    if html[page.start : end] != before.content:
        raise Refused("the page in the site is not the one that was built")
    _compare(before, after, site)
    known = replace(page, length=len(after.content), source=data)
    text = html[: page.start] + after.content + html[end:]
    outlines = outline(before.document), outline(after.document)
    return Edited(known, text, after.document, after.content, outlines)


def _version(page: Page, data: bytes, site: Site) -> _Version:
    article = _article(page, data, site)
    expansion = snippets.expand(article, site.snippets, site.settings.variables)
    if expansion.findings:
        raise Refused("it has something to mend")
    if _ASKS_FOR_MORE.search(expansion.text):
        raise Refused("it shows what other files say")
    html, toc = site.renderer(expansion.text, page.links)
    content = without_heading(html)
    if any(mark in content for mark in _CHANGED_BY_THEME) or not content.strip():
        raise Refused("the theme changes its text")
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in page.fields.items()
    }
    return _Version(article, expansion.text, content, toc, from_html(content, **fields))


def _article(page: Page, data: bytes, site: Site) -> Article:
    """The article as far as it counts here; with a header like the last one, only its text."""
    if page.header and len(data) <= site.settings.max_bytes:
        text, last = _text(data), _text(page.source)
        if text[: page.header] != last[: page.header]:
            raise Refused("its front matter changed")
        place = Place(page.path if site.shown == "." else f"{site.shown}/{page.path}")
        return Article(page.path, place, "", text[page.header :], page.body_line, "", "")
    # Only now: to load what reads front matter takes longer than an edit.
    from helpwright.articles import reading

    article, findings = reading.article_of(page.path, data, site.settings, shown=site.shown)
    if article is None or findings:
        raise Refused("it has something to mend")
    return article


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("it has something to mend") from None
    if "\0" in text:
        raise Refused("it has something to mend")
    return plain_lines(text)


def _compare(before: _Version, after: _Version, site: Site) -> None:
    """Whether nothing changed that stands on another page, or decides what does."""
    if replace(after.article, body="", body_line=0) != replace(
        before.article, body="", body_line=0
    ):
        raise Refused("its front matter or its title changed")
    if before.toc != after.toc:
        raise Refused("its headings changed")
    old = links.survey(after.article, before.content)
    if old != links.survey(after.article, after.content):
        raise Refused("its links, images or headings changed")
    if _HREF.findall(before.content) != _HREF.findall(after.content):
        raise Refused("its links changed")
    if site.has_hidden:
        folder = after.article.folder
        bodies = before.article.body, after.article.body
        names = [attachments.named_in(body, folder) for body in bodies]
        folded = [" ".join(body.casefold().split()) for body in bodies]
        said = [[run in body for run in site.hidden_runs] for body in folded]
        if names[0] != names[1] or said[0] != said[1]:
            raise Refused("it may say what hidden articles say")
