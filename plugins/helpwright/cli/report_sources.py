"""Where `helpwright report` takes its tickets from: the store, files, or another database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from mkdocs.config.defaults import MkDocsConfig

from helpwright.cli import findings_output, ticket_links
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.tickets.model import Progress

if TYPE_CHECKING:
    from helpwright.deflection.accuracy import Judgement
    from helpwright.deflection.figures import Period, ReportArticle
    from helpwright.deflection.metrics import Asked
    from helpwright.deflection.raw import Site
    from helpwright.reports import Report

_CANONICAL = "helpwright"


def build(
    config: MkDocsConfig,
    asked: Asked,
    *,
    store: Path,
    files: Sequence[Path],
    backend: str | None,
    short_links: str,
    progress: Progress,
) -> Report:
    """A report from files, from another database, or, with neither, from the store.

    Raises:
        InputError: tickets cannot be read there, or two places are named.
        StoreError: the store cannot be read.
    """
    from helpwright import reports

    if files and backend:
        message, hint = "tickets come from one place at a time", "leave one of the two out"
        raise InputError(Finding(Place("--backend"), "two-ticket-sources", message, hint))
    if files:
        from helpwright.deflection.raw.work import open_files

        with open_files(files, site(config)) as opened:
            for finding in opened.findings:
                click.echo(findings_output.as_line(finding), err=True)
            return reports.gather(
                opened.engine, opened.tables, asked, short_links=short_links, progress=progress
            )
    if backend:
        return _from_backend(config, asked, backend, short_links, progress)
    return reports.build(
        store,
        articles=asked.articles,
        period=asked.period,
        today=asked.today,
        earlier=asked.earlier,
        judged=asked.judged,
        cost_per_ticket=asked.savings.cost_per_ticket,
        short_links=short_links,
        progress=progress,
    )


def _from_backend(
    config: MkDocsConfig, asked: Asked, address: str, short_links: str, progress: Progress
) -> Report:
    from helpwright import reports
    from helpwright.deflection.raw import canonical_tables
    from helpwright.deflection.raw.maps import raw_tables
    from helpwright.deflection.tables import unbound
    from helpwright.deflection.warehouses.connect import open_backend, read_address

    backend = read_address(address)
    # A misspelt map is told before anybody waits for a connection.
    raw = None
    if backend.map != _CANONICAL:
        raw = raw_tables(backend.map, backend.scheme, backend.schema)
    with open_backend(backend) as engine:
        if raw is None:
            tables = unbound(engine.dialect, backend.schema)
        else:
            tables = canonical_tables(engine, raw, site(config))
        return reports.gather(engine, tables, asked, short_links=short_links, progress=progress)


def print_sql(config: MkDocsConfig, asked: Asked, dialect: str, backend: str | None) -> str:
    """The SQL of all figures, and of the tables under them if a map is named.

    Raises:
        InputError: the map does not exist, or this engine cannot run it.
    """
    from helpwright.deflection.metrics import figures_of
    from helpwright.deflection.raw import canonical_tables
    from helpwright.deflection.raw.maps import raw_tables
    from helpwright.deflection.tables import unbound
    from helpwright.deflection.warehouses.connect import read_address
    from helpwright.deflection.warehouses.script import Script

    script = Script(dialect)
    named = read_address(backend) if backend else None
    tables = unbound(dialect, named.schema if named else "")
    if named and named.map != _CANONICAL:
        tables = canonical_tables(
            script, raw_tables(named.map, dialect, named.schema), site(config)
        )
    figures_of(script, tables, asked)
    return script.text()


def site(config: MkDocsConfig) -> Site:
    """The site as the one who knows which addresses are articles."""
    from helpwright.deflection.raw import Site

    resolver = ticket_links.resolver(config)
    return Site(sorted({host.lower() for host in resolver.hosts}), resolver)


def judgements(path: Path | None) -> list[Judgement]:
    """What people wrote into a sheet of links; lines that say neither are told.

    Raises:
        InputError: the file is no such sheet.
    """
    if path is None:
        return []
    from helpwright.deflection.accuracy import read_judgements

    judged, findings = read_judgements(path)
    for finding in findings:
        click.echo(findings_output.as_line(finding), err=True)
    return judged


def write_sample(
    path: Path, store: Path, articles: Sequence[ReportArticle], period: Period
) -> None:
    """Draw links for people to judge.

    Raises:
        InputError: there is no store, or a sheet that somebody may have filled in is there.
    """
    from helpwright.deflection.accuracy import draw_sheet, write_sheet

    if path.exists():
        message = "the file is there already, and somebody may have judged links in it"
        hint = "name a new file"
        finding = Finding(Place(str(path)), "link-sheet-exists", message, hint, Severity.ERROR)
        raise InputError(finding)
    sheet = draw_sheet(store, articles, period)
    write_sheet(path, sheet)
    click.echo(
        f'Drew {len(sheet):,} links into {path}. Write "right" or "wrong" into the last column, '
        f"then: helpwright report --judged {path}"
    )
