"""The values of an answer at which a comparison tips: `days_between(x, today) <= 14` tips at a day.

The other side of a comparison is worked out from the values already known for the names in it;
what stands around the name is then undone, operation by operation.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpwright.troubleshooters.language.dates import date_of, day_of, shifted
from helpwright.troubleshooters.language.operators import number
from helpwright.troubleshooters.language.values import NOT_SURE, Context, evaluate
from helpwright.troubleshooters.proof.atoms import COMPARISONS, Json, names, parts

MOST_COMBINATIONS = 64
_MOST_DEPTH = 30


@dataclass(frozen=True)
class Solver:
    """Undoes expressions. `values` are those tried for each name, `assigned` what `set` gives."""

    today: str
    values: Mapping[str, Sequence[Json]]
    assigned: Mapping[str, Sequence[Json]]

    def thresholds(self, name: str, comparisons: Iterable[Json]) -> Iterator[Json]:
        """Values of a name at which one of the comparisons may tip; some of them more than once."""
        for operator, left, right in comparisons:
            if self.reads(left, name):
                for value in self.possible(right, name):
                    for one in value if operator == "in" and isinstance(value, list) else [value]:
                        yield from self.solve(left, name, one)
            if self.reads(right, name):
                for value in self.possible(left, name):
                    yield from self.solve(right, name, value)

    def reads(self, expr: Json, name: str, depth: int = 0) -> bool:
        """Whether an expression depends on a name, also through computed names."""
        read = names(expr)
        if name in read:
            return True
        if depth > 5:
            return False
        made = (one for other in sorted(read) for one in self.assigned.get(other, ()))
        return any(self.reads(one, name, depth + 1) for one in made)

    def possible(self, expr: Json, _asked: str = "") -> list[Json]:
        """Known values of an expression, for the values of the names in it."""
        read = sorted(names(expr))
        choices = [self.values.get(one) or [None] for one in read]
        found: list[Json] = []
        for values in itertools.islice(itertools.product(*choices), MOST_COMBINATIONS):
            given = {one: plain(value) for one, value in zip(read, values, strict=True)}
            value = evaluate(expr, Context(given, self.today))
            if value is not None and value not in found:
                found.append(value)
        return found

    def solve(self, expr: Json, name: str, target: Json, depth: int = 0) -> Iterator[Json]:
        """Values of the name for which the expression is about the target."""
        if not isinstance(expr, list) or not expr or depth > _MOST_DEPTH or target is None:
            return
        if expr[0] == "get":
            if expr[1] == name:
                yield target
            for made in self.assigned.get(expr[1], ()) if expr[1] != name else ():
                if self.reads(made, name):
                    yield from self.solve(made, name, target, depth + 1)
        elif expr[0] == "case":
            for part in [*(value for _, value in expr[1]), expr[2]]:
                if self.reads(part, name):
                    yield from self.solve(part, name, target, depth + 1)
        else:
            for index, part in enumerate(expr[1:], 1):
                if self.reads(part, name):
                    others = self._others(expr, index)
                    for inner in (
                        one for other in others for one in _undo(expr, index, other, target)
                    ):
                        yield from self.solve(part, name, inner, depth + 1)

    def _others(self, expr: Json, index: int) -> list[Json]:
        """The values of the other operand of an operation with two."""
        if len(expr) == 2 or expr[0] in ("min", "max", "round", "contains"):
            return [None]
        return self.possible(expr[3 - index] if index < 3 else None)


def comparisons_in(expr: Json) -> list[Json]:
    """All comparisons anywhere in an expanded expression."""
    return [part for part in parts(expr) if part[0] in COMPARISONS and len(part) == 3]


def plain(value: Json) -> Json:
    """A value as expressions see it: lists instead of tuples, None for "I'm not sure"."""
    if isinstance(value, tuple):
        return list(value)
    return None if value == NOT_SURE else value


def _undo(expr: Json, index: int, other: Json, target: Json) -> Iterator[Any]:
    """What the operand at `index` is for the result to be the target."""
    operator, first = expr[0], index == 1
    one, two = number(other), number(target)
    if operator in ("+", "-", "*", "/"):
        if one is not None and two is not None:
            yield from _undo_arithmetic(operator, first, one, two)
    elif operator in ("neg", "round", "floor", "ceil"):
        if two is not None:
            half = 0.5 / 10 ** min(int(number(expr[2]) or 0), 9) if len(expr) > 2 else 0.5
            near = {"neg": (-two,), "round": (two - half, two + half)}
            yield from near.get(operator, (two, two + 1 if operator == "floor" else two - 1))
    elif operator in ("min", "max", "lower", "contains"):
        yield target
    elif operator in ("days_between", "shift"):
        yield from _undo_days(expr, first, other, target)
    elif two is not None and operator in ("year", "month", "day", "weekday"):
        yield from _days_with(operator, int(two))


def _undo_arithmetic(operator: str, first: bool, one: float, two: float) -> Iterator[float]:
    if operator == "+":
        yield two - one
    elif operator == "-":
        yield two + one if first else one - two
    elif operator == "*":
        if one:
            yield two / one
    elif first:
        yield two * one
    elif two:
        yield one / two


def _undo_days(expr: Json, first: bool, other: Json, target: Json) -> Iterator[Json]:
    start, end, count = date_of(other), date_of(target), number(target)
    if expr[0] == "days_between":
        if start and count is not None:
            yield shifted(start, int(-count if first else count), "days")
    elif first and end and (count := number(other)) is not None:
        found = date_of(shifted(end, int(-count), expr[3]))
        # The last days of months are cut, so what leads to a day is near, not exact.
        for near in range(-3, 4) if found and expr[3] == "months" else [0] if found else []:
            yield shifted(found, near, "days") if found else None
    elif not first and start and end:
        days = (end - start).days
        yield days if expr[3] == "days" else round(days / 30.44)


def _days_with(part: str, wanted: int) -> Iterator[str]:
    """The ends of the times in which a part of the date is the wanted one, around 2000 to 2050."""
    found: list[date | None] = []
    if part == "year":
        found = [day_of(wanted, 1, 1), day_of(wanted, 12, 31)]
    elif part == "month":
        for year in range(2020, 2041, 5):
            after = day_of(year + wanted // 12, wanted % 12 + 1, 1)
            last = date.fromordinal(after.toordinal() - 1) if after else None
            found += [day_of(year, wanted, 1), last]
    else:
        # 2026 has a month that begins on each day of the week.
        days = (date(2026, 1, 1).toordinal() + offset for offset in range(366))
        same = (date.fromordinal(one) for one in days)
        found += [
            one for one in same if (one.isoweekday() if part == "weekday" else one.day) == wanted
        ][:3]
    yield from (one.isoformat() for one in found if one)
