"""Example answers to a question for a text, also for one that must match a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_GUESSES = ("text", "A", "1", "1234", "AB1234", "name@example.com", "https://example.com/")
_MORE = (0, 1, 3, 7, 19)
_TIMES = re.compile(r"\{(\d+)(,?)(\d*)\}")
_PREFERRED = "abcxyzABC0123456789 -_.@"
_SAID = {"n": "\n", "r": "\r", "t": "\t"}


def examples(step: Mapping[str, Any], compared: Sequence[str]) -> Iterator[str]:
    """Texts to try: those with which the answer is compared, then others of a fitting form.

    Args:
        step: The compiled step; its pattern is in the form that `patterns.portable` gives.
        compared: Texts that conditions name.
    """
    yield from compared
    least = step.get("min_length", 0)
    if pattern := step.get("pattern", ""):
        yield from (_Maker(pattern, more).whole() for more in (*_MORE, least))
    yield from _GUESSES
    yield "x" * max(least, 1)


class _Maker:
    """Makes a text that a pattern matches: first choices, and as many repetitions as asked for."""

    def __init__(self, pattern: str, more: int) -> None:
        self.pattern = pattern
        self.more = more
        self.at = 0

    def whole(self) -> str:
        return self.either()

    def take(self, sign: str) -> bool:
        taken = self.pattern.startswith(sign, self.at)
        self.at += len(sign) * taken
        return taken

    def either(self) -> str:
        first = self.sequence()
        while self.take("|"):
            self.sequence()
        return first

    def sequence(self) -> str:
        made = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            one = self.one()
            made += one * self.times()
        return made

    def one(self) -> str:
        if self.take("(?:"):
            inner = self.either()
            self.take(")")
            return inner
        if self.take("["):
            return self.one_of()
        return self.character()

    def character(self) -> str:
        escaped = self.take("\\")
        sign = self.pattern[self.at : self.at + 1]
        self.at += 1
        return _SAID.get(sign, sign) if escaped else sign

    def one_of(self) -> str:
        negated = self.take("^")
        ranges: list[tuple[str, str]] = []
        while self.at < len(self.pattern) and not self.take("]"):
            first = self.character()
            ranges.append((first, self.character() if self.take("-") else first))
        if negated:
            others = (
                one for one in _PREFERRED if not any(low <= one <= high for low, high in ranges)
            )
            return next(others, "")
        return ranges[0][0] if ranges else ""

    def times(self) -> int:
        least, most = 1, 1
        if self.take("?"):
            least, most = 0, 1
        elif self.take("*"):
            least, most = 0, self.more
        elif self.take("+"):
            least, most = 1, 1 + self.more
        elif found := _TIMES.match(self.pattern, self.at):
            self.at = found.end()
            least = int(found[1])
            most = int(found[3]) if found[3] else least + self.more if found[2] else least
        return min(most, least + self.more)
