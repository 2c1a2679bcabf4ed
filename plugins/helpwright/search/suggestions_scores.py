"""Scores of many tickets at once: sparse matrices, tickets x terms times terms x documents.

A document's score is what `query` gives it: the sum of weight x impact over the words it has,
times the square root of the smoothed share, by weight, of the words it has. One product adds up
both, because each entry of the matrix holds worth and weight in one whole number. Whole numbers
also make every result the same, whichever order they are added in.

The product takes a ticket's rarest words until their postings reach `MOST_POSTINGS`. If common
words are left over, they rank the best candidates again, from a table of the common terms.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpwright.search.query import GRANTED
from helpwright.search.suggestions_evidence import cross, evidence
from helpwright.search.suggestions_matrix import (
    MOST_POSTINGS,
    WEIGHT,
    WEIGHT_BITS,
    Matrix,
    csr,
)
from helpwright.search.suggestions_words import MOST_WORDS, Asked, Integers

# Of each ticket, the documents that are ranked exactly; more if common words were left over. In
# an index of 720 articles, room for .3 postings a document then cost .002 nDCG@10.
CANDIDATES, CANDIDATES_IF_HURRIED = 32, 128


class Best(NamedTuple):
    """The best documents of each ticket, a row each, best first; -1 where there are no more.

    `sections` are numbers, or NO_SECTION; for `share` and `strength` see `suggestions_evidence`.
    """

    documents: Integers
    sections: Integers
    scores: NDArray[np.float64]
    share: NDArray[np.float64]
    strength: NDArray[np.float64]


def best(matrix: Matrix, asked: Asked, limit: int) -> Best:
    """The best documents of each ticket, of equals those with the lowest number first.

    Raises:
        InputError: There is more than one ticket, and SciPy is not installed.
    """
    tickets = len(asked.unknown)
    owner = np.repeat(np.arange(tickets), np.diff(asked.starts))
    early = _within_budget(matrix, asked, owner)
    hurried = np.bincount(owner[~early], minlength=tickets) > 0
    wanted = np.maximum(np.where(hurried, CANDIDATES_IF_HURRIED, CANDIDATES), limit)
    ticket, document, packed = _candidates(matrix, asked, early, wanted)
    if hurried.any():
        packed = packed + _late(matrix, asked, owner, ~early, ticket, document)
    covered = _covered(matrix, asked, owner, ticket, packed & WEIGHT)
    scores: NDArray[np.float64] = np.sqrt(covered) * (packed >> WEIGHT_BITS)
    ticket, document, scores, rank = _ranked(ticket, document, scores, tickets, limit)
    sections, share, strength = evidence(matrix, asked, owner, ticket, document)

    def spread(column: Any) -> Any:
        found = np.full((tickets, limit), -1, column.dtype)
        found[ticket, rank] = column
        return found

    return Best(*map(spread, (document, sections, scores, share, strength)))


def _within_budget(matrix: Matrix, asked: Asked, owner: Integers) -> NDArray[np.bool_]:
    """Which words are added up for all documents; always a ticket's first."""
    total = np.cumsum(matrix.frequencies[asked.terms])
    before = np.concatenate(([0], total))[asked.starts[:-1]]
    first = np.zeros(len(owner), bool)
    counts = np.diff(asked.starts)
    first[asked.starts[:-1][counts > 0]] = True
    # Few words leave room for more postings of each: short tickets often have common words only.
    room = MOST_POSTINGS * MOST_WORDS // np.maximum(counts, 1)
    return first | (total - before[owner] <= room[owner])


def _candidates(
    matrix: Matrix, asked: Asked, early: NDArray[np.bool_], wanted: Integers
) -> tuple[Integers, Integers, Integers]:
    """Ticket, document and packed sum of the documents whose words are worth most."""
    starts = np.concatenate(([0], np.cumsum(early)))[asked.starts]
    terms, factors = asked.terms[early], asked.factors[early]
    if len(asked.unknown) == 1:
        documents, packed = _sums(matrix, terms, factors)
        ends = np.array([0, len(documents)])
    else:
        shape = (len(asked.unknown), len(matrix.weights))
        product = csr(factors, terms, starts, shape) @ matrix.sparse
        documents, packed, ends = product.indices, product.data, product.indptr
    # What the last candidate has, or 0; those that have as much are candidates, too.
    least = [
        np.partition(packed[start:end], end - start - most)[end - start - most]
        if end - start > most
        else 0
        for (start, end), most in zip(pairwise(ends.tolist()), wanted.tolist(), strict=True)
    ]
    counts = np.diff(ends)
    chosen = np.flatnonzero(packed >= np.repeat(np.array(least, np.int64), counts))
    ticket = np.repeat(np.arange(len(counts)), counts)[chosen]
    return ticket, documents[chosen].astype(np.int64), packed[chosen]


def _sums(matrix: Matrix, terms: Integers, factors: Integers) -> tuple[Integers, Integers]:
    """The product for one ticket, which needs no SciPy."""
    total = np.zeros(matrix.size, np.int64)
    for term, factor in zip(terms.tolist(), factors.tolist(), strict=True):
        part = slice(int(matrix.starts[term]), int(matrix.starts[term + 1]))
        total[matrix.documents[part]] += matrix.packed[part] * factor
    found = np.flatnonzero(total)
    return found, total[found]


def _late(
    matrix: Matrix,
    asked: Asked,
    owner: Integers,
    late: NDArray[np.bool_],
    ticket: Integers,
    document: Integers,
) -> Integers:
    """What the words that no room was left for add to each candidate."""
    row = matrix.rows[asked.terms]
    late = late & (row >= 0)
    row, terms, factors = row[late], asked.terms[late], asked.factors[late]
    pairs, words = cross(owner[late], ticket, len(asked.unknown))
    impact = matrix.table[row[words], document[pairs]].astype(np.int64)
    worth = matrix.weights[terms[words]] * impact
    weight = matrix.weights[terms[words]] * (impact > 0)
    packed = ((worth << WEIGHT_BITS) + weight) * factors[words]
    # Sums below 2 ** 53 are exact in floats.
    return np.bincount(pairs, packed, minlength=len(ticket)).astype(np.int64)


def _covered(
    matrix: Matrix, asked: Asked, owner: Integers, ticket: Integers, share: Integers
) -> NDArray[np.float64]:
    """The smoothed share, by weight, of its ticket's words that each document has."""
    known = np.diff(asked.starts)
    whole = np.bincount(owner, matrix.weights[asked.terms] * asked.factors, minlength=len(known))
    whole = np.maximum(whole, 1.0)
    above, below = GRANTED * whole, whole * (known + GRANTED)
    covered: NDArray[np.float64] = (share * known[ticket] + above[ticket]) / below[ticket]
    return covered


def _ranked(
    ticket: Integers,
    document: Integers,
    scores: NDArray[np.float64],
    tickets: int,
    limit: int,
) -> tuple[Integers, Integers, NDArray[np.float64], Integers]:
    """The best of each ticket's candidates in order, and the rank of each from 0."""
    counts = np.bincount(ticket, minlength=tickets)
    widest = int(counts.max(initial=0))
    if widest > limit:
        first = np.concatenate(([0], np.cumsum(counts)[:-1]))
        place = np.arange(len(ticket)) - first[ticket]
        rows = np.zeros((tickets, widest))
        rows[ticket, place] = scores
        least = np.partition(rows, widest - limit, axis=1)[:, widest - limit]
        good = scores >= least[ticket]
        ticket, document, scores = ticket[good], document[good], scores[good]
    order = np.lexsort((document, -scores, ticket))
    ticket, document, scores = ticket[order], document[order], scores[order]
    rank = np.arange(len(ticket)) - np.searchsorted(ticket, np.arange(tickets))[ticket]
    good = rank < limit
    return ticket[good], document[good], scores[good], rank[good]
