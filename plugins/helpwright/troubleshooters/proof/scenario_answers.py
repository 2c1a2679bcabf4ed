"""The answers of a scenario: as values of a walk, and what can be answered at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from helpwright.troubleshooters.language.values import NOT_SURE, Value
from helpwright.troubleshooters.program.answers import read_answer
from helpwright.troubleshooters.program.walk import Walk

Program = Mapping[str, Any]
Asked = Mapping[str, Sequence[Mapping[str, Any]]]
"""The steps that ask for an answer of each name, as `showing.asked_by` finds them."""


def given_answers(asked: Asked, answers: Mapping[str, object]) -> dict[str, Value]:
    """Answers as written in YAML, as values of a walk."""
    return {
        name: _value(next(iter(steps_for(asked, name)), None), value)
        for name, value in answers.items()
    }


def steps_for(asked: Asked, name: str) -> Sequence[Mapping[str, Any]]:
    """The steps that ask for an answer of this name, or for its repetition "name~2"."""
    return asked.get(name.partition("~")[0], ())


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


def option_ids(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    """The answers that can be chosen at steps of one name; none where something is typed."""
    found = dict[str, None]()
    for step in steps:
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
