"""The tests that a writer wrote into the file: `scenarios`, and how much they must cover."""

from __future__ import annotations

from datetime import date

from helpwright.troubleshooters.source.fields import Fields
from helpwright.troubleshooters.source.model import Scenario
from helpwright.troubleshooters.source.names import ANY_NAME

SCENARIO_KEYS = ("name", "answers", "expect", "rejects", "path", "shows", "sends", "today")
GROUP_KEYS = ("today", "cases")
COVERED = ("options", "rules", "outcomes")

_EXAMPLE = "scenarios: a list, each with name:, answers: and expect:"


def read_scenarios(fields: Fields) -> tuple[tuple[Scenario, ...], date | None]:
    """The scenarios, and the day on which all of them play that name none themselves."""
    if "scenarios" not in fields.values or not fields.given("scenarios"):
        return (), None
    if not isinstance(fields.values["scenarios"], dict):
        return _read_cases(fields, "scenarios"), None
    group = fields.below(("scenarios",), fields.values["scenarios"], "scenarios", "scenarios")
    if group is None:
        return (), None
    group.allow(GROUP_KEYS)
    group.need("cases", "cases: a list of scenarios")
    cases = _read_cases(group, "cases") if group.values.get("cases") is not None else ()
    return cases, group.day("today")


def _read_cases(fields: Fields, key: str) -> tuple[Scenario, ...]:
    scenarios = []
    for index, item in fields.items(key, _EXAMPLE):
        title = f"scenario {index + 1}"
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            title = f'scenario "{item["name"]}"'
        case = fields.below((key, index), item, title, title)
        if case:
            scenarios.append(_read_scenario(case))
    return tuple(scenarios)


def _read_scenario(fields: Fields) -> Scenario:
    fields.allow(SCENARIO_KEYS)
    name = fields.required("name", "name: what the scenario shows")
    fields.need("answers", "answers: { name of the answer: what is answered }")
    ends = [key for key in ("expect", "rejects") if key in fields.values]
    if not ends:
        hint = "expect: the id of an outcome, or rejects: the name of the answer that is refused"
        fields.add("missing-key", fields.place_of(), '"expect" or "rejects" is missing', hint)
    elif len(ends) > 1:
        place = fields.document.key_place((*fields.path, "rejects"))
        message = 'a scenario has "expect" or "rejects", not both'
        fields.add("two-kinds", place, message, "make two scenarios of it")
    answers = _read_answers(fields, "answers")
    return Scenario(
        name=name,
        place=fields.place_of(),
        answers=answers,
        answer_places={key: fields.place_of("answers", key) for key in answers},
        expect=fields.target("expect"),
        path=fields.texts("path") if "path" in fields.values else None,
        shows=fields.texts("shows"),
        sends=_read_answers(fields, "sends") if "sends" in fields.values else None,
        rejects=fields.text("rejects"),
        today=fields.day("today"),
    )


def _read_answers(fields: Fields, key: str) -> dict[str, object]:
    found = {}
    if key == "sends" and fields.values[key] is None:
        fields.add("missing-key", fields.place_of(key), '"sends" is empty', "write {} for nothing")
    for name, value in fields.entries(key, "answer", ANY_NAME):
        if fields.literal(value, (*fields.path, key, name), f'answer "{name}"', lists=True):
            found[name] = value
    return found


def read_coverage(fields: Fields) -> dict[str, int]:
    """The least percentages of options, rules and outcomes that scenarios must reach."""
    if "coverage" not in fields.values or not fields.given("coverage"):
        return {}
    example = "write coverage: { options: 80, rules: 80, outcomes: 80 }"
    given = fields.values["coverage"]
    coverage = fields.below(("coverage",), given, "coverage", '"coverage"', example)
    if coverage is None:
        return {}
    coverage.allow(COVERED)
    found = {key: coverage.integer(key, 0, 100) for key in COVERED}
    return {key: value for key, value in found.items() if value is not None}
