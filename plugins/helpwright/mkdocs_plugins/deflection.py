"""The plugin `helpwright/deflection`: what tickets taught, as far as a public site may know it.

A public build never opens ticket data. `helpwright report` proposes a file of article ids; a
person reviews and commits it; this plugin reads that file and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import jinja2
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from helpwright.articles.model import Article
from helpwright.deflection.helpful import read_most_helpful
from helpwright.errors import Finding, Place
from helpwright.mkdocs_plugins import reporting
from helpwright.mkdocs_plugins.places import shown_file

PLACEHOLDER = "<!-- helpwright:most-helpful -->"


class DeflectionConfig(Config):
    """Options of the plugin `helpwright/deflection`."""

    most_helpful = c.Type(str, default=".most-helpful.yml")
    """Reviewed list of article ids (or paths), relative to the docs folder."""

    limit = c.Type(int, default=6)
    """How many of them are shown."""


class DeflectionPlugin(BasePlugin[DeflectionConfig]):
    """Shows the articles that help most, from a file that a person reviewed."""

    serving = False

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.most_helpful: list[str] = []
        self.place = Place("")
        self.told: set[str] = set()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether a writer is looking, who goes on with the rest of the site."""
        self.serving = command == "serve"

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Read the reviewed list."""
        path = Path(config.docs_dir) / self.config.most_helpful
        shown = shown_file(path)
        self.place = Place(shown)
        names, found = read_most_helpful(path, shown)
        self.findings = list(found)
        own = files.get_file_from_path(self.config.most_helpful)
        if own is not None:
            files.remove(own)
        self.most_helpful = list(names[: self.config.limit])
        reporting.report(self.findings, "deflection")
        if self.findings and not self.serving:
            raise PluginError(f"{shown} cannot be used; nothing was published")
        return files

    @event_priority(-60)
    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Put the list where a page asks for it with a comment, on a site with any theme."""
        self.told = set()
        pages = [file.page for file in files.documentation_pages() if file.page is not None]
        found = {page.file.src_uri for page in _named(self.most_helpful, pages)}
        if len(found) < len(set(self.most_helpful)):
            known = {name for page in pages for name in (page.file.src_uri, _identity(page))}
            lost = [name for name in self.most_helpful if name not in known]
            self._tell(f'no article that readers see has the id or the path "{n}"' for n in lost)
        for page in pages:
            if page.content is not None and PLACEHOLDER in page.content:
                listed = _named(self.most_helpful, pages)
                page.content = page.content.replace(PLACEHOLDER, _list(listed, page))
                self.told |= {one.file.src_uri for one in listed}
        return env

    def _tell(self, messages: Iterable[str]) -> None:
        hint = "take it out of the list, or correct it"
        new = [Finding(self.place, "unknown-most-helpful", text, hint) for text in messages]
        self.findings += new
        reporting.report(new, "deflection")


def _identity(page: Page) -> str:
    article = page.meta.get("helpwright")
    return article.id if isinstance(article, Article) else str(page.meta.get("id", ""))


def _named(names: Sequence[str], pages: Sequence[Page]) -> list[Page]:
    """The pages with these ids or paths, in the order of the names."""
    by_name: dict[str, Page] = {}
    for page in pages:
        by_name[page.file.src_uri] = page
        by_name.setdefault(_identity(page), page)
    return [by_name[name] for name in names if name in by_name]


def _list(found: Sequence[Page], page: Page) -> str:
    items = (
        f'<li><a href="{get_relative_url(item.url, page.url)}">{escape(str(item.title))}</a></li>'
        for item in found
    )
    return f"<ul>{''.join(items)}</ul>" if found else ""
