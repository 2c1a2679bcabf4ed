"""Reads the files of an index back, for the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from helpwright.search import rules, shards
from helpwright.search.analysis import Token
from helpwright.search.cards import document_of
from helpwright.search.index import Part, Term, Terms, Word
from helpwright.search.rules import Rules
from helpwright.search.slots import card_names
from helpwright.search.streams import Numbers

_CARD = re.compile(r"(0|[1-9][0-9]{0,8})\.bin")


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
        names = self.cards(root["cards"])
        if len(names) != documents:
            raise ValueError(f"{len(names)} cards for {documents} documents")
        held = np.array(list(names), np.int32)
        words: list[Word] = []
        terms: list[tuple[str, Term]] = []
        for leaf in self.names(root["terms"]):
            more_words, more_terms = shards.decode_terms(self.bytes_of(f"t-{leaf}.bin"))
            words += more_words
            terms += [(stem, _numbered(term, held)) for stem, term in more_terms]
        made = Rules()
        if "rules" in root:
            ruled = [Token(word.surface, word.stem) for word in words if not word.commonness]
            rows = self.json_of("s", root["rules"])
            made = rules.read(rows, partial(_number, list(names)), ruled)
        cards = tuple(
            document_of(shards.decode_json(self.bytes_of(file))) for file in names.values()
        )
        if card_names([card.url for card in cards]) != list(names.values()):
            raise ValueError("cards are not where their addresses lead")
        return Part(str(language), cards, held, tuple(words), _joined(terms), made)

    def cards(self, listed: Any) -> dict[int, str]:
        """The files of cards by their slots, in order."""
        found: dict[int, str] = {}
        for name in listed["folders"]:
            self.place = self.folder / f"c-{name}"
            for path in self.place.iterdir() if name else ():
                if _CARD.fullmatch(path.name):
                    found[int(path.stem)] = f"c-{name}/{path.name}"
        return dict(sorted(found.items()))

    def names(self, listed: Any) -> list[str]:
        """The names in a list, or in the pages of one."""
        if "pages" not in listed:
            return list(listed["names"])
        return [name for page in listed["pages"] for name in self.json_of("l", page)["names"]]


def _number(held: Sequence[int], slot: int) -> int:
    if slot not in held:
        raise ValueError("a rule for a document that is not there")
    return held.index(slot)


def _numbered(term: Term, held: Numbers) -> Term:
    """A term with documents by their numbers instead of the slots that they hold."""
    numbers = np.searchsorted(held, term.documents).astype(np.int32)
    if not np.array_equal(held.take(numbers, mode="clip"), term.documents):
        raise ValueError("a posting for a document that is not there")
    return term._replace(documents=numbers)


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
