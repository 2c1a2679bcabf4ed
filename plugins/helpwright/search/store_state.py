"""The state of a store: the tokens and postings that its index was made from, in one file."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import sysconfig
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from helpwright.search import folder, pieces
from helpwright.search.analysis import Token
from helpwright.search.cards import card_of, document_of
from helpwright.search.documents import Document
from helpwright.search.index import Counted
from helpwright.search.postings import Lengths, Pairs, Ranking
from helpwright.search.slots import card_names
from helpwright.search.steering import Steering
from helpwright.search.streams import Lexicon, Streams

STATE = "state.npz"
INDEX = "index"
_PACKAGES = frozenset({"helpwright", "numpy", "pystemmer"})


@dataclass(frozen=True)
class Kept:
    """What is known of one language. `documents` are without their sections.

    `edited` are documents that changed since, by their addresses, with their fingerprints.
    """

    language: str
    documents: tuple[Document, ...]
    fingerprints: tuple[str, ...]
    lexicon: Lexicon
    streams: Streams
    counted: Counted
    edited: Mapping[str, tuple[str, Document]] = field(default_factory=dict)


def stamp_of(steering: Steering) -> str:
    """What else the state depends on."""
    parts = [folder.FORMAT, repr(Ranking().weighted(steering.weights))]
    parts += sorted(_installed())
    parts += [_own_code()]
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _installed() -> Iterator[str]:
    """Names and versions of the packages that the state depends on."""
    # The name of a distribution's folder has both; to ask for metadata takes far longer.
    for place in {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}:
        for path in place.glob("*.dist-info"):
            if path.name.partition("-")[0].lower() in _PACKAGES:
                yield path.name


@cache
def _own_code() -> str:
    """A hash of this room's files: whoever changes how text is read must not meet old tokens."""
    seen = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in {".py", ".toml"}:
            seen.update(path.read_bytes())
    return seen.hexdigest()


def load(store: Path, stamp: str) -> dict[str, Kept]:
    """What the last run kept, or nothing if it cannot be used."""
    found: dict[str, Kept] = {}
    # A damaged archive fails in many ways; then all is read again.
    with contextlib.suppress(Exception):
        data = io.BytesIO((store / STATE).read_bytes())
        edited, times = pieces.aftermath(store / pieces.PIECES)
        with np.load(data, allow_pickle=False) as state:
            head = json.loads(state["head"].tobytes())
            if head["stamp"] == stamp:
                for number, language in enumerate(head["languages"]):
                    found[language["language"]] = _kept(state, str(number), language, edited)
        if _is_whole(found.values(), store, times):
            return found
    return {}


def _is_whole(found: Iterable[Kept], store: Path, times: Mapping[str, int]) -> bool:
    """Whether all cards are there, and no file is younger than the state but those of edits."""
    written = (store / STATE).stat().st_mtime_ns
    there: set[str] = set()
    for name, entry in folder.files(store / INDEX):
        time = entry.stat().st_mtime_ns
        if time > written and times.get(name) != time:
            return False
        there.add(name)
    return all(there.issuperset(cards_of(kept)) for kept in found)


def cards_of(kept: Kept) -> list[str]:
    """The files of the cards of all documents, by their names in the index."""
    return card_names([document.url for document in kept.documents])


def _kept(
    state: Any,
    number: str,
    head: Mapping[str, Any],
    edited: Mapping[str, tuple[str, Document]],
) -> Kept:
    def column(name: str) -> Any:
        return state[f"{number}-{name}"]

    surfaces, stems, keys = (
        column(name).tobytes().decode("utf-8", "surrogatepass").split("\n")
        for name in ("surfaces", "stems", "keys")
    )
    tokens = [Token(*pair) for pair in zip(surfaces, stems, strict=True)]
    counted = Counted(
        tuple(keys),
        Pairs(*(column(f"pairs-{name}") for name in Pairs._fields)),
        column("counts"),
        Lengths(tuple(head["means"]), head["rounded"]),
    )
    documents = tuple(map(document_of, head["documents"]))
    prints = zip(documents, head["fingerprints"], strict=True)
    return Kept(
        head["language"],
        documents,
        tuple("" if document.url in edited else seen for document, seen in prints),
        Lexicon(head["language"], tokens),
        Streams(*(column(f"streams-{name}") for name in Streams._fields)),
        counted,
        edited,
    )


def save(store: Path, stamp: str, kept: Sequence[Kept]) -> None:
    """Keep what the index was made from, for the next run; without any words there is nothing."""
    arrays: dict[str, Any] = {}
    languages: list[dict[str, Any]] = []
    for number, one in enumerate(kept):
        if not one.lexicon.tokens or not one.counted.stems:
            return
        languages.append(
            {
                "language": one.language,
                "documents": [_bare(document) for document in one.documents],
                "fingerprints": one.fingerprints,
                "means": one.counted.lengths.means,
                "rounded": one.counted.lengths.documents,
            }
        )
        texts = {
            "surfaces": [token.surface for token in one.lexicon.tokens],
            "stems": [token.stem for token in one.lexicon.tokens],
            "keys": one.counted.stems,
        }
        for name, lines in texts.items():
            arrays[f"{number}-{name}"] = _as_array("\n".join(lines))
        arrays[f"{number}-counts"] = one.counted.tokens
        for name, column in _columns(one):
            arrays[f"{number}-{name}"] = column
    arrays["head"] = _as_array(json.dumps({"stamp": stamp, "languages": languages}))
    # Straight into the file: in memory it would take half as much room as all that is kept.
    part = store / f".{STATE}.{os.getpid()}.tmp"
    with part.open("wb") as stream:
        np.savez(stream, **arrays)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(store / STATE)


def _columns(kept: Kept) -> Iterator[tuple[str, Any]]:
    for name, column in zip(Streams._fields, kept.streams, strict=True):
        yield f"streams-{name}", column
    for name, column in zip(Pairs._fields, kept.counted.pairs, strict=True):
        yield f"pairs-{name}", column


def _bare(document: Document) -> dict[str, Any]:
    card = card_of(document)
    card.pop("sections", None)
    return card


def _as_array(text: str) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
