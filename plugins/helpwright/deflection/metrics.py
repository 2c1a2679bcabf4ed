"""The figures of a period, from a ticket store or from any engine that has the canonical tables.

No figure here is called a deflection of tickets: an agent's link shows reuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from helpwright.deflection import comparison
from helpwright.deflection.accuracy import Judgement
from helpwright.deflection.figures import Figures, Period, ReportArticle
from helpwright.deflection.measures.frame import frame_of, with_linked
from helpwright.deflection.report_rows import report_figures
from helpwright.deflection.run import run, values
from helpwright.deflection.savings import Savings, saved
from helpwright.deflection.tables import SCHEMAS, Columns, Tables, load_ibis, unbound
from helpwright.deflection.warehouses.duck import Duck
from helpwright.deflection.warehouses.engine import Engine, Rows
from helpwright.tickets.model import Progress
from helpwright.tickets.store import open_store, readable


@dataclass(frozen=True)
class Asked:
    """What a report is asked for.

    Attributes:
        articles: What the help center has now.
        period: The days that count.
        today: The day the report is made.
        earlier: A period to compare with.
        judged: What people said of a sample of links.
        savings: What the publication effect found, and what a ticket costs.
    """

    articles: Sequence[ReportArticle]
    period: Period
    today: date
    earlier: Period | None = None
    judged: Sequence[Judgement] = ()
    savings: Savings = field(default_factory=Savings)


def measure(
    store: Path,
    *,
    articles: Sequence[ReportArticle],
    period: Period,
    today: date,
    progress: Progress | None = None,
    earlier: Period | None = None,
    judged: Sequence[Judgement] = (),
    savings: Savings | None = None,
) -> Figures:
    """Compute every figure of a period from a ticket store.

    Raises:
        InputError: there is no store, or DuckDB or Ibis is not installed.
        StoreError: the store cannot be read.
    """
    asked = Asked(articles, period, today, earlier, judged, savings or Savings())
    with closing(open_store(store)) as con:
        return figures_of(Duck(con, lambda: readable(store)), unbound(), asked, progress)


def figures_of(
    engine: Engine, tables: Tables, asked: Asked, progress: Progress | None = None
) -> Figures:
    """Compute every figure on an engine whose canonical tables are `tables`."""
    counted = _Counted(engine, progress)
    tables = replace(
        tables,
        report_articles=send_articles(counted, asked.articles),
        judged=_send_judged(counted, asked.judged),
    )
    tables = with_linked(counted, tables)
    result = run(counted, frame_of(counted, tables, asked.period))
    categories = {article.id: article.category for article in asked.articles}
    measured = (*values(result, categories), *saved(asked.savings))
    figures = report_figures(
        result,
        measured,
        asked.articles,
        period=asked.period,
        today=asked.today,
        left_out=_left_out(counted, tables),
        until=_data_until(counted, tables),
    )
    if asked.earlier is None:
        return figures
    before = run(counted, frame_of(counted, tables, asked.earlier))
    changes = comparison.compare(measured, values(before, categories), (result.days, before.days))
    return replace(figures, compared_with=asked.earlier, changes=changes)


def category_tag(category: str) -> str:
    """The ticket tag that stands for a category: "Billing & invoices" is `billing_invoices`."""
    return re.sub(r"[^a-z0-9]+", "_", category.lower()).strip("_")


def send_articles(engine: Engine, articles: Sequence[ReportArticle]) -> Any:
    """The help center's articles as a table."""
    rows = [
        (a.id, a.category, category_tag(a.category), a.audience, a.published_on)
        for a in sorted(articles, key=lambda article: article.id)
    ]
    return engine.send("report_articles", SCHEMAS["report_articles"], rows)


class _Counted:
    """An engine that tells how far a report is."""

    def __init__(self, engine: Engine, progress: Progress | None) -> None:
        self.engine, self.progress, self.steps = engine, progress, 0
        self.dialect = engine.dialect

    def fetch(self, what: str, expression: Any) -> Rows:
        self._step(what)
        return self.engine.fetch(what, expression)

    def keep(self, name: str, expression: Any) -> Any:
        self._step(name)
        return self.engine.keep(name, expression)

    def send(self, name: str, columns: Columns, rows: Sequence[Sequence[object]]) -> Any:
        return self.engine.send(name, columns, rows)

    def _step(self, what: str) -> None:
        self.steps += 1
        if self.progress:
            self.progress(self.steps, what.replace("_", " "))


def _send_judged(engine: Engine, judged: Sequence[Judgement]) -> Any:
    rows = sorted((j.source, j.ticket, j.article, int(j.is_right)) for j in judged)
    return engine.send("judged", SCHEMAS["judged"], rows)


def _left_out(engine: Engine, tables: Tables) -> tuple[tuple[str, int], ...]:
    deferred = load_ibis()._
    states = tables.tickets.filter(deferred.state != "active")
    found = engine.fetch("left out", states.aggregate(by=["state"], n=deferred.count()))
    return tuple(sorted((str(state), int(n)) for state, n in found))


def _data_until(engine: Engine, tables: Tables) -> date | None:
    # The day is taken by the engine, in UTC: some drivers hand out times in the local zone.
    latest = tables.tickets.aggregate(latest=load_ibis()._.updated_at.max().date())
    for (day,) in engine.fetch("data until", latest):
        return None if day is None else date.fromisoformat(str(day)[:10])
    return None
