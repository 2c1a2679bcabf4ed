"""How much terms count in the comparison of documents: tf-idf, with rarity in powers of two."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

# A document is known by its heaviest terms: comparing 10,000 stays a matter of a second.
TERMS = 25
_AT_ONCE = 1000

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[Any]]


def heaviest(
    counts: Iterable[tuple[str, int]], rarity: Mapping[str, int]
) -> list[tuple[str, float]]:
    """The heaviest tf-idf weights of a document, of length 1 together."""
    weights = [
        (-(1 + _log(times)) * rarity[stem], stem) for stem, times in counts if rarity.get(stem)
    ]
    kept = heapq.nsmallest(TERMS, weights)
    length = math.sqrt(sum(weight * weight for weight, _ in kept)) or 1.0
    return [(stem, -weight / length) for weight, stem in kept]


def rarities(holders: Mapping[str, int], total: int) -> dict[str, int]:
    """How rare each term is that can make documents alike."""
    return {stem: rare for stem, number in holders.items() if (rare := rarity_of(number, total))}


def rarity_of(holders: int, total: int) -> int:
    """The power of two by which a term is rarer than one that all documents have.

    It is 0 for a term that cannot make documents alike: only one has it, or all.
    """
    return round(math.log2(total / holders)) if 1 < holders < total else 0


def vectors(
    names: Sequence[str], counted: Ints, times: Ints, ends: Ints, rarity: Mapping[str, int]
) -> tuple[Ints, Floats]:
    """Terms and weights of all documents at once, as `heaviest` gives them for one."""
    total = len(ends) - 1
    rare = np.array([rarity.get(stem, 0) for stem in names], np.int32)
    place = np.zeros(len(names), np.int32)
    place[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    logs = np.array([0.0, *map(_log, range(1, int(times.max(initial=0)) + 1))])
    terms = np.full((total, TERMS), -1, np.int32)
    weights = np.zeros((total, TERMS))
    # To sort the terms of a whole site at once would take more room than all that is made of them.
    for first in range(0, total, _AT_ONCE):
        last = min(first + _AT_ONCE, total)
        span = slice(ends[first], ends[last])
        documents = np.repeat(np.arange(first, last), np.diff(ends[first : last + 1]))
        counts = np.flatnonzero(rare[counted[span]])
        held, documents = counted[span][counts], documents[counts]
        heavy = -(1 + logs[times[span][counts]]) * rare[held]
        order = np.lexsort((place[held], heavy, documents))
        held, heavy, rows = held[order], heavy[order], documents[order]
        columns = np.arange(len(rows)) - np.searchsorted(rows, rows)
        most = columns < TERMS
        terms[rows[most], columns[most]] = held[most]
        weights[rows[most], columns[most]] = heavy[most]
        # Added up as `heaviest` does it, to the last digit.
        own = weights[first:last].tolist()
        lengths = [math.sqrt(sum([one * one for one in row])) or 1.0 for row in own]
        weights[first:last] = 0 - weights[first:last] / np.array(lengths).reshape(-1, 1)
    return terms, weights


_log = lru_cache(1000)(math.log)
