"""What a program's expressions ask about: the comparisons in them and the names these read.

Everything here works on expanded expressions, in which facts and tables are spelt out, so that
no one else needs to know about the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import is_
from typing import Any

from helpwright.troubleshooters.language.values import MOST_DEPTH, Context, evaluate

Json = Any
UNSETTLED = object()
"""The value of an expression that depends on something that is missing."""

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "contains"})
_MOST_PARTS = 20_000
_NONE: frozenset[str] = frozenset()
_CONNECTIVES = frozenset({"and", "or", "not"})


@dataclass(frozen=True)
class Terms:
    """Spells out the facts and tables of a program.

    What was found out of an expression is kept with it, so that no other can take its identity.
    """

    facts: Mapping[str, Json]
    tables: Mapping[str, Json]
    _known: dict[tuple[str, ...], Json] = field(default_factory=dict)
    _whole: dict[int, tuple[Json, Json]] = field(default_factory=dict)
    _read: dict[int, tuple[Json, tuple[str, ...], bool]] = field(default_factory=dict)

    def expand(self, expr: Json) -> Json:
        """The expression with facts put in and tables as `case`; itself if it has neither.

        What is too deep or too large to be looked at part by part is None, as if unknown.
        """
        if not isinstance(expr, list):
            return expr
        known = self._whole.get(id(expr))
        if known is None:
            known = self._whole[id(expr)] = expr, self._spelt(expr, 0)
        return known[1]

    def read(self, expanded: Json) -> tuple[tuple[str, ...], bool]:
        """(the names that an expanded expression reads, sorted; whether it counts visits)."""
        if not isinstance(expanded, list):
            return (), False
        known = self._read.get(id(expanded))
        if known is None:
            found, visits = _heads(expanded)
            known = self._read[id(expanded)] = expanded, tuple(sorted(found)), bool(visits)
        return known[1:]

    def _spelt(self, expr: Json, depth: int) -> Json:
        if not isinstance(expr, list) or not expr or expr[0] == "lit":
            return expr
        if depth > MOST_DEPTH:
            return None
        head = expr[0]
        if head in ("fact", "table"):
            key = tuple(expr)
            if key not in self._known:
                self._known[key] = None  # a fact that reads itself is reported elsewhere
                made = self._fact(expr, depth) if head == "fact" else self._case(expr, depth)
                self._known[key] = made
            return self._known[key]
        if head == "case":
            cases = [[self._spelt(part, depth + 1) for part in case] for case in expr[1]]
            return ["case", cases, self._spelt(expr[2], depth + 1)]
        made = [head, *[self._spelt(part, depth + 1) for part in expr[1:]]]
        return expr if all(map(is_, made, expr)) else made

    def _fact(self, expr: Json, depth: int) -> Json:
        made = self._spelt(self.facts.get(expr[1]), depth + 1)
        return None if _is_large(made) else made

    def _case(self, expr: Json, depth: int) -> Json:
        table = self.tables.get(expr[1])
        if table is None or expr[2] not in table["outputs"]:
            return None
        column = table["outputs"].index(expr[2])
        cases = [
            [self._row(table, number, depth), self._spelt(literal(row["values"][column]), depth)]
            for number, row in enumerate(table["rows"])
        ]
        return ["case", cases, None]

    def _row(self, table: Json, number: int, depth: int) -> Json:
        cells = zip(table["inputs"], table["rows"][number]["cells"], strict=False)
        parts = [part for one, cell in cells for part in _cell(self._spelt(one, depth + 1), cell)]
        return ["and", *parts] if parts else True


def _is_large(expr: Json) -> bool:
    """Whether an expression has very many parts, those that it shares counted each time."""
    count, stack = 0, [expr]
    while stack and count <= _MOST_PARTS:
        one = stack.pop()
        if isinstance(one, list):
            count += 1
            stack += one
    return count > _MOST_PARTS


def literal(value: Json) -> Json:
    """A literal of the program as an expression; an expression stays what it is."""
    return ["lit", value] if isinstance(value, str) else value


def _cell(read: Json, cell: Json) -> Iterator[Json]:
    if cell is None:
        return
    if cell[0] == "=":
        yield ["in", read, ["lit", cell[1]]]
    elif cell[0] == "not":
        yield ["not", ["in", read, ["lit", cell[1]]]]
    else:
        _, low, with_low, high, with_high = cell
        if low is not None:
            yield [">=" if with_low else ">", read, literal(low)]
        if high is not None:
            yield ["<=" if with_high else "<", read, literal(high)]


def parts(expr: Json) -> Iterator[Json]:
    """An expanded expression and everything in it, each once where it is the same object."""
    stack, seen = [expr], set()
    while stack:
        one = stack.pop()
        if not isinstance(one, list) or not one or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if one[0] == "case":
            stack += [part for case in reversed(one[1]) for part in reversed(case)]
            stack.append(one[2])
        elif one[0] != "lit":
            stack += reversed(one[1:])


def names(expr: Json) -> frozenset[str]:
    """The answers and computed names that an expanded expression reads."""
    if not isinstance(expr, list) or not expr or expr[0] == "lit":
        return _NONE
    # Sides of comparisons are asked about most.
    return frozenset((expr[1],) if expr[0] == "get" else _heads(expr)[0])


def visited(expr: Json) -> frozenset[str]:
    """The steps whose visits an expanded expression counts."""
    return frozenset(_heads(expr)[1]) if isinstance(expr, list) else _NONE


def _heads(expr: Json) -> tuple[set[str], set[str]]:
    """The names that an expanded expression reads, and the steps whose visits it counts."""
    found: set[str] = set()
    counted: set[str] = set()
    stack, seen = [expr], set()
    while stack:
        one = stack.pop()
        if not isinstance(one, list) or not one:
            continue
        head = one[0]
        if head == "get":
            found.add(one[1])
        elif head == "visits":
            counted.add(one[1])
        elif head != "lit" and id(one) not in seen:
            seen.add(id(one))
            if head == "case":
                for case in one[1]:
                    stack += case
                stack.append(one[2])
            else:
                stack += one[1:]
    return found, counted


def atoms(expr: Json) -> Iterator[Json]:
    """The parts of an expanded expression between which there are only and, or, not and case.

    What is the same for all of them is the same for the expression.
    """
    stack, seen = [expr], set()
    while stack:
        one = stack.pop()
        if not isinstance(one, list) or not one or one[0] == "lit" or id(one) in seen:
            continue
        seen.add(id(one))
        if one[0] in _CONNECTIVES:
            stack += reversed(one[1:])
        elif one[0] == "case":
            stack.append(one[2])
            stack += [part for case in reversed(one[1]) for part in reversed(case)]
        else:
            yield one


def expressions(step: Mapping[str, Json]) -> Iterator[tuple[tuple[Any, ...], Json]]:
    """All expressions of a step, each with the place it stands at within the step."""
    for key in ("min", "max"):
        if key in step:
            yield (key,), [">=" if key == "min" else "<=", ["get", step["name"]], step[key]]
    for number, check in enumerate(step.get("check", ())):
        yield ("check", number), check["if"]
    for option in step.get("options", ()):
        if "if" in option:
            yield ("options", option["id"]), option["if"]
    for name, expr in step.get("set", ()):
        yield ("set", name), expr
    for number, rule in enumerate(step.get("rules", ())):
        if "if" in rule:
            yield ("rules", number), rule["if"]
        if "table" in rule:
            yield ("rules", number), ["table", rule["table"], "to"]


def settled(expr: Json, missing: frozenset[str], context: Context) -> Json:
    """The value of an expanded expression if the missing names don't matter, else UNSETTLED."""
    if not names(expr) & missing:
        return evaluate(expr, context)
    operator = expr[0]
    if operator in ("and", "or"):
        found = [settled(part, missing, context) for part in expr[1:]]
        decides = operator == "or"
        if any((one is True) == decides for one in found if one is not UNSETTLED):
            return decides
        return UNSETTLED if UNSETTLED in found else not decides
    if operator == "not":
        inner = settled(expr[1], missing, context)
        return UNSETTLED if inner is UNSETTLED else inner is not True
    if operator == "known" and expr[1][0] == "get":
        return False
    if operator == "case":
        for condition, value in expr[1]:
            holds = settled(condition, missing, context)
            if holds is UNSETTLED:
                return UNSETTLED
            if holds is True:
                return settled(value, missing, context)
        return settled(expr[2], missing, context)
    return UNSETTLED
