"""What can happen in a troubleshooter, and what is wrong with it as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpwright.troubleshooters.language.values import Context, matching_rows
from helpwright.troubleshooters.program.program import Built
from helpwright.troubleshooters.proof import classes
from helpwright.troubleshooters.proof.atoms import Terms
from helpwright.troubleshooters.proof.exploration import Exploration
from helpwright.troubleshooters.proof.reader import Reader

Compile = Callable[[str], Built]
Explore = Callable[[str], Exploration]
TODAY = "2026-11-21"


def tried(exploration: Exploration, step: str) -> tuple[object, ...]:
    """The answers that stand for all others at a step that only its own rules read."""
    return tuple(
        move.value
        for state, node in enumerate(exploration.nodes)
        for move in exploration.moves[state]
        if node == step
    )


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


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("version < 16 or version >= 109", (1, 16, 109)),
        ("old", (1, 16, 109)),
        ("version * 2 + 1 < 33", (1, 16)),
        ("version in [7, 9]", (1, 7)),
    ],
)
def test_a_number_has_a_class_between_any_two_thresholds(
    explored: Explore, condition: str, values: tuple[int, ...]
) -> None:
    assert sorted(tried(explored(NUMBER.format(condition=condition)), "version")) == sorted(values)


def test_a_rounded_number_is_tried_around_its_thresholds(compiled: Compile) -> None:
    program = compiled(NUMBER.format(condition="round(version / 10) == 3")).program
    values = classes.find(program, TODAY, Terms({"old": None}, {})).tried["version"]
    assert {24, 25, 34, 35} <= set(values)


DATE = """
    start: bought
    steps:
      bought:
        ask: When?
        type: date
        max: today
        go:
          - {{ if: "{condition}", to: out_a }}
          - {{ to: out_b }}
    outcomes:
      out_a: {{ solution: A }}
      out_b: {{ solution: B }}
"""


@pytest.mark.parametrize(
    ("condition", "last", "first"),
    [
        ("days_between(bought, today) <= 14", "2026-11-06", "2026-11-07"),
        ("bought + 2 weeks >= today", "2026-11-06", "2026-11-07"),
        ("bought + 1 month >= today", "2026-10-20", "2026-10-21"),
        ("bought >= 2026-02-28", "2026-02-27", "2026-02-28"),
    ],
)
def test_a_date_is_tried_on_both_sides_of_its_threshold(
    compiled: Compile, explored: Explore, condition: str, last: str, first: str
) -> None:
    program = compiled(DATE.format(condition=condition)).program
    values = classes.find(program, TODAY, Terms(program["facts"], program["tables"]))
    assert {last, first} <= set(values.tried["bought"])
    assert len(tried(explored(DATE.format(condition=condition)), "bought")) == 2


def test_two_dates_are_tried_in_every_order(explored: Explore) -> None:
    exploration = explored("""
        start: cancelled
        steps:
          cancelled: { ask: When did you cancel?, type: date, go: charged }
          charged:
            ask: When were you charged?
            type: date
            go:
              - { if: charged < cancelled, to: out_before }
              - { if: charged == cancelled, to: out_same }
              - { to: out_after }
        outcomes:
          out_before: { solution: Before }
          out_same: { solution: The same }
          out_after: { solution: After }
    """)
    assert {"out_before", "out_same", "out_after"} <= exploration.reached


def test_many_options_are_tried_alone_all_and_all_but_one(explored: Explore) -> None:
    options = ", ".join(f"o{number}: Option {number}" for number in range(9))
    text = f"""
        start: which
        steps:
          which: {{ ask: Which?, type: multi, options: {{ {options} }}, none: None, go: out }}
        outcomes: {{ out: {{ solution: Out }} }}
        """
    values = tried(explored(text), "which")
    assert {len(value) for value in values if isinstance(value, tuple)} == set(range(10))
    assert len(values) < 40


def test_a_tree_with_many_ways_has_few_states(explored: Explore) -> None:
    layers = "\n".join(
        f"  {side}{layer}: {{ ask: Q?, type: choice, options: "
        f"{{ x: {{ label: X, go: a{layer + 1} }}, y: {{ label: Y, go: b{layer + 1} }} }} }}"
        for layer in range(14)
        for side in "ab"
    )
    ends = "outcomes: { a14: { solution: A }, b14: { solution: B } }"
    exploration = explored(f"start: a0\nsteps:\n{layers}\n{ends}\n")
    assert exploration.states == 29
    assert exploration.left["a0"] == (14, 14)


def test_the_shortest_answers_that_reach_an_outcome_are_known(explored: Explore) -> None:
    exploration = explored(NUMBER.format(condition="version < 16"))
    assert exploration.reach("out_new") == {"version": 16}


def test_an_outcome_that_did_not_help_leads_on(explored: Explore) -> None:
    exploration = explored("""
        start: where
        steps:
          where: { ask: Where?, options: { app: App }, go: out }
        outcomes:
          out: { solution: Out, not_helpful: call }
          call: { solution: Call }
    """)
    assert exploration.reach("call") == {"where": "app", "out": "not_helpful"}


def test_a_text_is_tried_with_what_it_is_compared_with_and_what_its_pattern_allows(
    explored: Explore,
) -> None:
    text = """
    start: code
    steps:
      code:
        ask: Which code?
        type: text
        pattern: "[A-Z]{2}-[0-9]{3,}"
        go: [{ if: "code == 'AB-123' or contains(code, 'no code')", to: out_a }, { to: out_b }]
    outcomes:
      out_a: { solution: A }
      out_b: { solution: B }
    """
    assert sorted(map(str, tried(explored(text), "code"))) == ["AA-000", "AB-123"]


def test_a_long_table_is_looked_up_as_a_short_one() -> None:
    cells = [[["=", [f"c{number % 30}", number]], None] for number in range(60)]
    cells[7] = [None, ["=", [True]]]
    cells[40] = [["not", ["c3"]], None]
    table = {"hit": "first", "inputs": [["get", "code"], ["get", "sure"]], "outputs": ["to"]}
    table["rows"] = [{"cells": one, "values": ["out"]} for one in cells]
    program = {"facts": {}, "tables": {"long": table}, "steps": {}, "outcomes": {}}
    reader = Reader(program, TODAY, Terms({}, program["tables"]))
    for code in ("c3", "c4", 5, 1, True, None):
        for sure in (True, 1, None):
            values = {"code": code, "sure": sure}
            expected = matching_rows(table, Context(values, TODAY))
            assert list(reader.rows("long", values, {})[1]) == expected, values


def test_what_is_asked_anew_before_it_is_read_is_forgotten(explored: Explore) -> None:
    exploration = explored("""
        start: count
        steps:
          count:
            ask: How many?
            type: number
            min: 0
            max: 9
            go:
              - { if: count < 5, to: wait }
              - { to: wait }
          wait: { try: Wait, not_fixed: more }
          more:
            ask: Once more?
            type: yes_no
            go:
              - { if: more, to: count, again: true, max: 3 }
              - { to: out_end }
        outcomes: { out_end: { solution: The end } }
    """)
    # Once for each of the visits that are counted, not for each answer before.
    assert exploration.nodes.count("wait") == 3
    assert exploration.complete
