"""An index in pieces, kept so that an edit to a document reads and writes few of them.

For each leaf, what stands in it is a *body*: words with how often each stands on the site, and
stems with all of their postings. The file is void while the index is being changed; then, and if
it is damaged, the next run goes by `state.npz` or begins anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from helpwright.files import new_database
from helpwright.search.analysis import Token
from helpwright.search.documents import Document, Section
from helpwright.search.index import Part
from helpwright.search.leaves import Leaf
from helpwright.search.ordering import in_order
from helpwright.search.packed import pack, unpack
from helpwright.search.postings import Lengths, totals_of
from helpwright.search.slots import CardFolders
from helpwright.search.steering import Steering

if TYPE_CHECKING:
    from helpwright.search.folder import Named
    from helpwright.search.store_state import Kept

PIECES = "pieces.sqlite"
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE edited (url TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, document BLOB NOT NULL);
CREATE TABLE written (name TEXT PRIMARY KEY, time INTEGER NOT NULL) WITHOUT ROWID;
"""
_EMPTY = range(0)

Postings = tuple[bytes, bytes, bytes]
"""Numbers of documents as int32, then impacts and sections, of one stem."""

TermsEntry = tuple[str, tuple[tuple[str, int], ...], Postings | None]
"""A key of a leaf of terms: its stems as a word with how often it stands; postings as a stem."""

WordsEntry = tuple[str, int]


class Row(NamedTuple):
    """A leaf: where its body is, its first and last key, what a list says of it, and its file."""

    id: int
    head: str
    last: str
    first: str
    cost: int
    common: bool
    name: str

    @property
    def named(self) -> tuple[Leaf, str]:
        """The leaf as a list names it."""
        return Leaf(self.first, _EMPTY, _EMPTY, self.cost, self.common), self.name


@dataclass(frozen=True)
class Pieces:
    """One language.

    Attributes:
        language: Its code.
        documents: How many documents it has.
        totals: For each field, how many words it has, and how many documents have it.
        lengths: What postings were weighed with.
        ruled: Words of rules, which stay though no document has them.
        facets, rules: Names of files.
        cards: The folders of cards.
        terms, forward, backward: The leaves, in order.
    """

    language: str
    documents: int
    totals: Sequence[tuple[int, int]]
    lengths: Lengths
    ruled: Sequence[tuple[str, str]]
    facets: Mapping[str, str]
    rules: str
    cards: CardFolders
    terms: Sequence[Row]
    forward: Sequence[Row]
    backward: Sequence[Row]


def stamp_of(state: str, steering: Steering) -> str:
    """What else pieces depend on, by what the state of the store does."""
    seen = repr((state, steering, sys.version, sys.byteorder))
    return hashlib.blake2b(seen.encode("utf-8", "replace"), digest_size=16).hexdigest()


def digest_of(sources: Iterable[Sequence[str]]) -> str:
    """What tells pages, by their addresses, languages and fingerprints, from all others."""
    seen = "\n".join(map(" ".join, sources))
    return hashlib.blake2b(seen.encode("utf-8", "replace"), digest_size=16).hexdigest()


def mark_of(path: Path) -> list[int]:
    """What tells a file from what stood in its place before."""
    stat = path.stat()
    return [stat.st_ino, stat.st_mtime_ns, stat.st_size]


def write(path: Path, about: Mapping[str, Any], made: Sequence[tuple[Kept, Part, Named]]) -> None:
    """Write the pieces of all languages, and put them into the place of the last ones."""
    with new_database(path, _SCHEMA) as con:
        ids = iter(range(sys.maxsize))
        for kept, one, named in made:
            put_language(con, _pieces(con, ids, kept, one, named))
            urls = [document.url for document in one.documents]
            put(con, f"urls {one.language}", urls)
            put(con, f"slots {one.language}", one.slots.tobytes())
        put(con, "languages", [kept.language for kept, _, _ in made])
        for name, value in about.items():
            put(con, name, value)


def put(con: sqlite3.Connection, name: str, value: Any) -> None:
    """Note something of the index as a whole."""
    con.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", [name, pack(value)])


def get(con: sqlite3.Connection, name: str) -> Any:
    """What was noted under a name. Raises ValueError if it is damaged or missing."""
    row = con.execute("SELECT value FROM about WHERE name = ?", [name]).fetchone()
    if row is None:
        raise ValueError(f"no {name}")
    return unpack(row[0])


def put_language(con: sqlite3.Connection, pieces: Pieces) -> None:
    """Note what is known of a language, but for the bodies."""
    value = dict(vars(pieces), lengths=tuple(pieces.lengths), cards=tuple(pieces.cards))
    for kind in ("terms", "forward", "backward"):
        value[kind] = list(map(tuple, value[kind]))
    put(con, f"language {pieces.language}", value)


def get_language(con: sqlite3.Connection, language: str) -> Pieces:
    """What is known of a language."""
    value = get(con, f"language {language}")
    for kind in ("terms", "forward", "backward"):
        value[kind] = [Row(*row) for row in value[kind]]
    named = {"lengths": Lengths(*value["lengths"]), "cards": CardFolders(*value["cards"])}
    return Pieces(**value | named)


def put_body(con: sqlite3.Connection, number: int, body: Any) -> None:
    """Keep the body of a leaf."""
    con.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?)", [number, pack(body)])


def get_body(con: sqlite3.Connection, number: int) -> Any:
    """The body of a leaf."""
    row = con.execute("SELECT body FROM bodies WHERE id = ?", [number]).fetchone()
    if row is None:
        raise ValueError("no such body")
    return unpack(row[0])


def aftermath(path: Path) -> tuple[dict[str, tuple[str, Document]], dict[str, int]]:
    """What edits did since the last whole run: documents with fingerprints, files with times."""
    if not path.is_file():
        return {}, {}
    # What cannot be read counts for nothing: then the index is younger than what is known of it.
    with contextlib.suppress(sqlite3.Error, ValueError, TypeError):
        with closing(sqlite3.connect(path)) as con:
            rows = con.execute("SELECT url, fingerprint, document FROM edited").fetchall()
            times = dict(con.execute("SELECT name, time FROM written").fetchall())
        return {url: (seen, _document(unpack(data))) for url, seen, data in rows}, times
    return {}, {}


def put_edited(con: sqlite3.Connection, fingerprint: str, document: Document) -> None:
    """Keep a document that changed since the last whole run."""
    value = dict(
        vars(document), sections=[(s.anchor, s.heading, s.text) for s in document.sections]
    )
    row = [document.url, fingerprint, pack(value)]
    con.execute("INSERT OR REPLACE INTO edited VALUES (?, ?, ?)", row)


def _document(value: Mapping[str, Any]) -> Document:
    sections = tuple(Section(*one) for one in value["sections"])
    return Document(**{**value, "sections": sections})


def _pieces(
    con: sqlite3.Connection, ids: Iterator[int], kept: Kept, part: Part, named: Named
) -> Pieces:
    def rows(leaves: Iterable[tuple[Leaf, str]], bodies: Iterable[list[Any]]) -> list[Row]:
        found = []
        for (leaf, name), body in zip(leaves, bodies, strict=True):
            found.append(row_of(next(ids), leaf, name, body))
            put_body(con, found[-1].id, body)
        return found

    return Pieces(
        language=kept.language,
        documents=len(part.documents),
        totals=totals_of(kept.streams),
        lengths=kept.counted.lengths,
        ruled=[(token.surface, token.stem) for token in part.rules.words],
        facets=dict(named.facets),
        rules=named.rules,
        cards=named.cards,
        terms=rows(named.terms, _terms_bodies(kept, part)),
        forward=rows(named.forward, _words_bodies(part.vocabulary.words, part.vocabulary.leaves)),
        backward=rows(named.backward, _words_bodies(part.backwards.words, part.backwards.leaves)),
    )


def row_of(number: int, leaf: Leaf, name: str, body: Sequence[Any]) -> Row:
    """A leaf with its body, whose entries begin with their keys."""
    return Row(number, body[0][0], body[-1][0], leaf.first, leaf.cost, leaf.common, name)


def _words_bodies(words: Sequence[WordsEntry], leaves: Iterable[Leaf]) -> Iterator[list[Any]]:
    for leaf in leaves:
        yield list(words[leaf.words.start : leaf.words.stop])


def _terms_bodies(kept: Kept, part: Part) -> Iterator[list[Any]]:
    counts = dict(zip(kept.lexicon.tokens, kept.counted.tokens.tolist(), strict=True))
    pairs, stems = kept.counted.pairs, kept.counted.stems
    starts = np.searchsorted(pairs.stems, np.arange(len(stems) + 1)).tolist()
    numbers = {stem: number for number, stem in enumerate(stems)}
    documents = pairs.documents.astype(np.int32, copy=False).tobytes()
    impacts, sections = pairs.impacts.tobytes(), pairs.sections.tobytes()
    for leaf in part.leaves:
        words: dict[str, list[tuple[str, int]]] = {}
        for word in part.words[leaf.words.start : leaf.words.stop]:
            count = counts.get(Token(word.surface, word.stem), 0)
            words.setdefault(word.surface, []).append((word.stem, count))
        postings: dict[str, Postings] = {}
        for stem in part.terms.stems[leaf.stems.start : leaf.stems.stop]:
            a, b = starts[numbers[stem]], starts[numbers[stem] + 1]
            postings[stem] = documents[4 * a : 4 * b], impacts[a:b], sections[a:b]
        keys = [key for (key,) in in_order((key,) for key in words.keys() | postings.keys())]
        yield [(key, tuple(words.get(key, ())), postings.get(key)) for key in keys]
