"""The files that learning writes, and those in which a person keeps what was decided.

`customer-language.yml` is the accepted file with new terms, in the same form, for a person to
review and commit. `content-gaps.yml` and `learned.json` are private: the first is for people, the
second for the report. None of them holds a sentence of a customer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from helpwright import marked_yaml
from helpwright.deflection.learning.gaps import Gap
from helpwright.deflection.learning.terms import Reviewed, Term
from helpwright.errors import Finding
from helpwright.files import write_atomically
from helpwright.search import customer_language
from helpwright.search.customer_language import Entry, Word

FORMAT = 1
LANGUAGE_FILE, GAPS_FILE, LEARNED_FILE = (
    "customer-language.yml",
    "content-gaps.yml",
    "learned.json",
)
_GAPS_HEAD = """\
# What customers ask and no article answers, by the number of customers. Private: keep it off the
# public site. `helpwright learn` writes it anew each time.
"""


@dataclass(frozen=True)
class Learned:
    """What was learned: new terms that nobody has reviewed, and content gaps."""

    terms: tuple[Term, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Files:
    """The accepted and the rejected words of a site, as a person keeps them, by article."""

    accepted: Mapping[str, Entry]
    rejected: Mapping[str, Entry]
    findings: tuple[Finding, ...]

    @property
    def reviewed(self) -> Reviewed:
        """What must not be proposed again."""
        return Reviewed(_texts(self.accepted), _texts(self.rejected))


def read_files(accepted: Path, rejected: Path, *, language: str = "en") -> Files:
    """Read what a person accepted and rejected; a file that is not there holds nothing."""
    words, found = customer_language.read(accepted, language=language)
    others, more = customer_language.read(rejected, language=language)
    return Files(words, others, (*found, *more))


def write_proposals(folder: Path, learned: Learned, files: Files) -> None:
    """Write the three files; equal findings give equal bytes."""
    customer_language.write(folder / LANGUAGE_FILE, _merged(files.accepted, learned.terms))
    write_atomically(folder / GAPS_FILE, _gaps_text(learned.gaps))
    values = {
        "format": FORMAT,
        "terms": [asdict(term) for term in learned.terms],
        "gaps": [asdict(gap) for gap in learned.gaps],
    }
    text = json.dumps(values, ensure_ascii=False, indent=1)
    write_atomically(folder / LEARNED_FILE, f"{text}\n")


def read_learned(folder: Path) -> Learned | None:
    """What was learned last; None if nobody has, or another version wrote it."""
    try:
        values = json.loads((folder / LEARNED_FILE).read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            return None
        gaps = (Gap(**{**gap, "terms": tuple(gap["terms"])}) for gap in values["gaps"])
        return Learned(tuple(Term(**term) for term in values["terms"]), tuple(gaps))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # it can be learned again at any time


def reject_rest(folder: Path, accepted: Path, rejected: Path, *, language: str = "en") -> int:
    """Note every proposed term that the accepted file lacks as rejected; how many are new."""
    learned = read_learned(folder)
    files = read_files(accepted, rejected, language=language)
    taken, refused = files.reviewed.accepted, files.reviewed.rejected
    left = [
        term
        for term in (learned.terms if learned else ())
        if term.text not in taken.get(term.article, ())
        and term.text not in refused.get(term.article, ())
    ]
    if left:
        customer_language.write(rejected, _merged(files.rejected, left))
    return len(left)


def _merged(known: Mapping[str, Entry], terms: Sequence[Term]) -> dict[str, list[Word]]:
    """Known words as they are, and new ones."""
    words = {article: list(entry.words) for article, entry in known.items()}
    for term in terms:
        words.setdefault(term.article, []).append(Word(term.text, term.requesters))
    return words


def _texts(entries: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(word.text for word in entry.words) for name, entry in entries.items()}


def _gaps_text(gaps: Sequence[Gap]) -> str:
    lines = [_GAPS_HEAD, f"format: {FORMAT}\n", f"gaps:{'' if gaps else ' []'}\n"]
    for gap in gaps:
        terms = ", ".join(_quoted(term) for term in gap.terms)
        lines.append(
            f"  - name: {_quoted(gap.name)}\n"
            f"    terms: [{terms}]\n"
            f"    tickets: {gap.tickets}\n"
            f"    customers: {gap.requesters}\n"
            f"    per_week: {gap.per_week}\n"
            f"    per_week_before: {gap.per_week_before}\n"
        )
        lines += [f"    trend: {gap.trend}\n"] * bool(gap.trend)
        if gap.article:
            lines.append(f"    nearest: {_quoted(gap.article)}\n    score: {gap.score}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    if text.isalpha() and text.isascii() and isinstance(marked_yaml.plain_scalar(text), str):
        return text
    return json.dumps(text, ensure_ascii=False)
