"""What can be suggested from the content of a help center, rendered as a build would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.articles.lifecycle import hidden_because
from helpwright.articles.model import Article
from helpwright.articles.schema import Audience
from helpwright.cli.suggest_output import Site
from helpwright.mkdocs_plugins import companions, documents, permanence, project
from helpwright.mkdocs_plugins.articles import ArticlesPlugin
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.permalinks.urls import permalink
from helpwright.search import index
from helpwright.search.suggestions import compile_library


def read(
    config_file: str | None,
    audience: str,
    today: str | None,
    progress: project.Progress | None = None,
) -> Site:
    """The content of a help center as it would be built for an audience.

    For agents, drafts and internal articles are in it too, and marked.
    """
    is_public = audience == "public"
    config = project.load(config_file, Overrides(audience, today, drafts=not is_public))
    files, _ = project.render(config, progress)
    found = list(documents.of_pages(files, config))
    library = compile_library(index.build(found), keep=lambda document: document.url not in "./")
    pages = [file.page for file in files.documentation_pages() if file.page is not None]
    links = {page.url: link for page in pages if (link := _permalink_of(page))}
    return Site(library, config.site_url or "", links, _visibility(config, files))


def _permalink_of(page: Page) -> str:
    article = page.meta.get("helpwright")
    if isinstance(article, Article):
        name = permanence.category_name(article.folder) if article.is_index else article.id
        return permalink(name)
    if page.meta.get("helpwright_kind") == "troubleshooter":
        return permalink(permanence.troubleshooter_name(page.file.name))
    return ""


def _visibility(config: MkDocsConfig, files: Files) -> Mapping[str, str]:
    """Why customers do not see a page, by its address."""
    found: dict[str, str] = {}
    articles = companions.find(config, "articles")
    if isinstance(articles, ArticlesPlugin):
        public = replace(articles.settings, audience=Audience.PUBLIC, drafts=False)
        for article in articles.published.values():
            reason = hidden_because(article, articles.content.categories, public)
            if reason:
                found[article.url] = reason
    trees = getattr(companions.find(config, "troubleshooters"), "trees", {})
    for path, tree in trees.items():
        file = files.get_file_from_path(path)
        reason = (
            "agents" if tree.audience == "agents" else "draft" if tree.status == "draft" else ""
        )
        if file is not None and reason:
            found[file.url] = reason
    return found
