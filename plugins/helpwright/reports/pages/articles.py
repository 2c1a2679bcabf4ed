"""All articles that agents linked, those that they never did, and addresses that lead nowhere."""

from __future__ import annotations

from itertools import groupby

from helpwright.deflection.catalogue import Level, metric
from helpwright.deflection.figures import ArticleRow, Figures
from helpwright.reports import charts, wording
from helpwright.reports.markup import Html, join, tag
from helpwright.reports.model import Report
from helpwright.reports.pages.shell import file_of, page
from helpwright.reports.parts import (
    badges,
    compact,
    explained,
    figure,
    folded,
    link,
    paragraph,
    table,
)

_CHARTED, _MULTIPLES = 60, 12


def articles(report: Report) -> str:
    """The page."""
    figures = report.figures
    sections = [
        ("reuse", "Reuse", _reuse(report)),
        ("over-time", "Reuse by month", _over_time(report)),
        ("table", "All articles linked", _table(figures)),
        ("never-linked", "Never linked", _never_linked(figures)),
        ("lost", "Links that lead nowhere", _lost(figures)),
    ]
    lead = "Reuse is how often agents answer with an article."
    return page(report, "articles.html", "Articles that agents link", lead, sections)


def _reuse(report: Report) -> Html:
    figures = report.figures
    rows = figures.articles
    if not rows:
        return paragraph(f"No article was linked for enough people to show it ({wording.FOLDED}).")
    many = wording.counted(figures.pareto, "article")
    top = rows[:_CHARTED]
    chart = charts.pareto(
        [row.reuse for row in top],
        [row.cumulative for row in top],
        key="pareto",
        title="Reuse by article, and the share of all links so far",
        description=f"{many} make up 80 % of all links. The table further down holds every value.",
    )
    ten = charts.bars(
        [charts.Bar(r.article.title, r.reuse, wording.count(r.reuse)) for r in rows[:10]],
        key="top",
        title="Reuse of the ten articles linked most",
        description=f"{rows[0].article.title} leads with {wording.count(rows[0].reuse)} tickets.",
    )
    return join(
        [
            paragraph(
                f"{many} make up 80\N{NO-BREAK SPACE}% of {wording.count(figures.links)} links. "
                "Keep these in order first."
            ),
            tag("figure", chart),
            tag("h3", "The ten linked most"),
            tag("figure", ten),
            explained(metric("reuse", Level.ARTICLE)),
        ]
    )


def _over_time(report: Report) -> Html:
    rows = report.figures.articles[:_MULTIPLES]
    items = []
    for row in rows:
        history = report.history.get(row.article.id, ())
        name = tag("a", row.article.title, href=file_of("articles", row.article.id))
        values = [month.tickets for month in history]
        items.append((name, values, wording.counted(row.reuse, "ticket")))
    if not items:
        return paragraph("There is no article to show.")
    months = [month.month for month in report.history.get(rows[0].article.id, ())]
    data = [
        [row.article.title, *(few(m.tickets) for m in report.history.get(row.article.id, ()))]
        for row in rows
    ]
    heads = ["Article", *(wording.month(name) for name in months)]
    note = f"One scale for all. Months with {wording.FOLDED} are left empty."
    return join(
        [
            paragraph(note, cls="note"),
            figure(
                charts.multiples(items, key="months", unit="Reuse by month"),
                table("months-table", "Reuse by month", heads, data),
            ),
        ]
    )


def few(tickets: int | None) -> str:
    """A count, or that it stands for too few people."""
    return "few" if tickets is None else wording.count(tickets)


def _table(figures: Figures) -> Html:
    rows = [
        [
            _named(row),
            wording.count(row.reuse),
            wording.count(row.requesters),
            compact(row.link_rate),
            compact(row.lasting),
            wording.percent(row.cumulative),
        ]
        for row in figures.articles
    ]
    heads = ["Article", "Reuse", "Requesters", "Link rate", "Solved and stayed solved"]
    return join(
        [
            table("articles-table", "All articles linked", [*heads, "Share so far"], rows),
            folded(figures.folded_articles, "article"),
            paragraph(tag("a", "Download as CSV", href="tables/articles.csv")),
            explained(metric("link-rate", Level.ARTICLE)),
            explained(metric("stayed-solved", Level.ARTICLE)),
        ]
    )


def _named(row: ArticleRow) -> Html:
    name = tag("a", row.article.title, href=file_of("articles", row.article.id))
    return join([name, tag("br"), badges(row.article, published=row.published)])


def _never_linked(figures: Figures) -> Html:
    if not figures.never_linked:
        return paragraph("Every article was linked at least once.")
    groups = []
    for category, listed in groupby(figures.never_linked, key=lambda a: a.category):
        items = [tag("li", link(article, article.title)) for article in listed]
        groups.append(tag("div", tag("h3", category or "No category"), tag("ul", *items)))
    many = wording.counted(len(figures.never_linked), "article")
    return join(
        [
            paragraph(
                f"No agent linked {many} in the period. Readers may still find them by "
                "themselves; if they do not, ask whether they are needed."
            ),
            tag("div", *groups, cls="columns"),
        ]
    )


def _lost(figures: Figures) -> Html:
    if not figures.unresolved and not figures.folded_unresolved.rows:
        return paragraph("Every link into the help center led to an article.")
    rows = [[tag("code", row.url), wording.count(row.tickets)] for row in figures.unresolved]
    return join(
        [
            paragraph(
                "Agents sent these addresses of the help center, but no article answers there. "
                "Add a redirect, or correct the macro they come from."
            ),
            table("lost-table", "Addresses no article answers", ["Address", "Tickets"], rows),
            folded(figures.folded_unresolved, "address", "addresses"),
            explained(metric("lost-links", Level.ADDRESS)),
        ]
    )
