"""`helpwright report`: what agents' links say about articles."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.articles.lifecycle import is_internal
from helpwright.cli import options, report_sources, ticket_links
from helpwright.cli.progress import Progress
from helpwright.errors import Finding, InputError, Place, Severity, did_you_mean
from helpwright.mkdocs_plugins import clock, history, project
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.mkdocs_plugins.places import base_folder, shown_file

if TYPE_CHECKING:
    from helpwright.deflection.figures import Period


@click.command("report")
@options.config
@options.store
@options.today
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of the report.")
@click.option(
    "--from", "first", metavar="YYYY-MM-DD", help="First day; default a year before --to."
)
@click.option("--to", "last", metavar="YYYY-MM-DD", help="Last day; default the end of last month.")
@click.option(
    "--compare",
    metavar="previous|FROM..TO",
    help="An earlier period to compare with; previous is the one of the same length just before.",
)
@click.option(
    "--cost-per-ticket", type=click.FloatRange(min=0), help="What a ticket costs, in any currency."
)
@click.option(
    "--tickets-from",
    "files",
    type=click.Path(path_type=Path),
    multiple=True,
    help="CSV, JSON Lines or Parquet files, a folder or a pattern, in place of the store.",
)
@click.option(
    "--backend",
    metavar="ADDRESS",
    help="A database that holds the tickets, as postgres://user@host/db?schema=zendesk&map=fivetran.",
)
@click.option(
    "--sample-links",
    "sheet",
    type=click.Path(path_type=Path),
    help="Only draw links for people to judge, into a new CSV file.",
)
@click.option(
    "--judged",
    type=click.Path(path_type=Path),
    help="The CSV file of --sample-links, filled in: gives link accuracy.",
)
@click.option(
    "--print-sql",
    "dialect",
    metavar="ENGINE",
    help="Only print the SQL of all figures, to review it or to run it elsewhere.",
)
@click.option(
    "--most-helpful",
    "propose",
    is_flag=True,
    help="Propose the list of most helpful articles, for you to review and commit.",
)
@options.as_json
def command(
    config_file: str | None,
    store: Path | None,
    today: str | None,
    output: Path | None,
    first: str | None,
    last: str | None,
    compare: str | None,
    cost_per_ticket: float | None,
    files: tuple[Path, ...],
    backend: str | None,
    sheet: Path | None,
    judged: Path | None,
    dialect: str | None,
    propose: bool,
    as_json: bool,
) -> None:
    """Write the private report: what articles do for support, and what to write next."""
    from helpwright import reports
    from helpwright.deflection import helpful
    from helpwright.deflection.figures import ReportArticle
    from helpwright.deflection.metrics import Asked
    from helpwright.deflection.savings import Savings

    day = clock.today(today)
    config = project.load(config_file, Overrides("agents", today))
    content = project.read_content(config)
    base = (config.site_url or "").rstrip("/") + "/" if config.site_url else ""
    listed = ticket_links.published(config)
    days = history.published_on(Path(config.docs_dir), listed)
    articles = [
        ReportArticle(
            article.id,
            article.title,
            f"{base}{article.url}",
            ticket_links.category_title(article.folder, content),
            "agents" if is_internal(article, content.categories) else "public",
            days.get(article.id),
        )
        for article in listed
    ]
    period = _period(
        day,
        clock.read_date(first, "--from") if first else None,
        clock.read_date(last, "--to") if last else None,
    )
    store = store or ticket_links.default_store(config)
    if sheet:
        report_sources.write_sample(sheet, store, articles, period)
        return
    asked = Asked(
        articles,
        period,
        day,
        _earlier(period, compare) if compare else None,
        report_sources.judgements(judged),
        Savings((), cost_per_ticket),
    )
    if dialect:
        click.echo(report_sources.print_sql(config, asked, _engine(dialect), backend), nl=False)
        return
    folder = output or base_folder(config) / ".helpwright" / "report"
    keep_out = [Path(config.docs_dir), Path(config.site_dir)]
    reports.check_folder(folder, keep_out)
    with Progress() as progress:
        report = report_sources.build(
            config,
            asked,
            store=store,
            files=files,
            backend=backend,
            short_links=f"{base}a/" if base else "",
            progress=lambda done, name: progress(name, done),
        )
    written = reports.write(report, folder, keep_out=keep_out)
    if propose:
        path = Path(config.docs_dir) / ".most-helpful.yml"
        if path.exists():
            # Somebody reviewed that list; a proposal must not take its place.
            path = base_folder(config) / ".helpwright" / "most-helpful.yml"
        helpful.write_most_helpful(path, helpful.most_helpful(report.figures))
        shown = shown_file(path)
        click.echo(f"Proposed {shown}; review it, and commit it in the docs folder.", err=True)
    if as_json:
        click.echo(reports.to_json(report))
    else:
        click.echo(f"The report is in {written}. It is private: keep it off the public site.")


def _engine(name: str) -> str:
    """An engine whose SQL can be written."""
    from helpwright.deflection.warehouses.engine import DIALECTS

    if name not in DIALECTS:
        message = f'there is no SQL for "{name}"'
        hint = did_you_mean(name, DIALECTS, otherwise=f"known: {', '.join(DIALECTS)}")
        raise InputError(Finding(Place("--print-sql"), "unknown-engine", message, hint))
    return name


def _earlier(period: Period, compare: str) -> Period:
    """The period to compare with."""
    from helpwright.deflection.figures import Period

    if compare == "previous":
        last = period.first - timedelta(days=1)
        return Period(last - (period.last - period.first), last)
    first, separator, last_day = compare.partition("..")
    if not separator:
        message = f'"{compare}" is no period'
        hint = "write previous, or two days such as 2025-01-01..2025-12-31"
        raise InputError(Finding(Place("--compare"), "bad-period", message, hint, Severity.ERROR))
    days = clock.read_date(first, "--compare"), clock.read_date(last_day, "--compare")
    try:
        return Period(*days)
    except ValueError as error:
        hint = "the first day comes before the last"
        finding = Finding(Place("--compare"), "bad-period", str(error), hint, Severity.ERROR)
        raise InputError(finding) from None


def _period(today: date, first: date | None, last: date | None) -> Period:
    from helpwright.deflection.figures import Period

    last = last or Period.year_before(today).last
    try:
        return Period(first or last - timedelta(days=364), last)
    except (ValueError, OverflowError) as error:
        hint = "--from is the first day of the period, --to its last"
        finding = Finding(Place("--from"), "bad-period", str(error), hint, Severity.ERROR)
        raise InputError(finding) from None
