"""What stands in the HTML of articles, as far as it was read out of the same HTML before."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from helpwright.articles import links
from helpwright.articles.links import Rendered
from helpwright.articles.model import Article
from helpwright.mkdocs_plugins import companions, documents
from helpwright.rebuilds.kept import Kept
from helpwright.rebuilds.tables import Table


class Surveys:
    """The surveys of one build; see `links.survey`."""

    def __init__(self, config: MkDocsConfig, kept: Kept) -> None:
        audience = companions.audience(config)
        self._table = Table(kept, "surveys", str(config.config_file_path), audience)

    def of(self, page: Page, article: Article, html: str) -> Rendered:
        """What an article's HTML holds that other pages depend on, or that the checks read."""
        key = documents.digest_of(page, html)
        known = self._table.get(key)
        if known is not None:
            return Rendered(article, *known)
        made = links.survey(article, html)
        held = (made.anchors, made.repeated, made.links, made.images, made.headings)
        self._table.put(key, (*held, made.forbidden))
        return made

    def close(self) -> None:
        """Leave them to the next build."""
        self._table.close()
