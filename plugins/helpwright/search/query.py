"""Asking the index. `web/search/query.js` does the same, step by step.

Each distinct word of a query is looked up as a surface and gives one or more stems. A word
that the site does not know is tried without its ending, then with a typo undone. The last
word, while it is being typed, also matches what it begins. A document's score is the sum
of weight x impact over the words it has, times the square root of the (smoothed) share of
the words it has, so that documents with all the words lead but no word must match.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpwright.search.analysis import is_unspaced, language_of, normalize, surfaces
from helpwright.search.documents import Document
from helpwright.search.index import Index, Span
from helpwright.search.postings import NO_SECTION, Word, sort_key

MOST_CHARACTERS = 2000
MOST_WORDS = 48
MOST_COMPLETIONS = 16
# Below this many words, a typo in the first letter is looked for in all of them.
SMALL_VOCABULARY = 20_000
# What a match counts: the word itself; a longer word, where the word itself is not known;
# and a longer word where it is.
FULL, COMPLETED, LONGER = 4, 3, 1
# As if every document had this many more of the words: a question of twenty words is not a
# list of twenty conditions.
GRANTED = 4


@dataclass(frozen=True)
class Hit:
    """A document found. `section` is the anchor of its best section ("" is the top)."""

    document: Document
    section: str
    score: float
    matched: tuple[str, ...]
    coverage: float


@dataclass(frozen=True)
class Results:
    """The best hits, the query as understood if typos were undone, and how many match at all."""

    hits: tuple[Hit, ...]
    corrected: str | None
    total: int


@dataclass(frozen=True)
class Asked:
    """A word of the query. `stems` are what it stands for, each with how much it counts."""

    surface: str
    stems: tuple[tuple[str, int], ...]
    correction: str = ""


def search(
    index: Index, text: str, *, limit: int = 10, language: str = "", literal: bool = False
) -> Results:
    """The documents that answer a query best, best first.

    Args:
        index: What to search.
        text: Words or a whole question, as a customer types it.
        limit: The most hits to return; `Results.total` counts them all.
        language: Return documents of this language only, if the index has any.
        literal: Take every word as typed, without undoing typos.
    """
    text = normalize(text[:MOST_CHARACTERS])
    span = _span(index, language)
    asked = _understand(index, text, span, literal=literal)
    found = [_matches(index, word) for word in asked]
    numbers = {number for matches in found for number in matches if _within(number, span)}
    ranked = sorted((-_score(found, number), number) for number in numbers)
    hits = tuple(_hit(index, asked, found, number, -score) for score, number in ranked[:limit])
    return Results(hits, _correct(text, asked), len(ranked))


def _span(index: Index, language: str) -> Span | None:
    code = language.replace("_", "-").lower()
    for wanted in (code, code.split("-")[0]):
        for span in index.spans:
            if wanted and wanted in (span.language, span.language.split("-")[0]):
                return span
    return None


def _within(number: int, span: Span | None) -> bool:
    return span is None or span.first <= number < span.first + span.count


def _understand(index: Index, text: str, span: Span | None, *, literal: bool) -> list[Asked]:
    """The words to look for, without stop words unless the query has nothing else."""
    language = span or max(index.spans, key=lambda s: s.count, default=Span("en", 0, 0))
    known = language_of(language.language)
    every = surfaces(text)
    distinct = list(dict.fromkeys(surface for surface, _, _ in every))
    typing = every[-1][0] if every and every[-1][2] == len(text) else ""
    content = [word for word in distinct if word not in known.stop_words] or distinct
    return [
        _look_up(index, word, known.endings, typing=word == typing, literal=literal)
        for word in content[:MOST_WORDS]
    ]


def _look_up(
    index: Index, surface: str, endings: Sequence[str], *, typing: bool, literal: bool
) -> Asked:
    exact = index.stems.get(surface, ())
    stems = dict.fromkeys(exact, FULL)
    if typing:
        for stem in _completions(index, surface):
            stems.setdefault(stem, LONGER if exact else COMPLETED)
    if not stems:
        for candidate in _without_ending(surface, endings):
            if candidate in index.terms:
                return Asked(surface, ((candidate, FULL),))
    if not stems and not literal:
        correction = _undo_typo(index, surface)
        if correction:
            stems = dict.fromkeys(index.stems[correction], FULL)
            return Asked(surface, tuple(stems.items()), correction)
    return Asked(surface, tuple(stems.items()))


def _completions(index: Index, prefix: str) -> list[str]:
    """The stems of the commonest words that begin with what is being typed."""
    if len(prefix) < 2 and not is_unspaced(prefix):
        return []
    words = [word for word in index.words_from(prefix) if word.surface != prefix]
    words.sort(key=lambda word: -word.commonness)
    return list(dict.fromkeys(word.stem for word in words[:MOST_COMPLETIONS]))


def _without_ending(surface: str, endings: Sequence[str]) -> Iterator[str]:
    """What may be the stem of a word in a form that the site does not use."""
    yield surface
    for ending in endings:
        if surface.endswith(ending) and len(surface) - len(ending) >= 3:
            rest = surface[: -len(ending)]
            yield rest
            if rest[-1] == rest[-2]:
                yield rest[:-1]


def _undo_typo(index: Index, surface: str) -> str:
    """The word of the site that was most likely meant: nearest, same start, commonest."""
    most = 0 if len(surface) < 4 else 1 if len(surface) < 8 else 2
    if not most or len(surface) > 32 or is_unspaced(surface) or surface[0] > "\uffff":
        return ""
    first, second = surface[0], surface[1]
    starts = (first,) if first == second else (first, second)
    near = [word for start in starts for word in index.words_from(start)]
    best = _nearest(near, surface, most)
    if not best and len(index.words) <= SMALL_VOCABULARY:
        best = _nearest(index.words, surface, most)
    return best


def _nearest(words: Sequence[Word], surface: str, most: int) -> str:
    best: tuple[int, bool, int, bytes] | None = None
    found = ""
    for word in words:
        if abs(len(word.surface) - len(surface)) > most:
            continue
        distance = edit_distance(word.surface, surface, most)
        if distance > most:
            continue
        key = (distance, word.surface[0] != surface[0], -word.commonness, sort_key(word.surface))
        if best is None or key < best:
            best, found = key, word.surface
    return found


def edit_distance(a: str, b: str, most: int) -> int:
    """Damerau-Levenshtein distance with adjacent swaps (optimal string alignment).

    Anything beyond `most` is given as `most + 1`.
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, previous, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _matches(index: Index, asked: Asked) -> dict[int, tuple[int, int, int]]:
    """Of each document with the word: what it adds, the best section, the stem's weight."""
    found: dict[int, tuple[int, int, int]] = {}
    for stem, factor in asked.stems:
        term = index.terms[stem]
        for number, impact, section in zip(
            term.documents, term.impacts, term.sections, strict=True
        ):
            worth = term.weight * impact * factor
            if number not in found or worth > found[number][0]:
                found[number] = worth, section, term.weight
    return found


def _score(found: Sequence[dict[int, tuple[int, int, int]]], number: int) -> float:
    worths = [matches[number][0] for matches in found if number in matches]
    return sum(worths) * math.sqrt((len(worths) + GRANTED) / (len(found) + GRANTED))


def _hit(
    index: Index,
    asked: Sequence[Asked],
    found: Sequence[dict[int, tuple[int, int, int]]],
    number: int,
    score: float,
) -> Hit:
    document = index.documents[number]
    votes: dict[int, int] = {}
    matched: list[str] = []
    for word, matches in zip(asked, found, strict=True):
        if number in matches:
            matched.append(word.surface)
            _, section, weight = matches[number]
            votes[section] = votes.get(section, 0) + weight
    votes.pop(NO_SECTION, None)
    best = min(votes, key=lambda section: (-votes[section], section), default=0)
    anchor = document.sections[best].anchor if best < len(document.sections) else ""
    return Hit(document, anchor, score, tuple(matched), len(matched) / len(asked))


def _correct(text: str, asked: Sequence[Asked]) -> str | None:
    corrections = {word.surface: word.correction for word in asked if word.correction}
    if not corrections:
        return None
    pieces: list[str] = []
    at = 0
    for surface, start, end in surfaces(text):
        if surface in corrections:
            pieces += text[at:start], corrections[surface]
            at = end
    return " ".join("".join([*pieces, text[at:]]).split())
