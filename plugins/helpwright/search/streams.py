"""Documents to a stream of tokens: every word of every field, as numbers, in order.

Counting, weighing and sorting then run over whole arrays, whatever the size of the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpwright.search.analysis import BREAK, Token, language_of, tokens_of_word, words
from helpwright.search.documents import Document
from helpwright.search.steering import FIELDS

NO_SECTION = 255
# The words of a whole site, with their places, would take several times the room of what is kept.
_AT_ONCE = 1000
# In these, a stop word may be all that somebody searches for.
_KEEPS_STOP_WORDS = frozenset({"title", "aliases"})
_NUMBER = {name: number for number, name in enumerate(FIELDS)}
_KEEPS = np.array([name in _KEEPS_STOP_WORDS for name in FIELDS])

Numbers = NDArray[np.int32]
Bytes = NDArray[np.uint8]


class Lexicon(dict[str, tuple[int, ...]]):
    """From a word to the numbers of its tokens, each new word and token added when it is met."""

    def __init__(self, language: str, tokens: Iterable[Token] = ()) -> None:
        super().__init__()
        self.language = language
        self.tokens = list(tokens)
        self.numbers = {token: number for number, token in enumerate(self.tokens)}
        self[BREAK] = (-1,)

    def __missing__(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        for token in tokens_of_word(word, self.language):
            number = self.numbers.setdefault(token, len(self.tokens))
            if number == len(self.tokens):
                self.tokens.append(token)
            found.append(number)
        self[word] = tuple(found)
        return self[word]

    def stops(self) -> NDArray[np.bool_]:
        """For each token, whether it is a stop word."""
        stop_words = language_of(self.language).stop_words
        return np.array([token.surface in stop_words for token in self.tokens], dtype=bool)


class Streams(NamedTuple):
    """Tokens with the document, field and section that each stands in; all equally long."""

    tokens: Numbers
    documents: Numbers
    fields: Bytes
    sections: Bytes

    def select(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Streams:
        """The tokens in some places."""
        tokens, documents = self.tokens[rows], self.documents[rows]
        return Streams(tokens, documents, self.fields[rows], self.sections[rows])


def stream(lexicon: Lexicon, documents: Sequence[Document], first: int = 0) -> Streams:
    """The tokens of documents, numbered from `first`, without stop words where they say nothing."""
    many = [
        _stream(lexicon, documents[start : start + _AT_ONCE], first + start)
        for start in range(0, len(documents), _AT_ONCE)
    ]
    return joined(many)


def joined(many: Sequence[Streams]) -> Streams:
    """Streams one after the other."""
    if len(many) == 1:
        return many[0]
    return Streams(
        np.concatenate([np.zeros(0, np.int32), *(one.tokens for one in many)]),
        np.concatenate([np.zeros(0, np.int32), *(one.documents for one in many)]),
        np.concatenate([np.zeros(0, np.uint8), *(one.fields for one in many)]),
        np.concatenate([np.zeros(0, np.uint8), *(one.sections for one in many)]),
    )


def _stream(lexicon: Lexicon, documents: Sequence[Document], first: int) -> Streams:
    raw: list[Numbers] = [np.zeros(0, np.int32)]
    fields: list[int] = []
    sections: list[int] = []
    owners: list[int] = []
    for number, document in enumerate(documents, first):
        pieces: list[str] = []
        for field, section, text in _texts(document):
            if text:
                pieces.append(text)
                fields.append(field)
                sections.append(section)
                owners.append(number)
        # As numbers at once: the words of a whole site would take ten times as much room.
        found = chain.from_iterable(map(lexicon.__getitem__, words(pieces)))
        raw.append(np.fromiter(found, np.int32))
    tokens = np.concatenate(raw)
    segment = np.cumsum(tokens < 0, dtype=np.int32) - 1
    real = tokens >= 0
    tokens, segment = tokens[real], segment[real]
    all_fields = np.array(fields, np.uint8)[segment]
    keep = _KEEPS[all_fields] | ~lexicon.stops()[tokens] if len(tokens) else np.zeros(0, bool)
    segment = segment[keep]
    return Streams(
        tokens[keep],
        np.array(owners, np.int32)[segment],
        all_fields[keep],
        np.array(sections, np.uint8)[segment],
    )


def renewed(old: Streams, moved: Numbers, fresh: Sequence[Streams]) -> Streams:
    """Streams in which some documents are others, in the order of documents.

    Args:
        old: The streams before, in the order of documents.
        moved: The number that each old document has now, in the same order; -1 if it is gone.
        fresh: The streams of single documents, in order, with their numbers of now.
    """
    numbers = moved[old.documents]
    stays = numbers >= 0
    numbers = numbers[stays]
    added = joined(fresh)
    places = np.searchsorted(numbers, added.documents)
    # One column after the other: together they would take twice the room.
    return Streams(
        np.insert(old.tokens[stays], places, added.tokens),
        np.insert(numbers, places, added.documents),
        np.insert(old.fields[stays], places, added.fields),
        np.insert(old.sections[stays], places, added.sections),
    )


def _texts(document: Document) -> Iterator[tuple[int, int, str]]:
    """(number of the field, number of the section, text)."""
    whole = {
        "title": document.title,
        "description": document.description,
        "aliases": " \n ".join(document.aliases),
        "labels": " \n ".join(document.labels),
        "facets": " \n ".join((document.category, *document.applies_to)),
        "customers": " \n ".join(document.customer_words),
    }
    for name, text in whole.items():
        yield _NUMBER[name], NO_SECTION, text
    for number, section in enumerate(document.sections):
        place = min(number, NO_SECTION - 1)
        yield _NUMBER["headings"], place, section.heading
        yield _NUMBER["body"], place, section.text
