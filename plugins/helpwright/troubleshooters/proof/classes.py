"""The few answers that stand for all: those that no condition of the program tells apart."""

from __future__ import annotations

import itertools
import math
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpwright.troubleshooters.language.dates import date_of
from helpwright.troubleshooters.language.operators import FUNCTIONS, number
from helpwright.troubleshooters.language.values import (
    NOT_SURE,
    Context,
    evaluate,
)
from helpwright.troubleshooters.proof.atoms import (
    COMPARISONS,
    Json,
    Terms,
    expressions,
    names,
    visited,
)
from helpwright.troubleshooters.proof.thresholds import Solver, comparisons_in, plain
from helpwright.troubleshooters.proof.trials import tried_at

MOST_VALUES = 120
"""Thresholds of one answer that are tried."""

_MOST_CHOICES = 50
_MOST_SIGNATURE = 400
_MOST_ATOMS = 300
_ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


Test = Callable[[Json], Any]
"""What an atom is for a value of a name, whatever the other names in it are."""


@dataclass(frozen=True)
class Classes:
    """The answers to try. Lists of several options are tuples here, so that they can be keys.

    `tried` are all values worth trying at a step, `values` those of a name at any of its steps.
    """

    today: str
    tried: Mapping[str, tuple[Json, ...]]
    values: Mapping[str, tuple[Json, ...]]
    _tests: dict[tuple[str, int], tuple[Json, Test]] = field(default_factory=dict)

    def signature(self, name: str, value: Json, about: Sequence[Json]) -> tuple[Any, ...]:
        """What the atoms are for a value of a name: the same for values that behave alike.

        With very many atoms, as large tables have, every value is taken to behave in its own way.
        """
        if len(about) > _MOST_ATOMS:
            return (key_of(value),)
        return tuple([test(value) for test in self._tests_of(name, about)])

    def _tests_of(self, name: str, about: Sequence[Json]) -> list[Test]:
        return [self._test(name, atom) for atom in about]

    def _test(self, name: str, atom: Json) -> Test:
        # The atom is kept with what is known of it, so that no other can take its identity.
        key = name, id(atom)
        found = self._tests.get(key)
        if found is None:
            found = self._tests[key] = atom, self._new_test(name, atom)
        return found[1]

    def _new_test(self, name: str, atom: Json) -> Test:
        others = sorted(names(atom) - {name})
        choices = [(None, *map(plain, self.values.get(one, ()))) for one in others]
        unknown = bool(visited(atom)) or any(one not in self.values for one in others)
        if unknown or math.prod(map(len, choices)) > _MOST_SIGNATURE:
            return key_of
        if not others:
            direct = self._direct(name, atom)
            if direct is not None:
                compare, before, after = direct
                bound = number(after[0]) if after and atom[0] in _ORDERS else None
                if bound is not None:
                    return _compares(_ORDERS[atom[0]], bound)
                return lambda value: key_of(compare(*before, plain(value), *after))
            return lambda value: key_of(evaluate(atom, Context({name: plain(value)}, self.today)))
        around = [dict(zip(others, one, strict=True)) for one in itertools.product(*choices)]

        def test(value: Json) -> Any:
            own = {name: plain(value)}
            contexts = [Context({**given, **own}, self.today) for given in around]
            return tuple([key_of(evaluate(atom, context)) for context in contexts])

        return test

    def _direct(self, name: str, atom: Json) -> tuple[Callable[..., Json], Json, Json] | None:
        """What compares the name itself, and with which operands before and after it."""
        read = ["get", name]
        if atom[0] not in COMPARISONS or len(atom) != 3 or (atom[1] == read) == (atom[2] == read):
            return None
        constants = [evaluate(one, Context(today=self.today)) for one in atom[1:] if one != read]
        before, after = ([], constants) if atom[1] == read else (constants, [])
        return FUNCTIONS[atom[0]][0], before, after

    def merged(
        self, step: Mapping[str, Any], node: str, name: str, about: Sequence[Json]
    ) -> tuple[Json, ...]:
        """The values to try at a step: of those that the atoms do not tell apart only the first.

        Options stay apart, for each is an answer that somebody wrote down.
        """
        if step.get("type", "try") in ("try", "choice", "yes_no", "multi"):
            return self.tried[node]
        first: dict[Any, Json] = {}
        tests = [key_of] if len(about) > _MOST_ATOMS else self._tests_of(name, about)
        for value in self.tried[node]:
            first.setdefault((value == NOT_SURE, *[test(value) for test in tests]), value)
        return tuple(first.values())


def _compares(holds: Callable[[float, float], bool], bound: float) -> Test:
    """What `_direct` finds for most answers, a comparison with a number, by the shortest way."""

    def test(value: Json) -> bool:
        given = number(value)
        return given is not None and holds(given, bound)

    return test


def key_of(value: Json) -> Any:
    """A value as a key: a truth value is not the number that Python takes it for."""
    if isinstance(value, list):
        return tuple(value)
    return ("bool", value) if isinstance(value, bool) else value


def find(program: Mapping[str, Any], today: str, terms: Terms) -> Classes:
    """The answers worth trying at each step of a program."""
    asked: dict[str, list[str]] = defaultdict(list)
    assigned: dict[str, list[Json]] = defaultdict(list)
    about: dict[str, list[Json]] = defaultdict(list)
    read: list[Json] = []
    for step_id, step in program["steps"].items():
        asked[step.get("name", step_id)].append(step_id)
        for name, expr in step.get("set", ()):
            assigned[name].append(terms.expand(expr))
        read += [terms.expand(expr) for _, expr in expressions(step)]
    read += [terms.expand(["table", name, one]) for name, one in _outputs(program)]
    comparisons = {id(one): one for expr in read for one in comparisons_in(expr)}
    for one in comparisons.values():
        for name in _sources(names(one), assigned):
            about[name].append(one)
    # A comparison of two answers tips where the other one does, so those are looked at again.
    cores: dict[str, list[Json]] = {}
    made = assigned.keys()
    mutual = {
        name
        for name in asked
        if any(len(used := names(one)) > 1 or not made.isdisjoint(used) for one in about[name])
    }
    for turn in range(3):
        solver = Solver(today, {**cores, **_computed(cores, assigned, today)}, assigned)
        for name, steps in asked.items():
            if turn == 0 or name in mutual:
                found = solver.thresholds(name, about[name])
                cores[name] = list(_cores([program["steps"][one] for one in steps], found))
    tried = {
        step_id: tuple(tried_at(step, cores[step.get("name", step_id)], about, today))
        for step_id, step in program["steps"].items()
    }
    values = {
        name: tuple(dict.fromkeys(value for step in steps for value in tried[step]))
        for name, steps in asked.items()
    }
    return Classes(today, tried, values)


def _outputs(program: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, table in program["tables"].items():
        for output in table["outputs"]:
            yield name, output


def _sources(read: Iterable[str], assigned: Mapping[str, Sequence[Json]]) -> set[str]:
    """The names read, and those from which the computed ones among them are worked out."""
    found: set[str] = set()
    stack = list(read)
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack += [one for expr in assigned.get(name, ()) for one in names(expr)]
    return found


def _computed(
    cores: Mapping[str, Sequence[Json]], assigned: Mapping[str, Sequence[Json]], today: str
) -> dict[str, list[Json]]:
    solver = Solver(today, cores, {})
    return {
        name: [value for expr in made for value in solver.possible(expr)]
        for name, made in assigned.items()
    }


def _cores(steps: Sequence[Mapping[str, Any]], found: Iterable[Json]) -> Iterator[Json]:
    """The thresholds that fit the type, sorted, each once; of a choice its options."""
    kinds = {step.get("type", "try") for step in steps}
    if not kinds & {"number", "money", "date", "text"}:
        ids = [option["id"] for step in steps for option in step.get("options", ())]
        chosen = dict.fromkeys(ids[:_MOST_CHOICES] or ["fixed", "not_fixed"])
        yield from ((one,) for one in chosen) if kinds == {"multi"} else chosen
        return
    fits: Callable[[Json], object] = _is_number
    if not kinds & {"number", "money"}:
        fits = date_of if kinds == {"date"} else lambda value: isinstance(value, str)
    kept: dict[Json, None] = {}
    for value in found:
        if len(kept) < MOST_VALUES and not isinstance(value, list) and fits(value):
            kept.setdefault(value)
    yield from sorted(kept)


def _is_number(value: Json) -> bool:
    return number(value) is not None
