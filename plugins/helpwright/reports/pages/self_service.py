"""What happens on the site before a ticket: searches, the contact form, troubleshooters."""

from __future__ import annotations

from helpwright.deflection.catalogue import Level, Metric
from helpwright.deflection.figures import Figures
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import Folded, Value
from helpwright.reports import charts, wording
from helpwright.reports.definitions import of_level
from helpwright.reports.markup import Html, join, tag
from helpwright.reports.model import Report
from helpwright.reports.pages.shell import page
from helpwright.reports.parts import card, compact, explained_all, folded, missing, table

_SHOWN = 50
_SITE = {metric.id: metric for metric in of_level(Level.SITE)}


def self_service(report: Report) -> str:
    """The page."""
    figures = report.figures
    sections = [
        ("score", "", _cards(figures, "self-service-score", "contact-after-view", "helpful-rate")),
        ("searches", "Searches", _searches(figures)),
        ("form", "Contact form", _form(figures)),
        (
            "troubleshooters",
            "Troubleshooters",
            _level(figures, Level.TROUBLESHOOTER, "Troubleshooter"),
        ),
    ]
    if figures.events_from and figures.events_until:
        span = wording.period(figures.events_from, figures.events_until)
        lead = f"Events of {span}. Sessions are counted without telling people apart."
    else:
        lead = "There are no events yet: helpwright events import LOG brings them."
    return page(report, "self-service.html", "Self-service", lead, sections)


def _cards(figures: Figures, *ids: str) -> Html:
    cards = [card(_SITE[id], figures.of(id, Level.SITE).whole) for id in ids]
    return tag("div", *cards, cls="cards even")


def _searches(figures: Figures) -> Html:
    found = [m for m in of_level(Level.QUERY)]
    site = [_SITE["stage-1"], _SITE["failed-search"]]
    head = _cards(figures, *(m.id for m in site))
    failed = figures.of("failed-search", Level.QUERY)
    if not failed.rows:
        return join([head, missing(found[-1])])
    rows = sorted(failed.rows, key=lambda row: (-_hits(row.value), row.key))
    stage = figures.of("stage-1", Level.QUERY)
    heads, lines = ["Words", "Unsuccessful"], [[r.key, compact(r.value)] for r in rows[:_SHOWN]]
    if stage.rows:
        heads.append("Stage-1 deflection")
        lines = [[*line, compact(stage.get(line[0]))] for line in lines]
    top = charts.bars(
        [charts.Bar(r.key, _hits(r.value), wording.counts(r.value)) for r in rows[:8]],
        key="failed",
        title="Searches that led to no article",
        description="The words with most of them; the table below the chart holds every value.",
    )
    return join(
        [
            head,
            tag("h3", "Words that most often lead nowhere"),
            tag("figure", top),
            table("queries-table", "Searches, the most unsuccessful first", heads, lines),
            folded(Folded(failed.folded.rows, None), "query", "queries"),
            explained_all(tuple(found)),
        ]
    )


def _hits(value: Value) -> int:
    return value.numerator if isinstance(value, Proportion) else 0


def _form(figures: Figures) -> Html:
    shown = figures.of("suggestion-rate", Level.SITE).whole
    if not isinstance(shown, Proportion):
        return missing(_SITE["suggestion-rate"])
    steps = [("Began to write", shown.denominator), ("Saw a suggestion", shown.numerator)]
    for id, name in (
        ("suggestion-click-rate", "Opened a suggestion"),
        ("suggestion-resolution", "Said that it was the answer"),
    ):
        value = figures.of(id, Level.SITE).whole
        if isinstance(value, Proportion):
            steps.append((name, value.numerator))
    first = steps[0][1] or 1
    funnel = charts.bars(
        [charts.Bar(n, c, f"{wording.count(c)} ({c / first * 100:.0f} %)") for n, c in steps],
        key="funnel",
        title="From the form to an answer",
        description="; ".join(f"{name}: {many}" for name, many in steps),
    )
    rows = [[name, wording.count(many), wording.percent(many / first)] for name, many in steps]
    heads = ["Step", "Sessions", "Of all"]
    return join(
        [
            tag("figure", funnel),
            table("funnel-table", "Sessions that reached each step", heads, rows),
            _cards(figures, "form-deflection", "form-solved", "form-abandoned"),
            _level(figures, Level.FORM, "Form"),
        ]
    )


def _level(figures: Figures, level: Level, name: str) -> Html:
    metrics: list[Metric] = [m for m in of_level(level)]
    keys = sorted({row.key for m in metrics for row in figures.of(m.id, level).rows})
    if not keys:
        return missing(metrics[0]) if metrics else Html("")
    used = [m for m in metrics if figures.of(m.id, level).rows]
    rows = [
        [key or "no name", *(compact(figures.of(m.id, level).get(key)) for m in used)]
        for key in keys
    ]
    caption = f"Figures by {name.lower()}"
    return join(
        [
            table(f"{level}-table", caption, [name, *(m.name for m in used)], rows),
            explained_all(tuple(used)),
        ]
    )
