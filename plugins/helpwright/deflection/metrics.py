"""The figures of a report, each formula once, as Ibis expressions.

Definitions and sources (see docs/helpwright/tickets-and-reports.md):

    link rate    closed tickets with an article linked / closed tickets       HDI 2018, KCS v6
    reuse        distinct tickets that link an article in the period          KCS v6
    lasting      linked tickets solved, not reopened in 14 days / linked      own

A closed ticket is one solved or closed, by the time it was solved; merged, deleted and spam
tickets count nowhere. None of these figures measures deflection: an agent's link shows reuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpwright.deflection.figures import (
    FEWEST_REQUESTERS,
    ArticleRow,
    CategoryRow,
    Figures,
    Folded,
    MonthRow,
    Period,
    ReportArticle,
    TeamRow,
    UnresolvedRow,
)
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.tables import Tables, add_articles, fetch, load_ibis, unbound
from helpwright.tickets.model import Progress
from helpwright.tickets.store import open_store

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REOPEN_DAYS = 14
_CLOSED = ("solved", "closed")
_TICKET = ("source", "ticket")


def measure(
    store: Path,
    *,
    articles: Sequence[ReportArticle],
    period: Period,
    today: date,
    progress: Progress | None = None,
) -> Figures:
    """Compute every figure of a period from a ticket store.

    Raises:
        InputError: there is no store, or DuckDB or Ibis is not installed.
        StoreError: the store cannot be read.
    """
    with closing(open_store(store)) as con:
        query = _Query(con, store, period, {article.id: article for article in articles}, progress)
        return query.figures(today)


def category_tag(category: str) -> str:
    """The ticket tag that stands for a category: "Billing & invoices" is `billing_invoices`."""
    return re.sub(r"[^a-z0-9]+", "_", category.lower()).strip("_")


class _Query:
    """One run over a store. Each method is one figure: an expression, and its rows read."""

    def __init__(
        self,
        con: DuckDBPyConnection,
        store: Path,
        period: Period,
        articles: dict[str, ReportArticle],
        progress: Progress | None,
    ) -> None:
        self.con, self.store, self.period, self.articles = con, store, period, articles
        self.progress, self.steps = progress, 0
        self.ibis: Any = load_ibis()
        self.tables: Tables = unbound()
        listed = sorted(articles.values(), key=lambda article: article.id)
        add_articles(con, listed, [category_tag(article.category) for article in listed])
        start = datetime.combine(period.first, time())
        end = datetime.combine(period.last, time()) + timedelta(days=1)
        self.active: Any = self.tables.tickets.filter(self.tables.tickets.state == "active")
        solved = self.active.solved_at
        self.closed: Any = self.active.filter(
            self.active.status.isin(_CLOSED), solved >= start, solved < end
        )
        linked = self.tables.links.select(*_TICKET).distinct().mutate(linked=1)
        flagged = self.closed.left_join(linked, _TICKET)
        self.flagged: Any = flagged.mutate(linked=flagged.linked.fill_null(0))
        first = self.tables.links.first_at
        self.sent: Any = self.tables.links.filter(first >= start, first < end).join(
            self.active, _TICKET
        )
        first = self.tables.unresolved.first_at
        self.lost: Any = self.tables.unresolved.filter(first >= start, first < end).join(
            self.active, _TICKET
        )

    def figures(self, today: date) -> Figures:
        closed, linked, requesters = self.rows("link rate", self.rate(self.flagged))[0]
        links = int(self.rows("links", self.sent.aggregate(n=self.sent.count()))[0][0])
        rows, folded = self.article_rows(int(closed), links)
        teams, folded_teams = self.team_rows()
        unresolved, folded_unresolved = self.unresolved_rows()
        reused = self.rows("reused articles", self.sent.select("article").distinct())
        used = {article for (article,) in reused}
        unused = [article for key, article in self.articles.items() if key not in used]
        return Figures(
            today=today,
            period=self.period,
            closed=int(closed),
            requesters=int(requesters),
            links=links,
            link_rate=Proportion(int(linked or 0), int(closed)),
            months=self.month_rows(),
            categories=self.category_rows(used),
            teams=teams,
            folded_teams=folded_teams,
            articles=rows,
            folded_articles=folded,
            never_linked=tuple(sorted(unused, key=lambda a: (a.category, a.title, a.id))),
            unresolved=unresolved,
            folded_unresolved=folded_unresolved,
            pareto=self.pareto(links),
            left_out=self.left_out(),
            data_until=self.data_until(),
        )

    def rows(self, what: str, expression: Any) -> list[tuple[Any, ...]]:
        self.steps += 1
        if self.progress:
            self.progress(self.steps, what)
        return fetch(self.con, expression, self.store)

    def rate(self, flagged: Any, *by: Any) -> Any:
        """Closed tickets, those of them with a link, and the people behind them."""
        return flagged.aggregate(
            by=by,
            closed=flagged.count(),
            hit=flagged.linked.sum(),
            people=flagged.requester.nunique(),
        )

    def article_rows(self, closed: int, links: int) -> tuple[tuple[ArticleRow, ...], Folded]:
        t = self.sent
        since = t.reopened_at.epoch_seconds() - t.first_at.epoch_seconds()
        soon = (since >= 0) & (since <= REOPEN_DAYS * 86_400)
        # A system that only counts reopenings does not say when; then it counts as soon.
        reopened = soon.fill_null(t.reopens > 0)
        lasting = t.status.isin(_CLOSED) & ~reopened
        per_article = t.aggregate(
            by=t.article,
            reuse=t.count(),
            people=t.requester.nunique(),
            lasting=lasting.cast("int64").sum(),
        )
        both = self.closed.join(self.tables.links, _TICKET)
        on_closed = both.aggregate(by=both.article, hit=both.count())
        joined = per_article.left_join(on_closed, "article").order_by(
            self.ibis.desc("reuse"), "article"
        )
        expression = joined.select("article", "reuse", "people", "lasting", "hit")
        shown, hidden, total = [], [], 0
        for article, reuse, people, lasted, hit in self.rows("articles", expression):
            if people < FEWEST_REQUESTERS:
                hidden.append(article)
                continue
            total += reuse
            known = self.articles.get(article)
            shown.append(
                ArticleRow(
                    article=known or ReportArticle(article, article, "", "", ""),
                    published=known is not None,
                    reuse=reuse,
                    requesters=people,
                    link_rate=Proportion(hit or 0, closed),
                    lasting=Proportion(lasted, reuse),
                    cumulative=total / links,
                )
            )
        folded = self.folded("folded articles", t, "article", hidden)
        return tuple(shown), folded

    def pareto(self, links: int) -> int:
        per_article = self.sent.aggregate(by=self.sent.article, reuse=self.sent.count())
        total = 0
        counted = self.rows("Pareto", per_article.order_by(self.ibis.desc("reuse"), "article"))
        for count, (_article, reuse) in enumerate(counted, start=1):
            total += reuse
            if total >= 0.8 * links:
                return count
        return 0

    def category_rows(self, used: set[str]) -> tuple[CategoryRow, ...]:
        known = self.tables.report_articles
        sent = self.sent.join(known, "article")
        key = sent.source + ":" + sent.ticket
        reuse = sent.aggregate(by=sent.category, n=key.nunique(), people=sent.requester.nunique())
        reused = {c: (n, people) for c, n, people in self.rows("categories", reuse)}
        tagged = self.flagged.mutate(tag=self.flagged.tags.unnest())
        tag = tagged.tag.lower().re_replace("[^a-z0-9]+", "_")
        tagged = tagged.mutate(tag=tag).select(*_TICKET, "requester", "linked", "tag").distinct()
        names = known.select("category", "tag").distinct()
        named = tagged.join(names, "tag")
        rates = {
            category: Proportion(int(hit), closed)
            for category, closed, hit, people in self.rows(
                "category link rates", self.rate(named, named.category)
            )
            if people >= FEWEST_REQUESTERS
        }
        rows = []
        for name in sorted({article.category for article in self.articles.values()}):
            ids = [key for key, article in self.articles.items() if article.category == name]
            count, people = reused.get(name, (0, FEWEST_REQUESTERS))
            rows.append(
                CategoryRow(
                    name=name,
                    articles=len(ids),
                    linked=sum(1 for key in ids if key in used),
                    reuse=count if people >= FEWEST_REQUESTERS else None,
                    link_rate=rates.get(name),
                )
            )
        return tuple(rows)

    def month_rows(self) -> tuple[MonthRow, ...]:
        month = self.flagged.solved_at.truncate("M").name("month")
        found = {
            start.strftime("%Y-%m"): Proportion(int(hit), closed)
            for start, closed, hit, people in self.rows("months", self.rate(self.flagged, month))
            if people >= FEWEST_REQUESTERS
        }
        rows, day = [], self.period.first.replace(day=1)
        while day <= self.period.last:
            following = (day + timedelta(days=32)).replace(day=1)
            whole = day >= self.period.first and following - timedelta(days=1) <= self.period.last
            name = day.strftime("%Y-%m")
            rows.append(MonthRow(name, whole, found.get(name)))
            day = following
        return tuple(rows)

    def team_rows(self) -> tuple[tuple[TeamRow, ...], Folded]:
        expression = self.rate(self.flagged, self.flagged.team).order_by("team")
        found = self.rows("teams", expression)
        shown = [
            TeamRow(team or "No team", Proportion(int(hit), closed))
            for team, closed, hit, people in found
            if people >= FEWEST_REQUESTERS
        ]
        return tuple(shown), Folded(len(found) - len(shown), None)

    def unresolved_rows(self) -> tuple[tuple[UnresolvedRow, ...], Folded]:
        t = self.lost
        per_url = t.aggregate(by=t.url, n=t.count(), people=t.requester.nunique())
        found = self.rows("unresolved", per_url.order_by(self.ibis.desc("n"), "url"))
        shown = [UnresolvedRow(url, n) for url, n, people in found if people >= FEWEST_REQUESTERS]
        hidden = [url for url, _n, people in found if people < FEWEST_REQUESTERS]
        return tuple(shown), self.folded("folded addresses", t, "url", hidden)

    def folded(self, what: str, table: Any, column: str, hidden: list[str]) -> Folded:
        if not hidden:
            return Folded(0, 0)
        t = table.filter(table[column].isin(hidden))
        n, people = self.rows(what, t.aggregate(n=t.count(), people=t.requester.nunique()))[0]
        return Folded(len(hidden), n if people >= FEWEST_REQUESTERS else None)

    def left_out(self) -> tuple[tuple[str, int], ...]:
        t = self.tables.tickets.filter(self.tables.tickets.state != "active")
        return tuple(self.rows("left out", t.aggregate(by=t.state, n=t.count()).order_by("state")))

    def data_until(self) -> date | None:
        t = self.tables.tickets
        latest = self.rows("data until", t.aggregate(latest=t.updated_at.max()))[0][0]
        return latest.date() if isinstance(latest, datetime) else None
