"""What a build changed in a site, file by file, for those who upload only that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpwright.files import write_atomically

FORMAT = 1


@dataclass(frozen=True)
class Changes:
    """Files of a site, relative to it and sorted: new, with other content, and gone."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def digests(site: Path) -> dict[str, str]:
    """Path -> digest of each file below a folder; nothing if there is none."""
    found: dict[str, str] = {}
    for path in site.rglob("*") if site.is_dir() else ():
        if path.is_file():
            digest = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
            found[path.relative_to(site).as_posix()] = digest
    return found


def between(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """What changed from one version of a site to the next, by their digests."""
    both = before.keys() & after.keys()
    return Changes(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(name for name in both if before[name] != after[name])),
        tuple(sorted(before.keys() - after.keys())),
    )


def write(path: Path, changes: Changes) -> None:
    """Write changes as JSON: `format`, `added`, `changed` and `removed`."""
    value = {"format": FORMAT, **vars(changes)}
    write_atomically(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")
