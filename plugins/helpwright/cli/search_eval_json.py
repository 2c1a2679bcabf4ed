"""An evaluation of search as JSON values, for scripts; `format` changes when the shape does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpwright.cli import findings_output
from helpwright.cli.search_eval_report import Asked, Group, Report
from helpwright.search.evaluation import Interval, Key, Moved, figures_of

_DIGITS = 6


def as_json(report: Report, paths: Mapping[str, str]) -> dict[str, Any]:
    """The report; `paths` are the sources of pages by URL."""
    return {
        "format": 1,
        "seed": report.seed,
        "figures": _group(report.whole),
        "typos": _group(report.typos) if report.typos else None,
        "languages": {group.name: _group(group) for group in report.languages},
        "queries": [_query(one, paths) for one in report.asked],
        "findings": findings_output.as_json(report.findings)["findings"],
    }


def _group(group: Group) -> dict[str, Any]:
    figures, compared = group.figures, group.comparison
    result: dict[str, Any] = {
        "queries": figures.queries,
        "expect_none": figures.expect_none,
        "rightly_none": figures.rightly_none,
        "means": {name: _interval(mean) for name, mean in figures.means.items()},
    }
    if compared is None:
        return result
    result["compared"] = {
        "queries": compared.queries,
        "before": {name: round(value, _DIGITS) for name, value in compared.before.items()},
        "differences": {name: _interval(mean) for name, mean in compared.differences.items()},
        "moved": [_moved(moved) for moved in compared.moved],
        "added": [_key(key) for key in compared.added],
        "changed": [_key(key) for key in compared.changed],
        "removed": [_key(key) for key in compared.removed],
    }
    return result


def _query(one: Asked, paths: Mapping[str, str]) -> dict[str, Any]:
    outcome = one.outcome
    expect = [
        {"url": url, "path": paths.get(url, ""), "grade": grade, "rank": outcome.ranks.get(url)}
        for url, grade in outcome.grades.items()
    ]
    row: dict[str, Any] = {
        "query": outcome.query,
        "language": outcome.language,
        "typo": outcome.asked or None,
        "path": one.place.path,
        "line": one.place.line,
        "expect": expect,
        "right": outcome.is_right,
        "total": outcome.total,
        "complete": outcome.answered,
        "first": one.first or None,
    }
    if outcome.grades:
        found = figures_of(outcome).items()
        row["figures"] = {name: round(value, _DIGITS) for name, value in found}
    return row


def _moved(moved: Moved) -> dict[str, Any]:
    before, after = moved.before, moved.after
    return {
        **_key(after.key),
        "before": {url: before.ranks.get(url) for url in after.grades},
        "after": {url: after.ranks.get(url) for url in after.grades},
        "lost": moved.is_lost,
    }


def _key(key: Key) -> dict[str, Any]:
    return {"query": key[0], "language": key[1]}


def _interval(mean: Interval) -> dict[str, Any]:
    bounds = [round(bound, _DIGITS) for bound in mean.bounds] if mean.bounds else None
    return {"value": round(mean.value, _DIGITS), "interval": bounds}
