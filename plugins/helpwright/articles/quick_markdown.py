"""A Markdown instance that does the same in less time, for sites of thousands of articles.

Only what an exact class of a known library does is done another way, and what is made stays the
same: of anything else, such as a processor that an extension put in the place of another, nothing
changes. Left out is the table of contents as HTML, `Markdown.toc`, which MkDocs does not use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown, blockprocessors
from markdown.blockparser import BlockParser
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.tables import TableProcessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import STX

from helpwright.articles import quick_inline, quick_serializer

# What a block must hold so that a processor can do anything with it.
_NEEDED: dict[str, str] = {
    f"{kind.__module__}.{kind.__name__}": needed
    for kind, needed in (
        (AdmonitionProcessor, "!!!"),
        (TableProcessor, "|"),
        (blockprocessors.HashHeaderProcessor, "#"),
        (blockprocessors.SetextHeaderProcessor, "\n"),
        (blockprocessors.BlockQuoteProcessor, ">"),
        (blockprocessors.ReferenceProcessor, "]:"),
    )
}
# These look at blocks that begin with an indent, and at nothing else.
_INDENTED = (
    f"{blockprocessors.__name__}.ListIndentProcessor",
    f"{blockprocessors.__name__}.CodeBlockProcessor",
    "pymdownx.superfences.SuperFencesCodeBlockProcessor",
)
_FENCES = "pymdownx.superfences.SuperFencesBlockPreprocessor"


def install(md: Markdown) -> None:
    """Let a Markdown instance, made and not yet used, do less for the same."""
    quick_inline.install(md)
    quick_serializer.install(md)
    if type(md.parser) is BlockParser:
        _put(md.parser, "parseBlocks", _parse_blocks(md.parser))
    _put(md, "is_block_level", _is_block_level(md))
    for preprocessor in md.preprocessors:
        options = getattr(preprocessor, "config", {})
        if _name(preprocessor) == _FENCES and not options.get("preserve_tabs"):
            _put(preprocessor, "run", _fenced(preprocessor))
    for processor in md.treeprocessors:
        if type(processor) is UnescapeTreeprocessor:
            _put(processor, "run", _if_written(md, processor, "\\"))
            _put(processor, "unescape", _unescape(processor))
        elif type(processor) is AttrListTreeprocessor:
            _put(processor, "run", _if_written(md, processor, "{"))
        elif type(processor) is TocTreeprocessor:
            _put(processor, "run", _contents(processor))


def _put(owner: object, name: str, function: Callable[..., Any]) -> None:
    if callable(getattr(owner, name, None)):
        setattr(owner, name, function)


def _name(processor: object) -> str:
    return f"{type(processor).__module__}.{type(processor).__name__}"


def _parse_blocks(parser: BlockParser) -> Callable[[Element, list[str]], None]:
    """As the parser does it, without asking processors of which the answer is known."""
    indent = " " * parser.md.tab_length
    steps: list[tuple[Any, Any, str, bool]] = []

    def prepare() -> None:
        for processor in parser.blockprocessors:
            name = _name(processor)
            needed = indent if name in _INDENTED else _NEEDED.get(name, "")
            # An indented block may belong to the admonition before it.
            belongs = type(processor) is AdmonitionProcessor
            steps.append((processor.test, processor.run, needed, belongs))

    def parse_blocks(parent: Element, blocks: list[str]) -> None:
        if len(steps) != len(parser.blockprocessors):
            steps.clear()
            prepare()
        while blocks:
            for test, run, needed, belongs in steps:
                block = blocks[0]
                if needed not in block and not (belongs and block.startswith(indent)):
                    continue
                if test(parent, block) and run(parent, blocks) is not False:
                    break

    return parse_blocks


def _is_block_level(md: Markdown) -> Callable[[Any], bool]:
    """The same with a memory; the engine looks through a list each time."""
    given = md.is_block_level
    known: dict[Any, bool] = {}

    def is_block_level(tag: Any) -> bool:
        if tag not in known:
            known[tag] = given(tag)
        return known[tag]

    return is_block_level


def _fenced(processor: Any) -> Callable[[list[str]], list[str]]:
    given = processor.run

    def run(lines: list[str]) -> list[str]:
        if any("```" in line or "~~~" in line for line in lines):
            found: list[str] = given(lines)
            return found
        return lines

    return run


def _if_written(md: Markdown, processor: Treeprocessor, sign: str) -> Callable[[Element], None]:
    """As the processor does it, which can do nothing where nobody wrote a certain sign."""
    given = processor.run

    def run(root: Element) -> None:
        if any(sign in line for line in vars(md)["lines"]):
            given(root)

    return run


def _unescape(processor: UnescapeTreeprocessor) -> Callable[[str], str]:
    given = processor.unescape
    return lambda text: given(text) if STX in text else text


def _contents(processor: TocTreeprocessor) -> Callable[[Element], None]:
    """Tokens for the contents as always; their HTML only if a text has a mark for it."""
    given = processor.run
    build, replace = processor.build_toc_div, processor.replace_marker

    def run(doc: Element) -> None:
        marker = processor.marker
        is_asked = bool(marker) and any(marker in (part.text or "") for part in doc.iter())
        _put(processor, "build_toc_div", build if is_asked else lambda tokens: Element("div"))
        _put(processor, "replace_marker", replace if is_asked else lambda root, part: None)
        given(doc)

    return run
