"""The pages of a help center as the commands that search need them, rendered as a build would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from helpwright.articles.kinds import Audience
from helpwright.articles.lifecycle import hidden_because, is_internal
from helpwright.articles.model import Article
from helpwright.cli import search_names
from helpwright.cli.search_names import Names
from helpwright.mkdocs_plugins import companions, documents, permanence, project
from helpwright.mkdocs_plugins.articles import ArticlesPlugin
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.mkdocs_plugins.steering_files import Steered
from helpwright.permalinks.urls import permalink, quote_url
from helpwright.search.documents import Document
from helpwright.search.whoosh_index_fields import Entry


@dataclass(frozen=True)
class Pages:
    """What can be found, what it is called, and how search is steered.

    `links` are permanent links by site-relative URL.
    """

    config: MkDocsConfig
    entries: tuple[Entry, ...]
    names: Names
    links: Mapping[str, str]
    steered: Steered

    def address(self, url: str, anchor: str = "") -> str:
        """The whole address of a site-relative URL, as it is pasted into a reply."""
        end = quote_url(f"#{anchor}") if anchor else ""
        return f"{(self.config.site_url or '/').rstrip('/')}/{url.removeprefix('./')}{end}"


def read(
    config_file: str | None, overrides: Overrides, progress: project.Progress | None = None
) -> Pages:
    """All pages that a build with these overrides would list in search."""
    config = project.load(config_file, overrides)
    files, _ = project.render(config, progress)
    steered = getattr(companions.find(config, "search"), "steered", Steered())
    pages = list(documents.searched(files))
    found = list(documents.of_pages(files, config, steered.customer_words))
    entries = (_entry(page, document, config) for page, document in zip(pages, found, strict=True))
    links = {page.url: link for page in pages if (link := _permalink(page))}
    names = search_names.read(config, files)
    return Pages(config, tuple(entries), names, links, steered)


def _permalink(page: Page) -> str:
    article = page.meta.get("helpwright")
    if isinstance(article, Article):
        name = permanence.category_name(article.folder) if article.is_index else article.id
        return permalink(name)
    if page.meta.get("helpwright_kind") == "troubleshooter":
        return permalink(permanence.troubleshooter_name(page.file.name))
    return ""


def _entry(page: Page, document: Document, config: MkDocsConfig) -> Entry:
    """A page with what its document does not say."""
    path = search_names.source_of(page, Path(config.docs_dir))
    article, plugin = page.meta.get("helpwright"), companions.find(config, "articles")
    if isinstance(article, Article) and isinstance(plugin, ArticlesPlugin):
        return Entry(
            document,
            id=article.id,
            path=path,
            visibility=tuple(_reasons(article, plugin)) or ("public",),
            owner=article.owner,
            last_reviewed=str(article.last_reviewed or ""),
            publish_at=str(article.publish_at or ""),
            expires=str(article.expires or ""),
        )
    trees = getattr(companions.find(config, "troubleshooters"), "trees", {})
    tree = trees.get(page.file.src_uri)
    hidden = ["agents"] * (str(page.meta.get("audience")) == "agents")
    hidden += ["draft"] * (tree is not None and tree.status == "draft")
    owner = str(tree.owner if tree is not None else page.meta.get("owner") or "")
    return Entry(document, path=path, visibility=tuple(hidden) or ("public",), owner=owner)


def _reasons(article: Article, plugin: ArticlesPlugin) -> Iterator[str]:
    """Each reason why customers do not see an article."""
    categories = plugin.content.categories
    if is_internal(article, categories):
        yield "agents"
    agents = replace(plugin.settings, audience=Audience.AGENTS, drafts=False)
    reason = hidden_because(article, categories, agents)
    if reason:
        yield reason
