"""`helpwright learn`: words of customers and content gaps, proposed for a person to review."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.cli import findings_output, options, search_pages, ticket_links
from helpwright.cli.progress import Progress
from helpwright.cli.suggest_output import is_answer
from helpwright.cli.suggest_text import question
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.mkdocs_plugins import companions, project
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.mkdocs_plugins.places import shown_file
from helpwright.permalinks.urls import permalink_id
from helpwright.search import customer_language, index

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from helpwright.deflection.learning import Result, Site


@click.command("learn")
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@options.config
@click.option(
    "--system",
    metavar="NAME",
    default="auto",
    show_default=True,
    help="The ticket system, as for `helpwright tickets import`.",
)
@options.store
@options.today
@click.option(
    "--reject-rest",
    is_flag=True,
    help="Note every proposed word that you did not take over, so that it does not come back.",
)
@options.as_json
def command(
    sources: tuple[Path, ...],
    config_file: str | None,
    system: str,
    store: Path | None,
    today: str | None,
    reject_rest: bool,
    as_json: bool,
) -> None:
    """Propose words of customers and content gaps from exports that were imported.

    SOURCES are exports, each a folder or a file. They are read again, because the store holds no
    message. Nothing is published: you review the proposals and commit what you accept.
    """
    from helpwright.deflection import learning
    from helpwright.tickets import privacy

    if bool(sources) == reject_rest:
        raise click.UsageError("Give the exports to learn from, or --reject-rest without any.")
    config = project.load(config_file, Overrides("public", today))
    store = store or ticket_links.default_store(config)
    accepted = Path(config.docs_dir) / _accepted_name(config)
    rejected = accepted.with_name(customer_language.REJECTED_NAME)
    language = str(config.theme.get("language") or "en")
    if reject_rest:
        count = learning.reject_rest(
            store.parent / "proposals", accepted, rejected, language=language
        )
        shown = shown_file(rejected)
        click.echo(f"Noted {count:,} words in {shown}." if count else "There is nothing to note.")
        return
    _need_sources(sources)
    with Progress() as progress:
        site = _read_site(config_file, today, progress)
        result = learning.learn(
            store,
            sources,
            system=system,
            site=site,
            files=learning.read_files(accepted, rejected, language=language),
            key=privacy.load_key(),
            ask=question,
            progress=lambda done, name: progress(name, done),
        )
    _say(result, store.parent / "proposals", as_json)
    if any(finding.severity is Severity.ERROR for finding in result.findings):
        sys.exit(1)


def _accepted_name(config: MkDocsConfig) -> str:
    plugin = companions.find(config, "search")
    chosen = getattr(getattr(plugin, "config", None), "customer_language", None)
    return str(chosen or customer_language.ACCEPTED_NAME)


def _need_sources(sources: tuple[Path, ...]) -> None:
    for source in sources:
        if not source.exists():
            finding = Finding(Place(str(source)), "no-such-export", "there is no such export")
            raise InputError(finding)


def _read_site(config_file: str | None, today: str | None, progress: Progress) -> Site:
    """The site as its customers see it."""
    from helpwright.deflection.learning import site_of

    pages = search_pages.read(config_file, Overrides("public", today), progress)
    names = {
        entry.document.url: permalink_id(link) or ""
        for entry in pages.entries
        if (link := pages.links.get(entry.document.url, "")) and is_answer(entry.document, link)
    }
    articles = {
        entry.id: entry.document
        for entry in pages.entries
        if entry.id and entry.document.url in names
    }
    found = [entry.document for entry in pages.entries]
    return site_of(index.build(found, pages.steered.steering), names, articles)


def _say(result: Result, folder: Path, as_json: bool) -> None:
    learned = result.learned
    if as_json:
        values = {
            "format": 1,
            "messages": result.messages,
            "linked": result.linked,
            "changed": result.changed,
            "terms": [asdict(term) for term in learned.terms],
            "gaps": [asdict(gap) for gap in learned.gaps],
        }
        click.echo(
            json.dumps(
                values | findings_output.as_json(result.findings), indent=2, ensure_ascii=False
            )
        )
        return
    for finding in result.findings:
        click.echo(findings_output.as_line(finding), err=True)
    click.echo(f"Read {result.messages:,} first messages, {result.linked:,} of linked tickets.")
    for article, terms in groupby(learned.terms, key=lambda term: term.article):
        click.echo(f"\n{article}")
        for term in terms:
            click.echo(f"    {term.text}  ({term.requesters:,} customers, z {term.z:.1f})")
    if learned.gaps:
        click.echo("\nNo article answers:")
    for gap in learned.gaps:
        click.echo(f"    {gap.name}  ({gap.requesters:,} customers, {gap.trend or 'no trend yet'})")
    click.echo(
        f"\nProposed {len(learned.terms):,} words and {len(learned.gaps):,} gaps in "
        f"{shown_file(folder)}."
    )
