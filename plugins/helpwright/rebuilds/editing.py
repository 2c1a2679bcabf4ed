"""One edited article: its page as a whole build would make it, or why that is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpwright.articles import attachments, links, snippets
from helpwright.articles.code import plain_lines
from helpwright.articles.headings import without_heading
from helpwright.articles.links import Rendered
from helpwright.articles.model import Article, Settings, Snippet
from helpwright.errors import Place
from helpwright.rebuilds.record import Page
from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.rendering import Renderer
from helpwright.rebuilds.ways import Ways
from helpwright.search.documents import Document, from_html
from helpwright.search.related import Outline, outline

if TYPE_CHECKING:
    from helpwright.rebuilds.catalog import Catalog
    from helpwright.rebuilds.theme import Theme

# What other parts of a build look for in a text, or in the HTML made of it.
_ASKS_FOR_MORE = re.compile(r"(?:`{3}|~{3})[`~ \t{.]*troubleshooter|<!-- *helpwright:")
_CHANGED_BY_THEME = (' style="text-align:', 'class="task-list', "<h1")


@dataclass(frozen=True)
class Site:
    """What every article of the site is read with.

    `were` are the snippets as the pages that stand have them; `faulty` are the files about which
    something was found wrong, as people call them; `lists` gives the catalog, as bytes; `kept` is
    where work of earlier builds is kept.
    """

    settings: Settings
    snippets: Mapping[str, Snippet]
    were: Mapping[str, Snippet]
    shown: str
    renderer: Renderer
    hidden_runs: Sequence[str]
    has_hidden: bool
    ways: Ways
    faulty: Collection[str]
    lists: Callable[[], bytes]
    kept: Path

    @cached_property
    def catalog(self) -> Catalog:
        """What pages say of articles."""
        from helpwright.rebuilds import catalog

        return catalog.loads(self.lists())

    @cached_property
    def theme(self) -> Theme:
        """The theme of the site."""
        from helpwright.rebuilds.kept import Kept
        from helpwright.rebuilds.theme import Theme

        return Theme(dict(self.ways.known.theme), Kept(self.kept))


@dataclass(frozen=True)
class Edited:
    """A page made anew, and what search has to know of it.

    `outlines` tell what the article was about, and what it is about now; `rendered` what its HTML
    held and holds; `included` are the names of the snippets in it, also through others. `articles`
    tell what its front matter says, if pages show another of it now.
    """

    page: Page
    html: str
    document: Document
    content: str
    outlines: tuple[Outline, Outline]
    rendered: tuple[Rendered, Rendered]
    included: Collection[str]
    articles: tuple[Article, Article] | None = None


@dataclass(frozen=True)
class _Version:
    article: Article
    text: str
    content: str
    toc: Any
    document: Document
    rendered: Rendered
    links: Mapping[str, str]
    included: Collection[str]


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
    now, html, articles = _with_header(page, html, data, site)
    before = _version(page, page.source, replace(site, snippets=site.were))
    after = _version(now, data, site)
    start, end = now.start, now.start + page.length
    if html[start:end] != before.content:
        raise Refused("the page in the site is not the one that was built")
    _compare(before, after, site)
    if before.toc != after.toc:
        # Only now: most edits leave the headings as they are.
        from helpwright.rebuilds import contents

        html, start = contents.replaced(
            *(html, (start, end), before.toc, after.toc),
            hidden=page.hides_contents,
            word=site.ways.known.word,
        )
    text = html[:start] + after.content + html[start + page.length :]
    links = {**page.links, **after.links} if after.links else page.links
    length = len(after.content)
    known = replace(now, start=start, length=length, links=links, source=data)
    outlines = outline(before.document), outline(after.document)
    rendered = before.rendered, after.rendered
    return Edited(
        *(known, text, after.document, after.content, outlines, rendered),
        after.included,
        articles,
    )


def read(page: Page, html: str, site: Site) -> Rendered:
    """What a page holds that nobody edited.

    Raises:
        Refused: the page is not what it is known to be.
    """
    version = _version(page, page.source, site)
    if html[page.start : page.start + page.length] != version.content:
        raise Refused("the page in the site is not the one that was built")
    return version.rendered


def _with_header(
    page: Page, html: str, data: bytes, site: Site
) -> tuple[Page, str, tuple[Article, Article] | None]:
    """The page with its front matter as it is now; the same if that did not change.

    The articles are without their texts; None if nothing changed that stands on pages.
    """
    if not page.header or len(data) > site.settings.max_bytes:
        return page, html, None
    text, last = _text(data), _text(page.source)
    if text[: page.header] == last[: page.header]:
        return page, html, None
    from helpwright.articles import lifecycle
    from helpwright.rebuilds import headers

    old, new = (_whole_article(page, version, site) for version in (page.source, data))
    header = len(text) - len(new.body)
    if "title" not in new.keys or text[header:] != new.body:
        raise Refused("its front matter changed")
    headers.check(last[: page.header], text[:header])
    if new.place.path in site.faulty or any(lifecycle.check_dates([new], site.settings.today)):
        raise Refused("there is something to mend about its front matter")
    if headers.others(new) != headers.others(old):
        raise Refused("its front matter changed")
    if headers.fields(page.fields, old) != page.fields:
        raise Refused("its page shows something else than its front matter")
    start, articles = page.start, None
    if not headers.is_shown_alike(old, new):
        html, moved = headers.redrawn(html, old, new, site.catalog, site.theme)
        start, articles = start + moved, (old, new)
    fields = headers.fields(page.fields, new)
    now = replace(page, start=start, header=header, body_line=new.body_line, fields=fields)
    return now, html, articles


def _version(page: Page, data: bytes, site: Site) -> _Version:
    article = _article(page, data, site)
    expansion = snippets.expand(article, site.snippets, site.settings.variables)
    if expansion.findings:
        raise Refused("it has something to mend")
    if _ASKS_FOR_MORE.search(expansion.text):
        raise Refused("it shows what other files say")
    html, toc, fresh = site.renderer(expansion.text, page.links, site.ways.finder(page))
    html = site.ways.resolved(html, page)
    content = _with_aliases(without_heading(html), page)
    if any(mark in content for mark in _CHANGED_BY_THEME) or not content.strip():
        raise Refused("the theme changes its text")
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in page.fields.items()
    }
    document = from_html(content, **fields)
    rendered = links.survey(article, html)
    used = expansion.used
    return _Version(article, expansion.text, content, toc, document, rendered, fresh, used)


def _with_aliases(html: str, page: Page) -> str:
    """A page's HTML with the anchors that it had once."""
    if not page.aliases:
        return html
    from helpwright.permalinks.anchors import AnchorAlias
    from helpwright.permalinks.sections import insert_aliases

    aliases = [AnchorAlias(*alias) for alias in page.aliases]
    return insert_aliases(html, aliases, page_url=page.fields["url"])


def _article(page: Page, data: bytes, site: Site) -> Article:
    """The article as far as it counts here: only its text, if it is known where that begins."""
    if page.header and len(data) <= site.settings.max_bytes:
        place = Place(page.path if site.shown == "." else f"{site.shown}/{page.path}")
        url, body = page.fields["url"], _text(data)[page.header :]
        return Article(page.path, place, url, body, page.body_line, "", "")
    return _whole_article(page, data, site)


def _whole_article(page: Page, data: bytes, site: Site) -> Article:
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
    if site.has_hidden:
        folder = after.article.folder
        bodies = before.article.body, after.article.body
        old, new = (attachments.named_in(body, folder) for body in bodies)
        folded = [" ".join(body.casefold().split()) for body in bodies]
        said = [[run in body for run in site.hidden_runs] for body in folded]
        is_shared = old != new and not (old ^ new).isdisjoint(site.ways.known.hidden_names)
        if is_shared or said[0] != said[1]:
            raise Refused("it may say what hidden articles say")
