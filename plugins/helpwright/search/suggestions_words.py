"""The words of many tickets as numbers, fast: each word that is met is analysed once.

`Words` gives the tokens that `analysis.tokenize` gives, from a dictionary that fills itself.
Texts of ASCII are cut by one pass of `str.translate`, others by one pattern. Both cut only
where no token can reach across, and leave apostrophes to the analysis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpwright.search.analysis import Token, language_of, tokenize, tokens_of_word
from helpwright.search.index import Part
from helpwright.search.suggestions_typos import Typos, commonest

Integers = NDArray[np.int64]

# The most informative words of a ticket are enough: more did not find more in the judged
# questions, and every word costs.
MOST_WORDS = 16
# A word of the subject counts twice: .01 nDCG@10 on forum posts.
IN_SUBJECT = 2
# Typos are undone in tickets of which fewer words are known: in a long one, what is unknown is
# rather a name.
FEW_WORDS = 12
# Ticket numbers and names are met once; a dictionary of them must not grow for ever.
MOST_REMEMBERED = 500_000
_HEAVIEST = (1 << 12) - 1
_ASCII = [chr(n) for n in range(128)]
_FOLDED = str.maketrans({c: c.lower() if c.isalnum() or c in "'`" else " " for c in _ASCII})
# Final sigma depends on what stands beyond dots, colons and carets, so they do not cut here.
_CHUNK = re.compile(r"""[^\x00-\x20!"#$%&()*+,\-/;<=>?@\[\\\]_{|}~\x7f-\xa0\ue000]+""")


class Asked(NamedTuple):
    """The words that count of each ticket: those of ticket n from `starts[n]` to `starts[n + 1]`.

    `terms` are numbers of the index's terms, the most informative first, and `factors` say how
    much each counts. `unknown` is how many other words each ticket has (at most MOST_WORDS).
    """

    starts: Integers
    terms: Integers
    factors: Integers
    unknown: Integers


class Read(NamedTuple):
    """A token: what rules know it by, and its numbers."""

    keys: tuple[str, ...]
    numbers: tuple[int, ...]


class Words(dict[str, tuple[int, ...]]):
    """From a word as written to its numbers, none for a stop word; filled as words are met.

    A number below `known` is that of a term. Words that the site does not have get numbers
    from there on, so that they can be told apart and counted.
    """

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part
        self.terms = part.terms.numbers
        self.known = len(self.terms)
        self.stop_words = language_of(part.language).stop_words
        self.others: dict[str, int] = {}
        self.reads: dict[str, tuple[Read, ...]] = {}
        # Words with which a synonym begins.
        self.starters: set[str] = set()
        self._begin()

    @cached_property
    def typos(self) -> Typos:
        """Undoes typos; made when it is first needed."""
        return Typos(commonest((word.surface, word.commonness) for word in self.part.words))

    def forget(self) -> None:
        """Forget all words but the site's own."""
        self.clear()
        self.others.clear()
        self.reads.clear()
        self._begin()

    def numbers(self, text: str) -> Iterable[tuple[int, ...]]:
        """The numbers of each of a text's words, in order, with those that synonyms add."""
        cut = chunks(text)
        if not self.part.rules.synonyms:
            return map(self.__getitem__, cut)
        found = list(map(self.__getitem__, cut))
        return found if self.starters.isdisjoint(cut) else [self._with_synonyms(cut)]

    def corrected(self, other: str) -> int:
        """The number of the term that was meant by a word that the site does not have, or -1."""
        return next(iter(self._of_surface(self.typos.undo(other))), -1)

    def _begin(self) -> None:
        self.update(dict.fromkeys(self.stop_words, ()))
        self.starters.update(self.stop_words & self.part.rules.synonyms.keys())
        for surface, stems in self.part.stems.items():
            if surface.isascii() and surface not in self.stop_words:
                found = self._of_surface(surface)
                # What only a synonym asks for is no term.
                if found and self.part.rules.synonyms.keys().isdisjoint(stems):
                    self[surface] = found

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        rules = self.part.rules.synonyms
        if rules and any(key in rules for token in self._read(chunk) for key in token.keys):
            self.starters.add(chunk)
        tokens = self._tokens(chunk)
        numbers = tuple(number for token in tokens for number in self._numbers_of(token))
        self[chunk] = numbers
        return numbers

    def _tokens(self, chunk: str) -> Sequence[Token]:
        # A chunk of letters and digits alone is a word as it is.
        if chunk.isascii() and chunk.isalnum():
            return tokens_of_word(chunk, self.part.language)
        return tokenize(chunk, self.part.language, stop_words=True)

    def _numbers_of(self, token: Token) -> tuple[int, ...]:
        if token.surface in self.stop_words:
            return ()
        found = self._of_surface(token.surface)
        if not found and token.stem in self.terms:
            return (self.terms[token.stem],)
        return found or (self._other(token.surface),)

    def _read(self, chunk: str) -> tuple[Read, ...]:
        known = self.reads.get(chunk)
        if known is None:
            found: list[Read] = []
            for token in self._tokens(chunk):
                keys = self.part.stems.get(token.surface) or (token.stem,)
                if token.surface in self.stop_words:
                    keys = (token.surface,)
                found.append(Read(keys, self._numbers_of(token)))
            known = self.reads[chunk] = tuple(found)
        return known

    def _of_surface(self, surface: str) -> tuple[int, ...]:
        stems = self.part.stems.get(surface, ())
        return tuple(self.terms[stem] for stem in stems if stem in self.terms) if stems else ()

    def _other(self, surface: str) -> int:
        return self.others.setdefault(surface, self.known + len(self.others))

    def _with_synonyms(self, cut: Sequence[str]) -> tuple[int, ...]:
        """The numbers of words, where a synonym applies with those of what it finds."""
        tokens = [token for chunk in cut for token in self._read(chunk)]
        found: list[int] = []
        done = 0
        for start, token in enumerate(tokens):
            for key in token.keys:
                for phrase, stems in self.part.rules.synonyms.get(key, ()):
                    here = tokens[start : start + len(phrase)]
                    pairs = zip(phrase, here, strict=False)
                    if len(here) == len(phrase) and all(k in read.keys for k, read in pairs):
                        found += (self.terms[stem] for stem in stems if stem in self.terms)
                        # What a synonym explains is not unknown.
                        found += (n for read in here for n in read.numbers if n < self.known)
                        done = max(done, start + len(phrase))
            if start >= done:
                found += token.numbers
        return tuple(found)


def chunks(text: str) -> list[str]:
    """A text cut so that the tokens of the pieces are the tokens of the text."""
    if text.isascii():
        return text.translate(_FOLDED).split()
    return _CHUNK.findall(text)


def ask(words: Words, tickets: Sequence[tuple[str, str]], weights: Integers) -> Asked:
    """The words that count of tickets, each a subject and a body.

    Args:
        words: The vocabulary.
        tickets: Their texts.
        weights: What each term counts.
    """
    if len(words) > MOST_REMEMBERED:
        words.forget()
    flat: list[int] = []
    ends = [0]
    for text in chain.from_iterable(tickets):
        flat += chain.from_iterable(words.numbers(text))
        ends.append(len(flat))
    numbers = np.fromiter(flat, np.int64, len(flat))
    # By ticket, then number; of one number, its place in the subject comes first.
    place = np.repeat(np.arange(2 * len(tickets)), np.diff(ends))
    key = _distinct((place >> 1 << 40) | numbers << 1 | (place & 1))
    return _select(_without_typos(key, len(tickets), words), len(tickets), words.known, weights)


def _distinct(key: Integers) -> Integers:
    key = np.sort(key)
    return key[np.flatnonzero(np.diff(key >> 1, prepend=-1))]


def _number_of(key: Integers) -> Integers:
    number: Integers = (key & (1 << 40) - 1) >> 1
    return number


def _without_typos(key: Integers, tickets: int, words: Words) -> Integers:
    """The same with typos undone in tickets of which few words are known."""
    number = _number_of(key)
    is_known = number < words.known
    counts = np.bincount(key[is_known] >> 40, minlength=tickets)
    places = np.flatnonzero(~is_known & (counts[key >> 40] < FEW_WORDS))
    if not len(places):
        return key
    surfaces = list(words.others)
    fixed = {n: words.corrected(surfaces[n - words.known]) for n in set(number[places].tolist())}
    meant = np.array([fixed[n] for n in number[places].tolist()])
    places, meant = places[meant >= 0], meant[meant >= 0]
    key = key.copy()
    key[places] += (meant - number[places]) << 1
    return _distinct(key)


def _select(key: Integers, tickets: int, known: int, weights: Integers) -> Asked:
    """The most informative of each ticket's distinct words; of equals, the lowest number."""
    number = _number_of(key)
    is_known = number < known
    unknown = np.bincount(key[~is_known] >> 40, minlength=tickets)
    key, number = key[is_known], number[is_known]
    # Ticket, weight from the heaviest down, number, and whether it is in the body only: one
    # number each, as whole numbers are sorted much faster than rows.
    weight = np.minimum(weights[number] * np.where(key & 1, 1, IN_SUBJECT), _HEAVIEST)
    ordered = np.sort((key >> 40 << 44) | (_HEAVIEST - weight << 32) | number << 1 | (key & 1))
    ticket = ordered >> 44
    ends = np.cumsum(np.bincount(ticket, minlength=tickets))
    first = np.concatenate(([0], ends[:-1]))
    ordered = ordered[np.arange(len(ordered)) - first[ticket] < MOST_WORDS]
    starts = np.concatenate(([0], np.cumsum(np.bincount(ordered >> 44, minlength=tickets))))
    terms = (ordered & (1 << 32) - 1) >> 1
    factors = np.where(ordered & 1, 1, IN_SUBJECT)
    return Asked(starts, terms, factors, np.minimum(unknown, MOST_WORDS))
