"""What the parts of the compiler of expressions know of each other, and of literals."""

from __future__ import annotations

from typing import Protocol

from helpwright.troubleshooters.language.expressions import Expr
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.language.kinds import Json, Kind, Misfit, Scope

Side = tuple[Json, Kind]
"""An expression as JSON, and what it gives."""


class Compiler(Protocol):
    """Compiles the parts of one expression, and collects what is wrong with them."""

    formula: Formula
    scope: Scope

    def add(self, at: int, code: str, message: str, hint: str = "") -> None:
        """Collect a mistake."""

    def warn(self, at: int, code: str, message: str, hint: str = "") -> None:
        """Collect what is probably a mistake."""

    def mismatch(self, at: int, message: str, hint: str = "") -> Side:
        """Collect a mistake of kinds; the part is then of unknown kind."""

    def misfit(self, expr: Expr, misfit: Misfit, hint: str = "") -> None:
        """Collect a literal that does not fit."""

    def value(self, expr: Expr) -> Side:
        """An expression of any kind."""

    def of_group(self, expr: Expr, group: str, what: str = "") -> Side:
        """An expression that must give something of a group of kinds."""


def is_number(value: Json) -> bool:
    """Whether compiled JSON is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_literal(value: Json) -> bool:
    """Whether compiled JSON is a value that was written down."""
    return isinstance(value, bool | int | float) or (isinstance(value, list) and value[0] == "lit")


def value_of(literal: Json) -> Json:
    """The value of a literal."""
    return literal[1] if isinstance(literal, list) else literal
