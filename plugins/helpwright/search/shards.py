"""The bytes of a shard, which `web/search/shards.js` reads too.

A shard is gzip over a kind letter and columns. Whole numbers are LEB128 varints; a column of
texts is its length in bytes and UTF-8 joined by line feeds. Sorted texts are front-coded: how
many UTF-16 units are shared with the text before, then the rest. Columns of one kind stand
together because gzip likes it so.

    words      "w" count, shared[], rest, dropped[], added, commonness[]
               the stem is the surface without its last `dropped` letters, plus `added`
    postings   "p" count, shared[], rest, weight[], df[], gaps[], impacts[], sections[]
    cards      JSON: a list of documents, texts cut to what a snippet needs
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.search.documents import Document, Section
from helpwright.search.postings import Term, Word

# Characters of a section kept for its snippet.
SNIPPET_SOURCE = 320


def encode_words(words: Sequence[Word]) -> bytes:
    """A shard of words, which must be in their order."""
    dropped: list[int] = []
    added: list[str] = []
    for word in words:
        kept = _shared(word.surface, word.stem)
        dropped.append(len(word.surface) - kept)
        added.append(word.stem[kept:])
    body = b"w" + _varint(len(words)) + _front_code([word.surface for word in words])
    body += bytes(dropped) + _texts(added) + bytes(word.commonness for word in words)
    return _squeeze(body)


def decode_words(data: bytes) -> list[Word]:
    """The words of a shard. Raises ValueError if the bytes are not what was written."""
    reader = _Reader(_unsqueeze(data), b"w")
    surfaces = reader.front_coded(reader.varint())
    dropped = reader.take(len(surfaces))
    added = reader.texts(len(surfaces))
    commonness = reader.take(len(surfaces))
    return [
        Word(surface, surface[: len(surface) - drop] + more, common)
        for surface, drop, more, common in zip(surfaces, dropped, added, commonness, strict=True)
    ]


def encode_postings(terms: Sequence[tuple[str, Term]]) -> bytes:
    """A shard of terms, which must be in the order of their stems."""
    body = b"p" + _varint(len(terms)) + _front_code([stem for stem, _ in terms])
    body += b"".join(_varint(term.weight) for _, term in terms)
    body += b"".join(_varint(len(term.documents)) for _, term in terms)
    for _, term in terms:
        before = -1
        for number in term.documents:
            body += _varint(number - before - 1)
            before = number
    body += b"".join(term.impacts for _, term in terms)
    body += b"".join(term.sections for _, term in terms)
    return _squeeze(body)


def decode_postings(data: bytes) -> list[tuple[str, Term]]:
    """The terms of a shard. Raises ValueError if the bytes are not what was written."""
    reader = _Reader(_unsqueeze(data), b"p")
    stems = reader.front_coded(reader.varint())
    weights = [reader.varint() for _ in stems]
    frequencies = [reader.varint() for _ in stems]
    documents: list[tuple[int, ...]] = []
    for df in frequencies:
        numbers: list[int] = []
        before = -1
        for _ in range(df):
            before += reader.varint() + 1
            numbers.append(before)
        documents.append(tuple(numbers))
    impacts = [reader.take(df) for df in frequencies]
    sections = [reader.take(df) for df in frequencies]
    columns = zip(weights, documents, impacts, sections, strict=True)
    return list(zip(stems, (Term(*column) for column in columns), strict=True))


def encode_cards(documents: Iterable[Document]) -> bytes:
    """A shard of what a result shows of its document."""
    return _squeeze(
        json.dumps(
            [_card(document) for document in documents], ensure_ascii=False, separators=(",", ":")
        ).encode("utf-8", "replace")
    )


def decode_cards(data: bytes) -> list[Document]:
    """The documents of a shard, as far as a result shows them. Raises ValueError."""
    try:
        return [_document(card) for card in json.loads(_unsqueeze(data))]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a card: {error}") from error


def _card(document: Document) -> dict[str, Any]:
    card = {
        "url": document.url,
        "title": document.title,
        "description": document.description,
        "kind": document.kind,
        "type": document.type,
        "category": document.category,
        "applies_to": list(document.applies_to),
        "language": document.language,
        "promoted": document.promoted,
        "sections": [[s.anchor, s.heading, _cut(s.text)] for s in document.sections],
    }
    return {name: value for name, value in card.items() if value}


def _document(card: dict[str, Any]) -> Document:
    return Document(
        url=card.get("url", ""),
        title=card.get("title", ""),
        description=card.get("description", ""),
        kind=card.get("kind", ""),
        type=card.get("type", ""),
        category=card.get("category", ""),
        applies_to=tuple(card.get("applies_to", ())),
        language=card.get("language", ""),
        promoted=card.get("promoted", False),
        sections=tuple(Section(*section) for section in card.get("sections", ())),
    )


def _cut(text: str) -> str:
    if len(text) <= SNIPPET_SOURCE:
        return text
    head, _, _ = text[:SNIPPET_SOURCE].rpartition(" ")
    return f"{head or text[:SNIPPET_SOURCE]} …"


def _squeeze(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


def _unsqueeze(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"not whole: {error}") from error


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _texts(texts: Sequence[str]) -> bytes:
    data = "\n".join(texts).encode("utf-8")
    return _varint(len(data)) + data


def _front_code(texts: Sequence[str]) -> bytes:
    shared = bytearray()
    rest: list[str] = []
    before = ""
    for text in texts:
        shared.append(_shared(before, text))
        rest.append(text[shared[-1] :])
        before = text
    return bytes(shared) + _texts(rest)


def _shared(before: str, text: str) -> int:
    """Letters two texts begin with. Stops at one that takes two units in JavaScript."""
    count = 0
    for a, b in zip(before[:255], text, strict=False):
        if a != b or a > "\uffff":
            break
        count += 1
    return count


@dataclass
class _Reader:
    """Walks over the bytes of a shard; reading past the end raises ValueError."""

    data: bytes
    kind: bytes
    at: int = 0

    def __post_init__(self) -> None:
        if self.take(1) != self.kind:
            raise ValueError("another kind of shard")

    def take(self, count: int) -> bytes:
        piece = self.data[self.at : self.at + count]
        if len(piece) < count:
            raise ValueError("ends too soon")
        self.at += count
        return piece

    def varint(self) -> int:
        number = shift = 0
        while True:
            byte = self.take(1)[0]
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7
            if shift > 35:
                raise ValueError("a number is too long")

    def texts(self, count: int) -> list[str]:
        texts = self.take(self.varint()).decode("utf-8").split("\n")
        if count and len(texts) != count:
            raise ValueError("a column has another length")
        return texts if count else []

    def front_coded(self, count: int) -> list[str]:
        shared = self.take(count)
        before = ""
        found: list[str] = []
        for keep, rest in zip(shared, self.texts(count), strict=True):
            before = before[:keep] + rest
            found.append(before)
        return found
