"""Mistakes of kinds and names in expressions, in the writer's words."""

from __future__ import annotations

from helpwright.errors import did_you_mean
from helpwright.troubleshooters.language import functions
from helpwright.troubleshooters.language.expressions import Binary, Day, Expr, Literal, Name
from helpwright.troubleshooters.language.kinds import DURATION, Kind, Scope

_PLAIN = "write a number without unit or currency, and what is worked out below facts:"


def unknown_name(name: str, scope: Scope) -> tuple[str, str]:
    """The message and hint for a name that nothing has."""
    message = f'"{name}" is not the name of an answer, a fact, a list or a constant'
    kinds = scope.names.values()
    base, _, last = name.rpartition(".")
    otherwise = (
        "names are the ids of steps, or what stands under facts:, lists: or constants:; "
        f"a text needs quotes of its own: '{name}'"
    )
    if last == "label" and scope.find(base):
        return message, f"labels can only stand in texts; compare the answer itself: {base} == ..."
    if name.lower() in ("null", "none", "nothing", "empty", "unknown"):
        otherwise = "for what was not answered, write not known(...)"
    elif name in functions.USES:
        otherwise = f"write {functions.USES[name]}"
    elif any(name in kind.options for kind in kinds):
        return message, f"text needs quotes: '{name}'"
    elif any(full.startswith(f"{name}-") for full in scope.known):
        otherwise = "a hyphen is a minus here; give the step a name: without one"
    return message, did_you_mean(name, scope.known, otherwise=otherwise)


def no_arithmetic(expr: Binary, left: Kind, right: Kind) -> tuple[str, str]:
    """The message and hint for kinds that cannot be calculated with."""
    left_name, right_name = (
        called(expr.left, "the left side"),
        called(expr.right, "the right side"),
    )
    message = f"{expr.operator} needs numbers, but "
    message += f"{left_name} is {left}" if left.group != "number" else f"{right_name} is {right}"
    hint = ""
    if {left.group, right.group} == {"date"} and expr.operator == "-":
        hint = "the days between two dates: days_between(from, to)"
    elif {left.group, right.group} == {"date", "number"} and expr.operator in "+-":
        hint = "say what the number counts: 14 days, 2 weeks, 3 months or 1 year"
    elif "text" in (left.group, right.group):
        hint = "texts are not added: write one placeholder after the other in the text"
    elif DURATION in (left, right):
        hint = "a length of time can be added to a date or taken from it"
    return message, hint


def apart(expr: Binary, left: Kind, right: Kind) -> str:
    """The message for kinds that cannot be compared."""
    one, other = called(expr.left, "the left side"), called(expr.right, "the right side")
    return f"{one} is {left}, but {other} is {right}"


def apart_hint(left: Kind, right: Kind) -> str:
    """What to write instead of such a comparison."""
    groups = {left.group, right.group}
    if "duration" in groups and "number" in groups:
        return "days_between(...) gives a number of days: compare it with a number"
    if "list" in groups and len(groups) > 1:
        return "to find one value among several, write x in list"
    if groups == {"date", "number"}:
        return "days_between(date, today) gives a number of days"
    if groups == {"date", "text"}:
        return "a date is written without quotes: 2026-11-21"
    if groups == {"number", "text"}:
        return "a number is written without quotes, unit or currency: 20"
    return ""


def constant_hint(expr: Binary, scope: Scope) -> str:
    """What to do about a side that names a constant which holds a text."""
    for side in (expr.left, expr.right):
        if isinstance(side, Name) and isinstance(value := scope.constants.get(side.name), str):
            return f'the constant "{side.name}" is the text "{value}"; {_PLAIN}'
    return ""


def called(expr: Expr, otherwise: str) -> str:
    """A part of an expression in a message: a name or literal as it is written."""
    if isinstance(expr, Name):
        return f'"{expr.name}"'
    if isinstance(expr, Literal) and isinstance(expr.value, bool):
        return str(expr.value).lower()
    if isinstance(expr, Literal | Day):
        return f'"{expr.value}"' if isinstance(expr.value, str) else str(expr.value)
    return otherwise
