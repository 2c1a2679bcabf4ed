"""A program with mistakes made fit to be explored, so that one mistake does not hide the others."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from helpwright.errors import nearest

NOWHERE = "?"
"""Stands where a way leads to nothing that exists, and nothing that may have been meant."""


def mended(program: Mapping[str, Any]) -> Mapping[str, Any]:
    """The program with every target a step or outcome: a misspelt one leads where it was meant."""
    known = {*program["steps"], *program["outcomes"]}
    if program["start"] in program["steps"] and all(
        holder[key] in known for holder, key in _targets(program)
    ):
        return program
    made = copy.deepcopy(dict(program))
    nodes = [*program["steps"], *program["outcomes"]]
    for holder, key in _targets(made):
        if holder[key] not in known:
            holder[key] = (nearest(str(holder[key]), nodes) if holder[key] else "") or NOWHERE
            if holder[key] == NOWHERE:
                made["outcomes"][NOWHERE] = {"kind": "solution", "label": NOWHERE}
    if made["start"] not in made["steps"]:
        made["start"] = nearest(made["start"], made["steps"]) or next(iter(made["steps"]), "")
    return made


def _targets(program: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Every place of a target, as a dict or list and the key or number in it."""
    for step in program["steps"].values():
        if step["kind"] == "try":
            by_rules = "rules" in step
            yield from ((step, key) for key in ("fixed", "not_fixed") if step[key] or not by_rules)
            yield from ((rule, "to") for rule in step.get("rules", ()))
            continue
        if "not_sure" in step:
            yield step, "not_sure"
        yield from ((option, "go") for option in step.get("options", ()) if "go" in option)
        yield from ((rule, "to") for rule in step["rules"] if "to" in rule)
    for outcome in program["outcomes"].values():
        if "not_helpful" in outcome:
            yield outcome, "not_helpful"
    for table in program["tables"].values():
        if "to" in table["outputs"]:
            column = table["outputs"].index("to")
            for row in table["rows"]:
                # What is worked out is known at run time only.
                if isinstance(row["values"][column], list) and row["values"][column][:1] == ["lit"]:
                    yield row["values"][column], 1


def uncertain(
    program: Mapping[str, Any], *, facts: Collection[str] = (), tables: Collection[str] = ()
) -> frozenset[str]:
    """The steps in which something could not be compiled: nothing is known of their ways.

    Args:
        program: The compiled troubleshooter.
        facts: Facts with mistakes beyond those that could not be compiled.
        tables: Tables with mistakes.
    """
    broken = _broken_facts(program, facts, tables)
    found = set()
    for name, step in program["steps"].items():
        conditions = [rule["if"] for rule in step.get("rules", ()) if "if" in rule]
        conditions += [option["if"] for option in step.get("options", ()) if "if" in option]
        conditions += [check["if"] for check in step.get("check", ())]
        conditions += [step[key] for key in ("min", "max") if key in step]
        conditions += [value for _, value in step.get("set", ())]
        for rule in step.get("rules", ()):
            if "table" in rule:
                conditions.append(["table", rule["table"], "to"])
                conditions += program["tables"].get(rule["table"], {"inputs": []})["inputs"]
        has_none = step.get("options") == [] and "kind" in step
        if has_none or any(_is_broken(one) or _reads(one, broken) for one in conditions):
            found.add(name)
    return frozenset(found)


def _broken_facts(
    program: Mapping[str, Any], facts: Collection[str], tables: Collection[str]
) -> set[tuple[str, str]]:
    """Facts and tables with a mistake, and those that read one of them."""
    broken = {("fact", name) for name, fact in program["facts"].items() if _is_broken(fact)}
    broken |= {("fact", name) for name in facts} | {("table", name) for name in tables}
    found: set[tuple[str, str]] = set()
    while broken - found:
        found |= broken
        broken |= {("fact", n) for n, fact in program["facts"].items() if _reads(fact, found)}
        for name, table in program["tables"].items():
            inputs = table["inputs"]
            if any(_is_broken(one) or _reads(one, found) for one in inputs):
                broken.add(("table", name))
    return found


def _is_broken(expression: Any) -> bool:
    if isinstance(expression, list) and expression[:1] != ["lit"]:
        return any(map(_is_broken, expression))
    return expression is None


def _reads(expression: Any, broken: Collection[tuple[str, str]]) -> bool:
    if not isinstance(expression, list) or expression[:1] == ["lit"]:
        return False
    if expression[:1] in (["fact"], ["table"]):
        return tuple(expression[:2]) in broken
    return any(_reads(one, broken) for one in expression)
