"""The ways through a troubleshooter that stand for all."""

from __future__ import annotations

from collections.abc import Callable

from helpwright.troubleshooters.proof import paths
from helpwright.troubleshooters.proof.exploration import Exploration

Explored = Callable[[str], Exploration]
TREE = """
start: where
steps:
  where:
    ask: Where?
    options: { app: In the app, web: On the web, tv: { label: On TV, go: out_old } }
    go: version
  version:
    ask: Which version?
    type: number
    min: 1
    not_sure: out_call
    go:
      - { if: version < 16, to: out_old }
      - { if: where == 'app' and version > 20, to: out_call }
      - { to: out_new }
outcomes:
  out_new: { solution: New }
  out_old: { solution: Old }
  out_call: { contact: support }
"""


def test_there_is_a_way_to_each_outcome_by_each_rule(explored: Explored) -> None:
    found = paths.find(explored(TREE))
    assert [(one.outcome, one.steps[-2], one.way) for one in found] == [
        ("out_new", "version", "rule:2"),
        ("out_old", "where", "option:tv"),
        ("out_old", "version", "rule:0"),
        ("out_call", "version", "not_sure"),
        ("out_call", "version", "rule:1"),
    ]


def test_each_way_is_the_shortest_and_shows_its_answers(explored: Explored) -> None:
    last = paths.find(explored(TREE))[-1]
    assert last.answers == {"where": "app", "version": 21}
    assert last.steps == ("where", "version", "out_call")


def test_there_are_no_more_ways_than_asked_for(explored: Explored) -> None:
    assert len(paths.find(explored(TREE), most=2)) == 2
