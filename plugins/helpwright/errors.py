"""Findings and errors: what Helpwright tells a person who has to mend something.

A `Finding` is one thing wrong with the content, collected and reported with all others.
An error stops the command; it carries the finding that explains it:

    HelpwrightError
    ├── ContentError      the content cannot be published as it is
    ├── InputError        a file or an argument cannot be used
    └── StoreError        something that Helpwright wrote earlier cannot be read
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is: an error fails a build, a warning fails a strict one."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


# A tuple, for a file has thousands of places, and a dataclass takes twice as long to make.
class Place(NamedTuple):
    """A place in a file. `line` and `col` count from 1; 0 says "the file as a whole"."""

    path: str
    line: int = 0
    col: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.col or 1}"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong: a stable code, the place, the fault in the user's words, and a hint."""

    place: Place
    code: str
    message: str
    hint: str = ""
    severity: Severity = field(default=Severity.WARNING, compare=False)

    def __str__(self) -> str:
        text = f"{self.place}: {self.message} [{self.code}]"
        return f"{text}\n    hint: {self.hint}" if self.hint else text


class HelpwrightError(Exception):
    """Stops a command. `finding` says what is wrong, where, and what would help."""

    exit_code = 1

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        # Whatever stops a command is an error, also where its finding alone would be a warning.
        self.finding = replace(finding, severity=Severity.ERROR)


class ContentError(HelpwrightError):
    """The content cannot be published as it is."""


class InputError(HelpwrightError):
    """A file or an argument cannot be used."""

    exit_code = 2


class StoreError(HelpwrightError):
    """Something that Helpwright wrote earlier cannot be read."""

    exit_code = 3


def did_you_mean(word: str, candidates: Iterable[str], *, otherwise: str = "") -> str:
    """A hint that names the candidate nearest to a word, or `otherwise` if none is near."""
    near = nearest(word, candidates)
    return f'did you mean "{near}"?' if near else otherwise


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that was probably meant by a misspelt word; "" if none is near."""
    return _nearest(word, tuple(candidates))


# A foreign folder makes the same mistake in every file.
@lru_cache(maxsize=256)
def _nearest(word: str, candidates: tuple[str, ...]) -> str:
    return next(iter(difflib.get_close_matches(word, candidates, n=1, cutoff=0.6)), "")
