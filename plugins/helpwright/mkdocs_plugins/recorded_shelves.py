"""How articles stand in lists of one build, and who names them, left for the edits after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig

from helpwright.articles.model import Article
from helpwright.mkdocs_plugins import companions
from helpwright.mkdocs_plugins.page_views import Views
from helpwright.mkdocs_plugins.recorded_words import Theme
from helpwright.permalinks.redirects import Plan
from helpwright.permalinks.urls import output_path, page_url
from helpwright.rebuilds.related_lists import Shelf


class Built(Protocol):
    """What the articles plugin knows at the end of a build."""

    published: dict[str, Article]
    plan: Plan
    views: Views | None


def of_build(
    config: MkDocsConfig,
    built: Built,
    outputs: Mapping[str, str],
    items: Mapping[str, str],
    theme: Theme,
) -> Iterator[Shelf]:
    """How each article stands in lists.

    Args:
        config: The configuration.
        built: What was built.
        outputs: The file in the site of each page, by its source.
        items: What follows an article's address in lists, by that address, as far as it is known.
        theme: The theme of the site.
    """
    urls = {article.id: article.url for article in built.published.values()}
    urls |= {path: article.url for path, article in built.published.items()}
    sources = _sources(built.plan)
    moved = {
        alias.to_url.partition("#")[0]
        for aliases in built.plan.aliases.values()
        for alias in aliases
        if alias.new is None
    }
    told = companions.told_articles(config)
    for path, article in built.published.items():
        if path in outputs:
            item = items.get(unquote(article.url).strip("/"), "")
            if not item and built.views:
                item = theme.item(built.views.entries[article.url])
            url = page_url(article.url)
            yield Shelf(
                url=article.url,
                output=outputs[path],
                named=[urls[name] for name in article.related if name in urls],
                item=item,
                sources=sources.get(url, []),
                is_told=path in told or url in moved,
            )


def _sources(plan: Plan) -> dict[str, list[str]]:
    """The files that send readers on to a page, by its address."""
    found: dict[str, list[str]] = {}
    for redirect in (*plan.redirects, *plan.permalinks):
        target = redirect.target_url.partition("#")[0]
        found.setdefault(target, []).append(output_path(redirect.source_url))
    return found
