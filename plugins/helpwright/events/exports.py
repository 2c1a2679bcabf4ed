"""Exports of analytics, to which a site forwards its events: Plausible, Matomo and GA4.

Whatever else an export holds, such as visitors' ids, addresses and places, is not read. What an
event says is its identity, so equal rows of one file are events of their own, and the same file
again adds none.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from helpwright.errors import Finding, Place, Severity
from helpwright.events import analytics, requests
from helpwright.events.analytics import Forwarded
from helpwright.events.files import beginning, read_lines
from helpwright.events.hearing import COLUMNS, Hearing
from helpwright.events.model import KEYS, VERSION

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_READERS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Forwarded]]] = {
    "plausible": analytics.of_plausible,
    "matomo": analytics.of_matomo,
    "ga4": analytics.of_ga4,
}
_BATCH = 20_000


def recognise(path: Path) -> str | None:
    """Whose export a file is, by its beginning; None if it is none."""
    text = beginning(path)
    head = text.partition("\n")[0].lower()
    if text.startswith(("{", "[")):
        if '"event_timestamp"' in text and '"event_name"' in text:
            return "ga4"
        if '"actionDetails"' in text or '"idVisit"' in text:
            return "matomo"
        return "plausible" if '"results"' in text and '"dimensions"' in text else None
    columns = {cell.strip('" ') for cell in head.split(",")}
    if {"event_timestamp", "event_name"} <= columns:
        return "ga4"
    if "idvisit" in columns:
        return "matomo"
    return "plausible" if {"date", "name", "events"} <= columns else None


def read(con: DuckDBPyConnection, path: Path, file: int, kind: str, heard: Hearing) -> None:
    """Take the events of an export into the table of what is heard."""
    rows = _forwarded(path, kind, heard)
    while batch := list(islice(rows, _BATCH)):
        _insert(con, batch, file, kind)


def _forwarded(path: Path, kind: str, heard: Hearing) -> Iterator[tuple[int, Forwarded | None]]:
    """The events of a file with their lines, or places in a list; None for what is unreadable."""
    for number, row in _rows(path, heard.findings):
        heard.rows += 1
        if row is None:
            yield number, None
            continue
        yield from ((number, one) for one in _READERS[kind](row))


def _rows(path: Path, findings: list[Finding]) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    if not beginning(path).startswith(("{", "[")):
        yield from _table(path, findings)
        return
    lines = (
        (lines.first + n, text)
        for lines in read_lines(path, findings, longest=None)
        for n, text in enumerate(lines.texts)
        if text.strip()
    )
    number, first = next(lines)
    try:
        value = json.loads(first.lstrip("\ufeff"))
    except ValueError:
        value = None
    if isinstance(value, dict) and "results" not in value:
        yield number, value
        for number, text in lines:
            try:
                row = json.loads(text)
            except ValueError:
                row = None
            yield number, row if isinstance(row, dict) else None
        return
    if value is None:
        try:
            value = json.loads("\n".join([first.lstrip("\ufeff"), *(text for _, text in lines)]))
        except ValueError as error:
            message = f"the file is no whole JSON: {error}"
            findings.append(
                Finding(Place(str(path)), "export-damaged", message, severity=Severity.ERROR)
            )
            return
    listed = value if isinstance(value, list) else analytics.results_of(value)
    for place, row in enumerate(listed, 1):
        yield place, row if isinstance(row, dict) else None


def _table(path: Path, findings: list[Finding]) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    texts = (
        f"{text}\n" for lines in read_lines(path, findings, longest=None) for text in lines.texts
    )
    reader = csv.reader(texts)
    try:
        header = [cell.strip().lstrip("\ufeff") for cell in next(reader, [])]
        for cells in reader:
            if cells:
                fits = len(cells) == len(header)
                yield reader.line_num, dict(zip(header, cells, strict=True)) if fits else None
    except csv.Error as error:
        message = f"the table cannot be read beyond line {reader.line_num}: {error}"
        findings.append(
            Finding(Place(str(path)), "export-damaged", message, severity=Severity.ERROR)
        )


def _insert(
    con: DuckDBPyConnection, batch: list[tuple[int, Forwarded | None]], file: int, kind: str
) -> None:
    import numpy as np

    rows = {
        "n": np.array([number for number, _ in batch], dtype=np.int64),
        "micros": np.array([one.micros if one else -1 for _, one in batch], dtype=np.int64),
        "query": np.array([_query(one) for _, one in batch], dtype=object),
        "copies": np.array([one.copies if one else 1 for _, one in batch], dtype=np.int32),
        "is_read": np.array([one is not None for _, one in batch], dtype=bool),
    }
    con.register("lines", rows)
    select = (
        f"SELECT {file} AS file, n, copies, CASE WHEN micros > 0 THEN make_timestamp(micros) END "
        f"""AS "at", query, 'POST' AS method, '' AS agent, '' AS purpose, '{kind}' AS id, """
        "is_read FROM lines"
    )
    try:
        con.execute(
            f"INSERT INTO heard SELECT file, n, line, copies, fault, {', '.join(COLUMNS)} "
            f"FROM ({requests.judged(select)}) WHERE fault <> 'other'"
        )
    finally:
        con.unregister("lines")


def _query(event: Forwarded | None) -> str:
    """An event in the form of a request, so that it is judged like one."""
    if event is None:
        return ""
    facts = {KEYS[name]: text for name, text in event.facts.items() if name in KEYS and text}
    return urlencode({"v": VERSION, "e": event.name} | facts)
