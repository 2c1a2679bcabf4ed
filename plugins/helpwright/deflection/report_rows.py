"""The rows of a report's tables, from what the queries gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from helpwright.deflection.figures import (
    FEWEST_REQUESTERS,
    ArticleRow,
    CategoryRow,
    Figures,
    MonthRow,
    Period,
    ReportArticle,
    TeamRow,
    UnresolvedRow,
)
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import Folded, Measured
from helpwright.deflection.run import Answer, Result, Row

_PARETO = 0.8
_NOTHING = Row("", {"closed": 0, "linked": 0, "reuse": 0}, 0)


def report_figures(
    result: Result,
    measured: tuple[Measured, ...],
    articles: Sequence[ReportArticle],
    *,
    period: Period,
    today: date,
    left_out: tuple[tuple[str, int], ...],
    until: date | None,
) -> Figures:
    """Everything a report says, without a comparison."""
    known = {article.id: article for article in articles}
    unused = [article for key, article in known.items() if key not in result.reused]
    lost, teams = result.answers["lost"], result.answers["teams"]
    site = result.answers["site"].get() or _NOTHING
    links = (result.answers["links"].get() or _NOTHING).counts["reuse"]
    first, last = result.span or (None, None)
    return Figures(
        today=today,
        period=period,
        closed=site.counts["closed"],
        requesters=site.people,
        links=links,
        link_rate=_rate(site),
        months=_months(period, result.answers["months"]),
        categories=_categories(known, result),
        teams=tuple(TeamRow(row.key or "No team", _rate(row)) for row in teams.rows),
        folded_teams=Folded(teams.folded.rows, None),
        articles=_articles(known, result, site.counts["closed"], links),
        folded_articles=result.answers["articles"].folded,
        never_linked=tuple(sorted(unused, key=lambda a: (a.category, a.title, a.id))),
        unresolved=tuple(
            UnresolvedRow(row.key, row.counts["tickets"]) for row in _most(lost, "tickets")
        ),
        folded_unresolved=lost.folded,
        pareto=_pareto(result.reuse),
        left_out=left_out,
        data_until=until,
        events_from=first,
        events_until=last,
        measured=measured,
    )


def _rate(row: Row) -> Proportion:
    return Proportion(row.counts["linked"], row.counts["closed"])


def _most(answer: Answer, column: str) -> list[Row]:
    return sorted(answer.rows, key=lambda row: (-row.counts[column], row.key))


def _articles(
    known: Mapping[str, ReportArticle], result: Result, closed: int, links: int
) -> tuple[ArticleRow, ...]:
    shares = {row.key: row.counts["linking"] for row in result.answers["shares"].rows}
    rows, total = [], 0
    for row in _most(result.answers["articles"], "reuse"):
        reuse = row.counts["reuse"]
        total += reuse
        rows.append(
            ArticleRow(
                article=known.get(row.key) or ReportArticle(row.key, row.key, "", "", ""),
                published=row.key in known,
                reuse=reuse,
                requesters=row.people,
                link_rate=Proportion(shares.get(row.key, 0), closed),
                lasting=Proportion(row.counts["lasting"], reuse),
                cumulative=total / links,
            )
        )
    return tuple(rows)


def _pareto(reuse: Sequence[int]) -> int:
    """How many articles make up 80 % of all links, the most reused first."""
    total, links = 0, sum(reuse)
    for count, one in enumerate(reuse, start=1):
        total += one
        if total >= _PARETO * links:
            return count
    return 0


def _categories(known: Mapping[str, ReportArticle], result: Result) -> tuple[CategoryRow, ...]:
    reuse = result.answers["reuse_by_category"]
    rates = {row.key: _rate(row) for row in result.answers["categories"].rows}
    rows = []
    for name in sorted({article.category for article in known.values()}):
        ids = [key for key, article in known.items() if article.category == name]
        row = reuse.get(name)
        linked = sum(1 for key in ids if key in result.reused)
        rows.append(
            CategoryRow(
                name=name,
                articles=len(ids),
                linked=linked,
                # Nobody linked any of them, or too few people stand behind those who did.
                reuse=row.counts["reuse"] if row else None if linked else 0,
                link_rate=rates.get(name),
            )
        )
    return tuple(rows)


def _months(period: Period, answer: Answer) -> tuple[MonthRow, ...]:
    found = {row.key: _rate(row) for row in answer.rows if row.people >= FEWEST_REQUESTERS}
    rows, day = [], period.first.replace(day=1)
    while day <= period.last:
        following = (day + timedelta(days=32)).replace(day=1)
        whole = day >= period.first and following - timedelta(days=1) <= period.last
        rows.append(MonthRow(day.strftime("%Y-%m"), whole, found.get(day.strftime("%Y%m"))))
        day = following
    return tuple(rows)
