"""Tokens are counted the same however many documents are counted at once."""

from __future__ import annotations

import numpy as np

from helpwright.search.documents import Document, Section
from helpwright.search.index import stems_of
from helpwright.search.postings import Pairs, Ranking, lengths_of, merged, pairs_of
from helpwright.search.streams import Lexicon, Streams, stream

DOCUMENTS = [
    Document(
        url=f"page-{number}/",
        title=f"Seat {number % 7}",
        sections=(
            Section("", "", f"lesson {number % 13} and word{number % 1009} or lesson"),
            Section("why", "Why it fails", "again " * (number % 5)),
        ),
    )
    for number in range(2345)
]


def test_many_documents_are_counted_as_each_alone() -> None:
    lexicon = Lexicon("en")
    together = stream(lexicon, DOCUMENTS)
    alone = [stream(lexicon, [document], n) for n, document in enumerate(DOCUMENTS)]
    assert len(together.tokens) == sum(len(one.tokens) for one in alone)
    assert (together.tokens == np.concatenate([one.tokens for one in alone])).all()
    assert (together.documents == np.concatenate([one.documents for one in alone])).all()

    total, ranking = len(DOCUMENTS), Ranking()
    lengths = lengths_of(together, total)
    backwards = together.select(np.arange(len(together.tokens))[::-1])
    stem_of, _ = stems_of(lexicon.tokens)

    def counted(streams: Streams) -> Pairs:
        halves = np.zeros(len(streams.tokens), bool)
        return pairs_of(streams, halves, stem_of, total, lengths, ranking)

    first, *others = [counted(one) for one in alone]
    expected = merged(first, others, total)
    for streams in (together, backwards):
        for whole, single in zip(counted(streams), expected, strict=True):
            assert whole.dtype == single.dtype
            assert whole.tolist() == single.tolist()
