"""Formulas compiled to JSON: names are looked up, kinds are checked, literals are put in.

What comes out is evaluated by `values.py` in Python and by `values.js` in the browser.
"""

from __future__ import annotations

from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.language import functions, mistakes
from helpwright.troubleshooters.language.arithmetic import compiled_arithmetic
from helpwright.troubleshooters.language.comparisons import compiled_comparison, compiled_membership
from helpwright.troubleshooters.language.compiling import is_literal, is_number, value_of
from helpwright.troubleshooters.language.expressions import (
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
    UNKNOWN,
    Json,
    Kind,
    Misfit,
    Scope,
    literal,
)
from helpwright.troubleshooters.language.syntax import parse
from helpwright.troubleshooters.language.tokens import place_at

_GIVEN = {"date": "write a date as 2026-11-21, or today"}


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
        self._tell(at, code, message, hint, Severity.ERROR)

    def warn(self, at: int, code: str, message: str, hint: str = "") -> None:
        """Collect what is probably a mistake."""
        self._tell(at, code, message, hint, Severity.WARNING)

    def _tell(self, at: int, code: str, message: str, hint: str, severity: Severity) -> None:
        found = Finding(place_at(self.formula, at), code, message, hint, severity)
        if found not in self.findings:
            self.findings.append(found)

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
            return None
        return result

    def of_group(self, expr: Expr, group: str, what: str = "") -> tuple[Json, Kind]:
        """An expression that must give a number, a date, a text or a list."""
        result, kind = self.value(expr)
        if kind.group not in (group, "unknown"):
            needed = Kind(group)
            message = (
                f"{mistakes.called(expr, 'this')} is {kind}, but {what or 'this'} must be {needed}"
            )
            return self.mismatch(start_of(expr), message, _GIVEN.get(group, ""))
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
                return compiled_arithmetic(expr, self)
            case Binary("in" | "not in"):
                return compiled_membership(expr, self)
        return compiled_comparison(expr, self)

    def _items(self, expr: Items) -> tuple[Json, Kind]:
        values = [self.value(item) for item in expr.items]
        if all(is_literal(value) for value, _ in values):
            return ["lit", [value_of(value) for value, _ in values]], LIST
        return self.mismatch(
            expr.at, "a list of names can only stand after in", "write x in [a, b]"
        )

    def _negative(self, expr: Unary) -> tuple[Json, Kind]:
        if isinstance(expr.operand, Duration):
            return self.value(expr.operand)
        result, kind = self.of_group(expr.operand, "number", 'what follows "-"')
        return (-result if is_number(result) else ["neg", result]), kind

    def misfit(self, expr: Expr, misfit: Misfit, hint: str = "") -> None:
        """Collect a literal that does not fit."""
        self.add(start_of(expr), misfit.code, misfit.message, misfit.hint or hint)

    def unknown_name(self, expr: Name) -> tuple[Json, Kind]:
        """Collect a name that nothing has."""
        self.add(expr.at, "unknown-name", *mistakes.unknown_name(expr.name, self.scope))
        return None, UNKNOWN
