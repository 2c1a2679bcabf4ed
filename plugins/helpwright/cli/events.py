"""`helpwright events`: what happened on the site, from access logs and analytics exports."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from helpwright.cli import findings_output, options, ticket_links
from helpwright.cli.progress import Progress
from helpwright.errors import Severity
from helpwright.mkdocs_plugins import clock, project
from helpwright.mkdocs_plugins.overrides import Overrides


@click.group("events")
def command() -> None:
    """Import what happened on the site, or delete what is old."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.config
@click.option(
    "--format",
    metavar="NAME",
    default="auto",
    show_default=True,
    help="What the files are: nginx, cloudfront, plausible, matomo, or ga4. "
    "With auto, each file is recognised.",
)
@options.store
@options.as_json
def import_(
    files: tuple[Path, ...], config_file: str | None, format: str, store: Path | None, as_json: bool
) -> None:
    """Take access logs or exports into the store. The same again changes nothing.

    FILES are files or folders of files, also packed with gzip. No address, browser or cookie of a
    reader is stored.
    """
    from helpwright.events import import_events

    config = project.load(config_file, Overrides("agents", drafts=True))
    with Progress() as progress:
        result = import_events(
            store or ticket_links.default_store(config),
            files,
            find_article=ticket_links.resolver(config).article_id,
            format=format,
            first_day=ticket_links.first_day(config),
            progress=lambda done, name: progress(f"Importing {name}", done),
        )
    if as_json:
        values: dict[str, Any] = asdict(result)
        values.pop("findings")
        click.echo(json.dumps(values | findings_output.as_json(result.findings), indent=2))
    else:
        for finding in result.findings:
            click.echo(findings_output.as_line(finding), err=True)
        click.echo(
            f"Read {result.rows:,} rows of {result.files:,} files: {result.events:,} events, "
            f"{result.added:,} of them new. Left out {result.bots:,} of machines and "
            f"{result.prefetched:,} of pages nobody saw; skipped {result.skipped:,}."
        )
    if not result.events or any(one.severity is Severity.ERROR for one in result.findings):
        sys.exit(1)


@command.command("forget")
@click.option("--before", metavar="YYYY-MM-DD", required=True, help="The first day that stays.")
@options.config
@options.store
def forget(before: str, config_file: str | None, store: Path | None) -> None:
    """Delete older events for good: a later import of the same files takes none of them in."""
    from helpwright.events.store import forget

    day = clock.read_date(before, "--before")
    place = store or ticket_links.default_store(project.load(config_file, Overrides("agents")))
    click.echo(f"Deleted {forget(place, day):,} events.")
