"""Everything that can happen in a compiled troubleshooter, found state by state.

A state is a step with what is still read later of the answers given before. Many ways through a
tree lead to the same state, so there are few states where there are many ways.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from helpwright.troubleshooters.program.walk import NOT_HELPFUL
from helpwright.troubleshooters.proof import classes as classes_of
from helpwright.troubleshooters.proof import live as live_of
from helpwright.troubleshooters.proof.atoms import Json, Terms
from helpwright.troubleshooters.proof.classes import Classes, key_of
from helpwright.troubleshooters.proof.exploration import Exploration, Move, Trouble, options_in
from helpwright.troubleshooters.proof.live import Live
from helpwright.troubleshooters.proof.reader import Reader
from helpwright.troubleshooters.proof.turns import Place, Turn, Turner

MOST_STATES = 50_000
_ABSENT = object()

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
    turner: Turner = field(init=False)
    merged: dict[str, tuple[Json, ...]] = field(default_factory=dict)
    repeated: frozenset[str] = frozenset()
    known: dict[tuple[Any, ...], list[Turn]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.turner = Turner(Reader(self.program, self.today, self.terms))
        steps = self.program["steps"]
        counts = Counter(step.get("name", node) for node, step in steps.items())
        self.repeated = frozenset(name for name, count in counts.items() if count > 1)

    def run(self, most: int) -> None:
        if self.program["start"] in self.live.read:
            self.arrive((self.program["start"], (), ()))
        while self.queue:
            if len(self.states) > most:
                self.complete = False
                return
            current = self.queue.popleft()
            node, known, counts = self.states[current]
            if node in self.program["outcomes"]:
                self.leave(current, node, dict(known), dict(counts))
            else:
                self.answer(current, node, dict(known), dict(counts))

    def arrive(self, state: State) -> int:
        """The number of a state."""
        found = self.index.get(state)
        if found is None:
            found = self.index[state] = len(self.states)
            self.states.append(state)
            self.arrivals.append(None)
            self.moves.append([])
            self.queue.append(found)
        return found

    def move(
        self, current: int, turn: Turn, values: Mapping[str, Json], visits: Mapping[str, int]
    ) -> Move:
        """Make the move of a turn."""
        state = self.after(turn.to, values, visits) if turn.to else None
        if state is None:
            return Move(current, turn.value, turn.asked, turn.way)
        to = self.arrive(state)
        move = Move(current, turn.value, turn.asked, turn.way, to)
        # Nothing leads to the first state for the first time.
        if to and self.arrivals[to] is None:
            self.arrivals[to] = move
        return move

    def leave(
        self, current: int, node: str, values: dict[str, Json], visits: dict[str, int]
    ) -> None:
        """Look at the texts of an outcome, and go on where it did not help."""
        outcome = self.program["outcomes"][node]
        if "text" in outcome:
            turn = Turn(None, asked=False)
            for look in self.turner.looks((("text", name), expr) for name, expr in outcome["text"]):
                self.turner.look(turn, look, values, visits)
            self.tell(node, turn, Move(current, None, False, ""))
        if NOT_HELPFUL in outcome:
            turn = Turn(NOT_HELPFUL, way=NOT_HELPFUL, to=outcome[NOT_HELPFUL])
            self.moves[current].append(self.move(current, turn, values, visits))

    def answer(
        self, current: int, node: str, values: dict[str, Json], visits: dict[str, int]
    ) -> None:
        """Give a step all the answers that matter."""
        if node in self.live.counted:
            visits[node] = min(visits.get(node, 0) + 1, self.live.counted[node])
        place = self.turner.place(node)
        name = place.name
        key = f"{name}~{visits[node]}" if name in self.live.shared else name
        read: list[Any] = [key_of(values[one]) if one in values else _ABSENT for one in place.reads]
        if place.counts:
            read.append(tuple(sorted(visits.items())))
        if name in self.repeated:
            read += [key, key_of(values[key]) if key in values else _ABSENT]
        seen = (node, *read)
        turns = self.known.get(seen)
        if turns is None:
            asked = name not in self.repeated or key not in values
            found = self.candidates(node, place) if asked else (values[key],)
            turns = list(self.turner.turns(node, found, key, values, visits, asked=asked))
            self.known[seen] = turns
        met: dict[str, Move] = {}
        for turn in turns:
            move = met.get(turn.to) if not turn.made else None
            if move is not None:
                move = Move(current, turn.value, turn.asked, turn.way, move.to)
            else:
                given = values.copy()
                given[name] = given[key] = turn.value
                if turn.made:
                    given.update(turn.made)
                move = self.move(current, turn, given, visits)
                # Where the answer is not read any more, it does not matter which it was.
                if move.to >= 0 and not turn.made and name not in self.live.names(turn.to):
                    met[turn.to] = move
            self.moves[current].append(move)
            if not turn.is_told:
                turn.is_told = True
                self.tell_answer(node, place.step, turn, move)
                self.tell(node, turn, move)
        if not turns:
            self.closed.append(current)

    def candidates(self, node: str, place: Place) -> tuple[Json, ...]:
        """The answers that stand for all others of a step."""
        if node not in self.merged:
            about = self.live.chosen(node, place.name)
            self.merged[node] = self.classes.merged(place.step, node, place.name, about)
        return self.merged[node]

    def tell_answer(self, node: str, step: Mapping[str, Any], turn: Turn, move: Move) -> None:
        for option in options_in(step, move.value):
            self.options.setdefault((node, option), move)
        if move.way:
            self.ways.setdefault((node, move.way), move)
        if move.to < 0:
            self.gaps.setdefault(node, Trouble(move, tuple(name for name, _ in turn.row_gaps)))

    def tell(self, node: str, turn: Turn, move: Move) -> None:
        for number in turn.true:
            self.true.setdefault((node, number), move)
        for row in turn.rows:
            self.rows.setdefault(row, move)
        for key, hit in dict(turn.matched).items():
            self.matched.setdefault(key, hit)
        for gap in turn.row_gaps:
            self.row_gaps.setdefault(gap, Trouble(move))
        for table, one, other, inputs in turn.overlaps:
            self.overlaps.setdefault((table, one, other), Trouble(move, inputs))
        for key in turn.unanswered:
            self.unanswered.setdefault((node, *key), Trouble(move))

    def after(self, to: str, values: Mapping[str, Json], visits: Mapping[str, int]) -> State | None:
        """The state in which one arrives: only what is still read later is kept."""
        if to not in self.live.read:
            return None
        names, kept = self.live.names(to), self.live.kept
        if not names and not visits:
            return to, (), ()
        known = [
            (name, kept(name, mask, values[name], self.classes))
            for name, mask in names.items()
            if name in values
        ]
        if self.live.shared and names:
            for key in values:
                name, repetition, _ = key.partition("~")
                if repetition and name in names:
                    known.append((key, kept(name, names[name], values[key], self.classes)))
            known.sort(key=itemgetter(0))
        if not visits:
            return to, tuple(known), ()
        ahead = self.live.ahead[to]
        return to, tuple(known), tuple((one, visits[one]) for one in sorted(visits) if one in ahead)
