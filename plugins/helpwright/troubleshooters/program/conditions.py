"""Entries of `when` as conditions: a literal, some literals, or a comparison such as "<109"."""

from __future__ import annotations

import re

from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.language.expressions import (
    Binary,
    Chain,
    Expr,
    Items,
    Literal,
    Name,
    Unary,
)
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.language.kinds import Json, Kind, Scope
from helpwright.troubleshooters.language.meaning import Compiler
from helpwright.troubleshooters.language.syntax import parse

_COMPARED = re.compile(r"\s*(<=|>=|==|!=|<|>)\s*")
_RANGE = re.compile(r"(\S+?)\s*\.\.\s*(\S+)")


def condition_of(
    name: str, value: object, place: Place, scope: Scope
) -> tuple[Json, list[Finding]]:
    """The condition for an entry of `when`, such as `version: "<109"`, and what is wrong with it.

    A list means any of its literals; "!= x", "not x", "< x" and "10..20" are understood, and what
    follows a comparison may be an expression.
    """
    compiler = Compiler(Formula(value if isinstance(value, str) else "", place), scope)
    found = scope.find(name)
    if found is None:
        compiler.unknown_name(Name(name, 0))
        return None, compiler.findings
    expr, findings = _entry(name, value, found[1], place)
    if expr is None:
        return None, findings
    return compiler.condition(expr), sorted(compiler.findings)


def _entry(name: str, value: object, kind: Kind, place: Place) -> tuple[Expr | None, list[Finding]]:
    subject = Name(name, 0)
    if isinstance(value, list):
        if kind.group == "list":
            each = tuple(Binary("in", _literal(item), subject, 0) for item in value)
            return (each[0] if len(each) == 1 else Chain("or", each, 0)), []
        return Binary("in", subject, Items(tuple(map(_literal, value)), 0), 0), []
    if not isinstance(value, str):
        if isinstance(value, bool | int | float):
            return _is(subject, _literal(value), kind), []
        message = f'"when" has no value for "{name}"'
        return None, [Finding(place, "type-mismatch", message, severity=Severity.ERROR)]
    text = value
    if compared := _COMPARED.match(text):
        rest = text[compared.end() :]
        if kind.group in ("option", "text") and rest[:1] not in ("'", '"'):
            return Binary(compared[1], subject, Literal(rest.strip(), compared.end()), 0), []
        # Blanks keep the columns of what follows.
        right, findings = parse(Formula(" " * compared.end() + rest, place))
        return (Binary(compared[1], subject, right, compared.start(1)) if right else None), findings
    if text.startswith("not "):
        return Unary("not", _is(subject, _literal(text[4:].strip()), kind), 0), []
    if kind.group in ("number", "date") and (found := _RANGE.fullmatch(text.strip())):
        low, high = (_literal(_scalar(part)) for part in found.groups())
        ends = Binary(">=", subject, low, 0), Binary("<=", subject, high, 0)
        return Chain("and", ends, 0), []
    return _is(subject, _literal(text), kind), []


def _is(subject: Name, value: Expr, kind: Kind) -> Expr:
    if kind.group == "list":
        return Binary("in", value, subject, 0)
    return Binary("==", subject, value, 0)


def _literal(value: object) -> Expr:
    return Literal(value if isinstance(value, bool | int | float) else str(value), 0)


def _scalar(text: str) -> object:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text
