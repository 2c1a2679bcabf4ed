"""Compiled conditions in words: "Which version is it?: less than 109"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from helpwright.troubleshooters.language.dates import date_of
from helpwright.troubleshooters.language.formats import shown
from helpwright.troubleshooters.language.operators import number
from helpwright.troubleshooters.language.values import Json
from helpwright.troubleshooters.page.page_texts import texts

_MOST_DEPTH = 12
_COMPARED = {"<": ("less", "before"), "<=": ("most", "until")}
_COMPARED |= {">": ("more", "after"), ">=": ("least", "since")}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_UNKNOWN = "…"
_SIGNS = "+\N{MINUS SIGN}\N{MULTIPLICATION SIGN}\N{DIVISION SIGN}"


@dataclass(frozen=True)
class Words:
    """Says what a program's expressions mean, for people who read them without a script."""

    program: Mapping[str, Any]
    language: str

    def condition(self, expr: Json, *, depth: int = 0, inner: bool = False) -> str:
        """A condition in words. Several conditions within another stand in brackets."""
        if depth > _MOST_DEPTH or not isinstance(expr, list) or not expr:
            return self._value(expr, depth)
        operator, parts = str(expr[0]), expr[1:]
        deeper = depth + 1
        if operator in ("and", "or"):
            found = [self.condition(one, depth=deeper, inner=True) for one in parts]
            text = self._texts[operator].join(found)
            return f"({text})" if inner and len(found) > 1 else text
        if operator == "not":
            return self._negated(parts[0], deeper)
        if operator in _FLIPPED:
            return self._comparison(operator, parts[0], parts[1], deeper)
        if operator == "in" and (is_so := self._is_so(parts[0], parts[1])) is not None:
            return (
                self.condition(parts[0], depth=deeper) if is_so else self._negated(parts[0], deeper)
            )
        if operator == "in":
            return ": ".join(self._membership(parts[0], parts[1], deeper))
        if operator == "contains":
            return ": ".join(self._part(parts[0], parts[1], deeper))
        if operator == "known":
            return f"{self._subject(parts[0], deeper)}: {self._texts['answered']}"
        if operator == "fact":
            return self.condition(self.program["facts"].get(parts[0]), depth=deeper, inner=inner)
        return f"{self._subject(expr, deeper)}: {self._texts['yes']}"

    def cell(self, cell: Json, source: Json) -> str:
        """A cell of a table's row in words; `source` is the expression of its column."""
        if cell is None:
            return self._texts["any"]
        step = self._step_of(source)
        kind, *rest = cell
        if kind == "range":
            return self._range(rest, step)
        text = self._listed(rest[0], step)
        return text if kind == "=" else self._text("not", text)

    def column(self, source: Json) -> str:
        """What a table's column is about: a question, or a condition that holds or does not."""
        if isinstance(source, list) and source[:1] == ["fact"]:
            fact = self.program["facts"].get(source[1])
            if isinstance(fact, list) and fact and _is_condition(str(fact[0])):
                return self.condition(fact)
        return self._subject(source, 0)

    def value(self, expr: Json, step: Json = None) -> str:
        """What an expression gives, in words; `step` tells how a literal is written."""
        return self._value(expr, 0, step)

    def _comparison(self, operator: str, left: Json, right: Json, depth: int) -> str:
        if _is_literal(left) and not _is_literal(right):
            return self._comparison(_FLIPPED[operator], right, left, depth)
        subject, step = self._subject(left, depth), self._step_of(left)
        if right is None:
            key = "unanswered" if operator == "==" else "answered"
            return f"{subject}: {self._texts[key]}"
        other = self._value(right, depth, step)
        if operator == "==":
            return f"{subject}: {other}"
        if operator == "!=":
            return f"{subject}: {self._text('not', other)}"
        return f"{subject}: {self._text(_COMPARED[operator][self._is_date(right, step)], other)}"

    def _membership(self, item: Json, items: Json, depth: int) -> tuple[str, str]:
        if _is_literal(items):
            listed = self._listed(items[1] if isinstance(items, list) else [], self._step_of(item))
            return self._subject(item, depth), listed
        return self._subject(items, depth), self._value(item, depth, self._step_of(items))

    def _part(self, text: Json, part: Json, depth: int) -> tuple[str, str]:
        quoted = self._text("quoted", self._value(part, depth))
        return self._subject(text, depth), self._text("contains", quoted)

    def _is_so(self, item: Json, items: Json) -> bool | None:
        """Whether a condition shall hold; None if it is no condition, or may be either."""
        listed = items[1] if isinstance(items, list) and items[:1] == ["lit"] else []
        for _ in range(_MOST_DEPTH):
            if isinstance(item, list) and item[:1] == ["fact"]:
                item = self.program["facts"].get(item[1])
        is_condition = isinstance(item, list) and bool(item) and _is_condition(str(item[0]))
        if not is_condition or len(listed) != 1:
            return None
        return listed[0] is True

    def _negated(self, expr: Json, depth: int) -> str:
        if isinstance(expr, list) and expr:
            operator, parts = str(expr[0]), expr[1:]
            is_so = self._is_so(parts[0], parts[1]) if operator == "in" else None
            if is_so is not None:
                return self._negated(parts[0], depth) if is_so else self.condition(parts[0])
            if operator == "==":
                return self._comparison("!=", parts[0], parts[1], depth)
            if operator in ("in", "contains"):
                find = self._membership if operator == "in" else self._part
                subject, rest = find(parts[0], parts[1], depth)
                if operator == "in" and not _is_literal(parts[1]):
                    rest = self._text("quoted", rest)
                return f"{subject}: {self._text('not', rest)}"
            if operator == "known":
                return f"{self._subject(parts[0], depth)}: {self._texts['unanswered']}"
        return self._text("negation", self.condition(expr, depth=depth))

    def _range(self, rest: list[Json], step: Json) -> str:
        low, with_low, high, with_high = rest
        above, below = (">=" if with_low else ">"), ("<=" if with_high else "<")
        ends = {above: low, below: high}
        if low is not None and high is not None and with_low and with_high:
            return self._text("between", self._value(low, 0, step), self._value(high, 0, step))
        return self._texts["and"].join(
            self._text(_COMPARED[operator][self._is_date(end, step)], self._value(end, 0, step))
            for operator, end in ends.items()
            if end is not None
        )

    def _listed(self, values: Json, step: Json) -> str:
        found = [self._value(value, 0, step) for value in values]
        *first, last = found or [self._texts["nothing"]]
        return self._texts["or"].join([", ".join(first), last]) if first else last

    def _subject(self, expr: Json, depth: int) -> str:
        """What is compared: a question stands as it is, all else as it is worked out."""
        step = self._step_of(expr)
        return str(step["label"]) if step else self._value(expr, depth)

    def _value(self, expr: Json, depth: int, step: Json = None) -> str:
        if not isinstance(expr, list):
            if isinstance(expr, bool):
                return self._texts["yes" if expr else "no"]
            if isinstance(expr, str) and step and step["kind"] == "try":
                return texts("static", self.language).get(expr, expr)
            return shown(expr, step, self.language) or _UNKNOWN
        if depth > _MOST_DEPTH or not expr:
            return _UNKNOWN
        operator, parts = str(expr[0]), expr[1:]
        if operator == "lit":
            one = parts[0]
            return self._listed(one, step) if isinstance(one, list) else self._value(one, 0, step)
        maker = _OPERATORS.get(operator)
        return maker(self, parts, depth + 1) if maker else _UNKNOWN

    def _named(self, parts: list[Json], depth: int) -> str:
        step = self._asked.get(parts[0])
        if step:
            return self._text("quoted", str(step["label"]))
        computed = self._computed.get(parts[0])
        return self._value(computed, depth) if computed is not None else _UNKNOWN

    def _fact(self, parts: list[Json], depth: int) -> str:
        fact = self.program["facts"].get(parts[0])
        if isinstance(fact, list) and fact and _is_condition(str(fact[0])):
            return self.condition(fact, depth=depth)
        return self._value(fact, depth)

    def _function(self, key: str, parts: list[Json], depth: int) -> str:
        return self._text(key, *(self._value(part, depth) for part in parts[:2]))

    def _joined(self, sign: str, parts: list[Json], depth: int) -> str:
        return sign.join(self._value(part, depth) for part in parts)

    def _step_of(self, expr: Json) -> Any:
        is_name = isinstance(expr, list) and expr[:1] == ["get"]
        return self._asked.get(expr[1]) if is_name else None

    def _is_date(self, expr: Json, step: Json) -> bool:
        if isinstance(expr, list):
            if expr[:1] == ["lit"]:
                return self._is_date(expr[1], step)
            other = self._step_of(expr)
            return expr[:1] in (["today"], ["shift"]) or bool(other and other.get("type") == "date")
        return date_of(expr) is not None

    def _text(self, key: str, *values: str) -> str:
        return self._texts[key].format(*values)

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return texts("words", self.language)

    @cached_property
    def _asked(self) -> Mapping[str, Any]:
        """The first step that asks for each name."""
        found: dict[str, Any] = {}
        for name, step in self.program["steps"].items():
            found.setdefault(step.get("name", name), step)
        return found

    @cached_property
    def _computed(self) -> Mapping[str, Json]:
        """What the names stand for that steps set."""
        found: dict[str, Json] = {}
        for step in self.program["steps"].values():
            for name, expr in step.get("set", ()):
                found.setdefault(name, expr)
        return found


def _is_literal(expr: Json) -> bool:
    return not isinstance(expr, list) or expr[:1] == ["lit"]


def _is_condition(operator: str) -> bool:
    return operator in _FLIPPED or operator in ("and", "or", "not", "in", "known", "contains")


def _called(key: str) -> Callable[[Words, list[Json], int], str]:
    return lambda words, parts, depth: words._function(key, parts, depth)


def _signed(sign: str) -> Callable[[Words, list[Json], int], str]:
    return lambda words, parts, depth: words._joined(sign, parts, depth)


def _listing(key: str) -> Callable[[Words, list[Json], int], str]:
    return lambda words, parts, depth: words._text(key, words._joined(", ", parts, depth))


def _visits(words: Words, parts: list[Json], _: int) -> str:
    step = words.program["steps"].get(parts[0], {"label": _UNKNOWN})
    return words._text("visits", words._text("quoted", str(step["label"])))


def _shift(words: Words, parts: list[Json], depth: int) -> str:
    start, count, unit = parts
    count, unit = _in_years(count) if unit == "months" else (count, unit)
    given = number(count) if not isinstance(count, list) else None
    key = f"shift_{unit.removesuffix('s') if given in (1, -1) else unit}"
    size = abs(given) if given is not None else count
    text = words._text(key, words._value(start, depth), words._value(size, depth))
    return text.replace(" + ", " \N{MINUS SIGN} ", 1) if given is not None and given < 0 else text


def _in_years(months: Json) -> tuple[Json, str]:
    """So many months as years, if they are whole years."""
    if isinstance(months, list):
        is_twelvefold = months[:1] == ["*"] and months[2:] == [12]
        return (months[1], "years") if is_twelvefold else (months, "months")
    return (months, "months") if months % 12 else (months // 12, "years")


_OPERATORS: Mapping[str, Callable[[Words, list[Json], int], str]] = {
    "get": Words._named,
    "fact": Words._fact,
    "today": lambda words, parts, depth: words._texts["today"],
    "shift": _shift,
    "visits": _visits,
    "days_between": _called("days"),
    "lower": lambda words, parts, depth: words._value(parts[0], depth),
    "neg": lambda words, parts, depth: f"-{words._value(parts[0], depth)}",
    **{sign: _signed(f" {shown} ") for sign, shown in zip("+-*/", _SIGNS, strict=True)},
    **{key: _listing(key) for key in ("min", "max")},
    **{
        key: _called(key)
        for key in ("count", "round", "floor", "ceil", "year", "month", "day", "weekday")
    },
}
