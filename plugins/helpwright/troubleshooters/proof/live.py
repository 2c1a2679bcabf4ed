"""What is still read from a step on, so that answers that no longer matter can be forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpwright.troubleshooters.language.values import NOT_SURE
from helpwright.troubleshooters.proof.atoms import (
    Json,
    Terms,
    atoms,
    expressions,
    names,
    parts,
    visited,
)
from helpwright.troubleshooters.proof.classes import Classes, key_of
from helpwright.troubleshooters.proof.connections import (
    circular,
    deepest_first,
    following,
    onward,
    ways,
)

MOST_VISITS = 100
"""Visits are counted no further."""

_OPTIONS = ("choice", "yes_no", "lookup")


@dataclass(frozen=True)
class Live:
    """What is read later, before it is answered anew. Sets of readings are the bits of a number.

    A reading is an atom, of what expressions ask about, and one of the names in it.

    Attributes:
        atoms: The atom of each reading.
        owners: The name of each reading.
        about: For each name, its readings.
        read: For each step and outcome, the readings of what was known before.
        heard: For each step, those of what is known once it is answered.
        counted: The steps whose visits matter, with the number from which on they do not.
        ahead: For each step and outcome, those of `counted` that matter there or later.
        shared: Names that several steps ask for, in a circle.
    """

    atoms: tuple[Json, ...]
    owners: tuple[str, ...]
    about: Mapping[str, int]
    read: Mapping[str, int]
    heard: Mapping[str, int]
    counted: Mapping[str, int]
    ahead: Mapping[str, frozenset[str]]
    shared: frozenset[str]
    _first: dict[Any, Json] = field(default_factory=dict)
    _names: dict[str, dict[str, int]] = field(default_factory=dict)

    def names(self, node: str) -> Mapping[str, int]:
        """The names read from a node on, in their order, each with its readings."""
        if node not in self._names:
            found: dict[str, int] = defaultdict(int)
            for number in _bits(self.read[node]):
                found[self.owners[number]] |= 1 << number
            self._names[node] = dict(sorted(found.items()))
        return self._names[node]

    def chosen(self, node: str, name: str) -> list[Json]:
        """The atoms about a name that are read of its answer at a step, there or later."""
        mask = self.heard[node] & self.about.get(name, 0)
        return [self.atoms[number] for number in _bits(mask)]

    def kept(self, name: str, mask: int, value: Json, classes: Classes) -> Json:
        """The value that stands for one of a name where only these readings of it are left."""
        key = name, mask, value if type(value) is str else key_of(value)
        if key not in self._first:
            about = [self.atoms[number] for number in _bits(mask)]
            signature = classes.signature(name, value, about)
            sure = value != NOT_SURE
            self._first[key] = self._first.setdefault((name, mask, sure, signature), value)
        return self._first[key]


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass
class _Readings:
    """Numbers the readings of a program, those of equal atoms alike."""

    terms: Terms
    atoms: list[Json] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    about: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    visited: set[str] = field(default_factory=set)
    _known: dict[str, int] = field(default_factory=dict)

    def of(self, found: Iterable[Json]) -> int:
        """The readings of atoms."""
        mask = 0
        for atom in found:
            key = repr(atom)
            if key not in self._known:
                self._known[key] = self._new(atom)
            mask |= self._known[key]
        return mask

    def of_expression(self, expr: Json) -> int:
        """The readings of the atoms of an expression."""
        return self.of(atoms(self.terms.expand(expr)))

    def _new(self, atom: Json) -> int:
        self.visited |= visited(atom)
        mask = 0
        for name in sorted(names(atom)):
            bit = 1 << len(self.atoms)
            self.atoms.append(atom)
            self.owners.append(name)
            self.about[name] |= bit
            mask |= bit
        return mask


@dataclass(frozen=True)
class _Step:
    """The readings of a step in their order: of what was known before it, and once it is answered.

    `later` are of what its rules see, after the expressions of `made` were worked out in turn.
    """

    name: str
    before: int
    answered: int
    made: tuple[tuple[str, int], ...]
    later: int

    def seen(self, readings: _Readings, shared: Collection[str], after: int) -> tuple[int, int]:
        """(those of `after` and the step's own of what was known before, and once answered)."""
        mask = after | self.later
        for name, own in reversed(self.made):
            if name not in shared:
                mask &= ~readings.about[name]
            mask |= own
        heard = mask | self.answered
        lasting = heard if self.name in shared else heard & ~readings.about[self.name]
        return lasting | self.before, heard


def find(program: Mapping[str, Any], terms: Terms) -> Live:
    """What is read where in a program."""
    nodes = [*program["steps"], *program["outcomes"]]
    after = following(program)
    circles = {one for group in circular(after) for one in group}
    asked: dict[str, list[str]] = defaultdict(list)
    for step_id, step in program["steps"].items():
        asked[step.get("name", step_id)].append(step_id)
    shared = {name for name, steps in asked.items() if len(steps) > 1}

    readings = _Readings(terms)
    steps = {
        node: _read_at(node, step, shared, readings) for node, step in program["steps"].items()
    }
    ends = {node: _read_in(one, readings) for node, one in program["outcomes"].items()}
    counting = readings.visited
    counted = dict.fromkeys(sorted(counting & program["steps"].keys()), MOST_VISITS)
    in_circles = {name for name in shared if circles.intersection(asked[name])}
    for name in sorted(in_circles):
        counted |= dict.fromkeys(asked[name], MOST_VISITS)
    for node in program["steps"]:
        for _, to, most in ways(program, node):
            if most and to in program["steps"]:
                counted[to] = max(counted.get(to, 0), most)

    def read_from(node: str, following: int) -> int:
        if node in ends:
            return following | ends[node]
        return steps[node].seen(readings, shared, following)[0]

    bits = {node: 1 << number for number, node in enumerate(counted)}
    order = deepest_first(after)
    read = onward(after, order, read_from)
    ahead = onward(after, order, lambda node, following: following | bits.get(node, 0))
    always = frozenset(counting)
    heard = {}
    for node, step in steps.items():
        following_it = 0
        for to in after[node]:
            following_it |= read[to]
        heard[node] = step.seen(readings, shared, following_it)[1]
    return Live(
        tuple(readings.atoms),
        tuple(readings.owners),
        readings.about,
        read,
        heard,
        counted,
        {node: always | {one for one, bit in bits.items() if bit & ahead[node]} for node in nodes},
        frozenset(in_circles),
    )


def _read_in(outcome: Mapping[str, Any], readings: _Readings) -> int:
    """The readings of the texts of an outcome."""
    mask = 0
    for _, expr in outcome.get("text", ()):
        expanded = readings.terms.expand(expr)
        mask |= readings.of(["known", ["get", name]] for name in sorted(names(expanded)))
        for name, output in (part[1:3] for part in parts(expr) if part[0] == "table"):
            mask |= readings.of_expression(["table", name, output])
    return mask


def _read_at(
    node: str, step: Mapping[str, Any], shared: Collection[str], readings: _Readings
) -> _Step:
    name = step.get("name", node)
    before = answered = later = 0
    made = []
    for where, expr in expressions(step):
        if where[0] == "set":
            # The value itself goes on, not only whether something is true of it.
            made.append((where[1], readings.of([readings.terms.expand(expr)])))
        elif where[0] == "rules":
            later |= readings.of_expression(expr)
        elif where[0] == "options" or (
            where[0] != "check" and name in names(readings.terms.expand(step[where[0]]))
        ):
            # On a second visit these see the former answer.
            before |= readings.of_expression(expr)
        else:
            answered |= readings.of_expression(expr)
    if name in shared:
        answered |= readings.of(_told_apart(name, step))
    return _Step(name, before, answered | before, tuple(made), later)


def _told_apart(name: str, step: Mapping[str, Any]) -> Iterator[Json]:
    """What another step of the same name finds out of an answer."""
    read = ["get", name]
    yield ["known", read]
    if step.get("type") in _OPTIONS:
        yield ["in", read, ["lit", [option["id"] for option in step["options"]]]]
        for option in step["options"]:
            if "go" in option or "if" in option:
                yield ["==", read, ["lit", option["id"]]]
    elif step.get("type") != "date":
        yield read
