"""Pages as the search room wants them."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from helpwright.articles.model import Article
from helpwright.mkdocs_plugins.markdown_pages import attic_of, is_shared
from helpwright.search import store
from helpwright.search.documents import Document, Section, from_html

_KEPT, _DIGEST = "helpwright_sections", "helpwright_digest"
_NO_CONTENTS = TableOfContents([])


def of_pages(
    files: Files, config: MkDocsConfig, customer_words: Mapping[str, tuple[str, ...]] | None = None
) -> Iterator[Document]:
    """A document for each page that may be found, with the words of customers for its URL."""
    for page in searched(files):
        words = (customer_words or {}).get(page.url, ())
        yield read(page, fields_of(page, config, words))


def read(page: Page, fields: Mapping[str, Any]) -> Document:
    """A page's document. Its sections are kept: several rooms of a build ask for them."""
    content, asked = page.content or "", (digest_of(page), fields["title"])
    known, attic = getattr(page, _KEPT, None), attic_of(page)
    if attic and known is not None and known[0] == asked:
        plain = marshal.loads(attic.get(known[1]))
        return from_html(content, **fields, sections=tuple(Section(*one) for one in plain))
    found = from_html(content, **fields)
    if attic:
        plain = [(one.anchor, one.heading, one.text) for one in found.sections]
        place = attic.put(marshal.dumps(plain))
        setattr(page, _KEPT, place and (asked, place))
    return found


def let_go(page: Page) -> None:
    """Let a page that is written have no text any more, if search has its sections already."""
    known = getattr(page, _KEPT, None)
    if is_shared(page):
        page.toc = _NO_CONTENTS
    if (
        is_shared(page)
        and known is not None
        and known[0] == (digest_of(page), str(page.title or ""))
    ):
        setattr(page, _DIGEST, ("", known[0][0]))
        page.content = ""


def fingerprint_of(page: Page, fields: Mapping[str, Any]) -> str:
    """What tells a page from every other version of it."""
    return store.fingerprint_of(fields, digest_of(page))


def digest_of(page: Page, content: str | None = None) -> bytes:
    """What stands for a page's text, also when that is gone, or for what is to be its text."""
    content = page.content or "" if content is None else content
    known: tuple[str, bytes] | None = getattr(page, _DIGEST, None)
    if known is None or known[0] != content:
        known = content, store.text_digest(content)
        setattr(page, _DIGEST, known)
    return known[1]


def searched(files: Files) -> Iterator[Page]:
    """The pages that may be found, in the order of their URLs.

    A page with `search: {exclude: true}` in its front matter (as in Material) is left out, and
    so are the pages that Helpwright itself makes for lists.
    """
    pages = [file.page for file in files.documentation_pages() if file.page is not None]
    for page in sorted(pages, key=lambda page: page.url):
        options = page.meta.get("search")
        excluded = isinstance(options, Mapping) and bool(options.get("exclude"))
        generated = page.file.generated_by is not None
        listed = page.meta.get("helpwright_kind") == "troubleshooter"
        if page.content is not None and not excluded and (listed or not generated):
            yield page


def fields_of(
    page: Page, config: MkDocsConfig, customer_words: tuple[str, ...] = ()
) -> dict[str, Any]:
    """All of a page's document but its text; an article speaks for itself in its front matter."""
    article = page.meta.get("helpwright")
    known = article if isinstance(article, Article) else None
    kind = "article" if known else str(page.meta.get("helpwright_kind", "page"))
    return {
        "url": page.url,
        "title": str(page.title or ""),
        "description": str(page.meta.get("description", "")),
        "kind": kind,
        "type": known.type if known else str(page.meta.get("type", "")),
        "category": str(page.meta.get("category_title", "")),
        "applies_to": known.applies_to if known else _words(page.meta.get("applies_to")),
        "labels": known.labels if known else _words(page.meta.get("labels")),
        "aliases": known.aliases if known else _words(page.meta.get("aliases")),
        "promoted": known.promoted if known else False,
        "language": _language(page, known) or str(config.theme.get("language") or "en"),
        "customer_words": customer_words,
    }


def _language(page: Page, article: Article | None) -> str:
    """What a page says of its language; a page that is no article may say anything."""
    if article:
        return article.language
    given = str(page.meta.get("language") or "")
    return given if re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", given) else ""


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, Iterable) else ()
