"""What a file of the site says, and which words stand in it side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from helpwright.publication.decoding import normalise

Pair = tuple[bytes, bytes] | tuple[str, str]
"""Two words side by side, or two letters of a script without spaces."""

INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|i|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var|wbr)\b[^<>]*>"
    r"|[*`]"
)
_WORD_BYTES = bytes(
    byte if byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256)
).lower()
_WIDE = re.compile(r"[^\x00-\x7f]{2,}")
# Letters that case-insensitive patterns take for "i", "s" and "k".
_ODD_LETTERS = "\u0130\u0131\u017f\u212a"
# To look for a few pairs takes less time than to list all pairs of a text.
_FEW = 16


@dataclass(frozen=True)
class Text:
    """A file's text as it is; what it says is worked out when somebody asks."""

    raw: str
    wanted: frozenset[Pair] = frozenset()

    @cached_property
    def said(self) -> str:
        """What a reader sees of it, without escapes."""
        return normalise(self.raw)

    @cached_property
    def unmarked(self) -> str:
        """The same without inline markup."""
        return normalise(INLINE.sub("", self.raw))

    @cached_property
    def squeezed(self) -> tuple[str, str]:
        """Both in one case, with single spaces."""
        said, unmarked = self.folded
        return " ".join(said.split()), " ".join(unmarked.split())

    @cached_property
    def folded(self) -> tuple[str, str]:
        """Both in one case."""
        return self.said.casefold(), self.unmarked.casefold()

    @cached_property
    def pairs(self) -> set[Pair]:
        """Those of the wanted pairs that stand side by side somewhere."""
        found = [self.wanted.intersection(wide_pairs(text)) for text in self.squeezed]
        found += [self.wanted.intersection(pairwise(words.split())) for words in self.spaced]
        return set[Pair]().union(*found)

    @cached_property
    def spaced(self) -> tuple[bytes, bytes]:
        """The words of both texts, a space around each."""
        said, unmarked = (word_bytes(text) for text in self.squeezed)
        return b" %b " % b" ".join(said), b" %b " % b" ".join(unmarked)

    @cached_property
    def asked(self) -> list[int]:
        """How many secrets have been looked for by their pairs."""
        return [0]

    def has(self, pairs: frozenset[Pair]) -> bool:
        """Whether each of some wanted pairs stands side by side somewhere."""
        self.asked[0] += 1
        if self.asked[0] > _FEW:
            return pairs <= self.pairs
        said, unmarked = self.spaced
        for one, two in pairs:
            if isinstance(one, str) or isinstance(two, str):
                return pairs <= self.pairs
            pair = b" %b %b " % (one, two)
            if pair not in said and pair not in unmarked:
                return False
        return True

    def words(self) -> set[bytes]:
        """Its words."""
        return set(word_bytes(self.said))

    @cached_property
    def lower(self) -> bytes:
        """What it says, with the letters of ASCII in lower case."""
        return self.said.encode(errors="replace").lower()

    @cached_property
    def is_odd(self) -> bool:
        """Whether a pattern that ignores case may take another letter for one of ASCII's."""
        return not self.said.isascii() and any(letter in self.said for letter in _ODD_LETTERS)


def word_bytes(text: str) -> list[bytes]:
    """The words of a text, in order."""
    return text.encode(errors="replace").translate(_WORD_BYTES).split()


def pairs_of(text: str) -> Iterator[Pair]:
    """The neighbours in a text: its words, and its letters where a script may have no spaces."""
    yield from pairwise(word_bytes(text))
    yield from wide_pairs(text)


def wide_pairs(text: str) -> Iterator[Pair]:
    """Neighbours among letters beyond ASCII."""
    if not text.isascii():
        for run in _WIDE.findall(text):
            yield from pairwise(run)
