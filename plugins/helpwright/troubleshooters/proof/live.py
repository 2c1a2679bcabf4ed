"""What is still read from a step on, so that answers that no longer matter can be forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
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
from helpwright.troubleshooters.proof.connections import circular, following, onward, ways

MOST_VISITS = 100
"""Visits are counted no further."""

_OPTIONS = ("choice", "yes_no", "lookup")


@dataclass(frozen=True)
class Live:
    """What is read later. Sets of atoms are the bits of a number.

    Attributes:
        atoms: What expressions ask about.
        read: For each step and outcome, the atoms read there or later.
        about: For each name, the atoms that read it.
        counted: The steps whose visits matter, with the number from which on they do not.
        ahead: For each step and outcome, those of `counted` that matter there or later.
        shared: Names that several steps ask for, in a circle.
    """

    atoms: tuple[Json, ...]
    read: Mapping[str, int]
    about: Mapping[str, int]
    counted: Mapping[str, int]
    ahead: Mapping[str, frozenset[str]]
    shared: frozenset[str]
    _first: dict[Any, Json] = field(default_factory=dict)

    def chosen(self, node: str, name: str) -> list[Json]:
        """The atoms about a name that are read at a node or later."""
        return list(self._bits(self.read[node] & self.about.get(name, 0)))

    def _bits(self, mask: int) -> Iterator[Json]:
        while mask:
            low = mask & -mask
            yield self.atoms[low.bit_length() - 1]
            mask ^= low

    def kept(self, node: str, name: str, value: Json, classes: Classes) -> tuple[bool, Json]:
        """Whether a name is read from a node on, and the value that stands for this one there."""
        mask = self.read[node] & self.about.get(name, 0)
        if not mask:
            return False, None
        key = name, mask, key_of(value)
        if key not in self._first:
            signature = classes.signature(name, value, list(self._bits(mask)))
            sure = value != NOT_SURE
            self._first[key] = self._first.setdefault((name, mask, sure, signature), value)
        return True, self._first[key]


def find(program: Mapping[str, Any], terms: Terms) -> Live:
    """What is read where in a program."""
    nodes = [*program["steps"], *program["outcomes"]]
    after = following(program)
    circles = {one for group in circular(after) for one in group}
    asked: dict[str, list[str]] = defaultdict(list)
    for step_id, step in program["steps"].items():
        asked[step.get("name", step_id)].append(step_id)
    shared = {name for name, steps in asked.items() if len(steps) > 1}

    index: dict[str, int] = {}
    found: list[Json] = []
    about: dict[str, int] = defaultdict(int)
    own: dict[str, int] = defaultdict(int)
    counting: set[str] = set()
    for node in nodes:
        for atom in _read_at(program, node, shared, terms):
            key = repr(atom)
            if key not in index:
                index[key] = len(found)
                found.append(atom)
                for name in names(atom):
                    about[name] |= 1 << index[key]
                counting |= visited(atom)
            own[node] |= 1 << index[key]
    counted = dict.fromkeys(sorted(counting & program["steps"].keys()), MOST_VISITS)
    in_circles = {name for name in shared if circles.intersection(asked[name])}
    for name in sorted(in_circles):
        counted |= dict.fromkeys(asked[name], MOST_VISITS)
    for node in program["steps"]:
        for _, to, most in ways(program, node):
            if most and to in program["steps"]:
                counted[to] = max(counted.get(to, 0), most)
    bits = {node: 1 << number for number, node in enumerate(counted)}
    read = onward(after, own)
    ahead = onward(after, {node: bits.get(node, 0) for node in nodes})
    always = frozenset(counting)
    return Live(
        tuple(found),
        read,
        about,
        counted,
        {node: always | {one for one, bit in bits.items() if bit & ahead[node]} for node in nodes},
        frozenset(in_circles),
    )


def _read_at(
    program: Mapping[str, Any], node: str, shared: set[str], terms: Terms
) -> Iterator[Json]:
    outcome = program["outcomes"].get(node)
    if outcome is not None:
        for _, expr in outcome.get("text", ()):
            expanded = terms.expand(expr)
            yield from (["known", ["get", name]] for name in sorted(names(expanded)))
            for name, output in (part[1:3] for part in parts(expr) if part[0] == "table"):
                yield from atoms(terms.expand(["table", name, output]))
        return
    step = program["steps"][node]
    for where, expr in expressions(step):
        if where[0] == "set":
            # The value itself goes on, not only whether something is true of it.
            yield terms.expand(expr)
        else:
            yield from atoms(terms.expand(expr))
    name = step.get("name", node)
    if name not in shared:
        return
    read = ["get", name]
    yield ["known", read]
    if step.get("type") in _OPTIONS:
        yield ["in", read, ["lit", [option["id"] for option in step["options"]]]]
        for option in step["options"]:
            if "go" in option or "if" in option:
                yield ["==", read, ["lit", option["id"]]]
    elif step.get("type") != "date":
        yield read
