"""Markdown as most short texts have it, turned into HTML fifty times faster than by a parser.

Paragraphs, and lists whose items are one line each, with **bold**, *italic* and `code` in them:
whatever else a text holds, `convert` leaves to Python-Markdown. What it makes is what
Python-Markdown makes, to the last byte; tests compare them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from markdown import Markdown

# What is known not to change such texts.
_KNOWN = (
    *("markdown.preprocessors", "markdown.inlinepatterns", "markdown.blockprocessors"),
    *("markdown.treeprocessors", "markdown.postprocessors", "markdown.extensions.admonition"),
    *("markdown.extensions.attr_list", "markdown.extensions.md_in_html"),
    *("markdown.extensions.tables", "markdown.extensions.toc", "pymdownx.highlight"),
    *("pymdownx.superfences", "helpwright.articles.rendering"),
)
_PROBE = """A **bold word**, *one more* and `code`,
"quoted" - so (to say).

1. First **Open**, then
2. `second`.

Another: 100 %, a/b+c; d's?

- One
- *Two*"""

# Letters, digits and signs that mean nothing wherever they stand after the first of a line: those
# of Latin 1, dashes, quotes and arrows, those of East Asia, and letters for private use.
_SIGNS = (
    r"""\w "'(),./%?;@$+\xa1-\xac\xae-\xbf\xd7\xf7\u2010-\u2027\u2030-\u203a"""
    r"""\u20ac\u2190-\u21ff\u2212\u3001-\u303f\uff01-\uff5e\ue000\ue001-"""
)
_PLAIN = rf"(?:(?!_)[{_SIGNS}]|:(?![:/-])|!(?!\[))"
_INNER = f"(?=[^ ]){_PLAIN}+(?<! )"
_PART = rf"(?:{_PLAIN}|(?<!\w)(?:\*\*{_INNER}\*\*|\*{_INNER}\*|`{_INNER}`)(?![\w*`]))"
# Not a list, a quotation, a rule or whatever else a line may begin.
_BEGIN = (
    r"(?=[\w(\"'*`$\xa1-\xac\xae-\xbf\u2018-\u201f\u20ac\u3001-\u303f\uff01-\uff5e\ue000])"
    r"(?!_)(?!\d+[.)](?: |$))(?!\* )"
)
_LINE = rf"{_BEGIN}{_PART}+(?<! )"
_BLANK = re.compile(r"\n\n+")


class _Patterns(NamedTuple):
    marked: re.Pattern[str]
    paragraph: re.Pattern[str]
    list: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """What texts consist of; it takes a moment to make these, and not every command needs them."""
    return _Patterns(
        re.compile(rf"\*\*({_INNER})\*\*|\*({_INNER})\*|`({_INNER})`"),
        re.compile(rf"{_LINE}(?:\n{_LINE})*"),
        re.compile(rf"(?:1\. {_LINE}(?:\n\d+\. {_LINE})*|- {_LINE}(?:\n- {_LINE})*)"),
    )


def understands(markdown: Markdown) -> bool:
    """Whether all that takes part in the work of a parser leaves plain texts as they are."""
    parts: list[Iterable[object]] = [
        *(markdown.preprocessors, markdown.parser.blockprocessors, markdown.inlinePatterns),
        *(markdown.treeprocessors, markdown.postprocessors),
    ]
    if any(type(one).__module__ not in _KNOWN for part in parts for one in part):
        return False
    markdown.reset()
    return markdown.convert(_PROBE) == convert(_PROBE)


def convert(text: str) -> str | None:
    """The HTML of a text; None if only a parser can tell."""
    made: list[str] = []
    was_list = False
    for block in _BLANK.split(text.strip("\n")):
        is_list = _patterns().list.fullmatch(block) is not None
        if is_list and not was_list:
            tag = "ul" if block[0] == "-" else "ol"
            lines = [line.partition(" ")[2] for line in block.split("\n")]
            items = "\n".join([f"<li>{_marked(line)}</li>" for line in lines])
            made.append(f"<{tag}>\n{items}\n</{tag}>")
        elif not is_list and _patterns().paragraph.fullmatch(block):
            made.append(f"<p>{_marked(block)}</p>")
        else:
            return None
        was_list = is_list
    return "\n".join(made)


def _marked(text: str) -> str:
    return _patterns().marked.sub(_element, text) if "*" in text or "`" in text else text


def _element(found: re.Match[str]) -> str:
    tag = ("strong", "em", "code")[(found.lastindex or 1) - 1]
    return f"<{tag}>{found[found.lastindex or 1]}</{tag}>"
