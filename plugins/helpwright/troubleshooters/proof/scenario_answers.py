"""The answers of a scenario: as values of a walk, and what can be answered at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from helpwright.troubleshooters.language.values import NOT_SURE, Value
from helpwright.troubleshooters.program.answers import read_answer
from helpwright.troubleshooters.program.walk import Walk
from helpwright.troubleshooters.proof.showing import asking

Program = Mapping[str, Any]


def given_answers(program: Program, answers: Mapping[str, object]) -> dict[str, Value]:
    """Answers as written in YAML, as values of a walk."""
    return {name: _value(asking(program, name), value) for name, value in answers.items()}


def _value(step: Mapping[str, Any] | None, value: Any) -> Value:
    kind = step.get("type", "") if step else ""
    if isinstance(value, date):
        return value.isoformat()
    if kind == "multi" and value != NOT_SURE and value != []:
        return read_answer(step, value if isinstance(value, list) else str(value))
    if kind == "yes_no" and isinstance(value, bool):
        return "yes" if value else "no"
    if kind in ("choice", "lookup", "text") and isinstance(value, int | float):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def option_ids(program: Program, name: str) -> list[str]:
    """The answers that can be chosen; none where something is typed."""
    base, found = name.partition("~")[0], dict[str, None]()
    for node, step in program["steps"].items():
        if step.get("name", node) != base:
            continue
        if step["kind"] == "try":
            return ["fixed", "not_fixed"]
        if "options" not in step:
            return []
        found |= dict.fromkeys(option["id"] for option in step["options"])
        found |= {NOT_SURE: None} if NOT_SURE in step else {}
    return list(found)


def name_at(program: Program, walked: Walk) -> str:
    """What the answer is called for which a walk waits."""
    step = program["steps"].get(walked.at)
    if step is None:
        return walked.at
    visit = walked.visits.get(walked.at, 1)
    name = str(step.get("name", walked.at))
    return name if visit == 1 else f"{name}~{visit}"
