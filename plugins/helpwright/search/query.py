"""Asking the index. `web/search/query.js` does the same, step by step.

Each word of a query is looked up as a surface and gives one or more stems. A word that the site
does not have is stemmed, then taken for a typo. The last word, while it is being typed, also
matches what it begins. Synonyms add what they find. A document's score is the sum of weight x
impact over the words it has, times the square root of the (smoothed) share, by weight, of the
words it has: documents with all the words lead, but no word must match.

A browser loads only so much: of a long question, the commonest words are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpwright.search.analysis import normalize, surfaces
from helpwright.search.cards import values_of
from helpwright.search.documents import Document
from helpwright.search.index import Index, Part
from helpwright.search.reading import Asked, understand
from helpwright.search.streams import NO_SECTION

MOST_CHARACTERS = 2000
# As if every document had this many more of the words, of mean weight: a question of twenty
# words is not a list of twenty conditions.
GRANTED = 4
# With fewer documents than this, other languages are searched, too.
ENOUGH = 6

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Hit:
    """A document found. `section` is the anchor of its best section ("" is the top)."""

    document: Document
    section: str
    score: float
    matched: tuple[str, ...]
    coverage: float
    promoted: bool = False


@dataclass(frozen=True)
class Results:
    """The best hits, the query as understood if typos were undone, and how many there are.

    `total` documents have any of the words, `complete` of them have all.
    """

    hits: tuple[Hit, ...]
    corrected: str | None
    total: int
    complete: int


@dataclass(frozen=True)
class _Found:
    """What the words of a query find. The arrays have an entry for each document."""

    asked: Sequence[Asked]
    worths: Sequence[Whole]
    sections: Sequence[Whole]
    weights: Sequence[int]


def search(
    index: Index,
    text: str,
    *,
    limit: int = 10,
    language: str = "",
    literal: bool = False,
    filters: Mapping[str, str] | None = None,
) -> Results:
    """The documents that answer a query best, best first.

    Args:
        index: What to search.
        text: Words or a whole question, as a customer types it.
        limit: The most hits to return; `Results.total` counts them all.
        language: The reader's language. Without it, the language with the most documents is it.
            The next language is searched only if fewer than ENOUGH documents were found so far,
            whatever the limit; what it has comes after.
        literal: Take every word as typed, without undoing typos.
        filters: A value for any of "category", "type", "applies_to" and "kind": documents
            without it are left out. By any other name nothing is found.
    """
    text = normalize(text[:MOST_CHARACTERS])
    hits: tuple[Hit, ...] = ()
    corrected: str | None = None
    total = complete = 0
    for part in _in_order(index, language):
        if total >= ENOUGH:
            break
        results = _search(part, text, limit - len(hits), literal, filters or {})
        hits += results.hits
        corrected = corrected if total else results.corrected
        total += results.total
        complete += results.complete
    return Results(hits, corrected, total, complete)


def _in_order(index: Index, language: str) -> list[Part]:
    """The part in the reader's language, then the others, largest first."""
    code = language.replace("_", "-").lower()

    def key(part: Part) -> tuple[int, int, str]:
        same = part.language == code, part.language.split("-")[0] == code.split("-")[0]
        return 2 - sum(same) if code else 2, -len(part.documents), part.language

    return sorted(index.parts, key=key)


def _search(
    part: Part, text: str, limit: int, literal: bool, filters: Mapping[str, str]
) -> Results:
    asked = understand(part, text, literal=literal)
    found = _find(part, asked)
    scores, counts = _scores(found, len(part.documents))
    within = _within(part, filters)
    scores = np.where(within, scores, 0.0)
    pinned = [number for number in _promoted(part, asked) if within[number]]
    ranked = _best(scores, limit + len(pinned))
    order = [*pinned, *(number for number in ranked if number not in pinned)][:limit]
    hits = tuple(
        _hit(part, found, number, float(scores[number]), number in pinned) for number in order
    )
    total = np.count_nonzero(scores) + sum(1 for number in pinned if not scores[number])
    complete = np.count_nonzero((counts == len(asked)) & within) if asked else 0
    return Results(hits, _correct(text, asked), int(total), int(complete))


def _find(part: Part, asked: Sequence[Asked]) -> _Found:
    """For each word: what it adds to each document, in which section, and its weight."""
    worths: list[Whole] = []
    sections: list[Whole] = []
    weights: list[int] = []
    for word in asked:
        worth = np.zeros(len(part.documents), np.int64)
        section = np.full(len(part.documents), NO_SECTION, np.int64)
        weight = 0
        for stem, factor in word.stems:
            term = part.terms.get(stem)
            if term is not None:
                weight = max(weight, term.weight)
                here = term.impacts * np.int64(term.weight * factor)
                better = here > worth[term.documents]
                worth[term.documents[better]] = here[better]
                section[term.documents[better]] = term.sections[better]
        for stems in word.alternatives:
            here, places = _together(part, stems)
            better = here > worth
            worth[better], section[better] = here[better], places[better]
            if here.any():
                weight = max(weight, *(term.weight for s in stems if (term := part.terms.get(s))))
        worths.append(worth)
        sections.append(section)
        weights.append(weight)
    return _Found(asked, worths, sections, weights)


# A synonym counts a little less than the word itself, which counts `reading.FULL`.
_SYNONYM = 3


def _together(part: Part, stems: Sequence[str]) -> tuple[Whole, Whole]:
    """The mean worth, for each document that has all of these stems, and the first's section."""
    total = np.zeros(len(part.documents), np.int64)
    count = np.zeros(len(part.documents), np.int64)
    section = np.full(len(part.documents), NO_SECTION, np.int64)
    for stem in stems:
        term = part.terms.get(stem)
        if term is not None:
            total[term.documents] += term.impacts * np.int64(term.weight * _SYNONYM)
            fresh = count[term.documents] == 0
            section[term.documents[fresh]] = term.sections[fresh]
            count[term.documents] += 1
    return np.where(count == len(stems), total // len(stems), 0), section


def _scores(found: _Found, documents: int) -> tuple[NDArray[np.float64], Whole]:
    """The score of each document, and how many of the words it has."""
    worth = np.zeros(documents, np.int64)
    share = np.zeros(documents, np.int64)
    counts = np.zeros(documents, np.int64)
    for here, weight in zip(found.worths, found.weights, strict=True):
        has = here > 0
        worth += here
        share += weight * has
        counts += has
    known = sum(weight > 0 for weight in found.weights)
    whole = sum(found.weights)
    covered = (share * known + GRANTED * whole) / max(1, whole * (known + GRANTED))
    scores = worth.astype(np.float64) * np.sqrt(covered)
    return scores, counts


def _within(part: Part, filters: Mapping[str, str]) -> NDArray[np.bool_]:
    if not filters:
        return np.ones(len(part.documents), bool)
    return np.array(
        [
            all(value in values_of(document, facet) for facet, value in filters.items())
            for document in part.documents
        ],
        dtype=bool,
    )


def _best(scores: NDArray[np.float64], limit: int) -> list[int]:
    """The numbers of the best documents that have any score, of equals the first."""
    numbers = np.flatnonzero(scores)
    if len(numbers) > limit > 0:
        least = np.partition(scores[numbers], -limit)[-limit]
        numbers = numbers[scores[numbers] >= least]
    order = np.lexsort((numbers, -scores[numbers]))
    best: list[int] = numbers[order][:limit].tolist()
    return best


def _promoted(part: Part, asked: Sequence[Asked]) -> list[int]:
    """The documents that writers put first for just these words."""
    keys = [set(word.keys) for word in asked]
    for key in sorted(set().union(*keys)):
        for wanted, numbers in part.rules.promotions.get(key, ()):
            if (
                len(wanted) == len(keys)
                and all(any(key in word for word in keys) for key in wanted)
                and all(any(key in word for key in wanted) for word in keys)
            ):
                return list(numbers)
    return []


def _hit(part: Part, found: _Found, number: int, score: float, promoted: bool) -> Hit:
    document = part.documents[number]
    votes: dict[int, int] = {}
    matched: list[str] = []
    for n, word in enumerate(found.asked):
        if found.worths[n][number]:
            matched.append(word.surface)
            section = int(found.sections[n][number])
            votes[section] = votes.get(section, 0) + found.weights[n]
    votes.pop(NO_SECTION, None)
    best = min(votes, key=lambda section: (-votes[section], section), default=0)
    anchor = document.sections[best].anchor if best < len(document.sections) else ""
    coverage = len(matched) / len(found.asked) if found.asked else 0.0
    return Hit(document, anchor, score, tuple(matched), coverage, promoted)


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
