"""The report as tables: the same rows for CSV and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpwright.deflection.effect import Ratio as EffectRatio
from helpwright.deflection.effect import Saved
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import Money, RateRatio, Value
from helpwright.deflection.ratios import RiskRatio
from helpwright.reports.model import Report

Cell = str | int | float | bool | None
_Entry = tuple[
    str,
    str,
    str,
    str,
    EffectRatio | None,
    float | None,
    int | None,
    Saved | None,
    float | None,
    tuple[str, ...],
]
_SQL = {"text": "VARCHAR", "whole": "BIGINT", "number": "DOUBLE", "flag": "BOOLEAN"}


@dataclass(frozen=True)
class Table:
    """A table. `columns` are names and types: text, whole, number or flag."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables_of(report: Report) -> tuple[Table, ...]:
    """Every table of a report, those without a row too."""
    return (
        _figures(report),
        _articles(report),
        _history(report),
        _changes(report),
        _effects(report),
        _worklist(report),
        _never_linked(report),
    )


def to_csv(table: Table) -> str:
    """A table for a spreadsheet, which must not take a cell for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([name for name, _ in table.columns])
    writer.writerows([[_cell(value) for value in row] for row in table.rows])
    return text.getvalue()


def write_parquet(tables: Sequence[Table], folder: Path) -> None:
    """Write each table as `<name>.parquet`; the same rows give the same bytes."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as con:
        for table in tables:
            names = ", ".join(f'"{name}" {_SQL[kind]}' for name, kind in table.columns)
            con.execute(f'CREATE TABLE "{table.name}" ({names})')
            if table.rows:
                lists = ", ".join(f"unnest(?::{_SQL[kind]}[])" for _, kind in table.columns)
                values = [list(column) for column in zip(*table.rows, strict=True)]
                con.execute(f'INSERT INTO "{table.name}" SELECT {lists}', values)
            path = str(folder / f"{table.name}.parquet").replace("'", "''")
            con.execute(f"COPY \"{table.name}\" TO '{path}' (FORMAT parquet)")


_NUMBERS = (("value", "number"), ("low", "number"), ("high", "number"))
_COUNTS = (("numerator", "number"), ("denominator", "number"))
_NAMED = (("metric", "text"), ("level", "text"), ("key", "text"))


def _figures(report: Report) -> Table:
    rows = []
    for measured in report.figures.measured:
        for row in measured.rows:
            others = row.value.others if isinstance(row.value, RiskRatio) else None
            rows.append(
                (
                    *(measured.metric, measured.level.value, row.key),
                    *_numbers(row.value),
                    *_counted(row.value),
                    others.numerator if others else None,
                    others.denominator if others else None,
                    row.people,
                )
            )
    columns = (*_NAMED, *_NUMBERS, *_COUNTS, ("other_numerator", "whole"))
    return Table(
        "figures", (*columns, ("other_denominator", "whole"), ("people", "whole")), tuple(rows)
    )


def _articles(report: Report) -> Table:
    named = (("article", "text"), ("title", "text"), ("category", "text"), ("audience", "text"))
    columns = (
        *(*named, ("published", "flag"), ("link", "text"), ("reuse", "whole")),
        *(("requesters", "whole"), ("closed_linking", "whole"), ("closed", "whole")),
        *(("link_rate", "number"), ("link_rate_low", "number"), ("link_rate_high", "number")),
        *(("lasting", "whole"), ("linked", "whole"), ("lasting_rate", "number")),
        *(("lasting_low", "number"), ("lasting_high", "number"), ("cumulative", "number")),
    )
    rows = [
        (
            *(r.article.id, r.article.title, r.article.category, r.article.audience),
            *(r.published, report.short_link(r.article.id), r.reuse, r.requesters),
            *_shares(r.link_rate),
            *_shares(r.lasting),
            _round(r.cumulative),
        )
        for r in report.figures.articles
    ]
    return Table("articles", columns, tuple(rows))


def _history(report: Report) -> Table:
    columns = (("article", "text"), ("month", "text"), ("reuse", "whole"))
    rows = [
        (article, month.month, month.tickets)
        for article, months in report.history.items()
        for month in months
    ]
    return Table("reuse-by-month", columns, tuple(rows))


def _changes(report: Report) -> Table:
    columns = (
        *(*_NAMED, ("before", "number"), ("after", "number")),
        *(("difference", "number"), ("low", "number"), ("high", "number")),
    )
    rows = []
    for change in report.figures.changes:
        found = change.difference
        low, high = found.interval if found else (None, None)
        pair = _numbers(change.before)[0], _numbers(change.after)[0]
        named = (change.metric, change.level.value, change.key)
        size = _round(found.value if found else None)
        rows.append((*named, *pair, size, _round(low), _round(high)))
    return Table("changes", columns, tuple(rows))


def _effects(report: Report) -> Table:
    columns = (
        *(("articles", "text"), ("topic", "text"), ("published", "text"), ("verdict", "text")),
        *(("ratio", "number"), ("low", "number"), ("high", "number"), ("q", "number")),
        *(("observed", "whole"), ("saved", "number"), ("saved_low", "number")),
        *(("saved_high", "number"), ("detectable", "number"), ("reasons", "text")),
    )
    pooled = report.effects.pooled
    whole = ("", "", "", pooled.verdict.value, pooled.ratio, None, pooled.observed, pooled.saved)
    entries: list[_Entry] = [(*whole, pooled.detectable, pooled.reasons)]
    for e in report.effects.effects:
        ratio = e.estimate.ratio if e.estimate else None
        named = (" ".join(e.articles), e.topic, e.published.isoformat(), e.verdict.value)
        entries.append((*named, ratio, e.q, e.observed, e.saved, e.detectable, e.reasons))
    rows = []
    for *head, ratio, q, observed, saved, detectable, reasons in entries:
        sizes = (ratio.value, ratio.low, ratio.high) if ratio else (None, None, None)
        gain = (saved.tickets, saved.low, saved.high) if saved else (None, None, None)
        rows.append(
            (
                *(*head, *map(_round, sizes), _round(q), observed),
                *(*map(_round, gain), _round(detectable), "; ".join(reasons)),
            )
        )
    return Table("effects", columns, tuple(rows))


def _worklist(report: Report) -> Table:
    columns = (
        *(("place", "whole"), ("kind", "text"), ("subject", "text"), ("article", "text")),
        *(("link", "text"), ("why", "text"), ("todo", "text")),
        *(("count", "whole"), ("unit", "text"), ("expected", "number")),
    )
    rows = [
        (
            *(place, t.kind.value, t.subject, t.article, report.short_link(t.article)),
            *(t.why, t.todo, t.tickets, t.unit, _round(t.expected)),
        )
        for place, t in enumerate(report.worklist.tasks, start=1)
    ]
    return Table("worklist", columns, tuple(rows))


def _never_linked(report: Report) -> Table:
    columns = (("article", "text"), ("title", "text"), ("category", "text"), ("audience", "text"))
    rows = [(a.id, a.title, a.category, a.audience) for a in report.figures.never_linked]
    return Table("never-linked", columns, tuple(rows))


def numbers(value: Value) -> tuple[float | None, float | None, float | None]:
    """A figure's value and the two ends of its interval."""
    if isinstance(value, int):
        return value, None, None
    low, high = value.interval or (None, None)
    return (value.amount if isinstance(value, Money) else value.value), low, high


def _numbers(value: Value) -> tuple[float | None, ...]:
    return tuple(_round(number) for number in numbers(value))


def _counted(value: Value) -> tuple[float | None, float | None]:
    if isinstance(value, RiskRatio):
        return value.cases.numerator, value.cases.denominator
    if isinstance(value, RateRatio):
        return value.observed, _round(value.expected)
    if isinstance(value, int | Money):
        return None, None
    return value.numerator, value.denominator


def _shares(share: Proportion) -> tuple[Cell, ...]:
    return (share.numerator, share.denominator, *_numbers(share))


def _round(number: float | None) -> float | None:
    return None if number is None else round(number, 6)


def _cell(value: Cell) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value
