"""`helpwright serve`: the site on this machine, brought up to date at every change."""

from __future__ import annotations

import hashlib
import logging
import time
from pathlib import Path
from urllib.parse import urlsplit

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.livereload import _serve_url

from helpwright.cli import findings_output, options, whole_build
from helpwright.cli.serving import Server, State
from helpwright.errors import Finding, HelpwrightError, InputError, Place, Severity
from helpwright.mkdocs_plugins import clock, companions, project
from helpwright.mkdocs_plugins.overrides import Overrides, from_environment, merged
from helpwright.mkdocs_plugins.places import base_folder
from helpwright.rebuilds import applying, inputs
from helpwright.rebuilds import edited_pages as _loaded  # noqa: F401 (the first edit need not wait)
from helpwright.rebuilds.record import Run
from helpwright.rebuilds.refusal import Refused
from helpwright.search.store import Memory

FOLDER = Path(".helpwright", "served")


@click.command("serve")
@options.config
@options.audience
@options.today
@click.option("-a", "--address", metavar="HOST:PORT", help="Default 127.0.0.1:8000.")
@click.option("--drafts/--no-drafts", default=True, help="Show drafts, too (they do by default).")
@click.option("-o", "--open", "open_browser", is_flag=True, help="Open it in the browser.")
@click.option("--poll", is_flag=True, help="Ask for changes twice a second; for network drives.")
def command(
    config_file: str | None,
    audience: str | None,
    today: str | None,
    address: str | None,
    drafts: bool,
    open_browser: bool,
    poll: bool,
) -> None:
    """Show the site on this machine and bring it up to date when a file changes.

    An edit to an article's text makes only its page anew. What is wrong is printed, and stands on
    the page of the article; pages in the browser load again where they were scrolled to.
    """
    chosen = merged(Overrides(audience, today, drafts), from_environment())
    config = project.load(config_file, chosen, dev_addr=address)
    watched = Watched(config_file, chosen, config, address)
    logging.getLogger("mkdocs.livereload").setLevel(logging.WARNING)
    host, port = config.dev_addr
    server = Server(watched, host, port, watched.site, watched.mount_path, polls=poll)
    paths = _watched_paths(config)
    before = inputs.look(paths)
    try:
        watched.bring_up_to_date()
        for path in paths:
            server.watch(str(path))
        server.is_behind = lambda: inputs.look(paths) != before
        # MkDocs does not say what its methods take and give.
        server.serve(open_in_browser=open_browser)  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        click.echo("Stopped.")
    except (Abort, BuildError, OSError) as error:
        message = " ".join(str(error).split()) or "the site could not be served"
        place = Place(config_file or "mkdocs.yml")
        hint = "mend what is said above, or choose another --address"
        raise InputError(Finding(place, "serve-failed", message, hint, Severity.ERROR)) from None
    finally:
        server.shutdown()
        watched.memory.save()


class Watched:
    """A site that follows its files. `state` is what the pages in the browser tell of it."""

    def __init__(
        self,
        config_file: str | None,
        overrides: Overrides,
        config: MkDocsConfig,
        address: str | None,
    ) -> None:
        self.config_file, self.overrides, self.address = config_file, overrides, address
        file = Path(config.config_file_path or "mkdocs.yml").resolve()
        host, port = config.dev_addr
        self.mount_path = urlsplit(config.site_url or "/").path
        self.url = _serve_url(host, port, self.mount_path)
        name = repr((overrides.audience, overrides.drafts, overrides.today, self.url))
        digest = hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
        self.site = str(file.parent / FOLDER / digest / "site")
        self.run = Run(
            str(file),
            self.site,
            overrides.audience or "",
            overrides.drafts,
            overrides.today or "",
        )
        self.state = State()
        self.memory = Memory()

    def bring_up_to_date(self) -> None:
        """Put edits into the site, or build it anew; a site that cannot be built stays."""
        begun = time.process_time()
        try:
            today, day = str(clock.today(None)), clock.build_day()
            done = applying.apply(self.run, clock=today, day=day, memory=self.memory)
        except Refused as refusal:
            self._build(str(refusal), begun)
            return
        changed = [name for name in done.changes.changed if name.endswith(".html")]
        if changed or not self.state.articles:
            self._tell(done.findings, f"{_count(len(changed))} made anew", begun)
        self.state = State(done.findings, done.articles)

    def _build(self, reason: str, begun: float) -> None:
        self.memory.save()
        try:
            whole = whole_build.build(
                self.config_file,
                self.overrides,
                run=self.run,
                site_dir=self.site,
                strict=False,
                quiet=True,
                serve_url=self.url,
            )
        except HelpwrightError as error:
            click.echo(findings_output.as_line(error.finding), err=True)
            self.state = State(self.state.findings, self.state.articles, str(error.finding))
            return
        if whole.failure:
            click.echo(f"error: {whole.failure}", err=True)
        failure = whole.failure and f"the site could not be built: {whole.failure}"
        what = "The site is as it was" if failure else f"{_count(whole.pages)} built: {reason}"
        self._tell(whole.findings, what, begun)
        if whole.because and not self.state.articles:
            click.echo(f"Every edit makes all pages anew: {whole.because}")
        self.state = State(whole.findings, whole.articles or self.state.articles, failure)

    def _tell(self, findings: tuple[Finding, ...], what: str, begun: float) -> None:
        for finding in findings:
            if finding not in self.state.findings:  # what was said before is no news
                click.echo(findings_output.as_line(finding), err=True)
        seconds = time.process_time() - begun
        summary = findings_output.summary(list(findings))
        click.echo(f"{time.strftime('%H:%M:%S')}  {summary} {what}, {seconds:.2f} s.")


def _count(pages: int) -> str:
    return "One page" if pages == 1 else f"{pages:,} pages"


def _watched_paths(config: MkDocsConfig) -> list[Path]:
    """Files and folders of which a change matters."""
    paths = [Path(config.docs_dir)]
    if config.config_file_path:
        paths.append(Path(config.config_file_path))
    steps = companions.find(config, "troubleshooters")
    if steps is not None:
        paths.append(base_folder(config) / str(steps.config["folder"]))
    if config.theme.custom_dir:
        paths.append(Path(config.theme.custom_dir))
    paths += map(Path, config.watch)
    return [path for path in dict.fromkeys(paths) if path.exists()]
