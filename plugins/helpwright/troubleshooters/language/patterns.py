r"""Patterns of texts: a small part of regular expressions that is safe, and alike everywhere.

A pattern describes a whole answer. It may hold characters, `.` (any but a line's end), classes
such as `[A-Za-z0-9_-]` and `[^@]`, `\d`, `\w` and `\s` (of ASCII), `\` before a sign, groups and
`|`, and `?`, `*`, `+`, `{2}`, `{2,}`, `{2,5}` after a character, class or group. There are no
anchors but `^` at the beginning and `$` at the end, no references and no look-around.

`ways` counts how differently a part can match texts of up to 500 characters. A pattern with too
many ways could keep a browser busy for ever, so it is refused; `size` is that of what a browser
makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpwright.errors import Finding, Place, Severity

MOST_CHARACTERS = 200
_LONGEST = 500
_MOST_WAYS = _LONGEST**3
_MOST_SIZE = 1000
_SHORTHANDS = {"d": "0-9", "w": "A-Za-z0-9_", "s": " \t\r\n"}
_SIGNS = frozenset("\\^$.*+?()[]{}|/")
_SAID = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


@dataclass(frozen=True)
class _Part:
    text: str
    ways: int = 1
    size: int = 1


class _Refused(Exception):
    def __init__(self, at: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.at, self.message, self.hint = at, message, hint


def portable(pattern: str, place: Place) -> tuple[str, list[Finding]]:
    """The pattern in a form that Python and JavaScript read alike, and what is wrong with it."""
    reader = _Reader(pattern)
    try:
        return reader.whole().text, []
    except _Refused as error:
        message = f"character {error.at + 1} of the pattern: {error.message}"
        return "", [Finding(place, "invalid-pattern", message, error.hint, Severity.ERROR)]


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.at = 1 if pattern.startswith("^") else 0
        anchored = pattern.endswith("$") and not pattern.endswith(r"\$")
        self.text = pattern[: -1 if anchored else None]

    @property
    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, sign: str) -> bool:
        taken = self.next == sign
        self.at += taken
        return taken

    def whole(self) -> _Part:
        if len(self.text) > MOST_CHARACTERS:
            raise _Refused(0, f"it is longer than {MOST_CHARACTERS} characters")
        part = self.either()
        if self.next:
            raise _Refused(self.at, '")" closes nothing', r"for the character itself, write \)")
        if part.ways > _MOST_WAYS:
            raise _too_many(0)
        return part

    def either(self) -> _Part:
        parts = [self.sequence()]
        while self.take("|"):
            parts.append(self.sequence())
        text = "|".join(part.text for part in parts)
        return _Part(text, sum(part.ways for part in parts), sum(part.size for part in parts))

    def sequence(self) -> _Part:
        text, ways, size = "", 1, 0
        while self.next not in ("", "|", ")"):
            part = self.repeated()
            text, ways, size = text + part.text, ways * part.ways, size + part.size
        return _Part(text, ways, size)

    def repeated(self) -> _Part:
        start = self.at
        part = self.one()
        least, most, sign = self.times()
        if not sign:
            return part
        if self.next and self.next in "?*+{":
            raise _Refused(self.at, f'"{self.next}" cannot follow "{sign}"')
        if most is None and part.ways > 1:
            hint = "repeat a class such as [a-z], or say how often: {1,5}"
            raise _Refused(start, "a group with choices in it is repeated without an end", hint)
        size = part.size * max(least, most or 1)
        if size > _MOST_SIZE:
            raise _Refused(start, "it is repeated too often")
        last = least + _LONGEST - 1 if most is None else most
        ways = 0
        for count in range(least, last + 1):
            ways += part.ways**count
            if ways > _MOST_WAYS:
                raise _too_many(start)
        return _Part(part.text + sign, ways, size)

    def one(self) -> _Part:
        start, sign = self.at, self.next
        self.at += 1
        if sign == "(":
            if self.text.startswith("?:", self.at):
                self.at += 2
            elif self.next == "?":
                raise _Refused(start, '"(?" is not understood here', "write a group as (a|b)")
            part = self.either()
            if not self.take(")"):
                raise _Refused(start, '"(" is not closed', r"for the character itself, write \(")
            return _Part(f"(?:{part.text})", part.ways, part.size)
        if sign == "[":
            return _Part(self.characters(start))
        if sign == ".":
            return _Part(r"[^\n]")
        if sign == "\\":
            return _Part(self.escaped(start))
        if sign in "*+?{":
            raise _Refused(start, f'"{sign}" has nothing to repeat', f"for itself, write \\{sign}")
        if sign in "^$":
            hint = "a pattern always describes the whole answer; leave it out"
            raise _Refused(start, f'"{sign}" cannot stand here', hint)
        return _Part(_quoted(sign))

    def escaped(self, start: int) -> str:
        sign = self.next
        self.at += 1
        if sign and sign in _SHORTHANDS:
            return f"[{_in_class(_SHORTHANDS[sign])}]"
        return _quoted(self.itself(sign, start))

    def itself(self, sign: str, start: int) -> str:
        if not sign or (sign.isascii() and sign.isalnum()):
            hint = r"known are \d, \w, \s, and a backslash before a sign"
            raise _Refused(start, f'"\\{sign}" is not understood', hint)
        return sign

    def characters(self, start: int) -> str:
        """A class, after its bracket."""
        negated = self.take("^")
        items: list[str] = []
        while not self.take("]"):
            first = self.character(start, items)
            if first and self.next == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                last = self.character(start, items)
                if not last or first > last:
                    raise _Refused(self.at - 1, f'"{first}-{last}" is not a range')
                items.append(f"{_in_class(first, True)}-{_in_class(last, True)}")
            elif first:
                items.append(_in_class(first, True))
        if not items:
            raise _Refused(start, "[] holds nothing", r"for the character itself, write \[")
        return f"[{'^' if negated else ''}{''.join(dict.fromkeys(items))}]"

    def character(self, start: int, items: list[str]) -> str:
        """One character of a class; "" for a shorthand, which is put to the items."""
        at, sign = self.at, self.next
        self.at += 1
        if not sign:
            raise _Refused(start, '"[" is not closed', r"for the character itself, write \[")
        if sign != "\\":
            return sign
        sign = self.next
        self.at += 1
        if sign and sign in _SHORTHANDS:
            items.append(_in_class(_SHORTHANDS[sign]))
            return ""
        return self.itself(sign, at)

    def times(self) -> tuple[int, int | None, str]:
        """How often the part before is repeated, and the sign for it, "" if it is not."""
        start = self.at
        for sign, least, most in (("?", 0, 1), ("*", 0, None), ("+", 1, None)):
            if self.take(sign):
                return least, most, sign
        if not self.take("{"):
            return 1, 1, ""
        end = self.text.find("}", self.at)
        low, comma, high = self.text[self.at : max(end, self.at)].partition(",")
        if end < 0 or not _is_count(low) or not (high == "" or _is_count(high)):
            hint = r"write {2}, {2,} or {2,5}; for the character itself, write \{"
            raise _Refused(start, '"{" does not say how often', hint)
        self.at = end + 1
        least = int(low)
        limit = int(high) if high else None if comma else least
        if max(least, limit or 0) > _LONGEST or (limit is not None and limit < least):
            raise _Refused(start, f'"{self.text[start : self.at]}" is not possible')
        return least, limit, self.text[start : self.at]


def _too_many(at: int) -> _Refused:
    hint = "repeat fewer parts without an end, or say how often: {1,5}"
    return _Refused(at, "it can match in too many ways", hint)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _quoted(sign: str) -> str:
    return _SAID.get(sign, f"\\{sign}" if sign in _SIGNS else sign)


def _in_class(text: str, escape: bool = False) -> str:
    if escape:
        return _SAID.get(text, f"\\{text}" if text in "\\]^-[" else text)
    return "".join(_SAID.get(character, character) for character in text)
