"""The report as one page of HTML, in reading order: the answer first, then where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from helpwright.deflection.figures import (
    ArticleRow,
    Figures,
    Folded,
    ReportArticle,
)
from helpwright.deflection.intervals import Proportion
from helpwright.reports import charts, wording
from helpwright.reports.definitions import (
    ARTICLE_RATE,
    CATEGORY_RATE,
    DEFINITIONS,
    LASTING,
    LINK_RATE,
    PARETO,
    REUSE,
    Definition,
)

_CHARTED = 12
_CLOSED = "closed tickets"
# The page needs nothing but its own style sheet; a report opened anywhere stays that way.
_POLICY = "default-src 'none'; style-src 'self' file:; base-uri 'none'; form-action 'none'"


def render(figures: Figures) -> str:
    """The whole page."""
    period = figures.period
    title = "Which articles answer tickets"
    span = f"{wording.day(period.first)} \N{EN DASH} {wording.day(period.last)}"
    sections = [
        ("overview", "Overview", _overview(figures)),
        ("months", "Link rate by month", _months(figures)),
        ("articles", "Reuse by article", _articles(figures)),
        ("categories", "Categories", _categories(figures)),
        ("teams", "Teams", _teams(figures)),
        ("never-linked", "Never linked", _never_linked(figures)),
        ("unresolved", "Links that lead nowhere", _unresolved(figures)),
        ("method", "How the figures are made", _method(figures)),
    ]
    jumps = "".join(f'<li><a href="#{key}">{name}</a></li>' for key, name, _ in sections[1:])
    body = "".join(
        f'<section id="{key}">'
        f"<h2{' class=quiet' if key == 'overview' else ''}>{name}</h2>{html}</section>"
        for key, name, html in sections
    )
    return (
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="robots" content="noindex, nofollow">\n'
            '<meta name="referrer" content="no-referrer">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{title}, {span}</title>\n"
            '<link rel="stylesheet" href="report.css">\n</head>\n<body>\n'
            '<a class="skip" href="#main">Skip to the figures</a>\n'
            '<header class="top"><p class="eyebrow">Support report '
            '<span class="badge">Private: not for publication</span></p>'
            f"<h1>{title}</h1><p class=lead>{span}</p>"
            f'<nav aria-label="Sections"><ul class="jumps">{jumps}</ul></nav></header>\n'
            f'<main id="main">{body}</main>\n<footer><p>{_footer(figures)}</p></footer>\n'
            "</body>\n</html>\n"
        )
        .replace("class=quiet", 'class="quiet"')
        .replace("class=lead", 'class="lead"')
    )


def _overview(figures: Figures) -> str:
    rate = figures.link_rate
    if rate.value is None:
        main, detail = wording.of(rate), f"{_CLOSED}; too few for a rate"
    else:
        main = wording.percent(rate.value)
        detail = f"({wording.interval(rate)}), {wording.of(rate)} {_CLOSED}"
    used = sum(row.linked for row in figures.categories)
    published = sum(row.articles for row in figures.categories)
    unused = len(figures.never_linked)
    cards = [
        _card("Link rate", main, detail, LINK_RATE, wide=True),
        _card("Links sent", wording.count(figures.links), "one per ticket and article", REUSE),
        _card(
            "Articles linked",
            wording.count(used),
            f"of {wording.count(published)}; {wording.count(unused)} never",
            REUSE,
        ),
        _card(
            "Carry 80\N{NO-BREAK SPACE}% of links",
            wording.count(figures.pareto),
            "articles to keep in order first",
            PARETO,
        ),
    ]
    return (
        f'<div class="cards">{"".join(cards)}</div>'
        '<p class="note">A link shows that an agent <em>used</em> an article to answer. It does '
        "not show a ticket that never came: nothing on this page measures deflection.</p>"
    )


def _card(name: str, value: str, detail: str, definition: Definition, *, wide: bool = False) -> str:
    kind = "card wide" if wide else "card"
    return (
        f'<div class="{kind}"><h3>{name}</h3><p class="figure">{value}</p>'
        f'<p class="detail">{detail}</p>{_explained(definition, named=False)}</div>'
    )


def _explained(definition: Definition, *, named: bool = True) -> str:
    kind = "" if named else ' class="quiet"'
    return (
        f'<details class="how"><summary>How it is counted<span{kind}>: '
        f"{escape(definition.name.lower())}</span></summary><p>{escape(definition.formula)}</p>"
        f"<p>{escape(definition.meaning)}</p>"
        f'<p class="source">Source: {escape(definition.source)}</p></details>'
    )


def _months(figures: Figures) -> str:
    known = [row for row in figures.months if row.link_rate and row.link_rate.value is not None]
    summary = "No month has 30 closed tickets, so there is no line to draw."
    if known:
        rates = [row.link_rate.value for row in known if row.link_rate and row.link_rate.value]
        first, last = known[0], known[-1]
        low, high = (wording.percent(f(rates, default=0.0)) for f in (min, max))
        summary = (
            f"Between {low} and {high} from {wording.month(first.month)} "
            f"to {wording.month(last.month)}."
        )
    chart = charts.rate_line(
        figures.months,
        key="rate",
        title="Link rate by month with its 95 % interval",
        description=f"{summary} The table below the chart holds every value.",
    )
    rows = []
    for row in figures.months:
        name = wording.month(row.month) + ("" if row.whole else " (part)")
        rows.append([name, *_rate_cells(row.link_rate)])
    table = _table("rate-table", "Link rate by month", ["Month", *_RATE_HEADS], rows)
    return (
        f"<p>{summary} The band is the 95\N{NO-BREAK SPACE}% interval of each month: a change "
        f"within it may be chance.</p><figure>{chart}</figure>"
        f"<details><summary>The same as a table</summary>{table}</details>{_explained(LINK_RATE)}"
    )


def _articles(figures: Figures) -> str:
    if not figures.articles:
        return f"<p>No article was linked for enough people to show it ({wording.FOLDED}).</p>"
    top = figures.articles[:_CHARTED]
    share = wording.percent(top[-1].cumulative)
    many = wording.counted(len(top), "article")
    chart = charts.bars(
        top,
        key="reuse",
        title=f"Reuse of the {many} linked most",
        description=f"{top[0].article.title} leads with {wording.count(top[0].reuse)} tickets. "
        "The table below the chart holds every value.",
    )
    rows = [
        [
            _named(row),
            wording.count(row.reuse),
            wording.count(row.requesters),
            _rate(row.link_rate),
            _rate(row.lasting),
            wording.percent(row.cumulative),
        ]
        for row in figures.articles
    ]
    heads = ["Article", "Reuse", "Requesters", "Link rate", "Solved and stayed solved"]
    table = _table("articles-table", "All articles linked", [*heads, "Share so far"], rows)
    return (
        f"<p>The {many} linked most make up {share} of all links.</p><figure>{chart}</figure>"
        f"{table}{_folded(figures.folded_articles, 'article')}"
        f'<p><a href="reuse.csv">Download as CSV</a></p>'
        f"{_explained(REUSE)}{_explained(ARTICLE_RATE)}{_explained(LASTING)}"
    )


def _named(row: ArticleRow) -> str:
    marks = [escape(row.article.category)] if row.article.category else []
    if not row.published:
        marks.append('<span class="badge">no longer published</span>')
    if row.article.audience not in ("public", ""):
        marks.append(f'<span class="badge">{escape(row.article.audience)}</span>')
    return f'{_title(row.article)}<br><span class="muted">{" ".join(marks)}</span>'


def _title(article: ReportArticle) -> str:
    title = escape(article.title)
    if not article.url.startswith(("https://", "http://")):
        return title
    return f'<a href="{escape(article.url)}" rel="noreferrer">{title}</a>'


def _categories(figures: Figures) -> str:
    rows = []
    for row in figures.categories:
        reuse = wording.FOLDED if row.reuse is None else wording.count(row.reuse)
        linked = f"{wording.count(row.linked)} of {wording.count(row.articles)}"
        rows.append([escape(row.name), linked, reuse, *_rate_cells(row.link_rate)])
    heads = ["Category", "Articles linked", "Reuse", *_RATE_HEADS]
    note = (
        "<p>Reuse counts tickets that link an article of the category. The link rate needs tickets "
        "that carry the category as a tag; without them it stays empty.</p>"
    )
    table = _table("categories-table", "Reuse and link rate by category", heads, rows)
    return f"{note}{table}{_explained(CATEGORY_RATE)}"


def _teams(figures: Figures) -> str:
    rows = [[escape(row.team), *_rate_cells(row.link_rate)] for row in figures.teams]
    note = (
        "<p>Teams answer different questions, so a lower rate is a question, not a verdict. "
        "Nothing here is about one person.</p>"
    )
    table = _table("teams-table", "Link rate by team", ["Team", *_RATE_HEADS], rows)
    return f"{note}{table}{_folded(figures.folded_teams, 'team')}{_explained(LINK_RATE)}"


def _never_linked(figures: Figures) -> str:
    if not figures.never_linked:
        return "<p>Every article was linked at least once.</p>"
    groups = []
    for category, articles in groupby(figures.never_linked, key=lambda a: a.category):
        items = "".join(f"<li>{_title(article)}</li>" for article in articles)
        groups.append(f"<div><h3>{escape(category) or 'No category'}</h3><ul>{items}</ul></div>")
    many = wording.counted(len(figures.never_linked), "article")
    return (
        f"<p>No agent linked {many} in the period. Readers may still find them by themselves; if "
        f'they do not, ask whether they are needed.</p><div class="columns">{"".join(groups)}</div>'
    )


def _unresolved(figures: Figures) -> str:
    if not figures.unresolved and not figures.folded_unresolved.rows:
        return "<p>Every link into the help center led to an article.</p>"
    rows = [
        [f"<code>{escape(row.url)}</code>", wording.count(row.tickets)]
        for row in figures.unresolved
    ]
    table = _table("unresolved-table", "Addresses no article answers", ["Address", "Tickets"], rows)
    return (
        "<p>Agents sent these addresses of the help center, but no article answers there. Add a "
        "redirect, or correct the macro they come from.</p>"
        f"{table if rows else ''}{_folded(figures.folded_unresolved, 'address', 'addresses')}"
    )


def _method(figures: Figures) -> str:
    terms = "".join(
        f"<div><dt>{escape(d.name)}</dt><dd>{escape(d.formula)}. {escape(d.meaning)} "
        f'<span class="muted">Source: {escape(d.source)}.</span></dd></div>'
        for d in DEFINITIONS
    )
    left = ", ".join(f"{wording.count(n)} {escape(state)}" for state, n in figures.left_out)
    return (
        f"<dl>{terms}</dl><p>Tickets in the store that count nowhere: {left or 'none'}. Rows with "
        f"{wording.FOLDED} are not shown. All days are in UTC. "
        'Every figure is also in <a href="report.json">report.json</a>.</p>'
    )


def _footer(figures: Figures) -> str:
    until = f"data until {wording.day(figures.data_until)}" if figures.data_until else "no data"
    people = wording.counted(figures.requesters, "requester")
    closed = wording.counted(figures.closed, "closed ticket")
    return f"Made on {wording.day(figures.today)} with Helpwright; {until}; {closed} by {people}."


_RATE_HEADS = ["Link rate", "95\N{NO-BREAK SPACE}% interval", "Linked of closed"]


def _rate_cells(rate: Proportion | None) -> list[str]:
    if rate is None:
        return ["\N{EN DASH}", "\N{EN DASH}", "not shown or none"]
    share = "\N{EN DASH}" if rate.value is None else wording.percent(rate.value)
    return [share, wording.interval(rate) or "under 30", wording.of(rate)]


def _rate(rate: Proportion) -> str:
    if rate.value is None:
        return wording.of(rate)
    return (
        f'{wording.percent(rate.value)}<br><span class="muted">{wording.interval(rate)}, '
        f"{wording.of(rate)}</span>"
    )


def _table(key: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column names the row; it scrolls by itself where it is too wide."""
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    lines = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<div class="scroll" role="region" aria-labelledby="{key}" tabindex="0"><table>'
        f'<caption id="{key}">{caption}</caption><thead><tr>{top}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _folded(folded: Folded, one: str, many: str = "") -> str:
    if not folded.rows:
        return ""
    links = "" if folded.links is None else f" with {wording.counted(folded.links, 'link')} in all"
    more = wording.counted(folded.rows, f"more {one}", f"more {many or one + 's'}")
    return f'<p class="muted">{more}{links}: {wording.FOLDED} each.</p>'
