"""A run that is kept, so that the next one can be compared with it: one line for each query.

The file is committed with the list of queries. Its lines show in a diff which query moved:

    {"query":"cancel plan","ranks":{"billing/cancel/":1}},
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from helpwright.errors import Finding, Place, StoreError
from helpwright.files import write_atomically
from helpwright.search.evaluation import DEPTH, Outcome

FORMAT = 1
_HEAD = f'{{"format":{FORMAT},"queries":[\n'
_TAIL = "\n]}\n"


def write(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Write a run; equal outcomes give equal bytes, whatever their order."""
    ordered = sorted(outcomes, key=lambda outcome: outcome.key)
    rows = [json.dumps(_row(o), ensure_ascii=False, separators=(",", ":")) for o in ordered]
    write_atomically(path, _HEAD + ",\n".join(rows) + _TAIL)


def read(path: Path, current: Callable[[str], str], *, shown: str = "") -> list[Outcome] | None:
    """A run, or None if there is no such file.

    Args:
        path: The file.
        current: Today's URL of a page, given the one it had then.
        shown: What a place calls the file.

    Raises:
        StoreError: It cannot be read, is damaged, or is of another version.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise ValueError(f"format {document['format']}, this version reads {FORMAT}")
        return [_outcome(row, current) for row in document["queries"]]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        message = f"the stored run cannot be read ({reason or 'no access'})"
        hint = "restore it from git, or make a new one with --save"
        place = Place(shown or str(path))
        raise StoreError(Finding(place, "search-run-unreadable", message, hint)) from error


def _row(outcome: Outcome) -> dict[str, Any]:
    row: dict[str, Any] = {"query": outcome.query}
    if outcome.language:
        row["language"] = outcome.language
    if outcome.asked:
        row["typo"] = outcome.asked
    if not outcome.grades:
        return {**row, "answered": bool(outcome.answered)}
    row["ranks"] = {name: outcome.ranks.get(name) for name in sorted(outcome.grades)}
    return row if outcome.total else {**row, "nothing": True}


def _outcome(row: dict[str, Any], current: Callable[[str], str]) -> Outcome:
    ranks = {current(str(name)): rank for name, rank in row.get("ranks", {}).items()}
    if any(rank is not None and not 0 < int(rank) <= DEPTH for rank in ranks.values()):
        raise ValueError(f'"{row["query"]}" has a rank beyond the first {DEPTH}')
    return Outcome(
        query=str(row["query"]),
        grades=dict.fromkeys(ranks, 1),
        ranks={name: int(rank) for name, rank in ranks.items() if rank is not None},
        total=0 if row.get("nothing") else 1,
        answered=int(bool(row.get("answered"))),
        language=str(row.get("language", "")),
        asked=str(row.get("typo", "")),
    )
