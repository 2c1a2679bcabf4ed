"""Documents to words and postings: BM25F, worked out when the site is built.

A browser only adds up small whole numbers, so that Python and JavaScript cannot differ.
For a stem t in a document d, over fields f with weight w, length l and mean length m
(Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009):

    tf(t, d)     = sum over f of w_f * tf(t, d, f) / (1 - b_f + b_f * l_f / m_f)
    impact(t, d) = tf / (k1 + tf), in steps of 1/31
    weight(t)    = ln(1 + (N - df + 0.5) / (df + 0.5)), in steps of 1/64
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from helpwright.search.analysis import Token, tokenize
from helpwright.search.documents import Document

NO_SECTION = 255
IMPACT_STEPS = 31
WEIGHT_STEPS = 64
# Measured on 160 customers' questions to a help center, 243 forum posts and short title-like
# queries: a slow saturation and a strong title serve all three better than the usual 1.2 and 3.
K1 = 3.0
# A word on more pages than this says little about any; its weakest postings are left out.
MOST_POSTINGS = 3000


class Field(NamedTuple):
    """How much a field counts, and how much a long one is discounted (0 to 1)."""

    weight: float
    b: float


FIELDS: dict[str, Field] = {
    "title": Field(5.0, 0.4),
    "headings": Field(2.0, 0.5),
    "body": Field(1.0, 0.8),
    "aliases": Field(4.0, 0.3),
    "labels": Field(3.0, 0.3),
    "description": Field(1.0, 0.5),
    "facets": Field(0.5, 0.0),
}


class Word(NamedTuple):
    """A surface of the site's vocabulary with a stem; `commonness` is the bit length of its df."""

    surface: str
    stem: str
    commonness: int


@dataclass(frozen=True)
class Term:
    """A stem's weight and postings, in the order of documents; the three are equally long."""

    weight: int
    documents: tuple[int, ...]
    impacts: bytes
    sections: bytes


def sort_key(text: str) -> bytes:
    """The order in which JavaScript compares strings: by UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")


def compile_postings(documents: Sequence[Document]) -> tuple[tuple[Word, ...], dict[str, Term]]:
    """The vocabulary in its order, and the terms by stem in theirs."""
    counted = [_count(document) for document in documents]
    means = _mean_lengths(counted)
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    surfaces: Counter[Token] = Counter()
    for number, page in enumerate(counted):
        surfaces.update(page.tokens)
        for stem, frequency in _frequencies(page, means).items():
            impact = max(1, round(IMPACT_STEPS * frequency / (K1 + frequency)))
            found[stem].append((number, impact, page.best_section.get(stem, NO_SECTION)))
    words = sorted(
        (Word(token.surface, token.stem, count.bit_length()) for token, count in surfaces.items()),
        key=lambda word: (sort_key(word.surface), sort_key(word.stem)),
    )
    stems = sorted(found, key=sort_key)
    return tuple(words), {stem: _term(found[stem], len(documents)) for stem in stems}


@dataclass(frozen=True)
class _Page:
    fields: Mapping[str, Counter[str]]
    tokens: frozenset[Token]
    best_section: Mapping[str, int]


def _count(document: Document) -> _Page:
    fields: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    tokens: set[Token] = set()
    evidence: dict[str, tuple[int, int]] = {}
    for name, section, text in _texts(document):
        # In a title or an alias, a stop word may be all that somebody searches for.
        found = tokenize(text, document.language, stop_words=name in ("title", "aliases"))
        tokens.update(found)
        stems = Counter(token.stem for token in found)
        fields[name].update(stems)
        if section < NO_SECTION:
            for stem, count in stems.items():
                worth = count * (4 if name == "headings" else 1)
                before = evidence.get(stem, (0, section))
                total = worth + (before[0] if before[1] == section else 0)
                if total > before[0]:
                    evidence[stem] = (total, section)
    return _Page(fields, frozenset(tokens), {s: place for s, (_, place) in evidence.items()})


def _texts(document: Document) -> Iterator[tuple[str, int, str]]:
    """(field, number of the section, text); a section's texts follow each other."""
    yield "title", NO_SECTION, document.title
    yield "description", NO_SECTION, document.description
    yield "aliases", NO_SECTION, " \n ".join(document.aliases)
    yield "labels", NO_SECTION, " \n ".join(document.labels)
    yield "facets", NO_SECTION, " \n ".join((document.category, *document.applies_to))
    for number, section in enumerate(document.sections):
        place = min(number, NO_SECTION)
        yield "headings", place, section.heading
        yield "body", place, section.text


def _mean_lengths(pages: Sequence[_Page]) -> dict[str, float]:
    """Mean number of words in a field, over the documents that have the field."""
    means: dict[str, float] = {}
    for name in FIELDS:
        lengths = [length for page in pages if (length := page.fields[name].total())]
        means[name] = sum(lengths) / len(lengths) if lengths else 1.0
    return means


def _frequencies(page: _Page, means: Mapping[str, float]) -> dict[str, float]:
    frequencies: dict[str, float] = defaultdict(float)
    for name, field in FIELDS.items():
        counts = page.fields[name]
        norm = 1 - field.b + field.b * counts.total() / means[name]
        for stem, count in counts.items():
            frequencies[stem] += field.weight * count / norm
    return frequencies


def _term(postings: list[tuple[int, int, int]], total: int) -> Term:
    df = len(postings)
    weight = math.log(1 + (total - df + 0.5) / (df + 0.5))
    if df > MOST_POSTINGS:
        strongest = sorted(postings, key=lambda posting: (-posting[1], posting[0]))
        postings = sorted(strongest[:MOST_POSTINGS])
    return Term(
        weight=max(1, round(WEIGHT_STEPS * weight)),
        documents=tuple(number for number, _, _ in postings),
        impacts=bytes(impact for _, impact, _ in postings),
        sections=bytes(section for _, _, section in postings),
    )
