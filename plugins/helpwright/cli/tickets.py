"""`helpwright tickets`: ticket exports into the store."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from helpwright.cli import options, ticket_links, ticket_results, tickets_forget, tickets_pull
from helpwright.cli.progress import Progress
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import write_atomically
from helpwright.mkdocs_plugins import clock, project
from helpwright.mkdocs_plugins.overrides import Overrides

SAMPLE_MARK = ".helpwright-sample"


@click.group("tickets")
def command() -> None:
    """Import or fetch tickets, forget them, or make a sample of an export."""


command.add_command(tickets_pull.command)
command.add_command(tickets_forget.command)


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
            first_day=ticket_links.first_day(config),
            progress=lambda done, name: progress(f"Importing {name}", done),
        )
    ticket_results.show(result, as_json=as_json)


@command.command("links")
@options.config
@options.store
@options.as_json
def links(config_file: str | None, store: Path | None, as_json: bool) -> None:
    """List addresses of the help center that agents send and that lead to no article."""
    from helpwright.tickets.unknown import list_unknown

    config = project.load(config_file, Overrides("agents", drafts=True))
    unknown, more = list_unknown(store or ticket_links.default_store(config))
    if as_json:
        rows = [asdict(one) for one in unknown]
        click.echo(json.dumps({"unknown": rows, "more": more}, indent=2, default=str))
        return
    for one in unknown:
        click.echo(f"{one.url}  {one.tickets:,} tickets, {one.requesters:,} requesters, {one.last}")
    if more:
        click.echo(f"{more:,} more were sent to fewer than 5 requesters each.")
    if not unknown and not more:
        click.echo("Every address that agents sent leads to an article.")


@command.command("sample")
@click.argument("folder", type=click.Path(path_type=Path))
@options.config
@options.today
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same tickets.")
@click.option(
    "--tickets", type=click.IntRange(1), default=3000, show_default=True, help="How many tickets."
)
@click.option(
    "--months", type=click.IntRange(1), default=12, show_default=True, help="How many months."
)
@click.option(
    "--events",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write a log of what invented readers do on the site.",
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
    months: int,
    events: Path | None,
    without: tuple[str, ...],
) -> None:
    """Make a Zendesk export of invented tickets about this site's articles, to try things with."""
    from helpwright.tickets.sample import SampleArticle, write_sample
    from helpwright.tickets.sample_events import write_event_log

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
            months=months,
            today=clock.today(today),
            progress=lambda done, name: progress(f"Writing {name}", done),
        )
    write_atomically(folder / SAMPLE_MARK, "Invented tickets; they may be overwritten.\n")
    click.echo(f"Wrote {tickets:,} invented tickets to {folder}.")
    if events:
        write_event_log(events, articles, today=clock.today(today), sessions=2 * tickets)
        click.echo(f"Wrote what invented readers do to {events}.")


def _refuse_foreign(folder: Path) -> None:
    """A folder that holds something else, such as a real export, is not written into."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    mark = folder / SAMPLE_MARK
    if not mark.is_file():
        message = "it holds something that is not a sample of Helpwright's"
        place, hint = Place(str(folder)), "name a folder that is empty or does not exist yet"
        raise InputError(Finding(place, "folder-not-empty", message, hint, Severity.ERROR))
