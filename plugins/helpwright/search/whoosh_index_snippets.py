"""Where in a page a query was found: the best section, and a passage of it."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from helpwright.search.analysis import is_unspaced, tokenize
from helpwright.search.documents import Document, Section

_WIDTH = 180
_BEFORE = 40
_HEADING = 2.0
# With an apostrophe inside: "don't" is one word.
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")


@dataclass(frozen=True)
class Passage:
    """A piece of a section. `marks` are starts and ends in `text` of the words found."""

    section: Section
    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def marked(self, before: str, after: str) -> str:
        """The text with something around each word found."""
        pieces: list[str] = []
        at = 0
        for start, end in self.marks:
            pieces += self.text[at:start], before, self.text[start:end], after
            at = end
        return "".join([*pieces, self.text[at:]])


def best_passage(document: Document, stems: AbstractSet[str], counts: Mapping[str, int]) -> Passage:
    """The passage of a page that has most of the words looked for, rare ones before common ones.

    Args:
        document: The page.
        stems: What was looked for.
        counts: On how many pages each stem stands.
    """
    best, most = Section("", "", ""), -1.0
    for section in document.sections:
        heading = {token.stem for token in tokenize(section.heading, document.language)} & stems
        text = {token.stem for token in tokenize(section.text, document.language)} & stems
        worth = sum(_rarity(stem, counts) for stem in text | heading)
        worth += _HEADING * sum(_rarity(stem, counts) for stem in heading)
        if worth > most:
            best, most = section, worth
    return passage_of(best, document, stems)


def passage_of(
    section: Section, document: Document, stems: AbstractSet[str] = frozenset()
) -> Passage:
    """The passage of a section with most of the words; without any, the page's description."""
    text = section.text
    marks = list(_marks(text, document.language, stems))
    if document.description and not marks and not section.anchor:
        text = document.description
        marks = list(_marks(text, document.language, stems))
    return _cut(section, text, marks)


def _rarity(stem: str, counts: Mapping[str, int]) -> float:
    return 1 / math.log2(1 + max(1, counts.get(stem, 1)))


def _marks(text: str, language: str, stems: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Where words stand that were looked for; marks that touch become one."""
    last: tuple[int, int] | None = None
    for start, end, piece in _pieces(text):
        if any(token.stem in stems for token in tokenize(piece, language, stop_words=True)):
            if last is not None and start <= last[1]:
                last = (last[0], end)
                continue
            if last is not None:
                yield last
            last = (start, end)
    if last is not None:
        yield last


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    for word in _WORD.finditer(text):
        if not is_unspaced(word[0]):
            yield word.start(), word.end(), word[0]
            continue
        for at in range(word.start(), max(word.start() + 1, word.end() - 1)):
            yield at, min(at + 2, word.end()), text[at : at + 2]


def _cut(section: Section, text: str, marks: list[tuple[int, int]]) -> Passage:
    """The window of a text with the most marks, cut at spaces."""
    if len(text) <= _WIDTH:
        return Passage(section, text, tuple(marks))
    starts = [mark[0] for mark in marks]
    begins = [max(0, min(start - _BEFORE, len(text) - _WIDTH)) for start in starts]
    inside = [bisect_right(starts, begin + _WIDTH) - n for n, begin in enumerate(begins)]
    start = begins[inside.index(max(inside))] if begins else 0
    end = min(len(text), start + _WIDTH)
    if start:
        start = text.find(" ", start, start + 30) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", end - 30, end), 0) or end
    before, after = "… " if start else "", " …" if end < len(text) else ""
    moved = [
        (s - start + len(before), e - start + len(before))
        for s, e in marks
        if start <= s and e <= end
    ]
    return Passage(section, f"{before}{text[start:end]}{after}", tuple(moved))
