"""Where answers lead, in Python and in JavaScript."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import pytest

from helpwright.troubleshooters.program.walk import Walk, walk
from helpwright.troubleshooters.proof.inspection import Inspected

TODAY = "2026-11-20"
Ask = Callable[[list[list[Any]]], list[Any]]
Trees = Mapping[str, Inspected]
SLOW = {"mbps": 4, "restart": "not_fixed", "again": "yes"}


def test_answers_lead_from_step_to_step(trees: Trees) -> None:
    program = trees["late-certificate"].program
    walked = walk(program, {"kind": "exam", "proctor": "no"}, TODAY)
    assert walked.path == ("kind", "proctor", "not_valid")
    assert walked.done
    assert [(one.step, one.way) for one in walked.taken] == [
        ("kind", "option:exam"),
        ("proctor", "rule:1"),
    ]


def test_a_walk_stops_where_an_answer_is_missing_or_wrong(trees: Trees) -> None:
    program = trees["late-certificate"].program
    stopped = walk(program, {"kind": "course"}, TODAY)
    assert (stopped.at, stopped.done, stopped.fault) == ("finished_on", False, "")
    late = walk(program, {"kind": "course", "finished_on": "2026-11-21"}, TODAY)
    assert (late.at, late.fault) == ("finished_on", "max")
    unknown = walk(program, {"kind": "Course", "colour": "red"}, TODAY)
    assert (unknown.at, unknown.fault, unknown.answers) == ("kind", "option", {})


def test_a_changed_answer_keeps_those_that_still_apply(trees: Trees) -> None:
    program = trees["late-certificate"].program
    answers = {"kind": "exam", "proctor": "yes", "finished_on": "2026-10-01", "printed": ["pdf"]}
    changed = walk(program, {**answers, "kind": "course"}, TODAY)
    assert changed.at == "send_again"
    assert "proctor" not in changed.answers


def test_a_step_comes_again_as_often_as_its_rule_says(trees: Trees) -> None:
    program = trees["slow-lesson"].program
    once = walk(program, SLOW, TODAY)
    assert once.path == ("speed", "restart", "again", "restart")
    assert not once.done
    twice = walk(program, {**SLOW, "restart~2": "not_fixed", "again~2": "yes"}, TODAY)
    assert twice.path[-3:] == ("restart", "again", "net.place")


def test_a_shared_part_gives_its_answers_to_the_one_who_uses_it(trees: Trees) -> None:
    program = trees["slow-lesson"].program
    answers = {"mbps": "not_sure", "net.place": "no", "net.vpn": "yes"}
    assert walk(program, answers, TODAY).at == "too_slow"
    assert walk(program, {"mbps": "not_sure", "net.place": "yes"}, TODAY).at == "write"


def test_an_outcome_that_did_not_help_leads_on(trees: Trees) -> None:
    program = trees["late-certificate"].program
    answers = {"kind": "course", "finished_on": "2026-10-01", "printed": []}
    assert walk(program, answers, TODAY).at == "send_again"
    assert walk(program, {**answers, "send_again": "not_helpful"}, TODAY).at == "write"


def values(chance: random.Random, step: Mapping[str, Any]) -> Any:
    """Some answer, mostly a valid one."""
    if step["kind"] == "try":
        return chance.choice(["fixed", "not_fixed", "not_fixed", "maybe"])
    ids = [option["id"] for option in step.get("options", ())]
    some: dict[str, Callable[[], Any]] = {
        "multi": lambda: [one for one in ids if chance.random() < 0.4],
        "number": lambda: chance.choice([0, 1.9, 2, 10, 10.1, 10.25, 2000, "7"]),
        "money": lambda: chance.choice([0, 29.99, 30, -1, 0.001]),
        "date": lambda: chance.choice(["2026-11-20", "2026-11-15", "2025-02-29", "2024-01-01"]),
        "text": lambda: chance.choice(["My phone", "device", "", "x" * 30, "ä"]),
    }
    make = some.get(step["type"], lambda: chance.choice([*ids, "nothing"]))
    return "not_sure" if chance.random() < 0.15 else make()


def as_json(walked: Walk) -> dict[str, Any]:
    return {**asdict(walked), "path": [*walked.path], "taken": [asdict(t) for t in walked.taken]}


@pytest.mark.parametrize("name", ["late-certificate", "slow-lesson"])
def test_python_and_javascript_walk_alike(name: str, trees: Trees, in_node: Ask) -> None:
    program = trees[name].program
    chance = random.Random(name)
    requests: list[list[Any]] = []
    for _ in range(1500):
        answers: dict[str, Any] = {}
        for _ in range(12):
            walked = walk(program, answers, TODAY)
            step = program["steps"].get(walked.at)
            if step is None or walked.stuck or walked.fault or chance.random() < 0.03:
                break
            visit = walked.visits[walked.at]
            own = step.get("name", walked.at)
            answers[own if visit == 1 else f"{own}~{visit}"] = values(chance, step)
        if walked.done and chance.random() < 0.5:
            answers[walked.at] = "not_helpful"
        requests.append(["walk", program, answers, TODAY])
    ends = set()
    for request, theirs in zip(requests, in_node(requests), strict=True):
        ours = walk(program, request[2], TODAY)
        ends.add(ours.at)
        assert as_json(ours) == theirs, request[2]
    assert ends >= {*program["outcomes"], *program["steps"]}


def test_no_names_of_objects_are_answers(trees: Trees, in_node: Ask) -> None:
    program = trees["slow-lesson"].program
    answers = {"constructor": "yes", "__proto__": "x", "mbps": "toString"}
    (theirs,) = in_node([["walk", program, answers, TODAY]])
    assert as_json(walk(program, answers, TODAY)) == theirs
    assert theirs["at"] == "speed"
