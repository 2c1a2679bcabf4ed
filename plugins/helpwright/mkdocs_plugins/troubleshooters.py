"""The plugin `helpwright/troubleshooters`: a page for each decision tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path, PurePath
from typing import Any

import jinja2
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url

from helpwright.articles.rendering import Renderer
from helpwright.errors import Finding, Place, Severity
from helpwright.mkdocs_plugins import (
    assets,
    companions,
    events,
    generated,
    reporting,
    troubleshooter_maps,
)
from helpwright.mkdocs_plugins.events import EventsConfig
from helpwright.mkdocs_plugins.places import shown_folder
from helpwright.troubleshooters.page.render import render
from helpwright.troubleshooters.proof.inspection import inspect
from helpwright.troubleshooters.source import library
from helpwright.troubleshooters.source.model import Troubleshooter

LIST = "troubleshooters/index.md"


class TroubleshootersConfig(Config):
    """Options of the plugin `helpwright/troubleshooters`."""

    folder = c.Type(str, default="troubleshooters")
    """Folder of the YAML files, relative to `mkdocs.yml`."""

    title = c.Type(str, default="Troubleshooters")
    """Title of the page that lists them."""

    events = c.SubConfig(EventsConfig)
    """Where to tell what readers do; by default, where searches are counted."""


class TroubleshootersPlugin(BasePlugin[TroubleshootersConfig]):
    """Turns YAML decision trees into pages."""

    serving = False

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.trees: dict[str, Troubleshooter] = {}
        self.programs: dict[str, Mapping[str, Any]] = {}
        self.maps: dict[str, str] = {}
        self.broken: dict[str, list[Finding]] = {}
        self.secrets: list[Troubleshooter] = []
        self.unread: list[str] = []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether a writer is looking, who is shown what is wrong."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the script and style that show one step at a time."""
        assets.add_style(config, "troubleshooter/troubleshooter.css")
        assets.add_module(config, "troubleshooter/element.js")
        return config

    @event_priority(40)
    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Read and check the trees; a page for each that readers may see."""
        assets.publish(files, config, "troubleshooter")
        events.publish(files, config)
        self._read(files, config)
        for path, tree in self.trees.items():
            meta = {
                "title": tree.title,
                "description": tree.summary,
                "aliases": list(tree.aliases),
                "applies_to": list(tree.applies_to),
                "audience": str(tree.audience),
                "template": "troubleshooter.html",
                "helpwright_kind": "troubleshooter",
                "source": tree.path,
                "redirect_from": list(tree.redirect_from),
            }
            page = File.generated(config, path, content=generated.source(meta))
            files.append(page)
            if path not in self.broken:
                self.maps[path] = troubleshooter_maps.add(
                    files, config, page, tree, self.programs[path]
                )
        if self.trees and LIST not in files.src_uris:
            meta = {
                "title": self.config.title,
                "description": "Answer a few questions and find out what to do.",
                "helpwright_kind": "troubleshooters",
            }
            files.append(File.generated(config, LIST, content=generated.source(meta)))
        reporting.report(self.findings, "troubleshooters")
        return files

    def _read(self, files: Files, config: MkDocsConfig) -> None:
        """Read and check all trees, and tell those that this audience sees from the others."""
        self.findings, self.trees, self.broken = [], {}, {}
        self.secrets, self.unread, self.programs, self.maps = [], [], {}, {}
        folder = self._folder(config)
        language = companions.language(config)
        books = library.load(folder, prefix=shown_folder(folder), language=language)
        found = books.trees
        self.findings += books.findings
        audience = companions.audience(config)
        slugs = {tree.slug for tree, _ in found if tree is not None}
        for tree, findings in found:
            self.findings += findings
            if tree is None:
                self.unread += [PurePath(finding.place.path).stem for finding in findings[:1]]
                continue
            whole = inspect(
                tree,
                books.shared,
                articles=files.src_uris,
                troubleshooters=slugs,
                language=language,
                today=str(companions.today(config)),
            )
            more = whole.findings
            self.findings += more
            is_draft = tree.status == "draft" and not companions.shows_drafts(config)
            if is_draft or (tree.audience == "agents" and audience == "public"):
                self.secrets.append(tree)
                continue
            path = f"troubleshooters/{tree.slug}.md"
            if path in files.src_uris:
                message = f"an article, {path}, has the address of this troubleshooter"
                place, hint = Place(tree.path), "rename one of the two files"
                self.findings.append(Finding(place, "address-taken", message, hint, Severity.ERROR))
                continue
            self.trees[path] = whole.tree
            self.programs[path] = whole.program
            errors = [f for f in [*findings, *more] if f.severity is Severity.ERROR]
            if errors:
                self.broken[path] = errors

    @event_priority(50)
    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Render the trees, once the titles of all articles are known."""
        markdown = Renderer(config.markdown_extensions, config.mdx_configs or {})
        told = events.of_site(config, self.config.events)
        for path, tree in self.trees.items():
            file = files.get_file_from_path(path)
            if file is None or file.page is None:
                continue
            page = file.page
            if config.theme.name != "helpwright":
                page.meta.pop("template", None)
            contact = companions.contact_url(config)
            if path in self.broken:
                page.content = self._notice(path, contact and get_relative_url(contact, page.url))
                continue
            page.content = render(
                tree,
                self.programs[path],
                markdown=markdown,
                article_url=lambda name, page=page: _address(name, page, files),  # type: ignore[misc]
                contact_url=contact and get_relative_url(contact, page.url),
                troubleshooter_url=lambda slug, page=page: self._other(slug, page, files),  # type: ignore[misc]
                language=companions.language(config),
                endpoint=told.endpoint,
                consent=told.consent,
            )
            page.content += self.maps[path]
            page.toc = TableOfContents([])
        if self.trees and config.theme.name != "helpwright":
            self._list(files)
        return env

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., object]
    ) -> LiveReloadServer:
        """Build again when a troubleshooter changes."""
        folder = self._folder(config)
        if folder.is_dir():
            server.watch(str(folder))
        return server

    def _folder(self, config: MkDocsConfig) -> Path:
        base = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        return base / self.config.folder

    def _notice(self, path: str, contact: str | None) -> str:
        if self.serving:
            items = "".join(f"<li><pre>{escape(str(f))}</pre></li>" for f in self.broken[path])
            return f"<p>Readers do not see this page until it is mended:</p><ul>{items}</ul>"
        text = "<p>We are working on this page. It will be back soon.</p>"
        link = f'<p><a href="{escape(contact)}">Contact support</a></p>' if contact else ""
        return text + link

    def _other(self, slug: str, page: Page, files: Files) -> tuple[str, str] | None:
        """Where another troubleshooter is, if readers of this one see it."""
        path = f"troubleshooters/{slug}.md"
        file = files.get_file_from_path(path)
        if file is None or path not in self.trees:
            return None
        return get_relative_url(file.url, page.url), self.trees[path].title

    def _list(self, files: Files) -> None:
        """The list of troubleshooters for a theme that does not make it itself."""
        file = files.get_file_from_path(LIST)
        if file is None or file.page is None:
            return
        links = []
        for path, tree in sorted(self.trees.items(), key=lambda item: item[1].title.casefold()):
            target = files.get_file_from_path(path)
            if target is not None:
                address = get_relative_url(target.url, file.url)
                summary = f"<br>{escape(tree.summary)}" if tree.summary else ""
                links.append(f'<li><a href="{address}">{escape(tree.title)}</a>{summary}</li>')
        file.page.content = f"<h1>{escape(self.config.title)}</h1><ul>{''.join(links)}</ul>"


def _address(path: str, page: Page, files: Files) -> tuple[str, str] | None:
    file = files.get_file_from_path(path)
    if file is None or file.page is None:
        return None
    return get_relative_url(file.url, page.url), str(file.page.title or path)
