"""The index: a part for each language, with everything that a query needs.

`streams` cuts documents into tokens, `postings` weighs them, `leaves` cuts the result into the
pieces that a browser loads, `folder` writes and reads them, and `store` keeps what makes the
next build quick.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpwright.search import compounds, rules
from helpwright.search.analysis import Token
from helpwright.search.documents import Document
from helpwright.search.leaves import Leaf, cut_terms, cut_vocabulary
from helpwright.search.ordering import in_order, sort_key
from helpwright.search.postings import (
    MOST_POSTINGS,
    Lengths,
    Pairs,
    Ranking,
    lengths_of,
    pairs_of,
    strongest,
    weight_of,
)
from helpwright.search.rules import Rules
from helpwright.search.slots import order_of, slots_of
from helpwright.search.steering import Steering
from helpwright.search.streams import Bytes, Lexicon, Numbers, Streams, stream


class Word(NamedTuple):
    """A surface of the site's vocabulary with a stem; `commonness` counts in powers of two."""

    surface: str
    stem: str
    commonness: int


class Term(NamedTuple):
    """A stem's weight and postings, in the order of documents; the three are equally long."""

    weight: int
    documents: Numbers
    impacts: Bytes
    sections: Bytes


@dataclass(frozen=True)
class Terms:
    """All stems in order; the postings of `stems[n]` stand from `starts[n]` to `starts[n + 1]`."""

    stems: tuple[str, ...]
    weights: Numbers
    starts: NDArray[np.int64]
    documents: Numbers
    impacts: Bytes
    sections: Bytes

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """From stem to its number."""
        return {stem: number for number, stem in enumerate(self.stems)}

    def get(self, stem: str) -> Term | None:
        """The term of a stem, if the site has it."""
        number = self.numbers.get(stem)
        return None if number is None else self[number]

    def __getitem__(self, number: int) -> Term:
        part = slice(int(self.starts[number]), int(self.starts[number + 1]))
        weight = int(self.weights[number])
        return Term(weight, self.documents[part], self.impacts[part], self.sections[part])

    def __len__(self) -> int:
        return len(self.stems)


@dataclass(frozen=True)
class Vocabulary:
    """Words with their commonness, in order."""

    words: tuple[tuple[str, int], ...]

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The pieces that a browser loads."""
        return cut_vocabulary(self.words)

    @cached_property
    def _firsts(self) -> list[bytes]:
        return [sort_key(leaf.first) for leaf in self.leaves]

    def span(self, prefix: str) -> range:
        """The leaves in which words that begin with a prefix may stand."""
        start = bisect_right(self._firsts, sort_key(prefix)) - 1
        return range(max(start, 0), bisect_right(self._firsts, sort_key(prefix) + b"\xff\xff"))

    def starting(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The words that begin with a prefix, in order."""
        for number in self.span(prefix):
            words = self.leaves[number].words
            for entry in self.words[words.start : words.stop]:
                if entry[0].startswith(prefix):
                    yield entry


@dataclass(frozen=True)
class Part:
    """What a site has in one language.

    Documents stand in the order of their `slots`, by which they go in the files of the index;
    everywhere else they are numbered from 0 on.
    """

    language: str
    documents: tuple[Document, ...]
    slots: Numbers
    words: tuple[Word, ...]
    terms: Terms
    rules: Rules = field(default_factory=Rules)

    @cached_property
    def stems(self) -> Mapping[str, tuple[str, ...]]:
        """The stems of each surface; more than one where words differ in their accents only."""
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for word in self.words:
            found[word.surface] += (word.stem,)
        return dict(found)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words, for completions and typos."""
        found: dict[str, int] = {}
        for word in self.words:
            found[word.surface] = max(word.commonness, found.get(word.surface, 0))
        return Vocabulary(tuple(found.items()))

    @cached_property
    def backwards(self) -> Vocabulary:
        """The words by their reversed spelling."""
        words = [(word[::-1], common) for word, common in self.vocabulary.words]
        return Vocabulary(tuple(in_order(words)))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The pieces that words and postings are cut into."""
        return cut_terms([word.surface for word in self.words], self.terms.stems, self.terms.starts)

    @cached_property
    def _firsts(self) -> tuple[bytes, ...]:
        return tuple(sort_key(leaf.first) for leaf in self.leaves)

    def leaf_of(self, key: str) -> Leaf | None:
        """The piece in which a word or a stem stands, if it stands anywhere."""
        place = bisect_right(self._firsts, sort_key(key)) - 1
        return self.leaves[place] if place >= 0 else None


@dataclass(frozen=True)
class Index:
    """Everything that can be found, a part for each language, in the order of their codes."""

    parts: tuple[Part, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, those of each language together."""
        return tuple(document for part in self.parts for document in part.documents)


def build(documents: Sequence[Document], steering: Steering | None = None) -> Index:
    """An index of documents; their order does not matter, their addresses must differ."""
    by_language: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_language[code_of(document)].append(document)
    steering = steering or Steering()
    return Index(
        tuple(
            build_part(language, by_language[language], steering)
            for language in sorted(by_language)
        )
    )


def build_part(language: str, documents: Sequence[Document], steering: Steering) -> Part:
    """The index of the documents of one language."""
    ordered = tuple(sorted(documents, key=lambda document: order_of(document.url)))
    lexicon = Lexicon(language)
    streams = stream(lexicon, ordered)
    return compile_part(lexicon, streams, ordered, steering)


def compile_part(
    lexicon: Lexicon, streams: Streams, documents: tuple[Document, ...], steering: Steering
) -> Part:
    """The part of a language from the tokens of its documents."""
    counted = count(lexicon, streams, len(documents), steering)
    return assemble(lexicon, documents, counted, steering)


class Counted(NamedTuple):
    """What was counted of a language: stems in order, their pairs, how often each token stands."""

    stems: tuple[str, ...]
    pairs: Pairs
    tokens: NDArray[np.int64]
    lengths: Lengths


def count(lexicon: Lexicon, streams: Streams, documents: int, steering: Steering) -> Counted:
    """Count and weigh all tokens."""
    ranking = Ranking().weighted(steering.weights)
    lengths = lengths_of(streams, documents)
    tokens = np.bincount(streams.tokens, minlength=len(lexicon.tokens))
    whole, halves = compounds.with_parts(lexicon, streams)
    stem_of, stems = stems_of(lexicon.tokens)
    pairs = pairs_of(whole, halves, stem_of, documents, lengths, ranking)
    return Counted(stems, pairs, tokens, lengths)


def assemble(
    lexicon: Lexicon, documents: tuple[Document, ...], counted: Counted, steering: Steering
) -> Part:
    """A part from what was counted; the documents are in the order of their slots."""
    urls = [document.url for document in documents]
    made = rules.make(lexicon.language, steering, urls)
    known = {
        token: int(count).bit_length()
        for token, count in zip(lexicon.tokens, counted.tokens.tolist(), strict=True)
        if count
    }
    for token in made.words:
        known.setdefault(token, 0)
    words = [Word(token.surface, token.stem, common) for token, common in known.items()]
    return Part(
        language=lexicon.language,
        documents=documents,
        slots=slots_of(urls),
        words=tuple(in_order(words)),
        terms=_terms(counted),
        rules=made,
    )


def stems_of(tokens: Sequence[Token]) -> tuple[Numbers, tuple[str, ...]]:
    """For each token the number of its stem, and the stems in order."""
    stems = tuple(stem for (stem,) in in_order({(token.stem,) for token in tokens}))
    number = {stem: n for n, stem in enumerate(stems)}
    return np.fromiter((number[token.stem] for token in tokens), np.int32, len(tokens)), stems


def code_of(document: Document) -> str:
    """The language of a document as the index writes it ("de", "pt-br")."""
    return document.language.replace("_", "-").lower()


def _terms(counted: Counted) -> Terms:
    """The terms that any document has, each with its strongest postings."""
    stems, pairs = counted.stems, counted.pairs
    frequencies = np.bincount(pairs.stems, minlength=len(stems))
    ends = np.cumsum(frequencies)
    total = counted.lengths.documents
    weights = {df: weight_of(df, total) for df in np.unique(frequencies).tolist() if df}
    kept: list[NDArray[np.int64]] = []
    done = 0
    for number in np.flatnonzero(frequencies > MOST_POSTINGS).tolist():
        start, end = int(ends[number] - frequencies[number]), int(ends[number])
        kept += np.arange(done, start), start + strongest(pairs.impacts[start:end])
        done = end
    rows = np.concatenate([*kept, np.arange(done, len(pairs.stems))])
    present = np.flatnonzero(frequencies)
    lengths = np.bincount(pairs.stems[rows], minlength=len(stems))[present]
    return Terms(
        stems=tuple(stems[number] for number in present.tolist()),
        weights=np.array([weights[df] for df in frequencies[present].tolist()], np.int32),
        starts=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        documents=pairs.documents[rows],
        impacts=pairs.impacts[rows],
        sections=pairs.sections[rows],
    )
