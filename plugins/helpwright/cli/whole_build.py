"""A whole build: the site, written beside the last one and swapped in when it is whole."""

from __future__ import annotations

import gc
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
import jinja2
from mkdocs.commands import build as engine
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.articles.model import Article
from helpwright.cli.progress import Progress
from helpwright.errors import Finding
from helpwright.mkdocs_plugins import allocator, companions, project
from helpwright.mkdocs_plugins.articles import ArticlesPlugin
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.publication import changes
from helpwright.rebuilds.record import Run


@dataclass(frozen=True)
class Whole:
    """What a whole build came to.

    Attributes:
        site: The site's folder.
        pages: How many pages were written.
        findings: What is wrong with the content.
        articles: The articles' files by their pages in the site.
        because: Why each build of the site is a whole one; "" if that is not so.
        failure: Why it failed; "" if it did not.
    """

    site: str
    pages: int
    findings: tuple[Finding, ...]
    articles: Mapping[str, str]
    because: str = ""
    failure: str = ""


def build(
    config_file: str | None,
    overrides: Overrides,
    *,
    run: Run,
    site_dir: str | None,
    strict: bool,
    quiet: bool,
    is_fresh: bool = False,
    serve_url: str = "",
    manifest: Path | None = None,
) -> Whole:
    """Build a site. If anything fails, the site that was there stays as it was.

    With `is_fresh`, nothing of earlier builds is used. With `serve_url`, it is for a writer who
    looks at it there, mistakes and all. What changed is written to `manifest`.

    Raises:
        InputError: if there is no configuration, or it cannot be used.
    """
    config = project.load(config_file, overrides, strict=strict or None, site_dir=site_dir)
    target = config.site_dir
    failure = ""
    thresholds = gc.get_threshold()
    before = changes.digests(Path(target)) if manifest else {}
    plugin = companions.find(config, "articles")
    if isinstance(plugin, ArticlesPlugin):
        plugin.run, plugin.is_fresh = run, is_fresh
    with Progress() as progress:
        watcher = _Watcher(progress)
        config.plugins["helpwright-progress"] = watcher
        handler = _Echo(quiet=quiet)
        log = logging.getLogger("mkdocs")
        log.addHandler(handler)
        log.propagate = False
        try:
            command: Literal["build", "serve"] = "serve" if serve_url else "build"
            # Nearly all that a build makes lives to its end; to look through it again and again
            # for what may go takes a twentieth of the time.
            gc.set_threshold(50_000, 50, 100)
            allocator.use_one_arena()
            config.plugins.on_startup(command=command, dirty=False)
            config.site_url = serve_url or config.site_url
            engine.build(config, serve_url=serve_url or None)
        except (Abort, BuildError) as error:
            # MkDocs' own last words, "Aborted with a BuildError!", say nothing that was not said.
            failure = handler.last or str(error) or "the build failed"
        except KeyboardInterrupt:
            if isinstance(plugin, ArticlesPlugin):
                plugin.abandon()
            raise
        finally:
            config.plugins.on_shutdown()
            gc.set_threshold(*thresholds)
            log.removeHandler(handler)
            log.propagate = True
    if getattr(plugin, "is_overtaken", False):
        return build(
            config_file,
            overrides,
            run=run,
            site_dir=site_dir,
            strict=strict,
            quiet=quiet,
            is_fresh=True,
            serve_url=serve_url,
            manifest=manifest,
        )
    if manifest and not failure:
        changes.write(manifest, changes.between(before, changes.digests(Path(target))))
    found = tuple(sorted(set(companions.findings(config))))
    because = str(getattr(plugin, "whole_because", ""))
    return Whole(target, watcher.written, found, watcher.articles, because, failure)


class _Watcher(BasePlugin[project.NoOptions]):
    """Counts pages as they are rendered and written."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.total = self.read = self.written = 0
        self.articles: dict[str, str] = {}

    @event_priority(-10_000)
    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        self.total = self.total or len(files.documentation_pages())
        self.read += 1
        self.progress("Reading", self.read, self.total)
        return html

    @event_priority(-10_000)
    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        self.total = len(files.documentation_pages())
        return env

    @event_priority(-10_000)
    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        self.written += 1
        article = page.meta.get("helpwright")
        if isinstance(article, Article):
            self.articles[page.file.dest_uri] = article.place.path
        self.progress("Writing", self.written, self.total)
        return output


class _Echo(logging.Handler):
    """Prints findings and other warnings of a build on standard error, as a person reads them."""

    def __init__(self, *, quiet: bool) -> None:
        super().__init__(logging.WARNING)
        self.quiet = quiet
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.last = record.getMessage()
        if not self.quiet:
            click.echo(f"{record.levelname.lower()}: {record.getMessage()}", err=True)
