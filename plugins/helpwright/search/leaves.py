"""Cutting an index into the pieces that a browser loads.

A *leaf* is a run of neighbours in the order of words: their stems and, for stems, their
postings. A stem with many postings has a leaf of its own, so that whoever reads the list of
leaves knows what a common word costs before loading it. Where a leaf ends depends on the words
near its end alone, so that an edit moves few ends.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from helpwright.search.ordering import in_order

# Bytes before gzip.
TERMS_BYTES = 1400
VOCABULARY_BYTES = 4000
# A term larger than this stands alone.
COMMON_BYTES = 1500
# Bytes before gzip of a word or a stem, and of a posting.
_ENTRY, _POSTING = 6, 2
COST_UNIT = 64


class Leaf(NamedTuple):
    """A piece: what it begins with, which words and stems it has, and what loading it costs.

    `words` and `stems` are ranges of the part's words and stems; `cost` is in units of
    `COST_UNIT` bytes, estimated. A `common` leaf has one stem, which is all of `first`.
    """

    first: str
    words: range
    stems: range
    cost: int
    common: bool = False


def cut_terms(words: Sequence[str], stems: Sequence[str], starts: Any) -> tuple[Leaf, ...]:
    """The leaves of words and stems, both in order.

    Args:
        words: The surface of each word.
        stems: The stems.
        starts: Where the postings of each stem start, and the end of the last.
    """
    frequencies = (starts[1:] - starts[:-1]).tolist()
    sizes: dict[str, int] = dict.fromkeys(words, 0)
    for word in words:
        sizes[word] += _ENTRY + len(word) // 2
    for stem, frequency in zip(stems, frequencies, strict=True):
        sizes[stem] = sizes.get(stem, 0) + _ENTRY + _POSTING * frequency
    keys = [key for (key,) in in_order((key,) for key in sizes)]
    # A surface may have several words, a stem stands once.
    words_to = [0, *accumulate(map(Counter(words).__getitem__, keys))]
    stems_to = [0, *accumulate(map(Counter(stems).__getitem__, keys))]
    leaves: list[Leaf] = []
    for first, last, size in _cut(keys, sizes, TERMS_BYTES):
        common = first == last and size > COMMON_BYTES
        begins = keys[first] if common else _divider(keys[first - 1] if first else "", keys[first])
        own_words = range(words_to[first], words_to[last + 1])
        own_stems = range(stems_to[first], stems_to[last + 1])
        leaves.append(Leaf(begins, own_words, own_stems, _cost(size), common))
    return tuple(leaves)


def cut_vocabulary(vocabulary: Sequence[tuple[str, int]]) -> tuple[Leaf, ...]:
    """The leaves of a vocabulary in its order; they have no stems."""
    keys = [word for word, _ in vocabulary]
    sizes = {word: 3 + len(word) // 2 for word in keys}
    return tuple(
        Leaf(
            _divider(keys[first - 1] if first else "", keys[first]),
            range(first, last + 1),
            range(0),
            _cost(size),
        )
        for first, last, size in _cut(keys, sizes, VOCABULARY_BYTES)
    )


def _cut(keys: Sequence[str], sizes: dict[str, int], most: int) -> list[tuple[int, int, int]]:
    """(number of the first key, of the last, bytes) of each leaf."""
    found: list[tuple[int, int, int]] = []
    start = total = 0
    for number, key in enumerate(keys):
        size = sizes[key]
        if size > COMMON_BYTES:
            if total:
                found.append((start, number - 1, total))
            found.append((number, number, size))
            start, total = number + 1, 0
            continue
        total += size
        # One word in eight may end a leaf once it is big enough: after an edit, the ends of
        # the leaves behind it soon fall on the same words again.
        may_end = zlib.crc32(key.encode("utf-8", "replace")) % 8 == 0
        if (may_end and total > most // 2) or total > 2 * most:
            found.append((start, number, total))
            start, total = number + 1, 0
    if total:
        found.append((start, len(keys) - 1, total))
    return found


def _cost(size: int) -> int:
    # Gzip halves most leaves.
    return -(-size // (2 * COST_UNIT))


def _divider(before: str, first: str) -> str:
    """The shortest beginning of a key that is more than the key before it."""
    shared = 0
    for a, b in zip(before, first, strict=False):
        if a != b:
            break
        shared += 1
    return first[: shared + 1]
