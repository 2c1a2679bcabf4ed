"""Related documents: alike in their words, linked to each other, of the same category."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from helpwright.search.analysis import tokenize
from helpwright.search.documents import Document

# A document is known by its heaviest terms: comparing 10,000 stays a matter of seconds.
TERMS = 25
LINKED_BONUS = 0.15
CATEGORY_BONUS = 0.05
# What is less alike than this, and not linked, is not related at all.
LEAST = 0.08

Vector = Mapping[str, float]


def related(
    documents: Sequence[Document], links: Mapping[str, Collection[str]], *, limit: int = 5
) -> dict[str, tuple[str, ...]]:
    """The addresses most related to each document's, best first, in the same language.

    Args:
        documents: What to compare.
        links: From a document's address to the addresses that it links to.
        limit: The most addresses for each document.
    """
    ordered = sorted(documents, key=lambda document: document.url)
    number_of = {document.url: number for number, document in enumerate(ordered)}
    linked = _both_ways(links, number_of)
    vectors = _vectors(ordered)
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for stem, weight in vector.items():
            holders[stem].append((number, weight))
    found: dict[str, tuple[str, ...]] = {}
    for number, document in enumerate(ordered):
        alike: dict[int, float] = defaultdict(float)
        for stem, weight in vectors[number].items():
            for other, other_weight in holders[stem]:
                alike[other] += weight * other_weight
        for other in linked[number]:
            alike[other] += LINKED_BONUS
        best = heapq.nsmallest(
            limit,
            (
                (-_score(value, document, ordered[other]), other)
                for other, value in alike.items()
                if other != number
                and value >= LEAST
                and ordered[other].language == document.language
            ),
        )
        found[document.url] = tuple(ordered[other].url for _, other in best)
    return found


def _score(value: float, document: Document, other: Document) -> float:
    same = bool(document.category) and document.category == other.category
    # Rounded, so that the order in which floats were added cannot decide a tie.
    return round(value + (CATEGORY_BONUS if same else 0), 9)


def _both_ways(
    links: Mapping[str, Collection[str]], number_of: Mapping[str, int]
) -> Mapping[int, set[int]]:
    linked: dict[int, set[int]] = defaultdict(set)
    for source, targets in links.items():
        for target in targets:
            if source in number_of and target in number_of and source != target:
                linked[number_of[source]].add(number_of[target])
                linked[number_of[target]].add(number_of[source])
    return linked


def _vectors(documents: Sequence[Document]) -> list[Vector]:
    """The heaviest tf-idf weights of each document, of length 1 together."""
    counts = [_counts(document) for document in documents]
    df: Counter[str] = Counter()
    for count in counts:
        df.update(count.keys())
    total = len(documents)
    vectors: list[Vector] = []
    for count in counts:
        # A term that only this document has cannot make it like another.
        weights = [
            ((1 + math.log(tf)) * math.log(total / df[stem]), stem)
            for stem, tf in count.items()
            if 1 < df[stem] < total
        ]
        heaviest = heapq.nsmallest(TERMS, ((-weight, stem) for weight, stem in weights))
        length = math.sqrt(sum(weight * weight for weight, _ in heaviest)) or 1.0
        vectors.append({stem: -weight / length for weight, stem in heaviest})
    return vectors


def _counts(document: Document) -> Counter[str]:
    counts: Counter[str] = Counter()
    strong = (document.title, *document.aliases, *document.labels)
    for text, worth in ((" \n ".join(strong), 3), (document.description, 1)):
        for token in tokenize(text, document.language):
            counts[token.stem] += worth
    for section in document.sections:
        for token in tokenize(f"{section.heading} \n {section.text}", document.language):
            counts[token.stem] += 1
    return counts
