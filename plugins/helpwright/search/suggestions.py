"""Suggestions: the articles that answer a ticket, for one ticket or for thousands at once.

`suggestions_words` turns tickets into numbers, `suggestions_scores` multiplies them with the
index. Here both are put together for each language of a site, and the evidence becomes a
confidence, or the honest answer that no article fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpwright.search.documents import Document, Section
from helpwright.search.index import Index, Part
from helpwright.search.suggestions_matrix import Matrix
from helpwright.search.suggestions_scores import Best, best
from helpwright.search.suggestions_words import Words, ask, chunks


class Confidence(StrEnum):
    """How likely an article answers the ticket; see `CHANCES`."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Question(NamedTuple):
    """What somebody asks: a subject, which may be empty, and a text."""

    subject: str
    body: str


class Suggestion(NamedTuple):
    """An article for a ticket, and the section of it that fits best."""

    document: Document
    section: Section
    chance: float
    confidence: Confidence


@dataclass(frozen=True)
class Shelf:
    """What can be suggested in one language."""

    part: Part
    matrix: Matrix
    words: Words


@dataclass(frozen=True)
class Library:
    """What can be suggested, by language; the shelf with most documents comes first."""

    shelves: tuple[Shelf, ...]


# Characters by which a language is known.
ENOUGH_TO_TELL = 500
# The least chance of each, and of any suggestion at all.
CHANCES = {Confidence.HIGH: 0.8, Confidence.MEDIUM: 0.5, Confidence.LOW: 0.15}
_CONSTANT, _SHARE, _STRENGTH = 0.3, 2.3, 7.9


def compile_library(index: Index, keep: Callable[[Document], bool] | None = None) -> Library:
    """An index in the form that tickets are multiplied with.

    Args:
        index: What can be found.
        keep: Which documents may be suggested; default all.
    """
    shelves = [_shelf(part, keep) for part in index.parts]
    return Library(tuple(sorted(shelves, key=lambda shelf: -len(shelf.part.documents))))


def _shelf(part: Part, keep: Callable[[Document], bool] | None) -> Shelf:
    terms = part.terms
    kept = np.array([keep is None or keep(document) for document in part.documents], bool)
    rows = kept[terms.documents]
    owners = np.repeat(np.arange(len(terms)), np.diff(terms.starts))[rows]
    counts = np.bincount(owners, minlength=len(terms))
    matrix = Matrix(
        size=len(part.documents),
        weights=terms.weights.astype(np.int64),
        most_weight=int(terms.weights.max(initial=1)),
        starts=np.concatenate(([0], np.cumsum(counts))),
        documents=terms.documents[rows],
        impacts=terms.impacts[rows],
        sections=terms.sections[rows],
    )
    return Shelf(part, matrix, Words(part))


def suggest(
    library: Library,
    questions: Sequence[Question],
    *,
    limit: int = 3,
    language: str = "",
    least: float = CHANCES[Confidence.LOW],
) -> list[tuple[Suggestion, ...]]:
    """For each question the articles that answer it best, best first; none if no article fits.

    Args:
        library: What may be suggested.
        questions: Tickets in the customer's own words.
        limit: The most articles for each.
        language: The language of all questions; default the one each seems to be in.
        least: The least chance of an article to be the answer.

    Raises:
        InputError: There is more than one question, and SciPy is not installed.
    """
    found: list[tuple[Suggestion, ...]] = [()] * len(questions)
    shelves: dict[int, list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        shelves[_choose(library.shelves, question, language)].append(number)
    for shelf_number, numbers in shelves.items():
        if not library.shelves:
            break
        shelf = library.shelves[shelf_number]
        asked = ask(shelf.words, [questions[n] for n in numbers], shelf.matrix.weights)
        rows = best(shelf.matrix, asked, limit)
        for number, row in zip(numbers, _rows(shelf, rows, least), strict=True):
            found[number] = row
    return found


def asks(library: Library, question: Question, language: str = "") -> bool:
    """Whether a question has any word to look for, known or not, besides small ones."""
    if not library.shelves:
        return True
    words = library.shelves[_choose(library.shelves, question, language)].words
    return any(numbers for text in question for numbers in words.numbers(text))


def _choose(shelves: Sequence[Shelf], question: Question, language: str) -> int:
    """The number of the shelf in the language of a question, as its small words give it away."""
    if len(shelves) < 2:
        return 0
    code = language.replace("_", "-").lower()
    for wanted in filter(None, (code, code.split("-")[0])):
        for number, shelf in enumerate(shelves):
            if wanted in (shelf.part.language, shelf.part.language.split("-")[0]):
                return number
    cut = [chunk for text in question for chunk in chunks(text[:ENOUGH_TO_TELL])]
    lower = [chunk.lower() for chunk in cut]
    small = [sum(map(shelf.words.stop_words.__contains__, lower)) for shelf in shelves]
    most = max(small)
    if most > 1 and small.count(most) == 1:
        return small.index(most)
    # Few or no small words, as in Chinese: then the language of which the site has most words.
    known = [_known(shelf.words, cut) + few for shelf, few in zip(shelves, small, strict=True)]
    return known.index(max(known))


def _known(words: Words, cut: Sequence[str]) -> int:
    found = (numbers for chunk in cut for numbers in words[chunk])
    return sum(number < words.known for number in found)


def _chances(rows: Best) -> NDArray[np.float64]:
    """The chance of each article to be the answer: a logistic model of two numbers.

    Fitted to half of the judged questions; the tests check it on the other half.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        evidence = _CONSTANT + _SHARE * np.log(rows.share) + _STRENGTH * rows.strength
    return np.where(rows.documents >= 0, 1 / (1 + np.exp(-evidence)), 0.0)


def _rows(shelf: Shelf, rows: Best, least: float) -> list[tuple[Suggestion, ...]]:
    documents = shelf.part.documents
    chances = _chances(rows)
    # From the least chance up, so that the number of bounds reached is the place of the name.
    names = sorted(CHANCES, key=CHANCES.__getitem__)
    reached = np.searchsorted([CHANCES[name] for name in names], chances, side="right")
    levels = np.maximum(reached - 1, 0)
    found: list[list[Suggestion]] = [[] for _ in chances]
    ticket, rank = np.nonzero((rows.documents >= 0) & (chances >= least))
    columns = (rows.documents, rows.sections, chances, levels)
    picked = (column[ticket, rank].tolist() for column in columns)
    for number, place, section, chance, level in zip(ticket.tolist(), *picked, strict=True):
        document = documents[place]
        part = _section(document, section)
        found[number].append(Suggestion(document, part, chance, names[level]))
    return list(map(tuple, found))


def _section(document: Document, number: int) -> Section:
    sections = document.sections
    if number < len(sections):
        return sections[number]
    return sections[0] if sections else Section("", "", "")
