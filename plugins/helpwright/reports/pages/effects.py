"""The publication effect: pooled first, then one by one, with all that speaks against it."""

from __future__ import annotations

from helpwright.deflection.catalogue import Level, metric
from helpwright.deflection.effect import Effect, Ratio, Saved, Verdict
from helpwright.deflection.effect.series import REST
from helpwright.reports import charts, wording
from helpwright.reports.markup import Html, join, tag
from helpwright.reports.model import Report
from helpwright.reports.pages.shell import file_of
from helpwright.reports.parts import (
    DASH,
    explained,
    figure,
    missing,
    paragraph,
    same_as_table,
    table,
)

_METRIC = metric("publication-effect", Level.SITE)
_SHOWN = 20


def effect_card(report: Report) -> Html:
    """The headline: the pooled effect in plain words."""
    pooled = report.effects.pooled
    if pooled.ratio is None:
        value, cls = pooled.verdict.value.capitalize(), "figure none"
        detail: str = "; ".join(pooled.reasons) or "three estimates are needed to pool them"
    else:
        value, cls = _headline(pooled.verdict, pooled.ratio), "figure"
        detail = (
            f"Tickets about a topic after an article on it was published: {_range(pooled.ratio)}; "
            f"mean of {pooled.estimates} publications"
        )
    extra = paragraph(_saved(pooled.saved), cls="detail") if pooled.ratio and pooled.saved else ""
    return tag(
        *("div", tag("h3", tag("a", "Publication effect", href="#effect"))),
        paragraph(value, cls=cls),
        paragraph(detail, cls="detail"),
        extra,
        explained(_METRIC, name=False),
        cls="card wide",
    )


def effects_section(report: Report) -> Html:
    """Pooled and single effects, with a forest plot."""
    effects, pooled = report.effects, report.effects.pooled
    estimated = [e for e in effects.effects if e.estimate]
    if not effects.effects:
        return join([missing(_METRIC), explained(_METRIC)])
    parts: list[str] = [paragraph(tag("strong", _sentence(report)))]
    if pooled.ratio and pooled.verdict is Verdict.UNCLEAR and pooled.detectable:
        parts.append(paragraph(f"The data {_could(pooled.detectable)}."))
    if pooled.ratio:
        parts.append(_checks(report))
    estimated.sort(key=lambda e: (e.q if e.q is not None else 1.0, e.published, e.articles))
    if estimated:
        rows = [_forest_row(report, e) for e in estimated[:_SHOWN]]
        if pooled.ratio:
            ratio, shown = pooled.ratio, wording.ratio(pooled.ratio)
            name = "Mean of all"
            rows.append(charts.Row(name, ratio.value, ratio.low, ratio.high, shown, pooled=True))
        description = "Left of 1, fewer tickets came than expected. "
        chart = charts.forest(
            rows,
            key="forest",
            title="Tickets observed over tickets expected, with 95 % intervals",
            description=f"{description}The table below the chart holds every value.",
        )
        note = paragraph(
            "Left of 1: fewer tickets than expected. An interval that holds 1 may be chance. "
            f"The {len(rows) - bool(pooled.ratio)} with the strongest evidence are drawn.",
            cls="note",
        )
        parts += [tag("figure", chart), note]
    parts.append(same_as_table(_table(report, list(effects.effects))))
    parts += [_limits(), explained(_METRIC)]
    return join(parts)


def effect_of_article(report: Report, article: str) -> Html:
    """One publication: observed and expected, and every doubt about it."""
    effect = report.effect_of(article)
    single = metric("publication-effect", Level.ARTICLE)
    if effect is None:
        known = report.articles.get(article)
        if article in report.effects.earlier:
            why = "It was published before the tickets begin, so there is nothing to compare with."
            return join([paragraph(why), explained(single)])
        if article in report.effects.no_topic:
            category = known.category if known else ""
            why = f'No ticket is known to be about "{category}". '
            return join([paragraph(why, _topics_hint()), explained(single)])
        return join([missing(single), explained(single)])
    parts: list[str] = [paragraph(tag("strong", f"{effect.verdict.value.capitalize()}."))]
    parts.append(paragraph(f"Topic: {_topic(effect.topic)}. Published {_when(effect)}."))
    for reason in (*effect.reasons, *effect.cautions):
        parts.append(paragraph(f"{reason[:1].upper()}{reason[1:]}.", cls="note"))
    if effect.estimate:
        parts.append(paragraph(f"{_range(effect.estimate.ratio)}. {_saved(effect.saved)}"))
    if effect.detectable:
        parts.append(paragraph(f"The data {_could(effect.detectable)}."))
    if effect.points:
        parts.append(_weeks_chart(effect))
    parts.append(_details(effect))
    parts.append(explained(single))
    return join(parts)


def _sentence(report: Report) -> str:
    pooled = report.effects.pooled
    if pooled.ratio is None:
        why = "; ".join(pooled.reasons)
        return f"Insufficient data for a mean effect{f': {why}' if why else ''}."
    what = f"{pooled.verdict.value.capitalize()}: {_range(pooled.ratio)}."
    why = "".join(f" {reason[:1].upper()}{reason[1:]}." for reason in pooled.reasons)
    return f"{what}{why} {_saved(pooled.saved)}"


def _headline(verdict: Verdict, ratio: Ratio) -> str:
    if verdict is Verdict.UNCLEAR:
        return "No clear change"
    return f"{wording.change(ratio.value)} tickets than expected"


def _range(ratio: Ratio) -> str:
    high = "no upper limit" if ratio.high is None else wording.change(ratio.high)
    return f"{wording.change(ratio.value)} ({wording.change(ratio.low)} to {high})"


def _saved(saved: Saved | None) -> str:
    if saved is None:
        return ""
    low = "no lower limit" if saved.low is None else wording.money(saved.low)
    high = "no upper limit" if saved.high is None else wording.money(saved.high)
    text = f"Tickets saved since: {wording.money(saved.tickets)} ({low} to {high})."
    if saved.cost is not None:
        low = "no lower limit" if saved.cost_low is None else wording.money(saved.cost_low)
        high = "no upper limit" if saved.cost_high is None else wording.money(saved.cost_high)
        text += f" Cost saved: {wording.money(saved.cost)} ({low} to {high})."
    return text


def _could(detectable: float) -> str:
    least = f"{(1 - detectable) * 100:.0f}\N{NO-BREAK SPACE}%"
    return f"could only have shown a fall of {least} or more"


def _checks(report: Report) -> Html:
    pooled = report.effects.pooled
    rows = [
        ("One more such article would lie at", pooled.prediction),
        ("Without the topics' trends", pooled.sensitivity),
        ("At dates at which nothing was published (should hold 1)", pooled.placebo),
    ]
    items = [tag("li", f"{name}: {wording.ratio(ratio)}") for name, ratio in rows if ratio]
    items.append(
        tag("li", f"{pooled.estimates} publications pooled, {pooled.left_out} had too little data")
    )
    return tag("details", tag("summary", "What speaks for and against it"), tag("ul", *items))


def _forest_row(report: Report, effect: Effect) -> charts.Row:
    assert effect.estimate
    ratio = effect.estimate.ratio
    name = _names(report, effect)
    return charts.Row(name, ratio.value, ratio.low, ratio.high, wording.ratio(ratio))


def _names(report: Report, effect: Effect) -> str:
    first, *rest = effect.articles
    more = f" and {len(rest)} more" if rest else ""
    return f"{report.title(first)}{more}"


def _table(report: Report, effects: list[Effect]) -> Html:
    rows = []
    for effect in sorted(effects, key=lambda e: (1.0 if e.q is None else e.q, e.topic, e.articles)):
        name = _names(report, effect)
        linked = tag("a", name, href=file_of("articles", effect.articles[0]))
        ratio = wording.ratio(effect.estimate.ratio) if effect.estimate else DASH
        q = f"{effect.q:.2f}" if effect.q is not None else DASH
        seen = "" if effect.detectable is None else f"{effect.detectable:.2f}"
        observed = DASH if effect.observed is None else wording.count(effect.observed)
        rows.append(
            [
                join([linked, tag("br"), tag("span", _topic(effect.topic), cls="muted")]),
                effect.verdict.value,
                ratio,
                q,
                observed,
                seen or DASH,
            ]
        )
    heads = ["Article and topic", "Verdict", "Ratio", "q", "Tickets since", "Detectable ratio"]
    return table("effects-table", "Effect of each publication", heads, rows)


def _weeks_chart(effect: Effect) -> Html:
    points = effect.points
    labels = [
        (wording.short_day(p.week), str(p.week.year) if not i else "") for i, p in enumerate(points)
    ]
    observed = [None if p.observed is None else p.observed / p.weeks for p in points]
    expected = [None if p.expected is None else p.expected / p.weeks for p in points]
    top = max([1.0, *(v for v in (*observed, *expected) if v is not None)])
    first = next((i for i, p in enumerate(points) if p.part == "after"), None)
    chart = charts.lines(
        [
            charts.Series("Expected", expected, kind="expected"),
            charts.Series("Observed", observed),
        ],
        labels,
        charts.count_axis(top),
        key="weeks",
        title="Tickets a week about the topic, observed and expected without the article",
        description="The vertical line is the publication. The table holds every value.",
        mark=None if first is None else (first, "published"),
    )
    rows = [
        [
            wording.day(p.week),
            str(p.weeks),
            "few people" if p.observed is None else wording.count(p.observed),
            DASH if p.expected is None else f"{p.expected:,.0f}",
            p.part,
        ]
        for p in points
    ]
    heads = ["From", "Weeks", "Observed", "Expected", "Part"]
    return join(
        [
            figure(chart, table("weeks-table", "Tickets about the topic", heads, rows)),
            paragraph("Solid: observed. Dashed: expected without the article.", cls="note"),
        ]
    )


def _details(effect: Effect) -> Html:
    items = []
    if effect.sensitivity:
        items.append(f"Without a trend of the topic: {wording.ratio(effect.sensitivity)}")
    for what, placebo in (
        ("at earlier dates", effect.placebo_dates),
        ("at untouched topics", effect.placebo_topics),
    ):
        if placebo:
            items.append(
                f"Placebo runs {what}: {placebo.flagged} of {placebo.runs} found a change"
                + (", more than chance explains" if placebo.suspicious else "")
            )
    control, weeks = effect.control, effect.weeks
    topics = ", ".join(_topic(topic) for topic in control.topics) or "none"
    items.append(f"Compared with: {topics} ({wording.counted(control.tickets, 'ticket')} before)")
    if control.treated:
        items.append(
            f"Left the comparison, as articles appeared there: {', '.join(control.treated)}"
        )
    items.append(f"Weeks used: {weeks.before} before, {weeks.after} after")
    if effect.q is not None:
        items.append(f"q among all articles (Benjamini and Hochberg): {effect.q:.3f}")
    if effect.estimate:
        items.append(f"Method: {effect.estimate.method}")
    listed = tag("ul", *(tag("li", item) for item in items))
    return tag("details", tag("summary", "What speaks for and against it"), listed)


def _limits() -> Html:
    return tag(
        "details",
        tag("summary", "What this number cannot say"),
        paragraph(
            "It compares with topics for which nothing was published. Whatever else happened to "
            "this topic alone at the same time, such as a repaired fault or a new price, is in it."
        ),
        paragraph(
            "For a budget, take the end of the interval that is nearer to nothing. If the "
            "interval holds 1, the honest sentence is: we cannot tell yet."
        ),
    )


def _topic(topic: str) -> str:
    return "tickets without a topic" if topic == REST else topic


def _topics_hint() -> str:
    return "Tag tickets with their category, or run helpwright learn, and import again."


def _when(effect: Effect) -> str:
    first = f"in the week of {wording.day(effect.published)}"
    if effect.published_until == effect.published:
        return first
    return f"{first} to that of {wording.day(effect.published_until)}"
