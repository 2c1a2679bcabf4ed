"""The tests in a troubleshooter's file, run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.language.dates import meant_by
from helpwright.troubleshooters.program.walk import NOT_HELPFUL, Taken, Walk, walk
from helpwright.troubleshooters.proof.connections import following
from helpwright.troubleshooters.proof.scenario_answers import (
    Asked,
    given_answers,
    name_at,
    option_ids,
    steps_for,
)
from helpwright.troubleshooters.proof.showing import as_read, asked_by, own_text, sent, text_shown
from helpwright.troubleshooters.proof.written import answers as written_answers
from helpwright.troubleshooters.proof.written import scalar
from helpwright.troubleshooters.source.model import Scenario
from helpwright.troubleshooters.source.placing import Places, place_of

Program = Mapping[str, Any]
Texts = Callable[[str], str]
"""The text of a step or outcome as its writer wrote it, with placeholders."""

_FAULTS = {
    "required": "an answer is needed",
    "number": "it is not a number",
    "decimals": "it has too many decimals",
    "date": "it is not a date",
    "min": "it is less than the least that is allowed",
    "max": "it is more than the most that is allowed",
    "option": "it is not one of the options",
    "length": "its length is not allowed",
    "pattern": "it does not have the right form",
}


@dataclass(frozen=True)
class Result:
    """How a scenario went."""

    name: str
    walk: Walk
    passed: bool


def run(
    program: Program,
    scenarios: Sequence[Scenario],
    places: Places,
    today: str | date,
    *,
    texts: Texts | None = None,
    asked: Asked | None = None,
) -> tuple[tuple[Result, ...], list[Finding]]:
    """Walk through each scenario and compare.

    Args:
        program: The compiled troubleshooter.
        scenarios: The tests.
        places: Where they stand, by ("scenarios", n) and ("scenarios", n, "answers", name).
        today: The day for scenarios that name none.
        texts: The texts to look in for what a scenario shows; without it those that the program
            holds: labels and computed texts.
        asked: The steps of the program by what they ask for, to look for them only once.
    """
    asked = asked_by(program) if asked is None else asked
    results: list[Result] = []
    findings: list[Finding] = []
    for number, scenario in enumerate(scenarios):
        day = str(scenario.today or today)
        test = _Test(program, asked, scenario, number, places, day, texts)
        found = sorted(test.check())
        failed = any(one.severity is Severity.ERROR for one in found)
        results.append(Result(scenario.name, test.walked, not failed))
        findings += found
    return tuple(results), findings


class _Test:
    def __init__(
        self,
        program: Program,
        asked: Asked,
        scenario: Scenario,
        number: int,
        places: Places,
        today: str,
        texts: Texts | None,
    ) -> None:
        self.program = program
        self.asked = asked
        self.scenario = scenario
        self.today = today
        self.texts = texts
        self.answers = given_answers(asked, scenario.answers)
        self.walked = walk(program, self.answers, today)
        self._places = places
        self._key = "scenarios", number

    def check(self) -> Iterator[Finding]:
        """What is wrong with the scenario, or else with the tree."""
        unknown = list(self._check_words())
        yield from unknown
        if unknown:
            return
        failures = list(self._check_end())
        yield from failures
        if not failures:
            yield from self._check_path()
            yield from self._check_texts()
            yield from self._check_sent()
            yield from self._check_use()

    def _check_words(self) -> Iterator[Finding]:
        """Names and options that there are not: more probably misspelt than meant."""
        names = self.asked.keys()
        yield from self._check_targets(names)
        ends = {node for node, one in self.program["outcomes"].items() if NOT_HELPFUL in one}
        for name, value in self.answers.items():
            steps = steps_for(self.asked, name)
            if not steps and name not in ends:
                hint = did_you_mean(name, sorted(names), otherwise="use the name of a question")
                message = f'"{name}" is not the name of a question'
                yield self._fails("unknown-name", message, hint, self._place(name))
            elif steps and name != self.scenario.rejects:
                ids = option_ids(steps)
                values = value if isinstance(value, list) else [value]
                for one in values if ids else ():
                    if one not in ids:
                        hint = did_you_mean(str(one), ids, otherwise=f"one of {', '.join(ids[:9])}")
                        message = f'"{one}" is not an answer to "{name}"'
                        yield self._fails("unknown-option", message, hint, self._place(name))

    def _check_targets(self, names: Collection[str]) -> Iterator[Finding]:
        """Steps, outcomes and questions of which something is expected, and that are not there."""
        expect, rejects = self.scenario.expect, self.scenario.rejects
        nodes = [*self.program["steps"], *self.program["outcomes"]]
        wanted = [(expect.to, expect.place)] if expect and expect.to else []
        for name, place in [*wanted, *((one, self._place()) for one in self.scenario.path or ())]:
            if name not in nodes:
                hint = did_you_mean(name, nodes, otherwise="use the id of a step or an outcome")
                message = f'"{name}" is not a step or an outcome'
                yield self._fails("missing-target", message, hint, place)
        if rejects and rejects.partition("~")[0] not in names:
            hint = did_you_mean(rejects, sorted(names), otherwise="use the name of a question")
            message = f'"{rejects}", which it rejects, is not the name of a question'
            yield self._fails("unknown-name", message, hint)

    def _check_end(self) -> Iterator[Finding]:
        walked, wanted = self.walked, self.scenario.expect
        name = name_at(self.program, walked)
        if self.scenario.rejects:
            if not walked.fault or name != self.scenario.rejects:
                hint = "compare it with min, max, decimals and check of the question"
                message = f'"{self.scenario.rejects}" is not refused: {self._end(name)}'
                place = self._place(self.scenario.rejects)
                yield self._fails("scenario-fails", message, hint, place)
        elif walked.fault:
            why = _FAULTS.get(walked.fault) or self._failed_check()
            message = f"the answer {self._answer(name)} is not valid: {why}"
            hint = f"say rejects: {name} if it is meant to be refused"
            if walked.fault == "date":
                written = meant_by(str(self.answers.get(name)))
                hint = f"write it as {written or '2026-11-21'}"
            yield self._fails("scenario-fails", message, hint, self._place(name))
        elif wanted and wanted.to and walked.at != wanted.to:
            message = f'it should end at "{wanted.to}", but {self._end(name)}'
            yield self._fails("scenario-fails", message, self._turn(wanted.to), wanted.place)
        elif wanted and wanted.to and walked.stuck:
            yield self._fails("scenario-fails", self._end(name), "", wanted.place)

    def _end(self, name: str) -> str:
        walked = self.walked
        if walked.fault:
            return f'it ends at "{walked.at}", where {self._answer(name)} is not valid'
        if walked.stuck:
            return f'it is stuck at "{walked.at}", where no rule applies'
        if walked.done:
            return f'it ends at "{walked.at}"'
        return f'it ends at the question "{walked.at}", for which it has no answer "{name}"'

    def _turn(self, wanted: str) -> str:
        """The first answer after which the wanted end cannot be reached any more."""
        if not (self.walked.done or self.walked.stuck):
            return f"add {name_at(self.program, self.walked)}: and what is answered"
        before = _before(self.program, wanted)
        path = self.walked.path
        for index, one in enumerate(self.walked.taken):
            to = path[index + 1] if index + 1 < len(path) else ""
            if one.step in before and to and to not in before and to != wanted:
                return f'{_taken(one)} leads from "{one.step}" to "{to}"{_by(one)}'
        if not self.walked.taken or self.walked.at in before:
            return f'answers to what follows "{self.walked.at}" can still lead there'
        return f'nothing leads to "{wanted}" from "{path[0]}"'

    def _check_path(self) -> Iterator[Finding]:
        wanted, path = self.scenario.path, self.walked.path
        if wanted is None or wanted in (path, path[:-1]):
            return
        same = 0
        while same < min(len(wanted), len(path)) and wanted[same] == path[same]:
            same += 1
        after = next((one for one in self.walked.taken[same - 1 : same]), None) if same else None
        hint = f"{_taken(after)} leads there{_by(after)}" if after else ""
        message = f"the path is {' → '.join(path)}, not {' → '.join(wanted)}"
        yield self._fails("scenario-fails", message, hint)

    def _check_texts(self) -> Iterator[Finding]:
        raw = self.texts or (lambda node: own_text(self.program, node))
        for wanted in self.scenario.shows:
            found = [
                text_shown(self.program, self.walked, self.today, raw(node))
                for node in reversed(self.walked.path)
            ]
            if not any(as_read(wanted) in text for text in found):
                message = f'"{wanted}" is not shown at "{self.walked.at}"'
                hint = f"the text there is: {_cut(found[0])}"
                yield self._fails("scenario-fails", message, hint)

    def _check_sent(self) -> Iterator[Finding]:
        wanted = self.scenario.sends
        if wanted is None:
            return
        found = sent(self.program, self.walked, self.today)
        hint = f"what is sent is {{ {written_answers(found)} }}" if found else "nothing is sent"
        if not wanted and found:
            yield self._fails("scenario-fails", "answers are sent", hint)
        for name, value in given_answers(self.asked, wanted).items():
            if name not in found or found[name] != value:
                message = f"{name}: {scalar(value)} is not sent"
                yield self._fails("scenario-fails", message, hint)

    def _check_use(self) -> Iterator[Finding]:
        used = {*self.walked.answers, name_at(self.program, self.walked)}
        for name in self.answers:
            if name not in used:
                message = f'{self._title}: the answer "{name}" is never asked for on this way'
                hint = f"the way is {' → '.join(self.walked.path)}"
                place = self._place(name)
                yield Finding(place, "scenario-unused", message, hint, Severity.WARNING)

    def _failed_check(self) -> str:
        number = int(self.walked.fault.partition(":")[2] or 0)
        checks = self.program["steps"][self.walked.at].get("check", [])
        return str(checks[number]["error"]) if number < len(checks) else self.walked.fault

    def _answer(self, name: str) -> str:
        return f"{name}: {scalar(self.answers.get(name))}"

    @property
    def _title(self) -> str:
        return f'scenario "{self.scenario.name}"'

    def _place(self, answer: str = "") -> Place:
        if answer:
            return place_of(self._places, *self._key, "answers", answer)
        return place_of(self._places, *self._key)

    def _fails(self, code: str, message: str, hint: str, place: Place | None = None) -> Finding:
        message = f"{self._title}: {message}"
        return Finding(place or self._place(), code, message, hint, Severity.ERROR)


def _before(program: Program, wanted: str) -> set[str]:
    """The steps and outcomes from which one can be reached, as far as ways go, and itself."""
    into: dict[str, list[str]] = {}
    for node, after in following(program).items():
        for to in after:
            into.setdefault(to, []).append(node)
    found, stack = {wanted}, [wanted]
    while stack:
        new = [one for one in into.get(stack.pop(), ()) if one not in found]
        found.update(new)
        stack += new
    return found


def _taken(one: Taken) -> str:
    return f"{one.name}: {scalar(one.value)}"


def _by(one: Taken) -> str:
    kind, _, number = one.way.partition(":")
    return f" (rule {int(number) + 1})" if kind == "rule" else ""


def _cut(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
