"""Patches: an index brought up to date with edited documents, leaf by leaf.

What comes out is the same, byte for byte, as if the whole index had been made anew. Where that
cannot be had so, such as where the mean length of documents changes, nothing is done.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpwright.search import folder, pieces
from helpwright.search.documents import Document
from helpwright.search.folder import Files, Named
from helpwright.search.index import Part, Terms, Word, code_of, stems_of
from helpwright.search.leaves import (
    TERMS_BYTES,
    VOCABULARY_BYTES,
    Leaf,
    size_of_entry,
    size_of_stem,
    size_of_word,
)
from helpwright.search.ordering import sort_key
from helpwright.search.pieces import Pieces, Postings, TermsEntry, WordsEntry
from helpwright.search.postings import (
    MOST_POSTINGS,
    Ranking,
    mean_lengths,
    pairs_of,
    strongest,
    weight_of,
)
from helpwright.search.recutting import Kind, NotPatched, recut
from helpwright.search.steering import FIELDS, Steering
from helpwright.search.streams import Lexicon, Numbers, stream

_Pair = tuple[int, int]
"""Impact and section of a stem in a document."""


@dataclass(frozen=True)
class Edit:
    """A document as it was and as it is. The fingerprint is the new."""

    before: Document
    after: Document
    fingerprint: str


class _Read(NamedTuple):
    """What an index has of a document: its words, its stems, the lengths of its fields."""

    words: Counter[tuple[str, str]]
    pairs: Mapping[str, _Pair]
    lengths: Sequence[int]


@dataclass(frozen=True)
class _Changes:
    """What edits to documents, by their numbers, change in a language; its documents have `slots`.

    `words` are how much more often a stem of a surface stands; `postings` are, for a stem and a
    document, what stands there and what is to stand there.
    """

    edits: Mapping[int, Edit]
    slots: Numbers
    words: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    postings: dict[str, dict[int, tuple[_Pair | None, _Pair | None]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    totals: list[tuple[int, int]] = field(default_factory=list)


def patch(
    con: sqlite3.Connection, edits: Sequence[Edit], steering: Steering, index: Path
) -> tuple[Files, set[str]]:
    """Put edited documents into an index and its pieces, of which the connection is open.

    Returns:
        The files of the index, and the names of the cards that were written.

    Raises:
        NotPatched: it takes a whole run; the index may have been changed.
    """
    known = {code: pieces.get_language(con, code) for code in pieces.get(con, "languages")}
    files = Files(index)
    cards: set[str] = set()
    by_language: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        if _without_words(edit.before) != _without_words(edit.after):
            raise NotPatched
        by_language[code_of(edit.after)].append(edit)
    changes = {
        language: _changes(con, known[language], some, steering)
        for language, some in by_language.items()
        if language in known
    }
    if len(changes) < len(by_language):
        raise NotPatched
    for language, change in changes.items():
        now = known[language] = _patched(con, known[language], change, files)
        pieces.put_language(con, now)
        for number, edit in change.edits.items():
            card = now.cards.name_of(int(change.slots[number]))
            files.keep_card(card, edit.after)
            cards.add(card)
            pieces.put_edited(con, edit.fingerprint, edit.after)
    named = [_named(one) for one in known.values()]
    files.names.update(name for one in named for name in _files_of(one))
    if not files.names <= files.present | files.written:
        raise NotPatched
    folder.finish(named, files)
    return files, cards


def _without_words(document: Document) -> Document:
    """A document without what counts for nothing but its words and its card."""
    return replace(document, sections=(), title="", description="", aliases=(), labels=())


def _named(one: Pieces) -> Named:
    terms, forward, backward = (
        [row.named for row in rows] for rows in (one.terms, one.forward, one.backward)
    )
    counts = one.language, one.documents
    return Named(*counts, terms, forward, backward, one.facets, one.rules, one.cards)


def _files_of(one: Named) -> Iterator[str]:
    """The files that lists and roots name."""
    yield from (f"t-{name}.bin" for _, name in one.terms)
    yield from (f"v-{name}.bin" for _, name in (*one.forward, *one.backward))
    yield from (f"f-{name}.bin" for name in one.facets.values())
    yield from (f"c-{name}" for name in one.cards.names if name)
    if one.rules:
        yield f"s-{one.rules}.bin"


def _changes(
    con: sqlite3.Connection, known: Pieces, edits: Sequence[Edit], steering: Steering
) -> _Changes:
    ranking = Ranking().weighted(steering.weights)
    urls = pieces.get(con, f"urls {known.language}")
    if not {edit.after.url for edit in edits} <= set(urls):
        raise NotPatched
    slots = np.frombuffer(pieces.get(con, f"slots {known.language}"), np.int32)
    found = _Changes({urls.index(edit.after.url): edit for edit in edits}, slots)
    totals = [list(pair) for pair in known.totals]
    for number, edit in found.edits.items():
        before, after = (_read(one, known, ranking) for one in (edit.before, edit.after))
        for surface, stem in before.words.keys() | after.words.keys():
            more = after.words[surface, stem] - before.words[surface, stem]
            if more:
                found.words[surface][stem] += more
        for stem in before.pairs.keys() | after.pairs.keys():
            pair = before.pairs.get(stem), after.pairs.get(stem)
            if pair[0] != pair[1]:
                found.postings[stem][number] = pair
        for total, old, new in zip(totals, before.lengths, after.lengths, strict=True):
            total[0] += new - old
            total[1] += bool(new) - bool(old)
    found.totals.extend((words, present) for words, present in totals)
    if mean_lengths(found.totals, known.documents) != known.lengths:
        raise NotPatched
    return found


def _patched(con: sqlite3.Connection, known: Pieces, changes: _Changes, files: Files) -> Pieces:
    """A language with edited documents."""
    words, postings = changes.words, changes.postings
    common: dict[str, int] = {}
    ruled = set(map(tuple, known.ruled))

    def change(key: str, entry: TermsEntry | None) -> TermsEntry | None:
        _, old, stands = entry or (key, (), None)
        new = _words(dict(old), words.get(key, {}), {stem for word, stem in ruled if word == key})
        if _commonness(old) != _commonness(new):
            common[key] = _commonness(new)
        posted = _postings(stands, postings.get(key, {}))
        return (key, new, posted) if new or posted else None

    def keep(leaf: Leaf, entries: Sequence[TermsEntry]) -> str:
        part = _part_of(known, changes.slots, entries)
        whole = leaf._replace(words=range(len(part.words)), stems=range(len(part.terms)))
        return files.keep_terms(part, whole)

    terms_kind = Kind(TERMS_BYTES, _size, change, keep)
    terms = recut(con, known.terms, words.keys() | postings.keys(), terms_kind)
    backwards = {key[::-1]: number for key, number in common.items()}
    forward, backward = known.forward, known.backward
    if common:
        forward = recut(con, forward, common, _vocabulary_kind(common, files))
        backward = recut(con, backward, backwards, _vocabulary_kind(backwards, files))
    return replace(known, totals=changes.totals, terms=terms, forward=forward, backward=backward)


def _read(document: Document, known: Pieces, ranking: Ranking) -> _Read:
    lexicon = Lexicon(known.language)
    streams = stream(lexicon, [document])
    whole = np.zeros(len(streams.tokens), bool)
    stem_of, stems = stems_of(lexicon.tokens)
    pairs = pairs_of(streams, whole, stem_of, 1, known.lengths, ranking)
    counts = np.bincount(streams.tokens, minlength=len(lexicon.tokens)).tolist()
    rows = zip(pairs.stems.tolist(), pairs.impacts.tolist(), pairs.sections.tolist(), strict=True)
    return _Read(
        Counter({(t.surface, t.stem): n for t, n in zip(lexicon.tokens, counts, strict=True) if n}),
        {stems[stem]: (impact, section) for stem, impact, section in rows},
        np.bincount(streams.fields, minlength=len(FIELDS)).tolist(),
    )


def _words(
    words: dict[str, int], more: Mapping[str, int], ruled: set[str]
) -> tuple[tuple[str, int], ...]:
    """How often each stem of a surface stands now."""
    for stem, number in more.items():
        words[stem] = words.get(stem, 0) + number
        if words[stem] < 0:
            raise NotPatched
        if not words[stem] and stem not in ruled:
            del words[stem]
    return tuple(sorted(words.items(), key=lambda word: sort_key(word[0])))


def _commonness(words: Iterable[tuple[str, int]]) -> int:
    """The commonness of a surface in a vocabulary; -1 if it stands in none."""
    return max((number.bit_length() for _, number in words), default=-1)


def _postings(
    known: Postings | None, changes: Mapping[int, tuple[_Pair | None, _Pair | None]]
) -> Postings | None:
    if not changes:
        return known
    documents = array("i")
    documents.frombytes(known[0] if known else b"")
    impacts, sections = (bytearray(column) for column in (known[1:] if known else (b"", b"")))
    for number, (old, new) in changes.items():
        place = bisect_left(documents, number)
        is_there = place < len(documents) and documents[place] == number
        if (old is not None) != is_there:
            raise NotPatched
        if is_there:
            if old != (impacts[place], sections[place]):
                raise NotPatched
            del documents[place], impacts[place], sections[place]
        if new is not None:
            documents.insert(place, number)
            impacts.insert(place, new[0])
            sections.insert(place, new[1])
    return (documents.tobytes(), bytes(impacts), bytes(sections)) if documents else None


def _size(entry: TermsEntry) -> int:
    key, words, postings = entry
    size = len(words) * size_of_word(key)
    return size + size_of_stem(min(len(postings[1]), MOST_POSTINGS)) if postings else size


def _part_of(known: Pieces, slots: Numbers, entries: Sequence[TermsEntry]) -> Part:
    """What stands in a leaf, as a part of its own."""
    posted = [(key, postings) for key, _, postings in entries if postings]
    nobody, nothing = np.zeros(0, np.int32), np.zeros(0, np.uint8)
    documents, impacts, sections = [nobody], [nothing], [nothing]
    for _, (own, strong, best) in posted:
        weights = np.frombuffer(strong, np.uint8)
        rows = strongest(weights) if len(weights) > MOST_POSTINGS else slice(None)
        documents.append(np.frombuffer(own, np.int32)[rows])
        impacts.append(weights[rows])
        sections.append(np.frombuffer(best, np.uint8)[rows])
    total = known.lengths.documents
    return Part(
        language=known.language,
        documents=(),
        slots=slots,
        words=tuple(
            Word(key, stem, number.bit_length())
            for key, words, _ in entries
            for stem, number in words
        ),
        terms=Terms(
            stems=tuple(key for key, _ in posted),
            weights=np.array([weight_of(len(one[1]), total) for _, one in posted], np.int32),
            starts=np.array([0, *accumulate(map(len, documents[1:]))], np.int64),
            documents=np.concatenate(documents),
            impacts=np.concatenate(impacts),
            sections=np.concatenate(sections),
        ),
    )


def _vocabulary_kind(common: Mapping[str, int], files: Files) -> Kind[WordsEntry]:
    def change(key: str, entry: WordsEntry | None) -> WordsEntry | None:
        return (key, common[key]) if common[key] >= 0 else None

    def keep(leaf: Leaf, entries: Sequence[WordsEntry]) -> str:
        return files.keep_words(entries)

    return Kind(VOCABULARY_BYTES, lambda entry: size_of_entry(entry[0]), change, keep)
