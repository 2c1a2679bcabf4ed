"""What an index is made from, renewed: only pages that changed are read and counted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from helpwright.search import compounds
from helpwright.search.cards import shortened
from helpwright.search.documents import Document
from helpwright.search.index import Counted, count, stems_of
from helpwright.search.postings import Ranking, lengths_of, merged, pairs_of
from helpwright.search.steering import Steering
from helpwright.search.store_state import Kept, cards_of
from helpwright.search.streams import Lexicon, Numbers, Streams, joined, renewed, stream

if TYPE_CHECKING:
    from helpwright.search.store import Source

# The texts of a whole site would take more room than all that is made of them.
_AT_ONCE = 1000


def renewed_language(
    language: str, sources: Sequence[Source], old: Kept | None, steering: Steering
) -> Kept:
    """The pages of a language, those that changed read again."""
    places = {document.url: n for n, document in enumerate(old.documents)} if old else {}
    lexicon = old.lexicon if old else Lexicon(language)
    fresh: list[int] = []
    moved = np.full(len(places), -1, np.int32)
    for number, source in enumerate(sources):
        place = places.get(source.url)
        if old and place is not None and old.fingerprints[place] == source.fingerprint:
            moved[place] = number
        else:
            fresh.append(number)
    edited = old.edited if old else {}
    if len(fresh) == len(sources):
        old = None  # Of what was counted, nothing is left.
    documents: list[Document] = []
    read: list[Streams] = []
    if old is None:
        for start in range(0, len(sources), _AT_ONCE):
            some = [_document(source, edited) for source in sources[start : start + _AT_ONCE]]
            read.append(stream(lexicon, some, start))
            documents += map(shortened, some)
        streams = joined(read)
        read = []
    else:
        numbers = set(fresh)
        for number, source in enumerate(sources):
            if number in numbers:
                document = _document(source, edited)
                read.append(stream(lexicon, [document], number))
                documents.append(shortened(document))
            else:
                documents.append(old.documents[places[source.url]])
        streams = renewed(old.streams, moved, read)
    prints = tuple(source.fingerprint for source in sources)
    before = old.counted if old else None
    old = None  # Its tokens take as much room as those that there are now.
    if before and not compounds.has_compounds(language):
        counted = _recounted(before, lexicon, streams, moved, read, len(documents), steering)
    else:
        counted = count(lexicon, streams, len(documents), steering)
    return Kept(language, tuple(documents), prints, lexicon, streams, counted)


def _document(source: Source, edited: Mapping[str, tuple[str, Document]]) -> Document:
    fingerprint, document = edited.get(source.url, ("", None))
    return document if document and fingerprint == source.fingerprint else source.read()


def _recounted(
    old: Counted,
    lexicon: Lexicon,
    streams: Streams,
    moved: Numbers,
    read: Sequence[Streams],
    total: int,
    steering: Steering,
) -> Counted:
    """What was counted, without the pairs of documents that are gone, and with those of new ones.

    `moved` and `read` are as for `streams.renewed`, `total` is how many documents there are.
    """
    lengths = lengths_of(streams, total)
    if lengths != old.lengths:
        return count(lexicon, streams, total, steering)
    stem_of, stems = stems_of(lexicon.tokens)
    number = {stem: n for n, stem in enumerate(stems)}
    renumbered = np.fromiter((number[s] for s in old.stems), np.int32)
    documents = moved[old.pairs.documents]
    left = old.pairs._replace(documents=documents).select(documents >= 0)
    left = left._replace(stems=renumbered[left.stems])
    new = [
        pairs_of(
            each,
            np.zeros(len(each.tokens), bool),
            stem_of,
            total,
            lengths,
            Ranking().weighted(steering.weights),
        )
        for each in read
    ]
    tokens = np.bincount(streams.tokens, minlength=len(lexicon.tokens))
    return Counted(stems, merged(left, new, total), tokens, lengths)


def known_cards(old: Kept | None) -> dict[tuple[str, str], str]:
    """The files of the cards that there are, by the addresses and fingerprints of documents."""
    if old is None:
        return {}
    seen = zip(old.documents, old.fingerprints, cards_of(old), strict=True)
    return {(document.url, fingerprint): name for document, fingerprint, name in seen}
