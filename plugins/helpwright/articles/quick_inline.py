"""Python-Markdown's inline stage without the searches that can find nothing.

For each text it tries every inline pattern, some twenty. Most texts have no backtick, bracket or
ampersand, without which most patterns cannot match; looking for a character is thirty times as
fast as trying a pattern. What is made stays the same.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown, inlinepatterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

_MODULE = inlinepatterns.__name__
# A pattern of Python-Markdown itself, by its text, and what each match must hold.
_NEEDED = {
    inlinepatterns.BACKTICK_RE: "`",
    inlinepatterns.ESCAPE_RE: "\\",
    inlinepatterns.LINK_RE: "[",
    inlinepatterns.IMAGE_LINK_RE: "![",
    inlinepatterns.AUTOLINK_RE: "://",
    inlinepatterns.AUTOMAIL_RE: "@",
    inlinepatterns.LINE_BREAK_RE: "  \n",
    inlinepatterns.HTML_RE: "<",
    inlinepatterns.ENTITY_RE: "&",
}
# The same for extensions: their module, and what each match of any of their patterns must hold.
_NEEDED_BY = {"pymdownx.emoji": ":", "pymdownx.inlinehilite": "`", "pymdownx.keys": "+"}
# This one needs one of two characters.
_EMPHASIS = r"\*|_"
_HANDLE, _APPLY = "_InlineProcessor__handleInline", "_InlineProcessor__applyPattern"


def install(md: Markdown) -> None:
    """Let a Markdown instance skip what cannot match; one of another version stays as it is."""
    if type(md.treeprocessors["inline"]) is not InlineProcessor:
        return
    if all(callable(getattr(InlineProcessor, name, None)) for name in (_HANDLE, _APPLY)):
        md.treeprocessors.register(_Quick(md), "inline", 20)


class _Quick(InlineProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._needed: list[str] = []
        self._patterns: list[Any] = []
        self._apply = getattr(self, _APPLY)

    def _prepare(self) -> None:
        self._patterns = list(self.inlinePatterns)
        self._needed = [_needed(pattern) for pattern in self._patterns]

    # The base class calls its private method by this name, also for what stands in links.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        if len(self._patterns) != len(self.inlinePatterns):
            self._prepare()
        for index in range(patternIndex, len(self._patterns)):
            needed = self._needed[index]
            if needed not in data and not (needed is _EMPHASIS and ("*" in data or "_" in data)):
                continue
            matched, start = True, 0
            while matched:
                data, matched, start = self._apply(self._patterns[index], data, index, start)
        return data


def _needed(pattern: Any) -> str:
    module = type(pattern).__module__
    if module != _MODULE:
        return _NEEDED_BY.get(module, "")
    return _EMPHASIS if pattern.pattern == _EMPHASIS else _NEEDED.get(pattern.pattern, "")
