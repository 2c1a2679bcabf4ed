"""Typed access to one mapping of a YAML file; what is wrong with it is collected, not raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from helpwright.errors import Place, did_you_mean
from helpwright.marked_yaml import Path
from helpwright.troubleshooters.language.dates import meant_by
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.source.keys import Keys
from helpwright.troubleshooters.source.logic import Target
from helpwright.troubleshooters.source.names import DATE, ID, NAME, fault_of, fits
from helpwright.troubleshooters.source.scalars import TEXT_HINTS, is_counted, kind, number_text

_LISTED = "[one, two]"


@dataclass(frozen=True)
class Fields(Keys):
    """A mapping of the file, and its values by what they must be."""

    def required(self, key: str, hint: str = "") -> str:
        """The text of a key that must stand here."""
        return self.text(key) if self.need(key, hint) else ""

    def text(self, key: str) -> str:
        """The text of a key, "" if the key does not stand here."""
        value = self.values.get(key)
        if isinstance(value, str) and (text := value.strip()):
            return text
        if key not in self.values:
            return ""
        return self.checked_text(value, (*self.path, key), f'"{key}"')

    def checked_text(self, value: object, path: Path, what: str, hint: str = "") -> str:
        """A value that must be text; `hint` says which if it is none."""
        if isinstance(value, str) and (text := value.strip()):
            return text
        place = self.document.place(path)
        if value is None or isinstance(value, str):
            self.add("missing-key", place, f"{what} is empty", "write a text, or remove the key")
            return ""
        if not isinstance(value, str):
            hint = hint or TEXT_HINTS.get(type(value), "put quotes around it")
            self.add("wrong-type", place, f"{what} must be text, not {kind(value)}", hint)
            return ""
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        if key not in self.values:
            return ()
        texts = (
            self.checked_text(item, (*self.path, key, i), f'an item of "{key}"')
            for i, item in self.items(key, f"{key}: {_LISTED}")
        )
        return tuple(text for text in texts if text)

    def names(self, key: str, pattern: str) -> tuple[str, ...]:
        """A list of names that fit a pattern, one of those above."""
        found: list[str] = []
        for index, item in self.items(key, f"{key}: {_LISTED}"):
            name = self.checked_text(item, (*self.path, key, index), f'an item of "{key}"')
            if name:
                self.check_name(str(item), pattern, self.place_of(key, index), f'"{name}"')
                found.append(name)
        return tuple(found)

    def pattern_text(self, key: str, pattern: str, hint: str) -> str:
        """A text that fits a pattern, "" if it does not."""
        text = self.text(key)
        if text and not re.search(pattern, str(self.values[key])):
            self.add(
                "invalid-value", self.place_of(key), f'"{text}" is not a value of "{key}"', hint
            )
            return ""
        return text

    def choice(self, key: str, allowed: tuple[str, ...], *, if_wrong: str = "") -> str:
        """One of several words: the first if the key does not stand here.

        If it is not understood, `if_wrong`, or else the first.
        """
        if key not in self.values:
            return allowed[0]
        value, place = self.values[key], self.place_of(key)
        if value not in allowed:
            hint = did_you_mean(str(value), allowed, otherwise=f"one of: {', '.join(allowed)}")
            shown = f'"{value}"' if isinstance(value, str) else kind(value)
            self.add("invalid-value", place, f'{shown} is not a value of "{key}"', hint)
        return str(value) if value in allowed else if_wrong or allowed[0]

    def flag(self, key: str) -> bool:
        """True or false, false if the key does not stand here."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            message = f'"{key}" must be true or false, not {kind(value)}'
            self.add("wrong-type", self.place_of(key), message, f"write {key}: true")
        return value is True

    def integer(self, key: str, low: int, high: int) -> int | None:
        """A whole number between two others, None if the key does not stand here."""
        if key not in self.values:
            return None
        value, hint = self.values[key], f"a whole number from {low} to {high}"
        if not isinstance(value, int) or isinstance(value, bool):
            message = f'"{key}" must be a whole number, not {kind(value)}'
            self.add("wrong-type", self.place_of(key), message, hint)
            return None
        if not low <= value <= high:
            self.add(
                "invalid-value", self.place_of(key), f'{value} is not a value of "{key}"', hint
            )
            return None
        return value

    def day(self, key: str) -> date | None:
        """A date, None if the key does not stand here."""
        text = self.text(key)
        if not text:
            return None
        try:
            if re.search(DATE, text) and text == self.values[key]:
                return date.fromisoformat(text)
        except ValueError:
            pass
        hint = f"write it as {meant_by(text) or '2027-05-31'}"
        self.add("invalid-value", self.place_of(key), f'"{text}" is not a date', hint)
        return None

    def formula(self, key: str) -> Formula | None:
        """An expression, None if the key does not stand here."""
        if key not in self.values or self.is_cut(key):
            return None
        return self.checked_formula(self.values[key], (*self.path, key), f'"{key}"')

    def checked_formula(self, value: object, path: Path, what: str) -> Formula | None:
        """A value that must be an expression: text, a number, true or false."""
        place = self.document.place(path)
        if isinstance(value, bool):
            return Formula(str(value).lower(), place)
        if isinstance(value, int | float):
            return Formula(number_text(value), place) if self._finite(value, place, what) else None
        if isinstance(value, str) and value.strip():
            return Formula(value, self._inside(place))
        if value is None or isinstance(value, str):
            self.add("missing-key", place, f"{what} is empty", "write an expression, or remove it")
            return None
        hint = "write an expression such as browser == 'safari'; one with { or [ needs quotes"
        self.add("wrong-type", place, f"{what} must be an expression, not {kind(value)}", hint)
        return None

    def _inside(self, place: Place) -> Place:
        """Where a text begins, after its quote or the sign of a block."""
        line = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        sign = line[place.col - 1 : place.col]
        if sign in ("'", '"'):
            return Place(place.path, place.line, place.col + 1)
        if sign in ("|", ">") and place.line < len(self.lines):
            below = self.lines[place.line]
            return Place(place.path, place.line + 1, len(below) - len(below.lstrip()) + 1)
        return place

    def formulas(self, key: str, what: str, pattern: str = NAME) -> dict[str, Formula]:
        """A mapping of names to expressions."""
        self.given(key)
        inner = self._inner(key)
        found = {
            name: self.checked_formula(value, (*self.path, key, name), f'{what} "{name}"')
            for name, value in self.entries(key, what, pattern)
            if not (inner and inner.is_cut(name))
        }
        return {name: formula for name, formula in found.items() if formula}

    def literal(self, value: object, path: Path, what: str, *, lists: bool = False) -> bool:
        """Whether a value is text, a number, true or false, or if `lists` a list of them."""
        place = self.document.place(path)
        if isinstance(value, list) and lists:
            ok = [
                self.literal(item, (*path, i), f"an item of {what}") for i, item in enumerate(value)
            ]
            return all(ok)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._finite(value, place, what)
        if isinstance(value, str | bool):
            return True
        hint = (
            "write a text or a number, or a list of them" if lists else "write a text or a number"
        )
        self.add("wrong-type", place, f"{what} must not be {kind(value)}", hint)
        return False

    def _finite(self, value: float, place: Place, what: str) -> bool:
        if is_counted(value):
            return True
        self.add("invalid-value", place, f"{what} is too large a number", "write a smaller number")
        return False

    def target(self, key: str) -> Target | None:
        """The step, outcome, article or troubleshooter that a key names.

        A value that is no name has been reported; it gives a target to "", so that nobody
        reports in addition that the key is missing.
        """
        if key not in self.values:
            return None
        hint = "write the id of a step or an outcome; an id that is a number needs quotes"
        path = (*self.path, key)
        text = self.checked_text(self.values[key], path, f'"{key}"', hint)
        return Target(text, self.document.place(path))

    def check_name(self, name: str, pattern: str, place: Place, what: str) -> None:
        """Report a name that does not fit a pattern, one of those above."""
        if not fits(name, pattern):
            fault, hint = fault_of(pattern)
            code = "invalid-id" if pattern == ID else "invalid-name"
            self.add(code, place, f"{what} {fault}", hint)

    def entries(self, key: str, what: str, pattern: str = ID) -> Iterable[tuple[str, object]]:
        """The entries of a mapping whose keys fit a pattern; `what` names one in messages."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            if key in self.values and value is not None:
                message = f'"{key}" must be a mapping, not {kind(value)}'
                hint = f"one {what} a line, as {what.replace(' ', '_')}_id: ..."
                if isinstance(value, list) and value and isinstance(value[0], str):
                    named = re.sub("[^a-z0-9]+", "-", value[0].lower()).strip("-")
                    hint = f"one {what} a line, as {named or what}: {value[0]}"
                self.add("wrong-type", self.place_of(key), message, hint)
            return
        for name, entry in value.items():
            if not fits(name, pattern):
                inner = self._inner(key)
                if inner and inner.is_torn(name):
                    continue
                place = self.document.key_place((*self.path, key, name))
                subject = f'the {"id" if pattern == ID else "name"} of {what} "{name}"'
                self.check_name(name, pattern, place, subject)
            yield name, entry

    def _inner(self, key: str) -> Fields | None:
        value = self.values.get(key)
        if not isinstance(value, dict):
            return None
        path = (*self.path, key)
        return Fields(self.document, path, value, self.findings, self.name, self.lines)

    def items(self, key: str, example: str) -> Iterator[tuple[int, object]]:
        """The items of a list, with their indices; `example` shows one in a hint."""
        value = self.values.get(key)
        if isinstance(value, list):
            yield from enumerate(value)
        elif key in self.values:
            message = f'"{key}" must be a list, not {kind(value)}'
            hint = f"write {key}: [{value}]" if _is_listed(value, example) else f"write {example}"
            self.add("wrong-type", self.place_of(key), message, hint)

    def inner(self, key: str, name: str, entry: object, what: str, hint: str = "") -> Fields | None:
        """An entry that must be a mapping itself, as fields; `hint` shows one."""
        return self.below((key, name), entry, f'{what} "{name}"', f'{what} "{name}"', hint)

    def below(
        self,
        keys: tuple[str | int, ...],
        value: object,
        title: str,
        what: str,
        hint: str = "indent its keys below it",
    ) -> Fields | None:
        """A value that must be a mapping, as fields named `title`; `what` names it if it is not."""
        path = (*self.path, *keys)
        if isinstance(value, dict):
            return Fields(self.document, path, value, self.findings, title, self.lines)
        place, message = self.document.place(path), f"{what} must be a mapping, not {kind(value)}"
        self.add("wrong-type", place, message, hint)
        return None


def _is_listed(value: object, example: str) -> bool:
    if not example.endswith(_LISTED):
        return False
    return isinstance(value, str) and bool(value.strip()) and not set(value) & set("[]{}\n:#")
