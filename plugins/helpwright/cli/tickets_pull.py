"""`helpwright tickets pull`: tickets from a system's API."""

from __future__ import annotations

from pathlib import Path

import click

from helpwright.cli import options, ticket_links, ticket_results
from helpwright.cli.progress import Progress
from helpwright.mkdocs_plugins import clock, project
from helpwright.mkdocs_plugins.overrides import Overrides


@click.group("pull")
def command() -> None:
    """Fetch tickets from a system's API; the only commands that use the network."""


@command.command("zendesk")
@click.argument("account")
@options.config
@click.option(
    "--since",
    metavar="YYYY-MM-DD",
    help="Fetch what changed from this day on, also what was fetched before.",
)
@options.store
@options.as_json
def zendesk(
    account: str, config_file: str | None, since: str | None, store: Path | None, as_json: bool
) -> None:
    """Fetch what changed since the last time. Stop it when you like: it goes on where it was.

    ACCOUNT is the subdomain: larkfield, of larkfield.zendesk.com. The token comes from
    HELPWRIGHT_ZENDESK_TOKEN, the agent's mail address from HELPWRIGHT_ZENDESK_EMAIL.
    """
    from helpwright.tickets import privacy
    from helpwright.tickets.pull import pull_zendesk, read_account

    config = project.load(config_file, Overrides("agents", drafts=True))
    with Progress() as progress:
        result = pull_zendesk(
            store or ticket_links.default_store(config),
            read_account(account),
            resolver=ticket_links.resolver(config),
            key=privacy.load_key(),
            since=clock.read_date(since, "--since") if since else None,
            first_day=ticket_links.first_day(config),
            progress=lambda done, name: progress(f"Fetching {name}", done),
        )
    ticket_results.show(result, as_json=as_json)
