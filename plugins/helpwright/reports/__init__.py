"""Reports: figures as a private folder of pages, tables and summaries."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from helpwright.deflection.accuracy import Judgement
from helpwright.deflection.figures import Figures, Period, ReportArticle
from helpwright.deflection.learning.proposals import read_learned
from helpwright.deflection.metrics import Asked
from helpwright.deflection.savings import Savings
from helpwright.deflection.tables import unbound
from helpwright.deflection.warehouses.duck import Duck
from helpwright.reports.data import to_json
from helpwright.reports.folder import check_folder, write
from helpwright.reports.gathering import gather
from helpwright.reports.model import Report
from helpwright.reports.summary import to_markdown
from helpwright.reports.tables import tables_of, to_csv
from helpwright.tickets.model import Progress
from helpwright.tickets.store import open_store, readable

__all__ = [
    "Figures",
    "Period",
    "Report",
    "ReportArticle",
    "build",
    "check_folder",
    "gather",
    "tables_of",
    "to_csv",
    "to_json",
    "to_markdown",
    "write",
]


def build(
    store: Path,
    *,
    articles: Sequence[ReportArticle],
    period: Period,
    today: date,
    earlier: Period | None = None,
    judged: Sequence[Judgement] = (),
    cost_per_ticket: float | None = None,
    short_links: str = "",
    progress: Progress | None = None,
) -> Report:
    """Compute a report from the ticket store, and from what was learned beside it.

    Args:
        store: The ticket store.
        articles: What the help center has now.
        period: The days that count.
        today: The day the report is made.
        earlier: A period to compare with.
        judged: What people said of a sample of links.
        cost_per_ticket: In any currency; None if nobody said.
        short_links: The address under which `<id>/` leads to an article.
        progress: Told after each step.

    Raises:
        InputError: there is no store, or DuckDB or Ibis is not installed.
        StoreError: the store cannot be read.
    """
    asked = Asked(articles, period, today, earlier, judged, Savings((), cost_per_ticket))
    with closing(open_store(store)) as con:
        return gather(
            Duck(con, lambda: readable(store)),
            unbound(),
            asked,
            learned=read_learned(store.parent / "proposals"),
            short_links=short_links,
            progress=progress,
        )
