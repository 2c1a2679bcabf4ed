"""Related documents: alike in their words, linked to each other, of the same category.

What a document is about stands in its title, its headings and the first lines below them; the
rest of its text makes it like others by chance. (Of the links that the authors of a help center
of 211 articles set by hand, 86 % are among the five most related this way, 79 % if all text
counts.) How rare a term is counts in whole powers of two: so an edit to one document seldom
changes what is related to others, and nothing is lost by it.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from helpwright.search.analysis import tokenize
from helpwright.search.documents import Document

# A document is known by its heaviest terms: comparing 10,000 stays a matter of a second.
TERMS = 25
LEAD = 200  # characters of each section
LINKED_BONUS = 0.15
CATEGORY_BONUS = 0.05
# What is less alike than this, and not linked, is not related at all.
LEAST = 0.08

Counts = Mapping[str, int]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class Outline:
    """What comparing needs of a document: its terms with their weight in it."""

    url: str
    category: str
    language: str
    counts: Counts


def outline(document: Document) -> Outline:
    """What comparing needs of a document."""
    counts: Counter[str] = Counter()
    strong = (document.title, *document.aliases, *document.labels)
    for text, worth in ((" \n ".join(strong), 3), (document.description, 1)):
        for token in tokenize(text, document.language):
            counts[token.stem] += worth
    for section in document.sections:
        text = f"{section.heading} \n {section.text[:LEAD]}"
        for token in tokenize(text, document.language):
            counts[token.stem] += 1
    return Outline(document.url, document.category, document.language, counts)


def related(
    outlines: Sequence[Outline], links: Mapping[str, Collection[str]], *, limit: int = 5
) -> dict[str, tuple[str, ...]]:
    """The addresses most related to each document's, best first, in the same language.

    Args:
        outlines: What to compare.
        links: From a document's address to the addresses that it links to.
        limit: The most addresses for each document.
    """
    ordered = sorted(outlines, key=lambda one: one.url)
    linked = _both_ways(links, {one.url: number for number, one in enumerate(ordered)})
    categories = _numbers([one.category for one in ordered])
    languages = _numbers([one.language for one in ordered])
    rows = _Rows(ordered)
    found: dict[str, tuple[str, ...]] = {}
    for number, one in enumerate(ordered):
        alike = rows.alike(number)
        for other in linked.get(number, ()):
            alike[other] += LINKED_BONUS
        alike[number] = 0
        others = np.flatnonzero((alike >= LEAST) & (languages == languages[number]))
        same = categories[others] == categories[number] if one.category else False
        # Rounded, so that the order in which floats were added cannot decide a tie.
        scores = np.round(alike[others] + CATEGORY_BONUS * same, 9)
        best = np.argsort(-scores, kind="stable")[:limit]
        found[one.url] = tuple(ordered[other].url for other in others[best])
    return found


class _Rows:
    """The heaviest terms of each document, and for each term the documents that have it."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self.total = len(outlines)
        vectors = list(_vectors([one.counts for one in outlines]))
        stems: dict[str, int] = {}
        for vector in vectors:
            for stem, _ in vector:
                stems.setdefault(stem, len(stems))
        sizes = [len(vector) for vector in vectors]
        self.ends = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        terms = [stems[stem] for vector in vectors for stem, _ in vector]
        self.terms = np.array(terms, np.int64)
        self.weights = np.array([w for vector in vectors for _, w in vector], np.float64)
        order = np.argsort(self.terms, kind="stable")
        self.holders: Ints = np.repeat(np.arange(self.total), sizes)[order]
        self.held: Floats = self.weights[order]
        self.starts = np.searchsorted(self.terms[order], np.arange(len(stems) + 1))

    def alike(self, number: int) -> Floats:
        """How like each document is to this one: the cosine of their heaviest terms."""
        alike: Floats = np.zeros(self.total)
        for place in range(self.ends[number], self.ends[number + 1]):
            term = self.terms[place]
            span = slice(self.starts[term], self.starts[term + 1])
            alike[self.holders[span]] += self.weights[place] * self.held[span]
        return alike


def _vectors(counts: Sequence[Counts]) -> Iterator[list[tuple[str, float]]]:
    """The heaviest tf-idf weights of each document, of length 1 together."""
    df: Counter[str] = Counter()
    for count in counts:
        df.update(count.keys())
    total = len(counts)
    # A term that only this document has cannot make it like another.
    rarity = {stem: rarity_of(n, total) for stem, n in df.items() if 1 < n < total}
    logs = [0.0, *(1 + math.log(n) for n in range(1, 64))]
    for count in counts:
        weights = [
            (-(logs[tf] if tf < 64 else 1 + math.log(tf)) * rarity[stem], stem)
            for stem, tf in count.items()
            if rarity.get(stem)
        ]
        heaviest = heapq.nsmallest(TERMS, weights)
        length = math.sqrt(sum(weight * weight for weight, _ in heaviest)) or 1.0
        yield [(stem, -weight / length) for weight, stem in heaviest]


def rarity_of(holders: int, total: int) -> int:
    """The power of two by which a term is rarer than one that all documents have."""
    return round(math.log2(total / holders))


def _both_ways(
    links: Mapping[str, Collection[str]], number_of: Mapping[str, int]
) -> Mapping[int, set[int]]:
    linked: dict[int, set[int]] = {}
    for source, targets in links.items():
        for target in targets:
            if source in number_of and target in number_of and source != target:
                linked.setdefault(number_of[source], set()).add(number_of[target])
                linked.setdefault(number_of[target], set()).add(number_of[source])
    return linked


def _numbers(values: Sequence[str]) -> Ints:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], np.int64)
