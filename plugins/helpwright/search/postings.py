"""Streams of tokens to words and postings: BM25F, worked out when the site is built.

A browser only adds up small whole numbers, so that Python and JavaScript cannot differ.
For a stem t in a document d, over fields f with weight w, length l and mean length m
(Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009):

    tf(t, d)     = sum over f of w_f * tf(t, d, f) / (1 - b_f + b_f * l_f / m_f)
    impact(t, d) = tf / (k1 + tf), in steps of 1/31
    weight(t)    = ln(1 + (N - df + 0.5) / (df + 0.5)), in steps of 1/32

N and the mean lengths are rounded to steps of about 9 %, so that an edited article changes the
postings of its own words and, hardly ever, those of all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpwright.search.steering import FIELDS
from helpwright.search.streams import NO_SECTION, Bytes, Numbers, Streams

WEIGHT_STEPS = 32
IMPACT_STEPS = 31
# A word on more pages than this says little about any; its weakest postings are left out.
MOST_POSTINGS = 1000
# Term frequencies are whole numbers of this many parts, so that sums are exact.
_PARTS = 4096
_HEADING_WORTH = 4
_AT_ONCE = 1000


class Field(NamedTuple):
    """How much a field counts, and how much a long one is discounted (0 to 1)."""

    weight: float
    b: float


@dataclass(frozen=True)
class Ranking:
    """What a ranking is made of. Chosen on one half of the judged questions, see the decision."""

    k1: float = 4.5
    fields: Mapping[str, Field] = field(
        default_factory=lambda: {
            "title": Field(9.0, 0.4),
            "headings": Field(1.5, 0.5),
            "body": Field(1.0, 0.65),
            "aliases": Field(5.0, 0.3),
            "labels": Field(3.0, 0.3),
            "description": Field(1.5, 0.5),
            "facets": Field(0.5, 0.0),
            "customers": Field(2.0, 0.5),
        }
    )

    def weighted(self, factors: Mapping[str, float]) -> Ranking:
        """The same with fields counting more or less, as the site's writers decided."""
        fields = {
            name: Field(own.weight * factors.get(name, 1.0), own.b)
            for name, own in self.fields.items()
        }
        return Ranking(self.k1, fields)


class Pairs(NamedTuple):
    """Which stem stands in which document, in the order of stems, then documents.

    All equally long. `impacts` are steps (1 to 31), `sections` the best section or NO_SECTION.
    """

    stems: Numbers
    documents: Numbers
    impacts: Bytes
    sections: Bytes

    def select(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Pairs:
        """The pairs in some places."""
        stems, documents = self.stems[rows], self.documents[rows]
        return Pairs(stems, documents, self.impacts[rows], self.sections[rows])


def merged(many: Pairs, few: Sequence[Pairs], documents: int) -> Pairs:
    """Pairs of different documents as one; `documents` is how many there are."""
    every = Pairs(
        np.concatenate([one.stems for one in (many, *few)]),
        np.concatenate([one.documents for one in (many, *few)]),
        np.concatenate([one.impacts for one in (many, *few)]),
        np.concatenate([one.sections for one in (many, *few)]),
    )
    keys = every.stems.astype(np.int64) * documents + every.documents
    old, new = keys[: len(many.stems)], keys[len(many.stems) :]
    order = np.argsort(new, kind="stable")
    # Quicker than to sort them all: the many are in order.
    places = np.searchsorted(old, new[order])
    return every.select(np.insert(np.arange(len(old)), places, len(old) + order))


class Lengths(NamedTuple):
    """Mean length of each field, in words, and the number of documents; both rounded."""

    means: tuple[float, ...]
    documents: int


def lengths_of(streams: Streams, documents: int) -> Lengths:
    """The rounded mean lengths, each over the documents that have the field."""
    return mean_lengths(totals_of(streams), documents)


def totals_of(streams: Streams) -> list[tuple[int, int]]:
    """For each field, how many words it has in all documents, and how many documents have it."""
    found: list[tuple[int, int]] = []
    for number in range(len(FIELDS)):
        owners = streams.documents[streams.fields == number]
        present = int(np.count_nonzero(np.bincount(owners))) if len(owners) else 0
        found.append((len(owners), present))
    return found


def mean_lengths(totals: Sequence[tuple[int, int]], documents: int) -> Lengths:
    """The rounded mean lengths, from what `totals_of` gives."""
    means = tuple(_rounded(words / present) if present else 1.0 for words, present in totals)
    return Lengths(means, math.ceil(_rounded(documents * 1.05)) if documents else 0)


def pairs_of(
    streams: Streams,
    halves: NDArray[np.bool_],
    stem_of: Numbers,
    documents: int,
    lengths: Lengths,
    ranking: Ranking,
) -> Pairs:
    """Count and weigh the tokens of documents.

    Args:
        streams: The tokens.
        halves: Which of them are parts of a compound: they count half, and add no length.
        stem_of: For each token, the number of its stem.
        documents: How many documents the numbers in `streams` may go up to.
        lengths: Of all documents of the site, also if `streams` has only some.
        ranking: The weights.
    """
    if documents <= _AT_ONCE:
        return _pairs_of(streams, halves, stem_of, documents, lengths, ranking)
    many: list[Pairs] = []
    # To count the words of a whole site at once would take more room than all else that it needs.
    for first in range(0, documents, _AT_ONCE):
        rows = np.flatnonzero(streams.documents // _AT_ONCE == first // _AT_ONCE)
        if not len(rows):
            continue
        some = streams.select(rows)
        some = some._replace(documents=some.documents - np.int32(first))
        count = min(_AT_ONCE, documents - first)
        pairs = _pairs_of(some, halves[rows], stem_of, count, lengths, ranking)
        many.append(pairs._replace(documents=pairs.documents + np.int32(first)))
    columns = [list(column) for column in zip(*many, strict=True)] or [[], [], [], []]
    del many
    kinds = (np.int32, np.int32, np.uint8, np.uint8)
    found = [_join(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    order = np.argsort(found[0], kind="stable").astype(np.int32)
    return Pairs(*(found.pop(0)[order] for _ in kinds))


def _join(column: list[NDArray[Any]], kind: type[Any]) -> NDArray[Any]:
    """Pieces of a column as one; they are let go."""
    joined = np.concatenate([np.zeros(0, kind), *column])
    column.clear()
    return joined


def _pairs_of(
    streams: Streams,
    halves: NDArray[np.bool_],
    stem_of: Numbers,
    documents: int,
    lengths: Lengths,
    ranking: Ranking,
) -> Pairs:
    fields = len(FIELDS)
    place = streams.documents * np.int32(fields) + streams.fields
    lengths_here = np.bincount(place[~halves], minlength=documents * fields)
    weights = np.array([ranking.fields[name].weight for name in FIELDS])
    b = np.array([ranking.fields[name].b for name in FIELDS])
    norms = 1 - b + b * lengths_here.reshape(-1, fields) / np.array(lengths.means)
    parts = np.rint(_PARTS * weights / norms).astype(np.int32).ravel()
    parts_here = parts[place] >> halves
    del place
    counted = parts_here > 0
    tokens, sections = streams.tokens[counted], streams.sections[counted]
    key = (stem_of[tokens].astype(np.int64) * documents + streams.documents[counted]) * 256
    key += sections
    order = np.argsort(key, kind="stable")
    key, parts_here = key[order], parts_here[counted][order]
    heading = (streams.fields[counted] == FIELDS.index("headings"))[order]
    starts = _starts(key)
    tf = np.add.reduceat(parts_here, starts, dtype=np.int64) if len(starts) else parts_here
    worth = np.where(heading, np.int32(_HEADING_WORTH), np.int32(1))
    evidence = np.add.reduceat(worth, starts, dtype=np.int64) if len(starts) else worth
    # A site of millions of words has not much more room than it takes to count them once.
    del order, tokens, sections, counted, heading, worth
    section = key[starts] % 256
    # The section with the most evidence, of equals the first; anything before none at all.
    choice = np.where(section == NO_SECTION, 0, evidence * 256) + (255 - section)
    pair = key[starts] // 256
    del key, parts_here
    starts = _starts(pair)
    if len(starts):
        tf, choice = np.add.reduceat(tf, starts), np.maximum.reduceat(choice, starts)
    pair = pair[starts]
    return Pairs(
        (pair // max(documents, 1)).astype(np.int32),
        (pair % max(documents, 1)).astype(np.int32),
        _impacts(tf, ranking.k1),
        (255 - choice % 256).astype(np.uint8),
    )


def weight_of(df: int, documents: int) -> int:
    """What a stem counts, in steps of 1/32; `documents` is rounded up."""
    weight = math.log(1 + (max(documents, df) - df + 0.5) / (df + 0.5))
    return max(1, round(WEIGHT_STEPS * weight))


def strongest(impacts: Bytes, most: int = MOST_POSTINGS) -> NDArray[np.intp]:
    """Where the strongest postings of a stem stand, in the order of documents."""
    if len(impacts) <= most:
        return np.arange(len(impacts))
    return np.sort(np.argsort(-impacts.astype(np.int16), kind="stable")[:most])


def _starts(key: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where each run of equal keys begins."""
    if not len(key):
        return np.zeros(0, np.intp)
    return np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))


def _impacts(tf: NDArray[np.int64], k1: float) -> Bytes:
    # In whole numbers, rounded half up: the same on every machine.
    k = round(_PARTS * k1)
    steps: NDArray[np.int64] = (2 * IMPACT_STEPS * tf + k + tf) // (2 * (k + tf))
    return steps.clip(1).astype(np.uint8)


def _rounded(value: float) -> float:
    """To the next power of 2**(1/8)."""
    return float(2 ** (round(8 * math.log2(value)) / 8))
