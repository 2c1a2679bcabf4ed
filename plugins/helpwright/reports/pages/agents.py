"""For agents: the articles that answer most, by category, with the link to send."""

from __future__ import annotations

from itertools import groupby

from helpwright.deflection.figures import ReportArticle
from helpwright.reports import wording
from helpwright.reports.markup import Html, join, tag
from helpwright.reports.model import Report
from helpwright.reports.pages.shell import Section, page
from helpwright.reports.parts import link, paragraph, table

_SHOWN = 10


def agents(report: Report) -> str:
    """The page."""
    rows = [row for row in report.figures.articles if row.published]
    rows.sort(key=lambda row: (row.article.category, -row.reuse, row.article.id))
    sections: list[Section] = []
    for index, (category, listed) in enumerate(groupby(rows, key=lambda r: r.article.category)):
        lines = [
            [
                join([link(row.article, row.article.title), " ", _mark(row.article)]),
                tag("code", report.short_link(row.article.id), cls="copy"),
                wording.count(row.reuse),
            ]
            for row in list(listed)[:_SHOWN]
        ]
        caption = tag("span", f"Most linked in {category or 'no category'}", cls="quiet")
        heads = ["Article", "Link to send", "Tickets"]
        content = table(f"agents-{index}", caption, heads, lines)
        sections.append((f"category-{index}", category or "No category", content))
    if not sections:
        nothing = paragraph(f"No article was linked for enough people ({wording.FOLDED}).")
        sections.append(("none", "Nothing yet", nothing))
    lead = "These links stay valid when an article moves. Select one to copy it whole."
    return page(report, "agents.html", "Articles that answer most", lead, sections)


def _mark(article: ReportArticle) -> Html:
    if article.audience in ("public", ""):
        return Html("")
    return tag("span", f"for {article.audience} only", cls="badge")
