"""Related documents: alike in their words, linked to each other, of the same category.

What a document is about stands in its title, its headings and the first lines below them; the
rest of its text makes it like others by chance. (Of the links that the authors of a help center
of 211 articles set by hand, 86 % are among the five most related this way, 79 % if all text
counts.) How rare a term is counts in whole powers of two: so an edit to one document seldom
changes what is related to others, and nothing is lost by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from helpwright.search.analysis import BREAK, language_of, tokens_of_word, words
from helpwright.search.documents import Document
from helpwright.search.related_weights import Floats, Ints, rarities, vectors

LEAD = 200  # characters of each section
LINKED_BONUS = 0.15
CATEGORY_BONUS = 0.05
# What is less alike than this, and not linked, is not related at all.
LEAST = 0.08
LIMIT = 5

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Outline:
    """What comparing needs of a document: its terms with their weight in it."""

    url: str
    category: str
    language: str
    counts: Counts


class _Stems(dict[str, tuple[str, ...]]):
    """From a word to the stems that tell what a document is about, worked out when it is met."""

    def __init__(self, language: str) -> None:
        super().__init__({BREAK: ()})
        self.language = language
        self.stops = language_of(language).stop_words

    def __missing__(self, word: str) -> tuple[str, ...]:
        tokens = tokens_of_word(word, self.language)
        self[word] = tuple(token.stem for token in tokens if token.surface not in self.stops)
        return self[word]


_stems = lru_cache(100)(_Stems)


def outline(document: Document) -> Outline:
    """What comparing needs of a document."""
    counts: dict[str, int] = {}
    strong = (document.title, *document.aliases, *document.labels)
    weak = [document.description]
    for section in document.sections:
        weak += section.heading, section.text[:LEAD]
    stems = _stems(document.language)
    for texts, worth in ((strong, 3), (weak, 1)):
        for word, times in Counter(words(texts)).items():
            for stem in stems[word]:
                counts[stem] = counts.get(stem, 0) + worth * times
    return Outline(document.url, document.category, document.language, counts)


@dataclass(frozen=True)
class Comparison:
    """All documents, in the order of their addresses, compared with each other.

    Attributes:
        urls: Their addresses.
        holders: How many documents have each term.
        terms: For each document the numbers of its heaviest terms in `stems`, -1 beside; TERMS
            columns.
        weights: The weights of these terms, 0 beside.
        stems: Terms by their numbers.
        ends: Where the terms of each document end in `counted`, after a 0.
        counted: The numbers of all terms of the first document, of the second, and so on.
        times: How often each of these counts.
        kinds: For each document numbers that stand for its category (0 if it has none) and its
            language.
        links: For each link between two documents, in either direction, their numbers.
        best: For each document the numbers of those most related to it, best first, -1 beside;
            one column more than are shown, for the one that comes next.
        scores: How related these are.
    """

    urls: tuple[str, ...]
    holders: dict[str, int]
    terms: Ints
    weights: Floats
    stems: dict[str, int]
    ends: Ints
    counted: Ints
    times: Ints
    kinds: Ints
    links: Ints
    best: Ints
    scores: Floats

    def changed(self, before: Comparison) -> list[str]:
        """The addresses of documents to which others are related than before."""
        same = (self.best[:, :-1] == before.best[:, :-1]).all(axis=1)
        return [self.urls[number] for number in np.flatnonzero(~same).tolist()]

    def of(self, url: str) -> tuple[str, ...]:
        """The addresses most related to one document, best first; none if nobody knows it."""
        if url not in self.urls:
            return ()
        row = self.best[self.urls.index(url), :-1].tolist()
        return tuple(self.urls[other] for other in row if other >= 0)

    def listing(self, url: str) -> list[str]:
        """The addresses of documents to which one is related."""
        if url not in self.urls:
            return []
        rows = (self.best[:, :-1] == self.urls.index(url)).any(axis=1)
        return [self.urls[number] for number in np.flatnonzero(rows).tolist()]

    def found(self) -> dict[str, tuple[str, ...]]:
        """The addresses most related to each document's, best first."""
        shown = self.best[:, :-1].tolist()
        return {
            url: tuple(self.urls[other] for other in row if other >= 0)
            for url, row in zip(self.urls, shown, strict=True)
        }


def related(
    outlines: Sequence[Outline], links: Mapping[str, Collection[str]], *, limit: int = LIMIT
) -> dict[str, tuple[str, ...]]:
    """The addresses most related to each document's, best first, in the same language.

    Args:
        outlines: What to compare.
        links: From a document's address to the addresses that it links to.
        limit: The most addresses for each document.
    """
    return compare(outlines, links, limit=limit).found()


class _Numbered(NamedTuple):
    """An outline with its terms by their numbers: as texts, those of a site take much room."""

    url: str
    category: str
    language: str
    terms: Ints
    times: Ints


def _numbered(one: Outline, stems: dict[str, int]) -> _Numbered:
    """An outline with numbers for its terms; new ones get the next."""
    terms = [stems.setdefault(stem, len(stems)) for stem in one.counts]
    times = np.fromiter(one.counts.values(), np.int32, len(terms))
    return _Numbered(one.url, one.category, one.language, np.array(terms, np.int32), times)


def compare(
    outlines: Iterable[Outline], links: Mapping[str, Collection[str]], *, limit: int = LIMIT
) -> Comparison:
    """Compare all documents with each other; see `related`."""
    stems: dict[str, int] = {}
    ordered = sorted((_numbered(one, stems) for one in outlines), key=lambda one: one.url)
    total, names = len(ordered), list(stems)
    counted = np.concatenate([_NO_NUMBERS, *(one.terms for one in ordered)])
    times = np.concatenate([_NO_NUMBERS, *(one.times for one in ordered)])
    ends = np.cumsum([0, *(len(one.terms) for one in ordered)], dtype=np.int64)
    holders = dict(zip(names, np.bincount(counted, minlength=len(names)).tolist(), strict=True))
    terms, weights = vectors(names, counted, times, ends, rarities(holders, total))
    categories = {"": 0}
    languages: dict[str, int] = {}
    kinds = np.array(
        [
            (
                categories.setdefault(one.category, len(categories)),
                languages.setdefault(one.language, len(languages)),
            )
            for one in ordered
        ],
        np.int32,
    ).reshape(total, 2)
    urls = tuple(one.url for one in ordered)
    pairs = np.array(sorted(both_ways(links, urls)), np.int32).reshape(-1, 2)
    best = np.full((total, limit + 1), -1, np.int32)
    scores = np.zeros((total, limit + 1))
    made = Comparison(
        *(urls, holders, terms, weights, stems, ends, counted, times),
        *(kinds, pairs, best, scores),
    )
    rows = _Rows(made)
    for number in range(total):
        rank(made, number, rows.alike(number))
    return made


def rank(made: Comparison, number: int, alike: Floats) -> None:
    """Put those most related to a document into its row of `best`.

    Args:
        made: Where to put them.
        number: The document.
        alike: How like it each document is; changed here.
    """
    first, last = np.searchsorted(made.links[:, 0], [number, number + 1])
    alike[made.links[first:last, 1]] += LINKED_BONUS
    alike[number] = 0
    category, language = made.kinds[number]
    others = np.flatnonzero((alike >= LEAST) & (made.kinds[:, 1] == language))
    same = (made.kinds[others, 0] == category) & (category != 0)
    # Rounded, so that the order in which floats were added cannot decide a tie.
    scores = np.round(alike[others] + CATEGORY_BONUS * same, 9)
    most = made.best.shape[1]
    if len(scores) > most:
        # Those that come behind need not be sorted.
        enough = scores >= np.partition(scores, -most)[-most]
        others, scores = others[enough], scores[enough]
    order = np.argsort(-scores, kind="stable")[:most]
    made.best[number], made.scores[number] = -1, 0
    made.best[number, : len(order)] = others[order]
    made.scores[number, : len(order)] = scores[order]


_NO_NUMBERS = np.zeros(0, np.int32)
_NOBODY, _NOTHING = np.zeros(0, np.intp), np.zeros(0)


class _Rows:
    """For each term the documents that have it."""

    def __init__(self, made: Comparison) -> None:
        self.made = made
        numbers, columns = np.nonzero(made.terms >= 0)
        terms = made.terms[numbers, columns]
        order = np.argsort(terms, kind="stable")
        self.holders = numbers[order]
        self.held = made.weights[numbers, columns][order]
        self.starts = np.searchsorted(terms[order], np.arange(len(made.stems) + 1)).tolist()

    def alike(self, number: int) -> Floats:
        """How like each document is to this one: the cosine of their heaviest terms."""
        holders = [_NOBODY]
        shares = [_NOTHING]
        terms = self.made.terms[number].tolist()
        for term, weight in zip(terms, self.made.weights[number].tolist(), strict=True):
            if term < 0:
                break
            span = slice(self.starts[term], self.starts[term + 1])
            holders.append(self.holders[span])
            shares.append(weight * self.held[span])
        who, share = np.concatenate(holders), np.concatenate(shares)
        return np.asarray(np.bincount(who, share, len(self.made.urls)), np.float64)


def both_ways(
    links: Mapping[str, Collection[str]], urls: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """The numbers of each two documents that are linked, in either direction."""
    number_of = {url: number for number, url in enumerate(urls)}
    pairs = {
        (number_of[source], number_of[target])
        for source, targets in links.items()
        for target in targets
        if source in number_of and target in number_of and source != target
    }
    yield from pairs | {(target, source) for source, target in pairs}
