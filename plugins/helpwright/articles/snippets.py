"""Snippets and variables: `{{ snippet: name }}` and `{{ product }}` outside code.

A name that nothing defines stays in the text as it was written, with a finding. A backslash
before the braces keeps them as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from helpwright.articles.code import pieces
from helpwright.articles.model import Article, Snippet
from helpwright.errors import Finding, Place, Severity, did_you_mean

_USE = re.compile(r"(\\?)\{\{[ \t]*(?:(snippet:)[ \t]*([^{}\n]+?)|([A-Za-z][\w./-]*))[ \t]*\}\}")
_MAX_TEXT = 2_000_000


@dataclass
class Expansion:
    """A text with its snippets and variables filled in, the names it used, and the findings."""

    text: str = ""
    used: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def expand(
    article: Article, snippets: Mapping[str, Snippet], variables: Mapping[str, str]
) -> Expansion:
    """The body of an article with its snippets and variables filled in."""
    result = Expansion()
    start = Place(article.place.path, article.body_line, 1)
    result.text = _Expander(snippets, variables, result).expand(article.body, start, ())
    return result


def fill(text: str, variables: Mapping[str, str]) -> str:
    """A line of text with its variables filled in; what is undefined stays."""
    return _USE.sub(
        lambda match: match[0] if match[1] or match[2] else variables.get(match[4], match[0]), text
    )


def undefined(text: str, variables: Mapping[str, str]) -> list[str]:
    """Names in a line of text that no variable has, and snippets, which a line cannot include."""
    uses = [match for match in _USE.finditer(text) if not match[1]]
    return [match[3] or match[4] for match in uses if match[2] or match[4] not in variables]


@dataclass
class _Expander:
    snippets: Mapping[str, Snippet]
    variables: Mapping[str, str]
    result: Expansion
    size: int = 0

    def expand(self, text: str, start: Place, inside: tuple[str, ...]) -> str:
        if "{{" not in text:
            return text
        filled: list[str] = []
        at = 0
        for is_code, piece in pieces(text):
            if is_code or "{{" not in piece:
                filled.append(piece)
            else:
                filled.append(_USE.sub(self.filler(text, at, start, inside), piece))
            at += len(piece)
        return "".join(filled)

    def filler(
        self, text: str, offset: int, start: Place, inside: tuple[str, ...]
    ) -> Callable[[re.Match[str]], str]:
        def fill_one(match: re.Match[str]) -> str:
            if match[1]:
                return match[0][1:]
            before = text[: offset + match.start()]
            line = start.line + before.count("\n")
            place = Place(start.path, line, len(before) - before.rfind("\n"))
            if match[2]:
                indent = re.match(r"[ \t]*", before[before.rfind("\n") + 1 :])
                return self.snippet(match, place, inside, indent[0] if indent else "")
            return self.variable(match, place)

        return fill_one

    def variable(self, match: re.Match[str], place: Place) -> str:
        name = match[4]
        if name in self.variables:
            return self.variables[name]
        hint = did_you_mean(name, self.variables, otherwise=f"define {name} under `variables:`")
        if name in self.snippets:
            hint = f"to include the snippet, write {{{{ snippet: {name} }}}}"
        self.add(place, "undefined-variable", f'no variable is named "{name}"', hint)
        return match[0]

    def snippet(
        self, match: re.Match[str], place: Place, inside: tuple[str, ...], indent: str
    ) -> str:
        name = match[3]
        if name not in self.snippets:
            hint = did_you_mean(name, self.snippets, otherwise=f"make the file _snippets/{name}.md")
            self.add(place, "undefined-snippet", f'no snippet is named "{name}"', hint)
            return match[0]
        if name in inside:
            path = " → ".join([*inside[inside.index(name) :], name])
            message = f"snippets include each other in a circle: {path}"
            hint = "take one of them out of the circle"
            self.add(place, "snippet-cycle", message, hint, Severity.ERROR)
            return match[0]
        snippet = self.snippets[name]
        self.result.used.add(name)
        self.size += len(snippet.text)
        if self.size > _MAX_TEXT:
            message = "its snippets make it longer than two million characters"
            self.add(place, "snippet-too-large", message, "", Severity.ERROR)
            return match[0]
        start = Place(snippet.place.path, 1, 1)
        text = self.expand(snippet.text, start, (*inside, name))
        return text.replace("\n", f"\n{indent}") if indent else text

    def add(
        self,
        place: Place,
        code: str,
        message: str,
        hint: str,
        severity: Severity = Severity.WARNING,
    ) -> None:
        self.result.findings.append(Finding(place, code, message, hint, severity))
