"""One run of the catalogue's queries over an engine: rows in, shown values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpwright.deflection.bootstrap import Days, daily_ratio
from helpwright.deflection.catalogue import CATALOGUE, Kind, Level, Metric
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import (
    FEWEST_REQUESTERS,
    Folded,
    Measured,
    Measurement,
    Value,
)
from helpwright.deflection.measures import (
    forms,
    known,
    links,
    resolution,
    searches,
    service,
    troubleshooters,
)
from helpwright.deflection.measures.frame import Frame, Query
from helpwright.deflection.ratios import RiskRatio
from helpwright.deflection.tables import load_ibis
from helpwright.deflection.warehouses.engine import Engine

QUERIES = (
    *(links.site, links.months, links.teams, known.categories, links.shares),
    *(links.reuse_by_category, links.senders, links.lost, links.accuracy),
    *(resolution.articles, resolution.links, resolution.unlinked),
    *(service.visits, service.readings, service.opinions, searches.searches, searches.queries),
    *(forms.site, forms.forms, troubleshooters.troubleshooters),
)


@dataclass(frozen=True)
class Row:
    """A group's counts, and how many people stand behind them."""

    key: str
    counts: Mapping[str, int]
    people: int


@dataclass(frozen=True)
class Answer:
    """What a query gave: rows to show, and what is folded. The site's one row is always there."""

    rows: tuple[Row, ...]
    folded: Folded

    def get(self, key: str = "") -> Row | None:
        """The row of a group."""
        return next((row for row in self.rows if row.key == key), None)


@dataclass(frozen=True)
class Result:
    """What all queries gave.

    Attributes:
        reuse: The reuse of every article, the greatest first, those of few people too.
        reused: Their ids.
        days: Help sessions and new requesters of each day with events, in order.
        span: The first and the last of these days.
    """

    answers: Mapping[str, Answer]
    reuse: tuple[int, ...]
    reused: frozenset[str]
    days: Days
    span: tuple[date, date] | None


def run(engine: Engine, frame: Frame) -> Result:
    """Ask every query once."""
    answers: dict[str, Answer] = {}
    every: list[Row] = []
    for make in QUERIES:
        query = make(frame)
        found = _ask(engine, query)
        answers[query.name] = _shown(engine, query, found)
        if query.name == "articles":
            every = found
    reuse = tuple(sorted((row.counts["reuse"] for row in every), reverse=True))
    days, span = _days(engine, frame, is_asking=bool(answers["site"].rows))
    return Result(answers, reuse, frozenset(row.key for row in every), days, span)


def values(result: Result, categories: Mapping[str, str]) -> tuple[Measured, ...]:
    """Every figure of the catalogue that the data allow.

    Args:
        result: What the queries gave.
        categories: The category of each article, for comparing it with unlinked tickets there.
    """
    return tuple(
        Measured(m.id, m.level, _rows(m, result, categories), _folded(m, result))
        for m in CATALOGUE
        if m.query
    )


def _ask(engine: Engine, query: Query) -> list[Row]:
    """Every group of tickets; of events, where groups may be many, those that may be shown."""
    grouped = query.grouped()
    if not query.person and query.keys:
        grouped = grouped.filter(load_ibis()._.people >= FEWEST_REQUESTERS)
    wide = len(query.keys)
    rows = [
        Row(
            _key(found[:wide]),
            dict(zip(query.counts, map(_whole, found[wide:-1]), strict=True)),
            _whole(found[-1]),
        )
        for found in engine.fetch(query.name, grouped)
    ]
    return sorted(rows, key=lambda row: row.key)


def _shown(engine: Engine, query: Query, rows: list[Row]) -> Answer:
    if not query.keys:
        return Answer(tuple(rows), Folded(0, 0))
    shown = tuple(row for row in rows if row.people >= FEWEST_REQUESTERS)
    if query.person and len(shown) == len(rows) and rows:
        return Answer(shown, Folded(0, 0))
    deferred = load_ibis()._
    few = query.grouped().filter(deferred.people < FEWEST_REQUESTERS)
    what = f"{query.name} folded"
    if not query.person:
        first = next(iter(query.counts))
        totals = few.aggregate(groups=deferred.count(), n=deferred[first].sum())
        ((groups, n),) = engine.fetch(what, totals) or [(0, 0)]
        n = _whole(n)
        return Answer(shown, Folded(_whole(groups), n if n >= FEWEST_REQUESTERS or not n else None))
    behind = query.rows.semi_join(few, query.keys)
    totals = behind.aggregate(n=deferred.count(), people=deferred[query.person].nunique())
    ((n, people),) = engine.fetch(what, totals) or [(0, 0)]
    hidden = len(rows) - len(shown)
    return Answer(
        shown, Folded(hidden, _whole(n) if people >= FEWEST_REQUESTERS or not hidden else None)
    )


def _days(
    engine: Engine, frame: Frame, *, is_asking: bool
) -> tuple[Days, tuple[date, date] | None]:
    """Daily totals over the days that have events: before them nobody counted sessions.

    Args:
        engine: Runs the queries.
        frame: The tables of the period.
        is_asking: Whether the engine answers; else it only notes what it would be asked.
    """
    query = service.sessions_by_day(frame)
    sessions = {_date(day): _whole(n) for day, n, _ in engine.fetch(query.name, query.grouped())}
    span = (min(sessions), max(sessions)) if sessions else None
    if span is None and is_asking:
        return (), None
    query = service.requesters_by_day(frame, span)
    found = engine.fetch(query.name, query.grouped())
    if span is None:
        return (), None
    people = {_date(day): _whole(n) for day, n, _ in found}
    days = map(date.fromordinal, range(span[0].toordinal(), span[1].toordinal() + 1))
    return tuple((sessions.get(day, 0), people.get(day, 0)) for day in days), span


def _rows(metric: Metric, result: Result, categories: Mapping[str, str]) -> tuple[Measurement, ...]:
    if metric.kind is Kind.RATIO:
        ratio = daily_ratio(result.days) if result.days else None
        if ratio is None or min(ratio.numerator, ratio.denominator) < FEWEST_REQUESTERS:
            return ()
        return (Measurement("", ratio, ratio.denominator),)
    if metric.id == "stage-1" and metric.level is Level.QUERY and not _visits_are_told(result):
        return ()
    rows = []
    for row in result.answers[metric.query].rows:
        if row.people < FEWEST_REQUESTERS:
            continue
        value = _value(metric, row, result, categories)
        if value is not None:
            key = f"{row.key[:4]}-{row.key[4:]}" if metric.level is Level.MONTH else row.key
            rows.append(Measurement(key, value, row.people))
    return tuple(rows)


def _value(metric: Metric, row: Row, result: Result, categories: Mapping[str, str]) -> Value | None:
    hit = max(0, total(metric.hit, row.counts))
    if metric.kind is Kind.COUNT:
        return hit
    if metric.query == "shares":
        site = result.answers["site"].get()
        return Proportion(hit, max(hit, site.counts["closed"])) if site else None
    # Events get lost, and sessions cross midnight: a part never exceeds its whole.
    proportion = Proportion(hit, max(hit, total(metric.of, row.counts)))
    if not proportion.denominator:
        return None
    if metric.kind is Kind.RISK_RATIO:
        others = result.answers["unlinked"].get(categories.get(row.key, ""))
        if others is None:
            return None
        rest = Proportion(others.counts["reopened_ever"], others.counts["unlinked"])
        return RiskRatio(proportion, rest)
    return proportion


def total(columns: str, counts: Mapping[str, int]) -> int:
    """A sum of columns such as "opened-opened_lost"."""
    terms = columns.replace("-", "+-").split("+")
    return sum(-counts[t[1:]] if t.startswith("-") else counts[t] for t in terms)


def _folded(metric: Metric, result: Result) -> Folded:
    answer = result.answers.get(metric.query)
    return answer.folded if answer else Folded(0, 0)


def _visits_are_told(result: Result) -> bool:
    """Whether visits of the contact page tell the words searched for before."""
    site = result.answers["searches"].get()
    told = sum(row.counts["visits"] for row in result.answers["queries"].rows)
    return site is None or not site.counts["visits"] or told > 0


def _key(values: tuple[Any, ...]) -> str:
    return " ".join("" if value is None else str(value) for value in values)


def _whole(value: Any) -> int:
    return int(value or 0)


def _date(value: Any) -> date:
    return value if type(value) is date else date.fromisoformat(str(value)[:10])
