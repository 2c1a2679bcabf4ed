"""One article: all that the data say about it."""

from __future__ import annotations

from helpwright.deflection.catalogue import Level, metric
from helpwright.deflection.figures import ArticleRow, ReportArticle
from helpwright.deflection.measured import Value
from helpwright.reports import charts, wording
from helpwright.reports.definitions import of_level
from helpwright.reports.markup import Html, join, tag
from helpwright.reports.model import Report
from helpwright.reports.pages.articles import few
from helpwright.reports.pages.effects import effect_of_article
from helpwright.reports.pages.overview import month_labels
from helpwright.reports.pages.shell import file_of, page
from helpwright.reports.parts import (
    badges,
    cells,
    explained,
    explained_all,
    figure,
    link,
    missing_all,
    paragraph,
    table,
)

Values = dict[str, dict[str, Value]]


def with_data(report: Report) -> list[str]:
    """Articles that have a page: those with a figure, an effect, words, or topic tickets."""
    ids = {row.article.id for row in report.figures.articles}
    for found in of_level(Level.ARTICLE):
        ids |= {row.key for row in report.figures.of(found.id, found.level).rows}
    ids |= {a for effect in report.effects.effects for a in effect.articles}
    ids |= set(report.demand) & set(report.articles)
    if report.learned:
        ids |= {term.article for term in report.learned.terms} & set(report.articles)
    return sorted(ids)


def values_of(report: Report) -> Values:
    """Every figure of every article, by article and figure: looked up once, not for each page."""
    values: Values = {}
    for found in of_level(Level.ARTICLE):
        for row in report.figures.of(found.id, found.level).rows:
            values.setdefault(row.key, {})[found.id] = row.value
    return values


def article_page(
    report: Report, article: str, row: ArticleRow | None, values: dict[str, Value]
) -> str:
    """The page of an article."""
    known = report.articles.get(article)
    what = known or ReportArticle(article, article, "", "", "")
    sections = [
        ("figures", "Figures", _figures(what, row, values)),
        ("months", "Reuse by month", _history(report, article)),
        ("effect", "Effect of its publication", effect_of_article(report, article)),
        ("words", "Customers' words that it lacks", _words(report, article)),
        ("work", "What to do", _work(report, article)),
    ]
    short = report.short_link(article)
    lead = join(
        [
            badges(what, published=known is not None),
            " ",
            link(known, "Open the article") if known and known.url else "",
            *([" Link for agents: ", tag("code", short)] if short else []),
        ]
    )
    return page(report, file_of("articles", article), what.title, lead, sections, jumps=False)


def _figures(what: ReportArticle, row: ArticleRow | None, values: dict[str, Value]) -> Html:
    rows, absent, notes = [], [], []
    for found in of_level(Level.ARTICLE):
        value = values.get(found.id)
        if value is None:
            absent.append(found)
            continue
        rows.append([found.name, *cells(value)])
        notes.append(found)
    head = []
    if row:
        head.append(
            paragraph(
                f"Agents linked it in {wording.counted(row.reuse, 'ticket')} of "
                f"{wording.counted(row.requesters, 'requester')}."
            )
        )
    columns = ["Figure", "Value", "95\N{NO-BREAK SPACE}% interval", "Counts"]
    head.append(table("figures-table", f"Figures of {what.title}", columns, rows))
    head.append(missing_all(tuple(absent)))
    return join([*head, explained_all(tuple(notes))])


def _history(report: Report, article: str) -> Html:
    months = report.history.get(article)
    if not months:
        return paragraph(f"Agents linked it for {wording.FOLDED}, or never.")
    most = max((m.tickets or 0 for m in months), default=0)
    chart = charts.lines(
        [charts.Series("Reuse", [m.tickets for m in months])],
        month_labels([m.month for m in months]),
        charts.count_axis(most),
        key="history",
        title="Tickets in which agents linked it, by month",
        description="The table below the chart holds every value.",
    )
    rows = [[wording.month(m.month), few(m.tickets)] for m in months]
    data = table("history-table", "Reuse by month", ["Month", "Tickets"], rows)
    gap = any(m.tickets is None for m in months)
    note = paragraph(f"A gap: {wording.FOLDED}.", cls="note") if gap else ""
    return join([figure(chart, data), note, explained(metric("reuse", Level.ARTICLE))])


def _words(report: Report, article: str) -> Html:
    if report.learned is None:
        return paragraph("Nobody has learned from tickets yet: helpwright learn EXPORT.")
    terms = report.terms_of(article)
    if not terms:
        return paragraph("None that ten customers or more used.")
    rows = [[term.text, wording.count(term.requesters), f"{term.z:.1f}"] for term in terms]
    heads = ["Words", "Customers", "z"]
    note = "z tells how typical the words are of this article's tickets; 2 and more is no chance."
    return join(
        [
            table("words-table", "Words of customers that the article lacks", heads, rows),
            paragraph(note, cls="note"),
        ]
    )


def _work(report: Report, article: str) -> Html:
    tasks = report.tasks_of(article)
    if not tasks:
        return paragraph("Nothing stands out.")
    items = [
        tag("li", tag("strong", f"{t.kind.capitalize()}: "), f"{t.why}. To do: {t.todo}.")
        for t in tasks
    ]
    return tag("ul", *items)
