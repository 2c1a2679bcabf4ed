"""Text to tokens: fold, split into words, stop words, Snowball stems, bigrams for CJK.

A token has a *surface*, the folded word as people write and type it, and a *stem*, under
which its postings stand. A browser seldom needs a stemmer: the index lists the site's own surfaces
with their stems, and a query word is looked up as a surface. Only for a word that the site does
not have does it load one, which `stemmers` translates. Everything here except `_stem` has a twin
in `web/search/analysis.js`, and both must agree on every text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

import Stemmer

from helpwright.search.stop_words import LANGUAGES, Language

# Letters that have no decomposition, and what people without that key type instead.
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\u0131": "i",
    }
)
# Stands between two texts that are cut into words together; no normalized text has it.
BREAK = "\x01"
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ue000]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc`]")
_NEGATION = re.compile(r"(?<=n)'t(?![^\W_])")
_POSSESSIVE = re.compile(r"([^\W_])'s(?![^\W_])")
# Longer words are keys, hashes and encoded data.
LONGEST_WORD = 64
_ACCENTS = re.compile("[\u0300-\u036f]")
# For texts of ASCII: its letters in lower case, and spaces for what is neither letter nor digit.
_ASCII = "".join(map(chr, range(128)))
_NORMAL = "".join(" " if c < " " or c == "\x7f" else c.lower() for c in _ASCII).replace("`", "'")
_APART = "".join(c.lower() if c.isalnum() or c == BREAK else " " for c in _ASCII)
# Scripts written without spaces, and Hangul, whose words carry particles.
_UNSPACED_CHARS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\U00020000-\U0003ffff"
)


# Only when somebody asks for them: to make these takes as long as to put an edit into the index.
@cache
def _word() -> re.Pattern[str]:
    """A word."""
    marks = (n for n in range(0x300, 0x3100) if unicodedata.category(chr(n))[0] == "M")
    # As ranges: to compile a thousand single letters takes longer than to read a small site.
    runs = groupby(enumerate(marks), lambda pair: pair[1] - pair[0])
    found = [[chr(number) for _, number in numbers] for _, numbers in runs]
    ranges = "".join(f"{run[0]}-{run[-1]}" for run in found)
    return re.compile(rf"[^\W_](?:[^\W_]|[{ranges}])*")


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED_CHARS}]")


@cache
def _runs() -> re.Pattern[str]:
    """Letters that are all of such scripts, or all of others."""
    return re.compile(f"[{_UNSPACED_CHARS}]+|[^{_UNSPACED_CHARS}]+")


@cache
def _word_or_break() -> re.Pattern[str]:
    return re.compile(rf"{BREAK}|{_word().pattern}")


class Token(NamedTuple):
    """A word of a text, as typed and as indexed."""

    surface: str
    stem: str


def tokenize(text: str, language: str, *, stop_words: bool = False) -> list[Token]:
    """The tokens of a text in order, without stop words unless asked for."""
    tokens: list[Token] = []
    for word in _word().findall(normalize(text)):
        tokens.extend(tokens_of_word(word, language))
    if stop_words:
        return tokens
    stops = language_of(language).stop_words
    return [token for token in tokens if token.surface not in stops]


def surfaces(text: str) -> list[tuple[str, int, int]]:
    """The surfaces of a normalized text, each with its start and end."""
    found: list[tuple[str, int, int]] = []
    for match in _word().finditer(text):
        for piece, at in _split(match[0]):
            start, folded = match.start() + at, fold(piece)
            # An accent between characters of Chinese is a piece of which nothing is left.
            if folded:
                found.append((folded, start, start + len(piece)))
    return found


def normalize(text: str) -> str:
    """Lower case and compatibility forms; "don't" becomes "dont", "Ann's" becomes "ann"."""
    if text.isascii():
        text = text.translate(_NORMAL)
    else:
        text = unicodedata.normalize("NFKC", _CONTROLS.sub(" ", text)).lower()
        text = _APOSTROPHES.sub("'", _INVISIBLE.sub("", text))
    if "'" not in text:
        return text
    return _POSSESSIVE.sub(r"\1", _NEGATION.sub("t", text))


def fold(word: str) -> str:
    """A word without accents, as in "cafe" for "café"; kana and Hangul keep their marks."""
    if word.isascii():
        return word
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", word)).translate(_LETTERS)
    return unicodedata.normalize("NFC", bare)


def language_of(code: str) -> Language:
    """What is known of a language ("de", "de-DE"); an unknown one is neither stemmed nor cut."""
    return LANGUAGES.get(code.replace("_", "-").split("-")[0].lower(), Language(""))


def is_unspaced(text: str) -> bool:
    """Whether a word holds characters of a script that is indexed by bigrams."""
    return not text.isascii() and _unspaced().search(text) is not None


def words(texts: Iterable[str]) -> list[str]:
    """The words of several texts, a `BREAK` before those of each."""
    normal = [normalize(text) for text in texts]
    joined = f" {BREAK} ".join(["", *normal])
    if joined.isascii():
        return joined.translate(_APART).split()
    return _word_or_break().findall(joined)


@lru_cache(maxsize=200_000)
def tokens_of_word(word: str, language: str) -> tuple[Token, ...]:
    """The token of a normalized word, or the bigrams of a script without spaces."""
    return tuple(
        Token(folded, folded if is_unspaced(piece) else _stem(piece, language))
        for piece, _ in _split(word)
        if len(piece) <= LONGEST_WORD and (folded := fold(piece))
    )


def _split(word: str) -> list[tuple[str, int]]:
    """A word, or the bigrams of a CJK run in it, each with its offset."""
    if not is_unspaced(word):
        return [(word, 0)]
    pieces: list[tuple[str, int]] = []
    for run in _runs().finditer(word):
        text, at = run[0], run.start()
        if not _unspaced().match(text) or len(text) == 1:
            pieces.append((text, at))
        else:
            pieces.extend((text[n : n + 2], at + n) for n in range(len(text) - 1))
    return pieces


def _stem(word: str, language: str) -> str:
    # Stemmers know accents (German "ü", French "é"), so the word is folded afterwards. Words
    # outside the Basic Multilingual Plane stay whole: JavaScript counts their letters as two.
    name = language_of(language).stemmer
    if not name or any(letter > "\uffff" for letter in word):
        return fold(word)
    return fold(_stemmer(name).stemWord(word))


@lru_cache(maxsize=64)
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)
