from datetime import date

import pytest

from helpwright.errors import Finding
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import read

SMALL = "troubleshooter: 1\ntitle: T\nstart: a\nsteps:\n  a: { try: Wait, not_fixed: solved }\n"
ONE = "{ name: N, answers: { a: fixed, b: [x, 1], c.d: 2.5 }, expect: solved }"


def read_more(more: str) -> tuple[Troubleshooter, list[Finding]]:
    tree, findings = read(SMALL + more, "t.yml", "t")
    assert tree is not None
    return tree, findings


def test_scenarios_may_be_a_list() -> None:
    tree, findings = read_more(f"scenarios: [{ONE}]")
    assert findings == []
    (scenario,) = tree.scenarios
    assert scenario.answers == {"a": "fixed", "b": ["x", 1], "c.d": 2.5}
    assert scenario.answer_places["b"].col == scenario.answer_places["a"].col + 10
    assert scenario.expect is not None
    assert scenario.expect.to == "solved"
    assert (scenario.path, scenario.sends, scenario.today, tree.today) == (None, None, None, None)
    assert (scenario.place.line, scenario.place.col) == (6, 13)


def test_scenarios_may_share_a_day() -> None:
    tree, findings = read_more(
        f"scenarios:\n  today: 2026-11-21\n  cases:\n    - {ONE}\n"
        "    - { name: R, answers: { a: x }, rejects: a, today: 2026-01-02,\n"
        "        path: [a], shows: [Hello], sends: {} }\n"
        "coverage: { options: 50, rules: 100, outcomes: 0 }"
    )
    assert findings == []
    assert tree.today == date(2026, 11, 21)
    other = tree.scenarios[1]
    assert (other.rejects, other.today) == ("a", date(2026, 1, 2))
    assert (other.path, other.shows, other.sends) == (("a",), ("Hello",), {})
    assert tree.coverage == {"options": 50, "rules": 100, "outcomes": 0}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("scenarios:", "missing-key"),
        ("scenarios: []", "missing-key"),
        ("scenarios: soon", "wrong-type"),
        ("scenarios: [soon]", "wrong-type"),
        ("scenarios: { today: 2026-11-21 }", "missing-key"),
        (f"scenarios: {{ today: tomorrow, cases: [{ONE}] }}", "invalid-value"),
        ("scenarios: [{ name: N, answers: { a: x } }]", "missing-key"),
        ("scenarios: [{ name: N, answers: { a: x }, expect: b, rejects: a }]", "two-kinds"),
        ("scenarios: [{ name: N, expect: b }]", "missing-key"),
        ("scenarios: [{ answers: { a: x }, expect: b }]", "missing-key"),
        ("scenarios: [{ name: N, answers: { a: { b: c } }, expect: b }]", "wrong-type"),
        ("scenarios: [{ name: N, answers: { a: null }, expect: b }]", "wrong-type"),
        ("scenarios: [{ name: N, answers: { 'a b': c }, expect: b }]", "invalid-name"),
        ("scenarios: [{ name: N, answers: { a: x }, expect: b, path: a }]", "wrong-type"),
        ("scenarios: [{ name: N, answers: { a: x }, expect: b, exepct: c }]", "unknown-key"),
        ("coverage: 50", "wrong-type"),
        ("coverage: { options: 101 }", "invalid-value"),
        ("coverage: { options: all }", "wrong-type"),
        ("coverage: { steps: 5 }", "unknown-key"),
    ],
)
def test_what_a_scenario_cannot_be_is_told(more: str, expected: str) -> None:
    (finding,) = read_more(more)[1]
    assert (finding.code, finding.place.line) == (expected, 6)


def test_a_scenario_is_named_in_what_is_told_about_it() -> None:
    (finding,) = read_more("scenarios: [{ name: Night, answers: { a: x } }]")[1]
    assert finding.message == 'scenario "Night": "expect" or "rejects" is missing'
