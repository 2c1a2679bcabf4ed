"""What is kept between builds, so that one edited article costs the index little.

A store is a folder: `index`, the published folder as it was written last, and `state.npz`, the
tokens and postings that it was made from. The state is gone while the index is being written:
a run that is killed leaves no state, and the next one begins anew. What comes out is the same,
byte for byte, as without a store.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpwright.files import locked
from helpwright.search import compounds, folder
from helpwright.search.documents import Document
from helpwright.search.index import Counted, Index, Part, assemble, count, stems_of
from helpwright.search.postings import Ranking, lengths_of, merged, pairs_of
from helpwright.search.steering import Steering
from helpwright.search.store_state import INDEX, STATE, Kept, load, save, stamp_of
from helpwright.search.streams import Lexicon, Streams, renewed, stream


@dataclass(frozen=True)
class Source:
    """A page before it is read. Its fingerprint changes with the document that `read` gives."""

    url: str
    language: str
    fingerprint: str
    read: Callable[[], Document]


def publish(sources: Sequence[Source], steering: Steering, store: Path, target: Path) -> Index:
    """Bring a store up to date with the sources, and put its index into a folder.

    Two runs at once do not share a store: the second works without it, and so does one that
    may not write there. The documents of the index that this returns have no sections, unless
    they were read.
    """
    # Without a store that can be written to, there is nothing to be quick with.
    with contextlib.suppress(OSError):
        store.mkdir(parents=True, exist_ok=True)
        with locked(store / "lock") as mine:
            if mine:
                with _collector_off():
                    index = update(sources, steering, store)
                _link(store / INDEX, target)
                return index
    index, _, _ = _update(sources, steering, {}, target)
    folder.write(index, target)
    return index


@contextlib.contextmanager
def _collector_off() -> Iterator[None]:
    """Keep Python from looking for garbage among hundreds of thousands of objects that stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def fingerprint_of(fields: Mapping[str, object], content: str) -> str:
    """What tells a page from every other version of it: what search knows of it, and its HTML."""
    known = {name: list(v) if isinstance(v, tuple) else v for name, v in fields.items()}
    seen = hashlib.blake2b(repr(sorted(known.items())).encode("utf-8", "replace"))
    seen.update(content.encode("utf-8", "replace"))
    return seen.hexdigest()[:24]


def differences(store: Path, published: Path) -> tuple[list[str], list[str]]:
    """The files of a store's index that a published folder lacks, and those that it has no more.

    The file that lists all others comes last.
    """
    own = dict(folder.files(store / INDEX))
    there = dict(folder.files(published)) if published.is_dir() else {}
    fresh = [name for name, entry in own.items() if not _is_same(entry, there.get(name))]
    fresh.sort(key=lambda name: (name == folder.META, name))
    return fresh, sorted(there.keys() - own.keys())


def copy(store: Path, name: str, target: Path) -> None:
    """Put a file of a store's index under another name, as `publish` does."""
    folder.link(str(store / INDEX / name), str(target))


def _is_same(entry: os.DirEntry[str], other: os.DirEntry[str] | None) -> bool:
    if other is None:
        return False
    if entry.inode() == other.inode():
        return True
    return Path(entry).read_bytes() == Path(other).read_bytes()


class Memory:
    """What a process that goes on has kept of a store, so that it need not read it again.

    The store has no state meanwhile: `save` writes it, before others need it.
    """

    def __init__(self) -> None:
        self._key: object = None
        self._kept: Mapping[str, Kept] = {}
        self._waiting: tuple[Path, str] | None = None

    def take(self, store: Path, stamp: str) -> Mapping[str, Kept]:
        """What was kept, if nobody else wrote into the store meanwhile; it is forgotten here."""
        kept, key = self._kept, self._key
        self._kept, self._key, self._waiting = {}, None, None
        return kept if kept and key == _key_of(store, stamp) else load(store, stamp)

    def keep(self, store: Path, stamp: str, kept: Sequence[Kept]) -> None:
        """Keep what an index was just made from."""
        self._kept = {one.language: one for one in kept}
        self._key = _key_of(store, stamp)
        self._waiting = store, stamp

    def save(self) -> None:
        """Write the state of the store, if nobody else wrote into it meanwhile."""
        if self._waiting is None:
            return
        store, stamp = self._waiting
        self._waiting = None
        # What cannot be written is made anew by whoever needs it.
        with contextlib.suppress(OSError), locked(store / "lock") as mine:
            if mine and self._key == _key_of(store, stamp):
                save(store, stamp, list(self._kept.values()))
                self._key = _key_of(store, stamp)


def _key_of(store: Path, stamp: str) -> object:
    """What tells the store from every other state of it."""
    try:
        index = (store / INDEX / folder.META).stat()
    except OSError:
        return None
    marks = [index]
    with contextlib.suppress(OSError):
        marks.append((store / STATE).stat())
    return stamp, [(mark.st_ino, mark.st_mtime_ns, mark.st_size) for mark in marks]


def update(
    sources: Sequence[Source], steering: Steering, store: Path, memory: Memory | None = None
) -> Index:
    """Bring a store up to date with the sources; a memory keeps what else it would save."""
    stamp = stamp_of(steering)
    before = memory.take(store, stamp) if memory else load(store, stamp)
    if not before:
        shutil.rmtree(store / INDEX, ignore_errors=True)
    for path in store.glob(f".{STATE}.*.tmp"):
        path.unlink()  # A run was killed.
    index, kept, cards = _update(sources, steering, before, store / INDEX)
    (store / STATE).unlink(missing_ok=True)
    folder.write(index, store / INDEX, cards)
    if memory:
        memory.keep(store, stamp, kept)
    else:
        save(store, stamp, kept)
    return index


def _update(
    sources: Sequence[Source], steering: Steering, before: Mapping[str, Kept], made: Path
) -> tuple[Index, list[Kept], dict[str, folder.Cards]]:
    by_language: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_language[source.language.replace("_", "-").lower()].append(source)
    parts: list[Part] = []
    kept: list[Kept] = []
    cards: dict[str, folder.Cards] = {}
    for language in sorted(by_language):
        ordered = sorted(by_language[language], key=lambda source: source.url)
        old = before.get(language)
        now = _renewed(language, ordered, old, steering)
        kept.append(now)
        parts.append(assemble(now.lexicon, now.documents, now.counted, steering))
        if old:
            cards[language] = _cards(now, old, made)
    return Index(tuple(parts)), kept, cards


def _renewed(
    language: str, sources: Sequence[Source], old: Kept | None, steering: Steering
) -> Kept:
    """The pages of a language, those that changed read again."""
    places = {document.url: n for n, document in enumerate(old.documents)} if old else {}
    lexicon = old.lexicon if old else Lexicon(language)
    documents: list[Document] = []
    fresh: list[int] = []
    moved = np.full(len(places), -1, np.int32)
    for number, source in enumerate(sources):
        place = places.get(source.url)
        if old and place is not None and old.fingerprints[place] == source.fingerprint:
            documents.append(old.documents[place])
            moved[place] = number
        else:
            documents.append(source.read())
            fresh.append(number)
    read: list[Streams] = []
    if len(fresh) == len(sources):
        old = None  # Of what was counted, nothing is left.
    if old is None:
        streams = stream(lexicon, documents)
    else:
        read = [stream(lexicon, [documents[number]], number) for number in fresh]
        streams = renewed(old.streams, moved, read)
    prints = tuple(source.fingerprint for source in sources)
    same_pages = old is not None and [d.url for d in old.documents] == [s.url for s in sources]
    if old and same_pages and not compounds.has_compounds(language):
        counted = _recounted(old, lexicon, streams, fresh, read, steering)
    else:
        counted = count(lexicon, streams, len(documents), steering)
    return Kept(language, tuple(documents), prints, lexicon, streams, counted)


def _recounted(
    old: Kept,
    lexicon: Lexicon,
    streams: Streams,
    fresh: Sequence[int],
    read: Sequence[Streams],
    steering: Steering,
) -> Counted:
    """What was counted, with the pairs of some documents counted again."""
    total = len(old.documents)
    lengths = lengths_of(streams, total)
    if lengths != old.counted.lengths:
        return count(lexicon, streams, total, steering)
    stem_of, stems = stems_of(lexicon.tokens)
    number = {stem: n for n, stem in enumerate(stems)}
    renumbered = np.fromiter((number[s] for s in old.counted.stems), np.int32)
    pairs = old.counted.pairs
    again = np.zeros(total, bool)
    again[list(fresh)] = True
    left = pairs.select(~again[pairs.documents])
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


def _cards(now: Kept, old: Kept, made: Path) -> folder.Cards:
    """The cards of those documents that are as they were."""
    places = {document.url: n for n, document in enumerate(old.documents)}
    numbers: list[int] = []
    for document, fingerprint in zip(now.documents, now.fingerprints, strict=True):
        place = places.get(document.url, -1)
        numbers.append(place if place >= 0 and old.fingerprints[place] == fingerprint else -1)
    return folder.Cards(str(made / f"c-{folder.cards_name(old.documents)}"), numbers)


def _link(source: Path, target: Path) -> None:
    """Let a folder have the files of another; what was there goes.

    A tool that rewrites a published file in place rewrites the store's as well: `load` sees that
    it is younger than the state, and begins anew.
    """
    if target.is_dir():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    made = {""}
    for name, entry in folder.files(source):
        parent = name.rpartition("/")[0]
        if parent not in made:
            (target / parent).mkdir()
            made.add(parent)
        folder.link(entry.path, f"{target}/{name}")
