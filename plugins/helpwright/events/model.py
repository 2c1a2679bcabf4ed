"""What an event is: its names, its columns, and the keys under which a request carries them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from helpwright.errors import Finding

VERSION = "2"
FORMATS = ("nginx", "cloudfront", "plausible", "matomo", "ga4")
LOGS = ("nginx", "cloudfront")

NAMES = (
    *("view", "search", "search-click", "search-instead", "feedback", "contact-view"),
    *("form-start", "suggest-shown", "suggest-open", "suggest-answered", "form-submit"),
    *("form-leave", "ts-start", "ts-step", "ts-answer", "ts-back", "ts-change", "ts-restart"),
    *("ts-error", "ts-outcome", "ts-helped", "ts-escalate"),
)

KEYS: Mapping[str, str] = {
    "name": "e",
    "page": "p",
    "article": "a",
    "language": "l",
    "query": "q",
    "results": "n",
    "position": "i",
    "value": "y",
    "reason": "r",
    "troubleshooter": "t",
    "step": "s",
    "outcome": "o",
    "is_first": "f",
    "after": "b",
    "viewed": "w",
    "channel": "c",
}
"""Columns of the table of events, besides its time, by key of a request. The text of feedback (x)
has no column: nobody's sentences are stored."""

NUMBERS = frozenset({"results", "position", "is_first"})
MARKS = ("view", "search", "click", "contact", "suggest", "helped", "submit")

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class EventsResult:
    """What an import did.

    Attributes:
        files: Files read.
        rows: Lines of logs, or rows of exports.
        events: Events among them.
        added: Events that the store did not hold.
        bots: Events of machines, left out.
        prefetched: Events of pages that nobody looked at, left out.
        skipped: Rows that say to be events and could not be used.
        findings: What was wrong, the first places of each kind.
        changed: Whether the store changed.
    """

    files: int
    rows: int
    events: int
    added: int
    bots: int
    prefetched: int
    skipped: int
    findings: tuple[Finding, ...]
    changed: bool
