"""`helpwright build`: the site, written beside and swapped in when it is whole."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import click
import jinja2
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.cli import findings_output, options
from helpwright.cli.progress import Progress
from helpwright.mkdocs_plugins import companions, project
from helpwright.mkdocs_plugins.articles import ArticlesPlugin
from helpwright.mkdocs_plugins.overrides import Overrides


@click.command("build")
@options.config
@options.audience
@options.today
@click.option("-d", "--site-dir", metavar="FOLDER", help="Where to write the site.")
@click.option("--strict", is_flag=True, help="Warnings fail the build, too.")
@click.option("--drafts", is_flag=True, help="Show drafts, scheduled and expired articles, too.")
@options.as_json
def command(
    config_file: str | None,
    audience: str | None,
    today: str | None,
    site_dir: str | None,
    strict: bool,
    drafts: bool,
    as_json: bool,
) -> None:
    """Build the site. If anything fails, the site that was there stays as it was."""
    chosen = Overrides(audience, today, drafts or None)
    config = project.load(config_file, chosen, strict=strict or None, site_dir=site_dir)
    target = config.site_dir
    failed = ""
    with Progress() as progress:
        watcher = _Watcher(progress)
        config.plugins["helpwright-progress"] = watcher
        handler = _Echo(quiet=as_json)
        log = logging.getLogger("mkdocs")
        log.addHandler(handler)
        log.propagate = False
        try:
            config.plugins.on_startup(command="build", dirty=False)
            build.build(config)
        except (Abort, BuildError) as error:
            # MkDocs' own last words, "Aborted with a BuildError!", say nothing that was not said.
            failed = handler.last or str(error) or "the build failed"
        except KeyboardInterrupt:
            plugin = companions.find(config, "articles")
            if isinstance(plugin, ArticlesPlugin):
                plugin.abandon()
            raise
        finally:
            config.plugins.on_shutdown()
            log.removeHandler(handler)
            log.propagate = True
    found = sorted(set(companions.findings(config)))
    if as_json:
        result: dict[str, Any] = {"site": target, "pages": watcher.written, "error": failed or None}
        click.echo(json.dumps(result | findings_output.as_json(found), indent=2))
    elif failed:
        click.echo("The last good site is as it was.", err=True)
    else:
        shown = _shown(target)
        click.echo(f"{findings_output.summary(found)} {watcher.written} pages are in {shown}.")
    if failed:
        sys.exit(1)


def _shown(folder: str) -> str:
    path = Path(folder)
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else folder


class _Watcher(BasePlugin[project.NoOptions]):
    """Counts pages as they are rendered and written."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.total = self.read = self.written = 0

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
