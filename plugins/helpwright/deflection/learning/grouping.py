"""Groups of messages that are about the same: stars, and then the nearest centre.

Star clustering (Aslam, Pelekhov and Rus, "The Star Clustering Algorithm for Static and Dynamic
Information Organization", Journal of Graph Algorithms and Applications 8(1), 2004): messages are
vectors of tf-idf, two are neighbours if their cosine reaches `NEAR`, and the message with the
heaviest neighbours takes them all, again and again. Every message then goes to the nearest centre,
if it is near enough. No number of groups has to be guessed, and nothing is drawn at random.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpwright.search.suggestions_matrix import scipy_sparse

# On invented messages about twelve missing articles, .10 and .20 found less.
NEAR = 0.15
_NEAR_CENTRE = 1.3 * NEAR
_ROUNDS = 2
# Neighbours are looked for among so many; all others go to the centres found there.
MOST_SEEDS = 6_000
# What is in more messages than this tells nothing, and costs most.
_TOO_COMMON = 0.1
_FEW = 50

Groups = NDArray[np.int64]


def group(
    words: Sequence[Collection[str]],
    persons: Sequence[str],
    everywhere: Counter[str],
    total: int,
    fewest: int,
) -> Groups:
    """The group of each message, -1 for those in none; order them, for equal results.

    Args:
        words: Of each message.
        persons: Who wrote it; a person counts once, however much he writes.
        everywhere: In how many of all messages each word is.
        total: How many messages these are.
        fewest: The persons a group must have.

    Raises:
        InputError: SciPy is not installed.
    """
    none = np.full(len(words), -1, np.int64)
    vectors = vectors_of(words, everywhere, total)
    if len(words) < fewest or vectors is None:
        return none
    counts = Counter(persons)
    weights = np.array([1 / counts[person] for person in persons])
    numbers = {person: n for n, person in enumerate(dict.fromkeys(persons))}
    owners = np.array([numbers[person] for person in persons])
    step = -(-len(words) // MOST_SEEDS)
    chosen = np.arange(0, len(words), step)
    found = none.copy()
    found[chosen] = _stars(vectors[chosen], weights[chosen], owners[chosen], fewest)
    for _ in range(_ROUNDS):
        found = _nearest(vectors, found)
    for number in range(int(found.max(initial=-1)) + 1):
        if len(set(owners[found == number].tolist())) < fewest:
            found[found == number] = -1
    return found


def vectors_of(words: Sequence[Collection[str]], everywhere: Counter[str], total: int) -> Any:
    """Messages x words, tf-idf of length 1; None if no word tells anything."""
    most = max(_FEW, _TOO_COMMON * total)
    listed = sorted({w for own in words for w in own if 1 < everywhere[w] <= most})
    if not listed:
        return None
    numbers = {word: n for n, word in enumerate(listed)}
    columns = [sorted(numbers[word] for word in set(own) if word in numbers) for own in words]
    starts = np.concatenate(([0], np.cumsum([len(own) for own in columns])))
    flat = np.array([n for own in columns for n in own], np.int64)
    rarity = np.array([log(total / everywhere[word]) for word in listed])
    values = rarity[flat]
    owner = np.repeat(np.arange(len(words)), np.diff(starts))
    lengths = np.sqrt(np.bincount(owner, values**2, minlength=len(words)))
    values = values / np.maximum(lengths, 1e-9)[owner]
    shape = (len(words), len(listed))
    return scipy_sparse().csr_array((values, flat, starts), shape=shape)


def _stars(
    vectors: Any, weights: NDArray[np.float64], owners: NDArray[np.int64], fewest: int
) -> Groups:
    near = (vectors @ vectors.T).tocsr()
    near.data[near.data < NEAR] = 0
    near.eliminate_zeros()
    near.sort_indices()
    found = np.full(vectors.shape[0], -1, np.int64)
    heavy = np.asarray(near @ weights)
    groups = 0
    while heavy.max(initial=0.0) > 0:
        centre = int(np.argmax(heavy))
        members = near.indices[near.indptr[centre] : near.indptr[centre + 1]]
        members = members[found[members] < 0]
        if len(set(owners[members].tolist())) < fewest:
            heavy[centre] = 0
            continue
        found[members] = groups
        groups += 1
        taken = np.zeros(len(found))
        taken[members] = weights[members]
        heavy = np.where(heavy > 0, heavy - near @ taken, 0.0)
        heavy[members] = 0
        heavy[heavy < 1e-9] = 0
    return found


def _nearest(vectors: Any, found: Groups) -> Groups:
    """Each message with the nearest centre of the groups found."""
    groups = int(found.max(initial=-1)) + 1
    if not groups:
        return found
    rows = np.flatnonzero(found >= 0)
    members = scipy_sparse().csr_array(
        (np.ones(len(rows)), (found[rows], rows)), shape=(groups, len(found))
    )
    centres = (members @ vectors).toarray()
    lengths = np.sqrt((centres**2).sum(axis=1))
    likeness = np.asarray(vectors @ (centres / np.maximum(lengths, 1e-9)[:, None]).T)
    best = likeness.argmax(axis=1)
    return np.where(likeness[np.arange(len(found)), best] >= _NEAR_CENTRE, best, -1)
