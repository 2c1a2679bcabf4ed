"""The pages of a report, by file name."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.reports.model import Report
from helpwright.reports.pages.agents import agents
from helpwright.reports.pages.article import article_page, values_of, with_data
from helpwright.reports.pages.articles import articles
from helpwright.reports.pages.categories import categories, category_page
from helpwright.reports.pages.method import method
from helpwright.reports.pages.overview import overview
from helpwright.reports.pages.self_service import self_service
from helpwright.reports.pages.shell import file_of
from helpwright.reports.pages.writers import writers


def render(report: Report) -> Iterator[tuple[str, str]]:
    """Every page's file name and HTML; an article or a category has one if there is data on it."""
    yield "index.html", overview(report)
    yield "writers.html", writers(report)
    yield "agents.html", agents(report)
    yield "articles.html", articles(report)
    yield "categories.html", categories(report)
    yield "self-service.html", self_service(report)
    yield "method.html", method(report)
    for row in report.figures.categories:
        yield file_of("categories", row.name), category_page(report, row)
    rows = {row.article.id: row for row in report.figures.articles}
    values = values_of(report)
    for article in with_data(report):
        html = article_page(report, article, rows.get(article), values.get(article, {}))
        yield file_of("articles", article), html
