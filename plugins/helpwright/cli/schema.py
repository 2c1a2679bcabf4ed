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
    if name == "troubleshooter":
        value = json_schema()
    else:
        value = schema.json_schema("article" if name == "article" else "category")
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
