"""`helpwright search`: find an article from the command line, drafts and internal ones too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import click

from helpwright.cli import findings_output, options, search_eval, search_output, search_pages
from helpwright.cli.progress import Progress
from helpwright.cli.search_output import Answer
from helpwright.cli.search_pages import Pages
from helpwright.errors import Finding, InputError, Place, Severity, did_you_mean
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.search import whoosh_index
from helpwright.search.whoosh_index import Found, WhooshIndex
from helpwright.search.whoosh_index_fields import FACETS, Entry, count_values, is_value

_ADDRESS = re.compile(r"\s*(?:https?://|/)\S")
_VISIBILITIES = ("public", "agents", "internal", "draft", "scheduled", "expired", "archived")


class SearchGroup(click.Group):
    """A group whose first argument is a query, unless it names one of the commands.

    After `--`, every word is a query: `helpwright search -- eval`.
    """

    def __init__(self, default: click.Command, **rest: Any) -> None:
        super().__init__(name="search", help=default.help, **rest)
        self.default = default

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Choose between a command and the query."""
        if args[:1] and args[0] in self.commands:
            return super().make_context(info_name, args, parent, **extra)
        return self.default.make_context(info_name, args, parent, **extra)


@click.command(
    "search",
    epilog="`helpwright search eval` measures search with queries of your own; "
    "`helpwright search -- eval` looks for the word.",
)
@click.argument("query", nargs=-1)
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
@click.option(
    "--like",
    metavar="ARTICLE",
    help="Pages like this one: an id, a source path, or an address.",
)
@click.option("--category", metavar="TITLE", multiple=True, help="Only pages of this category.")
@click.option("--type", "kind", metavar="TYPE", multiple=True, help="Only this type, as how-to.")
@click.option(
    "--applies-to", metavar="NAME", multiple=True, help="Only pages that apply to this product."
)
@click.option(
    "--visibility",
    type=click.Choice(_VISIBILITIES, case_sensitive=False),
    multiple=True,
    help="Only what customers see, or what they don't and why.",
)
@click.option("--language", metavar="CODE", multiple=True, help="Only this language, such as de.")
@click.option("--facets", is_flag=True, help="Count the pages found by category, type and so on.")
@options.as_json
def query_command(
    query: tuple[str, ...],
    config_file: str | None,
    today: str | None,
    limit: int,
    like: str | None,
    category: tuple[str, ...],
    kind: tuple[str, ...],
    applies_to: tuple[str, ...],
    visibility: tuple[str, ...],
    language: tuple[str, ...],
    facets: bool,
    as_json: bool,
) -> None:
    """Search all articles and troubleshooters, also those that customers do not see.

    QUERY may hold AND, OR, NOT, "phrases", wild*cards, fuzzy~ words and fields such as title:word.
    Filters may be given more than once; without a QUERY they list what fits.
    """
    given = (category, kind, applies_to, visibility, language)
    names = ("category", "type", "applies_to", "visibility", "language")
    filters = {
        name: tuple(map(_printable, values)) for name, values in zip(names, given, strict=True)
    }
    text = _printable(" ".join(query))
    if not (text.strip() or like or facets or any(filters.values())):
        raise click.UsageError("Missing argument 'QUERY'.")
    with Progress() as progress:
        pages = search_pages.read(config_file, Overrides("agents", today, drafts=True), progress)
        index = whoosh_index.build(pages.entries)
        near = _named(pages, _printable(like)) if like else None
        answer = _answer(index, pages, text, limit, filters, near)
    if as_json:
        said = search_output.as_json(pages, text, answer, facets=facets)
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
        return
    for notice in answer.found.notices:
        click.echo(findings_output.as_line(notice), err=True)
    click.echo(search_output.as_text(pages, text, answer, facets=facets))


command = SearchGroup(query_command, commands={"eval": search_eval.command})


def _printable(text: str) -> str:
    """An argument without bytes that were no text, which nothing could print again."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _answer(
    index: WhooshIndex,
    pages: Pages,
    text: str,
    limit: int,
    filters: dict[str, tuple[str, ...]],
    like: Entry | None,
) -> Answer:
    if _ADDRESS.match(text) and "\n" not in text and " " not in text.strip():
        linked = _linked(pages, text.strip())
        if linked is not None:
            return linked
    found, searched = whoosh_index.search_mended(
        index, text, limit=limit, filters=filters, like=like
    )
    unknown = tuple(_unknown_values(index.entries, filters))
    return Answer(replace(found, notices=(*found.notices, *unknown)), searched)


def _linked(pages: Pages, address: str) -> Answer | None:
    """The page that an address of this site leads to, at the section that it names."""
    url = pages.names.url(address)
    entry = next((entry for entry in pages.entries if entry.document.url == url), None)
    if entry is not None:
        anchor = unquote(address.partition("#")[2])
        hit = whoosh_index.hit_at(entry, anchor)
        facets = {name: count_values([entry], name) for name in FACETS}
        return Answer(Found((hit,), total=1, complete=1, facets=facets), address)
    if pages.names.is_ours(address):
        notice = _no_article(address, pages, Severity.NOTICE)
        return Answer(Found(notices=(notice,)), address)
    return None


def _named(pages: Pages, name: str) -> Entry:
    url = pages.names.url(name)
    for entry in pages.entries:
        if entry.document.url == url:
            return entry
    raise InputError(_no_article(name, pages, Severity.ERROR))


def _no_article(name: str, pages: Pages, severity: Severity) -> Finding:
    message = f'no article has the id, the path or the address "{name}"'
    return Finding(Place("query"), "missing-article", message, pages.names.meant(name), severity)


def _unknown_values(
    entries: Sequence[Entry], filters: dict[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Values of filters that no page has; of visibility, all are known."""
    for facet, wanted in filters.items():
        known = list(count_values(entries, facet))
        for value in wanted:
            if facet == "visibility" or any(is_value(facet, value, other) for other in known):
                continue
            name = facet.replace("_", "-")
            message = f'no page has the {name} "{value}"'
            listed = f"there are {', '.join(known[:10])}" if known else ""
            words = [word for other in known for word in other.split()]
            hint = did_you_mean(value, [*known, *words], otherwise=listed)
            yield Finding(
                Place(f"--{name}"), "unknown-search-value", message, hint, Severity.NOTICE
            )
