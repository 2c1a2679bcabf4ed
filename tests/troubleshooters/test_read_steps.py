import re
from typing import Any

import pytest

from helpwright.errors import Finding
from helpwright.troubleshooters.source.model import Ask, Troubleshooter, Try, Use
from helpwright.troubleshooters.source.read import read
from helpwright.troubleshooters.source.ways import ways

HEAD = "troubleshooter: 1\ntitle: T\nstart: a\nsteps:\n"


def read_text(steps: str, more: str = "") -> tuple[Troubleshooter, list[Finding]]:
    tree, findings = read(f"{HEAD}{steps}{more}", "t.yml", "t")
    assert tree is not None
    return tree, findings


def ask(text: str) -> Ask:
    tree, findings = read_text(f"  a: {{ ask: A, {text} }}\n")
    assert findings == []
    step = tree.steps["a"]
    assert isinstance(step, Ask)
    return step


def told(steps: str, more: str = "") -> list[str]:
    """The codes of all findings, each with the word at its place."""
    lines = f"{HEAD}{steps}{more}".split("\n")
    return [
        f"{each.code}: {re.split('[ :,}]', lines[each.place.line - 1][each.place.col - 1 :])[0]}"
        for each in read_text(steps, more)[1]
    ]


def test_a_number_has_limits_a_unit_and_checks() -> None:
    step = ask(
        "type: number, name: speed, min: 0, max: today - 5, decimals: 2, unit: km/h, "
        "check: { if: speed != 13, error: Not 13 }, error: Try again, private: true, go: b"
    )
    assert step.answer == "speed"
    assert step.minimum is not None
    assert step.maximum is not None
    assert (step.minimum.text, step.maximum.text) == ("0", "today - 5")
    assert str(step.maximum.place) == "t.yml:5:56"
    assert (step.decimals, step.unit, step.private, step.error) == (2, "km/h", True, "Try again")
    assert [(each.condition.text, each.error) for each in step.checks] == [
        ("speed != 13", "Not 13")
    ]


def test_the_answer_has_the_steps_id_unless_it_is_named() -> None:
    assert ask("type: date, go: b").answer == "a"


def test_rules_keep_their_order_and_conditions() -> None:
    step = ask(
        "type: number, not_sure: d, go: [{ when: { a: '<5', b: [x, 1] }, to: b }, "
        "{ if: a > 9 and b, to: a, again: true }, { to: c, again: true, max: 7 }, { to: d }]"
    )
    assert [rule.to.to for rule in step.rules] == ["b", "a", "c", "d"]
    assert [rule.most for rule in step.rules] == [0, 3, 7, 0]
    assert [(each.name, each.value) for each in step.rules[0].when] == [
        ("a", "<5"),
        ("b", ["x", 1]),
    ]
    assert step.rules[1].condition is not None
    assert step.rules[1].condition.text == "a > 9 and b"
    assert [way.again for way in ways(step)] == [False, True, True, False, False]
    assert [way.target.to for way in ways(step) if way.target] == ["b", "a", "c", "d", "d"]


@pytest.mark.parametrize(
    ("value", "text", "place"),
    [
        ("true", "true", "7:11"),
        ("1.50", "1.5", "7:11"),
        ("x == 'y'", "x == 'y'", "7:11"),
        ("\"'y' in x\"", "'y' in x", "7:12"),
        ("|\n        x == 1\n", "x == 1\n", "8:9"),
        ("0.0000001", "0.0000001", "7:11"),
    ],
)
def test_an_expression_begins_behind_its_quote(value: str, text: str, place: str) -> None:
    tree, findings = read_text(f"  a:\n    try: A\n    set:\n      b:  {value}\n    fixed: c")
    assert findings == []
    step = tree.steps["a"]
    assert isinstance(step, Try)
    (assign,) = step.assigns
    assert (assign.name, assign.value.text) == ("b", text)
    # The line after the head's four.
    line, col = place.split(":")
    assert (assign.value.place.line, assign.value.place.col) == (int(line) + 1, int(col))


def test_a_step_uses_a_shared_part() -> None:
    tree, findings = read_text("  a: { use: _shared/x, exits: { ok: b }, with: { size: 3, w: v } }")
    assert findings == []
    step = tree.steps["a"]
    assert isinstance(step, Use)
    assert step.fragment.to == "_shared/x"
    assert {name: to.to for name, to in step.exits.items()} == {"ok": "b"}
    assert {name: formula.text for name, formula in step.given.items()} == {"size": "3", "w": "v"}
    assert [(way.answer, way.target and way.target.to) for way in ways(step)] == [("ok", "b")]


def test_options_may_depend_on_a_condition() -> None:
    step = ask("type: multi, none: Nothing, options: { x: X, y: { label: Y, if: x1 } }, go: b")
    assert step.none == "Nothing"
    assert [each.condition and each.condition.text for each in step.options] == [None, "x1"]
    assert [way.target.to for way in ways(step) if way.target] == ["b"]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("{ ask: A, type: number, pattern: x, go: b }", ["unknown-key: pattern"]),
        ("{ ask: A, type: nubmer, min: 1, unit: m, go: b }", ["invalid-value: nubmer"]),
        ("{ ask: A, type: date, options: { x: X }, go: b }", ["unknown-key: options"]),
        (
            "{ ask: A, type: multi, options: { x: { label: X, go: b } }, go: b }",
            ["unknown-key: go"],
        ),
        ("{ ask: A, options: { not_sure: X }, go: b }", ["invalid-id: not_sure"]),
        ("{ ask: A, type: number, decimals: 1.5, go: b }", ["wrong-type: 1.5"]),
        ("{ ask: A, type: number, decimals: -1, go: b }", ["invalid-value: -1"]),
        ("{ ask: A, type: number, min: [1], go: b }", ["wrong-type: [1]"]),
        ("{ ask: A, type: number, min: 1e999, go: b }", ["invalid-value: 1e999"]),
        ("{ ask: A, type: money, currency: Euro, go: b }", ["invalid-value: Euro"]),
        ("{ ask: A, type: date, name: today, go: b }", ["invalid-name: today"]),
        ("{ ask: A, type: date, private: yes, go: b }", ["wrong-type: yes"]),
        ("{ ask: A, type: date, go: b, decide: c }", ["two-kinds: decide"]),
        ("{ ask: A, type: date, go: [] }", ["missing-key: go"]),
        ("{ ask: A, type: date, go: [b, { if: true }] }", ["wrong-type: b", "missing-key: {"]),
        ("{ ask: A, type: date, go: [{ to: b, max: 2 }] }", ["missing-key: max"]),
        ("{ ask: A, type: date, go: [{ to: b, when: { a: { b: c } } }] }", ["wrong-type: {"]),
        ("{ ask: A, type: date, check: [{ if: x }], go: b }", ["missing-key: {"]),
        ("{ ask: A, use: b }", ["two-kinds: a"]),
        ("{ use: b, exits: c }", ["wrong-type: c"]),
        ("{ use: b, with: { x y: 1 } }", ["invalid-name: x"]),
        ("{ try: A, min: 1 }", ["unknown-key: min"]),
        ("{ ask: A, type: lookup, go: b }", ["no-options: a"]),
    ],
)
def test_what_a_step_cannot_be_is_told(step: str, expected: list[str]) -> None:
    assert told(f"  a: {step}\n") == expected


def test_a_key_of_another_type_is_told_with_the_types_that_have_it() -> None:
    _, (finding,) = read_text("  a: { ask: A, type: date, unit: m, go: b }\n")
    assert finding.hint == '"unit" belongs to number questions'


@pytest.mark.parametrize(
    ("text", "value", "cases", "otherwise"),
    [
        ("{ w: age + 1 }", "age + 1", [], None),
        ("{ w: 5 }", "5", [], None),
        ("{ w: { if: x, then: 16, else: y } }", None, [("x", "16")], "y"),
        ("{ w: [{ if: x, then: 1 }, { if: y, then: 2 }, { else: 3 }] }", None, [*"xy"], "3"),
    ],
)
def test_texts_of_an_outcome_are_worked_out(
    text: str, value: str | None, cases: list[Any], otherwise: str | None
) -> None:
    tree, findings = read_text(
        "  a: { try: A }\n", f"outcomes: {{ o: {{ solution: O, text: {text} }} }}"
    )
    assert findings == []
    (computed,) = tree.outcomes["o"].computed
    assert (computed.value and computed.value.text) == value
    assert len(computed.cases) == len(cases)
    assert (computed.otherwise and computed.otherwise.text) == otherwise


def test_a_contact_says_what_it_sends_and_a_hand_over_what_it_gives() -> None:
    tree, findings = read_text(
        "  a: { try: A }\n",
        "outcomes:\n  o: { contact: c, priority: urgent, ask_for: [number], send: [a, n.b] }\n"
        "  p: { contact: c }\n  q: { contact: c, send: none }\n"
        "  r: { handoff: h, with: { size: a * 2 } }\n  s: { article: x.md, title: S }\n",
    )
    assert findings == []
    outcomes = tree.outcomes
    assert (outcomes["o"].priority, outcomes["o"].ask_for) == ("urgent", ("number",))
    assert [outcomes[name].send for name in "opq"] == [("a", "n.b"), "answers", "none"]
    assert outcomes["r"].given["size"].text == "a * 2"
    assert (outcomes["s"].kind, outcomes["s"].title) == ("article", "S")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("{ solution: S, send: answers }", ["unknown-key: send"]),
        ("{ contact: S, send: evrything }", ["invalid-value: evrything"]),
        ("{ contact: S, priority: asap }", ["invalid-value: asap"]),
        ("{ solution: S, text: { w: { if: x, then: 1 } } }", ["missing-key: w"]),
        ("{ solution: S, text: { w: [{ if: x, then: 1 }] } }", ["missing-key: [{"]),
        ("{ solution: S, text: { w: [{ else: x }, { else: 1 }] } }", ["else-not-last: else"]),
        ("{ solution: S, text: { w: [] } }", ["missing-key: []"]),
    ],
)
def test_what_an_outcome_cannot_be_is_told(outcome: str, expected: list[str]) -> None:
    found = told("  a: { try: A }\n", f"outcomes: {{ o: {outcome} }}")
    assert found == expected
