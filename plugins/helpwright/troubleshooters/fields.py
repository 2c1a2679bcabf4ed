"""Typed access to one mapping of a YAML file; what is wrong with it is collected, not raised."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.marked_yaml import MarkedYaml, Path
from helpwright.troubleshooters.model import Target

ID = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
"""Ids of steps, outcomes and options: they stand in addresses."""

PLACEHOLDER = r"\{[A-Za-z_][A-Za-z0-9_.]*\}"
"""An answer inserted into a text, such as `{browser.label}`: reserved for a later version."""


@dataclass(frozen=True)
class Fields:
    """A mapping of the file. `name` says in messages which one, such as `step "where"`."""

    document: MarkedYaml
    path: Path
    values: dict[str, object]
    findings: list[Finding]
    name: str

    @property
    def place(self) -> Place:
        """Where the mapping's own key stands, or its first line."""
        return self.document.key_place(self.path)

    def add(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Collect an error."""
        text = f"{self.name}: {message}"
        self.findings.append(Finding(place, code, text, hint, Severity.ERROR))

    def add_later(self, place: Place, what: str) -> None:
        """Collect something that the format has, but not this version of Helpwright."""
        hint = "this version knows choice and yes_no questions, and steps to try"
        self.add("not-yet-supported", place, f"{what} is not supported yet", hint)

    def allow(self, known: Collection[str], later: Collection[str] = ()) -> bool:
        """Report keys that are unknown or come later; whether none of the latter stands here."""
        found_later = False
        for key in self.values:
            place = self.document.key_place((*self.path, key))
            if key in later:
                found_later = True
                self.add_later(place, f'"{key}"')
            elif key not in known:
                hint = did_you_mean(key, known, otherwise=f"known here: {', '.join(known)}")
                self.add("unknown-key", place, f'"{key}" is not a key here', hint)
        return not found_later

    def need(self, key: str, hint: str = "") -> bool:
        """Whether the key has a value; reports it as missing if not."""
        value = self.values.get(key)
        if value in (None, {}) or (isinstance(value, str) and not value.strip()):
            what = f'"{key}" is empty' if key in self.values else f'"{key}" is missing'
            place = self.document.key_place((*self.path, key)) if key in self.values else self.place
            self.add("missing-key", place, what, hint)
            return False
        return True

    def required(self, key: str, hint: str = "") -> str:
        """The text of a key that must stand here."""
        return self.text(key) if self.need(key, hint) else ""

    def text(self, key: str) -> str:
        """The text of a key, "" if the key does not stand here."""
        if key not in self.values:
            return ""
        return self.checked_text(self.values[key], (*self.path, key), f'"{key}"')

    def checked_text(self, value: object, path: Path, what: str) -> str:
        """A value that must be text."""
        place = self.document.place(path)
        if value is None or (isinstance(value, str) and not value.strip()):
            self.add("missing-key", place, f"{what} is empty", "write a text, or remove the key")
            return ""
        if not isinstance(value, str):
            hint = _TEXT_HINTS.get(type(value), "put quotes around it")
            self.add("wrong-type", place, f"{what} must be text, not {kind(value)}", hint)
            return ""
        if found := re.search(PLACEHOLDER, value):
            self.add_later(place, f"{found[0]} in a text")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(key)
        if key not in self.values:
            return ()
        if not isinstance(value, list):
            place = self.document.place((*self.path, key))
            message = f'"{key}" must be a list, not {kind(value)}'
            self.add("wrong-type", place, message, f"write {key}: [one, two]")
            return ()
        path = (*self.path, key)
        items = enumerate(value)
        texts = (self.checked_text(item, (*path, i), f'an item of "{key}"') for i, item in items)
        return tuple(text for text in texts if text)

    def choice(
        self,
        key: str,
        allowed: tuple[str, ...],
        later: tuple[str, ...] = (),
        *,
        if_wrong: str = "",
    ) -> str:
        """One of several words: the first if the key does not stand here.

        If it is not understood, `if_wrong`, or else the first.
        """
        if key not in self.values:
            return allowed[0]
        value, place = self.values[key], self.document.place((*self.path, key))
        if isinstance(value, str) and value in later:
            self.add_later(place, f'"{key}: {value}"')
        elif value not in allowed:
            hint = did_you_mean(str(value), allowed, otherwise=f"one of: {', '.join(allowed)}")
            shown = f'"{value}"' if isinstance(value, str) else kind(value)
            self.add("invalid-value", place, f'{shown} is not a value of "{key}"', hint)
        return str(value) if value in allowed else if_wrong or allowed[0]

    def target(self, key: str) -> Target | None:
        """The step, outcome, article or troubleshooter that a key names.

        A value that is no name has been reported; it gives a target to "", so that nobody
        reports in addition that the key is missing.
        """
        if key not in self.values:
            return None
        return Target(self.text(key), self.document.place((*self.path, key)))

    def entries(self, key: str, what: str) -> Iterable[tuple[str, object]]:
        """The entries of a mapping whose keys are ids; `what` names one in messages."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            if key in self.values and value is not None:
                place = self.document.place((*self.path, key))
                message = f'"{key}" must be a mapping, not {kind(value)}'
                self.add("wrong-type", place, message, f"one {what} a line, as {what}_id: ...")
            return
        for name, entry in value.items():
            if not re.search(ID, name) or name.endswith("\n"):
                place = self.document.key_place((*self.path, key, name))
                hint = "letters, digits, _ and -, beginning with a letter or a digit"
                message = f'the id of {what} "{name}" cannot stand in an address'
                self.add("invalid-id", place, message, hint)
            yield name, entry

    def inner(self, key: str, name: str, entry: object, what: str) -> Fields | None:
        """An entry that must be a mapping itself, as fields."""
        path = (*self.path, key, name)
        if isinstance(entry, dict):
            title = f'{what} "{name}"'
            return Fields(self.document, path, entry, self.findings, title)
        place, message = self.document.place(path), f'{what} "{name}" must be a mapping'
        self.add("wrong-type", place, f"{message}, not {kind(entry)}", "indent its keys below it")
        return None


_TEXT_HINTS: dict[type, str] = {
    list: "write one text, not a list",
    dict: "text that begins with { or holds a colon needs quotes around it",
}


def kind(value: object) -> str:
    """What a value is, in a writer's words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", float: "a number", str: "text", list: "a list", dict: "a mapping"}
    return names[type(value)]
