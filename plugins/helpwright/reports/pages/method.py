"""Every figure of the catalogue, explained; whether or not there is data for it."""

from __future__ import annotations

from helpwright.deflection.catalogue import CATALOGUE, Level
from helpwright.reports.definitions import INTERVALS, needs
from helpwright.reports.markup import Html, tag
from helpwright.reports.model import Report
from helpwright.reports.pages.shell import page

LEVELS = {
    Level.SITE: "The whole site",
    Level.MONTH: "By month",
    Level.CATEGORY: "By category",
    Level.TEAM: "By team",
    Level.ARTICLE: "By article",
    Level.QUERY: "By words searched for",
    Level.FORM: "By contact form",
    Level.TROUBLESHOOTER: "By troubleshooter",
    Level.SENDER: "By sender",
    Level.ADDRESS: "By address",
}


def method(report: Report) -> str:
    """The page."""
    sections = [
        (level.value, title, _listed(level))
        for level, title in LEVELS.items()
        if any(m.level is level for m in CATALOGUE)
    ]
    lead = "Closed tickets are solved or closed ones; merged, deleted and spam ones count nowhere."
    return page(report, "method.html", "How each figure is counted", lead, sections)


def _listed(level: Level) -> Html:
    entries = []
    for metric in CATALOGUE:
        if metric.level is not level:
            continue
        rows = [
            f"{metric.formula}.",
            f"Interval: {INTERVALS[metric.kind]}.",
            f"It is not {metric.never}.",
            f"Source: {metric.source}.",
            f"Without data: {needs(metric)}",
        ]
        lines = [tag("dd", row, cls="muted" if index else None) for index, row in enumerate(rows)]
        entries.append(tag("div", tag("dt", metric.name), *lines))
    return tag("dl", *entries)
