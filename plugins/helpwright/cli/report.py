"""`helpwright report`: what agents' links say about articles."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpwright.articles.lifecycle import is_internal
from helpwright.cli import options, ticket_links
from helpwright.cli.progress import Progress
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.mkdocs_plugins import clock, project
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.mkdocs_plugins.places import shown_file

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
    propose: bool,
    as_json: bool,
) -> None:
    """Write the private report: reuse and link rate of each article, as HTML, JSON and CSV."""
    from helpwright import reports
    from helpwright.deflection import helpful
    from helpwright.deflection.figures import ReportArticle

    day = clock.today(today)
    config = project.load(config_file, Overrides("agents", today))
    content = project.read_content(config)
    base = (config.site_url or "").rstrip("/") + "/" if config.site_url else ""
    articles = [
        ReportArticle(
            article.id,
            article.title,
            f"{base}{article.url}",
            ticket_links.category_title(article.folder, content),
            "agents" if is_internal(article, content.categories) else "public",
        )
        for article in ticket_links.published(config)
    ]
    period = _period(
        day,
        clock.read_date(first, "--from") if first else None,
        clock.read_date(last, "--to") if last else None,
    )
    with Progress() as progress:
        figures = reports.build(
            store or ticket_links.default_store(config),
            articles=articles,
            period=period,
            today=day,
            progress=lambda done, name: progress(name, done),
        )
    folder = output or project.base_folder(config) / ".helpwright" / "report"
    written = reports.write(figures, folder)
    if propose:
        path = Path(config.docs_dir) / ".most-helpful.yml"
        if path.exists():
            # Somebody reviewed that list; a proposal must not take its place.
            path = project.base_folder(config) / ".helpwright" / "most-helpful.yml"
        helpful.write_most_helpful(path, helpful.most_helpful(figures))
        shown = shown_file(path)
        click.echo(f"Proposed {shown}; review it, and commit it in the docs folder.", err=True)
    if as_json:
        click.echo(reports.to_json(figures))
    else:
        click.echo(f"The report is in {written}. It is private: keep it off the public site.")


def _period(today: date, first: date | None, last: date | None) -> Period:
    from helpwright.deflection.figures import Period

    last = last or Period.year_before(today).last
    try:
        return Period(first or last - timedelta(days=364), last)
    except (ValueError, OverflowError) as error:
        hint = "--from is the first day of the period, --to its last"
        finding = Finding(Place("--from"), "bad-period", str(error), hint, Severity.ERROR)
        raise InputError(finding) from None
