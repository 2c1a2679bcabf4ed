"""`helpwright search`: find an article from the command line, drafts and internal ones too."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import click

from helpwright.articles.lifecycle import hidden_because
from helpwright.articles.schema import Audience
from helpwright.cli import options
from helpwright.cli.progress import Progress
from helpwright.mkdocs_plugins import companions, documents, project
from helpwright.mkdocs_plugins.articles import ArticlesPlugin
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.search import whoosh_index


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@options.config
@options.today
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="How many results at most.",
)
@options.as_json
def command(
    query: tuple[str, ...], config_file: str | None, today: str | None, limit: int, as_json: bool
) -> None:
    """Search all articles and troubleshooters, also those that customers do not see.

    Knows AND, OR, NOT, "phrases", wild*cards and title:word.
    """
    text = " ".join(query)
    with Progress() as progress:
        config = project.load(config_file, Overrides("agents", today, drafts=True))
        files, _ = project.render(config, progress)
        found = list(documents.of_pages(files, config))
        plugin = companions.find(config, "articles")
        articles = list(plugin.published.values()) if isinstance(plugin, ArticlesPlugin) else []
        visibility = {document.url: "public" for document in found}
        if isinstance(plugin, ArticlesPlugin):
            public = replace(plugin.settings, audience=Audience.PUBLIC, drafts=False)
            for article in articles:
                reason = hidden_because(article, plugin.content.categories, public)
                visibility[article.url] = reason or "public"
        index = whoosh_index.build(found, visibility=visibility)
        hits = whoosh_index.search(index, text, limit)
        suggestion = whoosh_index.suggest(index, text)
    permalinks = {article.url: f"a/{article.id}/" for article in articles}
    base = (config.site_url or "/").rstrip("/")
    rows: list[dict[str, Any]] = [
        {
            "title": hit.title,
            "url": f"{base}/{hit.url}",
            "permalink": f"{base}/{permalinks[hit.url]}" if hit.url in permalinks else "",
            "visibility": hit.visibility,
            "score": round(hit.score, 3),
        }
        for hit in hits
    ]
    if as_json:
        result = {"format": 1, "query": text, "suggestion": suggestion, "results": rows}
        click.echo(json.dumps(result, indent=2, ensure_ascii=False))
        return
    if suggestion:
        click.echo(f'Did you mean "{suggestion}"?\n')
    for row in rows:
        mark = "" if row["visibility"] == "public" else f"  [{row['visibility']}]"
        click.echo(f"{row['title']}{mark}\n    {row['permalink'] or row['url']}")
    if not rows:
        click.echo("Nothing was found. Try other words, or fewer.")
