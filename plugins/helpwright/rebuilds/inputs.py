"""What a build reads: the files below some folders, and whether they are as they were."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

Mark = tuple[int, int, int]
"""Size in bytes, time of the last change in nanoseconds, and inode of a file."""

UNKNOWN: Mark = (-1, 0, 0)
_MODULUS = 1 << 128
_PASSED_OVER = frozenset({".git", "__pycache__"})
_TICK = 2_000_000_000  # nanoseconds; the coarsest clock of a usual file system


def look(paths: Iterable[Path]) -> dict[str, Mark]:
    """The mark of each file at or below these paths; links are followed, once each."""
    found: dict[str, Mark] = {}
    for path in paths:
        if path.is_dir():
            _walk(str(path), frozenset(), found)
        elif path.is_file():
            found[str(path)] = _mark(path.stat())
        else:
            found[str(path)] = UNKNOWN
    return found


def settled(found: dict[str, Mark], now: int) -> dict[str, Mark]:
    """The same, but what changed a moment ago is unknown: a clock's next tick may hide a change.

    `now` is the time of `look` in nanoseconds.
    """
    return {path: mark if mark[1] < now - _TICK else UNKNOWN for path, mark in found.items()}


def folder_mark(folder: Path) -> list[int]:
    """What tells a folder from every other one that may stand in its place later."""
    stat = folder.stat()
    return [stat.st_ino, stat.st_ctime_ns]


def fingerprint(folder: Path, names: Iterable[str] | None = None) -> int:
    """What tells the files of a folder from others, by their names, sizes and seconds.

    It is the sum of what tells each file, so it can be renewed for some of them. A copy that keeps
    times, as archives do, has the same. `names` are those files that count; None: all of them.
    """
    if names is None:
        start = len(str(folder)) + 1
        marks = {path[start:]: mark for path, mark in look([folder]).items()}
    else:
        marks = {name: _mark((folder / name).stat()) for name in names}
    return sum(_weight(name, mark) for name, mark in marks.items()) % _MODULUS


def combined(before: int, gone: int, new: int) -> int:
    """The fingerprint of a folder after some of its files were replaced."""
    return (before - gone + new) % _MODULUS


def _weight(name: str, mark: Mark) -> int:
    seen = f"{name.replace(os.sep, '/')}\n{mark[0]}\n{mark[1] // 1_000_000_000}"
    return int.from_bytes(hashlib.blake2b(seen.encode("utf-8", "replace"), digest_size=16).digest())


def _walk(folder: str, around: frozenset[tuple[int, int]], found: dict[str, Mark]) -> None:
    stat = Path(folder).stat()
    here = (stat.st_dev, stat.st_ino)
    if here in around:
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                if entry.is_dir():
                    if entry.name not in _PASSED_OVER:
                        _walk(entry.path, around | {here}, found)
                else:
                    stat = entry.stat()
                    found[entry.path] = stat.st_size, stat.st_mtime_ns, stat.st_ino
            except OSError:  # a link that leads nowhere
                found[entry.path] = UNKNOWN


def _mark(stat: os.stat_result) -> Mark:
    return stat.st_size, stat.st_mtime_ns, stat.st_ino
