"""The functions of expressions: what they take, and what they give."""

from __future__ import annotations

from helpwright.errors import did_you_mean
from helpwright.troubleshooters.language.compiling import Compiler
from helpwright.troubleshooters.language.expressions import Call, Expr, Literal, Name, start_of
from helpwright.troubleshooters.language.kinds import (
    BOOLEAN,
    DATE,
    MONEY,
    NUMBER,
    TEXT,
    UNKNOWN,
    Json,
    Kind,
)

USES = {
    "days_between": "days_between(from, to)",
    "count": "count(list)",
    "known": "known(answer)",
    "min": "min(a, b)",
    "max": "max(a, b)",
    "round": "round(number, decimals)",
    "floor": "floor(number)",
    "ceil": "ceil(number)",
    "year": "year(date)",
    "month": "month(date)",
    "day": "day(date)",
    "weekday": "weekday(date)",
    "lower": "lower(text)",
    "contains": "contains(text, 'part')",
    "visits": "visits(step)",
    "today": "today",
}
"""How each function is written."""

_SIGNATURES = {
    "days_between": (("date", "date"), NUMBER),
    "count": (("list",), NUMBER),
    "floor": (("number",), NUMBER),
    "ceil": (("number",), NUMBER),
    "year": (("date",), NUMBER),
    "month": (("date",), NUMBER),
    "day": (("date",), NUMBER),
    "weekday": (("date",), NUMBER),
    "lower": (("text",), TEXT),
    "contains": (("text", "text"), BOOLEAN),
}


def compiled_call(call: Call, compiler: Compiler) -> tuple[Json, Kind]:
    """The JSON of a call, and what it gives."""
    name, given = call.name, call.arguments
    if name not in USES:
        hint = did_you_mean(name, USES, otherwise=f"known: {', '.join(USES)}")
        compiler.add(call.at, "unknown-function", f'"{name}" is not a function', hint)
        return None, UNKNOWN
    counts = {"round": (1, 2), "min": (1, 100), "max": (1, 100), "today": (0, 0)}
    taken = len(_SIGNATURES[name][0]) if name in _SIGNATURES else 1
    least, most = counts.get(name, (taken, taken))
    if not least <= len(given) <= most:
        values = f"{len(given)} value{'' if len(given) == 1 else 's'}" if given else "nothing"
        message = f"{name} cannot do with {values}"
        compiler.add(call.at, "invalid-expression", message, f"write {USES[name]}")
        return None, UNKNOWN
    if name in _SIGNATURES:
        groups, kind = _SIGNATURES[name]
        arguments = (
            compiler.of_group(each, group, f"what {name} takes")[0]
            for each, group in zip(given, groups, strict=True)
        )
        return [name, *arguments], kind
    if name == "today":
        return ["today"], DATE
    if name == "known":
        return ["known", compiler.value(given[0])[0]], BOOLEAN
    if name == "visits":
        return _visits(given[0], compiler)
    if name == "round":
        first, kind = compiler.of_group(given[0], "number", "what round takes")
        digits = [compiler.of_group(each, "number", "the decimals")[0] for each in given[1:]]
        return ["round", first, *(digits or [0])], kind
    return _extreme(call, compiler)


def _extreme(call: Call, compiler: Compiler) -> tuple[Json, Kind]:
    first, kind = compiler.value(call.arguments[0])
    group = kind.group if kind.group in ("number", "date") else "number"
    what = f"what {call.name} takes"
    if kind.group not in ("number", "date", "unknown"):
        first, kind = compiler.of_group(call.arguments[0], "number", what)
    others = [compiler.of_group(each, group, what) for each in call.arguments[1:]]
    # An amount remains one beside a mere number: max(0, price).
    kind = next((each for _, each in others if each == MONEY), kind)
    return [call.name, first, *(each for each, _ in others)], kind


def _visits(expr: Expr, compiler: Compiler) -> tuple[Json, Kind]:
    step = expr.name if isinstance(expr, Name) else ""
    if isinstance(expr, Literal) and isinstance(expr.value, str):
        step = expr.value
    found = next((each for each in compiler.scope.candidates(step) if _has(compiler, each)), None)
    if found is None:
        hint = did_you_mean(step, compiler.scope.steps, otherwise="visits takes the id of a step")
        compiler.add(start_of(expr), "unknown-name", f'"{step}" is not a step', hint)
    return ["visits", found], NUMBER


def _has(compiler: Compiler, step: str) -> bool:
    return step in compiler.scope.steps
