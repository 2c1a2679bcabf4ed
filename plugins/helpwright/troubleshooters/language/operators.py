"""What operators of compiled expressions do with values. None is "unknown"; nothing raises."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from helpwright.troubleshooters.language.dates import date_of, shifted

Json = Any
"""A value (None, bool, number, text, list of these) or an expression."""

_MOST_DIGITS = 9
# Unions written where they are needed would be made anew in each call.
_NUMBERS = (int, float)
_WORDS = (bool, str)
_PLAIN = (bool, str, list)
_SAFE = 2.0**53


def number(value: Any) -> float | None:
    """A value as a finite double; None if it is something else."""
    kind = type(value)
    if kind is not float and kind is not int and (kind is bool or not isinstance(value, _NUMBERS)):
        return None
    try:
        double = float(value)
    except OverflowError:
        return None
    return double if math.isfinite(double) else None


def rounded(value: float) -> float | None:
    """A result of arithmetic with at most nine decimals."""
    return _whole(math.floor(scaled) / 1e9) if math.isfinite(scaled := value * 1e9 + 0.5) else None


def round_to(value: float, digits: int) -> float | None:
    """A number with so many decimals, halves up: 1.005 with two decimals is 1.01."""
    power = _power(digits)
    product = rounded(value * power)
    return None if product is None else _whole(math.floor(product + 0.5) / power)


@cache
def _power(digits: int) -> float:
    return float(f"1e{digits}")


def same(left: Json, right: Json) -> bool:
    """Whether two known values are equal: of the same kind, and lists in the same order."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return _same(left, right)


def order(left: Json, right: Json) -> int | None:
    """-1, 0 or 1 for two numbers or two dates; None if they cannot be compared."""
    both_texts = type(left) is str and type(right) is str
    one: float | None = None if both_texts else number(left)
    other: float | None = None if both_texts else number(right)
    if one is None and other is None:
        day, other_day = date_of(left), date_of(right)
        one = day.toordinal() if day else None
        other = other_day.toordinal() if other_day else None
    return None if one is None or other is None else (one > other) - (one < other)


def _same(left: Json, right: Json) -> bool:
    if isinstance(left, _WORDS) or isinstance(right, _WORDS):
        return type(left) is type(right) and bool(left == right)
    one = number(left)
    return one is not None and one == number(right)


def _whole(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < _SAFE else value


def plain(value: object) -> Json:
    """A value as expressions know it: None for what is none."""
    if isinstance(value, _PLAIN):
        return value
    return None if number(value) is None else value


def fits(cell: Json, value: Json) -> bool:
    """Whether a value is what the cell of a decision table asks for."""
    if cell is None:
        return True
    kind: str = cell[0]
    if kind != "range":
        found = any(same(value, item) for item in cell[1])
        return found == (kind == "=")
    low, with_low, high, with_high = cell[1:]
    above = 1 if low is None else order(value, low)
    below = -1 if high is None else order(value, high)
    if value is None or above is None or below is None:
        return False
    return (above > 0 or (above == 0 and bool(with_low))) and (
        below < 0 or (below == 0 and bool(with_high))
    )


def _equals(left: Json, right: Json) -> bool:
    return left is not None and right is not None and same(left, right)


def _differs(left: Json, right: Json) -> bool:
    return (left is None) != (right is None) or not (left is None or same(left, right))


def _within(value: Json, items: Json) -> bool:
    return isinstance(items, list) and any(_equals(value, item) for item in items)


def _ordered(accepted: Callable[[int], bool]) -> Callable[..., bool]:
    def compare(left: Json, right: Json) -> bool:
        found = order(left, right)
        return found is not None and accepted(found)

    return compare


def _arithmetic(compute: Callable[[float, float], float]) -> Callable[..., Json]:
    def calculate(left: Json, right: Json) -> Json:
        one, other = number(left), number(right)
        return None if one is None or other is None else rounded(compute(one, other))

    return calculate


def _extreme(sign: int) -> Callable[..., Json]:
    def choose(*values: Json) -> Json:
        best = values[0]
        for value in values:
            found = order(value, best)
            if found is None:
                return None
            best = value if found == sign else best
        return best

    return choose


def _shift(start: Json, count: Json, unit: Json) -> Json:
    day, steps = date_of(start), number(count)
    if day is None or steps is None or not steps.is_integer():
        return None
    return shifted(day, int(steps), unit)


def _days_between(left: Json, right: Json) -> Json:
    one, other = date_of(left), date_of(right)
    return (other - one).days if one and other else None


def _round(value: Json, digits: Json = 0) -> Json:
    given, count = number(value), number(digits)
    if given is None or count is None or count not in range(_MOST_DIGITS + 1):
        return None
    return round_to(given, int(count))


def _of_number(compute: Callable[[float], float]) -> Callable[[Json], Json]:
    def calculate(value: Json) -> Json:
        given = number(value)
        return None if given is None else _whole(float(compute(given)))

    return calculate


def _of_date(part: str) -> Callable[[Json], Json]:
    def find(value: Json) -> Json:
        day = date_of(value)
        if day is None:
            return None
        return day.isoweekday() if part == "weekday" else getattr(day, part)

    return find


def _lower(value: Json) -> Json:
    return value.lower() if isinstance(value, str) else None


def _contains(text: Json, part: Json) -> bool:
    return isinstance(text, str) and isinstance(part, str) and part in text


_ANY = 2000
FUNCTIONS: dict[str, tuple[Callable[..., Json], int, int]] = {
    "not": (lambda value: value is not True, 1, 1),
    "==": (_equals, 2, 2),
    "!=": (_differs, 2, 2),
    "<": (_ordered(lambda found: found < 0), 2, 2),
    "<=": (_ordered(lambda found: found <= 0), 2, 2),
    ">": (_ordered(lambda found: found > 0), 2, 2),
    ">=": (_ordered(lambda found: found >= 0), 2, 2),
    "in": (_within, 2, 2),
    "+": (_arithmetic(lambda one, other: one + other), 2, 2),
    "-": (_arithmetic(lambda one, other: one - other), 2, 2),
    "*": (_arithmetic(lambda one, other: one * other), 2, 2),
    "/": (_arithmetic(lambda one, other: one / other if other else math.inf), 2, 2),
    "neg": (lambda value: _arithmetic(lambda one, other: one - other)(0, value), 1, 1),
    "min": (_extreme(-1), 1, _ANY),
    "max": (_extreme(1), 1, _ANY),
    "round": (_round, 1, 2),
    "floor": (_of_number(math.floor), 1, 1),
    "ceil": (_of_number(math.ceil), 1, 1),
    "shift": (_shift, 3, 3),
    "days_between": (_days_between, 2, 2),
    "year": (_of_date("year"), 1, 1),
    "month": (_of_date("month"), 1, 1),
    "day": (_of_date("day"), 1, 1),
    "weekday": (_of_date("weekday"), 1, 1),
    "count": (lambda value: len(value) if isinstance(value, list) else None, 1, 1),
    "known": (lambda value: value is not None, 1, 1),
    "lower": (_lower, 1, 1),
    "contains": (_contains, 2, 2),
}
"""Operators on values, with the least and most operands they take."""
