"""The report in a page of Markdown, to paste into a ticket or a chat."""

from __future__ import annotations

import re

from helpwright.deflection.catalogue import CATALOGUE, Level
from helpwright.deflection.intervals import Proportion
from helpwright.reports import wording
from helpwright.reports.model import Report

_TASKS, _ARTICLES = 5, 5


def to_markdown(report: Report) -> str:
    """Headlines, changes, the first tasks and the most reused articles."""
    figures, pooled = report.figures, report.effects.pooled
    period = figures.period
    lines = [f"# Support report, {wording.period(period.first, period.last)}", ""]
    lines += ["Private: not for publication.", ""]
    effect = f"- **Publication effect**: {pooled.verdict}"
    if pooled.ratio:
        effect += f", ratio {wording.ratio(pooled.ratio)} over {pooled.estimates} publications"
    if pooled.saved:
        low, high = (
            "no limit" if end is None else wording.money(end)
            for end in (pooled.saved.low, pooled.saved.high)
        )
        effect += f"; tickets saved {wording.money(pooled.saved.tickets)} ({low} to {high})"
    lines.append(effect)
    for metric in CATALOGUE:
        if metric.level is not Level.SITE or metric.id == "publication-effect":
            continue
        value = figures.of(metric.id, metric.level).whole
        if value is None:
            continue
        interval, counts = wording.bounds(value), wording.counts(value)
        shown = wording.value(value) + (f" ({interval})" if interval else "")
        if counts and counts != shown:
            shown += f", {counts} {metric.unit}"
        lines.append(f"- **{metric.name}**: {shown}")
    lines += _changes(report)
    tasks = report.worklist.tasks[:_TASKS]
    if tasks:
        lines += ["", "## To write next", ""]
        lines += [
            f"{place}. {_escaped(t.subject)} ({t.kind}): {_escaped(t.why)}. To do: {t.todo}."
            for place, t in enumerate(tasks, start=1)
        ]
    if figures.articles:
        lines += ["", "## Linked most", ""]
        lines += [
            f"- {_escaped(row.article.title)}: {wording.counted(row.reuse, 'ticket')}"
            for row in figures.articles[:_ARTICLES]
        ]
    return "\n".join(lines) + "\n"


def _changes(report: Report) -> list[str]:
    names = {(metric.id, metric.level): metric.name for metric in CATALOGUE}
    before, lines = report.figures.compared_with, []
    for change in report.figures.changes:
        found = change.difference
        if change.level is not Level.SITE or found is None:
            continue
        if found.interval[0] <= 0 <= found.interval[1]:
            continue
        shares = isinstance(change.after, Proportion)
        size = wording.points(found) if shares else wording.plain_difference(found)
        lines.append(f"- {names[change.metric, change.level]}: {size}")
    if before is None:
        return []
    head = f"## Changed since {wording.period(before.first, before.last)}, by more than chance"
    return ["", head, "", *(lines or ["- Nothing."])]


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)
