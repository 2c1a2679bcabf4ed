"""What is wrong with the articles of a build, and what of them must not be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.articles import lifecycle, links
from helpwright.articles.model import Article, Content, Settings
from helpwright.articles.views import Shelf
from helpwright.errors import Finding, Place
from helpwright.mkdocs_plugins import companions, page_views, publishing, selection
from helpwright.permalinks.redirects import Plan
from helpwright.permalinks.resolver import Resolver
from helpwright.publication.leaks import Secret


class Articles(Protocol):
    """What the articles plugin knows once all pages are rendered; `hidden` has the reasons."""

    settings: Settings
    content: Content
    published: dict[str, Article]
    hidden: dict[str, str]
    rendered: dict[str, links.Rendered]
    resolver: Resolver
    shelf: Shelf
    plan: Plan
    files: Files


def check(known: Articles, files: Files) -> list[Finding]:
    """Everything that is wrong with articles and their links."""
    content, published = known.content, known.published
    found = [*content.findings, *lifecycle.check_dates(content.articles, known.settings.today)]
    found += links.check_descriptions(published.values())
    found += links.check_related(content.articles)
    site = _site(known, files)
    found += links.check(site)
    found += links.check_orphans(site, selection.named(published))
    return found


def secrets(known: Articles, config: MkDocsConfig) -> Iterator[Secret]:
    """What a public site must not say."""
    hidden = [article for article in known.content.articles if article.path in known.hidden]
    said = [category.title for category in known.shelf.tree.categories.values()]
    said += [text for page in known.rendered.values() for _, text in page.headings]
    said += [entry.title for entry in page_views.list_troubleshooters(known.files)]
    yield from publishing.secrets(
        hidden, known.published.values(), once_public=set(known.plan.gone_ids), said=said
    )
    yield from companions.secrets(config)
    if known.settings.internal_marker:
        yield Secret("marker", known.settings.internal_marker, Place("mkdocs.yml"))


def _site(known: Articles, files: Files) -> links.Site:
    by_id: Mapping[str, str] = {article.id: article.path for article in known.content.articles}
    shown = [file for file in files if not file.inclusion.is_excluded()]
    resolver = known.resolver
    return links.Site(
        pages=known.rendered,
        paths={unquote(article.url): path for path, article in known.published.items()},
        files={file.src_uri for file in shown} | set(known.hidden),
        urls={"" if file.url in {".", "./"} else unquote(file.url) for file in shown},
        hidden=known.hidden,
        snippets=known.content.snippets,
        resolve=lambda href: by_id.get(resolver.article_id(href) or ""),
        hosts=resolver.hosts,
        base=f"/{resolver.base_path.strip('/')}/".replace("//", "/"),
    )
