"""The words of messages as search knows them, and which of them are rather names of people.

A term is one to three words that stand next to each other in one clause, the first and the last of
them no stop words. Its key holds stems, stop words as they are, like that of a phrase in a file
that steers search; its form is what somebody wrote, in small letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from helpwright.deflection.learning.scrubbing import without_private
from helpwright.search.analysis import is_unspaced, language_of, tokenize

Key = tuple[str, ...]
MOST_TERM_WORDS = 3
_CLAUSE_END = re.compile(
    r"[;:,()\[\]{}<>|\"\u201c\u201d\u201e\u00ab\u00bb\u2026\\/]+|[.!?]+(?=\s|$)|[\n\r\t]+"
    r"|\s[-\u2013\u2014*\u2022]+\s"
)
_SENTENCE_END = re.compile(r"[.!?:\n\r]")
_WORD = re.compile(r"[^\W_]+(?:['\u2019`][^\W_]+)*")
_CALLS = frozenset(
    ("hi", "hello", "hey", "dear", "hallo", "liebe", "lieber", "moin", "bonjour", "hola", "ciao")
) | {"beste", "chère", "cher", "olá", "thanks", "thx", "regards", "grüße", "name", "called"}
_LONGEST_ACRONYM = 5
_TITLE_WORDS = 4  # a clause of so many words, most of them capitalised, is a title


class Word(NamedTuple):
    """A word as search knows it; its key is its stem, or for a stop word the word itself."""

    key: str
    surface: str
    is_stop: bool


class Spoken(NamedTuple):
    """A word where it stands in its clause."""

    word: Word
    start: int
    end: int


class Clause(NamedTuple):
    """A piece of a message that no punctuation cuts, and whether a sentence begins with it."""

    text: str
    words: tuple[Spoken, ...]
    is_start: bool


@dataclass
class Analyst:
    """Cuts messages of one language; what it worked out for a word it remembers."""

    language: str
    known: dict[str, Word | None] = field(default_factory=dict)

    def clauses(self, text: str) -> Iterator[Clause]:
        """The clauses of a text, without anything private."""
        clean = without_private(text)
        done, is_start = 0, True
        for match in [*_CLAUSE_END.finditer(clean), None]:
            piece = clean[done : match.start() if match else len(clean)]
            words = tuple(self._spoken(piece))
            if words:
                yield Clause(piece, words, is_start)
                is_start = False
            if match:
                done = match.end()
                is_start = is_start or _SENTENCE_END.search(match[0]) is not None

    def key_of(self, text: str) -> Key:
        """The key of a phrase that a person wrote."""
        return tuple(spoken.word.key for spoken in self._spoken(text))

    def _spoken(self, piece: str) -> Iterator[Spoken]:
        known = self.known
        for match in _WORD.finditer(piece):
            raw = match[0]
            if raw not in known:
                known[raw] = self._analyse(raw)
            word = known[raw]
            if word:
                yield Spoken(word, match.start(), match.end())

    def _analyse(self, raw: str) -> Word | None:
        tokens = tokenize(raw, self.language, stop_words=True)
        # Without spaces between words, nobody can tell where a term ends.
        if len(tokens) != 1 or is_unspaced(raw):
            return None
        (token,) = tokens
        is_stop = token.surface in language_of(self.language).stop_words
        return Word(token.surface if is_stop else token.stem, token.surface, is_stop)


def keys_of(words: Sequence[Word]) -> Iterator[Key]:
    """The keys of all terms of a clause."""
    keys = [word.key for word in words]
    for start, end in _spans(words):
        yield tuple(keys[start:end])


def forms_of(clause: Clause) -> Iterator[tuple[Key, str]]:
    """The terms of a clause, each with its form."""
    words = [spoken.word for spoken in clause.words]
    for start, end in _spans(words):
        text = clause.text[clause.words[start].start : clause.words[end - 1].end]
        yield tuple(word.key for word in words[start:end]), " ".join(text.lower().split())


def _spans(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where terms begin and end."""
    ends = [number for number, word in enumerate(words, 1) if not word.is_stop]
    for place, end in enumerate(ends):
        for other in ends[place : place + MOST_TERM_WORDS]:
            if other - end < MOST_TERM_WORDS:
                yield end - 1, other


@dataclass
class Names:
    """Which words are rather names: written as one, greeted with or signed with more than not.

    A word that the site itself uses is none. In languages that write nouns with a capital letter,
    every word that is mostly written so and that the site lacks is taken for a name.
    """

    site: Container[str]
    as_name: Counter[str] = field(default_factory=Counter)
    as_word: Counter[str] = field(default_factory=Counter)

    def see(self, clause: Clause) -> None:
        """Take in how the words of a clause are written."""
        raw = [clause.text[spoken.start : spoken.end] for spoken in clause.words]
        capitals = [word[0].isupper() for word in raw]
        is_title = len(raw) >= _TITLE_WORDS and 2 * sum(capitals) > len(raw)
        previous = ""
        for place, ((word, _, _), text) in enumerate(zip(clause.words, raw, strict=True)):
            if not word.is_stop:
                if previous in _CALLS or (previous == "is" and self._tells_name(clause, place)):
                    self.as_name[word.surface] += 1
                elif not capitals[place] or (
                    not is_title and len(text) <= _LONGEST_ACRONYM and text.isupper()
                ):
                    self.as_word[word.surface] += 1
                elif not is_title and not (place == 0 and clause.is_start):
                    self.as_name[word.surface] += 1
            previous = text.lower()

    def see_courtesy(self, clause: Clause) -> None:
        """Take in a greeting or a signature, in which any word may be a name."""
        self.as_name.update(one.word.surface for one in clause.words if not one.word.is_stop)

    def is_name(self, surface: str) -> bool:
        """Whether a word is to be kept from print."""
        return surface not in self.site and self.as_name[surface] >= self.as_word[surface]

    def _tells_name(self, clause: Clause, place: int) -> bool:
        return place > 1 and clause.words[place - 2].word.surface == "name"
