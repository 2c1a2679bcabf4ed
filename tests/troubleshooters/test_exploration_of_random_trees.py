"""What the exploration says is compared with walks, on trees that nobody would write."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import pytest

from helpwright.troubleshooters.language.values import NOT_SURE
from helpwright.troubleshooters.program.walk import walk
from helpwright.troubleshooters.proof import classes, coverage, missing
from helpwright.troubleshooters.proof.atoms import Terms
from helpwright.troubleshooters.proof.explore import explore
from helpwright.troubleshooters.proof.explore_findings import check

TODAY = "2026-11-21"
Json = Any


def random_program(seed: int) -> dict[str, Json]:
    """A program of a few steps whose rules compare answers, facts, computed names and tables."""
    chance = random.Random(seed)
    size = chance.randint(3, 8)
    nodes = [*(f"s{number}" for number in range(size)), *(f"out_{one}" for one in "abcd")]
    names = ["a", "b", "c", "d", "day", "other_day"]

    def target(number: int) -> str:
        return chance.choice(nodes[number + 1 :])

    def atom() -> Json:
        kind = chance.randrange(12)
        get = ["get", chance.choice(["a", "b", "total"])]
        if kind < 3:
            return [chance.choice(["<", "<=", ">", ">=", "==", "!="]), get, chance.randint(-2, 9)]
        if kind == 3:
            return ["<", ["get", "a"], ["get", "b"]]
        if kind == 4:
            return [">", ["+", ["*", ["get", "a"], 2], ["get", "b"]], chance.randint(0, 20)]
        if kind == 5:
            return ["<=", ["days_between", ["get", "day"], ["today"]], chance.randint(0, 30)]
        if kind == 6:
            return ["<", ["get", "day"], ["get", "other_day"]]
        if kind == 7:
            return ["==", ["get", "c"], ["lit", chance.choice(["x", "y", "z"])]]
        if kind == 8:
            return ["in", ["lit", chance.choice(["x", "y", "z"])], ["get", "d"]]
        if kind == 9:
            return ["known", ["get", chance.choice(names)]]
        if kind == 10:
            return ["fact", "some"]
        return ["==", ["count", ["get", "d"]], chance.randint(0, 3)]

    def condition(depth: int = 0) -> Json:
        kind = chance.randrange(5) if depth < 2 else 9
        if kind < 2:
            return [["and", "or"][kind], condition(depth + 1), condition(depth + 1)]
        return ["not", condition(depth + 1)] if kind == 2 else atom()

    def rules(number: int) -> list[Json]:
        made: list[Json] = [
            {"if": condition(), "to": target(number)} for _ in range(chance.randrange(3))
        ]
        if chance.random() < 0.25 and number:
            back = {"to": f"s{chance.randrange(number + 1)}", "max": chance.randint(1, 3)}
            made.insert(0, back if chance.random() < 0.3 else {"if": condition(), **back})
        if chance.random() < 0.2:
            made.append({"table": "where"})
        return [*made, {"to": target(number)}] if chance.random() < 0.8 else made

    def step(number: int) -> Json:
        kind = chance.choice(["choice", "number", "number", "date", "multi", "try"])
        label = {"label": f"Question {number}"}
        if kind == "try":
            return {"kind": "try", **label, "fixed": target(number), "not_fixed": target(number)}
        name = {"choice": "c", "number": chance.choice("ab"), "multi": "d"}.get(
            kind, chance.choice(["day", "other_day"])
        )
        made: Json = {"kind": "ask", "type": kind, "name": name, "rules": rules(number), **label}
        if chance.random() < 0.2:
            made["not_sure"] = target(number)
        if kind in ("choice", "multi"):
            made["options"] = [{"id": one, "label": one} for one in "xyz"]
        if kind == "choice" and chance.random() < 0.5:
            made["options"][0]["go"] = target(number)
        if kind == "choice" and chance.random() < 0.3:
            made["options"][1]["if"] = condition()
        if kind == "multi" and chance.random() < 0.7:
            made["none"] = "None of these"
        if kind == "number":
            made |= {"min": chance.choice([0, ["get", "a"], -5]), "max": chance.randint(3, 12)}
        if kind == "date":
            made["max"] = ["today"]
        if chance.random() < 0.3:
            made["set"] = [["total", chance.choice([["+", ["get", "a"], 3], ["get", "b"], 4])]]
        if chance.random() < 0.1:
            made["check"] = [{"if": condition(), "error": "Not so"}]
        return made

    table = {
        "hit": chance.choice(["first", "unique"]),
        "inputs": [["get", "c"], ["get", "a"], ["fact", "some"]],
        "outputs": ["to"],
        "rows": [
            {
                "cells": [
                    chance.choice([None, ["=", ["x"]], ["not", ["y"]]]),
                    chance.choice([None, ["range", 2, True, 5, False]]),
                    chance.choice([None, ["=", [True]]]),
                ],
                "values": [chance.choice(nodes[-4:])],
            }
            for _ in range(3)
        ],
    }
    outcomes: Json = {node: {"kind": "solution", "label": node} for node in nodes[size:]}
    if chance.random() < 0.3:
        outcomes["out_a"]["not_helpful"] = "out_b"
    if chance.random() < 0.5:
        outcomes["out_c"]["text"] = [["shown", ["table", "where", "to"]]]
    return {
        **{"format": 1, "version": "0" * 12, "slug": "random", "language": "en", "start": "s0"},
        **{"private": [], "facts": {}, "tables": {"where": table}, "outcomes": outcomes},
        **{"facts": {"some": [">", ["get", "b"], chance.randint(0, 5)]}},
        **{"steps": {f"s{number}": step(number) for number in range(size)}},
    }


def random_answers(program: Json, chance: random.Random, near: Json) -> dict[str, Json]:
    """Answers to all steps, and to their repetitions; now and then one that is not valid."""
    given: dict[str, Json] = {}
    for node, step in program["steps"].items():
        for visit in range(1, 5):
            name = step.get("name", node) + (f"~{visit}" if visit > 1 else "")
            if step["kind"] == "try":
                given[name] = chance.choice(["fixed", "not_fixed"])
            elif chance.random() < 0.1 and "not_sure" in step:
                given[name] = NOT_SURE
            elif step["type"] == "choice":
                given[name] = chance.choice("xyz")
            elif step["type"] == "multi":
                given[name] = [one for one in "xyz" if chance.random() < 0.5]
            elif step["type"] == "number":
                given[name] = chance.randint(-3, 12)
            else:
                days = [one for one in near[node] if one != NOT_SURE]
                given[name] = chance.choice([*days, f"2026-{chance.randint(9, 11)}-0{visit}"])
    return given | {"out_a": "not_helpful"} if chance.random() < 0.5 else given


@pytest.mark.parametrize("seed", range(40))
def test_what_the_exploration_says_is_what_walks_find(seed: int) -> None:
    program = random_program(seed)
    found = explore(program, TODAY, most=20_000)
    assert found.complete
    for node in found.reached:
        walked = walk(program, found.reach(node), TODAY)
        assert node in walked.path, (node, found.reach(node))
    for (node, number), move in found.rules.items():
        taken = walk(program, found.answers(move), TODAY).taken
        assert (node, f"rule:{number}") in {(one.step, one.way) for one in taken}
    for node, trouble in found.gaps.items():
        walked = walk(program, found.answers(trouble.move), TODAY)
        assert (walked.at, walked.stuck) == (node, True)
    for (node, option), move in found.options.items():
        taken = walk(program, found.answers(move), TODAY).taken
        values = [one.value for one in taken if one.step == node]
        assert any(option in (value or [""]) for value in values), (node, option)
        if (completed := found.completed(move)) is not None:
            assert walk(program, completed, TODAY).done
    check(found, {})

    chance = random.Random(seed)
    near = classes.find(program, TODAY, Terms(program["facts"], program["tables"])).tried
    stuck: dict[str, Json] = defaultdict(dict)
    for _ in range(2000 if seed < 10 else 300):
        answers = random_answers(program, chance, near)
        walked = walk(program, answers, TODAY)
        assert found.reached >= set(walked.path), answers
        for one in walked.taken:
            kind, _, number = one.way.partition(":")
            if kind == "rule":
                assert (one.step, int(number)) in found.rules, answers
        if walked.stuck:
            stuck[walked.at] = answers
    assert stuck.keys() <= found.gaps.keys(), stuck


@pytest.mark.parametrize("seed", range(30))
def test_missing_scenarios_cover_all_from_which_an_end_can_be_reached(seed: int) -> None:
    program = random_program(seed)
    found = explore(program, TODAY)
    answers = missing.find(found, coverage.measure(found, []))
    covered = coverage.measure(found, [(walk(program, one, TODAY), TODAY) for one in answers])
    for item in covered.missing():
        move = missing.move_to(found, item)
        assert move is not None
        assert found.completed(move) is None, item


@pytest.mark.parametrize("seed", range(20))
def test_the_questions_left_are_what_walks_ask(seed: int) -> None:
    program = random_program(seed)
    found = explore(program, TODAY)
    chance = random.Random(seed)
    near = classes.find(program, TODAY, Terms(program["facts"], program["tables"])).tried
    for _ in range(200):
        walked = walk(program, random_answers(program, chance, near), TODAY)
        if not walked.done or walked.at == "out_a" or "out_a" in walked.path:
            continue
        few, most = found.left["s0"]
        asked = len({one.name for one in walked.taken})
        assert few <= asked
        assert most is None or asked <= most
