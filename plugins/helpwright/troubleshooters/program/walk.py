"""Where answers lead: a compiled troubleshooter followed from its start.

`web/troubleshooter/walk.js` does the same, step by step; tests compare them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from helpwright.troubleshooters.language.values import Context, Value, evaluate, fault

MOST_STEPS = 1000
NOT_SURE = "not_sure"
NOT_HELPFUL = "not_helpful"

Program = Mapping[str, Any]
"""A compiled troubleshooter: what `program.build` makes and the page carries as JSON."""


@dataclass(frozen=True)
class Taken:
    """An answer that counted. `way` tells which of the step's ways out it took.

    That is "not_sure", "fixed", "not_fixed", "not_helpful", "option:<id>" or "rule:<number>".
    """

    step: str
    name: str
    value: Value
    way: str


@dataclass(frozen=True)
class Walk:
    """Where answers lead.

    `at` is the step or outcome at which it ends: `done` if that is an outcome, `stuck` if no rule
    applies to the answers. `fault` says why the answer at `at` is not valid; it is "" if there is
    none yet. `values` is what expressions see, computed values included.
    """

    path: tuple[str, ...]
    at: str
    done: bool
    stuck: bool
    fault: str
    taken: tuple[Taken, ...]
    values: Mapping[str, Value]
    visits: Mapping[str, int]

    @property
    def answers(self) -> dict[str, Value]:
        """The answers that counted, by the name under which they were given."""
        return {one.name: one.value for one in self.taken}


@dataclass
class _Walker:
    program: Program
    today: str
    values: dict[str, Value] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    context: Context = field(init=False)

    def __post_init__(self) -> None:
        facts, tables = self.program["facts"], self.program["tables"]
        # It sees how values and visits grow.
        self.context = Context(self.values, self.today, facts, tables, self.visits)

    def way_out(self, step: Mapping[str, Any], value: Value) -> tuple[str, str]:
        """(what way it is, where it leads); both "" if no rule applies."""
        if value == NOT_SURE:
            return NOT_SURE, step[NOT_SURE]
        # Without a way of its own, an answer to what was tried goes by the rules.
        if step["kind"] == "try" and step[str(value)]:
            return str(value), step[str(value)]
        for option in step.get("options", ()):
            if option["id"] == value and "go" in option:
                return f"option:{value}", option["go"]
        for number, rule in enumerate(step.get("rules", ())):
            to = self.target_of(rule)
            if to:
                return f"rule:{number}", to
        return "", ""

    def target_of(self, rule: Mapping[str, Any]) -> str:
        context = self.context
        if "if" in rule and evaluate(rule["if"], context) is not True:
            return ""
        to = evaluate(["table", rule["table"], "to"], context) if "table" in rule else rule["to"]
        if "max" in rule and self.visits.get(to, 0) >= rule["max"]:
            return ""
        return to if isinstance(to, str) else ""


def walk(program: Program, answers: Mapping[str, Value], today: str) -> Walk:
    """Follow answers from the start as far as they lead.

    Args:
        program: The compiled troubleshooter.
        answers: Values by name: what an option is called, a number, a text, a date such as
            "2026-11-21", a list for several, or "not_sure". The second time that a step is
            visited, its answer is called "name~2".
        today: The date that expressions see.
    """
    walker = _Walker(program, today)
    path: list[str] = []
    taken: list[Taken] = []
    at = str(program["start"])

    def ended(*, done: bool = False, stuck: bool = False, fault: str = "") -> Walk:
        result = tuple(taken), dict(walker.values), dict(walker.visits)
        return Walk(tuple(path), at, done, stuck, fault, *result)

    while len(path) < MOST_STEPS:
        path.append(at)
        outcome = program["outcomes"].get(at)
        if outcome is not None:
            if answers.get(at) != NOT_HELPFUL or NOT_HELPFUL not in outcome:
                return ended(done=True)
            taken.append(Taken(at, at, NOT_HELPFUL, NOT_HELPFUL))
            at = outcome[NOT_HELPFUL]
            continue
        step = program["steps"].get(at)
        if step is None:
            return ended(stuck=True)
        visit = walker.visits[at] = walker.visits.get(at, 0) + 1
        own = step.get("name", at)
        name = own if visit == 1 else f"{own}~{visit}"
        if name not in answers:
            return ended()
        value = answers[name]
        wrong = _fault(step, value, walker.context)
        if wrong:
            return ended(fault=wrong)
        walker.values[own] = None if value == NOT_SURE else value
        for computed, expression in step.get("set", ()):
            walker.values[computed] = evaluate(expression, walker.context)
        way, to = walker.way_out(step, value)
        taken.append(Taken(at, name, value, way))
        if not to:
            return ended(stuck=True)
        at = to
    return ended(stuck=True)


def _fault(step: Mapping[str, Any], value: Value, context: Context) -> str:
    if step["kind"] == "try":
        return "" if value in ("fixed", "not_fixed") else "option"
    if value == NOT_SURE:
        return "" if NOT_SURE in step else "option"
    return fault(step, value, context)
