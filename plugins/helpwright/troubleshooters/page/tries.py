"""Where one goes on after something was tried, for those who read the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Step = Mapping[str, Any]
ANSWERS = ("fixed", "not_fixed")


def rules_after(step: Step, answer: str) -> list[Step]:
    """The rules for one of the two answers, without the condition that it was this one."""
    if step[answer]:
        return []
    rules: list[Step] = step.get("rules", [])
    if any(step[key] for key in ANSWERS):
        return rules
    return [found for rule in rules for found in _for_answer(rule, ["lit", answer])]


def _for_answer(rule: Step, answer: list[str]) -> list[Step]:
    condition = rule["if"]
    if condition[0] == "==":
        return [{key: rule[key] for key in rule if key != "if"}] if condition[2] == answer else []
    return [{**rule, "if": condition[2]}] if condition[1][2] == answer else []
