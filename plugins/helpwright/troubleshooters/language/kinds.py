"""What names can be: kinds of values, and which literals fit them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpwright.errors import nearest
from helpwright.troubleshooters.language.dates import date_of, meant_by

Json = Any
_RANGE = re.compile(r"([0-9.]+)\s*(?:-|\u2013|to|bis|and)\s*([0-9.]+)")


@dataclass(frozen=True)
class Kind:
    """What a value is: `base` is one of BASES; choice, yes_no, lookup and multi have option ids."""

    base: str
    options: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """Values of one group can be compared: number, date, text, option, boolean, list, ..."""
        return _GROUPS.get(self.base, self.base)

    def __str__(self) -> str:
        return BASES[self.base]


BASES = {
    "choice": "one of several answers",
    "lookup": "one of several answers",
    "yes_no": "yes or no",
    "multi": "a list of answers",
    "number": "a number",
    "money": "an amount",
    "date": "a date",
    "text": "a text",
    "boolean": "true or false",
    "list": "a list",
    "duration": "a length of time",
    "unknown": "unknown",
}
_GROUPS = {
    **dict.fromkeys(("choice", "lookup", "yes_no"), "option"),
    **{"multi": "list", "money": "number"},
}
NUMBER, MONEY, DATE, TEXT = Kind("number"), Kind("money"), Kind("date"), Kind("text")
BOOLEAN, LIST, DURATION, UNKNOWN = Kind("boolean"), Kind("list"), Kind("duration"), Kind("unknown")
TRY = Kind("choice", ("fixed", "not_fixed"))
YES_NO = Kind("yes_no", ("yes", "no"))


@dataclass(frozen=True)
class Scope:
    """The names that an expression may read.

    Attributes:
        names: Answers and computed names.
        lists: Lists of literals, which are put in where they are named.
        constants: Literals, which are put in, too.
        facts: What each fact gives.
        tables: What each output of each table gives.
        parameters: An expression and its kind for each parameter of a fragment.
        steps: Ids for `visits`.
        within: Names are looked up as `within.name` first.
    """

    names: Mapping[str, Kind] = field(default_factory=dict)
    lists: Mapping[str, Sequence[object]] = field(default_factory=dict)
    constants: Mapping[str, object] = field(default_factory=dict)
    facts: Mapping[str, Kind] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict)
    parameters: Mapping[str, tuple[Json, Kind]] = field(default_factory=dict)
    steps: Collection[str] = ()
    within: str = ""

    def find(self, name: str) -> tuple[Json, Kind] | None:
        """The expression for a name, and its kind; None if nothing has that name."""
        return next(filter(None, map(self._whole, self.candidates(name))), None)

    def candidates(self, name: str) -> Iterator[str]:
        """The names that a written name may stand for."""
        if self.within:
            yield f"{self.within}.{name}"
        yield name

    @property
    def known(self) -> list[str]:
        """All names."""
        outputs = (f"{name}.{each}" for name, table in self.tables.items() for each in table)
        named = (self.names, self.facts, self.constants, self.lists, self.parameters)
        every = {name for names in named for name in names}.union(outputs)
        return sorted(name.removeprefix(f"{self.within}.") for name in every)

    def _whole(self, name: str) -> tuple[Json, Kind] | None:
        if name in self.parameters:
            return self.parameters[name]
        if name in self.names:
            return ["get", name], self.names[name]
        if name in self.facts:
            return ["fact", name], self.facts[name]
        if name in self.constants:
            return literal(self.constants[name])
        if name in self.lists:
            return literal(list(self.lists[name]))
        table, _, output = name.rpartition(".")
        if output in self.tables.get(table, {}):
            return ["table", table, output], self.tables[table][output]
        return None


def literal(value: object) -> tuple[Json, Kind]:
    """The expression for a literal, and its kind."""
    if isinstance(value, bool):
        return value, BOOLEAN
    if isinstance(value, int | float):
        return value, NUMBER
    if isinstance(value, str):
        return ["lit", value], DATE if date_of(value) else TEXT
    return (["lit", value], LIST) if isinstance(value, list) else (None, UNKNOWN)


@dataclass(frozen=True)
class Misfit:
    """Why a literal is no value of a kind, to be said after "it".

    `is_meant` says that a value was probably meant, which then takes the literal's place.
    """

    code: str
    message: str
    hint: str = ""
    is_meant: bool = False


def fitted(value: object, kind: Kind, name: str) -> tuple[object, Misfit | None]:
    """A literal as a value of a kind; `name` says in messages what has that kind.

    `true` is "yes" for yes_no, and 403 is "403" for an option of that id: YAML writes them so.
    """
    if kind.group == "option" or kind.base == "multi":
        return _fitted_option(value, kind, name)
    if kind.base == "boolean" and value in ("yes", "no"):
        return value == "yes", None
    found = literal(value)[1]
    # A text may look like a date.
    if kind.group in (found.group, "unknown") or (kind.base == "text" and isinstance(value, str)):
        return value, None
    message = f"{name} is {kind}, and {_shown(value)} is {_kind_of(value)}"
    return value, Misfit("type-mismatch", message, _hint(value, kind))


def _fitted_option(value: object, kind: Kind, name: str) -> tuple[object, Misfit | None]:
    if isinstance(value, bool) and kind.base == "yes_no":
        return ("yes" if value else "no"), None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    text = str(value) if number else value
    if isinstance(text, str) and (text in kind.options or not kind.options):
        return text, None
    if not isinstance(text, str) or (number and not any(map(_has_digit, kind.options))):
        message = f"{name} is {kind}, and {_shown(value)} is {_kind_of(value)}"
        return value, Misfit("type-mismatch", message, f"one of: {_listed(kind.options)}")
    meant = nearest(text, kind.options)
    hint = f'did you mean "{meant}"?' if meant else f"one of: {_listed(kind.options)}"
    message = f'"{text}" is not an answer to {name}'
    return meant or value, Misfit("unknown-option", message, hint, is_meant=bool(meant))


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _listed(options: tuple[str, ...]) -> str:
    return ", ".join(options[:8]) + (", ..." if len(options) > 8 else "")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _kind_of(value: object) -> str:
    return str(TEXT) if isinstance(value, str) and not date_of(value) else str(literal(value)[1])


def _hint(value: object, kind: Kind) -> str:
    if kind.base == "date":
        return f"write a date as {meant_by(str(value)) or '2026-11-21'}"
    if kind.group == "number" and isinstance(value, str):
        if found := _RANGE.search(value):
            return f'a range is written as "{found[1]}..{found[2]}"'
        return (
            'write a number without quotes or unit, a comparison as "< 20", or a range as "10..20"'
        )
    return "put quotes around it" if kind.base == "text" else ""
