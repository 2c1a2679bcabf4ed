"""Sums, products and dates moved by a length of time, compiled."""

from __future__ import annotations

from helpwright.troubleshooters.language import mistakes
from helpwright.troubleshooters.language.compiling import Compiler, Side, is_number
from helpwright.troubleshooters.language.expressions import UNITS, Binary, Duration, Expr, Unary
from helpwright.troubleshooters.language.kinds import DATE, DURATION, MONEY, NUMBER, Json


def compiled_arithmetic(expr: Binary, compiler: Compiler) -> Side:
    """The JSON of +, -, * or /, and what it gives."""
    left, left_kind = compiler.value(expr.left)
    right, right_kind = compiler.value(expr.right)
    kinds = (left_kind.group, right_kind.group)
    if right_kind == DURATION and expr.operator in "+-" and kinds[0] in ("date", "unknown"):
        return _shift(left, expr.right, -1 if expr.operator == "-" else 1, compiler), DATE
    if left_kind == DURATION and expr.operator == "+" and kinds[1] in ("date", "unknown"):
        return _shift(right, expr.left, 1, compiler), DATE
    if not set(kinds) <= {"number", "unknown"}:
        return compiler.mismatch(expr.at, *mistakes.no_arithmetic(expr, left_kind, right_kind))
    money = MONEY in (left_kind, right_kind) and not (
        left_kind == right_kind and expr.operator in "*/"
    )
    return [expr.operator, left, right], MONEY if money else NUMBER


def _shift(start: Json, duration: Expr, sign: int, compiler: Compiler) -> Json:
    while isinstance(duration, Unary):
        duration, sign = duration.operand, -sign
    if not isinstance(duration, Duration):
        return None
    # Its mistakes have been found when its kind was, and are told once.
    count, _ = compiler.value(duration.count)
    unit, factor = UNITS[duration.unit]
    factor *= sign
    if is_number(count):
        return ["shift", start, count * factor, unit]
    count = count if abs(factor) == 1 else ["*", count, abs(factor)]
    return ["shift", start, ["neg", count] if factor < 0 else count, unit]
