"""`helpwright serve`: the site on this machine, built again at every change."""

from __future__ import annotations

import logging

import click
from mkdocs.commands import serve
from mkdocs.exceptions import Abort, BuildError

from helpwright.cli import options
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.mkdocs_plugins import project
from helpwright.mkdocs_plugins.overrides import Overrides, in_environment


@click.command("serve")
@options.config
@options.audience
@options.today
@click.option("-a", "--address", metavar="HOST:PORT", help="Default 127.0.0.1:8000.")
@click.option("--drafts/--no-drafts", default=True, help="Show drafts, too (they do by default).")
@click.option("-o", "--open", "open_browser", is_flag=True, help="Open it in the browser.")
def command(
    config_file: str | None,
    audience: str | None,
    today: str | None,
    address: str | None,
    drafts: bool,
    open_browser: bool,
) -> None:
    """Show the site on this machine and build it again when a file changes."""
    project.load(config_file)
    logging.basicConfig(level=logging.INFO, format="%(levelname)-7s %(message)s")
    chosen = Overrides(audience=audience, today=today, drafts=drafts)
    try:
        with in_environment(chosen):
            serve.serve(config_file=config_file, dev_addr=address, open_in_browser=open_browser)
    except (Abort, BuildError, OSError) as error:
        message = " ".join(str(error).split()) or "the site could not be served"
        place = Place(config_file or "mkdocs.yml")
        hint = "mend what is said above, or choose another --address"
        raise InputError(Finding(place, "serve-failed", message, hint, Severity.ERROR)) from None
