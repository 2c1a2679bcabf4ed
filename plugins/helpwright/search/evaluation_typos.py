"""One typo in a query, as a person makes it, and the same one every time.

Four in five misspellings are one letter left out, one too many, one wrong, or two swapped
(Damerau, "A Technique for Computer Detection and Correction of Spelling Errors", 1964), and hardly
ever in the first letter (Pollock and Zamora, "Automatic Spelling Correction in Scientific and
Scholarly Text", 1984).
"""

from __future__ import annotations

import random
import re

from helpwright.search.analysis import fold, is_unspaced, language_of, normalize

SHORTEST = 4
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"[^\W\d_]+")


def with_typo(text: str, language: str, seed: int) -> str:
    """The text with one typo in a word that counts; unchanged if it has no such word.

    Args:
        text: A query.
        language: Its language, for the words that do not count.
        seed: Another seed, another typo.
    """
    stops = language_of(language or "en").stop_words
    words = [
        found
        for found in _WORD.finditer(text)
        if len(found[0]) >= SHORTEST
        and not is_unspaced(found[0])
        and fold(normalize(found[0])) not in stops
    ]
    if not words:
        return text
    # The text is part of the seed, so that a query keeps its typo whatever stands beside it.
    chance = random.Random(f"{seed} {text}")
    found = chance.choice(words)
    return text[: found.start()] + _misspell(found[0], chance) + text[found.end() :]


def _misspell(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    ways = [
        before + after,
        before + letter + letter + after,
        before + _neighbor(letter, chance) + after,
        before + after[0] + letter + after[1:],
    ]
    chance.shuffle(ways)
    return next((way for way in ways if way != word), word)


def _neighbor(letter: str, chance: random.Random) -> str:
    """The key beside a letter's."""
    for row in _KEYS:
        at = row.find(letter.lower())
        if at >= 0:
            return chance.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    return ""
