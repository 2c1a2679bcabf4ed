"""What can be typed as an answer in the terminal, and what is said of what cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from helpwright.troubleshooters.language.values import Value
from helpwright.troubleshooters.program.answers import read_answer
from helpwright.troubleshooters.program.walk import NOT_SURE

_MOST_LISTED = 15
_FAULTS = {
    "required": "Please answer.",
    "number": "That is not a number.",
    "decimals": "That has too many decimals.",
    "date": "That is not a date; write it as 27 3 2026 or 2026-03-27.",
    "option": "That is not one of the answers.",
    "pattern": "That does not look right.",
    "length": "That is too short or too long.",
}
_LIMITS = {
    ("min", "date"): "That is too early; the first day is {0}.",
    ("max", "date"): "That is too late; the last day is {0}.",
    ("min", ""): "That is too little; the least is {0}.",
    ("max", ""): "That is too much; the most is {0}.",
}
_TRIED = {"y": "fixed", "yes": "fixed", "n": "not_fixed", "no": "not_fixed"}
_YES_NO = {"y": "yes", "n": "no"}


@dataclass(frozen=True)
class Question:
    """A step that waits for an answer.

    Attributes:
        step: The step, as it was compiled.
        offered: Its options that apply now: id, label and hint.
        language: That in which numbers are written.
        limits: What "min" and "max" are now, as they are shown.
    """

    step: Mapping[str, Any]
    offered: tuple[Mapping[str, str], ...]
    language: str
    limits: Mapping[str, str]

    @property
    def lines(self) -> Iterator[str]:
        """The answers, each with its number; of very many only how to find one."""
        if self.is_long:
            yield f"({len(self.offered)} answers; type a part of the one you mean)"
        for number, option in enumerate(self.offered if not self.is_long else (), 1):
            hint = f" ({option['hint']})" if option["hint"] else ""
            yield f"{number}  {option['label']}{hint}"
        if "none" in self.step:
            yield f"0  {self.step['none']}"
        if NOT_SURE in self.step:
            yield "?  I'm not sure"

    @property
    def prompt(self) -> str:
        """What stands before what is typed."""
        if self.step["kind"] == "try":
            return "Did that fix it? (yes, no) > "
        several = "one or more, with commas between them " if self.step["type"] == "multi" else ""
        unit = self.step.get("unit") or self.step.get("currency") or ""
        return f"{several}{unit}> " if several or not unit else f"{unit} > "

    @property
    def is_long(self) -> bool:
        """Whether there are too many answers to list them."""
        return len(self.offered) > _MOST_LISTED and self.step["type"] == "lookup"

    def matching(self, text: str) -> list[Mapping[str, str]]:
        """Of very many answers those that hold what was typed; one if that is what was meant."""
        if not self.is_long or not text or text == "?":
            return []
        word = text.casefold()
        same = [(one, (one["id"].casefold(), one["label"].casefold())) for one in self.offered]
        exact = [one for one, words in same if word in words]
        found = exact or [one for one in self.offered if word in one["label"].casefold()]
        return found[:_MOST_LISTED]

    def value(self, text: str) -> Value:
        """The value that a text stands for."""
        word = text.lower()
        if self.step["kind"] == "try":
            return _TRIED.get(word, text)
        if text == "?" and NOT_SURE in self.step:
            return NOT_SURE
        if self.step["type"] == "multi":
            if word in ("0", "none", self.step.get("none", "none").lower()):
                return [] if "none" in self.step else None
            parts = [self._picked(part.strip()) for part in text.split(",")]
            return read_answer(self.step, [part for part in parts if part])
        if self.offered:
            word = _YES_NO.get(word, text) if self.step["type"] == "yes_no" else text
            return read_answer(self.step, self._picked(word), self.language)
        return read_answer(self.step, text, self.language)

    def _picked(self, text: str) -> str:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        if 1 <= number <= len(self.offered) and not self.is_long:
            return self.offered[number - 1]["id"]
        same = (one["id"] for one in self.offered if one["label"].casefold() == text.casefold())
        return next(same, text)


def message(question: Question, fault: str) -> str:
    """What is said of an answer that is not valid."""
    step = question.step
    kind, _, number = fault.partition(":")
    if kind == "check":
        return str(step["check"][int(number)]["error"])
    if step.get("error"):
        return str(step["error"])
    if kind in ("min", "max"):
        text = _LIMITS[kind, "date" if step["type"] == "date" else ""]
        return text.format(question.limits.get(kind, ""))
    return _FAULTS.get(kind, kind)
