"""The words and signs of an expression, with the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.language.dates import OTHERWISE, date_of, meant_by
from helpwright.troubleshooters.language.expressions import UNITS
from helpwright.troubleshooters.language.formula import Formula

MOST_CHARACTERS = 2000
MOST_NUMBER = 1e15
"""Larger numbers are not exact in every browser."""

KEYWORDS = ("and", "or", "not", "in", "true", "false", "today")

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9A-Za-z_]))"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?![0-9A-Za-z_]|\.[0-9]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)"
    r"|(?P<text>'[^'\n]*'|\"[^\"\n]*\")"
    r"|(?P<sign>==|!=|<=(?!>)|>=|<(?![>=])|>|[-+*/()\[\],](?![=*]))"
)
_DAY = re.compile(OTHERWISE)
_WRONG = re.compile(
    r"&&|\|\||=>|=<|<>|===?|[-+*/]=|\*\*|[0-9][0-9A-Za-z_.]*|[^\W\d_]\w*|.", re.DOTALL
)
_HINTS = {
    "=": "use == to compare",
    "===": "use == to compare",
    "&&": 'write "and"',
    "&": 'write "and"',
    "||": 'write "or"',
    "|": 'write "or"',
    "!": 'write "not", or != for "is not equal to"',
    "<>": "use != for is not equal to",
    "≠": "use != for is not equal to",
    "=<": "use <= for at most",
    "≤": "use <= for at most",
    "=>": "use >= for at least",
    "≥": "use >= for at least",
    "\u00d7": "use * to multiply",
    "**": "multiply instead: a * a",
    "÷": "use / to divide",
    "%": "write a part of one: 20 % of x is x * 0.2",
    "\u2212": "use - to subtract",
    "\u2013": "use - to subtract",
    "{": "names stand in expressions without braces",
    "}": "names stand in expressions without braces",
    "$": "an amount is only a number, such as 19.00",
    "€": "an amount is only a number, such as 19.00",
}
_QUOTES = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb`\u00b4"


@dataclass(frozen=True)
class Token:
    """One word or sign: `kind` is date, number, name, text, sign or end; `at` counts from 0."""

    kind: str
    text: str
    at: int


class WrongExpression(Exception):
    """Ends the reading of an expression at its first mistake."""

    def __init__(self, at: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.at, self.message, self.hint = at, message, hint

    def finding(self, formula: Formula) -> Finding:
        """The mistake, at its place in the file."""
        place = place_at(formula, self.at)
        return Finding(place, "invalid-expression", self.message, self.hint, Severity.ERROR)


def place_at(formula: Formula, at: int) -> Place:
    """The place in the file of a character of an expression."""
    before = formula.text[:at]
    if lines := before.count("\n"):
        line, col = formula.place.line + lines, len(before) - before.rfind("\n")
        return formula.place._replace(line=line, col=col)
    return formula.place._replace(col=formula.place.col + at)


def tokens_of(text: str) -> list[Token]:
    """The tokens of an expression; the last is the end.

    Raises:
        WrongExpression: something is no token, or the expression is too long.
    """
    if len(text) > MOST_CHARACTERS:
        message = f"this expression has {len(text):,} characters; {MOST_CHARACTERS:,} are the most"
        raise WrongExpression(0, message, "put parts of it under facts:")
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or (found.lastgroup == "number" and _DAY.match(text, at)):
            raise _wrong(text, at)
        kind = found.lastgroup or ""
        if kind == "date" and not date_of(found[0]):
            raise _no_day(found[0], at)
        if kind == "number" and float(found[0]) > MOST_NUMBER:
            raise WrongExpression(at, "this number is too large", "write a smaller number")
        if kind != "space":
            tokens.append(Token(kind, found[0], at))
        at = found.end()
    return [*tokens, Token("end", "", at)]


def _no_day(text: str, at: int) -> WrongExpression:
    hint = f"write it as {meant_by(text) or '2026-11-21'}"
    return WrongExpression(at, f'"{text}" is not a day', hint)


def _wrong(text: str, at: int) -> WrongExpression:
    if day := _DAY.match(text, at):
        hint = f"write it as {meant_by(day[0]) or '2026-11-21'}"
        return WrongExpression(at, f'"{day[0]}" is not written as a date', hint)
    found = _WRONG.match(text, at)
    wrong = found[0] if found else text[at]
    hint = _HINTS.get(wrong, "")
    if wrong in ("'", '"'):
        return WrongExpression(at, f"the quote {wrong} is not closed", "close it on the same line")
    if wrong in _QUOTES:
        hint = "use straight quotes: 'text'"
    elif wrong[0].isdigit() and wrong[0].isascii():
        hint = "a name in an expression begins with a letter; a step can have a name: of its own"
        number = wrong.rstrip("abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if wrong.count(".") > 1:
            hint = "a date is written as 2026-11-21, a number with at most one point"
        elif wrong[len(number) :] in UNITS:
            hint = f"put a space between them: {number} {wrong[len(number) :]}"
    elif wrong[0].isalpha():
        hint = "names have the letters a to z, digits and _"
    return WrongExpression(at, f'"{wrong}" is not known in expressions', hint)
