"""What is wrong with a troubleshooter as a whole, told with the answers that show it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.program.program import Built
from helpwright.troubleshooters.proof.exploration import Exploration
from helpwright.troubleshooters.proof.explore import explore
from helpwright.troubleshooters.proof.explore_findings import check

Compile = Callable[[str], Built]
Explore = Callable[[str], Exploration]
Find = Callable[[str], list[Finding]]
TODAY = "2026-11-21"


NUMBER = """
    start: version
    facts: {{ old: version < 16 or version >= 109 }}
    steps:
      version:
        ask: Which version?
        type: number
        min: 1
        max: 300
        go:
          - {{ if: "{condition}", to: out_old }}
          - {{ to: out_new }}
    outcomes:
      out_old: {{ solution: Old }}
      out_new: {{ solution: New }}
"""


def test_answers_for_which_no_rule_applies_are_told(found: Find) -> None:
    (finding,) = found("""
        start: where
        steps:
          where: { ask: Where?, options: { app: App, web: Web }, go: version }
          version:
            ask: Which version?
            type: number
            min: 1
            go:
              - { if: where == 'web', to: out }
              - { if: version < 108, to: out }
        outcomes: { out: { solution: Out } }
    """)
    assert (finding.code, finding.severity) == ("gap", Severity.ERROR)
    assert "where: app, version: 108" in finding.message
    assert (finding.place.path, finding.place.line) == ("tree.yml", 15)


def test_rules_that_cover_every_answer_need_no_default(found: Find) -> None:
    assert not found("""
        start: version
        steps:
          version:
            ask: Which version?
            type: number
            go:
              - { if: version < 16, to: out }
              - { if: version >= 16, to: out }
        outcomes: { out: { solution: Out } }
    """)


def test_a_rule_after_one_that_always_applies_is_shadowed(found: Find) -> None:
    (finding,) = found(NUMBER.format(condition="version >= 1") + "      out_x: { solution: X }\n")[
        :1
    ]
    assert finding.code == "shadowed-rule"
    assert 'rule 1 (if version >= 1, to "out_old")' in finding.message


def test_a_rule_that_several_others_shadow_together_names_all_of_them(found: Find) -> None:
    findings = found("""
        start: version
        steps:
          version:
            ask: Which version?
            type: number
            min: 1
            max: 300
            go:
              - { if: version < 50, to: out_a }
              - { if: version == 7, to: out_a }
              - { if: version >= 50, to: out_b }
              - { to: out_c }
        outcomes:
          out_a: { solution: A }
          out_b: { solution: B }
          out_c: { solution: C }
    """)
    assert [(one.code, one.place.line) for one in findings] == [
        ("shadowed-rule", n) for n in (15, 17)
    ]
    assert 'rule 1 (if version < 50, to "out_a") applies before it' in findings[0].message
    assert "rules 1 and 3 together apply before it" in findings[1].message


def test_where_no_answer_is_valid_nothing_is_said_of_what_would_follow(found: Find) -> None:
    findings = found(NUMBER.replace("min: 1", "min: 301").format(condition="version < 16"))
    assert [one.code for one in findings] == ["dead-end"]


def test_a_name_that_only_cases_ask_for_is_covered_by_their_else(found: Find) -> None:
    text = """
        start: where
        steps:
          where:
            ask: Where?
            options: { app: { label: App, go: out }, web: { label: Web, go: version } }
          version: { ask: Which version?, type: number, go: out }
        outcomes:
          out:
            solution: Out
            text: { what: { if: version < 9, then: "'old'", else: OTHERWISE } }
    """
    assert found(text.replace("OTHERWISE", "\"'new'\"")) == []
    (finding,) = found(text.replace("OTHERWISE", "version + 1"))
    assert finding.code == "unanswered-name"


def test_a_condition_that_is_never_true_never_applies(found: Find) -> None:
    (finding,) = found(NUMBER.format(condition="version > 300"))
    assert finding.code == "never-applies"
    assert "if version > 300" in finding.message


def test_an_option_that_is_never_offered_never_applies(found: Find) -> None:
    codes = [
        one.code
        for one in found("""
        start: where
        steps:
          where: { ask: Where?, options: { app: { label: App, go: what } } }
          what:
            ask: What?
            options:
              x: { label: X, if: where == 'app', go: out }
              y: { label: Y, if: where != 'app', go: out }
        outcomes: { out: { solution: Out } }
    """)
    ]
    assert codes == ["never-applies"]


def test_what_nothing_leads_to_is_unreachable_once(found: Find) -> None:
    findings = found("""
        start: where
        steps:
          where: { ask: Where?, options: { app: App }, go: out }
          lost: { ask: Lost?, options: { app: App }, go: lost_too }
          lost_too: { ask: Lost?, options: { app: App }, go: out }
        outcomes: { out: { solution: Out } }
    """)
    assert [(one.code, one.place.line) for one in findings] == [("unreachable", 9)]


def test_steps_that_lead_only_to_each_other_are_unreachable(found: Find) -> None:
    findings = found("""
        start: where
        steps:
          where: { ask: Where?, options: { app: App }, go: out }
          one: { ask: Lost?, options: { app: App }, go: two }
          two: { ask: Lost?, options: { a: { label: A, go: one }, b: { label: B, go: out } } }
        outcomes: { out: { solution: Out } }
    """)
    assert [one.code for one in findings] == ["unreachable", "cycle"]


UNASKED = """
    start: where
    steps:
      where:
        ask: Where?
        options: {{ app: {{ label: App, go: end }}, web: {{ label: Web, go: browser }} }}
      browser: {{ ask: Which browser?, options: {{ chrome: Chrome, other: Other }}, go: end }}
      end:
        ask: Does it work?
        type: yes_no
        go: [{{ if: "{condition}", to: out_a }}, {{ to: out_b }}]
    outcomes:
      out_a: {{ solution: A }}
      out_b: {{ solution: B }}
"""


def test_a_name_read_where_it_was_not_asked_is_told_with_the_way(found: Find) -> None:
    (finding,) = found(UNASKED.format(condition="browser == 'chrome'"))
    assert (finding.code, finding.severity) == ("unanswered-name", Severity.WARNING)
    assert '"browser", which was not asked on the way where → end' in finding.message


@pytest.mark.parametrize(
    "condition",
    ["where == 'web' and browser == 'chrome'", "known(browser) and browser == 'chrome'"],
)
def test_a_name_that_does_not_matter_there_need_not_be_asked(found: Find, condition: str) -> None:
    assert not found(UNASKED.format(condition=condition))


CIRCLE = """
    start: first
    steps:
      first: {{ ask: First?, options: {{ x: X, y: Y }}, go: again }}
      again:
        try: Try it
        fixed: out
        not_fixed: more
      more:
        ask: Once more?
        type: yes_no
        go: [{{ if: more == 'yes', to: again{bound} }}, {{ to: out }}]
    outcomes: {{ out: {{ solution: Out }} }}
"""


def test_a_circle_is_an_error_with_its_path(explored: Explore, found: Find) -> None:
    (finding,) = found(CIRCLE.format(bound=""))
    assert (finding.code, finding.severity) == ("cycle", Severity.ERROR)
    assert "again → more → again" in finding.message
    assert finding.place.line == 16
    assert explored(CIRCLE.format(bound="")).left["first"] == (2, None)


def test_a_repetition_with_a_maximum_is_no_circle(explored: Explore, found: Find) -> None:
    text = CIRCLE.format(bound=", again: true, max: 3")
    exploration = explored(text)
    assert not found(text)
    # First, then three times again and more.
    assert exploration.left["first"] == (2, 7)


def test_a_repetition_that_a_condition_ends_is_no_circle(found: Find) -> None:
    assert not found("""
        start: one
        steps:
          one:
            ask: One?
            options: { x: X }
            go: [{ if: visits(one) < 3, to: one, again: true, max: 9 }, { to: out }]
        outcomes: { out: { solution: Out } }
    """)


def test_a_question_to_which_no_answer_is_valid_is_a_dead_end(found: Find) -> None:
    (finding,) = [
        one
        for one in found("""
        start: most
        steps:
          most: { ask: At most?, type: number, min: 0, max: 9, go: least }
          least: { ask: At least?, type: number, min: 5, max: most, go: out }
        outcomes: { out: { solution: Out } }
    """)
        if one.code == "dead-end"
    ]
    assert 'step "least": no answer is valid after the answers most: 0' in finding.message


def test_too_many_states_are_a_notice_and_nothing_false_is_told(compiled: Compile) -> None:
    names = [f"n{number}" for number in range(12)]
    steps = "\n".join(
        f"  {name}: {{ ask: Q?, type: number, go: {after} }}"
        for name, after in zip(names, [*names[1:], "end"], strict=True)
    )
    end = "  end: { ask: End?, type: yes_no, go: [{ if: %s, to: out }, { to: rare }] }"
    total = " > 1 or ".join(names)
    built = compiled(
        f"start: n0\nsteps:\n{steps}\n{end % f'{total} > 1'}\n"
        "outcomes: { out: { solution: Out }, rare: { solution: Rare } }\n"
    )
    exploration = explore(built.program, TODAY, most=500)
    assert not exploration.complete
    assert [one.code for one in check(exploration, built.places)] == ["too-many-states"]
