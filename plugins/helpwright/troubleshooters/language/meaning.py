"""Formulas compiled to JSON: names are looked up, kinds are checked, literals are put in.

What comes out is evaluated by `values.py` in Python and by `values.js` in the browser.
"""

from __future__ import annotations

from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.language import functions, mistakes
from helpwright.troubleshooters.language.expressions import (
    UNITS,
    Binary,
    Call,
    Chain,
    Day,
    Duration,
    Expr,
    Items,
    Literal,
    Name,
    Unary,
    start_of,
)
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.language.kinds import (
    BOOLEAN,
    DATE,
    DURATION,
    LIST,
    MONEY,
    NUMBER,
    UNKNOWN,
    Json,
    Kind,
    Misfit,
    Scope,
    fitted,
    literal,
)
from helpwright.troubleshooters.language.syntax import parse
from helpwright.troubleshooters.language.tokens import place_at

_ORDERS = ("<", "<=", ">", ">=")


def compiled(
    formula: Formula, scope: Scope, *, wants: str = ""
) -> tuple[Json, Kind, list[Finding]]:
    """The JSON of a formula, its kind, and what is wrong with it.

    Args:
        formula: The formula.
        scope: The names it may read.
        wants: What it must give: "condition", "number" or "date"; "" if anything will do. An
            answer to a yes_no question is a condition, too: that it is yes.
    """
    expr, findings = parse(formula)
    if expr is None:
        return None, UNKNOWN, findings
    compiler = Compiler(formula, scope)
    result, kind = compiler.wanted(expr, wants)
    return result, kind, sorted(compiler.findings)


class Compiler:
    """One formula. A part with a mistake is of unknown kind, so that nothing follows from it."""

    def __init__(self, formula: Formula, scope: Scope) -> None:
        self.formula, self.scope = formula, scope
        self.findings: list[Finding] = []

    def add(self, at: int, code: str, message: str, hint: str = "") -> None:
        """Collect a mistake."""
        place = place_at(self.formula, at)
        self.findings.append(Finding(place, code, message, hint, Severity.ERROR))

    def mismatch(self, at: int, message: str, hint: str = "") -> tuple[Json, Kind]:
        """Collect a mistake of kinds; the part is then of unknown kind."""
        self.add(at, "type-mismatch", message, hint)
        return None, UNKNOWN

    def wanted(self, expr: Expr, wants: str) -> tuple[Json, Kind]:
        """An expression of which something is wanted, as `compiled` says."""
        if wants == "condition":
            return self.condition(expr), BOOLEAN
        if wants:
            return self.of_group(expr, wants)
        result, kind = self.value(expr)
        if kind == DURATION:
            return self.mismatch(start_of(expr), "a length of time must be added to a date")
        return result, kind

    def condition(self, expr: Expr) -> Json:
        """An expression that is true or false; an answer to yes_no stands for "it is yes"."""
        result, kind = self.value(expr)
        if kind.base == "yes_no":
            return ["==", result, ["lit", "yes"]]
        if kind.group not in ("boolean", "unknown"):
            hint = "compare it, as in a == b"
            if kind.base == "number" and isinstance(expr, Name):
                hint = f"compare it, as in {expr.name} > 0"
            elif kind.options:
                hint = (
                    f"compare it, as in {mistakes.called(expr, 'it')[1:-1]} == '{kind.options[0]}'"
                )
            message = f"{mistakes.called(expr, 'this')} is {kind}, but a condition must stand here"
            self.mismatch(start_of(expr), message, hint if isinstance(expr, Name) else "")
        return result

    def of_group(self, expr: Expr, group: str, what: str = "") -> tuple[Json, Kind]:
        """An expression that must give a number, a date, a text or a list."""
        result, kind = self.value(expr)
        if kind.group not in (group, "unknown"):
            needed = Kind(group)
            message = (
                f"{mistakes.called(expr, 'this')} is {kind}, but {what or 'this'} must be {needed}"
            )
            return self.mismatch(start_of(expr), message)
        return result, kind

    def value(self, expr: Expr) -> tuple[Json, Kind]:
        """An expression of any kind."""
        match expr:
            case Literal():
                kind = literal(expr.value)[1]
                return literal(expr.value)[0], kind
            case Day():
                return ["lit", expr.value], DATE
            case Name():
                return self.scope.find(expr.name) or self.unknown_name(expr)
            case Items():
                return self._items(expr)
            case Chain():
                return [expr.operator, *map(self.condition, expr.operands)], BOOLEAN
            case Unary("not"):
                return ["not", self.condition(expr.operand)], BOOLEAN
            case Unary():
                return self._negative(expr)
            case Call():
                return functions.compiled_call(expr, self)
            case Duration():
                self.of_group(expr.count, "number", "the number of " + expr.unit)
                return None, DURATION
            case Binary("+" | "-" | "*" | "/"):
                return self._arithmetic(expr)
            case Binary("in" | "not in"):
                return self._membership(expr)
        return self._comparison(expr)

    def _items(self, expr: Items) -> tuple[Json, Kind]:
        values = [self.value(item) for item in expr.items]
        if all(_is_literal(value) for value, _ in values):
            return ["lit", [_value(value) for value, _ in values]], LIST
        return self.mismatch(
            expr.at, "a list of names can only stand after in", "write x in [a, b]"
        )

    def _negative(self, expr: Unary) -> tuple[Json, Kind]:
        if isinstance(expr.operand, Duration):
            return self.value(expr.operand)
        result, kind = self.of_group(expr.operand, "number", 'what follows "-"')
        return (-result if _is_number(result) else ["neg", result]), kind

    def _arithmetic(self, expr: Binary) -> tuple[Json, Kind]:
        (left, left_kind), (right, right_kind) = self.value(expr.left), self.value(expr.right)
        kinds = (left_kind.group, right_kind.group)
        if right_kind == DURATION and expr.operator in "+-" and kinds[0] in ("date", "unknown"):
            return self._shift(left, expr.right, -1 if expr.operator == "-" else 1), DATE
        if left_kind == DURATION and expr.operator == "+" and kinds[1] in ("date", "unknown"):
            return self._shift(right, expr.left, 1), DATE
        if not set(kinds) <= {"number", "unknown"}:
            return self.mismatch(expr.at, *mistakes.no_arithmetic(expr, left_kind, right_kind))
        money = MONEY in (left_kind, right_kind) and not (
            left_kind == right_kind and expr.operator in "*/"
        )
        kind = MONEY if money else NUMBER
        return [expr.operator, left, right], kind

    def _shift(self, start: Json, duration: Expr, sign: int) -> Json:
        while isinstance(duration, Unary):
            duration, sign = duration.operand, -sign
        if not isinstance(duration, Duration):
            return None
        # Its mistakes have been found when its kind was.
        count, _ = Compiler(self.formula, self.scope).value(duration.count)
        unit, factor = UNITS[duration.unit]
        factor *= sign
        if _is_number(count):
            return ["shift", start, count * factor, unit]
        count = count if abs(factor) == 1 else ["*", count, abs(factor)]
        return ["shift", start, ["neg", count] if factor < 0 else count, unit]

    def _comparison(self, expr: Binary) -> tuple[Json, Kind]:
        left, right = self.value(expr.left), self.value(expr.right)
        if expr.operator in _ORDERS:
            return self._ordered(expr, left, right)
        left, right = self._alike(expr.left, expr.right, left, right, expr.at)
        return [expr.operator, left[0], right[0]], BOOLEAN

    def _ordered(
        self, expr: Binary, left: tuple[Json, Kind], right: tuple[Json, Kind]
    ) -> tuple[Json, Kind]:
        groups = {left[1].group, right[1].group} - {"unknown"}
        if groups not in ({"number"}, {"date"}, set()):
            message = mistakes.apart(expr, left[1], right[1])
            hint = mistakes.apart_hint(left[1], right[1])
            if not hint and len(groups) == 1:
                message = f"{left[1]} cannot be compared by {expr.operator}"
                hint = "only numbers and dates have an order; use == or in"
            self.mismatch(expr.at, message, hint)
        return [expr.operator, left[0], right[0]], BOOLEAN

    def _alike(
        self,
        one: Expr,
        other: Expr,
        left: tuple[Json, Kind],
        right: tuple[Json, Kind],
        at: int,
    ) -> tuple[tuple[Json, Kind], tuple[Json, Kind]]:
        """Both sides of == as values that can be equal; literals become what the other is."""
        if "unknown" in (left[1].group, right[1].group):
            return left, right
        if _is_literal(left[0]) and not _is_literal(right[0]):
            right, left = self._alike(other, one, right, left, at)
            return left, right
        message = mistakes.apart(Binary("==", one, other, at), left[1], right[1])
        hint = mistakes.apart_hint(left[1], right[1])
        if left[1].group == "list" or right[1].group == "list":
            self.mismatch(at, message, hint)
        elif _is_literal(right[0]) and not _is_literal(left[0]):
            value, misfit = fitted(_value(right[0]), left[1], mistakes.called(one, "the left side"))
            if misfit:
                self.misfit(other, misfit, hint)
            right = literal(value)[0], left[1]
        elif (left[1].base, right[1].base) in (("yes_no", "boolean"), ("boolean", "yes_no")):
            return self._as_condition(left), self._as_condition(right)
        elif left[1].group != right[1].group and {left[1].group, right[1].group} != {
            "option",
            "text",
        }:
            self.mismatch(at, message, hint)
        return left, right

    def _as_condition(self, side: tuple[Json, Kind]) -> tuple[Json, Kind]:
        return (["==", side[0], ["lit", "yes"]], BOOLEAN) if side[1].base == "yes_no" else side

    def misfit(self, expr: Expr, misfit: Misfit, hint: str = "") -> None:
        """Collect a literal that does not fit."""
        self.add(start_of(expr), misfit.code, misfit.message, misfit.hint or hint)

    def _membership(self, expr: Binary) -> tuple[Json, Kind]:
        left = self.value(expr.left)
        if left[1].group == "list":
            message = f"{mistakes.called(expr.left, 'the left side')} is {left[1]}"
            hint = "write it the other way round, as in 'x' in list"
            return self.mismatch(expr.at, message, hint)
        if isinstance(expr.right, Items):
            result = self._any_of(expr, expr.right, left)
        else:
            result = self._within(expr, left)
        return (["not", result] if expr.operator == "not in" else result), BOOLEAN

    def _any_of(self, expr: Binary, items: Items, left: tuple[Json, Kind]) -> Json:
        """One of several written values."""
        pairs = [
            self._alike(expr.left, item, left, self.value(item), item.at) for item in items.items
        ]
        if all(_is_literal(right[0]) for _, right in pairs):
            return ["in", left[0], ["lit", [_value(right[0]) for _, right in pairs]]]
        return ["or", *(["==", one[0], other[0]] for one, other in pairs)]

    def _within(self, expr: Binary, left: tuple[Json, Kind]) -> Json:
        """One of the values of a name."""
        right, kind = self.value(expr.right)
        item = left[0]
        if kind.group not in ("list", "unknown"):
            hint = "write a list, such as ['a', 'b']"
            if kind.base == "text" and isinstance(expr.right, Name):
                hint = f"for a part of a text, write contains({expr.right.name}, 'part')"
            message = f'{mistakes.called(expr.right, "this")} is {kind}, but "in" needs a list'
            self.mismatch(start_of(expr.right), message, hint)
        elif kind.base == "multi" and _is_literal(item):
            value, misfit = fitted(_value(item), kind, mistakes.called(expr.right, "this"))
            if misfit:
                self.misfit(expr.left, misfit)
            item = literal(value)[0]
        elif _is_literal(right) and not _is_literal(item) and left[1] != UNKNOWN:
            found = [
                fitted(value, left[1], mistakes.called(expr.left, "it")) for value in _value(right)
            ]
            right = ["lit", [value for value, _ in found]]
            misfits = [misfit for _, misfit in found if misfit]
            if misfits and len(misfits) == len(found):
                name = mistakes.called(expr.left, "the left side")
                message = f"no value of {mistakes.called(expr.right, 'this list')} can be {name}"
                self.add(start_of(expr.right), misfits[0].code, message, misfits[0].hint)
        return ["in", item, right]

    def unknown_name(self, expr: Name) -> tuple[Json, Kind]:
        """Collect a name that nothing has."""
        self.add(expr.at, "unknown-name", *mistakes.unknown_name(expr.name, self.scope))
        return None, UNKNOWN


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_literal(value: Json) -> bool:
    return isinstance(value, bool | int | float) or (isinstance(value, list) and value[0] == "lit")


def _value(value: Json) -> Json:
    return value[1] if isinstance(value, list) else value
