"""The folder of an index: written into the site, read back by the command line.

`meta.json` names the format and, for each language, a root. The root names the leaves of the
language by what they begin with, their hash and their cost; on a large site it names pages of
such lists. All these files have a hash of their content in their name, so that caches may keep
them for ever, and an edit leaves most of them as they were. Cards are `c-<folder>/<slot>.bin`;
`folder` is a hash of the addresses that have cards in it, so that there a slot always means the
same page.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from helpwright.errors import Finding, Place, StoreError
from helpwright.files import put, write_atomically
from helpwright.search import rules, shards
from helpwright.search.analysis import language_of
from helpwright.search.cards import card_of, facets_of
from helpwright.search.documents import Document
from helpwright.search.folder_reader import FolderReader
from helpwright.search.index import Index, Part, Vocabulary
from helpwright.search.leaves import Leaf
from helpwright.search.slots import CardFolders, card_folders

FORMAT = 3
META = "meta.json"
# Leaves named in one list; with more, the root names pages of about this many leaves.
LISTED = 24
# With what a run that was killed may leave.
_OWN = re.compile(r"[a-z]-[0-9a-f]{12}(\.bin|\.part)?|\.meta\.json\..*\.tmp")


class Files:
    """What is to stand in the folder. A body that stands there already is not packed again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.present = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        self.names: set[str] = set()
        self.written: set[str] = set()

    def keep(self, kind: str, content: bytes, body: Callable[[], bytes] | None = None) -> str:
        """Name a file by its content, and write it; `body` is what stands in it if that differs."""
        # Another format may pack the same content in another way.
        name = hashlib.blake2b(content, digest_size=6, person=b"%d" % FORMAT).hexdigest()
        file = f"{kind}-{name}.bin"
        if file not in self.names and file not in self.present:
            _write(f"{self.folder}{os.sep}{file}", shards.squeezed(body() if body else content))
            self.written.add(file)
        self.names.add(file)
        return name

    def keep_terms(self, part: Part, leaf: Leaf) -> str:
        """Name a leaf of terms, and write it."""
        content = shards.content_of(part, leaf)
        return self.keep("t", content, lambda: shards.encode_terms(part, leaf))

    def keep_words(self, words: Sequence[tuple[str, int]]) -> str:
        """Name a leaf of a vocabulary, and write it."""
        seen = repr(tuple(words)).encode()
        return self.keep("v", seen, lambda: shards.encode_vocabulary(words))

    def keep_card(self, name: str, document: Document) -> None:
        """Write the card of a document into a folder that stands."""
        _write(f"{self.folder}{os.sep}{name}", shards.squeezed(_json(card_of(document))))


class Cards(NamedTuple):
    """Cards that are there already: for each document the name of its card in an index, or ""."""

    folder: Path
    names: Sequence[str]


class Named(NamedTuple):
    """What a root says of its language: leaves by the names of their files, and other files."""

    language: str
    documents: int
    terms: Sequence[tuple[Leaf, str]]
    forward: Sequence[tuple[Leaf, str]]
    backward: Sequence[tuple[Leaf, str]]
    facets: Mapping[str, str]
    rules: str
    cards: CardFolders


def write(index: Index, folder: Path, cards: Mapping[str, Cards] | None = None) -> list[Named]:
    """Write an index into a folder, and remove what an index before it left there.

    `meta.json` comes last and at once, so that a reader sees the old index or the new one.
    Equal documents give equal bytes, whatever stood in the folder.

    Args:
        index: What to write.
        folder: Made if need be.
        cards: For a language, the cards that need not be made again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = Files(folder)
    named = [_named(part, files, (cards or {}).get(part.language)) for part in index.parts]
    finish(named, files)
    return named


def finish(named: Sequence[Named], files: Files) -> None:
    """Write the lists, roots and `meta.json` of leaves that are there; remove what is not named."""
    languages = []
    for one in named:
        root = files.keep("r", _json(_root(one, files)))
        languages.append([one.language, one.documents, root])
    meta = {"format": FORMAT, "languages": languages}
    write_atomically(files.folder / META, json.dumps(meta, separators=(",", ":")) + "\n")
    for path in files.folder.iterdir():
        if path.name not in files.names and is_own(path.name):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def is_own(name: str) -> bool:
    """Whether a file or a folder in an index has a name that only an index gives, or a killed run.

    `meta.json` is none: it has the same name in every index.
    """
    return _OWN.fullmatch(name) is not None


def read(folder: Path) -> Index:
    """The index in a folder. Its documents hold what a result shows, not their whole text.

    Raises:
        StoreError: A file is missing, damaged, or of another format.
    """
    reader = FolderReader(folder)
    try:
        meta = json.loads(reader.bytes_of(META))
        if meta["format"] != FORMAT:
            raise ValueError(f"format {meta['format']}, this version reads {FORMAT}")
        return Index(tuple(reader.part(*language) for language in meta["languages"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(
            Finding(
                Place(str(reader.place)),
                "search-index-unreadable",
                f"this part of the search index cannot be read ({_reason(error)})",
                "build the site again",
            )
        ) from error


def _named(part: Part, files: Files, made: Cards | None) -> Named:
    """The pieces of a part, each written if it is not there."""
    slots = part.slots.tolist()
    forward, backward = (
        [(leaf, files.keep_words(_words_of(vocabulary, leaf))) for leaf in vocabulary.leaves]
        for vocabulary in (part.vocabulary, part.backwards)
    )
    return Named(
        part.language,
        len(part.documents),
        [(leaf, files.keep_terms(part, leaf)) for leaf in part.leaves],
        forward,
        backward,
        {
            facet: files.keep("f", _json(values))
            for facet, values in facets_of(part.documents, slots).items()
        },
        files.keep("s", _json(rules.written(part.rules, slots))) if part.rules else "",
        _write_cards(part, files, made),
    )


def _words_of(vocabulary: Vocabulary, leaf: Leaf) -> Sequence[tuple[str, int]]:
    return vocabulary.words[leaf.words.start : leaf.words.stop]


def _root(named: Named, files: Files) -> dict[str, Any]:
    known = language_of(named.language)
    root: dict[str, Any] = {
        "stemmer": known.stemmer,
        "stop_words": " ".join(sorted(known.stop_words)),
        "terms": _listed(named.terms, files),
        "facets": dict(named.facets),
        "vocabulary": _listed(named.forward, files),
        "backwards": _listed(named.backward, files),
    }
    if len(named.terms) > LISTED:
        # Typos and completions need these; small sites have them in a leaf or two.
        for name in ("vocabulary", "backwards"):
            root[name] = files.keep("l", _json(root[name]))
    if named.rules:
        root["rules"] = named.rules
    root["cards"] = {"slots": named.cards.slots, "folders": named.cards.names}
    return root


def _listed(named: Sequence[tuple[Leaf, str]], files: Files) -> dict[str, Any]:
    """A list of leaves, or, if there are many, of pages of such lists."""
    if len(named) <= LISTED:
        return _page(named)
    # As with leaves, one in so many ends a page, so that an edit moves few ends.
    pages: list[list[tuple[Leaf, str]]] = [[]]
    for leaf, name in named:
        ends = hashlib.blake2b(leaf.first.encode("utf-8", "replace"), digest_size=1).digest()
        if (len(pages[-1]) >= LISTED // 2 and ends[0] < 16) or len(pages[-1]) >= 2 * LISTED:
            pages.append([])
        pages[-1].append((leaf, name))
    return {
        "first": [page[0][0].first for page in pages],
        "pages": [files.keep("l", _json(_page(page))) for page in pages],
    }


def _page(named: Iterable[tuple[Leaf, str]]) -> dict[str, Any]:
    pairs = list(named)
    return {
        "first": [leaf.first for leaf, _ in pairs],
        "names": [name for _, name in pairs],
        "costs": [-leaf.cost if leaf.common else leaf.cost for leaf, _ in pairs],
    }


def _write_cards(part: Part, files: Files, made: Cards | None) -> CardFolders:
    folders = card_folders([document.url for document in part.documents])
    own = [f"c-{name}" for name in folders.names if name]
    files.names.update(own)
    for name in own:
        (files.folder / name).mkdir(exist_ok=True)
    there = made.names if made else [""] * len(part.documents)
    for slot, document, old in zip(part.slots.tolist(), part.documents, there, strict=True):
        name = folders.name_of(slot)
        if made is None or not old:
            files.keep_card(name, document)
        elif old != name or made.folder != files.folder:
            link(f"{made.folder}/{old}", f"{files.folder}/{name}")
    for name in own:
        for path in (files.folder / name).glob("*.part"):
            path.unlink()
    return folders


def files(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files of an index and of its folders of cards, by their names below its folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                with os.scandir(entry) as cards:
                    yield from ((f"{entry.name}/{card.name}", card) for card in cards)
            else:
                yield entry.name, entry


def link(source: str, target: str) -> None:
    """Let a second name stand for a file, or copy it where that cannot be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _json(value: Any) -> bytes:
    return shards.encode_json(value)


def _write(path: str, data: bytes) -> None:
    # At once: a run that is killed leaves no half of a file behind, for the next to trust.
    part = f"{path.removesuffix('.bin')}.part"
    put(part, data)
    os.replace(part, path)  # noqa: PTH105 - thousands of files


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "no access"
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
