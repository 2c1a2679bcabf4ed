"""Pages from their views to their files: which are drawn, what with, and which stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.articles.links import Rendered
from helpwright.articles.model import Article, Settings
from helpwright.articles.views import Shelf
from helpwright.mkdocs_plugins import (
    companions,
    comparing,
    contact_data,
    documents,
    feedback,
    page_parts,
    page_views,
)
from helpwright.mkdocs_plugins.articles_config import ArticlesConfig
from helpwright.mkdocs_plugins.generated import Generated
from helpwright.mkdocs_plugins.publishing import Publication
from helpwright.mkdocs_plugins.recording import Recorder
from helpwright.mkdocs_plugins.standing_pages import StandingPages, Stands
from helpwright.rebuilds.kept import Kept
from helpwright.search.related import Comparison


class Articles(Protocol):
    """What the articles plugin knows once all pages are rendered."""

    config: ArticlesConfig
    settings: Settings
    kept: Kept
    published: dict[str, Article]
    made: dict[str, Generated]
    rendered: dict[str, Rendered]
    files: Files
    shelf: Shelf
    contact_url: str
    views: page_views.Views | None
    comparison: Comparison
    parts: page_parts.Parts | None
    publication: Publication | None
    recorder: Recorder | None
    standing_pages: StandingPages | None
    stands: Stands | None
    related: tuple[str, ...]


def views(known: Articles, config: MkDocsConfig) -> page_views.Views:
    """The views, made when the first page is written: a check needs none."""
    if known.views is not None:
        return known.views
    paths = {article.url: path for path, article in known.published.items()}
    graph = page_views.link_graph(known.rendered, paths)
    known.comparison = comparing.compare(known.files, config, graph, set(paths), known.kept)
    known.views = page_views.prepare(
        config=config,
        settings=known.settings,
        shelf=known.shelf,
        published=known.published,
        made=known.made,
        contact=contact_data.view(config, known.config.contact, known.contact_url),
        feedback=feedback.view(config, asks=known.config.feedback),
        related=known.comparison.found(),
        troubleshooters=page_views.list_troubleshooters(known.files),
        helpful=companions.most_helpful(config),
        has_search=companions.has_search(config),
    )
    return known.views


def given(
    known: Articles, context: Mapping[str, Any], page: Page, config: MkDocsConfig
) -> dict[str, Any]:
    """What a page's template is given as `hw` and `hw_parts`."""
    made = views(known, config)
    view = made.outline(page)
    known.related = tuple(entry.url for entry in view.related)
    parts = known.parts.page(page, view, context["base_url"]) if known.parts else None
    # Only pages that nothing but these values can change have parts. To note them takes a tenth of
    # a build from nothing, so the first build over a site that stands does.
    stands = known.publication is not None and known.publication.standing is not None
    noted = known.standing_pages if parts and stands else None
    known.stands = noted.find(page, view) if noted else None
    if known.stands:
        return {"hw": view, "hw_parts": known.stands}
    return {"hw": made.whole(page, view), "hw_parts": parts}


def written(known: Articles, output: str, page: Page, config: MkDocsConfig) -> str:
    """What of a page is written: nothing if it stands as it is. Notes where its text begins."""
    if known.recorder:
        start = known.parts.start if known.parts else -1
        known.recorder.note(page, output, start, known.stands, known.related)
    if not companions.others(config):
        documents.let_go(page)
    if known.stands or known.publication is None or known.publication.standing is None:
        return output
    data = output.encode("utf-8", "xmlcharrefreplace")  # as MkDocs writes it
    return "" if known.publication.keeps(page.file.dest_uri, data) else output
