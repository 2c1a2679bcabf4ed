"""Front matter of an edited article: what of it stands on which pages, and its own page's head."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from markupsafe import escape

from helpwright.articles.model import Article
from helpwright.articles.structured_data import json_ld
from helpwright.articles.views import PageView, Shelf
from helpwright.rebuilds.catalog import Catalog
from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.sheets import swapped
from helpwright.rebuilds.theme import Theme

# Labels and aliases are for search only; who owns an article is for its writers. The others stand
# on the article's page, and some of them on pages that list it.
_KNOWN = re.compile(
    r"^(?:labels|aliases|owner|last_reviewed|review_in|title|description|type|applies_to|promoted)"
    r"[ \t]*:.*\n(?:(?:[ \t]|-[ \t]).*\n)*",
    re.MULTILINE,
)
# What may make a key say something about another.
_TIED = re.compile(r"(?:^|[\s\[{,:])[&*!]\S|:[ \t]*[|>{]")


def check(before: str, after: str) -> None:
    """Whether two headers differ in nothing but what is known to stand on pages, and on which.

    Raises:
        Refused: they do, or that cannot be told.
    """
    known = [*_KNOWN.findall(before), *_KNOWN.findall(after)]
    rest = {_KNOWN.sub("", header) for header in (before, after)}
    if len(rest) > 1 or any(map(_TIED.search, known)):
        raise Refused("its front matter changed")


def others(article: Article) -> Article:
    """An article with nothing of what `check` lets pass, and without its text."""
    bare = replace(article, body="", body_line=0, labels=(), aliases=(), owner="")
    bare = replace(bare, last_reviewed=None, review_in="", title="", description="")
    return replace(bare, type="", applies_to=(), promoted=False)


def is_shown_alike(one: Article, other: Article) -> bool:
    """Whether nothing that stands on pages is another in one than in the other."""
    return _shown(one) == _shown(other)


def fields(known: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """What search knows of a page, with what it knows of it now."""
    lists = {name: list(getattr(article, name)) for name in ("labels", "aliases", "applies_to")}
    said = {name: getattr(article, name) for name in ("title", "description", "type", "promoted")}
    return {**known, **said, **lists}


def redrawn(
    html: str, before: Article, after: Article, catalog: Catalog, theme: Theme
) -> tuple[str, int]:
    """The page of an article with another head, title and line of facts.

    Returns:
        The page, and by how many characters what follows these has moved.

    Raises:
        Refused: the page is not the one that was built.
    """
    shelf = catalog.shelf({after.folder})
    made = html
    old, new = (_parts(one, catalog, shelf, theme) for one in (before, after))
    for was, now in zip(old, new, strict=True):
        if was != now:
            made = swapped(made, was, now)
    return made, len(made) - len(html)


def _shown(article: Article) -> tuple[object, ...]:
    texts = article.title, article.description, article.type, article.applies_to
    return *texts, article.last_reviewed, article.promoted


def _parts(article: Article, catalog: Catalog, shelf: Shelf, theme: Theme) -> list[str]:
    """The pieces of an article's page that its front matter decides."""
    config = catalog.config
    entry = catalog.entry(article.path)
    if entry is None or article.title == config["site_name"]:
        raise Refused("its front matter changed")
    site_url, url = config["site_url"] or "", article.url
    view = PageView(
        kind="article",
        site_name=config["site_name"],
        title=article.title,
        description=article.description,
        internal=entry.internal,
        type=article.type,
        applies_to=article.applies_to,
        last_reviewed=article.last_reviewed,
        breadcrumbs=shelf.breadcrumbs(article.folder),
        has_search=catalog.has_search,
        alternates=tuple((code, f"{base}{url}") for code, base in catalog.alternates),
    )
    found = json_ld(view, site_url=site_url, url=url, modified=article.last_reviewed)
    base = site_url if site_url.endswith("/") else f"{site_url}/"
    given = {
        "hw": replace(view, json_ld=found),
        "kind": "article",
        "title": article.title,
        "can_search": catalog.has_search,
        "config": config,
        "page": {"canonical_url": urljoin(base, url) if site_url else "", "meta": {}},
    }
    head = theme.draw("head", url, **given)
    # Around the facts as `article.html` has it.
    facts = theme.draw("facts", url, **given)
    heading = f"<h1>{escape(article.title)}</h1>\n{facts}\n</header>\n"
    return [head, theme.draw("document-title", url, **given), heading]
