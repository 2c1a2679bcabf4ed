"""Mistakes in data files, shared parts and translations: told once, in the file that has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpwright.errors import Finding
from helpwright.troubleshooters.proof.inspection import inspect, inspect_parts
from helpwright.troubleshooters.source import library

WARRANTY = """\
troubleshooter: 1
title: Is it under warranty?
start: model
lists: { new: { from: data/new.yml } }
tables:
  terms:
    hit: first
    inputs: [model, bought]
    outputs: [months, why]
    from: data/terms.csv
facts: { over: bought + terms.months months < today }
steps:
  model: { ask: Which model?, options: { A1: A one, A2: A two, B1: B one }, go: place }
  place: { ask: Where?, type: lookup, from: data/places.csv, go: bought }
  bought:
    ask: When?
    type: date
    min: 2015-01-01
    max: today
    go: [{ if: over, to: out_over }, { if: model in new, to: restart }, { to: out_fine }]
  restart:
    use: _shared/restart
    exits: { works: solved, broken: out_fine }
    with: { device: "'box'", times: 2 }
outcomes:
  out_over: { solution: "It is over: {terms.why}" }
  out_fine: { solution: Fine }
scenarios:
  - name: Old
    today: 2026-11-21
    answers: { model: A1, place: ulm, bought: 2016-01-01 }
    expect: out_over
"""
TERMS = """\
model;bought;months;why
A1|A2;< 2020-01-01;24;Law
A1;;36;Offer
A2;>= 2020-01-01;30;"Offer ""20"", new"
B1;;24,5;Law
"""
PART = """\
troubleshooter: 1
fragment: true
title: Restart it
parameters: [device, times]
exits: [works, broken]
start: off
steps:
  off: { try: "Switch the {device} off", fixed: exit.works, not_fixed: lights }
  lights:
    ask: Which lights are on?
    type: multi
    options: { power: Power, line: Line }
    none: None
    go:
      - { if: count(lights) >= times, to: exit.works }
      - { to: exit.broken }
"""
FILES = {
    "warranty.yml": WARRANTY,
    "data/terms.csv": TERMS,
    "data/new.yml": "- B1\n",
    "data/places.csv": "id,label\nulm,Ulm\nhof,Hof\n",
    "_shared/restart.yml": PART,
}


def found(folder: Path, changed: dict[str, str | bytes]) -> list[Finding]:
    for name, content in (FILES | changed).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    books = library.load(folder, prefix="", language="en")
    slugs = {tree.slug for tree, _ in books.trees if tree}
    findings = set(books.findings) | {
        *inspect_parts(
            books.shared,
            articles=(),
            troubleshooters=slugs,
            language="en",
            today="2026-11-21",
            told=books.findings,
        )
    }
    of_parts = list(findings)
    for tree, own in books.trees:
        findings |= {*own}
        if tree:
            findings |= {
                *inspect(
                    tree,
                    books.shared,
                    articles=(),
                    troubleshooters=slugs,
                    language="en",
                    today="2026-11-21",
                    told=[*own, *of_parts],
                ).findings
            }
    return sorted(findings)


def told(findings: list[Finding]) -> list[str]:
    return [f"{one.place} {one.code}" for one in findings]


@pytest.mark.parametrize(
    "terms",
    [
        TERMS,
        "\ufeff" + TERMS.replace("\n", "\r\n"),
        "sep=;\n" + TERMS,
        TERMS.replace(";", "\t"),
        TERMS.replace("24,5", "24").replace(";", ","),
        TERMS.replace("\n", "\n\n"),
        TERMS.replace("\n", ";\n"),
    ],
)
def test_a_data_file_may_be_what_a_spreadsheet_writes(tmp_path: Path, terms: str) -> None:
    assert told(found(tmp_path, {"data/terms.csv": terms})) == []


@pytest.mark.parametrize(
    ("terms", "expected", "hint"),
    [
        ("", "1:1 csv-syntax", "name the columns first"),
        ("model;bought;months;why\n", "1:1 missing-key", "add one below the columns"),
        (TERMS.replace("Law", "Läw").encode("latin-1"), "2:1 not-utf-8", "save it as UTF-8"),
        (TERMS.replace("Law", '"Law', 1), "2:23 csv-syntax", "put the whole cell in quotes"),
        (TERMS.replace(";Law", ";Law;x", 1), "2:27 csv-syntax", "put a cell with a comma"),
        (TERMS.replace(";24;Law", "", 1), "2:1 invalid-table", "add what is missing"),
        (TERMS.replace("months", "month"), "2:1 unknown-column", 'did you mean "month"?'),
        (TERMS.split("\n", 1)[1], "2:1 unknown-column", "name them in the first line: model"),
        (TERMS.replace("A1|A2", "A1|A9"), "2:1 unknown-option", "one of: A1, A2, B1"),
        (TERMS.replace("2020-01-01", "01.01.2020", 1), "2:7 type-mismatch", "write a date as 2020"),
    ],
)
def test_a_mistake_in_a_data_file_is_told_once(
    tmp_path: Path, terms: str | bytes, expected: str, hint: str
) -> None:
    findings = found(tmp_path, {"data/terms.csv": terms})
    assert told(findings) == [f"data/terms.csv:{expected}"]
    assert findings[0].hint.startswith(hint)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("code,name\nulm,Ulm\n", "2:1 unknown-column"),
        ("id,label\nulm,Ulm\nulm,Ulm\n", "3:1 duplicate-id"),
        ("id,label\nulm,Ulm\n,Hof\n", "3:1 missing-key"),
        ("id,label\nulm,Ulm\nb f,Hof\n", "3:1 invalid-id"),
        ("", "1:1 csv-syntax"),
    ],
)
def test_a_mistake_in_a_list_of_options_does_not_fail_scenarios(
    tmp_path: Path, places: str, expected: str
) -> None:
    assert told(found(tmp_path, {"data/places.csv": places})) == [f"data/places.csv:{expected}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("count(lights)", "cuont(lights)", "15:15 unknown-function"),
        ("fixed: exit.works", "fixed: exit.wroks", "8:49 missing-target"),
        ("{device}", "{devise}", "8:15 unknown-name"),
        ("parameters", "paramters", "4:1 unknown-key"),
    ],
)
def test_a_mistake_of_a_shared_part_is_told_there_however_many_use_it(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    part = PART.replace(old, new, 1)
    once = told(found(tmp_path, {"_shared/restart.yml": part}))
    assert once[0] == f"_shared/restart.yml:{expected}"
    other = WARRANTY.replace("  restart:", "  again:").replace("to: restart", "to: again")
    again = told(found(tmp_path, {"_shared/restart.yml": part, "other.yml": other}))
    assert [one for one in again if one.startswith("_shared")] == [
        one for one in once if one.startswith("_shared")
    ]


@pytest.mark.parametrize(
    ("given", "expected", "hint"),
    [
        ("device: box, times: 2", "24:21 unknown-name", "a text needs quotes: \"'box'\""),
        ("device: \"'box'\", times: \"'2'\"", "24:11 type-mismatch", "a number is written without"),
        ("device: \"'box'\"", "21:3 missing-parameter", "add with: { times: ... }"),
        ("device: \"'box'\", time: 2", "21:3 missing-parameter", "add with: { times"),
    ],
)
def test_what_a_part_is_wrongly_given_is_told_where_it_is_given(
    tmp_path: Path, given: str, expected: str, hint: str
) -> None:
    text = WARRANTY.replace("device: \"'box'\", times: 2", given)
    findings = found(tmp_path, {"warranty.yml": text})
    assert told(findings)[0] == f"warranty.yml:{expected}"
    assert findings[0].hint.startswith(hint)
    assert {one.place.path for one in findings} == {"warranty.yml"}


def test_a_part_that_nobody_uses_is_checked_as_well(tmp_path: Path) -> None:
    lonely = PART.replace("count(lights)", "count(light)")
    findings = found(tmp_path, {"_shared/lonely.yml": lonely})
    assert told(findings) == ["_shared/lonely.yml:15:21 unknown-name"]


def test_scenarios_of_a_part_are_run_if_nothing_depends_on_what_it_is_given(tmp_path: Path) -> None:
    case = "scenarios:\n  - { name: On, answers: { off: fixed }, expect: exit.broken }\n"
    alone = PART.replace("count(lights) >= times", "count(lights) > 1") + case
    findings = found(tmp_path, {"_shared/alone.yml": alone})
    assert told(findings) == ["_shared/alone.yml:18:50 scenario-fails"]
    assert 'it ends at "exit.works"' in findings[0].message
    findings = found(tmp_path, {"_shared/alone.yml": PART + case})
    assert told(findings) == ["_shared/alone.yml:18:3 scenario-unused"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 wrong-type"),
        ("- a\n", "1:1 wrong-type"),
        ("translation: 1\nstrings: [a]\n", "2:10 wrong-type"),
        ("translation: 1\nstrings:\n  title: Hallo\n", "3:3 wrong-type"),
    ],
)
def test_a_translation_that_cannot_be_read_says_only_that(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert told(found(tmp_path, {"warranty.de.yml": text})) == [f"warranty.de.yml:{expected}"]
