"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorated = Callable[..., Any]


def config(function: Decorated) -> Decorated:
    """`--config FILE`."""
    return click.option(
        "-f", "--config", "config_file", metavar="FILE", help="The mkdocs.yml to use."
    )(function)


def today(function: Decorated) -> Decorated:
    """`--today DATE`."""
    return click.option(
        "--today",
        metavar="YYYY-MM-DD",
        help="The day that counts for publication, expiry and reviews.",
    )(function)


def audience(function: Decorated) -> Decorated:
    """`--audience public|agents`."""
    return click.option(
        "--audience",
        type=click.Choice(["public", "agents"]),
        help="For whom the site is built; agents also see internal articles.",
    )(function)


def as_json(function: Decorated) -> Decorated:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")(function)


def store(function: Decorated) -> Decorated:
    """`--store FILE`."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path),
        help="The ticket store; default .helpwright/tickets.duckdb beside mkdocs.yml.",
    )(function)
