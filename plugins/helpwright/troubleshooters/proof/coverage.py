"""How much of a troubleshooter its scenarios try."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.language.values import NOT_SURE
from helpwright.troubleshooters.program.walk import Walk
from helpwright.troubleshooters.proof.atoms import Json, Terms
from helpwright.troubleshooters.proof.exploration import Exploration, options_in
from helpwright.troubleshooters.proof.reader import Reader, bounds
from helpwright.troubleshooters.source.placing import Places, place_of

Item = tuple[str, ...]
"""What can be covered, by kind.

("options", step, id), where "" is none of several; ("rules", step, way), which is a rule, the `go:`
of an option or what follows a try; ("outcomes", id); ("rows", table, number); ("not_sure", step).
"""

KINDS = ("options", "rules", "outcomes", "rows", "not_sure")
_MOST_NAMED = 5


@dataclass(frozen=True)
class Coverage:
    """What there is to cover, in the order of the file, and what of it is covered."""

    items: tuple[Item, ...]
    covered: frozenset[Item]

    def percent(self, kind: str) -> int:
        """The share of options, rules, outcomes or rows that is covered; 100 if there are none."""
        items = [item for item in self.items if item[0] == kind]
        # Rounded down, so that only all is 100.
        return 100 * sum(item in self.covered for item in items) // len(items) if items else 100

    def missing(self, kind: str = "") -> list[Item]:
        """What is not covered, of one kind or of all."""
        return [i for i in self.items if i not in self.covered and kind in ("", i[0])]


def measure(exploration: Exploration, walks: Iterable[tuple[Walk, str]]) -> Coverage:
    """How much walks cover of what can be reached.

    Args:
        exploration: What can happen. What cannot is reported for itself and not counted here.
        walks: Each with its day.
    """
    readers: dict[str, Reader] = {}
    covered: set[Item] = set()
    for walked, today in walks:
        if today not in readers:
            readers[today] = reader_of(exploration.program, today)
        covered.update(covered_by(readers[today], walked))
    return Coverage(tuple(_possible(exploration)), frozenset(covered))


def check(coverage: Coverage, wanted: Mapping[str, int], places: Places) -> list[Finding]:
    """A finding for each kind of which less is covered than the file itself asks for."""
    found: list[Finding] = []
    for kind in KINDS:
        percent = coverage.percent(kind)
        if percent >= wanted.get(kind, 0):
            continue
        missing = coverage.missing(kind)
        names = ", ".join(" ".join(filter(None, item[1:])) for item in missing[:_MOST_NAMED])
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        message = f"scenarios cover {percent} % of the {kind}, the file asks for {wanted[kind]} %"
        hint = f"not covered: {names}{more}"
        place = place_of(places, "coverage", kind)
        found.append(Finding(place, "coverage-low", message, hint, Severity.ERROR))
    return found


def _possible(exploration: Exploration) -> Iterator[Item]:
    program = exploration.program
    for node, step in program["steps"].items():
        options = [option["id"] for option in step.get("options", ())]
        for one in (*options, "") if step.get("type") != "lookup" else ():
            if (node, one) in exploration.options:
                yield "options", node, one
        ways = [f"option:{one}" for one in options]
        ways += ["fixed", "not_fixed", *(f"rule:{n}" for n, _ in enumerate(step.get("rules", ())))]
        yield from (("rules", node, way) for way in ways if (node, way) in exploration.ways)
        if (node, NOT_SURE) in exploration.ways:
            yield NOT_SURE, node
    yield from (("outcomes", one) for one in program["outcomes"] if one in exploration.reached)
    for name, table in program["tables"].items():
        for number in range(len(table["rows"])):
            if (name, number) in exploration.rows:
                yield "rows", name, str(number)


def reader_of(program: Mapping[str, Any], today: str) -> Reader:
    """What reads the expressions of a program on a day."""
    return Reader(program, today, Terms(program["facts"], program["tables"]))


def covered_by(reader: Reader, walked: Walk) -> Iterator[Item]:
    """What a walk covers, on the day of the reader."""
    program = reader.program
    values: dict[str, Json] = {}
    visits: dict[str, int] = defaultdict(int)
    for one in walked.taken:
        step = program["steps"].get(one.step)
        if step is None:
            continue
        visits[one.step] += 1
        values[step.get("name", one.step)] = one.value
        for name, expr in step.get("set", ()):
            values[name] = reader.value(expr, values, visits)
        if one.way == NOT_SURE:
            yield NOT_SURE, one.step
        elif one.way:
            yield "rules", one.step, one.way
        for option in options_in(step, one.value):
            yield "options", one.step, option
        kind, _, number = one.way.partition(":")
        # What comes after the rule that applies was not looked at.
        last = int(number) + 1 if kind == "rule" else 0
        if program["tables"]:
            for expr in _looked_at(reader, step, last):
                yield from _rows(reader, expr, values, visits)
    outcome = program["outcomes"].get(walked.at)
    if outcome is not None and walked.done:
        yield from (("outcomes", end) for end in walked.path if end in program["outcomes"])
        for _, expr in outcome.get("text", ()):
            yield from _rows(reader, expr, values, visits)


def _looked_at(reader: Reader, step: Mapping[str, Any], rules: int) -> Iterator[Json]:
    yield from (expr for _, expr in bounds(step))
    yield from (expr for _, expr in step.get("set", ()))
    for rule in step.get("rules", ())[:rules]:
        if "if" in rule:
            yield rule["if"]
        if "table" in rule:
            yield reader.target(rule["table"])


def _rows(
    reader: Reader, expr: Json, values: Mapping[str, Json], visits: Mapping[str, int]
) -> Iterator[Item]:
    for table in reader.tables(expr):
        _, rows = reader.rows(table, values, visits)
        if len(rows) == 1 or (rows and reader.program["tables"][table]["hit"] == "first"):
            yield "rows", table, str(rows[0])
