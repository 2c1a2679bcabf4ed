"""The index: built from documents, written as a folder of shards, read back.

`shards` is the format of one shard; this module decides what stands in which. The folder
holds `meta.json`, which names the format, the languages and the shards, and `*.bin` files
with a hash of their content in the name, so that caches may keep them for ever. They are
gzip, which the browser undoes itself, whatever headers the host sends.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from helpwright.errors import Finding, Place, StoreError
from helpwright.files import write_atomically
from helpwright.search import shards
from helpwright.search.analysis import language_of
from helpwright.search.documents import Document
from helpwright.search.postings import Term, Word, compile_postings, sort_key

FORMAT = 1
META = "meta.json"
CARDS_IN_SHARD = 2
# Bytes before gzip, which brings a shard to about 6 KB.
SHARD_BYTES = 14_000
_Item = TypeVar("_Item")
_OWN_FILE = re.compile(r"(words|postings|cards)-[0-9a-f]{8}(-\d+)?\.bin")


@dataclass(frozen=True)
class Span:
    """The documents of one language: they follow each other."""

    language: str
    first: int
    count: int


@dataclass(frozen=True)
class Index:
    """Everything a query needs. Documents are in the order of language and address."""

    documents: tuple[Document, ...]
    spans: tuple[Span, ...]
    words: tuple[Word, ...]
    terms: Mapping[str, Term]

    @cached_property
    def stems(self) -> Mapping[str, tuple[str, ...]]:
        """The stems of each surface; more than one where languages differ."""
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for word in self.words:
            found[word.surface] += (word.stem,)
        return dict(found)

    def words_from(self, prefix: str) -> Sequence[Word]:
        """The words that begin with a prefix, in their order."""
        start = bisect_left(self._keys, sort_key(prefix))
        end = bisect_left(self._keys, sort_key(prefix) + b"\xff\xff", lo=start)
        return self.words[start:end]

    @cached_property
    def _keys(self) -> list[bytes]:
        return [sort_key(word.surface) for word in self.words]


def build(documents: Sequence[Document]) -> Index:
    """An index of documents; their order does not matter, their addresses must differ."""
    ordered = tuple(sorted(documents, key=lambda document: (_code(document), document.url)))
    words, terms = compile_postings(ordered)
    return Index(ordered, _spans(ordered), words, terms)


def write(index: Index, folder: Path) -> list[Path]:
    """Write an index and remove the shards of the one before; gives all its files.

    `meta.json` comes last and at once, so that a reader sees the old index or the new one.
    Equal documents give equal bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, bytes] = {}

    def keep(kind: str, data: bytes) -> str:
        name = f"{kind}-{_hash(data)}.bin"
        files[name] = data
        return name

    words = [
        [chunk[0].surface, keep("words", shards.encode_words(chunk))]
        for chunk in _chunks(index.words, lambda word: len(word.surface) + 3)
    ]
    postings = [
        [chunk[0][0], keep("postings", shards.encode_postings(chunk))]
        for chunk in _chunks(list(index.terms.items()), lambda t: 8 + 3 * len(t[1].documents))
    ]
    cards = [
        shards.encode_cards(index.documents[start : start + CARDS_IN_SHARD])
        for start in range(0, len(index.documents), CARDS_IN_SHARD)
    ]
    prefix = f"cards-{_hash(b''.join(cards))}-"
    files.update({f"{prefix}{number}.bin": data for number, data in enumerate(cards)})
    for name, data in files.items():
        (folder / name).write_bytes(data)
    meta = _meta(index, words, postings, prefix)
    text = json.dumps(meta, ensure_ascii=False, separators=(",", ":"))
    write_atomically(folder / META, text + "\n")
    for path in folder.iterdir():
        if _OWN_FILE.fullmatch(path.name) and path.name not in files:
            path.unlink()
    return [folder / name for name in (META, *sorted(files))]


def read(folder: Path) -> Index:
    """The index in a folder. Its documents hold what a result shows, not their whole text.

    Raises:
        StoreError: A file is missing, damaged, or of another format.
    """
    path = folder / META
    try:
        meta = json.loads(path.read_bytes())
        if meta["format"] != FORMAT:
            raise ValueError(f"format {meta['format']}, this version reads {FORMAT}")
        words: list[Word] = []
        terms: dict[str, Term] = {}
        documents: list[Document] = []
        for _, name in meta["words"]:
            path = folder / str(name)
            words.extend(shards.decode_words(path.read_bytes()))
        for _, name in meta["postings"]:
            path = folder / str(name)
            terms.update(shards.decode_postings(path.read_bytes()))
        for number in range(-(-meta["documents"] // meta["cards"]["size"])):
            path = folder / f"{meta['cards']['prefix']}{number}.bin"
            documents.extend(shards.decode_cards(path.read_bytes()))
        path = folder / META
        spans = tuple(Span(*span) for span in meta["languages"])
        index = Index(tuple(documents), spans, tuple(words), terms)
        _check(index, meta)
        return index
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            Finding(
                Place(str(path)),
                "search-index-unreadable",
                f"this part of the search index cannot be read ({_reason(error)})",
                "build the site again",
            )
        ) from error


def _meta(
    index: Index, words: list[list[str]], postings: list[list[str]], prefix: str
) -> dict[str, Any]:
    known = {span.language: language_of(span.language) for span in index.spans}
    return {
        "format": FORMAT,
        "documents": len(index.documents),
        "vocabulary": len(index.words),
        "languages": [[span.language, span.first, span.count] for span in index.spans],
        "stop_words": {code: " ".join(sorted(lang.stop_words)) for code, lang in known.items()},
        "endings": {code: " ".join(lang.endings) for code, lang in known.items()},
        "words": words,
        "postings": postings,
        "cards": {"prefix": prefix, "size": CARDS_IN_SHARD},
    }


def _check(index: Index, meta: Mapping[str, Any]) -> None:
    total = len(index.documents)
    if total != meta["documents"] or len(index.words) != meta["vocabulary"]:
        raise ValueError("the shards do not belong together")
    if any(term.documents and term.documents[-1] >= total for term in index.terms.values()):
        raise ValueError("a posting points past the last document")
    if any(word.stem not in index.terms for word in index.words):
        raise ValueError("a word has no postings")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "no access"
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _code(document: Document) -> str:
    return document.language.replace("_", "-").lower()


def _spans(documents: Sequence[Document]) -> tuple[Span, ...]:
    first: dict[str, int] = {}
    count: dict[str, int] = defaultdict(int)
    for number, document in enumerate(documents):
        first.setdefault(_code(document), number)
        count[_code(document)] += 1
    return tuple(Span(language, first[language], count[language]) for language in first)


def _chunks(items: Sequence[_Item], size: Callable[[_Item], int]) -> Iterator[Sequence[_Item]]:
    start = total = 0
    for number, item in enumerate(items):
        if total and total + size(item) > SHARD_BYTES:
            yield items[start:number]
            start, total = number, 0
        total += size(item)
    if items:
        yield items[start:]


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]
