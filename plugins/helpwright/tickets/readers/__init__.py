"""Readers: one for each ticket system, from its export to the normal form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from helpwright.errors import Finding, InputError, Place, did_you_mean
from helpwright.tickets.model import Progress, Pseudonymise, Record
from helpwright.tickets.readers import zendesk


class Reader(Protocol):
    """Reads an export: a folder or a file. Bad rows come as `Skipped`, bad files as findings."""

    def __call__(
        self, source: Path, *, pseudonymise: Pseudonymise, progress: Progress | None = None
    ) -> Iterator[Record]:
        """Yield records in any order."""


READERS: Mapping[str, Reader] = {"zendesk": zendesk.read}


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
