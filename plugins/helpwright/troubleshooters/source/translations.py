"""Translations of troubleshooters: files such as `slow-lesson.de.yml`, which hold strings only.

    translation: 1
    strings:
      steps.speed.ask: { was: How fast is your line?, now: Wie schnell ist Ihr Anschluss? }

`was` is the text that was translated. If the original has changed since, the translation is stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import yaml

from helpwright import marked_yaml
from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.source.model import (
    Ask,
    Check,
    Option,
    Outcome,
    Step,
    Troubleshooter,
    Try,
)

VERSION = 1
SIDECAR = re.compile(r"(?P<name>.+)\.(?P<language>[a-z]{2,3}(-[A-Za-z0-9]{2,8})?)")
"""The stem of a translation's file."""

_PLACEHOLDER = re.compile(r"\{[A-Za-z_][A-Za-z0-9_.]*\}")
_MOST_NAMED = 3
_TREE = ("title", "summary")
_ASK = ("ask", "hint", "help", "body", "none", "unit", "error")
_TRY = {"try": "action", "body": "body"}
_OUTCOME = ("title", "body", "subject")
_OPTION = ("label", "hint")


@dataclass(frozen=True)
class Entry:
    """A text that was translated, and its translation; "" if there is none yet."""

    was: str
    now: str
    place: Place


@dataclass(frozen=True)
class Translation:
    """A file of translations. `entries` are by the place of the text in the tree."""

    path: str
    language: str
    entries: Mapping[str, Entry]


def strings(tree: Troubleshooter) -> dict[str, str]:
    """Every text that people read, by its place: "steps.speed.ask"."""
    found: dict[str, str] = {}

    def noted(key: str, text: str) -> str:
        if text:
            found[key] = text
        return text

    _mapped(tree, noted)
    return found


def translated(
    tree: Troubleshooter, translation: Translation
) -> tuple[Troubleshooter, list[Finding]]:
    """The tree in another language, and what is wrong with the translation.

    A text that is not translated stays as it is.
    """
    originals = strings(tree)
    findings = [*_check(originals, translation)]
    usable = {
        key: entry.now
        for key, entry in translation.entries.items()
        if entry.now and _placeholders(entry.now) == _placeholders(originals.get(key, ""))
    }
    return _mapped(tree, lambda key, text: usable.get(key, text)), findings


def read(text: str, path: str, language: str) -> tuple[Translation, list[Finding]]:
    """Read one file; what is wrong with it is left out."""
    document = marked_yaml.read(text, path)
    findings = list(document.findings)
    start = Place(path, 1, 1)
    value = document.value if isinstance(document.value, dict) else {}
    if value.get("translation") != VERSION and not findings:
        message, hint = "this is not a translation", "begin the file with translation: 1"
        findings.append(Finding(start, "wrong-type", message, hint, Severity.ERROR))
    for key in value:
        if key not in ("translation", "strings"):
            hint = did_you_mean(key, ("translation", "strings"), otherwise="known here: strings")
            place = document.key_place((key,))
            message = f'"{key}" is not a key here'
            findings.append(Finding(place, "unknown-key", message, hint, Severity.ERROR))
    given = value.get("strings") or {}
    if not isinstance(given, dict):
        message, hint = '"strings" must be a mapping', "title: { was: the original, now: ... }"
        place = document.place(("strings",))
        findings.append(Finding(place, "wrong-type", message, hint, Severity.ERROR))
    entries: dict[str, Entry] = {}
    for key, entry in given.items() if isinstance(given, dict) else ():
        place = document.key_place(("strings", key))
        was, now = (
            (entry.get(part) for part in ("was", "now")) if isinstance(entry, dict) else (0, 0)
        )
        if isinstance(was, str) and (isinstance(now, str) or now is None):
            entries[str(key)] = Entry(was, (now or "").strip(), place)
        else:
            hint = "write { was: the original, now: the translation }"
            message = f'"{key}" needs the original and its translation'
            findings.append(Finding(place, "wrong-type", message, hint, Severity.ERROR))
    return Translation(path, language, entries), findings


def written(tree: Troubleshooter, before: Translation | None = None) -> str:
    """A file to fill in: every text, with what was translated already.

    Texts that are gone are left out. A stale one keeps its translation, and says what it is now.
    """
    known = before.entries if before else {}
    lines = [f"translation: {VERSION}", "strings:"]
    for key, text in strings(tree).items():
        entry = known.get(key)
        if entry and entry.now and entry.was != text:
            lines += [f"  # It reads now: {line}" for line in text.splitlines()]
        was = entry.was if entry and entry.now else text
        now = entry.now if entry else ""
        lines += [f"  {key}:", f"    was: {_scalar(was)}", f"    now: {_scalar(now)}"]
    return "\n".join([*lines, ""])


def _scalar(text: str) -> str:
    # As JSON it stands in one line, which YAML reads alike.
    made = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9)
    return made.strip()


def _check(originals: Mapping[str, str], translation: Translation) -> Iterator[Finding]:
    hint_of_all = "helpwright troubleshooter translate brings the file up to date"
    for key, entry in translation.entries.items():
        if key not in originals:
            hint = did_you_mean(key, originals, otherwise=hint_of_all)
            message = f'there is no text "{key}" in the original'
            yield Finding(entry.place, "translation-unused", message, hint, Severity.WARNING)
        elif entry.now and entry.was != originals[key]:
            message = f'"{key}" has changed since it was translated: "{_cut(originals[key])}"'
            hint = "translate it again, and put the new original into was:"
            yield Finding(entry.place, "translation-stale", message, hint, Severity.WARNING)
        elif entry.now and _placeholders(entry.now) != _placeholders(originals[key]):
            names = ", ".join(sorted(_placeholders(originals[key]))) or "none"
            message = f'"{key}": the translation has other placeholders than the original'
            hint = f"the original has: {names}"
            yield Finding(entry.place, "translation-placeholders", message, hint, Severity.ERROR)
    entries = translation.entries
    missing = [key for key in originals if key not in entries or not entries[key].now]
    if missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        count = f"{len(missing)} of {len(originals)} texts"
        message = f"{count} are not translated: {', '.join(missing[:_MOST_NAMED])}{more}"
        place = Place(translation.path, 1, 1)
        yield Finding(place, "translation-missing", message, hint_of_all, Severity.WARNING)


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


_Part = TypeVar("_Part", Troubleshooter, Ask, Try, Outcome, Option, Check)


def _mapped(tree: Troubleshooter, change: Any) -> Troubleshooter:
    """The tree with every text replaced by what `change` gives for its place and the text."""

    def part(one: _Part, where: str, names: Mapping[str, str]) -> _Part:
        texts: dict[str, Any] = {
            field: change(f"{where}{key}", getattr(one, field)) for key, field in names.items()
        }
        return replace(one, **texts)

    def step(one: Step) -> Step:
        where = f"steps.{one.id}."
        if isinstance(one, Try):
            return part(one, where, _TRY)
        if not isinstance(one, Ask):
            return one
        options = tuple(
            part(option, f"{where}options.{option.id}.", dict(zip(_OPTION, _OPTION, strict=True)))
            for option in one.options
        )
        checks = tuple(
            part(check, f"{where}check.{number}.", {"error": "error"})
            for number, check in enumerate(one.checks)
        )
        made = part(one, where, dict(zip(_ASK, _ASK, strict=True)))
        return replace(made, options=options, checks=checks)

    whole = part(tree, "", dict(zip(_TREE, _TREE, strict=True)))
    aliases = tuple(change(f"aliases.{n}", alias) for n, alias in enumerate(tree.aliases))
    steps = {name: step(one) for name, one in tree.steps.items()}

    def outcome(one: Outcome) -> Outcome:
        where = f"outcomes.{one.id}."
        labels = {
            name: change(f"{where}ask_for.{name}", label) for name, label in one.ask_labels.items()
        }
        made = part(one, where, dict(zip(_OUTCOME, _OUTCOME, strict=True)))
        return replace(made, ask_labels=labels)

    outcomes = {name: outcome(one) for name, one in tree.outcomes.items()}
    return replace(whole, steps=steps, outcomes=outcomes, aliases=aliases)
