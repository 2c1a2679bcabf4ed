"""The ways through a troubleshooter that stand for all."""

from __future__ import annotations

from helpwright.troubleshooters.program.program import build
from helpwright.troubleshooters.proof import paths
from helpwright.troubleshooters.proof.explore import explore
from helpwright.troubleshooters.source.read import read

TREE = """
troubleshooter: 1
title: Sound
summary: No sound
owner: team
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


def found(*, most: int = paths.MOST) -> list[paths.Path]:
    tree, _ = read(TREE, "tree.yml", "tree")
    assert tree is not None
    return paths.find(explore(build(tree).program, "2026-11-21"), most=most)


def test_there_is_a_way_to_each_outcome_by_each_rule() -> None:
    assert [(one.outcome, one.steps[-2], one.way) for one in found()] == [
        ("out_new", "version", "rule:2"),
        ("out_old", "where", "option:tv"),
        ("out_old", "version", "rule:0"),
        ("out_call", "version", "not_sure"),
        ("out_call", "version", "rule:1"),
    ]


def test_each_way_is_the_shortest_and_shows_its_answers() -> None:
    last = found()[-1]
    assert last.answers == {"where": "app", "version": 21}
    assert last.steps == ("where", "version", "out_call")


def test_there_are_no_more_ways_than_asked_for() -> None:
    assert len(found(most=2)) == 2
