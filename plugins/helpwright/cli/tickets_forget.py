"""`helpwright tickets forget`: erase a requester, a ticket, what is old, or everything."""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.cli import options, ticket_links
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.mkdocs_plugins import clock, project
from helpwright.mkdocs_plugins.overrides import Overrides

if TYPE_CHECKING:
    from helpwright.tickets.forgetting import Forgotten

_AGE = re.compile(r"([0-9]{1,4}) ?(d|day|m|month|y|year)s?")


@click.command("forget")
@options.config
@click.option("--requester", metavar="ID", help="A person's number or mail address.")
@click.option("--ticket", metavar="ID", help="A ticket's number.")
@click.option(
    "--older-than", "age", metavar="AGE", help="Tickets without a change for so long: 24months."
)
@click.option("--all", "everything", is_flag=True, help="The whole store.")
@click.option(
    "--system",
    metavar="NAME",
    help="The ticket system of the person or ticket, if the store holds tickets of several.",
)
@click.option("--yes", is_flag=True, help="Do not ask before everything is deleted.")
@options.store
@options.today
@options.as_json
def command(
    config_file: str | None,
    requester: str | None,
    ticket: str | None,
    age: str | None,
    everything: bool,
    system: str | None,
    yes: bool,
    store: Path | None,
    today: str | None,
    as_json: bool,
) -> None:
    """Erase from the store. The figures follow, and an import does not bring it back.

    Only `--all` can be undone, by importing again.
    """
    from helpwright.tickets import forgetting, privacy
    from helpwright.tickets.database import remove_store

    if sum(map(bool, (requester, ticket, age, everything))) != 1:
        raise _bad("--requester", "say what to forget", "give one of the options")
    config = project.load(config_file, Overrides("agents", drafts=True))
    path = store or ticket_links.default_store(config)
    if everything:
        if not yes:
            click.confirm(f"Delete {path} with all tickets and events in it?", abort=True)
        was_there = remove_store(path)
        done = "Everything is deleted." if was_there else "There was nothing to delete."
        click.echo(json.dumps({"deleted": was_there}) if as_json else done)
        return
    resolver, key = ticket_links.resolver(config), privacy.load_key()
    if age:
        first = _first_day(age, clock.today(today))
        result = forgetting.forget_older(path, first, key=key, resolver=resolver)
    else:
        forget = forgetting.forget_requester if requester else forgetting.forget_ticket
        source = system or _only_system(path)
        result = forget(path, str(requester or ticket), system=source, key=key, resolver=resolver)
    click.echo(json.dumps(asdict(result)) if as_json else _sentence(result))


def _sentence(result: Forgotten) -> str:
    if not result.tickets and not result.comments:
        return "The store held nothing of it, and will not take it in."
    return f"Forgot {result.tickets:,} tickets and {result.comments:,} comments."


def _first_day(age: str, today: date) -> date:
    match = _AGE.fullmatch(age.strip().lower())
    count = int(match[1]) if match else 0
    if not match or not count:
        raise _bad("--older-than", f'"{age}" is not an age', "write 24months, 2years, or 90days")
    if match[2].startswith("d"):
        return today - timedelta(days=count)
    return ticket_links.months_before(today, count * (12 if match[2].startswith("y") else 1))


def _only_system(store: Path) -> str:
    """The system that all tickets of a store are from."""
    from helpwright.tickets.database import open_store

    query = "SELECT DISTINCT source FROM state.ticket_versions ORDER BY 1"
    with closing(open_store(store)) as con:
        systems = [str(name) for (name,) in con.execute(query).fetchall()]
    if len(systems) == 1:
        return systems[0]
    listed = ", ".join(systems) or "none"
    raise _bad("--system", "say of which ticket system", f"the store holds tickets of: {listed}")


def _bad(option: str, message: str, hint: str) -> InputError:
    return InputError(Finding(Place(option), "bad-forget", message, hint, Severity.ERROR))
