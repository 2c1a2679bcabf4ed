"""Everything that can happen in a compiled troubleshooter, found state by state.

A state is a step with what is still read later of the answers given before. Many ways through a
tree lead to the same state, so there are few states where there are many ways.
"""

from __future__ import annotations

import itertools
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from helpwright.troubleshooters.language.values import NOT_SURE
from helpwright.troubleshooters.program.walk import NOT_HELPFUL
from helpwright.troubleshooters.proof import classes as classes_of
from helpwright.troubleshooters.proof import live as live_of
from helpwright.troubleshooters.proof.atoms import Json, Terms
from helpwright.troubleshooters.proof.classes import Classes
from helpwright.troubleshooters.proof.exploration import Exploration, Move, Trouble, options_in
from helpwright.troubleshooters.proof.live import Live
from helpwright.troubleshooters.proof.reader import Reader, bounds

MOST_STATES = 50_000

State = tuple[str, tuple[tuple[str, Json], ...], tuple[tuple[str, int], ...]]
"""A step or outcome; what is known of names; how often the steps that count were visited."""


def explore(program: Mapping[str, Any], today: str, *, most: int = MOST_STATES) -> Exploration:
    """What answers can lead to, each by the shortest of them.

    Args:
        program: The compiled troubleshooter; its targets exist.
        today: The date that expressions see, such as "2026-11-21".
        most: States after which to give up.
    """
    terms = Terms(program["facts"], program["tables"])
    classes = classes_of.find(program, today, terms)
    explorer = _Explorer(program, today, terms, classes, live_of.find(program, terms))
    explorer.run(most)
    return Exploration(
        program,
        today,
        tuple(state[0] for state in explorer.states),
        tuple(explorer.arrivals),
        tuple(tuple(moves) for moves in explorer.moves),
        explorer.options,
        explorer.ways,
        explorer.true,
        explorer.rows,
        explorer.matched,
        explorer.gaps,
        explorer.row_gaps,
        explorer.overlaps,
        explorer.unanswered,
        tuple(explorer.closed),
        explorer.complete,
    )


@dataclass
class _Turn:
    """What a move is made of before it is known where it leads, and what came to light."""

    move: Move
    state: State | None = None
    true: list[int] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    matched: dict[tuple[str, int], int] = field(default_factory=dict)
    row_gaps: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    overlaps: list[tuple[str, int, int, tuple[Any, ...]]] = field(default_factory=list)
    unanswered: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass
class _Explorer:
    program: Mapping[str, Any]
    today: str
    terms: Terms
    classes: Classes
    live: Live
    states: list[State] = field(default_factory=list)
    arrivals: list[Move | None] = field(default_factory=list)
    moves: list[list[Move]] = field(default_factory=list)
    index: dict[State, int] = field(default_factory=dict)
    options: dict[tuple[str, str], Move] = field(default_factory=dict)
    ways: dict[tuple[str, str], Move] = field(default_factory=dict)
    true: dict[tuple[str, int], Move] = field(default_factory=dict)
    rows: dict[tuple[str, int], Move] = field(default_factory=dict)
    matched: dict[tuple[str, int], int] = field(default_factory=dict)
    gaps: dict[str, Trouble] = field(default_factory=dict)
    row_gaps: dict[tuple[Any, ...], Trouble] = field(default_factory=dict)
    overlaps: dict[tuple[str, int, int], Trouble] = field(default_factory=dict)
    unanswered: dict[tuple[Any, ...], Trouble] = field(default_factory=dict)
    closed: list[int] = field(default_factory=list)
    complete: bool = True
    queue: deque[int] = field(default_factory=deque)
    reader: Reader = field(init=False)
    merged: dict[str, tuple[Json, ...]] = field(default_factory=dict)
    repeated: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.reader = Reader(self.program, self.today, self.terms)
        steps = self.program["steps"]
        counts = Counter(step.get("name", node) for node, step in steps.items())
        self.repeated = frozenset(name for name, count in counts.items() if count > 1)

    def run(self, most: int) -> None:
        if self.program["start"] in self.live.read:
            self.arrive((self.program["start"], (), ()), None)
        while self.queue:
            if len(self.states) > most:
                self.complete = False
                return
            current = self.queue.popleft()
            turns = list(self.turns(current))
            for turn in turns:
                self.record(current, turn)
            if not turns and self.states[current][0] in self.program["steps"]:
                self.closed.append(current)

    def arrive(self, state: State, move: Move | None) -> int:
        found = self.index.get(state)
        if found is None:
            found = self.index[state] = len(self.states)
            self.states.append(state)
            self.arrivals.append(replace(move, to=found) if move else None)
            self.moves.append([])
            self.queue.append(found)
        return found

    def record(self, current: int, turn: _Turn) -> None:
        node = self.states[current][0]
        move = turn.move
        if turn.state is not None:
            move = replace(move, to=self.arrive(turn.state, move))
        step = self.program["steps"].get(node)
        if move.way or step:
            self.moves[current].append(move)
        if step:
            for option in options_in(step, move.value):
                self.options.setdefault((node, option), move)
            if move.way:
                self.ways.setdefault((node, move.way), move)
            if turn.state is None:
                tables = tuple(name for name, _ in turn.row_gaps)
                self.gaps.setdefault(node, Trouble(move, tables))
        for number in turn.true:
            self.true.setdefault((node, number), move)
        for row in turn.rows:
            self.rows.setdefault(row, move)
        for (table, number), hit in turn.matched.items():
            self.matched.setdefault((table, number), hit)
        for gap in turn.row_gaps:
            self.row_gaps.setdefault(gap, Trouble(move))
        for table, one, other, inputs in turn.overlaps:
            self.overlaps.setdefault((table, one, other), Trouble(move, inputs))
        for key in turn.unanswered:
            self.unanswered.setdefault((node, *key), Trouble(move))

    def turns(self, current: int) -> Iterator[_Turn]:
        node, known, counts = self.states[current]
        visits = dict(counts)
        values = dict(known)
        outcome = self.program["outcomes"].get(node)
        if outcome is not None:
            turn = _Turn(Move(current, None, False, ""))
            for name, expr in outcome.get("text", ()):
                self.look(turn, ("text", name), expr, values, visits)
            yield turn
            if NOT_HELPFUL in outcome:
                move = Move(current, NOT_HELPFUL, True, NOT_HELPFUL)
                yield _Turn(move, self.after(outcome[NOT_HELPFUL], values, visits))
            return
        step = self.program["steps"][node]
        name = step.get("name", node)
        if node in self.live.counted:
            visits[node] = min(visits.get(node, 0) + 1, self.live.counted[node])
        key = f"{name}~{visits[node]}" if name in self.live.shared else name
        if name in self.repeated and key in values:
            candidates, asked = (values[key],), False
        else:
            if node not in self.merged:
                about = self.live.chosen(node, name)
                self.merged[node] = self.classes.merged(step, node, name, about)
            candidates, asked = self.merged[node], True
        for value in candidates:
            given = {**values, name: value}
            if key != name:
                given[key] = value
            if self.reader.refused(node, step, value, values, visits):
                continue
            turn = _Turn(Move(current, value, asked, ""))
            for where, expr in bounds(step):
                self.look(turn, where, expr, given, visits)
            for computed, expr in step.get("set", ()):
                self.look(turn, ("set", computed), expr, given, visits)
                result = self.reader.value(expr, given, visits)
                given[computed] = tuple(result) if isinstance(result, list) else result
            way, to = self.way_out(turn, step, value, given, visits)
            turn.move = replace(turn.move, way=way)
            turn.state = self.after(to, given, visits) if to else None
            yield turn

    def way_out(
        self,
        turn: _Turn,
        step: Mapping[str, Any],
        value: Json,
        given: Mapping[str, Json],
        visits: Mapping[str, int],
    ) -> tuple[str, str]:
        if value == NOT_SURE:
            return NOT_SURE, step[NOT_SURE]
        if step["kind"] == "try":
            return value, step[value]
        for option in step.get("options", ()):
            if option["id"] == value and "go" in option:
                return f"option:{value}", option["go"]
        found = "", ""
        for number, rule in enumerate(step["rules"]):
            if "if" in rule:
                if not found[1]:
                    self.look(turn, ("rules", number), rule["if"], given, visits)
                if self.reader.value(rule["if"], given, visits) is not True:
                    continue
            to = rule.get("to")
            if "table" in rule:
                expr = self.reader.target(rule["table"])
                if not found[1]:
                    self.look(turn, ("rules", number), expr, given, visits)
                to = self.reader.led_to(rule["table"], given, visits)
            if isinstance(to, str) and not ("max" in rule and visits.get(to, 0) >= rule["max"]):
                turn.true.append(number)
                found = found if found[1] else (f"rule:{number}", to)
        return found

    def look(
        self,
        turn: _Turn,
        where: tuple[Any, ...],
        expr: Json,
        values: Mapping[str, Json],
        visits: Mapping[str, int],
    ) -> None:
        """Note what an expression reads: names that are missing, rows of tables."""
        for name in self.reader.missing(expr, values, visits):
            turn.unanswered.append((*where, name))
        for table in self.reader.tables(expr):
            inputs, rows = self.reader.rows(table, values, visits)
            if not rows:
                turn.row_gaps.append((table, inputs))
            turn.matched.update({(table, row): rows[0] for row in rows})
            unique = self.program["tables"][table]["hit"] == "unique"
            if unique and len(rows) > 1:
                pairs = ((one, other) for one, other in itertools.combinations(rows, 2))
                turn.overlaps += [(table, one, other, inputs) for one, other in pairs]
            elif rows:
                turn.rows.append((table, rows[0]))

    def after(self, to: str, values: Mapping[str, Json], visits: Mapping[str, int]) -> State | None:
        """The state in which one arrives: only what is still read later is kept."""
        if to not in self.live.read:
            return None
        known = []
        for key in sorted(values) if self.live.read[to] else ():
            name = key.partition("~")[0]
            kept, value = self.live.kept(to, name, values[key], self.classes)
            if kept:
                known.append((key, value))
        ahead = self.live.ahead[to]
        counts = tuple((one, visits[one]) for one in sorted(visits) if one in ahead)
        return to, tuple(known), counts
