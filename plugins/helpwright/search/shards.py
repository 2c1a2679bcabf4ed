"""The bytes of a shard, which `web/search/shards.js` reads too.

A shard is gzip, which the browser undoes itself, whatever headers the host sends: so its bytes
do not depend on the host. Words and postings are a kind letter and columns; the rest is JSON.
Whole numbers are LEB128 varints; a column of texts is its length in bytes and UTF-8 joined by
line feeds. Sorted texts are front-coded: how many UTF-16 units are shared with the text before,
then the rest. Columns of one kind stand together because gzip likes it so.

    terms       "t" count, keys (front-coded), flags[], dropped[], added, commonness[],
                weight[], df[], gaps[], impacts[], sections[]
                flags: 1 if the key is a stem with postings, plus twice the number of stems
                that the key has as a word; such a stem is the key without its last `dropped`
                letters, plus `added`
    vocabulary  "v" count, words (front-coded), commonness[]
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpwright.search.index import Part, Term, Word
from helpwright.search.leaves import Leaf
from helpwright.search.ordering import in_order
from helpwright.search.streams import Numbers


def content_of(part: Part, leaf: Leaf) -> bytes:
    """What stands in a leaf of terms, as bytes that are quickly had and differ if it differs."""
    words = part.words[leaf.words.start : leaf.words.stop]
    first, last = leaf.stems.start, leaf.stems.stop
    rows = slice(int(part.terms.starts[first]), int(part.terms.starts[last]))
    texts = [f"{word.surface} {word.stem}" for word in words]
    texts += ["", *part.terms.stems[first:last]]
    return b"".join(
        (
            "\n".join(texts).encode("utf-8"),
            bytes(word.commonness for word in words),
            part.terms.weights[first:last].tobytes(),
            np.diff(part.terms.starts[first : last + 1]).tobytes(),
            part.slots[part.terms.documents[rows]].tobytes(),
            part.terms.impacts[rows].tobytes(),
            part.terms.sections[rows].tobytes(),
        )
    )


def encode_terms(part: Part, leaf: Leaf) -> bytes:
    """The words and terms of a leaf."""
    words = [part.words[number] for number in leaf.words]
    stems = [part.terms.stems[number] for number in leaf.stems]
    flags: dict[str, int] = dict.fromkeys(stems, 1)
    for word in words:
        flags[word.surface] = flags.get(word.surface, 0) + 2
    keys = [key for (key,) in in_order((key,) for key in flags)]
    kept = [_kept(word) for word in words]
    start, end = leaf.stems.start, leaf.stems.stop
    first, last = int(part.terms.starts[start]), int(part.terms.starts[end])
    frequencies = np.diff(part.terms.starts[start : end + 1])
    slots = part.slots[part.terms.documents[first:last]]
    return b"".join(
        (
            b"t",
            _varint(len(keys)),
            _front_code(keys),
            bytes(flags[key] for key in keys),
            bytes(len(word.surface) - n for word, n in zip(words, kept, strict=True)),
            _texts([word.stem[n:] for word, n in zip(words, kept, strict=True)]),
            bytes(word.commonness for word in words),
            b"".join(_varint(weight) for weight in part.terms.weights[start:end].tolist()),
            b"".join(_varint(df) for df in frequencies.tolist()),
            *_gaps(part.terms.starts[start : end + 1] - first, slots),
            part.terms.impacts[first:last].tobytes(),
            part.terms.sections[first:last].tobytes(),
        )
    )


def decode_terms(data: bytes) -> tuple[list[Word], list[tuple[str, Term]]]:
    """The words of a shard, and its terms with the slots of documents for their numbers.

    Raises ValueError if the bytes are not what was written.
    """
    reader = _Reader(_unsqueezed(data), b"t")
    keys = reader.front_coded(reader.varint())
    flags = reader.take(len(keys))
    surfaces = [key for key, flag in zip(keys, flags, strict=True) for _ in range(flag // 2)]
    stems = [key for key, flag in zip(keys, flags, strict=True) if flag % 2]
    dropped = reader.take(len(surfaces))
    added = reader.texts(len(surfaces))
    commonness = reader.take(len(surfaces))
    words = [
        Word(surface, _stem(surface, drop, more), common)
        for surface, drop, more, common in zip(surfaces, dropped, added, commonness, strict=True)
    ]
    weights = [reader.varint() for _ in stems]
    if max(weights, default=0) > _HIGHEST_WEIGHT:
        raise ValueError("a weight is too high")
    frequencies = [reader.varint() for _ in stems]
    documents = [reader.ascending(df) for df in frequencies]
    impacts = [np.frombuffer(reader.take(df), np.uint8) for df in frequencies]
    sections = [np.frombuffer(reader.take(df), np.uint8) for df in frequencies]
    reader.end()
    columns = zip(weights, documents, impacts, sections, strict=True)
    return words, list(zip(stems, (Term(*column) for column in columns), strict=True))


def encode_vocabulary(vocabulary: Sequence[tuple[str, int]]) -> bytes:
    """Words in order, with their commonness."""
    words = [word for word, _ in vocabulary]
    return (
        b"v" + _varint(len(words)) + _front_code(words) + bytes(common for _, common in vocabulary)
    )


def decode_vocabulary(data: bytes) -> list[tuple[str, int]]:
    """The words of a shard. Raises ValueError if the bytes are not what was written."""
    reader = _Reader(_unsqueezed(data), b"v")
    words = reader.front_coded(reader.varint())
    commonness = reader.take(len(words))
    reader.end()
    return list(zip(words, commonness, strict=True))


def encode_json(value: Any) -> bytes:
    """A value as compact JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def decode_json(data: bytes) -> Any:
    """The value of a JSON shard. Raises ValueError if the bytes are not what was written."""
    try:
        return json.loads(_unsqueezed(data).decode("utf-8"), parse_constant=_no_json)
    except RecursionError as error:
        raise ValueError("too deep") from error


def squeezed(body: bytes) -> bytes:
    """A shard from its body; equal bodies give equal bytes."""
    # To prepare for far repetitions takes longer than to pack what is too short for any.
    window = _SHORT_WINDOW if len(body) <= _SHORT else zlib.MAX_WBITS
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP + window)
    return packer.compress(body) + packer.flush()


def _unsqueezed(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"not whole: {error}") from error


def _gaps(starts: NDArray[np.int64], documents: Numbers) -> list[bytes]:
    """For each term, its documents as varints of the distance to the one before, less one."""
    if not len(documents):
        return [b""] * (len(starts) - 1)
    gaps = np.diff(documents, prepend=np.int32(-1)).astype(np.int64) - 1
    heads = starts[:-1]
    gaps[heads] = documents[heads]
    sizes = np.ones(len(gaps), np.int64)
    for bits in (7, 14, 21, 28):
        sizes += gaps >= 1 << bits
    ends = np.cumsum(sizes)
    out = np.zeros(int(ends[-1]), np.uint8)
    rest = gaps.copy()
    for n in range(int(sizes.max())):
        here = sizes > n
        more = sizes[here] > n + 1
        out[(ends - sizes)[here] + n] = (rest[here] & 127) | np.where(more, 128, 0)
        rest >>= 7
    data = out.tobytes()
    places = np.concatenate(([0], ends))[starts].tolist()
    return [data[a:b] for a, b in pairwise(places)]


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


def _beginning(text: str, count: int) -> str:
    """The first letters of a text, of which none takes two units in JavaScript."""
    kept = text[:count]
    if not 0 <= count <= len(text) or not (kept.isascii() or max(kept) <= "\uffff"):
        raise ValueError("letters that are not there")
    return kept


def _stem(surface: str, drop: int, more: str) -> str:
    if drop and (drop > len(surface) or max(surface) > "\uffff"):
        raise ValueError("letters that are not there")
    return surface[: len(surface) - drop] + more


def _no_json(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _kept(word: Word) -> int:
    """Letters of a word that begin its stem; all, if it is its stem, whatever its letters."""
    same = word.surface == word.stem
    return len(word.surface) if same else _shared(word.surface, word.stem)


def _shared(before: str, text: str) -> int:
    """Letters two texts begin with. Stops at one that takes two units in JavaScript."""
    count = 0
    for a, b in zip(before[:255], text, strict=False):
        if a != b or a > "\uffff":
            break
        count += 1
    return count


# More than any logarithm gives.
_HIGHEST_WEIGHT = 0xFFFF
_GZIP = 16  # added to the size of zlib's window, it asks for gzip
_SHORT, _SHORT_WINDOW = 1 << 12, 12


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
            if shift > 28:
                raise ValueError("a number is too long")

    def ascending(self, count: int) -> Numbers:
        """Numbers of documents, each more than the one before."""
        numbers: list[int] = []
        before = -1
        for _ in range(min(count, len(self.data))):
            before += self.varint() + 1
            numbers.append(before)
        if len(numbers) < count or before > 2**31 - 1:
            raise ValueError("numbers that no site has")
        return np.array(numbers, np.int32)

    def texts(self, count: int) -> list[str]:
        texts = self.take(self.varint()).decode("utf-8").split("\n")
        if len(texts) != max(count, 1) or (not count and texts[0]):
            raise ValueError("a column has another length")
        return texts if count else []

    def front_coded(self, count: int) -> list[str]:
        shared = self.take(count)
        before = ""
        found: list[str] = []
        for keep, rest in zip(shared, self.texts(count), strict=True):
            before = _beginning(before, keep) + rest
            found.append(before)
        return found

    def end(self) -> None:
        if self.at < len(self.data):
            raise ValueError("goes on too long")
