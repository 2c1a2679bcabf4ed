"""What a YAML parser stumbled over, in the words of those who write the files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from helpwright.errors import Finding, Place, Severity

Mark = tuple[int, int]
"""Line and column, counted from 0."""

_QUOTES = "text with a colon, # or a quote in it needs quotes around it"
_INSIDE = "within { } or [ ], text with a comma, a colon or a bracket in it needs quotes around it"
_KEYED = re.compile(r"\s*(?:- +)*(?:[\w.~-]+|\"[^\"]*\"|'[^']*') *:(?:\s|$)")
_OPENED = re.compile(r"[:\-,\[{]\s+(\"(?:[^\"\\]|\\.)*|'(?:[^']|'')*)$")


@dataclass(frozen=True)
class Mistake:
    """What is wrong, where, and what helps."""

    at: Mark
    message: str
    hint: str


def finding_of(error: Exception, text: str, path: str, first_line: int) -> Finding:
    """What is told of the error that ended the reading of a text."""
    at, since, problem = (0, 0), None, "it cannot be read"
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        at = (mark.line, mark.column) if mark else at
        before = error.context_mark
        since = (before.line, before.column) if before else None
        problem = error.problem or error.context or problem
    elif isinstance(error, yaml.reader.ReaderError):
        read = text[: error.position] if isinstance(error.position, int) else ""
        at = read.count("\n"), len(read) - read.rfind("\n") - 1
        problem = "it holds a character that YAML does not allow"
    mistake = explain(problem, at, since, text.splitlines(), first_line)
    line, column = mistake.at
    place = Place(path, first_line + line, column + 1)
    message = f"invalid YAML: {mistake.message}"
    return Finding(place, "yaml-syntax", message, mistake.hint, Severity.ERROR)


def explain(
    problem: str, at: Mark, since: Mark | None, lines: Sequence[str], first: int = 1
) -> Mistake:
    """A problem of libyaml or PyYAML as its writer sees it.

    Args:
        problem: What the parser says.
        at: Where it stopped.
        since: Where the list or mapping begins in which it stopped.
        lines: The lines of the text.
        first: The line of the file on which the text begins.
    """
    line = _line(lines, at[0])
    if "\t" in line[: at[1] + 1] and not line[: at[1]].strip():
        hint = "YAML is indented with spaces; this line holds a tab"
        return Mistake(at, "this line is indented with a tab", hint)
    if {*line[: len(line) - len(line.lstrip())]} - {" ", "\t"}:
        message = "this line begins with a blank that is no plain space"
        return Mistake((at[0], 0), message, "it may have been copied: write spaces in its place")
    if opened := _open_quote(lines, since or (0, 0), at):
        message = "the quote that begins here does not end on its line"
        return Mistake(opened, message, "close it, or write '' for a quote within such quotes")
    if _flow(problem):
        return _in_brackets(at, since, lines, first)
    if "mapping values are not allowed" in problem:
        return _colon(at, lines)
    if "expected key" in problem or "block end" in problem or "'-' indicator" in problem:
        return _in_block(problem, at, since, lines, first)
    for words, message, hint in _SAID:
        if words in problem:
            # A key without its colon was begun where its line begins.
            begun = since if since and words.startswith("could not find") else at
            return Mistake(begun, message, hint)
    return Mistake(at, problem, _QUOTES)


_SAID = (
    (
        "character that YAML does not allow",
        "it holds a character that YAML does not allow",
        "it cannot be seen, and may have been copied along: take it out",
    ),
    (
        "undefined alias",
        "text that begins with * is taken for a reference",
        "put quotes around the text",
    ),
    (
        "alphabetic or numeric",
        "text that begins with * or & is taken for a reference",
        "put quotes around the text",
    ),
    (
        "cannot start any token",
        "text cannot begin with this sign",
        "put quotes around the text",
    ),
    (
        "another document",
        "a second document begins here",
        "take this line out, or make a file of what follows",
    ),
    (
        "single document",
        "a second document begins here",
        "take this line out, or make a file of what follows",
    ),
    (
        "could not find expected ':'",
        "this line is no key with a colon",
        "write it as key: value, or indent it below the text to which it belongs",
    ),
    (
        "unknown escape",
        "a backslash within double quotes has a meaning of its own",
        "use single quotes, or write two backslashes",
    ),
    (
        "unexpected end of stream",
        "a quote is not closed before the end of the file",
        "close it on the line on which it begins",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        "put each item on a line of its own, indented, after a hyphen and a space",
    ),
    (
        "violates indentation",
        "this line is indented with a tab",
        "YAML is indented with spaces; this line holds a tab",
    ),
)


def _flow(problem: str) -> bool:
    return "',' or" in problem or "node content" in problem


def _in_brackets(at: Mark, since: Mark | None, lines: Sequence[str], first: int) -> Mistake:
    if since and since[0] < at[0]:
        sign = _line(lines, since[0])[since[1] : since[1] + 1]
        message = f'the bracket "{sign}" is not closed, or a comma is missing before'
        return Mistake(since, f"{message} line {at[0] + first}", _INSIDE)
    return Mistake(at, "a comma or a closing bracket is missing here", _INSIDE)


def _colon(at: Mark, lines: Sequence[str]) -> Mistake:
    """A colon where none can stand: in a text, or because the line before it lacks its own."""
    line = _line(lines, at[0])
    if re.match(r"\s*-[\[{\"'\w]", line):
        column = line.index("-")
        return Mistake((at[0], column), "a hyphen needs a space after it", "write - and a space")
    before = at[0] - 1
    while before >= 0 and not _line(lines, before).strip():
        before -= 1
    above = _line(lines, before)
    goes_on = _KEYED.match(line) and ": " not in line[: at[1]].split("#")[0]
    if goes_on and before >= 0 and not _KEYED.match(above) and not above.lstrip().startswith("#"):
        column = len(above) - len(above.lstrip())
        if re.match(r"[\w-]+:\S", above.strip()):
            return Mistake((before, column), "a colon needs a space after it", "write key: value")
        message = "this line has no key with a colon"
        return Mistake((before, column), message, "write it as key: value")
    if goes_on:
        message = "this line is indented as if it belonged to the text above"
        return Mistake((at[0], len(line) - len(line.lstrip())), message, _beside(above))
    return Mistake(at, "a colon and a space stand in the middle of a text", _QUOTES)


def _beside(above: str) -> str:
    column = len(above) - len(above.lstrip()) + 1
    return f"keys that belong together begin in the same column, here column {column}"


def _in_block(
    problem: str, at: Mark, since: Mark | None, lines: Sequence[str], first: int
) -> Mistake:
    line = _line(lines, at[0])
    if line[: at[1]].rstrip()[-1:] in ("'", '"', "}", "]"):
        message = "text goes on after its closing quote or bracket"
        hint = "put quotes around all of it; a quote within such quotes is written twice"
        return Mistake(at, message, hint)
    column = len(line) - len(line.lstrip())
    if since and "'-' indicator" in problem:
        message = f"the list that begins on line {since[0] + first} goes on without a hyphen"
        hint = "begin each item with a hyphen and a space; what is no item, is indented otherwise"
        return Mistake((at[0], column), message, hint)
    if since and column != since[1]:
        above = max((n for n in range(at[0]) if _line(lines, n).strip()), default=0)
        others = {
            n: len(_line(lines, n)) - len(_line(lines, n).lstrip()) for n in (above, since[0])
        }
        begins = ", ".join(f"line {n + first} in column {c + 1}" for n, c in others.items())
        message = "this line is indented otherwise than those around it"
        hint = f"it begins in column {column + 1}, {begins}"
        return Mistake((at[0], column), message, hint)
    return Mistake(at, "this is no key with a colon", _QUOTES)


def _open_quote(lines: Sequence[str], start: Mark, end: Mark) -> Mark | None:
    """The first quote that begins a value and is still open at the end of its line."""
    for number in range(start[0], end[0] + 1):
        line = _line(lines, number)
        found = _OPENED.search(line)
        if found and _KEYED.match(line):
            return number, found.start(1)
    return None


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number] if 0 <= number < len(lines) else ""
