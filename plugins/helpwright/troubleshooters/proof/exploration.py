"""What can happen in a troubleshooter: the states it can be in and how they are reached."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from helpwright.troubleshooters.language.values import NOT_SURE
from helpwright.troubleshooters.proof.atoms import Json

Answers = dict[str, Json]


class Move(NamedTuple):
    """An answer in a state, and the state that follows; -1 if none does.

    `asked` is False if the answer was given before, `way` as in a walk's `Taken`.
    """

    state: int
    value: Json
    asked: bool
    way: str
    to: int = -1


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that goes wrong in a state. `details` says what, as its kind needs it."""

    move: Move
    details: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Exploration:
    """What was found. All of it can happen; all that can happen is in it if `complete`.

    Attributes:
        program: What was explored.
        today: The day on which.
        nodes: The step or outcome of each state; the first is the start.
        arrivals: The move by which each state was first reached; None for the start.
        moves: All moves of each state.
        options: For each step and option, the first move with it; "" is none of several.
        ways: For each step and way out of it (as in a walk's `Taken`), the first move by it.
        true: For each step and number of a rule, the first move for which it would apply, also
            where an earlier one does.
        rows: For each table and number of a row, the first move that hits it.
        matched: The same rows and those that match after another one: the row that is hit.
        gaps: By step, the first move after which no rule applies.
        row_gaps: By table and inputs, the first move for which no row matches.
        overlaps: By table and two rows, the first move for which both match; the inputs.
        unanswered: By place in the program and name, the first move for which the name is read
            although it was not asked.
        closed: States in which no answer is possible.
        complete: Whether all states were visited.
    """

    program: Mapping[str, Any]
    today: str
    nodes: tuple[str, ...]
    arrivals: tuple[Move | None, ...]
    moves: tuple[tuple[Move, ...], ...]
    options: Mapping[tuple[str, str], Move]
    ways: Mapping[tuple[str, str], Move]
    true: Mapping[tuple[str, int], Move]
    rows: Mapping[tuple[str, int], Move]
    matched: Mapping[tuple[str, int], int]
    gaps: Mapping[str, Trouble]
    row_gaps: Mapping[tuple[Any, ...], Trouble]
    overlaps: Mapping[tuple[str, int, int], Trouble]
    unanswered: Mapping[tuple[Any, ...], Trouble]
    closed: tuple[int, ...]
    complete: bool

    @property
    def rules(self) -> dict[tuple[str, int], Move]:
        """For each step and number of a rule, the first move that takes it."""
        rules = ((step, way.partition(":"), move) for (step, way), move in self.ways.items())
        return {(step, int(one[2])): move for step, one, move in rules if one[0] == "rule"}

    @property
    def states(self) -> int:
        """How many states were visited."""
        return len(self.nodes)

    @cached_property
    def first(self) -> Mapping[str, int]:
        """The state in which a step or outcome is reached by the fewest steps."""
        found: dict[str, int] = {}
        for index, node in enumerate(self.nodes):
            found.setdefault(node, index)
        return found

    @property
    def reached(self) -> frozenset[str]:
        """The steps and outcomes that some answers reach."""
        return frozenset(self.first)

    def reach(self, node: str) -> Answers:
        """The shortest answers that reach a step or outcome."""
        return self._answers(self._way_to(self.first[node]))

    def path(self, state: int) -> list[str]:
        """The steps on the way to a state, and its own."""
        return [*(self.nodes[move.state] for move in self._way_to(state)), self.nodes[state]]

    def answers(self, move: Move) -> Answers:
        """The shortest answers with which a move is made."""
        return self._answers([*self._way_to(move.state), move])

    def answers_before(self, state: int) -> Answers:
        """The shortest answers that lead to a state."""
        return self._answers(self._way_to(state))

    def completed(self, move: Move) -> Answers | None:
        """Answers with which a move is made and an outcome is reached, if there are any."""
        if self._ends(move.state) and move.to < 0:
            return self.answers_before(move.state)
        found, state = [*self._way_to(move.state), move], move.to
        while state >= 0 and self._next[state] is not None:
            following = self._next[state]
            assert following is not None  # the type checker does not see it above
            found.append(following)
            state = following.to
        return self._answers(found) if state >= 0 and self._ends(state) else None

    def ways_to(self, node: str) -> list[Move]:
        """The moves into a step or outcome, one for each way out of a step before it."""
        found: dict[tuple[str, str], Move] = {}
        for moves in self.moves:
            for move in moves:
                if move.to >= 0 and self.nodes[move.to] == node:
                    found.setdefault((self.nodes[move.state], move.way), move)
        return list(found.values())

    @cached_property
    def left(self) -> Mapping[str, tuple[int, int | None]]:
        """The fewest and most questions from a step on, itself included; None: no end."""
        found: dict[str, tuple[int, int | None]] = {}
        for index, node in enumerate(self.nodes):
            if self._fewest[index] is None:
                continue
            few, most = self._fewest[index] or 0, self._most[index]
            if node in found:
                few_before, most_before = found[node]
                few = min(few, few_before)
                most = None if most is None or most_before is None else max(most, most_before)
            found[node] = few, most
        return found

    def _ends(self, state: int) -> bool:
        return self.nodes[state] in self.program["outcomes"]

    @cached_property
    def _into(self) -> dict[int, list[Move]]:
        into: dict[int, list[Move]] = defaultdict(list)
        for moves in self.moves:
            for move in moves:
                # Someone whom an outcome did not help is asked again, but was at an end before.
                if move.to >= 0 and not self._ends(move.state):
                    into[move.to].append(move)
        return into

    @cached_property
    def _shortest(self) -> tuple[list[int | None], list[Move | None]]:
        """For each state the fewest questions to an outcome, and the move to make for it."""
        fewest: list[int | None] = [0 if self._ends(one) else None for one in range(self.states)]
        following: list[Move | None] = [None] * self.states
        queue = [(0, state) for state, few in enumerate(fewest) if few == 0]
        while queue:
            few, state = heapq.heappop(queue)
            if few != fewest[state]:
                continue
            for move in self._into.get(state, ()):
                before = fewest[move.state]
                if before is None or few + move.asked < before:
                    fewest[move.state] = few + move.asked
                    following[move.state] = move
                    heapq.heappush(queue, (few + move.asked, move.state))
        return fewest, following

    @property
    def _fewest(self) -> list[int | None]:
        return self._shortest[0]

    @property
    def _next(self) -> list[Move | None]:
        return self._shortest[1]

    @cached_property
    def _most(self) -> list[int | None]:
        """For each state the most questions to an end; None in circles and before them."""
        most: list[int | None] = [None] * self.states
        waiting = [
            0 if self._ends(state) else sum([move.to >= 0 for move in moves])
            for state, moves in enumerate(self.moves)
        ]
        ready = [state for state, count in enumerate(waiting) if not count]
        while ready:
            state = ready.pop()
            moves = () if self._ends(state) else self.moves[state]
            most[state] = max(
                [move.asked + ((most[move.to] or 0) if move.to >= 0 else 0) for move in moves],
                default=0,
            )
            for move in self._into.get(state, ()):
                waiting[move.state] -= 1
                if not waiting[move.state]:
                    ready.append(move.state)
        return most

    def _way_to(self, state: int) -> list[Move]:
        found: list[Move] = []
        while (move := self.arrivals[state]) is not None:
            found.append(move)
            state = move.state
        return found[::-1]

    def _answers(self, moves: list[Move]) -> Answers:
        """The answers of a way, called as a walk calls them."""
        visits: dict[str, int] = defaultdict(int)
        found: Answers = {}
        for move in moves:
            if move.value is None:
                continue
            node = self.nodes[move.state]
            step = self.program["steps"].get(node)
            name = step.get("name", node) if step else node
            visits[node] += bool(step)
            if visits[node] > 1:
                name = f"{name}~{visits[node]}"
            value = list(move.value) if isinstance(move.value, tuple) else move.value
            found.setdefault(name, value)
        return found


def options_in(step: Mapping[str, Any], value: Json) -> tuple[str, ...]:
    """The options that an answer chooses, as `Exploration.options` calls them.

    Those of a list to search in are not counted: nobody tries hundreds of them.
    """
    kind = step.get("type", "try")
    if value == NOT_SURE or kind not in ("choice", "yes_no", "multi"):
        return ()
    return (tuple(value) or ("",)) if kind == "multi" else (value,)
