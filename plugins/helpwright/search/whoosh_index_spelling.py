"""Words that no page has, and the near ones that were probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpwright.search.analysis import fold, is_unspaced, language_of, normalize
from helpwright.search.whoosh_index_fields import Vocabulary

SHORTEST, LONGEST = 4, 32
# A long text is no query that anybody would type again.
_MOST_WORDS = 10
_WORD = re.compile(r"\w+")


def suggest(text: str, words: Iterable[str], vocabulary: Vocabulary) -> str | None:
    """The query with unknown words replaced by near ones that pages have, or None.

    Args:
        text: The query as typed; what is not among `words` stays as it is.
        words: The words that were looked for, folded.
        vocabulary: The words of all pages.
    """
    meant_by: dict[str, str] = {}
    unknown = [word for word in dict.fromkeys(words) if not _is_known(word, vocabulary)]
    for word in unknown[:_MOST_WORDS]:
        meant = _meant(word, vocabulary)
        if meant:
            meant_by[word] = meant

    def correct(found: re.Match[str]) -> str:
        return meant_by.get(fold(normalize(found[0])), found[0])

    return _WORD.sub(correct, text) if meant_by else None


def within(word: str, most: int, vocabulary: Vocabulary) -> list[tuple[int, str]]:
    """The surfaces within a distance of a word, nearest first, with how far each is."""
    from whoosh.support.levenshtein import (
        damerau_levenshtein,
    )

    near: list[tuple[int, str]] = []
    letters = set(word)
    for surface in vocabulary.stems:
        # Each edit changes two letters at most, which is quicker to see than a distance.
        if abs(len(surface) - len(word)) <= most and len(letters ^ set(surface)) <= 2 * most:
            distance = damerau_levenshtein(word, surface, most)
            if distance <= most:
                near.append((distance, surface))
    return sorted(near)


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    if is_unspaced(word) or not SHORTEST <= len(word) <= LONGEST or any(map(str.isdigit, word)):
        return True
    return word in vocabulary.stems or any(
        stem in vocabulary.counts for _, stems in vocabulary.variants(word) for stem in stems
    )


def _meant(word: str, vocabulary: Vocabulary) -> str:
    """The word of the site nearest to a word, with the same first letter, on most pages."""
    near = within(word, 1 if len(word) < 8 else 2, vocabulary)
    stops = frozenset().union(*(language_of(code).stop_words for code in vocabulary.languages))
    ranked = [
        (distance, surface[0] != word[0], -vocabulary.counts.get(surface, 0), surface)
        for distance, surface in near
        # Nobody looks for "many" who typed "mony".
        if surface not in stops and not any(map(str.isdigit, surface))
    ]
    return min(ranked)[-1] if ranked else ""
