"""The files of logs and exports: which there are, and their lines in batches with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpwright.errors import Finding, InputError, Place
from helpwright.tickets.readers.export_files import read_text

LONGEST_LINE = 1 << 16
BATCH = 100_000


@dataclass(frozen=True)
class Lines:
    """Lines of a file, without those that are empty; `first` is the number of the first."""

    first: int
    texts: list[str]


def list_files(sources: Sequence[Path]) -> list[Path]:
    """Every file of the sources and of their folders, each once, sorted.

    Raises:
        InputError: a source is not there, or there is no file at all.
    """
    found: set[Path] = set()
    for source in sources:
        if source.is_dir():
            found.update(path for path in source.rglob("*") if _is_visible(path, source))
        elif source.is_file():
            found.add(source)
        else:
            message = "there is no such file or folder"
            raise InputError(Finding(Place(str(source)), "no-such-export", message))
    if not found:
        place = Place(", ".join(str(source) for source in sources))
        raise InputError(Finding(place, "empty-export", "there is no file in it"))
    return sorted(found)


def _is_visible(path: Path, source: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(source).parts)
    return path.is_file() and not hidden


def read_lines(
    path: Path, findings: list[Finding], *, longest: int | None = LONGEST_LINE
) -> Iterator[Lines]:
    """The lines of a file, packed or not; one that is too long is cut, so nothing can read it."""
    first, rest = 1, ""
    for text in read_text(path, findings):
        parts = text.split("\n")
        parts[0] = rest + parts[0]
        rest = parts.pop()
        if longest is not None:
            rest = rest[: longest + 1]
            if parts and max(map(len, parts)) > longest:
                parts = [part[:longest] for part in parts]
        if parts:
            yield Lines(first, parts)
            first += len(parts)
    if rest:
        yield Lines(first, [rest])


def beginning(path: Path) -> str:
    """The beginning of a file, for telling what it is."""
    text = next((text for text in read_text(path, []) if text.strip()), "")
    return text.lstrip("\ufeff").lstrip()[:LONGEST_LINE]
