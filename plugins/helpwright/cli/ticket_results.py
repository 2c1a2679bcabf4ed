"""What an import or a pull did, for people and for scripts."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from helpwright.cli import findings_output
from helpwright.errors import Severity

if TYPE_CHECKING:
    from helpwright.tickets.store import ImportResult


def show(result: ImportResult, *, as_json: bool) -> None:
    """Print a result; ends with status 1 if something was wrong or nothing could be read."""
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
