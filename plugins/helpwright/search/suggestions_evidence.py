"""What speaks for each document that was found for a ticket, and in which section it stands.

`share` is the part of all that the ticket's words could be worth, words that the site does not
have among them, that the document has. `strength` is what its strongest words are worth, as a
part of what as many of the rarest words could be. Both are between 0 and 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from helpwright.search.postings import IMPACT_STEPS
from helpwright.search.streams import NO_SECTION
from helpwright.search.suggestions_matrix import Matrix
from helpwright.search.suggestions_words import Asked, Integers

# How many words say how strong a match is.
STRONGEST = 3


def evidence(
    matrix: Matrix, asked: Asked, owner: Integers, ticket: Integers, document: Integers
) -> tuple[Integers, NDArray[np.float64], NDArray[np.float64]]:
    """Of each pair of ticket and document: the best section, the share, and the strength.

    Args:
        matrix: The index.
        asked: The words of the tickets.
        owner: The ticket of each word.
        ticket: The ticket of each pair.
        document: The document of each pair.
    """
    pairs, words = cross(owner, ticket, len(asked.unknown))
    has, at = matrix.find(asked.terms[words], document[pairs])
    pairs, words = pairs[has], words[has]
    factor = asked.factors[words]
    weight = matrix.weights[asked.terms[words]]
    worth = weight * matrix.impacts[at]

    most = matrix.weights[asked.terms] * asked.factors
    possible = np.bincount(owner, most, minlength=len(asked.unknown))
    possible += asked.unknown * matrix.most_weight
    sums = np.bincount(pairs, worth * factor, minlength=len(ticket))
    share = sums / (IMPACT_STEPS * possible[ticket])

    order = np.argsort((pairs << 32) - worth, kind="stable")
    first = np.searchsorted(pairs, np.arange(len(ticket)))
    order = order[np.arange(len(pairs)) - first[pairs] < STRONGEST]
    sums = np.bincount(pairs[order], worth[order], minlength=len(ticket))
    strength = sums / (IMPACT_STEPS * STRONGEST * matrix.most_weight)
    return _sections(matrix.sections[at], pairs, weight * factor, len(ticket)), share, strength


def cross(owner: Integers, ticket: Integers, tickets: int) -> tuple[Integers, Integers]:
    """Each pair with each word of its ticket, as numbers of both; `owner` must be in order."""
    counts = np.bincount(owner, minlength=tickets)
    first = np.concatenate(([0], np.cumsum(counts)))
    repeats = counts[ticket]
    pairs = np.repeat(np.arange(len(ticket)), repeats)
    ends = np.cumsum(repeats)
    words = np.arange(len(pairs)) - (ends - repeats)[pairs] + first[ticket][pairs]
    return pairs, words


def _sections(
    sections: NDArray[np.uint8], pairs: Integers, weight: Integers, count: int
) -> Integers:
    """The section with most weight of each pair, of equals the first."""
    found = np.full(count, NO_SECTION, np.int64)
    real = sections != NO_SECTION
    key = pairs[real] << 8 | sections[real]
    if not len(key):
        return found
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    votes = np.add.reduceat(weight[real][order], starts)
    pair, section = key[starts] >> 8, key[starts] & 255
    # The vote, and of equal votes the section, in one number; the largest wins.
    choice = votes << 8 | 255 - section
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    found[pair[first]] = 255 - (np.maximum.reduceat(choice, first) & 255)
    return found
