"""Where a Markdown text is code, in which neither snippets nor links are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})", re.MULTILINE)
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@lru_cache(maxsize=16)  # asked again for each finding of an article
def without_code(text: str) -> str:
    """The text with every character of code blocks and code spans as a space; lines stay."""
    return "".join(
        piece if not is_code else re.sub(r"[^\n]", " ", piece) for is_code, piece in pieces(text)
    )


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces: (is code, piece). Fenced blocks first, then spans outside them."""
    at = 0
    has_fences = "```" in text or "~~~" in text
    while has_fences and (opening := _FENCE.search(text, at)):
        yield from _spans(text[at : opening.start()])
        fence = opening[1]
        closing = re.compile(
            rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE
        ).search(text, opening.end())
        end = closing.end() if closing else len(text)
        yield True, text[opening.start() : end]
        at = end
    yield from _spans(text[at:])


def plain_lines(text: str) -> str:
    """A text whose lines all end as on Unix."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _spans(text: str) -> Iterator[tuple[bool, str]]:
    at = 0
    if "`" not in text:
        yield False, text
        return
    for paragraph in re.finditer(r".+?(?:\n[ \t]*\n|\Z)", text, re.DOTALL):
        for span in _SPAN.finditer(paragraph[0]):
            start = paragraph.start() + span.start()
            yield False, text[at:start]
            at = paragraph.start() + span.end()
            yield True, text[start:at]
    yield False, text[at:]
