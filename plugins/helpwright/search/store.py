"""What is kept between builds, so that one edited article costs the index little.

A store is a folder: `index`, the published folder as it was written last, `state.npz`, the
tokens and postings that it was made from, and `pieces.sqlite`, the same in pieces, for edits to a
few documents. Both are gone or void while the index is being written: a run that is killed leaves
no state, and the next one begins anew. What comes out is the same, byte for byte, as without a
store.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpwright.files import locked
from helpwright.search import compounds, folder, pieces
from helpwright.search.documents import Document
from helpwright.search.index import Index, Part, assemble
from helpwright.search.patches import Edit, patch
from helpwright.search.pieces import PIECES, digest_of
from helpwright.search.recutting import NotPatched
from helpwright.search.renewal import known_cards, renewed_language
from helpwright.search.slots import order_of
from helpwright.search.steering import Steering
from helpwright.search.store_state import INDEX, STATE, Kept, load, save, stamp_of

_DAMAGED = (sqlite3.Error, OSError, ValueError, LookupError, TypeError)


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
    may not write there. The documents of the index that this returns have no sections, or, if
    they were read, as much of these as a card shows.
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


def fingerprint_of(fields: Mapping[str, object], digest: bytes) -> str:
    """What tells a page from every other version of it: what search knows of it, and its HTML.

    `digest` stands for the HTML; see `text_digest`.
    """
    known = {name: list(v) if isinstance(v, tuple) else v for name, v in fields.items()}
    seen = hashlib.blake2b(repr(sorted(known.items())).encode("utf-8", "replace"))
    seen.update(digest)
    return seen.hexdigest()[:24]


def text_digest(content: str) -> bytes:
    """What stands for the HTML of a page."""
    return hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=16).digest()


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
        self._kept: dict[str, Kept] = {}
        self._waiting: tuple[Path, str] | None = None

    def take(self, store: Path, stamp: str) -> dict[str, Kept]:
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
    for pattern in (f".{STATE}.*.tmp", "pieces.part*"):
        for path in store.glob(pattern):
            path.unlink()  # A run was killed.
    index, kept, cards = _update(sources, steering, before, store / INDEX)
    (store / STATE).unlink(missing_ok=True)
    (store / PIECES).unlink(missing_ok=True)
    named = folder.write(index, store / INDEX, cards)
    # Where words are taken apart, any edit may change which, and with them all postings.
    is_simple = bool(kept) and not any(compounds.has_compounds(one.language) for one in kept)
    if memory and not is_simple:
        memory.keep(store, stamp, kept)
        return index
    save(store, stamp, kept)
    if is_simple and (store / STATE).is_file():
        about = {
            "stamp": pieces.stamp_of(stamp, steering),
            "digest": digest_of([(s.url, s.language, s.fingerprint) for s in sources]),
            "state": pieces.mark_of(store / STATE),
        }
        pieces.write(store / PIECES, about, list(zip(kept, index.parts, named, strict=True)))
    return index


def edit(
    edits: Sequence[Edit],
    sources: tuple[str, str],
    steering: Steering,
    store: Path,
    published: Path,
) -> tuple[list[str], list[str]] | None:
    """Bring a store up to date with a few documents of which only the text changed.

    Args:
        edits: The documents.
        sources: The digests of all sources, before and after; see `text_digest`.
        steering: As it was for the last run.
        store: The store, which nobody else uses meanwhile.
        published: A folder with the index as the store had it.

    Returns:
        The differences to the published folder, as `differences` gives them. None if that takes a
        whole run; then the store may be void, and `update` makes up for it.
    """
    path = store / PIECES
    if not path.is_file() or not published.is_dir():
        return None
    # A file that is damaged fails in many ways; then all is read again.
    with contextlib.suppress(
        NotPatched, sqlite3.Error, OSError, ValueError, LookupError, TypeError
    ):
        with contextlib.closing(sqlite3.connect(path)) as con:
            stamp = pieces.stamp_of(stamp_of(steering), steering)
            found = [pieces.get(con, name) for name in ("stamp", "digest", "state")]
            if found != [stamp, sources[0], pieces.mark_of(store / STATE)]:
                return None
            with con:
                con.execute("DELETE FROM about WHERE name = 'stamp'")
            with con:
                files, cards = patch(con, edits, steering, store / INDEX)
                new = sorted({*files.written, *cards, folder.META})
                times = [(name, (store / INDEX / name).stat().st_mtime_ns) for name in new]
                con.executemany("INSERT OR REPLACE INTO written VALUES (?, ?)", times)
                pieces.put(con, "digest", sources[1])
                pieces.put(con, "stamp", stamp)
        return _differences_of(files, cards, store / INDEX, published)
    return None


def _differences_of(
    files: folder.Files, cards: Iterable[str], own: Path, published: Path
) -> tuple[list[str], list[str]] | None:
    """As `differences`, where only these cards may be others than the published ones."""
    there = {entry.name for entry in os.scandir(published)}
    missing = files.names - there
    if any((own / name).is_dir() for name in missing):
        return None
    changed = (*sorted(cards), folder.META)
    fresh = [name for name in changed if not _has_same(own / name, published / name)]
    gone = sorted(name for name in there - files.names if folder.is_own(name))
    return [*sorted(missing), *fresh], gone


def _has_same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()


def _update(
    sources: Sequence[Source], steering: Steering, before: dict[str, Kept], made: Path
) -> tuple[Index, list[Kept], dict[str, folder.Cards]]:
    by_language: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_language[source.language.replace("_", "-").lower()].append(source)
    parts: list[Part] = []
    kept: list[Kept] = []
    cards: dict[str, folder.Cards] = {}
    for language in sorted(by_language):
        ordered = sorted(by_language[language], key=lambda source: order_of(source.url))
        there = known_cards(before.get(language))
        # Whoever makes the new has the last of the old, and lets it go when nothing needs it.
        now = renewed_language(language, ordered, before.pop(language, None), steering)
        kept.append(now)
        parts.append(assemble(now.lexicon, now.documents, now.counted, steering))
        pages = zip(now.documents, now.fingerprints, strict=True)
        cards[language] = folder.Cards(made, [there.get((d.url, seen), "") for d, seen in pages])
    return Index(tuple(parts)), kept, cards


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
