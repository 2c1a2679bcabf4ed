"""Queries with the pages that should be found, as writers list them or as judges leave them.

Writers list queries in a YAML file. Judged data is a folder with `queries.jsonl` (`id`, `text` and,
if they differ, `language`) and `qrels.tsv` (query, article, relevance): what is usual in research.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.search.phrases import Reader, Steps, kind, open_file

HIGHEST = 3
_EXAMPLE = "write - query: how do I get my money back, and below it expect: [billing/refunds.md]"
_QUERIES, _QRELS = "queries.jsonl", "qrels.tsv"


@dataclass(frozen=True)
class Expected:
    """A page by the name that the list gives it, and how well it fits: 1 to 3, 3 is best."""

    name: str
    grade: int
    place: Place


@dataclass(frozen=True)
class Judged:
    """A query with what should be found; nothing, if no page fits it."""

    query: str
    expect: tuple[Expected, ...]
    language: str
    place: Place


def read(path: Path, *, shown: str = "") -> tuple[list[Judged], list[Finding]]:
    """The queries of a list or of a folder of judged data, and everything wrong there.

    A query that cannot be used is left out, and told.

    Raises:
        InputError: There is no such list.
    """
    shown = shown or path.as_posix()
    if path.is_dir():
        return _read_folder(path, shown)
    if not path.exists():
        hint = f"{_EXAMPLE}, into a file of that name"
        message = "there is no such list of queries"
        raise InputError(Finding(Place(shown), "no-query-list", message, hint))
    reader = open_file(path, shown, "en")
    hint = "the file has one key, queries:, with a list below it"
    top = reader.mapping(reader.document.value, (), ("queries",), hint)
    found: dict[tuple[str, str], Judged] = {}
    for item, steps in reader.items(top.get("queries"), ("queries",), _EXAMPLE):
        judged = _query(reader, item, steps)
        if judged is None:
            continue
        first = found.setdefault((judged.query, judged.language), judged)
        if first is not judged:
            message = f'"{judged.query}" is on line {first.place.line} already'
            reader.add("duplicate-query", judged.place, message, "take one of the two out")
    findings = [replace(finding, severity=Severity.ERROR) for finding in reader.findings]
    if not found and not findings:
        findings = [_empty(Place(shown), _EXAMPLE)]
    return list(found.values()), sorted(set(findings))


def _query(reader: Reader, item: object, steps: Steps) -> Judged | None:
    given = reader.mapping(item, steps, ("query", "expect", "language"), _EXAMPLE)
    if not given:
        return None
    query = reader.text(given.get("query"), (*steps, "query")) if "query" in given else ""
    if "query" not in given:
        reader.add("missing-key", reader.document.place(steps), '"query" is missing', _EXAMPLE)
    if "expect" not in given:
        hint = "name the articles that should be found; expect: [] says that nothing fits"
        reader.add("missing-key", reader.document.place(steps), '"expect" is missing', hint)
        return None
    expect = list(_expected(reader, given["expect"], (*steps, "expect")))
    language = ""
    if "language" in given:
        language = reader.text(given["language"], (*steps, "language"))
    # If all that it expects is unusable, the query must not seem to expect nothing.
    if not query or (not expect and given["expect"] not in ([], {})):
        return None
    return Judged(query, tuple(expect), language, reader.document.place((*steps, "query")))


def _expected(reader: Reader, value: object, steps: Steps) -> Iterator[Expected]:
    if isinstance(value, dict):
        for name, grade in value.items():
            place = reader.document.key_place((*steps, name))
            if isinstance(grade, int) and not isinstance(grade, bool) and 1 <= grade <= HIGHEST:
                yield Expected(str(name), grade, place)
            else:
                said = f"{grade}" if isinstance(grade, int | float | str) else kind(grade)
                message = f'"{name}" cannot have the grade {said[:20]}'
                hint = f"write 1 for an article that helps, up to {HIGHEST} for the best one"
                reader.add("bad-value", reader.document.place((*steps, name)), message, hint)
        return
    for name, place in reader.texts(value, steps):
        yield Expected(name, 1, place)


def _read_folder(folder: Path, shown: str) -> tuple[list[Judged], list[Finding]]:
    findings: list[Finding] = []
    expected: dict[str, list[Expected]] = {}
    for number, line in enumerate(_lines(folder, shown, _QRELS), 1):
        place = Place(f"{shown}/{_QRELS}", number, 1)
        cells = line.split("\t")
        if len(cells) == 3 and cells[2].strip().isdecimal():
            listed = expected.setdefault(cells[0].strip(), [])
            if int(cells[2]) > 0:
                listed.append(Expected(cells[1].strip(), int(cells[2]), place))
        elif line.strip() and number > 1:
            message = "a row needs a query, an article and a number, with tabs between them"
            findings.append(Finding(place, "bad-row", message, severity=Severity.ERROR))
    found: dict[tuple[str, str], Judged] = {}
    for number, line in enumerate(_lines(folder, shown, _QUERIES), 1):
        place = Place(f"{shown}/{_QUERIES}", number, 1)
        if not line.strip():
            continue
        row = _row(line, place, findings)
        # What nobody judged says nothing about search.
        if row is None or row["id"] not in expected:
            continue
        judged = Judged(row["text"], tuple(expected[row["id"]]), row["language"], place)
        found.setdefault((judged.query, judged.language), judged)
    if not found and not findings:
        findings.append(
            _empty(Place(shown), f"{_QRELS} names the queries by the id they have in {_QUERIES}")
        )
    return list(found.values()), sorted(set(findings))


def _row(line: str, place: Place, findings: list[Finding]) -> dict[str, str] | None:
    try:
        row: Any = json.loads(line)
    except ValueError:
        message = "this row is not valid JSON"
        findings.append(Finding(place, "bad-json", message, severity=Severity.ERROR))
        return None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        message, hint = 'a row needs "id" and "text"', '{"id": "q1", "text": "cancel my plan"}'
        findings.append(Finding(place, "bad-row", message, hint, Severity.ERROR))
        return None
    text = " ".join(row["text"].split())
    return {"id": str(row["id"]), "text": text, "language": str(row.get("language") or "")}


def _lines(folder: Path, shown: str, name: str) -> list[str]:
    try:
        return (folder / name).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        hint = f"judged data is a folder with {_QUERIES} and {_QRELS}"
        place = Place(f"{shown}/{name}")
        raise InputError(Finding(place, "no-query-list", f"{reason}", hint)) from error


def _empty(place: Place, hint: str) -> Finding:
    return Finding(place, "no-query-list", "there is no query in this list", hint, Severity.ERROR)
