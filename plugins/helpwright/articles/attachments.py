"""The pictures and downloads that belong to an article."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote

from helpwright.articles.model import Article

_REFERENCE = re.compile(
    r"""\]\(\s*<?([^)\s>#?]+)|(?:src|href|data)\s*=\s*["']([^"'#?]+)|^\s*\[[^\]]+\]:\s*<?([^\s>#?]+)""",
    re.MULTILINE,
)


def named_in(text: str, folder: str) -> set[str]:
    """Paths, relative to the docs folder, of what a Markdown text in a folder refers to."""
    found = ("".join(match.groups("")) for match in _REFERENCE.finditer(text))
    return {posixpath.normpath(posixpath.join(folder, unquote(name))) for name in found}


def only_of(hidden: Iterable[Article], others: Iterable[tuple[str, str]]) -> set[str]:
    """Paths that hidden articles refer to and none of the others, given as (text, folder)."""
    found = {path for article in hidden for path in named_in(article.body, article.folder)}
    for text, folder in others if found else ():
        found -= named_in(text, folder)
    return found
