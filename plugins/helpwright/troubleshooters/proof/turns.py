"""What each answer to a step leads to, and what comes to light on the way."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpwright.troubleshooters.language.values import NOT_SURE, Context, evaluate
from helpwright.troubleshooters.proof.atoms import Json
from helpwright.troubleshooters.proof.reader import Reader, Values, Visits, bounds


@dataclass(slots=True)
class Turn:
    """An answer to a step and where it leads; `to` is "" if it leads nowhere.

    It is the same in all states that agree in what is read at the step. `asked` and `way` are as
    in a `Move`, `made` are the values that the step sets, and the rest is as in an `Exploration`.
    """

    value: Json
    asked: bool = True
    way: str = ""
    to: str = ""
    # Tuples, for most turns have nothing of all this, and seven lists take longer than the rest.
    made: tuple[tuple[str, Json], ...] = ()
    true: tuple[int, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()
    matched: tuple[tuple[tuple[str, int], int], ...] = ()
    row_gaps: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    overlaps: tuple[tuple[str, int, int, tuple[Any, ...]], ...] = ()
    unanswered: tuple[tuple[Any, ...], ...] = ()
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """An expression where it stands in a step, with the names and tables that it reads.

    `counts` says whether it counts visits.
    """

    where: tuple[Any, ...]
    expr: Json
    names: tuple[str, ...]
    tables: tuple[str, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    number: int
    to: str
    most: int
    condition: Look | None
    table: str
    choice: Look | None


@dataclass(frozen=True, slots=True)
class Place:
    """A step with all that is read there.

    `reads` are names; `counts` says whether it matters how often steps were visited.
    """

    step: Mapping[str, Any]
    name: str
    reads: tuple[str, ...]
    counts: bool
    bounds: tuple[Look, ...]
    made: tuple[tuple[str, Look], ...]
    ways: Mapping[Json, tuple[str, str]]
    rules: tuple[_Rule, ...]


@dataclass
class Turner:
    """Finds the turns of a program's steps."""

    reader: Reader
    _places: dict[str, Place] = field(default_factory=dict)

    def place(self, node: str) -> Place:
        """What is read at a step."""
        if node not in self._places:
            self._places[node] = self._place(node)
        return self._places[node]

    def turns(
        self,
        node: str,
        candidates: Iterable[Json],
        key: str,
        values: Values,
        visits: Visits,
        *,
        asked: bool,
    ) -> Iterator[Turn]:
        """The turns of those of the candidates that are valid answers to a step.

        Args:
            node: The step.
            candidates: What may be answered.
            key: Under which name, beside that of the step, the answer is kept.
            values: What was known before.
            visits: How often steps were visited, this time included.
            asked: Whether the answer is given here, and not taken from what was known.
        """
        place, reader = self.place(node), self.reader
        step = place.step
        for value in candidates:
            if reader.refused(node, step, value, values, visits):
                continue
            way = place.ways.get(value)
            if way and not place.bounds and not place.made:
                yield Turn(value, asked, *way)
                continue
            given = {**values, place.name: value, key: value}
            turn = Turn(value, asked)
            for look in place.bounds:
                self.look(turn, look, given, visits)
            for name, look in place.made:
                self.look(turn, look, given, visits)
                result = reader.value(look.expr, given, visits)
                given[name] = tuple(result) if isinstance(result, list) else result
                turn.made += ((name, given[name]),)
            if way:
                turn.way, turn.to = way
            else:
                self._follow(turn, place, given, visits)
            yield turn

    def looks(self, expressions: Iterable[tuple[tuple[Any, ...], Json]]) -> tuple[Look, ...]:
        """Expressions with what they read."""
        read = self.reader
        found = []
        for where, expr in expressions:
            names, counts = read.reads(expr)
            found.append(Look(where, expr, names, read.tables(expr), counts))
        return tuple(found)

    def look(self, turn: Turn, look: Look, values: Values, visits: Visits) -> None:
        """Note what an expression reads: names that are missing, rows of tables."""
        if not all([name in values for name in look.names]):
            missing = self.reader.missing(look.expr, values, visits)
            turn.unanswered += tuple((*look.where, name) for name in missing)
        for table in look.tables:
            inputs, rows = self.reader.rows(table, values, visits)
            if not rows:
                turn.row_gaps += ((table, inputs),)
            turn.matched += tuple(((table, row), rows[0]) for row in rows)
            unique = self.reader.program["tables"][table]["hit"] == "unique"
            if unique and len(rows) > 1:
                pairs = ((one, other) for one, other in itertools.combinations(rows, 2))
                turn.overlaps += tuple((table, one, other, inputs) for one, other in pairs)
            elif rows:
                turn.rows += ((table, rows[0]),)

    def _follow(self, turn: Turn, place: Place, given: Values, visits: Visits) -> None:
        """Find the first rule that applies, and those that would apply as well."""
        context: Context | None = None
        for rule in place.rules:
            condition = rule.condition
            if condition is not None:
                if not turn.to:
                    self.look(turn, condition, given, visits)
                if condition.tables:
                    holds = self.reader.value(condition.expr, given, visits)
                else:
                    context = context or self.reader.context(given, visits)
                    holds = evaluate(condition.expr, context)
                if holds is not True:
                    continue
            to: Json = rule.to
            if rule.choice is not None:
                if not turn.to:
                    self.look(turn, rule.choice, given, visits)
                to = self.reader.led_to(rule.table, given, visits)
            if isinstance(to, str) and not (rule.most and visits.get(to, 0) >= rule.most):
                turn.true += (rule.number,)
                if not turn.to:
                    turn.way, turn.to = f"rule:{rule.number}", to

    def _place(self, node: str) -> Place:
        step = self.reader.program["steps"][node]
        around = self.looks(bounds(step))
        names = [name for name, _ in step.get("set", ())]
        made = self.looks((("set", name), expr) for name, expr in step.get("set", ()))
        rules = tuple(self._rule(number, one) for number, one in enumerate(step.get("rules", ())))
        read = [*around, *made]
        read += [look for rule in rules for look in (rule.condition, rule.choice) if look]
        ways = {
            option["id"]: (f"option:{option['id']}", option["go"])
            for option in reversed(step.get("options", ()))
            if "go" in option
        }
        ways |= {key: (key, step[key]) for key in ("fixed", "not_fixed") if step.get(key)}
        if NOT_SURE in step:
            ways[NOT_SURE] = NOT_SURE, step[NOT_SURE]
        return Place(
            step,
            step.get("name", node),
            tuple(sorted({name for look in read for name in look.names})),
            any([look.counts for look in read]) or any([rule.most for rule in rules]),
            around,
            tuple(zip(names, made, strict=True)),
            ways,
            rules,
        )

    def _rule(self, number: int, rule: Mapping[str, Any]) -> _Rule:
        table = rule.get("table", "")
        read = [rule["if"]] if "if" in rule else []
        read += [self.reader.target(table)] if table else []
        looks = iter(self.looks((("rules", number), expr) for expr in read))
        condition = next(looks) if "if" in rule else None
        most = rule.get("max", 0)
        return _Rule(number, rule.get("to", ""), most, condition, table, next(looks, None))
