"""The tests that writers write: what passes, and what a failing one says."""

from __future__ import annotations

import textwrap

import pytest

from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.program.program import build
from helpwright.troubleshooters.proof.scenarios import Result, run
from helpwright.troubleshooters.source.read import read

TODAY = "2026-11-21"
TREE = """
troubleshooter: 1
title: A charge
summary: A charge
owner: team
facts: { age: "days_between(charged, today)" }
start: kind
steps:
  kind:
    ask: What is wrong?
    options: { twice: Charged twice, late: { label: Charged late, go: charged }, odd: Odd }
    go: which
  charged: { ask: When?, type: date, max: today, go: paid }
  paid:
    ask: How much?
    type: money
    currency: EUR
    min: 1
    check: [{ if: paid != 13, error: Not thirteen }]
    go:
      - { if: age <= 14, to: out_refund }
      - { to: out_late }
  which:
    ask: Which?
    type: multi
    options: { first: The first, second: The second }
    none: Neither
    go:
      - { if: "'first' in which", to: sure }
      - { to: out_contact }
  sure:
    ask: Are you sure?
    type: yes_no
    options: { "yes": { go: out_contact }, "no": { go: out_late } }
outcomes:
  out_refund: { solution: "{kind.label}: you get {paid} back" }
  out_late:
    solution: Too late
    text: { days: age + 0 }
  out_contact: { contact: billing, subject: "Charge {kind.label}", send: [kind, which] }
"""


def ran(cases: str, *, texts: dict[str, str] | None = None) -> tuple[list[Result], list[Finding]]:
    text = f"{TREE}scenarios:\n{textwrap.indent(textwrap.dedent(cases).strip(), '  ')}\n"
    tree, findings = read(text, "tree.yml", "tree")
    assert tree is not None
    assert not findings, findings
    built = build(tree)
    assert not built.findings, built.findings
    raw = (lambda node: texts.get(node, "")) if texts is not None else None
    results, found = run(built.program, tree.scenarios, built.places, TODAY, texts=raw)
    return list(results), found


def failure(cases: str) -> Finding:
    results, (finding,) = ran(cases)
    assert not results[0].passed
    assert (finding.code, finding.severity) == ("scenario-fails", Severity.ERROR)
    assert finding.place.path == "tree.yml"
    assert finding.place.line > 40
    return finding


def test_a_scenario_that_ends_where_it_should_passes() -> None:
    results, findings = ran("""
        - name: Refund
          answers: { kind: late, charged: 2026-11-07, paid: 20 }
          expect: out_refund
          path: [kind, charged, paid]
          shows: ["Charged late: you get €20.00 back"]
        - name: A later day
          today: 2026-11-22
          answers: { kind: late, charged: 2026-11-07, paid: 20 }
          expect: out_late
          shows: ["15"]
        - name: Contact
          answers: { kind: odd, which: [second, first], sure: true }
          expect: out_contact
          sends: { kind: odd, which: [first, second] }
        - name: Neither
          answers: { kind: twice, which: [] }
          expect: out_contact
    """)
    assert not findings
    assert [(one.name, one.passed) for one in results] == [
        ("Refund", True),
        ("A later day", True),
        ("Contact", True),
        ("Neither", True),
    ]


def test_a_wrong_end_names_the_answer_that_went_another_way() -> None:
    finding = failure("""
        - name: Wrong
          answers: { kind: twice, which: [second] }
          expect: out_late
    """)
    assert 'it should end at "out_late", but it ends at "out_contact"' in finding.message
    assert finding.hint == 'which: [second] leads from "which" to "out_contact" (rule 2)'


def test_an_answer_that_is_missing_is_named() -> None:
    finding = failure("""
        - name: Short
          answers: { kind: late, charged: 2026-11-07 }
          expect: out_late
    """)
    assert 'ends at the question "paid", for which it has no answer "paid"' in finding.message


@pytest.mark.parametrize(
    ("charged", "paid", "why"),
    [
        ("2026-11-22", 20, "more than the most"),
        ("2026-11-07", 0, "less than the least"),
        ("2026-11-07", "1.005", "too many decimals"),
        ("2026-11-07", 13, "Not thirteen"),
        ("2026-11-07", "many", "not a number"),
        ("yesterday", 20, "not a date"),
    ],
)
def test_an_answer_that_is_not_valid_is_named(charged: str, paid: object, why: str) -> None:
    finding = failure(f"""
        - name: Refused
          answers: {{ kind: late, charged: {charged}, paid: {paid} }}
          expect: out_late
    """)
    assert "is not valid" in finding.message
    assert why in finding.message


def test_a_scenario_can_expect_a_refusal() -> None:
    results, findings = ran("""
        - name: In the future
          answers: { kind: late, charged: 2026-11-22 }
          rejects: charged
    """)
    assert results[0].passed
    assert not findings


def test_an_answer_that_is_accepted_is_not_refused() -> None:
    finding = failure("""
        - name: Today
          answers: { kind: late, charged: 2026-11-21 }
          rejects: charged
    """)
    assert '"charged" is not refused' in finding.message


@pytest.mark.parametrize(
    ("expected", "code", "hint"),
    [
        ("expect: out_lat", "missing-target", 'did you mean "out_late"?'),
        ("rejects: charge", "unknown-name", 'did you mean "charged"?'),
        ("expect: out_contact\n  path: [kind, witch]", "missing-target", 'did you mean "which"?'),
    ],
)
def test_what_a_scenario_expects_must_be_there(expected: str, code: str, hint: str) -> None:
    _, findings = ran(f"""
        - name: Misspelt
          answers: {{ kind: twice, which: [second] }}
          {expected.replace(chr(10), chr(10) + "        ")}
    """)
    assert [(one.code, one.hint) for one in findings] == [(code, hint)]


def test_a_missing_answer_is_what_to_add() -> None:
    finding = failure("""
        - name: Short
          answers: { kind: late, charged: 2026-11-07 }
          expect: out_late
    """)
    assert finding.hint == "add paid: and what is answered"


def test_a_date_in_another_form_is_written_as_it_should_be() -> None:
    finding = failure("""
        - name: German
          answers: { kind: late, charged: 07.11.2026, paid: 20 }
          expect: out_late
    """)
    assert finding.hint == "write it as 2026-11-07"


def test_a_wrong_path_says_where_it_turned() -> None:
    finding = failure("""
        - name: Path
          answers: { kind: twice, which: [second] }
          expect: out_contact
          path: [kind, which, sure]
    """)
    assert "the path is kind → which → out_contact, not kind → which → sure" in finding.message
    assert "which: [second] leads there (rule 2)" in finding.hint


def test_a_text_that_is_not_shown_is_told_with_what_is() -> None:
    finding = failure(
        """
        - name: Text
          answers: { kind: late, charged: 2026-11-07, paid: 20 }
          expect: out_refund
          shows: [21]
    """.replace("[21]", '["€21"]')
    )
    assert '"€21" is not shown at "out_refund"' in finding.message
    assert "Charged late: you get €20.00 back" in finding.hint


def test_texts_of_the_page_are_filled_before_they_are_compared() -> None:
    text = "You paid **{paid}** on {charged},\n{age} days ago. {unknown}"
    results, findings = ran(
        """
        - name: Text
          answers: { kind: late, charged: 2026-11-07, paid: 20 }
          expect: out_refund
          shows: ["You paid €20.00 on 7 November 2026, 14 days ago. {unknown}"]
        """,
        texts={"out_refund": text},
    )
    assert not findings
    assert results[0].passed


def test_what_is_sent_is_compared() -> None:
    finding = failure("""
        - name: Sent
          answers: { kind: twice, which: [first], sure: "yes" }
          expect: out_contact
          sends: { sure: "yes" }
    """)
    assert 'sure: "yes" is not sent' in finding.message
    assert finding.hint == "what is sent is { kind: twice, which: [first] }"


def test_an_answer_that_is_never_asked_for_is_unused() -> None:
    results, (finding,) = ran("""
        - name: Unused
          answers: { kind: twice, which: [second], sure: "no" }
          expect: out_contact
    """)
    assert results[0].passed
    assert (finding.code, finding.severity) == ("scenario-unused", Severity.WARNING)
    assert 'the answer "sure" is never asked for' in finding.message


def test_a_misspelt_option_is_told_instead_of_what_follows_from_it() -> None:
    results, (finding,) = ran("""
        - name: Misspelt
          answers: { kind: twise, which: [second] }
          expect: out_contact
    """)
    assert not results[0].passed
    assert (finding.code, finding.hint) == ("unknown-option", 'did you mean "twice"?')


def test_a_misspelt_name_is_told_instead_of_what_follows_from_it() -> None:
    _, (finding,) = ran("""
        - name: Misspelt
          answers: { kind: twice, whitch: [second] }
          expect: out_contact
    """)
    assert (finding.code, finding.hint) == ("unknown-name", 'did you mean "which"?')
