"""What tickets and reports need of a site: its articles, and who answers at an address."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from helpwright.articles import lifecycle
from helpwright.articles.model import Article
from helpwright.mkdocs_plugins import permanence, project
from helpwright.permalinks.resolver import Resolver


def default_store(config: MkDocsConfig) -> Path:
    """The ticket store of a site: `.helpwright/tickets.duckdb` beside its `mkdocs.yml`."""
    return project.base_folder(config) / ".helpwright" / "tickets.duckdb"


def published(config: MkDocsConfig) -> list[Article]:
    """The articles of this audience, without the pages that introduce a category."""
    content = project.read_content(config)
    chosen = project.articles_plugin(config).read_settings(config)
    return [a for a in lifecycle.split(content, chosen)[0] if not a.is_index]


def resolver(config: MkDocsConfig) -> Resolver:
    """Tells the article of a link that an agent sent, also of one that has moved since."""
    plugin = project.articles_plugin(config)
    content = project.read_content(config)
    ledger, _ = permanence.read(Path(config.docs_dir) / plugin.config.ledger)
    targets = permanence.article_targets(content.articles, content, {})
    return permanence.resolver(ledger, targets, config, plugin.config.hosts)
