"""All mistakes of a file are told in one run, each once and at its place."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from helpwright.errors import Severity
from helpwright.troubleshooters.proof.inspection import Inspected, inspect
from helpwright.troubleshooters.source.read import read

TODAY = "2026-11-20"
BROKEN = """\
troubleshooter: 1
title: The exercise does not start
start: device
lists: { phones: [android, ios] }
facts:
  is_phone: device in phones
  is_old: version < 12
steps:
  device:
    ask: What do you use?
    options: { android: Android, ios: An iPhone, laptop: A laptop }
    go:
      - { if: is_phon, to: version }
      - { if: device == 'labtop', to: restart }
      - { to: version }
  version:
    ask: Which version is it?
    type: number
    go:
      - { if: is_old, to: updat }
  restart:
    try: Restart the laptop
    not_fixed: wait
  wait:
    try: Wait for a minute
    not_fixed: restart
  lost:
    ask: Does anybody come here?
    options: { "yes": { label: "Yes", go: update }, "no": { label: "No" } }
outcomes:
  update: { solution: Update the system }
scenarios:
  - name: An old phone
    answers: { device: android, version: 10 }
    expect: update
  - name: A new phone
    answers: { device: android, version: 12, colour: red }
    expect: update
"""


def inspected(text: str, articles: tuple[str, ...] = ()) -> Inspected:
    tree, findings = read(dedent(text), "tree.yml", "tree")
    assert findings == []
    assert tree is not None
    return inspect(tree, {}, articles=articles, troubleshooters=(), language="en", today=TODAY)


def told(text: str) -> list[str]:
    return [f"{one.place.line}:{one.place.col} {one.code}" for one in inspected(text).findings]


def test_every_mistake_is_told_at_its_place_and_what_follows_from_it_is_not() -> None:
    assert told(BROKEN) == [
        "13:15 unknown-name",
        "14:25 unknown-option",
        "20:9 gap",
        "20:27 missing-target",
        "26:16 cycle",
        "27:3 unreachable",
        "29:53 dead-end",
    ]


def test_good_troubleshooters_have_no_findings(trees: Mapping[str, Inspected]) -> None:
    assert {name: one.findings for name, one in trees.items()} == dict.fromkeys(trees, ())


def test_scenarios_are_run_and_counted(trees: Mapping[str, Inspected]) -> None:
    certificate = trees["late-certificate"]
    assert all(result.passed for result in certificate.results)
    assert certificate.coverage.percent("rules") == 100
    assert certificate.coverage.missing("options") == [("options", "country", "ch")]


def test_what_a_scenario_shows_is_looked_for_in_all_that_people_read() -> None:
    text = """\
        troubleshooter: 1
        title: Shown
        start: a
        steps:
          a: { ask: "Which?", options: { x: { label: An X, hint: With a hint, go: end } } }
        outcomes: { end: { contact: us, title: Write, subject: "It is {a.label}" } }
        scenarios:
          - name: All
            answers: { a: x }
            expect: end
            shows: [Which, An X, With a hint, Write, It is An X]
          - { name: Not, answers: { a: x }, expect: end, shows: [It is A Y] }
        """
    assert told(text) == ["12:5 scenario-fails"]


def test_a_send_list_names_answers() -> None:
    text = """\
        troubleshooter: 1
        title: Sent
        start: kind
        steps: { kind: { ask: "Which?", options: { x: { label: X, go: end } } } }
        outcomes: { end: { contact: us, send: [kind, kin] } }
        """
    (finding,) = inspected(text).findings
    assert (str(finding.place), finding.code) == ("tree.yml:5:46", "unknown-name")
    assert finding.hint == 'did you mean "kind"?'


def test_a_fact_that_needs_itself_is_told() -> None:
    text = """\
        troubleshooter: 1
        title: In a circle
        start: age
        facts: { a: b and age > 1, b: not a }
        steps:
          age: { ask: How old is it?, type: number, go: [{ if: a, to: end }, { to: end }] }
        outcomes: { end: { solution: End } }
        """
    assert [one for one in told(text) if "circular" in one] == [
        "4:13 circular-fact",
    ]


def test_a_table_must_exist_and_lead_somewhere() -> None:
    text = """\
        troubleshooter: 1
        title: Tables
        start: size
        tables:
          sizes:
            inputs: [size]
            outputs: [price]
            rows: [[any, 3]]
          wide: { inputs: [size], rows: [["<5"], [any, end, end]] }
        steps:
          size: { ask: How large?, type: number, decide: sizs }
          more: { ask: How many?, type: number, decide: sizes }
        outcomes: { end: { solution: End } }
        """
    tree, _ = read(dedent(text), "tree.yml", "tree")
    assert tree is not None
    found = inspect(tree, {}, articles=(), troubleshooters=(), language="en", today=TODAY)
    codes = {one.code for one in found.findings if one.severity is Severity.ERROR}
    assert codes >= {"unknown-table", "invalid-table"}
    assert 'did you mean "sizes"?' in [one.hint for one in found.findings]


def test_a_pattern_that_not_all_browsers_read_alike_is_told() -> None:
    text = r"""
        troubleshooter: 1
        title: Patterns
        start: code
        steps:
          code: { ask: Which code?, type: text, pattern: "(?<=a)b", go: end }
        outcomes: { end: { solution: End } }
        """
    assert told(text) == ["6:50 invalid-pattern"]


def test_the_version_of_a_program_changes_with_what_it_says() -> None:
    text = """\
        troubleshooter: 1
        title: Versions
        start: a
        steps: { a: { ask: "Which?", options: { x: { label: X, go: end } } } }
        outcomes: { end: { solution: End } }
        """
    first, same = inspected(text).program, inspected(text + "\n# a comment\n").program
    other = inspected(text.replace("label: X", "label: Y")).program
    assert first == same
    assert first["version"] != other["version"]


def test_a_name_in_a_text_must_be_that_of_an_answer() -> None:
    text = """\
        troubleshooter: 1
        title: Names
        start: a
        steps:
          a: { ask: "Which {colour}?", options: { x: { label: "X {a.label}", go: end } } }
        outcomes:
          end: { solution: End, body: "{a} {{b}} {aa.label} {sum}", text: { sum: "'1'" } }
        """
    assert told(text) == ["5:13 unknown-name", "7:31 unknown-name"]


def test_a_subject_does_not_show_what_is_private_not_even_by_way_of_others() -> None:
    text = """\
        troubleshooter: 1
        title: Private
        start: paid
        facts: { is_much: paid > 100 }
        privacy: { keep_out_of_url: [paid] }
        steps:
          paid: { ask: How much?, type: money, set: { twice: paid * 2 }, go: kind }
          kind: { ask: What?, options: { a: { label: A, go: one }, b: { label: B, go: two } } }
        outcomes:
          one: { contact: us, subject: "{kind.label} for {twice}", not_helpful: three }
          two: { contact: us, subject: "{sum}", text: { sum: paid + 1 } }
          three: { contact: us, subject: "{is_much}", body: "{paid}" }
        """
    assert told(text) == [
        "10:32 private-in-subject",
        "11:32 private-in-subject",
        "12:34 private-in-subject",
    ]
