"""Categories side by side, and a page for each."""

from __future__ import annotations

from helpwright.deflection.catalogue import Level, metric
from helpwright.deflection.figures import CategoryRow
from helpwright.reports import charts, wording
from helpwright.reports.markup import Html, join, tag
from helpwright.reports.model import Report
from helpwright.reports.pages.overview import RATE_HEADS
from helpwright.reports.pages.shell import file_of, page
from helpwright.reports.parts import cells, compact, explained, link, missing, paragraph, table

_RATE, _KNOWN = metric("link-rate", Level.CATEGORY), metric("known-ratio", Level.CATEGORY)


def categories(report: Report) -> str:
    """The page that compares them."""
    figures = report.figures
    known = figures.of(_KNOWN.id, Level.CATEGORY)
    rows = []
    for row in figures.categories:
        reuse = wording.FOLDED if row.reuse is None else wording.count(row.reuse)
        linked = f"{wording.count(row.linked)} of {wording.count(row.articles)}"
        name = tag("a", row.name or "No category", href=file_of("categories", row.name))
        ratio = compact(known.get(row.name))
        rows.append([name, linked, reuse, *cells(row.link_rate), ratio])
    shares = [(row.name, row.link_rate) for row in figures.categories]
    drawn = [
        charts.Bar(name, rate.value, wording.percent(rate.value))
        for name, rate in shares
        if rate and rate.value is not None
    ]
    chart = charts.bars(
        drawn,
        key="rates",
        title="Link rate by category",
        description="The table below the chart holds every value.",
    )
    heads = ["Category", "Articles linked", "Reuse", *RATE_HEADS, "Known ratio"]
    content = join(
        [
            paragraph(
                "Reuse counts tickets that link an article of the category. The rates need tickets "
                "that carry the category as a tag, or that helpwright learn assigned."
            ),
            tag("figure", chart) if drawn else missing(_RATE),
            table("categories-table", "Reuse and rates by category", heads, rows),
            explained(_RATE),
            explained(_KNOWN),
        ]
    )
    lead = "Where answers are known, and where agents write them anew."
    sections = [("all", "All categories", content)]
    return page(report, "categories.html", "Categories", lead, sections)


def category_page(report: Report, row: CategoryRow) -> str:
    """The page of a category."""
    figures = report.figures
    known = figures.of(_KNOWN.id, Level.CATEGORY).get(row.name)
    values = [("Link rate", row.link_rate), ("Known ratio", known)]
    listed = [[name, *cells(value)] for name, value in values if value]
    columns = ["Figure", "Value", "95\N{NO-BREAK SPACE}% interval", "Counts"]
    summary = join(
        [
            table("figures-table", "Figures of the category", columns, listed)
            or join([missing(_RATE), missing(_KNOWN)]),
            explained(_RATE),
            explained(_KNOWN),
        ]
    )
    title = row.name or "No category"
    effects = [e for e in report.effects.effects if e.topic == row.name]
    sections = [
        ("figures", "Figures", summary),
        ("articles", "Articles linked", _articles(report, row.name)),
        ("unused", "Never linked", _unused(report, row.name)),
    ]
    if effects:
        items = [
            tag(
                "li",
                tag(
                    "a",
                    report.title(e.articles[0]),
                    href=_up(e.articles[0]),
                ),
                f": {e.verdict}",
                f", {wording.ratio(e.estimate.ratio)}" if e.estimate else "",
            )
            for e in effects
        ]
        sections.append(("effects", "Publications for this topic", tag("ul", *items)))
    lead = f"{wording.counted(row.linked, 'article')} of {wording.count(row.articles)} linked"
    return page(report, file_of("categories", row.name), title, lead, sections, jumps=False)


def _articles(report: Report, category: str) -> Html:
    rows = [
        [
            tag("a", row.article.title, href=_up(row.article.id)),
            wording.count(row.reuse),
            compact(row.lasting),
        ]
        for row in report.figures.articles
        if row.article.category == category
    ]
    heads = ["Article", "Reuse", "Solved and stayed solved"]
    found = table("articles-table", "Articles linked", heads, rows)
    return found or paragraph(f"None for enough people to show it ({wording.FOLDED}).")


def _up(article: str) -> str:
    return f"../{file_of('articles', article)}"


def _unused(report: Report, category: str) -> Html:
    listed = [a for a in report.figures.never_linked if a.category == category]
    if not listed:
        return paragraph("Every article of the category was linked.")
    return tag("ul", *(tag("li", link(article, article.title)) for article in listed))
