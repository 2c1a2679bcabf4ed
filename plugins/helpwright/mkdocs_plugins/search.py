"""The plugin `helpwright/search`: compiles the index and brings the search field and page."""

from __future__ import annotations

from pathlib import Path

import jinja2
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from helpwright.errors import Finding
from helpwright.mkdocs_plugins import assets, documents, generated, opensearch
from helpwright.search import index

_META = {"template": "search.html", "helpwright_kind": "search", "search": {"exclude": True}}


class SearchConfig(Config):
    """Options of the plugin `helpwright/search`."""

    title = c.Type(str, default="Search")
    """Title of the results page."""


class SearchPlugin(BasePlugin[SearchConfig]):
    """Compiles all pages into a static index that the browser queries."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.files = Files([])
        self.url = "search/"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the search field on every page."""
        assets.add_style(config, "search/search.css")
        assets.add_module(config, "search/mount.js")
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the scripts, and the results page unless the writer has one."""
        assets.publish(files, config, "search")
        if "material/search" not in config.plugins:
            _remove_unused(files)
        self.url = "search/" if config.use_directory_urls else "search.html"
        if "search.md" not in files.src_uris:
            content = generated.source({"title": self.config.title, **_META})
            files.append(File.generated(config, "search.md", content=content))
        return files

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

    @event_priority(-200)
    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Remember the pages, once all are rendered; a check needs no index of them."""
        self.files = files
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
        folder = Path(config.site_dir) / assets.PUBLISHED / "index"
        found = list(documents.of_pages(self.files, config))
        index.write(index.build(found), folder)
        if config.site_url:
            descriptor = opensearch.descriptor(config.site_name, config.site_url, self.url)
            (Path(config.site_dir) / "opensearch.xml").write_text(descriptor, encoding="utf-8")


def _remove_unused(files: Files) -> None:
    """Take out Material's own search, 1.4 MB of scripts that no page would load."""
    unused = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
    for file in [file for file in files if file.src_uri.startswith(unused)]:
        files.remove(file)
