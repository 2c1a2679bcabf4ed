"""Links that go on working: what a build does for addresses and anchors that once were."""

from __future__ import annotations

from typing import Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.articles.links import Rendered
from helpwright.articles.model import Article, Content, Settings
from helpwright.articles.views import Shelf
from helpwright.mkdocs_plugins import companions, permanence
from helpwright.permalinks import sections
from helpwright.permalinks.ledger import Ledger
from helpwright.permalinks.redirects import Plan
from helpwright.permalinks.urls import page_url


class Articles(Protocol):
    """What the articles plugin knows once all pages are rendered; `hidden` has the reasons."""

    settings: Settings
    content: Content
    published: dict[str, Article]
    hidden: dict[str, str]
    rendered: dict[str, Rendered]
    shelf: Shelf
    ledger: Ledger
    has_ledger: bool


def plan(known: Articles, config: MkDocsConfig, files: Files) -> Plan:
    """The redirects, permanent links and former anchors of a build."""
    articles = known.published.values()
    targets = permanence.article_targets(articles, known.content, known.rendered)
    return permanence.plan(
        known.ledger,
        [*targets, *permanence.page_targets(known.shelf, known.content, files)],
        hidden=permanence.withheld(
            known.content,
            known.hidden,
            known.shelf,
            companions.withheld_troubleshooters(config),
            directory_urls=config.use_directory_urls,
        ),
        urls=[file.page.url for file in files.documentation_pages() if file.page],
        paths=permanence.file_paths(files, config),
        audience=known.settings.audience,
        is_new=not known.has_ledger,
    )


def insert_aliases(files: Files, plan: Plan) -> None:
    """Put the former anchors of pages beside those that took their place."""
    for file in files.documentation_pages():
        page = file.page
        aliases = plan.aliases.get(page_url(page.url)) if page is not None else None
        if page is not None and aliases and page.content is not None:
            page.content = sections.insert_aliases(page.content, aliases, page_url=page.url)
