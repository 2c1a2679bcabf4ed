"""Comparisons and `in`, compiled: both sides must be of one kind, and literals fit the other."""

from __future__ import annotations

from helpwright.errors import nearest
from helpwright.troubleshooters.language import mistakes
from helpwright.troubleshooters.language.compiling import Compiler, Side, is_literal, value_of
from helpwright.troubleshooters.language.expressions import Binary, Expr, Items, Name, start_of
from helpwright.troubleshooters.language.kinds import (
    BOOLEAN,
    UNKNOWN,
    Json,
    fitted,
    literal,
)

_ORDERS = ("<", "<=", ">", ">=")


def compiled_comparison(expr: Binary, compiler: Compiler) -> Side:
    """The JSON of a comparison; None in place of one with a mistake."""
    left, right = compiler.value(expr.left), compiler.value(expr.right)
    if expr.operator in _ORDERS:
        return _ordered(expr, left, right, compiler)
    sides = _alike(expr.left, expr.right, left, right, expr.at, compiler)
    return ([expr.operator, sides[0][0], sides[1][0]] if sides else None), BOOLEAN


def compiled_membership(expr: Binary, compiler: Compiler) -> Side:
    """The JSON of `in` and `not in`; None in place of one with a mistake."""
    left = compiler.value(expr.left)
    if left[1].group == "list":
        message = f"{mistakes.called(expr.left, 'the left side')} is {left[1]}"
        hint = "write it the other way round, as in 'x' in list"
        return compiler.mismatch(expr.at, message, hint)
    if isinstance(expr.right, Items):
        result = _any_of(expr, expr.right, left, compiler)
    else:
        result = _within(expr, left, compiler)
    return (["not", result] if expr.operator == "not in" else result), BOOLEAN


def _ordered(expr: Binary, left: Side, right: Side, compiler: Compiler) -> Side:
    groups = {left[1].group, right[1].group} - {"unknown"}
    if groups in ({"number"}, {"date"}, set()):
        return [expr.operator, left[0], right[0]], BOOLEAN
    message = mistakes.apart(expr, left[1], right[1])
    hint = mistakes.constant_hint(expr, compiler.scope) or mistakes.apart_hint(left[1], right[1])
    if not hint and len(groups) == 1:
        message = f"{left[1]} cannot be compared by {expr.operator}"
        hint = "only numbers and dates have an order; use == or in"
    compiler.mismatch(expr.at, message, hint)
    return None, BOOLEAN


def _alike(
    one: Expr, other: Expr, left: Side, right: Side, at: int, compiler: Compiler
) -> tuple[Side, Side] | None:
    """Both sides of == as values that can be equal; literals become what the other is.

    None if they cannot be, which has been reported.
    """
    if "unknown" in (left[1].group, right[1].group):
        return left, right
    if is_literal(left[0]) and not is_literal(right[0]):
        sides = _alike(other, one, right, left, at, compiler)
        return (sides[1], sides[0]) if sides else None
    expr = Binary("==", one, other, at)
    message = mistakes.apart(expr, left[1], right[1])
    hint = mistakes.constant_hint(expr, compiler.scope) or mistakes.apart_hint(left[1], right[1])
    groups = {left[1].group, right[1].group}
    if "list" in groups:
        compiler.mismatch(at, message, hint)
        return None
    if is_literal(right[0]) and not is_literal(left[0]):
        name = mistakes.called(one, "the left side")
        value, misfit = fitted(value_of(right[0]), left[1], name)
        if misfit:
            compiler.misfit(other, misfit, hint)
        if misfit and not misfit.is_meant:
            return None
        return left, (literal(value)[0], left[1])
    if {left[1].base, right[1].base} == {"yes_no", "boolean"}:
        return _as_condition(left), _as_condition(right)
    if len(groups) > 1 and groups != {"option", "text"}:
        compiler.mismatch(at, message, hint)
        return None
    return left, right


def _as_condition(side: Side) -> Side:
    return (["==", side[0], ["lit", "yes"]], BOOLEAN) if side[1].base == "yes_no" else side


def _any_of(expr: Binary, items: Items, left: Side, compiler: Compiler) -> Json:
    """One of several written values."""
    pairs = [
        _alike(expr.left, item, left, compiler.value(item), item.at, compiler)
        for item in items.items
    ]
    found = [pair for pair in pairs if pair]
    if len(found) < len(pairs):
        return None
    if all(is_literal(right[0]) for _, right in found):
        return ["in", left[0], ["lit", [value_of(right[0]) for _, right in found]]]
    return ["or", *(["==", one[0], other[0]] for one, other in found)]


def _within(expr: Binary, left: Side, compiler: Compiler) -> Json:
    """One of the values of a name."""
    right, kind = compiler.value(expr.right)
    item = left[0]
    if kind.group not in ("list", "unknown"):
        hint = "write a list, such as ['a', 'b']"
        if kind.base == "text" and isinstance(expr.right, Name):
            hint = f"for a part of a text, write contains({expr.right.name}, 'part')"
        message = f'{mistakes.called(expr.right, "this")} is {kind}, but "in" needs a list'
        compiler.mismatch(start_of(expr.right), message, hint)
        return None
    if kind.base == "multi" and is_literal(item):
        value, misfit = fitted(value_of(item), kind, mistakes.called(expr.right, "this"))
        if misfit:
            compiler.misfit(expr.left, misfit)
        if misfit and not misfit.is_meant:
            return None
        return ["in", literal(value)[0], right]
    if is_literal(right) and not is_literal(item) and left[1] != UNKNOWN:
        name = mistakes.called(expr.left, "it")
        given = value_of(right)
        found = [fitted(value, left[1], name) for value in given]
        misfits = [misfit for _, misfit in found if misfit]
        if misfits and len(misfits) == len(found):
            name = mistakes.called(expr.left, "the left side")
            message = f"no value of {mistakes.called(expr.right, 'this list')} can be {name}"
            compiler.add(start_of(expr.right), misfits[0].code, message, misfits[0].hint)
            return None
        _warn_of_misspelt(expr, left, given, compiler)
        # What is none of the answers may be one to another question.
        values = [old if misfit else new for old, (new, misfit) in zip(given, found, strict=True)]
        return ["in", item, ["lit", values]]
    return ["in", item, right]


def _warn_of_misspelt(expr: Binary, left: Side, values: list[object], compiler: Compiler) -> None:
    """A list may name more than one question can answer, but what is nearly an option is none."""
    options = left[1].options
    for value in values:
        meant = nearest(str(value), options) if str(value) not in options else ""
        if meant and meant not in values:
            listed = mistakes.called(expr.right, "this list")
            message = (
                f'"{value}" in {listed} is not an answer to {mistakes.called(expr.left, "it")}'
            )
            at = start_of(expr.right)
            compiler.warn(at, "unknown-option", message, f'did you mean "{meant}"?')
