"""Reads the files of an index back, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from helpwright.search import rules, shards
from helpwright.search.analysis import Token
from helpwright.search.cards import document_of
from helpwright.search.index import Part, Term, Terms, Word
from helpwright.search.rules import Rules


class FolderReader:
    """Reads the files of an index; `place` is the one that was read last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = folder

    def bytes_of(self, name: str) -> bytes:
        """A file."""
        self.place = self.folder / name
        return self.place.read_bytes()

    def json_of(self, kind: str, name: str) -> Any:
        """The value of a file of JSON."""
        return shards.decode_json(self.bytes_of(f"{kind}-{name}.bin"))

    def part(self, language: str, documents: int, name: str) -> Part:
        """A language by the name of its root."""
        root = self.json_of("r", name)
        words: list[Word] = []
        terms: list[tuple[str, Term]] = []
        for leaf in self.names(root["terms"]):
            more_words, more_terms = shards.decode_terms(self.bytes_of(f"t-{leaf}.bin"))
            words += more_words
            terms += more_terms
        made = Rules()
        if "rules" in root:
            own = [Token(word.surface, word.stem) for word in words if not word.commonness]
            made = rules.read(self.json_of("s", root["rules"]), documents, own)
        cards = [
            document_of(shards.decode_json(self.bytes_of(f"c-{root['cards']}/{number}.bin")))
            for number in range(documents)
        ]
        if any(len(term.documents) and term.documents[-1] >= documents for _, term in terms):
            raise ValueError("a posting points past the last document")
        return Part(str(language), tuple(cards), tuple(words), _joined(terms), made)

    def names(self, listed: Any) -> list[str]:
        """The names in a list, or in the pages of one."""
        if "pages" not in listed:
            return list(listed["names"])
        return [name for page in listed["pages"] for name in self.json_of("l", page)["names"]]


def _joined(terms: Sequence[tuple[str, Term]]) -> Terms:
    empty = np.zeros(0, np.int32)
    lengths = [len(term.documents) for _, term in terms]
    return Terms(
        stems=tuple(stem for stem, _ in terms),
        weights=np.array([term.weight for _, term in terms], np.int32),
        starts=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        documents=np.concatenate([empty, *(term.documents for _, term in terms)]),
        impacts=np.concatenate([empty, *(term.impacts for _, term in terms)]).astype(np.uint8),
        sections=np.concatenate([empty, *(term.sections for _, term in terms)]).astype(np.uint8),
    )
