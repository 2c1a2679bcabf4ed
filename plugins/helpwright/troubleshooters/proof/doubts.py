"""What the mistakes that were told make uncertain, so that what follows from them is not told."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.proof.mending import NOWHERE, uncertain
from helpwright.troubleshooters.source.model import Ask, Troubleshooter
from helpwright.troubleshooters.source.placing import Places

_HARMLESS = frozenset(
    (
        *("missing-article", "unknown-troubleshooter", "link-to-hidden", "private-in-subject"),
        *("heading-in-body", "dead-end", "missing-target"),
    )
)
"""Mistakes that hide nothing: they lead nowhere, or steps are found behind them all the same."""

_LOSES_WAYS = frozenset(
    (
        *("wrong-type", "missing-key", "unknown-key", "no-options", "two-kinds", "duplicate-key"),
        *("unknown-table", "invalid-table", "unknown-column", "missing-file", "file-outside"),
        *("file-too-large", "unreadable-file", "not-utf-8", "csv-syntax", "yaml-syntax"),
        *("unknown-fragment", "fragment-cycle", "fragment-too-deep", "too-many-steps"),
        *("exit-unbound", "unknown-exit", "yaml-key"),
    )
)
"""Mistakes by which a way from step to step may have been lost."""

_LOSES_VALUES = _LOSES_WAYS | {"duplicate-id", "invalid-id"}

Owner = tuple[Any, ...]
"""("steps", id), ("outcomes", id), ("facts", name), ("scenarios", number)...; () for none."""


@dataclass(frozen=True)
class Doubts:
    """What is not certain.

    Attributes:
        names: Steps, outcomes and tables with a mistake, or that read what has one.
        scenarios: The numbers of those with a mistake.
        ways: Whether ways may have been lost, so that what seems unreachable may not be.
        any: Whether there is any mistake that may hide others.
        files: Whether there is one in a data file, so that options may be missing.
    """

    names: frozenset[str]
    scenarios: frozenset[int]
    ways: bool
    any: bool
    files: bool


def find(
    tree: Troubleshooter, program: Mapping[str, Any], places: Places, told: Iterable[Finding]
) -> Doubts:
    """What findings make uncertain.

    Args:
        tree: With its shared sub-trees put in.
        program: What it was compiled to, mended.
        places: Those of its parts.
        told: What was found so far.
    """
    harmful = [one for one in told if one.severity is Severity.ERROR]
    if not harmful:
        return Doubts(frozenset(), frozenset(), ways=False, any=False, files=False)
    owners = _Owners(tree, places)
    owned = [
        (owner, one.code)
        for one in harmful
        for owner in owners.of(one.place)
        if one.code not in _HARMLESS and not _is_mended(one)
    ]
    broken = {owner for owner, _ in owned}
    unsure = uncertain(
        program,
        facts={one[1] for one in broken if one[:1] == ("facts",)},
        tables={one[1] for one in broken if one[:1] == ("tables",)},
    )
    names = {one[1] for one in broken if one[:1] in (("steps",), ("outcomes",), ("tables",))}
    lost = any(code in _LOSES_WAYS and owner[:1] in _WITH_WAYS for owner, code in owned)
    return Doubts(
        names=unsure | names,
        scenarios=frozenset(one[1] for one in broken if one[:1] == ("scenarios",)),
        ways=lost or NOWHERE in program["outcomes"],
        files=any(owners.readers(one.place) for one in harmful if one.code in _LOSES_VALUES),
        any=bool(owned) or any(one.code in ("dead-end", "missing-target") for one in harmful),
    )


def _is_mended(finding: Finding) -> bool:
    """Whether a misspelt option was compiled as the one that was meant."""
    return finding.code == "unknown-option" and finding.hint.startswith("did you mean")


_WITH_WAYS = (("steps",), ("tables",), ("lists",))


class _Owners:
    """Whose part of a file a place is."""

    def __init__(self, tree: Troubleshooter, places: Places) -> None:
        found: dict[str, list[tuple[tuple[int, int], Owner]]] = defaultdict(list)
        for key, place in places.items():
            if len(key) == 2 and place.line:
                found[place.path].append(((place.line, place.col), key))
        for name, one in tree.lists.items():
            found[one.place.path].append(((one.place.line, one.place.col), ("lists", name)))
        for section, place in tree.places.items():
            if section in _SECTIONS:
                found[place.path].append(((place.line, place.col), ()))
        self.sources: dict[str, list[Owner]] = defaultdict(list)
        for step in tree.steps.values():
            if isinstance(step, Ask) and step.source:
                self.sources[step.source].append(("steps", step.id))
        for kind, named in (("tables", tree.tables), ("lists", tree.lists)):
            for name, entry in named.items():
                if entry.source:
                    self.sources[entry.source].append((kind, name))
        self.starts = {path: sorted(parts, key=lambda one: one[0]) for path, parts in found.items()}

    def of(self, place: Place) -> list[Owner]:
        """The part of the file in which a place lies, or the parts that read a data file."""
        if readers := self.readers(place):
            return readers
        parts = self.starts.get(place.path, [])
        index = bisect_right([at for at, _ in parts], (place.line, place.col))
        return [parts[index - 1][1] if index else ()]

    def readers(self, place: Place) -> list[Owner]:
        """What reads the data file in which a place lies; nothing if it lies in none."""
        return [
            owner
            for source, owners in self.sources.items()
            if f"/{place.path}".endswith(f"/{source}")
            for owner in owners
        ]


_SECTIONS: Collection[str] = (
    *("troubleshooter", "title", "summary", "aliases", "owner", "review_by", "category"),
    *("applies_to", "redirect_from", "audience", "status", "start", "fragment", "exits"),
    *("parameters", "privacy", "constants", "coverage"),
)
"""Keys of a file that are no part of a step or another entry."""
