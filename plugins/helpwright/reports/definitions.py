"""What each figure needs, and how its interval is found: the words beside the catalogue's own."""

from __future__ import annotations

from helpwright.deflection.catalogue import CATALOGUE, Kind, Level, Metric

INTERVALS = {
    Kind.COUNT: "none: it is a count",
    Kind.PROPORTION: "Wilson's 95 % interval (1927); under 30 only the two counts are shown",
    Kind.RATIO: "95 % interval from blocks of days drawn again (Künsch, 1989)",
    Kind.RISK_RATIO: "95 % interval by Katz (1978); only if both sides have 30 tickets or more",
    Kind.RATE_RATIO: "95 % interval of the publication effect, which knows season and trend",
    Kind.MONEY: "the 95 % interval of the publication effect, times the cost",
}
_EVENTS = "Import what happens on the site: helpwright events import LOG."
_TICKETS = "Import tickets of this period: helpwright tickets import EXPORT."
_TAGS = (
    "Tag tickets with their category, or let helpwright learn find what they are about; "
    "then import again."
)
_EFFECT = (
    "It needs articles with a day of publication (publish_at, or git's history), a year of tickets "
    "before it and twelve weeks after."
)
_NEEDS = {
    "accuracy": "Draw links to judge with helpwright report --sample-links FILE, and give the "
    "sheet back with --judged FILE.",
    "categories": _TAGS,
    "": _EFFECT,
}
_EVENT_QUERIES = frozenset(
    {
        *("self_service", "form_sessions", "forms", "searches", "queries", "readings"),
        *("troubleshooters", "opinions", "visits"),
    }
)


def needs(metric: Metric) -> str:
    """What to import so that a figure appears."""
    if metric.id == "cost-saved":
        return f"Say what a ticket costs with --cost-per-ticket. {_EFFECT}"
    if metric.query in _EVENT_QUERIES:
        return _EVENTS
    return _NEEDS.get(metric.query, _TICKETS)


def of_level(level: Level) -> tuple[Metric, ...]:
    """The figures of a level, in the catalogue's order."""
    return tuple(metric for metric in CATALOGUE if metric.level is level)
