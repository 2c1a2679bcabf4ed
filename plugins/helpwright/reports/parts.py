"""Parts that pages are made of: cards, tables, explanations, and what stands for missing data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from helpwright.deflection.catalogue import Metric
from helpwright.deflection.figures import Folded, ReportArticle
from helpwright.deflection.measured import Value
from helpwright.reports import wording
from helpwright.reports.definitions import INTERVALS, needs
from helpwright.reports.markup import Html, join, tag

DASH = "\N{EN DASH}"


def paragraph(*children: str, cls: str | None = None) -> Html:
    """A paragraph."""
    return tag("p", *children, cls=cls)


def table(key: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """A table whose first column names the row; it scrolls by itself where it is too wide."""
    lines = [
        tag("tr", tag("th", first, scope="row"), *(tag("td", cell) for cell in rest))
        for first, *rest in rows
    ]
    if not lines:
        return Html("")
    top = tag("tr", *(tag("th", head, scope="col") for head in heads))
    whole = tag("table", tag("caption", caption, id=key), tag("thead", top), tag("tbody", *lines))
    return tag("div", whole, cls="scroll", role="region", aria_labelledby=key, tabindex="0")


def same_as_table(inner: str) -> Html:
    """A chart's data, folded away."""
    return tag("details", tag("summary", "The same as a table"), inner) if inner else Html("")


def figure(chart: str, data: str = "") -> Html:
    """A chart with its table."""
    return join([tag("figure", chart), same_as_table(data)])


@cache
def explained(metric: Metric, *, name: bool = True) -> Html:
    """How a figure is counted, folded away."""
    rows = [("Counted", metric.formula)]
    if metric.denominator:
        rows = [("Numerator", metric.numerator), ("Denominator", metric.denominator)]
    rows += [
        ("Interval", INTERVALS[metric.kind]),
        ("Source", metric.source),
        ("It is not", metric.never),
    ]
    terms = tag("dl", *(tag("div", tag("dt", a), tag("dd", b)) for a, b in rows))
    suffix = tag("span", f": {metric.name.lower()}", cls=None if name else "quiet")
    return tag("details", tag("summary", "How it is counted", suffix), terms, cls="how")


@cache
def explained_all(metrics: tuple[Metric, ...]) -> Html:
    """How several figures are counted, folded away together."""
    rows = []
    for metric in metrics:
        said = (
            f"{metric.formula}.",
            f"Interval: {INTERVALS[metric.kind]}.",
            f"It is not {metric.never}.",
            f"Source: {metric.source}.",
        )
        rows.append(tag("div", tag("dt", metric.name), *(tag("dd", line) for line in said)))
    if not rows:
        return Html("")
    summary = tag("summary", "How these figures are counted")
    return tag("details", summary, tag("dl", *rows), cls="how")


def card(metric: Metric, value: Value | None, *, wide: bool = False, href: str = "") -> Html:
    """A figure of the site, large; without data it says what to import."""
    if value is None:
        body = join(
            [paragraph("No data yet", cls="figure none"), paragraph(needs(metric), cls="detail")]
        )
    else:
        body = join(
            [
                paragraph(wording.value(value), cls="figure"),
                paragraph(detail(value, metric.unit), cls="detail"),
            ]
        )
    heading = tag("a", metric.name, href=href) if href else metric.name
    return tag(
        *("div", tag("h3", heading), body, explained(metric, name=False)),
        cls="card wide" if wide else "card",
    )


def detail(value: Value, unit: str) -> str:
    """What stands below a large figure: interval and counts."""
    interval, counts = wording.bounds(value), wording.counts(value)
    if interval:
        return f"({interval}), {counts} {unit}" if counts else f"({interval})"
    if counts and counts == wording.value(value):
        return f"{unit}; too few for a rate"
    return f"{counts} {unit}".strip()


def cells(value: Value | None) -> list[str]:
    """A figure as three cells: value, interval, counts."""
    if value is None:
        return [DASH, DASH, "not shown or none"]
    counts = wording.counts(value)
    shown = wording.value(value)
    if isinstance(value, int):
        return [shown, "", ""]
    return [DASH if shown == counts else shown, wording.bounds(value) or "under 30", counts]


def compact(value: Value | None) -> Html:
    """A figure in one cell."""
    if value is None:
        return tag("span", DASH, cls="muted")
    interval, counts = wording.bounds(value), wording.counts(value)
    small = ", ".join(part for part in (interval, counts) if part)
    shown = wording.value(value)
    if not small or small == shown:
        return tag("span", shown)
    return join([shown, tag("br"), tag("span", small, cls="muted")])


@cache
def missing(metric: Metric) -> Html:
    """Said in place of a figure that there is no data for."""
    return paragraph(tag("strong", f"No data for {metric.name.lower()} yet. "), needs(metric))


@cache
def missing_all(metrics: tuple[Metric, ...]) -> Html:
    """Several figures that there is no data for, folded away."""
    if not metrics:
        return Html("")
    items = [tag("li", missing(metric)) for metric in metrics]
    one = wording.counted(len(metrics), "figure")
    return tag("details", tag("summary", f"{one} without data, and what to do"), tag("ul", *items))


def folded(rows: Folded, one: str, many: str = "") -> Html:
    """What too few people stand behind."""
    if not rows.rows:
        return Html("")
    links = "" if rows.links is None else f" with {wording.counted(rows.links, 'link')} in all"
    more = wording.counted(rows.rows, f"more {one}", f"more {many or one + 's'}")
    return paragraph(f"{more}{links}: {wording.FOLDED} each.", cls="muted")


def link(article: ReportArticle | None, name: str) -> Html:
    """A title that leads to the article on the site."""
    if article is None or not article.url.startswith(("https://", "http://")):
        return tag("span", name)
    return tag("a", name, href=article.url, rel="noreferrer")


def badges(article: ReportArticle, *, published: bool = True) -> Html:
    """Category, and marks of what is not public any more or at all."""
    marks: list[str] = [article.category] if article.category else []
    if not published:
        marks.append(tag("span", "no longer published", cls="badge"))
    if article.audience not in ("public", ""):
        marks.append(tag("span", article.audience, cls="badge"))
    return tag("span", join(marks, " "), cls="muted")
