"""The first page, for those who lead support: what the help center does, and how sure that is."""

from __future__ import annotations

from helpwright.deflection.catalogue import CATALOGUE, Level, Metric, metric
from helpwright.deflection.figures import Figures
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import Change
from helpwright.reports import charts, wording
from helpwright.reports.markup import Html, join, tag
from helpwright.reports.model import Report
from helpwright.reports.pages.effects import effect_card, effects_section
from helpwright.reports.pages.shell import page
from helpwright.reports.parts import (
    DASH,
    card,
    cells,
    explained,
    figure,
    folded,
    missing,
    missing_all,
    paragraph,
    table,
)

RATE_HEADS = ["Link rate", "95\N{NO-BREAK SPACE}% interval", "Linked of closed"]
_LINK_RATE = metric("link-rate", Level.SITE)
_CARDS = (
    metric("self-service-score", Level.SITE),
    _LINK_RATE,
    metric("known-ratio", Level.SITE),
    metric("cost-saved", Level.SITE),
)


def overview(report: Report) -> str:
    """The page."""
    figures = report.figures
    sections = [
        ("overview", "", _headlines(report)),
        ("effect", "Publication effect", effects_section(report)),
        ("months", "Link rate by month", _months(figures)),
        *(
            [("compared", "Two periods compared", _compared(report))]
            if figures.compared_with
            else []
        ),
        ("site", "All figures of the site", _site(figures)),
        ("teams", "Teams", _teams(figures)),
        ("coverage", "What the data covers", _coverage(report)),
    ]
    lead = "Reuse, self-service and the effect of publishing are three things, and kept apart here."
    return page(report, "index.html", "What the help center does for support", lead, sections)


def _headlines(report: Report) -> Html:
    figures = report.figures
    values = [(m, figures.of(m.id, m.level).whole) for m in _CARDS]
    # Without an effect there is no cost to tell, and the card of the effect says why.
    cards = [card(m, value) for m, value in values if m.id != "cost-saved" or value is not None]
    work = report.worklist.tasks[:3]
    parts: list[str] = [tag("div", effect_card(report), *cards, cls="cards")]
    if work:
        items = [tag("li", f"{t.subject} ({t.kind}): {t.why}") for t in work]
        more = tag("a", f"All {len(report.worklist.tasks)} tasks", href="writers.html")
        parts.append(
            tag(
                "div",
                tag("h3", "Worth doing first"),
                tag("ol", *items),
                paragraph(more),
                cls="card",
            )
        )
    parts.append(
        paragraph(
            "A link shows that an agent ",
            tag("em", "used"),
            " an article to answer. It does not show a ticket that never came; only the "
            "publication effect estimates that.",
            cls="note",
        )
    )
    return join(parts)


def _months(figures: Figures) -> Html:
    months = figures.months
    known = [row for row in months if row.link_rate and row.link_rate.value is not None]
    rates = [row.link_rate.value for row in known if row.link_rate and row.link_rate.value]
    summary = "No month has 30 closed tickets, so there is no line to draw."
    if known:
        low, high = (wording.percent(f(rates, default=0.0)) for f in (min, max))
        span = f"{wording.month(known[0].month)} to {wording.month(known[-1].month)}"
        summary = f"Between {low} and {high} from {span}."
    proportions = [row.link_rate for row in months]
    chart = charts.lines(
        [
            charts.Series(
                "Link rate",
                [p.value if p else None for p in proportions],
                [p.interval if p else None for p in proportions],
            )
        ],
        month_labels([row.month for row in months]),
        charts.percent_axis(),
        key="rate",
        title="Link rate by month with its 95 % interval",
        description=f"{summary} The table below the chart holds every value.",
    )
    rows = [
        [wording.month(row.month) + ("" if row.whole else " (part)"), *cells(row.link_rate)]
        for row in months
    ]
    closed = [row.link_rate.denominator if row.link_rate else None for row in months]
    tickets = charts.multiples(
        [("Closed tickets by month", closed, f"{wording.count(figures.closed)} in all")],
        key="closed",
        unit="Closed tickets",
    )
    band = (
        " The band is the 95\N{NO-BREAK SPACE}% interval of each month: a change within it may be "
        "chance."
    )
    data = table("rate-table", "Link rate by month", ["Month", *RATE_HEADS], rows)
    by_month = metric("link-rate", Level.MONTH)
    return join([paragraph(summary + band), figure(chart, data), tickets, explained(by_month)])


def month_labels(months: list[str]) -> list[tuple[str, str]]:
    """What stands below a chart of months: the name, and the year where it begins."""
    return [
        (wording.short_month(m), m[:4] if not i or m.endswith("-01") else "")
        for i, m in enumerate(months)
    ]


def _compared(report: Report) -> Html:
    figures = report.figures
    before = figures.compared_with
    assert before
    names = {(m.id, m.level): m for m in CATALOGUE}
    whole, parts = [], []
    for change in figures.changes:
        row = _change_row(names[change.metric, change.level], change)
        if change.level is Level.SITE:
            whole.append(row)
        elif change.level in (Level.CATEGORY, Level.TEAM):
            parts.append(row)
    note = paragraph(
        f"Before: {wording.period(before.first, before.last)}. A difference whose interval holds 0 "
        "may be chance, so nothing is said of it. Counts are not compared: periods differ in "
        "length, and tickets in number, for other reasons."
    )
    heads = ["Figure", "Before", "Now", "Difference (95\N{NO-BREAK SPACE}%)", "Reading"]
    more = table("parts-table", "Categories and teams in both periods", heads, parts)
    source = paragraph(
        "Differences of shares: R. G. Newcombe (1998), method 10. Of the self-service score: "
        "blocks of days drawn again.",
        cls="note",
    )
    return join(
        [
            note,
            table("changes-table", "The earlier period and this one", heads, whole),
            tag("details", tag("summary", "Categories and teams"), more) if more else "",
            source,
        ]
    )


def _change_row(found: Metric, change: Change) -> list[str]:
    name = f"{found.name}: {change.key}" if change.key else found.name
    row = [name, wording.value(change.before), wording.value(change.after)]
    difference = change.difference
    if difference is None:
        return [*row, DASH, "too little data"]
    is_share = isinstance(change.after, Proportion)
    shown = wording.points(difference) if is_share else wording.plain_difference(difference)
    low, high = difference.interval
    reading = "higher" if low > 0 else "lower" if high < 0 else "may be chance"
    return [*row, shown, reading]


def _site(figures: Figures) -> Html:
    parts, rows, absent = [], [], []
    for found in CATALOGUE:
        if found.level is not Level.SITE:
            continue
        value = figures.of(found.id, found.level).whole
        if value is None:
            absent.append(found)
        else:
            shown = wording.value(value)
            rows.append([found.name, shown, wording.bounds(value) or DASH, wording.counts(value)])
    heads = ["Figure", "Value", "95\N{NO-BREAK SPACE}% interval", "Counts"]
    parts.append(table("site-table", "Figures of the whole site", heads, rows))
    senders = figures.of("links-by-sender", Level.SENDER).rows
    if senders:
        listed = ", ".join(f"{row.key} {wording.value(row.value)}" for row in senders)
        parts.append(paragraph(f"Links by sender: {listed}. Only agents' links count as reuse."))
        parts.append(explained(metric("links-by-sender", Level.SENDER)))
    parts.append(missing_all(tuple(absent)))
    parts.append(paragraph(tag("a", "How each figure is counted", href="method.html"), cls="note"))
    return join(parts)


def _teams(figures: Figures) -> Html:
    rows = []
    accuracy = figures.of("link-accuracy", Level.TEAM)
    for row in figures.teams:
        judged = accuracy.get(row.team)
        shown = DASH if judged is None else f"{wording.value(judged)} {wording.bounds(judged)}"
        rows.append([row.team, *cells(row.link_rate), shown])
    note = paragraph(
        "Teams answer different questions, so a lower rate is a question, not a verdict. "
        "Nothing here is about one person."
    )
    heads = ["Team", *RATE_HEADS, "Link accuracy"]
    return join(
        [
            note,
            table("teams-table", "Link rate by team", heads, rows),
            folded(figures.folded_teams, "team"),
            "" if accuracy.rows else missing(metric("link-accuracy", Level.TEAM)),
            explained(metric("link-rate", Level.TEAM)),
            explained(metric("link-accuracy", Level.TEAM)),
        ]
    )


def _coverage(report: Report) -> Html:
    figures, effects = report.figures, report.effects
    left = ", ".join(f"{wording.count(n)} {state}" for state, n in figures.left_out)
    rows = [
        ("Period", wording.period(figures.period.first, figures.period.last) + ", in UTC"),
        (
            "Tickets",
            wording.counted(figures.closed, "closed ticket")
            + " of "
            + wording.counted(figures.requesters, "requester"),
        ),
        ("Last change known", wording.day(figures.data_until) if figures.data_until else "none"),
        ("Left out everywhere", left or "none"),
    ]
    if figures.events_from and figures.events_until:
        rows.append(("Events", wording.period(figures.events_from, figures.events_until)))
    else:
        rows.append(("Events", "none: helpwright events import LOG brings self-service figures"))
    if effects.first_week and effects.last_week:
        span = wording.period(effects.first_week, effects.last_week)
        rows.append(("Weeks behind the publication effect", span))
    for name, ids in (
        ("Published before the data begins", effects.earlier),
        ("Published for a topic without tickets", effects.no_topic),
    ):
        if ids:
            rows.append((name, wording.counted(len(ids), "article")))
    learned = report.learned
    rows.append(
        (
            "Learned",
            f"{wording.counted(len(learned.terms), 'word')} and "
            f"{wording.counted(len(learned.gaps), 'content gap')}"
            if learned
            else "nothing yet: helpwright learn EXPORT finds content gaps and customers' words",
        )
    )
    terms = tag("dl", *(tag("div", tag("dt", a), tag("dd", b)) for a, b in rows))
    note = paragraph(
        f"Rows with {wording.FOLDED} are not shown, and under 30 only counts are.", cls="note"
    )
    files = paragraph(
        "The same figures as data: ",
        tag("a", "report.json", href="report.json"),
        ", ",
        tag("a", "summary.md", href="summary.md"),
        ", and one CSV and one Parquet file for each table in the folder ",
        tag("code", "tables"),
        ".",
    )
    return join([terms, note, files])
