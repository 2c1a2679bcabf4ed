"""Expressions as the exploration reads them: the same question is worked out only once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpwright.troubleshooters.language.values import (
    NOT_SURE,
    Context,
    evaluate,
    fault,
    matching_rows,
)
from helpwright.troubleshooters.proof.atoms import (
    UNSETTLED,
    Json,
    Terms,
    expressions,
    parts,
    settled,
)
from helpwright.troubleshooters.proof.classes import key_of
from helpwright.troubleshooters.proof.thresholds import plain

_LONG = 30
_ANY = object()
"""The key of rows whose cell is not a list of values."""

Values = Mapping[str, Json]
Visits = Mapping[str, int]


@dataclass
class Reader:
    """Evaluates expressions of a program for the values of a state.

    Expressions are recognised by their identity, so they must be parts of the program.
    """

    program: Mapping[str, Any]
    today: str
    terms: Terms
    _results: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _tables: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _targets: dict[str, Json] = field(default_factory=dict)
    _bounds: dict[str, tuple[tuple[str, ...], bool]] = field(default_factory=dict)
    _indexes: dict[str, tuple[int, Mapping[Any, list[int]]]] = field(default_factory=dict)
    _always: dict[str, frozenset[str]] = field(default_factory=dict)
    _names: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        steps = self.program["steps"]
        asked = {step.get("name", node) for node, step in steps.items()}
        made = {name for step in steps.values() for name, _ in step.get("set", ())}
        self._names = frozenset(asked | made)

    def value(self, expr: Json, values: Values, visits: Visits) -> Json:
        """The value of an expression."""
        if not isinstance(expr, list):
            return expr
        read, counts = self.reads(expr)
        key = (id(expr), *(key_of(values.get(name)) for name in read))
        if counts:
            return evaluate(expr, self.context(values, visits))
        if key not in self._results:
            self._results[key] = evaluate(expr, self.context(values, visits))
        return self._results[key]

    def refused(
        self, node: str, step: Mapping[str, Any], value: Json, values: Values, visits: Visits
    ) -> bool:
        """Whether an answer is not valid at a step."""
        if step["kind"] == "try":
            return value not in ("fixed", "not_fixed")
        if value == NOT_SURE:
            return NOT_SURE not in step
        if node not in self._always:
            sure = "check" not in step and step["type"] in ("choice", "yes_no", "lookup")
            options = step["options"] if sure else ()
            self._always[node] = frozenset(one["id"] for one in options if "if" not in one)
        if value in self._always[node]:
            return False
        if node not in self._bounds:
            read = [self.reads(expr) for _, expr in bounds(step)]
            union = sorted({name for names_read, _ in read for name in names_read})
            self._bounds[node] = tuple(union), any(counts for _, counts in read)
        others, counts = self._bounds[node]
        key = ("fault", node, key_of(value), *(key_of(values.get(name)) for name in others))
        if counts or key not in self._results:
            context = self.context(values, visits)
            self._results[key] = bool(fault(step, plain(value), context))
        return bool(self._results[key])

    def missing(self, expr: Json, values: Values, visits: Visits) -> tuple[str, ...]:
        """The names that an expression reads, that are not known, and on which it depends."""
        read, counts = self.reads(expr)
        lost = frozenset(name for name in read if name not in values and name in self._names)
        if not lost:
            return ()
        key = ("missing", id(expr), lost, *(key_of(values.get(name)) for name in read))
        if counts or key not in self._results:
            expanded = self.terms.expand(expr)
            result = settled(expanded, lost, self.context(values, visits))
            self._results[key] = tuple(sorted(lost)) if result is UNSETTLED else ()
        found: tuple[str, ...] = self._results[key]
        return found

    def tables(self, expr: Json) -> tuple[str, ...]:
        """The tables that an expression looks into, also through facts."""
        if not isinstance(expr, list):
            return ()
        if self.terms.expand(expr) is expr:
            return ()
        if id(expr) not in self._tables:
            found: dict[str, None] = {}
            stack, seen = [expr], set()
            while stack:
                for part in parts(stack.pop()):
                    if part[0] == "table":
                        found[part[1]] = None
                    elif part[0] == "fact" and part[1] not in seen:
                        seen.add(part[1])
                        stack.append(self.program["facts"].get(part[1]))
            self._tables[id(expr)] = tuple(found)
        return self._tables[id(expr)]

    def rows(
        self, name: str, values: Values, visits: Visits
    ) -> tuple[tuple[Any, ...], tuple[int, ...]]:
        """(values of the inputs, numbers of the rows that match) of a table."""
        table = self.program["tables"][name]
        inputs = tuple(key_of(self.value(expr, values, visits)) for expr in table["inputs"])
        key = ("rows", name, inputs)
        if key not in self._results:
            numbers = self._candidates(name, inputs)
            part = {**table, "rows": [table["rows"][number] for number in numbers]}
            rows = matching_rows(part, self.context(values, visits))
            self._results[key] = tuple(numbers[row] for row in rows)
        return inputs, self._results[key]

    def _candidates(self, name: str, inputs: tuple[Any, ...]) -> Sequence[int]:
        """The rows that may match: of long tables those whose one cell fits, found by its value."""
        rows = self.program["tables"][name]["rows"]
        if len(rows) < _LONG:
            return range(len(rows))
        if name not in self._indexes:
            self._indexes[name] = _index(rows)
        column, by_value = self._indexes[name]
        return sorted({*by_value[inputs[column]], *by_value[_ANY]})

    def target(self, table: str) -> Json:
        """The expression for where a table leads."""
        return self._targets.setdefault(table, ["table", table, "to"])

    def led_to(self, name: str, values: Values, visits: Visits) -> Json:
        """Where a table leads; None if no row matches, or several of which only one may."""
        table = self.program["tables"][name]
        _, rows = self.rows(name, values, visits)
        if not rows or (len(rows) > 1 and table["hit"] == "unique"):
            return None
        column = table["outputs"].index("to")
        return self.value(table["rows"][rows[0]]["values"][column], values, visits)

    def context(self, values: Values, visits: Visits) -> Context:
        """What expressions see."""
        plainly = {name: plain(value) for name, value in values.items()}
        facts, tables = self.program["facts"], self.program["tables"]
        return Context(plainly, self.today, facts, tables, visits)

    def reads(self, expr: Json) -> tuple[tuple[str, ...], bool]:
        """The names that an expression reads, and whether it counts visits."""
        return self.terms.read(self.terms.expand(expr))


def _index(rows: Sequence[Json]) -> tuple[int, Mapping[Any, list[int]]]:
    """(column with the most lists of values, numbers of rows by the value they name there)."""
    columns = range(len(rows[0]["cells"]))

    def named(column: int) -> int:
        return sum(bool(row["cells"][column]) and row["cells"][column][0] == "=" for row in rows)

    best = max(columns, key=named)
    by_value: dict[Any, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        cell = row["cells"][best]
        for value in cell[1] if cell and cell[0] == "=" else [_ANY]:
            by_value[key_of(value)].append(number)
    return best, by_value


def bounds(step: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], Json]]:
    """The expressions that decide whether an answer is valid."""
    for key in ("min", "max"):
        if isinstance(step.get(key), list):
            yield (key,), step[key]
    for where, expr in expressions(step):
        if where[0] in ("check", "options") and isinstance(expr, list):
            yield where, expr
