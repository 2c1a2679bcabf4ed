"""The plugin `helpwright/troubleshooters`: a page for each decision tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

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
from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.mkdocs_plugins import (
    assets,
    companions,
    events,
    generated,
    reporting,
    troubleshooter_embeds,
)
from helpwright.mkdocs_plugins.events import EventsConfig
from helpwright.mkdocs_plugins.places import base_folder, shown_folder
from helpwright.troubleshooters.page import embeds

if TYPE_CHECKING:
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
        self.told: set[str] = set()
        self.broken: dict[str, list[Finding]] = {}
        self.secrets: list[Troubleshooter] = []
        self.unread: list[str] = []
        self.embeds: dict[str, list[embeds.Block]] = {}

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
                from helpwright.mkdocs_plugins import troubleshooter_maps

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
        self.told = set()
        self.embeds = {}
        folder = self._folder(config)
        if not folder.is_dir():
            return
        # What reads and proves trees takes a while to load, and most builds of a site without them
        # take little longer than that.
        from helpwright.troubleshooters.proof.inspection import inspect, inspect_parts
        from helpwright.troubleshooters.proof.neighbours import Neighbours
        from helpwright.troubleshooters.source import library

        language = companions.language(config)
        books = library.load(folder, prefix=shown_folder(folder), language=language)
        found = books.trees
        self.findings += books.findings
        audience = companions.audience(config)
        slugs = {tree.slug for tree, _ in found if tree is not None}
        self.findings += inspect_parts(
            books.shared,
            articles=files.src_uris,
            troubleshooters=slugs,
            language=language,
            today=str(companions.today(config)),
            told=books.findings,
        )
        of_parts = [*self.findings]
        neighbours = Neighbours(
            {tree.slug: tree for tree, _ in found if tree},
            books.shared,
            companions.hidden_articles(config),
        )
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
                told=[*findings, *of_parts],
                neighbours=neighbours,
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
            self.findings += _check_channels(whole.tree, companions.channels(config))
            self.trees[path] = whole.tree
            self.programs[path] = whole.program
            errors = [f for f in [*findings, *more] if f.severity is Severity.ERROR]
            if errors:
                self.broken[path] = errors

    # After snippets, which may hold a troubleshooter as well, are filled in.
    @event_priority(-50)
    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Mark where a page asks for a troubleshooter."""
        text, self.embeds[page.file.src_uri] = embeds.mark(markdown)
        return text

    # Before links are looked at.
    @event_priority(50)
    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Put troubleshooters where a page asks for them."""
        blocks = self.embeds.get(page.file.src_uri)
        if not blocks:
            return html
        known = troubleshooter_embeds.known(self.programs, self.broken, self.secrets, self.unread)
        html, found = troubleshooter_embeds.put_in(
            html, blocks, page, files, config=config, known=known, trees=self.trees
        )
        self.findings += found
        reporting.report(found, "troubleshooters")
        return html

    @event_priority(50)
    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Render the trees, once the titles of all articles are known."""
        markdown = Renderer(config.markdown_extensions, config.mdx_configs or {})
        told = events.of_site(config, self.config.events)
        for path, tree in self.trees.items():
            from helpwright.troubleshooters.page.render import render

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
                article_url=lambda name, page=page: self._article(name, page, files),  # type: ignore[misc]
                contact_url=contact and get_relative_url(contact, page.url),
                troubleshooter_url=lambda slug, page=page: self._other(slug, page, files),  # type: ignore[misc]
                language=companions.language(config),
                endpoint=told.endpoint,
                consent=told.consent,
            )
            page.content += self.maps[path]
            if "navigation.instant" in config.theme.get("features", ()):
                script = get_relative_url(f"{assets.PUBLISHED}/troubleshooter/early.js", page.url)
                page.content = f'<script src="{script}"></script>\n{page.content}'
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
        return base_folder(config) / self.config.folder

    def _notice(self, path: str, contact: str | None) -> str:
        if self.serving:
            items = "".join(f"<li><pre>{escape(str(f))}</pre></li>" for f in self.broken[path])
            return f"<p>Readers do not see this page until it is mended:</p><ul>{items}</ul>"
        text = "<p>We are working on this page. It will be back soon.</p>"
        link = f'<p><a href="{escape(contact)}">Contact support</a></p>' if contact else ""
        return text + link

    def _article(self, path: str, page: Page, files: Files) -> tuple[str, str] | None:
        """Address and title of an article."""
        file = files.get_file_from_path(path)
        if file is None or file.page is None:
            return None
        self.told.add(path)
        return get_relative_url(file.url, page.url), str(file.page.title or path)

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


def _check_channels(tree: Troubleshooter, known: set[str]) -> Iterator[Finding]:
    """Contacts whose channel is not configured, on a site that has named channels."""
    for outcome in tree.outcomes.values():
        if known and outcome.kind == "contact" and outcome.channel not in known:
            place = outcome.places.get("contact", outcome.place)
            message = f'outcome "{outcome.id}": there is no channel "{outcome.channel}"'
            hint = did_you_mean(outcome.channel, known, otherwise="the usual channel takes it")
            yield Finding(place, "unknown-channel", message, hint, Severity.WARNING)
