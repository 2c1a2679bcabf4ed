"""What tickets and reports need of a site: its articles, and who answers at an address."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from helpwright.articles import lifecycle
from helpwright.articles.model import Article, Content
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.mkdocs_plugins import clock, permanence, project
from helpwright.mkdocs_plugins.places import base_folder, shown_file
from helpwright.permalinks.resolver import Resolver


def default_store(config: MkDocsConfig) -> Path:
    """The ticket store of a site: `.helpwright/tickets.duckdb` beside its `mkdocs.yml`."""
    return base_folder(config) / ".helpwright" / "tickets.duckdb"


def published(config: MkDocsConfig) -> list[Article]:
    """The articles of this audience, without the pages that introduce a category."""
    content = project.read_content(config)
    chosen = project.articles_plugin(config).read_settings(config)
    return [a for a in lifecycle.split(content, chosen)[0] if not a.is_index]


def category_title(folder: str, content: Content) -> str:
    """The title of the top category of a folder; tickets are tagged with it."""
    top = folder.partition("/")[0]
    return content.categories[top].title if top in content.categories else ""


def site_url(config: MkDocsConfig) -> str:
    """The address of the published site, by which agents' links are known.

    Raises:
        InputError: if the configuration does not say.
    """
    if config.site_url:
        return config.site_url
    place = Place(shown_file(Path(config.config_file_path or "mkdocs.yml")))
    message = "the site's address is not known, so nobody can tell which links are its own"
    hint = "set `site_url:` to the address under which customers read the site"
    raise InputError(Finding(place, "no-site-url", message, hint, Severity.ERROR))


def resolver(config: MkDocsConfig) -> Resolver:
    """Tells the article of a link that an agent sent, also of one that has moved since.

    Raises:
        InputError: if the site's address is not known.
    """
    plugin = project.articles_plugin(config)
    if not plugin.config.hosts:
        site_url(config)
    content = project.read_content(config)
    ledger, _ = permanence.read(Path(config.docs_dir) / plugin.config.ledger)
    targets = permanence.article_targets(content.articles, content, {})
    short = permanence.short_links(plugin.config.short_links, config)
    return permanence.resolver(ledger, targets, config, plugin.config.hosts, short)


def first_day(config: MkDocsConfig) -> date | None:
    """The day from which on tickets are kept, by `retention_months`; None if for ever.

    Raises:
        InputError: if the option is not a number of months.
    """
    months = project.articles_plugin(config).config.retention_months
    if months is None:
        return None
    if months < 1:
        place = Place(shown_file(Path(config.config_file_path or "mkdocs.yml")))
        message = f"tickets cannot be kept for {months} months"
        hint = "write a whole number from 1 up after `retention_months:`"
        raise InputError(Finding(place, "bad-retention", message, hint, Severity.ERROR))
    return months_before(clock.today(None), months)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
