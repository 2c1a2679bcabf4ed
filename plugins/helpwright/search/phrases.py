"""Reading files of phrases that people reviewed, with everything wrong in them as findings.

What is wrong is left out and told; the rest of the file holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpwright import marked_yaml
from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.marked_yaml import MarkedYaml
from helpwright.search.analysis import is_unspaced, language_of, tokenize

MOST_WORDS = 6
Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Phrase:
    """A phrase as written, and what search takes it for: phrases with one key are the same.

    As a whole query, phrases with the same `content` are the same, too.
    """

    text: str
    key: tuple[str, ...]
    content: frozenset[str]
    place: Place = field(compare=False)


@dataclass(frozen=True)
class Reader:
    """Typed access to the values of one file; faults are collected in `findings`."""

    document: MarkedYaml
    findings: list[Finding]
    language: str

    def add(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Collect a warning."""
        self.findings.append(Finding(place, code, message, hint))

    def mapping(
        self,
        value: object,
        steps: Steps,
        known: Collection[str],
        hint: str,
        *,
        may_be_empty: bool = False,
    ) -> dict[str, Any]:
        """The keys of a mapping that are known; what is no mapping has none."""
        if value is None and may_be_empty:
            return {}
        if not isinstance(value, dict):
            message = f"keys must stand here, not {kind(value)}"
            self.add("wrong-type", self.document.place(steps), message, hint)
            return {}
        for key in value:
            if key not in known:
                place = self.document.key_place((*steps, key))
                meant = did_you_mean(key, known, otherwise=f"known here: {', '.join(known)}")
                self.add("unknown-key", place, f'"{key}" is not a key here', meant)
        return {key: item for key, item in value.items() if key in known}

    def need(self, value: object, keys: Collection[str], steps: Steps, hint: str) -> bool:
        """Whether it is a mapping with a value for each of these keys; tells which have none."""
        if not isinstance(value, dict):
            return False
        lacking = [key for key in keys if value.get(key) in (None, "", [])]
        # A key that is misspelt has been told, and is not missing as well.
        if not value.keys() - set(keys):
            for key in lacking:
                place = self.document.key_place((*steps, key))
                what = "empty" if key in value else "missing"
                self.add("missing-key", place, f'"{key}" is {what}', hint)
        return not lacking

    def items(self, value: object, steps: Steps, hint: str) -> Iterator[tuple[object, Steps]]:
        """The items of a list, each with its steps; an empty value is an empty list."""
        if isinstance(value, list):
            yield from ((item, (*steps, number)) for number, item in enumerate(value))
        elif value is not None:
            message = f"a list must stand here, not {kind(value)}"
            self.add("wrong-type", self.document.place(steps), message, hint)

    def texts(self, value: object, steps: Steps) -> Iterator[tuple[str, Place]]:
        """The texts of a list; one text stands for a list of one."""
        listed = enumerate(value) if isinstance(value, list) else ()
        pairs = [(item, (*steps, number)) for number, item in listed]
        for item, at in pairs if isinstance(value, list) else [(value, steps)]:
            text = self.text(item, at)
            if text:
                yield text, self.document.place(at)

    def text(self, value: object, steps: Steps) -> str:
        """A text or a whole number, "" if it is neither."""
        place = self.document.place(steps)
        if value is None or (isinstance(value, str) and not value.strip()):
            self.add("missing-key", place, "a text is empty", "write it, or take it out")
        elif isinstance(value, bool | float):
            self.add("wrong-type", place, f"it must be text, not {kind(value)}", "put it in quotes")
        elif not isinstance(value, str | int):
            hint = "text that begins with { or [, or holds a colon, needs quotes around it"
            self.add("wrong-type", place, f"it must be text, not {kind(value)}", hint)
        else:
            return " ".join(str(value).split())
        return ""

    def phrases(self, value: object, steps: Steps) -> list[Phrase]:
        """The phrases of a list that search can look for, each once."""
        return self.distinct(self.texts(value, steps))

    def distinct(self, texts: Iterable[tuple[str, Place]]) -> list[Phrase]:
        """Texts as phrases that search can look for, each once."""
        found: dict[tuple[str, ...], Phrase] = {}
        for text, place in texts:
            phrase = self.phrase(text, place)
            if phrase is None:
                continue
            if phrase.key in found:
                first = found[phrase.key].text
                message = f'"{text}" stands twice in one list'
                if first.casefold() != text.casefold():
                    message = f'"{text}" is the same as "{first}", which stands before it'
                hint = "take one out; forms of a word, capitals and accents make no difference"
                self.add("duplicate-phrase", place, message, hint)
            else:
                found[phrase.key] = phrase
        return list(found.values())

    def phrase(self, text: str, place: Place) -> Phrase | None:
        """A text as a phrase, or None if search cannot look for it."""
        tokens = tokenize(text, self.language, stop_words=True)
        stops = language_of(self.language).stop_words
        content = [token for token in tokens if token.surface not in stops]
        # Scripts without spaces come in pairs of characters, about two to a word.
        count = sum(0.5 if is_unspaced(token.surface) else 1 for token in content)
        shown = f"{text[:60]}…" if len(text) > 60 else text
        if not tokens:
            message, hint = f'"{shown}" holds no word', "write what a customer would type"
            self.add("unsearchable-phrase", place, message, hint)
        elif not content:
            message = f'"{shown}" holds only words that search passes over'
            hint = "add a word that says what it is about"
            self.add("unsearchable-phrase", place, message, hint)
        elif count > MOST_WORDS:
            message = f'"{shown}" has more than {MOST_WORDS} words that count'
            hint = "people rarely type the same sentence twice; write its two or three main words"
            self.add("long-phrase", place, message, hint)
        else:
            key = tuple(t.surface if t.surface in stops else t.stem for t in tokens)
            return Phrase(text, key, frozenset(token.stem for token in content), place)
        return None


def open_file(path: Path, shown: str, language: str) -> Reader:
    """A reader of a file, whose document is None if it is absent, empty, or cannot be read.

    Args:
        path: The file.
        shown: What places call it.
        language: In which the phrases are.
    """
    text, findings = _read_text(path, Place(shown))
    document = MarkedYaml(None) if text is None else marked_yaml.read(text, shown)
    document.values.setdefault((), Place(shown, 1, 1))
    return Reader(document, [*findings, *document.findings], language)


def _read_text(path: Path, place: Place) -> tuple[str | None, list[Finding]]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, []
    except OSError as error:
        message = f"this file cannot be read: {error.strerror or 'unknown reason'}"
        return None, [Finding(place, "unreadable-file", message, "", Severity.ERROR)]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = data[: error.start]
        at = Place(place.path, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        hint = "save the file as UTF-8"
        return None, [Finding(at, "not-utf-8", "it is not UTF-8 text", hint, Severity.ERROR)]


def kind(value: object) -> str:
    """What a value is, in a writer's words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", float: "a number", str: "text", list: "a list", dict: "a mapping"}
    return names[type(value)]
