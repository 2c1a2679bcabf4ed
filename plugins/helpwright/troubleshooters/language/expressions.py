"""Expressions as trees, as `syntax.parse` reads them. `at` counts characters from 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

UNITS = {
    unit: (base, factor)
    for base, factor, names in (
        ("days", 1, ("day", "days")),
        ("days", 7, ("week", "weeks")),
        ("months", 1, ("month", "months")),
        ("months", 12, ("year", "years")),
    )
    for unit in names
}
"""What a duration can count, as so many days or months."""


@dataclass(frozen=True)
class Literal:
    """A number, true, false or a text."""

    value: bool | int | float | str
    at: int


@dataclass(frozen=True)
class Day:
    """A date such as 2026-11-21."""

    value: str
    at: int


@dataclass(frozen=True)
class Name:
    """A name, possibly with dots."""

    name: str
    at: int


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Expr, ...]
    at: int


@dataclass(frozen=True)
class Unary:
    """`operator` is "not" or "neg"."""

    operator: str
    operand: Expr
    at: int


@dataclass(frozen=True)
class Binary:
    """`at` is the place of the operator, which may be "not in"."""

    operator: str
    left: Expr
    right: Expr
    at: int


@dataclass(frozen=True)
class Chain:
    """`operator` is "and" or "or" between all operands."""

    operator: str
    operands: tuple[Expr, ...]
    at: int


@dataclass(frozen=True)
class Call:
    """A function with its arguments; "today" is one without any."""

    name: str
    arguments: tuple[Expr, ...]
    at: int


@dataclass(frozen=True)
class Duration:
    """So many days, weeks, months or years."""

    count: Expr
    unit: str
    at: int


Expr = Literal | Day | Name | Items | Unary | Binary | Chain | Call | Duration


def start_of(expr: Expr) -> int:
    """Where an expression begins in its text, apart from brackets around it."""
    while isinstance(expr, Binary | Chain | Duration):
        expr = _first(expr)
    return expr.at


def names_in(expr: Expr) -> Iterator[Name]:
    """The names that an expression reads, without those of functions."""
    if isinstance(expr, Name):
        yield expr
    for inner in _inner(expr):
        yield from names_in(inner)


def _first(expr: Binary | Chain | Duration) -> Expr:
    if isinstance(expr, Binary):
        return expr.left
    return expr.operands[0] if isinstance(expr, Chain) else expr.count


def _inner(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Items():
            return expr.items
        case Unary():
            return (expr.operand,)
        case Binary():
            return (expr.left, expr.right)
        case Chain():
            return expr.operands
        case Call():
            return expr.arguments
        case Duration():
            return (expr.count,)
    return ()
