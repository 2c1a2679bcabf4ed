"""Where in an article, or in a snippet that it includes, something is written."""

from __future__ import annotations

from collections.abc import Mapping

from helpwright.articles.code import without_code
from helpwright.articles.model import Article, Snippet
from helpwright.errors import Place


def locate(article: Article, needle: str, known: Mapping[str, Snippet]) -> Place:
    """Where a text stands in an article, or in a snippet; the article itself if nowhere.

    Where it is the target of a link counts before where it is mere words, text before code.
    """
    if not needle:
        return article.place
    texts = [(text, article.place.path, article.body_line) for text in _versions(article.body)]
    texts += [(snippet.text, snippet.place.path, 1) for snippet in known.values()]
    is_target = _find_target(article.body, needle) >= 0
    for text, path, first_line in texts:
        at = _find_target(text, needle)
        if at < 0 and path == article.place.path and not is_target:
            at = text.find(needle)
        if at >= 0:
            line = first_line + text.count("\n", 0, at)
            return Place(path, line, at - text.rfind("\n", 0, at))
    return article.place


def _find_target(text: str, needle: str) -> int:
    """Where a text is the target of a link (or, with #, the end of one); -1 if nowhere."""
    at = text.find(needle)
    while at >= 0:
        start, end = at, at + len(needle)
        while needle[0] == "#" and start and text[start - 1] not in " \t\n()\"'<>":
            start -= 1
        before = text[max(0, start - 12) : start].rstrip(" \t<\"'")
        if before.endswith(("](", "]:", "=")) and (end == len(text) or text[end] in " \t\n)\"'>#?"):
            return at
        at = text.find(needle, at + 1)
    return -1


def _versions(body: str) -> tuple[str, str]:
    return without_code(body), body
