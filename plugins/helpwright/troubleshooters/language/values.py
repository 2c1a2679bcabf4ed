"""What a compiled expression means: the twin of `web/troubleshooter/values.js`, to the last bit.

An expression is JSON: an array with an operator first, or a literal. Whatever does not fit gives
None, which stands for "unknown"; nothing raises. One file of vectors is run in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from helpwright.troubleshooters.language.dates import date_of
from helpwright.troubleshooters.language.operators import (
    FUNCTIONS,
    fits,
    number,
    order,
    plain,
    round_to,
)

Json = Any
Value = Any
"""None, bool, number, text, or a list of these."""

NOT_SURE = "not_sure"
"""The answer of those who don't know; None for expressions."""

MOST_LENGTH = 500
"""Of a text whose step does not say how long it may be."""

MOST_DEPTH = 150
"""Deeper expressions, counted through facts and tables, are None."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression may read. `today` is a text such as "2026-11-21"."""

    values: Mapping[str, Json] = field(default_factory=dict)
    today: str = ""
    facts: Mapping[str, Json] = field(default_factory=dict)
    tables: Mapping[str, Json] = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)


def evaluate(expression: Json, context: Context) -> Json:
    """The value of an expression; None if it is unknown."""
    if not isinstance(expression, list):
        return plain(expression)
    return _Evaluation(context).value(expression, 0)


def matching_rows(table: Json, context: Context) -> list[int]:
    """The numbers of all rows of a decision table that match, whatever its hit policy."""
    return _Evaluation(context).rows(table, 0)


def fault(step: Json, value: Value, context: Context) -> str:
    """Why an answer to a step is not valid, as a code; "" if it is.

    The first that applies of: required; number, decimals; date; min, max; option; length, pattern;
    check:<n> for the n-th check, counted from 0.
    """
    if value is None or value in ("", []):
        may_be_empty = value == [] and step.get("type") == "multi" and "none" in step
        return _failed_check(step, value, context) if may_be_empty else "required"
    if value == NOT_SURE and NOT_SURE in step:
        return ""
    of_type = _FAULTS.get(step.get("type"), _fault_of_option)
    return of_type(step, value, context) or _failed_check(step, value, context)


def decimals_of(step: Json) -> int:
    """How many decimals a number or an amount of money may have."""
    without = 2 if step.get("type") == "money" and step.get("currency") != "JPY" else 0
    return int(step.get("decimals", without))


def _failed_check(step: Json, value: Value, context: Context) -> str:
    checks = step.get("check")
    if not checks:
        return ""
    within = replace(context, values={**context.values, step.get("name", ""): value})
    failed = (n for n, one in enumerate(checks) if evaluate(one["if"], within) is not True)
    return next((f"check:{n}" for n in failed), "")


def _fault_of_number(step: Json, value: Value, context: Context) -> str:
    given = number(value)
    if given is None:
        return "number"
    if round_to(given, decimals_of(step)) != given:
        return "decimals"
    return _out_of_range(step, value, context)


def _fault_of_date(step: Json, value: Value, context: Context) -> str:
    return _out_of_range(step, value, context) if date_of(value) else "date"


def _out_of_range(step: Json, value: Value, context: Context) -> str:
    # A bound that is unknown is none.
    if "min" in step and order(value, evaluate(step["min"], context)) == -1:
        return "min"
    return "max" if "max" in step and order(value, evaluate(step["max"], context)) == 1 else ""


def _fault_of_text(step: Json, value: Value, context: Context) -> str:
    if not isinstance(value, str):
        return "required"
    if not step.get("min_length", 0) <= len(value) <= step.get("max_length", MOST_LENGTH):
        return "length"
    pattern = step.get("pattern", "")
    return "pattern" if pattern and not re.fullmatch(pattern, value) else ""


def _fault_of_option(step: Json, value: Value, context: Context) -> str:
    chosen = value if step.get("type") == "multi" else [value]
    ids = [
        option["id"]
        for option in step.get("options", [])
        if evaluate(option.get("if", True), context) is True
    ]
    if step.get("kind") == "try":
        ids = ["fixed", "not_fixed"]
    if not isinstance(chosen, list) or any(each not in ids for each in chosen):
        return "option"
    return "" if len(set(chosen)) == len(chosen) else "option"


class _Evaluation:
    """One evaluation. Facts and tables are found once, and are unknown within themselves."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.found: dict[tuple[str, str], Json] = {}

    def value(self, expression: Json, depth: int) -> Json:
        if not isinstance(expression, list):
            return plain(expression)
        if not expression or depth > MOST_DEPTH:
            return None
        operator = expression[0]
        if not isinstance(operator, str):
            return None
        depth += 1
        form = _FORMS.get(operator)
        if form is not None:
            return form(self, expression, depth)
        function, least, most = FUNCTIONS.get(operator, _UNKNOWN)
        count = len(expression) - 1
        if not least <= count <= most:
            return None
        if count == 2:
            return function(self.value(expression[1], depth), self.value(expression[2], depth))
        return function(*[self.value(operand, depth) for operand in expression[1:]])

    def connected(self, expression: list[Json], depth: int) -> bool:
        """Conditions with "and" or "or": the first that decides ends it."""
        decides: bool = expression[0] == "or"
        for one in expression[1:]:
            if (self.value(one, depth) is True) == decides:
                return decides
        return not decides

    def case(self, expression: list[Json], depth: int) -> Json:
        pairs = expression[1] if len(expression) > 1 else None
        for pair in pairs if isinstance(pairs, list) else []:
            if isinstance(pair, list) and len(pair) == 2 and self.value(pair[0], depth) is True:
                return self.value(pair[1], depth)
        return self.value(expression[2], depth) if len(expression) > 2 else None

    def get(self, expression: list[Json], depth: int) -> Json:
        value = self.context.values.get(_text(expression, 1))
        return value if type(value) is str else plain(value)

    def today(self, expression: list[Json], depth: int) -> Json:
        return self.context.today if date_of(self.context.today) else None

    def fact(self, expression: list[Json], depth: int) -> Json:
        name = _text(expression, 1)
        if (name, "") not in self.found:
            self.found[name, ""] = None
            self.found[name, ""] = self.value(self.context.facts.get(name), depth)
        return self.found[name, ""]

    def table(self, expression: list[Json], depth: int) -> Json:
        key = _text(expression, 1), _text(expression, 2)
        if not key[1]:
            return None
        if key not in self.found:
            self.found[key] = None
            self.found[key] = self.output(self.context.tables.get(key[0]), key[1], depth)
        return self.found[key]

    def output(self, table: Json, name: str, depth: int) -> Json:
        rows = self.rows(table, depth)
        if not rows or (table.get("hit") == "unique" and len(rows) > 1):
            return None
        values = table["rows"][rows[0]].get("values", [])
        outputs = table.get("outputs", [])
        index = outputs.index(name) if name in outputs else len(values)
        return self.value(values[index], depth) if index < len(values) else None

    def rows(self, table: Json, depth: int) -> list[int]:
        if not isinstance(table, dict):
            return []
        values = [self.value(expression, depth) for expression in table.get("inputs", [])]
        rows = enumerate(table.get("rows", []))
        return [index for index, row in rows if all(map(fits, row.get("cells", []), values))]


def _text(expression: list[Json], index: int) -> str:
    operand = expression[index] if index < len(expression) else ""
    return operand if isinstance(operand, str) else ""


_UNKNOWN: tuple[Callable[..., Json], int, int] = (lambda *operands: None, 0, -1)
_FORMS: dict[str, Callable[[_Evaluation, list[Json], int], Json]] = {
    "lit": lambda run, expression, depth: plain(expression[1] if len(expression) > 1 else None),
    "get": _Evaluation.get,
    "today": _Evaluation.today,
    "visits": lambda run, expression, depth: run.context.visits.get(_text(expression, 1), 0),
    "and": _Evaluation.connected,
    "or": _Evaluation.connected,
    "case": _Evaluation.case,
    "fact": _Evaluation.fact,
    "table": _Evaluation.table,
}
_FAULTS: dict[str, Callable[[Json, Value, Context], str]] = {
    "number": _fault_of_number,
    "money": _fault_of_number,
    "date": _fault_of_date,
    "text": _fault_of_text,
}
