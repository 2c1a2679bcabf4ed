"""The keys of one mapping of a file: which may stand there, which must, which were mistyped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from helpwright.errors import Finding, Place, Severity, nearest
from helpwright.marked_yaml import MarkedYaml, Path

_TEXTS = frozenset(
    (
        *("ask", "try", "use", "solution", "contact", "handoff", "article", "title", "start"),
        *("to", "go", "decide", "not_sure", "fixed", "not_fixed", "not_helpful", "type", "name"),
        *("label", "hint", "help", "body", "error", "subject", "if", "then", "else", "from"),
        *("min", "max", "expect", "rejects"),
    )
)
"""Keys whose values are texts, so that a mistyped one can be read for them."""


@dataclass(frozen=True)
class Keys:
    """A mapping of the file. `name` says in messages which one, such as `step "where"`.

    `meant` are the keys for which others were mistyped; nobody reports that they are missing.
    """

    document: MarkedYaml
    path: Path
    values: dict[str, object]
    findings: list[Finding]
    name: str
    lines: Sequence[str] = ()
    meant: set[str] = field(default_factory=set)

    @property
    def place(self) -> Place:
        """Where the mapping's own key stands, or its first line."""
        return self.document.key_place(self.path)

    @property
    def places(self) -> dict[str, Place]:
        """The places of the values by their keys."""
        place, path = self.document.place, self.path
        return {key: place((*path, key)) for key in self.values}

    def place_of(self, *keys: str | int) -> Place:
        """The place of a value below this mapping."""
        return self.document.place((*self.path, *keys))

    def add(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Collect an error."""
        text = f"{self.name}: {message}"
        self.findings.append(Finding(place, code, text, hint, Severity.ERROR))

    def allow(
        self,
        known: Collection[str],
        elsewhere: Mapping[str, str] | None = None,
        instead: Mapping[str, str] | None = None,
    ) -> None:
        """Report unknown keys. What is mistyped is read as what was probably meant.

        Args:
            known: The keys that may stand here.
            elsewhere: For some others, where they belong.
            instead: For some others, which of `known` is meant.
        """
        for key in [key for key in self.values if key not in known]:
            if self.is_torn(key):
                continue
            meant = (instead or {}).get(key, "") or nearest(key, known)
            hint = f'did you mean "{meant}"?' if meant else f"known here: {', '.join(known)}"
            before, colon, _ = key.partition(":")
            if colon and before in known:
                meant, hint = before, f"put a space after the colon: {before}: ..."
            elif key == "<<":
                hint = "YAML 1.2 merges nothing in: write out what shall stand here"
                self.meant.update(known)
            place = self.document.key_place((*self.path, key))
            hint = (elsewhere or {}).get(key, hint)
            self.add("unknown-key", place, f'"{key}" is not a key here', hint)
            if meant and key not in (elsewhere or {}):
                self._read_as(key, meant)

    def recover(self, wanted: Collection[str], known: Collection[str] = ()) -> None:
        """Read keys that decide about the others, even mistyped; `allow` is to report them.

        `known` are further keys that may stand here.
        """
        every = {*wanted, *known}
        for key in [key for key in self.values if key not in every]:
            meant = nearest(key, (*wanted, *known))
            if meant in wanted:
                self._read_as(key, meant)

    def _read_as(self, key: str, meant: str) -> None:
        """Take a mistyped key for the right one, so that nothing seems to be missing."""
        self.meant.update((meant,))
        value = self.values[key]
        if meant in _TEXTS and meant not in self.values and isinstance(value, str):
            self.values[meant] = value
            self.document.values[(*self.path, meant)] = self.place_of(key)

    def is_torn(self, key: str) -> bool:
        """Whether a key is the rest of a text before it; within { } a comma ends a text.

        Each such text is reported once.
        """
        before = self._torn_from(key)
        if not before:
            return False
        place = self.document.key_place((*self.path, key))
        message = f'"{key}" stands alone, for a comma ends the text before it'
        hint = f'put quotes around the whole text: {before}: "{self.values[before]}, {key}"'
        if key[:1].isdigit() and str(self.values[before])[-1:].isdigit():
            hint = "a decimal is written with a point, and large numbers without commas"
        if self._torn_from(key, first=True):
            self.add("unknown-key", place, message, hint)
        return True

    def is_cut(self, key: str) -> bool:
        """Whether the text of a key goes on in a key after it, as `is_torn` reports."""
        others = [other for other, value in self.values.items() if value is None]
        return any(self._torn_from(other) == key for other in others)

    def _torn_from(self, key: str, *, first: bool = False) -> str:
        place = self.document.place(self.path)
        line = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        if self.values[key] is not None or line[place.col - 1 : place.col] != "{":
            return ""
        keys = list(self.values)
        for before in reversed(keys[: keys.index(key)]):
            value = self.values[before]
            if value is not None or first:
                is_text = isinstance(value, str) or (key[:1].isdigit() and value is not None)
                return before if is_text else ""
        return ""

    def need(self, key: str, hint: str = "") -> bool:
        """Whether the key has a value; reports it as missing if not."""
        value = self.values.get(key)
        if key in self.meant and key not in self.values:
            return False
        if value in (None, {}, []) or (isinstance(value, str) and not value.strip()):
            what = f'"{key}" is empty' if key in self.values else f'"{key}" is missing'
            place = self.document.key_place((*self.path, key)) if key in self.values else self.place
            self.add("missing-key", place, what, hint)
            return False
        return True

    def given(self, key: str) -> bool:
        """Whether an optional key stands here; reports it if it is empty."""
        return key in self.values and self.need(key, "remove the key, or give it a value")
