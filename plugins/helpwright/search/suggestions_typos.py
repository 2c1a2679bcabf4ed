"""Undoing typos for thousands of tickets: one edit, looked up instead of searched for.

`typos` compares a word with many of the site's, which is right for a query and too slow for a
batch. Here every word of the site is listed under each form that lacks one letter. Whatever is
one edit away shares such a form: Garbe, "SymSpell: symmetric delete spelling correction", 2012.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from helpwright.search.analysis import is_unspaced
from helpwright.search.ordering import sort_key
from helpwright.search.typos import edit_distance

SHORTEST, LONGEST = 4, 32


class Typos:
    """Finds what was meant. `commonness` says how common each word of the site is."""

    def __init__(self, commonness: Mapping[str, int]) -> None:
        self.commonness = commonness
        self.lacking: dict[str, list[str]] = defaultdict(list)
        for word in commonness:
            if SHORTEST - 1 <= len(word) <= LONGEST + 1 and not is_unspaced(word):
                for form in _forms(word):
                    self.lacking[form].append(word)

    def undo(self, typed: str) -> str:
        """The site's word that is one edit away, as `typos` would choose among them; or ""."""
        if not SHORTEST <= len(typed) <= LONGEST or not typed.isalpha() or is_unspaced(typed):
            return ""
        near = {word for form in _forms(typed) for word in self.lacking.get(form, ())}
        return min(
            (word for word in near if edit_distance(word, typed, 1) == 1),
            key=lambda word: (word[0] != typed[0], -self.commonness[word], sort_key(word)),
            default="",
        )


def _forms(word: str) -> Iterator[str]:
    yield word
    for n in range(len(word)):
        yield word[:n] + word[n + 1 :]


def commonest(words: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The commonness of each word, of two the higher."""
    found: dict[str, int] = {}
    for word, commonness in words:
        found[word] = max(commonness, found.get(word, 0))
    return found
