"""The report as JSON: every figure, with what it means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from helpwright.deflection.catalogue import CATALOGUE
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import Money, RateRatio
from helpwright.deflection.ratios import Ratio, RiskRatio
from helpwright.reports.model import Report
from helpwright.reports.tables import numbers

FORMAT = 2
KIND = "helpwright-report"


def to_json(report: Report) -> str:
    """Everything in the report, with `format` (raised when a field changes its meaning)."""
    document = {
        "format": FORMAT,
        "kind": KIND,
        "definitions": {
            metric.key: {
                "name": metric.name,
                "formula": metric.formula,
                "source": metric.source,
                "never": metric.never,
            }
            for metric in CATALOGUE
        },
        "figures": _plain(report.figures),
        "effects": _plain(report.effects),
        "worklist": _plain(report.worklist),
        "reuse_by_month": _plain(report.history),
        "topic_tickets": _plain(report.demand),
        "learned": _plain(report.learned),
    }
    return json.dumps(document, ensure_ascii=False) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Proportion | Ratio):
        counts = {"numerator": value.numerator, "denominator": value.denominator}
        return counts | _interval(value)
    if isinstance(value, RiskRatio):
        sides = {"cases": _plain(value.cases), "others": _plain(value.others)}
        return sides | _interval(value)
    if isinstance(value, RateRatio):
        counted = {"observed": value.observed, "expected": round(value.expected, 6)}
        return counted | _interval(value)
    if isinstance(value, Money):
        return _interval(value)
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return round(value, 6) if isinstance(value, float) else value


def _interval(value: Proportion | Ratio | RiskRatio | RateRatio | Money) -> dict[str, object]:
    names = ("value", "low", "high")
    return {
        name: None if number is None else round(number, 6)
        for name, number in zip(names, numbers(value), strict=True)
    }
