"""Readers: one for each ticket system, from its export to the normal form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from helpwright.errors import Finding, InputError, Place, Severity, did_you_mean
from helpwright.tickets.model import Progress, Pseudonymise, Record
from helpwright.tickets.readers import (
    freshdesk,
    generic,
    github,
    help_scout,
    intercom,
    jira,
    zammad,
    zendesk,
)
from helpwright.tickets.readers.exports import System
from helpwright.tickets.readers.recognition import Seen, recognise


class Reader(Protocol):
    """Reads an export: a folder or a file. Bad rows come as `Skipped`, bad files as findings."""

    def __call__(
        self,
        source: Path,
        *,
        pseudonymise: Pseudonymise,
        progress: Progress | None = None,
        skip: Collection[Path] = (),
    ) -> Iterator[Record]:
        """Yield records in any order; files in `skip` were read already."""


READERS: Mapping[str, Reader] = {
    "freshdesk": freshdesk.read,
    "generic": generic.read,
    "github": github.read,
    "helpscout": help_scout.read,
    "intercom": intercom.read,
    "jira": jira.read,
    "zammad": zammad.read,
    "zendesk": zendesk.read,
}
AUTO = "auto"
_SYSTEMS: Mapping[str, System] = {
    "freshdesk": freshdesk.SYSTEM,
    "generic": generic.SYSTEM,
    "github": github.SYSTEM,
    "helpscout": help_scout.SYSTEM,
    "intercom": intercom.SYSTEM,
    "jira": jira.SYSTEM,
    "zammad": zammad.SYSTEM,
    "zendesk": zendesk.SYSTEM,
}


@dataclass(frozen=True)
class Chosen:
    """The system that an export is read as, and what is to be said about the choice."""

    system: str
    reader: Reader
    findings: tuple[Finding, ...] = ()


def reader_of(system: str) -> Reader:
    """The reader of a ticket system.

    Raises:
        InputError: no such system.
    """
    if system in READERS:
        return READERS[system]
    known = "known systems: " + ", ".join(sorted(READERS))
    message = f'"{system}" is not a ticket system that can be imported'
    hint = did_you_mean(system, READERS, otherwise=known)
    raise InputError(Finding(Place("--system"), "unknown-ticket-system", message, hint))


def choose(system: str, source: Path) -> Chosen:
    """The reader for an export: the one named, or with "auto" the one that its rows ask for.

    Raises:
        InputError: no such system, nothing to read, or with "auto" not exactly one system seen.
    """
    if system != AUTO:
        reader = reader_of(system)
        return Chosen(system, reader, _others(system, recognise(source, _SYSTEMS), source))
    seen = recognise(source, _SYSTEMS)
    if len(seen.files) == 1:
        found = next(iter(seen.files))
        message = f"taken for an export of {_SYSTEMS[found].title}"
        if found == "generic":
            message = f"taken for {_SYSTEMS[found].title}"
        said = Finding(
            Place(str(source)),
            "system-recognised",
            message,
            f"if that is wrong, name the system with --system ({', '.join(sorted(READERS))})",
            Severity.NOTICE,
        )
        return Chosen(found, READERS[found], (said,))
    raise InputError(_unclear(seen, source))


def _unclear(seen: Seen, source: Path) -> Finding:
    systems = ", ".join(sorted(READERS))
    if seen.files:
        message = f"it holds exports of several systems: {_listed(seen)}"
        hint = "import them one by one, each from a folder of its own"
        return Finding(Place(str(source)), "mixed-systems", message, hint, Severity.ERROR)
    listed = "; ".join(seen.unknown[:5]) or "no row at all"
    message = f"no ticket system is recognised; seen: {listed}"
    hint = f"name the system with --system: {systems}"
    return Finding(Place(str(source)), "system-unclear", message, hint, Severity.ERROR)


def _others(system: str, seen: Seen, source: Path) -> tuple[Finding, ...]:
    others = {name: files for name, files in seen.files.items() if name != system}
    if not others:
        return ()
    message = f"this does not look like {_SYSTEMS[system].title} alone; seen: {_listed(seen)}"
    hint = "rows of another system are skipped; import them with their own --system"
    return (Finding(Place(str(source)), "other-system", message, hint),)


def _listed(seen: Seen) -> str:
    parts = []
    for name, files in sorted(seen.files.items()):
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        parts.append(f"{_SYSTEMS[name].title} ({files[0]}{more})")
    return ", ".join(parts)


__all__ = ["AUTO", "READERS", "Chosen", "Reader", "choose", "reader_of"]
