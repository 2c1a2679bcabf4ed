"""Undoing a typo: the word of the site that was most likely meant. Twin: `web/search/typos.js`.

One edit leaves the first half of a word as it is, or its last half, and two edits of a long word
leave its first letters or its last in four of five cases. So what may have been meant begins or
ends like what was typed, and stands in few leaves of the vocabulary or of its reverse.
"""

from __future__ import annotations

from helpwright.search.analysis import is_unspaced
from helpwright.search.index import Part, Vocabulary
from helpwright.search.ordering import sort_key

# Of a vocabulary, at most this many leaves are looked through for one typo.
MOST_LEAVES = 6
_SHORTEST, _LONG, _LONGEST = 4, 8, 32


def undo_typo(part: Part, surface: str) -> str:
    """The nearest word of the site, of several one that starts alike, then the commonest."""
    if is_unspaced(surface) or not _SHORTEST <= len(surface) <= _LONGEST or max(surface) > "\uffff":
        return ""
    most = 1 if len(surface) < _LONG else 2
    start, end = kept_letters(len(surface))
    near = dict(_near(part.vocabulary, surface, start))
    near |= {word[::-1]: common for word, common in _near(part.backwards, surface[::-1], end)}
    best: tuple[int, bool, int, bytes] | None = None
    found = ""
    for word, commonness in near.items():
        if abs(len(word) - len(surface)) > most or max(word) > "\uffff":
            continue
        distance = edit_distance(word, surface, most)
        key = (distance, word[0] != surface[0], -commonness, sort_key(word))
        if distance <= most and (best is None or key < best):
            best, found = key, word
    return found


def kept_letters(length: int) -> tuple[int, int]:
    """How many first letters, and how many last ones, of which either are taken to be right."""
    if length < _LONG:
        return (length - 1) // 2, length // 2
    return max(3, length // 3), max(3, length // 3)


def _near(vocabulary: Vocabulary, surface: str, letters: int) -> list[tuple[str, int]]:
    for end in range(letters, len(surface) + 1):
        if len(vocabulary.span(surface[:end])) <= MOST_LEAVES:
            return list(vocabulary.starting(surface[:end]))
    return []


def edit_distance(a: str, b: str, most: int) -> int:
    """Damerau-Levenshtein distance with adjacent swaps (optimal string alignment).

    Anything beyond `most` is given as `most + 1`.
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, previous, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
