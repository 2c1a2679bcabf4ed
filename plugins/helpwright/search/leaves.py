"""Cutting an index into the pieces that a browser loads.

A *leaf* is a run of neighbours in the order of words: their stems and, for stems, their
postings. A stem with many postings has a leaf of its own, so that whoever reads the list of
leaves knows what a common word costs before loading it. Where a leaf ends depends on the words
near its end alone, so that an edit moves few ends.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
        sizes[word] += size_of_word(word)
    for stem, frequency in zip(stems, frequencies, strict=True):
        sizes[stem] = sizes.get(stem, 0) + size_of_stem(frequency)
    keys = [key for (key,) in in_order((key,) for key in sizes)]
    # A surface may have several words, a stem stands once.
    words_to = [0, *accumulate(map(Counter(words).__getitem__, keys))]
    stems_to = [0, *accumulate(map(Counter(stems).__getitem__, keys))]
    leaves: list[Leaf] = []
    for first, last, size in runs(
        zip(keys, map(sizes.__getitem__, keys), strict=True), TERMS_BYTES
    ):
        own_words = range(words_to[first], words_to[last + 1])
        own_stems = range(stems_to[first], stems_to[last + 1])
        before = keys[first - 1] if first else ""
        alone = first == last
        leaves.append(leaf_of(before, keys[first], own_words, own_stems, size, alone=alone))
    return tuple(leaves)


def cut_vocabulary(vocabulary: Sequence[tuple[str, int]]) -> tuple[Leaf, ...]:
    """The leaves of a vocabulary in its order; they have no stems."""
    keys = [word for word, _ in vocabulary]
    sizes = ((word, size_of_entry(word)) for word in keys)
    nothing = range(0)
    return tuple(
        leaf_of(
            keys[first - 1] if first else "", keys[first], range(first, last + 1), nothing, size
        )
        for first, last, size in runs(sizes, VOCABULARY_BYTES)
    )


def leaf_of(
    before: str, first: str, words: range, stems: range, size: int, *, alone: bool = False
) -> Leaf:
    """A leaf by its first key and the key before that; `alone` if it has no other."""
    common = alone and size > COMMON_BYTES
    begins = first if common else _divider(before, first)
    # Gzip halves most leaves.
    return Leaf(begins, words, stems, -(-size // (2 * COST_UNIT)), common)


def size_of_word(word: str) -> int:
    """What a word adds to a leaf of terms, in bytes."""
    return _ENTRY + len(word) // 2


def size_of_stem(frequency: int) -> int:
    """What a stem with so many postings adds to a leaf of terms, in bytes."""
    return _ENTRY + _POSTING * frequency


def size_of_entry(word: str) -> int:
    """What a word adds to a leaf of a vocabulary, in bytes."""
    return 3 + len(word) // 2


def runs(sizes: Iterable[tuple[str, int]], most: int) -> Iterator[tuple[int, int, int]]:
    """(number of the first key, of the last, bytes) of each leaf, from all keys with their bytes.

    Keys are asked for one by one, and where a leaf begins, those before it are forgotten: so
    whoever sees a leaf begin where one began before may stop.
    """
    start = total = 0
    number = -1
    for number, (key, size) in enumerate(sizes):
        if size > COMMON_BYTES:
            if total:
                yield start, number - 1, total
            yield number, number, size
            start, total = number + 1, 0
            continue
        total += size
        # One word in eight may end a leaf once it is big enough: after an edit, the ends of
        # the leaves behind it soon fall on the same words again.
        may_end = zlib.crc32(key.encode("utf-8", "replace")) % 8 == 0
        if (may_end and total > most // 2) or total > 2 * most:
            yield start, number, total
            start, total = number + 1, 0
    if total:
        yield start, number, total


def _divider(before: str, first: str) -> str:
    """The shortest beginning of a key that is more than the key before it."""
    shared = 0
    for a, b in zip(before, first, strict=False):
        if a != b:
            break
        shared += 1
    return first[: shared + 1]
