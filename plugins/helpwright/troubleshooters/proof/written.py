"""Compiled expressions and answers written as their writers would, for messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from helpwright.troubleshooters.proof.atoms import Json

_BINARY = {
    **dict.fromkeys(("or",), 1),
    **dict.fromkeys(("and",), 2),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in"), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/"), 6),
}
_PLAIN = re.compile(r"[A-Za-z_][\w .-]*[\w.-]|[A-Za-z_]")
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_MOST_ANSWERS = 12


def formula(expr: Json, strength: int = 0) -> str:
    """A compiled expression as text."""
    if not isinstance(expr, list) or not expr:
        return _literal(expr)
    operator, parts = expr[0], expr[1:]
    if operator == "lit":
        return _literal(parts[0])
    if operator in ("get", "fact"):
        return str(parts[0])
    if operator == "table":
        return f"{parts[0]}.{parts[1]}"
    if operator == "today":
        return "today"
    if operator == "not":
        inner = parts[0]
        if isinstance(inner, list) and inner[0] == "in":
            text, own = f"{formula(inner[1], 5)} not in {formula(inner[2], 5)}", 4
        else:
            text, own = f"not {formula(inner, 3)}", 3
    elif operator == "neg":
        text, own = f"-{formula(parts[0], 7)}", 7
    elif operator in _BINARY:
        own = _BINARY[operator]
        # What stands to the right of a minus keeps its brackets, and so do chained comparisons.
        first = formula(parts[0], own + (own == 4))
        text = f" {operator} ".join(
            [first, *(formula(part, own + (own > 3)) for part in parts[1:])]
        )
    elif operator == "shift":
        sign = "-" if isinstance(parts[1], int | float) and parts[1] < 0 else "+"
        count = formula(abs(parts[1]) if sign == "-" else parts[1], 6)
        text, own = f"{formula(parts[0], 5)} {sign} {count} {parts[2]}", 5
    elif operator == "case":
        return "…"
    else:
        return f"{operator}({', '.join(formula(part) for part in parts)})"
    return f"({text})" if own < strength else text


def _literal(value: Json) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_literal(one) for one in value)}]"
    if isinstance(value, str):
        return value if _is_date(value) else f"'{value}'"
    return scalar(value)


def answers(given: Mapping[str, Json]) -> str:
    """Answers as in a scenario: `where: app, version: 108`."""
    texts = [f"{name}: {scalar(value)}" for name, value in given.items()]
    if len(texts) > _MOST_ANSWERS:
        texts = ["…", *texts[-_MOST_ANSWERS:]]
    return ", ".join(texts)


def scalar(value: Any) -> str:
    """A value as YAML: a text with quotes only where it could be taken for something else."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(scalar(one) for one in value)}]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if not isinstance(value, str):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT
    if plain or _is_date(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
