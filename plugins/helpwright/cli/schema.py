"""`helpwright schema`: JSON Schemas for editors."""

from __future__ import annotations

import json

import click

from helpwright.articles import schema
from helpwright.troubleshooters.schema import json_schema


@click.command("schema")
@click.argument("name", type=click.Choice(["article", "category", "troubleshooter"]))
def command(name: str) -> None:
    """Print the JSON Schema of an article's front matter, a category or a troubleshooter."""
    value = json_schema() if name == "troubleshooter" else schema.json_schema(name)  # type: ignore[arg-type]
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
