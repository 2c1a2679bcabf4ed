"""The process that renders texts ahead of a build, from the last one back.

It does not know which files there are. So each address is left open: what comes out is the HTML
between the addresses, and how they are written. A text for which that would not be exact, or that
is anything but plain sailing, is left to the build.
"""

from __future__ import annotations

import logging
import marshal
import os
import re
import sys
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from helpwright.rebuilds.frames import framed
from helpwright.rebuilds.rendering import Written, instance

_TOGETHER = 1 << 15  # bytes
# Characters of nobody, about the number of an address.
_START, _END = "\ue7f3", "\ue7f4"
_MARK = re.compile(f"{_START}([0-9]+){_END}")
_KEYS = {"a": "href", "img": "src"}
# What stands for something that only this process knows; `&` and escaped characters do not.
_STASHED = re.compile(f"{STX}(?!(?:amp|[0-9]+){ETX})")
# Only tags with one of these can have an anchor.
_NAMED = re.compile(r"\b(?:id|name)\b", re.IGNORECASE)


def work() -> None:
    """Read options and texts from standard input, and write what is made of them."""
    # The build stops for a moment at each piece that comes, so they come together.
    out = os.fdopen(os.dup(1), "wb", _TOGETHER)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # The build says what there is to say: a text is its own as soon as anything is said of it.
    # Whoever prints fails, as one cannot write to what is opened for reading.
    sys.stdout = sys.stderr = sys.stdin
    said = _Said()
    logging.getLogger().addHandler(said)
    logging.getLogger().setLevel(logging.INFO)
    if hasattr(os, "nice"):
        os.nice(10)  # where there is not enough for both, the build comes first
    try:
        options, texts = marshal.load(sys.stdin.buffer)
        renderer = Renderer(options)
        _nest_less()
        warnings.simplefilter("error")
        for key, text in reversed(texts):
            said.anything = False
            made = renderer(text)
            if made is not None and not said.anything:
                out.write(framed(key, marshal.dumps(made)))
        out.flush()
    # The build is gone, or has what it wants.
    except (OSError, EOFError, KeyboardInterrupt):
        os._exit(1)


def _nest_less() -> None:
    """Give up on texts with which the build, which has called more already, may come to an end.

    How deep Markdown goes depends on what is left to it: it asks functions of these names.
    """
    sys.setrecursionlimit(sys.getrecursionlimit() // 2)
    for name in ("nearing_recursion_limit", "nearing_depth_limit"):
        for module in list(sys.modules.values()):
            if callable(is_near := getattr(module, "__dict__", {}).get(name)):
                setattr(module, name, partial(_give_up_if, is_near))


def _give_up_if(is_near: Callable[..., bool], *arguments: Any) -> bool:
    if is_near(*arguments):
        raise RecursionError
    return False


class Renderer:
    """Renders texts with their addresses left open. `options` are those of `described`."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._begin()

    def _begin(self) -> None:
        self._markdown = instance(self._options)
        self._tags, self._anchors, self._title = _Tags(), _Anchors(), _Title()
        self._written, self._links = Written(), _Links()
        # In the places that MkDocs' own have.
        self._markdown.preprocessors.register(self._tags, "mkdocs_raw_html", 21)
        trees = self._markdown.treeprocessors
        trees.register(self._anchors, "mkdocs_extract_anchors", 5)
        trees.register(self._links, "relpath", 0)
        trees.register(self._title, "mkdocs_extract_title", 1)
        trees.register(self._written, "helpwright-before-links", 0.5)
        self._is_exact = list(trees)[-1] is self._links

    def __call__(self, text: str) -> dict[str, Any] | None:
        """What is made of a text; None if that is left to the build.

        `pieces` is the HTML between the addresses that are open, `links` says how each is written
        and whether it is open, `tags` what may have anchors, and `title` is a heading in the first
        place as nested lists.
        """
        # Of a blank text nobody looks at anything.
        if not self._is_exact or not text.strip() or _START in text or _END in text:
            return None
        self._markdown.reset()
        # An extension fails in its own way; the build says how. What it was at is not undone.
        try:
            html = self._markdown.convert(text)
        except Exception:
            self._begin()
            return None
        pieces = _MARK.split(html)
        urls = self._links.found
        numbers = [str(number) for number, url in enumerate(urls) if STX not in url]
        is_whole = pieces[1::2] == numbers and [*map(str, self._written.found)] == urls
        title = self._title.found
        if not is_whole or (title and _STASHED.search(_texts(title))):
            return None
        return {
            "pieces": pieces[::2],
            "links": [[url, STX not in url] for url in urls],
            "contents": getattr(self._markdown, "toc_tokens", []),
            "anchors": sorted(self._anchors.found),
            "tags": self._tags.found,
            "title": title,
        }


class _Tags(Preprocessor):
    """Keeps a text that may have tags with anchors in it, for MkDocs to look at."""

    found = ""

    def __init__(self) -> None:
        super().__init__()

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        self.found = text if "<" in text and _NAMED.search(text) else ""
        return lines


class _Anchors(Treeprocessor):
    """Gathers anchors as MkDocs does."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def run(self, root: Element) -> None:
        self.found = set()
        for element in root.iter():
            names = [element.get("id"), element.get("name") if element.tag == "a" else ""]
            self.found.update(str(name) for name in names if name)


class _Title(Treeprocessor):
    """Keeps a heading in the first place, of which MkDocs makes a title."""

    found: list[Any] | None = None

    def __init__(self) -> None:
        super().__init__()

    def run(self, root: Element) -> None:
        self.found = _plain(root[0]) if len(root) and root[0].tag == "h1" else None


def _plain(element: Element) -> list[Any]:
    """Tag, attributes, text, tail and children of an element."""
    attributes = {_text(name): _text(value) for name, value in element.items()}
    text, tail = _text(element.text or ""), _text(element.tail or "")
    return [_text(element.tag), attributes, text, tail, [_plain(child) for child in element]]


def _texts(element: list[Any]) -> str:
    """All that is written in what `_plain` gives."""
    tag, attributes, text, tail, children = element
    return "".join([tag, *attributes, *attributes.values(), text, tail, *map(_texts, children)])


def _text(value: object) -> str:
    """A string without what Markdown notes in its own kinds of them."""
    if not isinstance(value, str):
        raise TypeError
    return str(value)


class _Links(Treeprocessor):
    """Puts a mark in the place of each address that MkDocs would look at."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def run(self, root: Element) -> None:
        self.found = []
        for element in root.iter():
            key = _KEYS.get(element.tag)
            if key is None:
                continue
            url = _text(element.attrib[key])
            # What stands in such an address is put in later, so it must stay.
            if STX not in url:
                element.set(key, f"{_START}{len(self.found)}{_END}")
            self.found.append(url)


class _Said(logging.Handler):
    """Notes that something was logged."""

    anything = False

    def emit(self, record: logging.LogRecord) -> None:
        self.anything = True
