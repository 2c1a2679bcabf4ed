"""`helpwright schema`: JSON Schemas for editors."""

from __future__ import annotations

import json

import click

from helpwright.articles import schema
from helpwright.search import steering_schema
from helpwright.troubleshooters.source.schema import json_schema


@click.command("schema")
@click.argument("name", type=click.Choice(["article", "category", "troubleshooter", "search"]))
def command(name: str) -> None:
    """Print the JSON Schema of an article's front matter, a category, a troubleshooter or search.

    "search" is the file search.yml, which steers it.
    """
    if name == "troubleshooter":
        value = json_schema()
    elif name == "search":
        value = steering_schema.json_schema()
    else:
        value = schema.json_schema("article" if name == "article" else "category")
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
