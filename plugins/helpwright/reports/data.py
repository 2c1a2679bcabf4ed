"""The report as data: JSON with every figure, CSV of reuse."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, is_dataclass
from datetime import date

from helpwright.deflection.figures import Figures
from helpwright.deflection.intervals import Proportion
from helpwright.reports.definitions import DEFINITIONS

FORMAT = 1
_HEAD = (
    *("article", "title", "category", "audience", "published", "reuse", "requesters"),
    *("closed_linking", "closed", "link_rate", "link_rate_low", "link_rate_high"),
    *("lasting", "linked", "lasting_rate", "lasting_low", "lasting_high"),
)


def to_json(figures: Figures) -> str:
    """Every figure, with `format` (raised when a field changes its meaning)."""
    document = {
        "format": FORMAT,
        "kind": "helpwright-report",
        "definitions": {d.key: {"formula": d.formula, "source": d.source} for d in DEFINITIONS},
        "figures": _plain(figures),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def to_csv(figures: Figures) -> str:
    """One row for each article shown, the most reused first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for row in figures.articles:
        article = row.article
        named = (article.id, article.title, article.category, article.audience)
        writer.writerow(
            [
                *map(_cell, named),
                "yes" if row.published else "no",
                row.reuse,
                row.requesters,
                *_proportion(row.link_rate),
                *_proportion(row.lasting),
            ]
        )
    return text.getvalue()


def _proportion(proportion: Proportion) -> list[object]:
    low, high = proportion.interval or (None, None)
    shares = [proportion.value, low, high]
    rounded = ["" if share is None else f"{share:.6f}" for share in shares]
    return [proportion.numerator, proportion.denominator, *rounded]


def _cell(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _plain(value: object) -> object:
    if isinstance(value, Proportion):
        low, high = value.interval or (None, None)
        shares = {"value": value.value, "low": low, "high": high}
        return {
            "numerator": value.numerator,
            "denominator": value.denominator,
            **{name: None if s is None else round(s, 6) for name, s in shares.items()},
        }
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return round(value, 6) if isinstance(value, float) else value
