"""Rows of analytics exports as events of ours, by the names under which a site forwards them.

Plausible and GA4 get events as `hw-search-click` and `hw_search_click`, Matomo in the category
"helpwright", and each what an event says under our names of columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from urllib.parse import parse_qsl

from helpwright.tickets.times import parse_time

CATEGORY = "helpwright"
_PREFIX = re.compile(r"hw[-_]")
_NOTHING = ("(none)", "(not set)", "null")
_MOST_COPIES = 1_000_000
_FLAT = re.compile(r"actionDetails[_.](\d+)[_.](\w+)")


@dataclass(frozen=True)
class Forwarded:
    """An event, or as many equal ones; `micros` since 1970, -1 if its time cannot be read."""

    name: str
    micros: int
    facts: Mapping[str, str]
    copies: int = 1


def of_plausible(row: Mapping[str, Any]) -> Iterator[Forwarded]:
    """Counts by day: of the CSV export, or of the Stats API with any of our properties."""
    name = _own_name(row.get("name") or row.get("goal"))
    if not name:
        return
    facts = _texts(row)
    facts["page"] = facts.get("page") or _text(row.get("path")).lstrip("/")
    yield Forwarded(name, _micros(row.get("date")), facts, _count(row.get("events")))


def results_of(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of an answer of Plausible's Stats API, by our names."""
    asked = answer.get("query")
    asked = asked if isinstance(asked, dict) else {}
    names = [_dimension(str(name)) for name in asked.get("dimensions") or []]
    metrics = [str(name) for name in asked.get("metrics") or []]
    results = answer.get("results")
    for row in results if isinstance(results, list) else []:
        if isinstance(row, dict):
            values = dict(zip(names, row.get("dimensions") or [], strict=False))
            yield values | dict(zip(metrics, row.get("metrics") or [], strict=False))


def of_matomo(row: Mapping[str, Any]) -> Iterator[Forwarded]:
    """The events of a visit, as `Live.getLastVisitsDetails` lists them."""
    listed = row.get("actionDetails")
    actions = listed if isinstance(listed, list) else _unflattened(row)
    for action in actions:
        if not isinstance(action, dict) or action.get("eventCategory") != CATEGORY:
            continue
        facts = dict(parse_qsl(_text(action.get("eventName"))))
        at = _micros(_number(action.get("timestamp")))
        yield Forwarded(_text(action.get("eventAction")), at, facts)


def of_ga4(row: Mapping[str, Any]) -> Iterator[Forwarded]:
    """A row of the export to BigQuery, or one whose parameters are columns already."""
    name = _own_name(row.get("event_name"))
    if not name:
        return
    params = row.get("event_params")
    given = {str(key): value for key, value in row.items() if str(key).startswith("hw_")}
    for param in params if isinstance(params, list) else []:
        value = param.get("value") if isinstance(param, dict) else None
        if isinstance(value, dict):
            found = (one for one in value.values() if one not in (None, ""))
            key = str(param.get("key"))
            if key.startswith("hw_"):
                given[key] = next(found, "")
    stamp = _number(row.get("event_timestamp"))
    micros = int(stamp) if isinstance(stamp, int | float) and stamp > 0 else -1
    facts = {key.removeprefix("hw_"): value for key, value in given.items()}
    yield Forwarded(name, micros, _texts(facts))


def _own_name(value: object) -> str:
    """Our name of an event; "" for an event of the site's own."""
    text = _text(value)
    found = _PREFIX.match(text)
    return text[found.end() :].replace("_", "-") if found else ""


def _dimension(name: str) -> str:
    if name.startswith("time"):
        return "date"
    if name in ("event:goal", "event:name"):
        return "name"
    return "path" if name == "event:page" else name.removeprefix("event:props:")


def _unflattened(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    actions: dict[int, dict[str, Any]] = {}
    for key, value in row.items():
        if found := _FLAT.fullmatch(str(key)):
            actions.setdefault(int(found[1]), {})[found[2]] = value
    return [actions[place] for place in sorted(actions)]


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {key: _text(value) for key, value in row.items() if key not in ("name", "date")}


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "" if value is None or isinstance(value, dict | list) else str(value)
    return "" if text in _NOTHING else text


def _number(value: object) -> object:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return None


def _count(value: object) -> int:
    number = _number(value)
    return min(int(number), _MOST_COPIES) if isinstance(number, int | float) and number >= 1 else 0


def _micros(value: object) -> int:
    try:
        moment = parse_time(value)
    except ValueError:
        return -1
    return int(moment.replace(tzinfo=UTC).timestamp()) * 1_000_000
