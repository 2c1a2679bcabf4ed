"""The postings of an index as a sparse matrix of terms x documents, and looking things up in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpwright.errors import Finding, InputError, Place
from helpwright.search.suggestions_words import IN_SUBJECT, MOST_WORDS, Integers

# What a ticket of `MOST_WORDS` words may cost: .3 postings a document for 10,000 documents, and
# everything up to about 1,500.
MOST_POSTINGS = 3000
# A weight is below 1,024 on any site, so that the weights of a ticket's words fit into these.
WEIGHT_BITS = (1024 * IN_SUBJECT * MOST_WORDS).bit_length()
WEIGHT = (1 << WEIGHT_BITS) - 1
_TABLE_BYTES = 64 << 20
# Fibonacci hashing: Knuth, "The Art of Computer Programming", volume 3, section 6.4.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Matrix:
    """Terms x documents, by term. The postings of term n stand from `starts[n]` to `starts[n + 1]`.

    `weights` are those of the terms; `most_weight` is that of the rarest.
    """

    size: int
    weights: Integers
    most_weight: int
    starts: Integers
    documents: NDArray[np.int32]
    impacts: NDArray[np.uint8]
    sections: NDArray[np.uint8]

    @cached_property
    def frequencies(self) -> Integers:
        """How many postings each term has."""
        return np.diff(self.starts)

    @cached_property
    def packed(self) -> Integers:
        """Worth, which is weight x impact, and weight of each posting in one number."""
        weights = np.repeat(self.weights, self.frequencies)
        return (weights * self.impacts << WEIGHT_BITS) + weights

    @cached_property
    def sparse(self) -> Any:
        """The packed matrix as SciPy takes it.

        Raises:
            InputError: SciPy is not installed.
        """
        return csr(self.packed, self.documents, self.starts, (len(self.weights), self.size))

    @cached_property
    def rows(self) -> Integers:
        """The row of each common term in `table`, -1 of others."""
        # A word that no room was left for has at least this many postings.
        common = np.flatnonzero(self.frequencies > MOST_POSTINGS // MOST_WORDS)
        most = _TABLE_BYTES // max(self.size, 1)
        common = common[np.argsort(-self.frequencies[common], kind="stable")[:most]]
        rows = np.full(len(self.weights), -1)
        rows[common] = np.arange(len(common))
        return rows

    @cached_property
    def table(self) -> NDArray[np.uint8]:
        """Impacts of common terms x documents, for looking up at once."""
        found = np.zeros((int(self.rows.max(initial=-1)) + 1, self.size), np.uint8)
        rows = np.repeat(self.rows, self.frequencies)
        common = rows >= 0
        found[rows[common], self.documents[common]] = self.impacts[common]
        return found

    def find(self, terms: Integers, documents: Integers) -> tuple[Integers, Integers]:
        """Which of these pairs of term and document have a posting, and where it stands."""
        if not len(self._keys):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        key = terms * self.size + documents
        # Most pairs have none, and this tells of nearly all of them without a search.
        maybe = np.flatnonzero(self._present[self._hash(key)])
        key = key[maybe]
        at = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
        has = self._keys[at] == key
        return maybe[has], at[has]

    @cached_property
    def _keys(self) -> Integers:
        """Term and document of each posting in one number, in order."""
        terms = np.repeat(np.arange(len(self.weights)), self.frequencies)
        return terms * self.size + self.documents

    @cached_property
    def _present(self) -> NDArray[np.bool_]:
        """Whether any posting has a hash."""
        found = np.zeros(1 << self._hash_bits, bool)
        found[self._hash(self._keys)] = True
        return found

    @property
    def _hash_bits(self) -> int:
        # Eight places for each posting, so that one in nine guesses is wrong, up to 16 MB.
        return min(24, max(8, (8 * len(self.documents)).bit_length()))

    def _hash(self, key: Integers) -> NDArray[np.uint64]:
        return (key.astype(np.uint64) * _GOLDEN) >> np.uint64(64 - self._hash_bits)


def csr(values: Integers, columns: NDArray[Any], starts: Integers, shape: tuple[int, int]) -> Any:
    """A sparse matrix by rows. With narrow numbers of columns, products take half the time.

    Raises:
        InputError: SciPy is not installed.
    """
    narrow = np.int32 if starts[-1] < 1 << 31 else np.int64
    columns, starts = columns.astype(narrow), starts.astype(narrow)
    return scipy_sparse().csr_array((values, columns, starts), shape=shape)


def scipy_sparse() -> Any:
    """SciPy's sparse matrices, or a finding that tells how to install them.

    Raises:
        InputError: SciPy is not installed.
    """
    try:
        from scipy import sparse  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        message = "suggestions for many tickets need SciPy, which is not installed"
        hint = 'pip install "helpwright[suggest]"'
        raise InputError(Finding(Place("scipy"), "missing-extra", message, hint)) from error
    return sparse
