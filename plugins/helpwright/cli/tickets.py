"""`helpwright tickets`: ticket exports into the store."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from helpwright.cli import findings_output, options, ticket_links
from helpwright.cli.progress import Progress
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import write_atomically
from helpwright.mkdocs_plugins import clock, project
from helpwright.mkdocs_plugins.overrides import Overrides

SAMPLE_MARK = ".helpwright-sample"


@click.group("tickets")
def command() -> None:
    """Import ticket exports, or make a sample of one."""


@command.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@options.config
@click.option(
    "--system",
    metavar="NAME",
    default="auto",
    show_default=True,
    help="The ticket system: freshdesk, generic, github, helpscout, intercom, jira, zammad, "
    "or zendesk. With auto, it is recognised.",
)
@options.store
@options.as_json
def import_(
    source: Path, config_file: str | None, system: str, store: Path | None, as_json: bool
) -> None:
    """Take an export into the store. The same export again changes nothing.

    SOURCE is a folder or a file (JSON, JSON Lines, CSV, also .gz). No message is stored, and
    customers only as pseudonyms.
    """
    from helpwright.tickets import privacy
    from helpwright.tickets.store import import_tickets

    config = project.load(config_file, Overrides("agents", drafts=True))
    with Progress() as progress:
        result = import_tickets(
            store or ticket_links.default_store(config),
            source,
            system=system,
            resolver=ticket_links.resolver(config),
            key=privacy.load_key(),
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
            f"Read {result.tickets:,} tickets and {result.comments:,} comments; "
            f"skipped {result.skipped:,}. The store holds {result.links:,} links to articles."
        )
    nothing = result.skipped and not (result.tickets or result.comments)
    if nothing or any(finding.severity is Severity.ERROR for finding in result.findings):
        sys.exit(1)


@command.command("sample")
@click.argument("folder", type=click.Path(path_type=Path))
@options.config
@options.today
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same tickets.")
@click.option(
    "--tickets", type=click.IntRange(1), default=3000, show_default=True, help="How many tickets."
)
@click.option(
    "--without",
    metavar="CATEGORY",
    multiple=True,
    help="A category's folder that no ticket is about; may be given again.",
)
def sample(
    folder: Path,
    config_file: str | None,
    today: str | None,
    seed: int,
    tickets: int,
    without: tuple[str, ...],
) -> None:
    """Make a Zendesk export of invented tickets about this site's articles, to try things with."""
    from helpwright.tickets.sample import SampleArticle, write_sample

    config = project.load(config_file, Overrides("public", today))
    _refuse_foreign(folder)
    content = project.read_content(config)
    articles = [
        SampleArticle(
            article.id,
            article.title,
            article.url,
            ticket_links.category_title(article.folder, content),
            article.aliases or (article.title,),
        )
        for article in ticket_links.published(config)
        if article.folder.partition("/")[0] not in without
    ]
    with Progress() as progress:
        write_sample(
            folder,
            articles,
            site_url=ticket_links.site_url(config),
            seed=seed,
            tickets=tickets,
            today=clock.today(today),
            progress=lambda done, name: progress(f"Writing {name}", done),
        )
    write_atomically(folder / SAMPLE_MARK, "Invented tickets; they may be overwritten.\n")
    click.echo(f"Wrote {tickets:,} invented tickets to {folder}.")


def _refuse_foreign(folder: Path) -> None:
    """A folder that holds something else, such as a real export, is not written into."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    mark = folder / SAMPLE_MARK
    if not mark.is_file():
        message = "it holds something that is not a sample of Helpwright's"
        place, hint = Place(str(folder)), "name a folder that is empty or does not exist yet"
        raise InputError(Finding(place, "folder-not-empty", message, hint, Severity.ERROR))
