"""The plugin `helpwright/search`: compiles the index and brings the search field and page."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import jinja2
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from helpwright.errors import Finding, Severity
from helpwright.mkdocs_plugins import (
    assets,
    companions,
    documents,
    events,
    generated,
    opensearch,
    reporting,
    search_index,
    search_settings,
    steering_files,
)
from helpwright.mkdocs_plugins.events import EventsConfig
from helpwright.mkdocs_plugins.steering_files import Steered
from helpwright.search.customer_language import ACCEPTED_NAME, REJECTED_NAME

_UNLISTED = '<meta name="robots" content="noindex">'
_META = {"template": "search.html", "helpwright_kind": "search", "search": {"exclude": True}}


class SearchConfig(Config):
    """Options of the plugin `helpwright/search`."""

    title = c.Type(str, default="Search")
    """Title of the results page."""

    steering = c.Type(str, default="search.yml")
    """Weights, synonyms and promotions, relative to the docs folder."""

    customer_language = c.Type(str, default=ACCEPTED_NAME)
    """Reviewed words of customers by article, relative to the docs folder."""

    recent_searches = c.Type(bool, default=True)
    """Remember a reader's last searches in the browser."""

    shortcut = c.Type(bool, default=True)
    """Go to the search field at a press of the / key."""

    events = c.SubConfig(EventsConfig)
    """Where searches are counted."""


class SearchPlugin(BasePlugin[SearchConfig]):
    """Compiles all pages into a static index that the browser queries."""

    serving = False

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.steered = Steered()
        self.files = Files([])
        self.sources: list[list[str]] = []
        self.url = "search/"
        self.nav: Navigation | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether a writer is looking, who goes on with the rest of the site."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the search field on every page."""
        assets.add_style(config, "search/search.css")
        assets.add_module(config, "search/mount.js")
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the scripts, and the results page unless the writer has one."""
        assets.publish(files, config, "search")
        events.publish(files, config)
        accepted = self.config.customer_language
        rejected = str(PurePosixPath(accepted).with_name(REJECTED_NAME))
        steering_files.withdraw(files, self.config.steering, accepted, rejected)
        if "material/search" not in config.plugins:
            _remove_unused(files)
        self.url = "search/" if config.use_directory_urls else "search.html"
        if "search.md" not in files.src_uris:
            content = generated.source({"title": self.config.title, **_META})
            files.append(File.generated(config, "search.md", content=content))
        return files

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the navigation, whose top a search that fails offers."""
        self.nav = nav
        return nav

    @event_priority(100)
    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """A results page that the writer made is one, too."""
        if page.file.src_uri == "search.md":
            page.meta.update(_META)
        return markdown

    @event_priority(-100)
    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Put the results element into the results page."""
        if page.meta.get("helpwright_kind") == "search" and config.theme.name != "helpwright":
            page.meta.pop("template", None)
            return f"{html}\n<helpwright-search-page></helpwright-search-page>"
        return html

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Tell search engines to leave the results page out, where the theme does not."""
        if page.meta.get("helpwright_kind") == "search" and config.theme.name != "helpwright":
            return output.replace("</head>", f"{_UNLISTED}</head>", 1)
        return output

    @event_priority(-70)
    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Remember the pages, once all are rendered, and read how search is steered.

        A check needs no index. The articles plugin stops at -100, so what is wrong is told before.
        """
        self.files = files
        if config.theme.name != "helpwright":
            self._list_places(config, files)
        self.steered = steering_files.read(
            config,
            files,
            {page.url for page in documents.searched(files)},
            steering=self.config.steering,
            customer_language=self.config.customer_language,
        )
        self.findings = list(self.steered.findings)
        reporting.report(self.findings, "search")
        errors = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        if errors and not self.serving:
            raise PluginError(f"{errors[0].place.path} cannot be used; nothing was published")
        return env

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Keep the results page, which search engines must not list, out of the sitemap."""
        if template_name == "sitemap.xml":
            context["pages"] = [
                file
                for file in context["pages"]
                if not (file.page and file.page.meta.get("helpwright_kind") == "search")
            ]
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the index into the site."""
        published = Path(config.site_dir) / assets.PUBLISHED
        self.sources = search_index.publish(
            self.files, config, self.steered.steering, self.steered.customer_words, published
        )
        search_settings.write(
            published / "search",
            search_settings.BrowserSettings(
                search=self.url,
                contact=companions.contact_url(config) or "",
                recent=self.config.recent_searches,
                shortcut=self.config.shortcut,
                endpoint=self.config.events.endpoint,
                consent=self.config.events.consent,
            ),
            search_settings.places(config, self.nav),
        )
        if config.site_url:
            descriptor = opensearch.descriptor(config.site_name, config.site_url, self.url)
            (Path(config.site_dir) / "opensearch.xml").write_text(descriptor, encoding="utf-8")

    def _list_places(self, config: MkDocsConfig, files: Files) -> None:
        file = files.get_file_from_path("search.md")
        if file is None or file.page is None:
            return
        file.page.content = (file.page.content or "") + search_settings.without_script(
            search_settings.places(config, self.nav),
            url=file.page.url,
            language=str(config.theme.get("language") or "en"),
        )


def _remove_unused(files: Files) -> None:
    """Take out Material's own search, 1.4 MB of scripts that no page would load."""
    unused = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
    for file in [file for file in files if file.src_uri.startswith(unused)]:
        files.remove(file)
