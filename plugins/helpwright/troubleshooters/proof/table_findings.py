"""What is wrong with decision tables: answers without a row, rows without answers, two at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.proof.blocking import rows_before
from helpwright.troubleshooters.proof.exploration import Exploration
from helpwright.troubleshooters.proof.written import answers as written_answers
from helpwright.troubleshooters.proof.written import formula, scalar
from helpwright.troubleshooters.source.placing import Places, place_of

_MOST_TOLD = 3


def check_tables(exploration: Exploration, places: Places) -> Iterator[Finding]:
    """Gaps, overlaps of tables in which only one row may match, and rows that are never hit."""
    yield from _check_gaps(exploration, places)
    yield from _check_overlaps(exploration, places)
    yield from _check_rows(exploration, places)


def _check_gaps(exploration: Exploration, places: Places) -> Iterator[Finding]:
    gaps: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key in exploration.row_gaps:
        gaps[key[0]].append(key)
    for table, found in gaps.items():
        for key in found[:_MOST_TOLD]:
            move = exploration.row_gaps[key].move
            shown = written_answers(exploration.answers(move))
            more = len(found) - _MOST_TOLD
            others = f", and {more} more" if more > 0 and key == found[_MOST_TOLD - 1] else ""
            inputs = _combination(exploration, table, key[1])
            message = f'table "{table}": no row matches {inputs} (answers {shown}){others}'
            hint = "add a row for it, or a last row with any in every cell"
            yield Finding(place_of(places, "tables", table), "gap", message, hint, Severity.ERROR)


def _check_overlaps(exploration: Exploration, places: Places) -> Iterator[Finding]:
    for (table, one, other), trouble in exploration.overlaps.items():
        inputs = _combination(exploration, table, trouble.details)
        message = f'table "{table}": rows {one + 1} and {other + 1} both match {inputs}'
        hint = "let only one of them match, or say hit: first"
        place = place_of(places, "tables", table, "rows", other)
        yield Finding(place, "overlap", message, hint, Severity.ERROR)


def _check_rows(exploration: Exploration, places: Places) -> Iterator[Finding]:
    if not exploration.complete:
        return
    used = {table for table, _ in exploration.matched} | {key[0] for key in exploration.row_gaps}
    for name, table in exploration.program["tables"].items():
        for number in range(len(table["rows"])) if name in used else ():
            if (name, number) in exploration.rows:
                continue
            place = place_of(places, "tables", name, "rows", number)
            before = exploration.matched.get((name, number))
            row = f'table "{name}": row {number + 1}'
            if before is None:
                message = f"{row} never matches, whatever is answered"
                hint = "compare it with the answers that lead to the table"
                yield Finding(place, "never-applies", message, hint, Severity.WARNING)
            elif table["hit"] == "first":
                earlier = [str(one + 1) for one in rows_before(exploration, name, number)]
                *first, last = earlier
                which = f"rows {', '.join(first)} and {last} together match" if first else ""
                which = which or f"row {last} matches"
                message = f"{row} never gets its turn, {which} before it"
                hint = "move it up, or remove it"
                yield Finding(place, "shadowed-rule", message, hint, Severity.WARNING)


def _combination(exploration: Exploration, table: str, values: Sequence[Any]) -> str:
    inputs = exploration.program["tables"][table]["inputs"]
    pairs = zip(inputs, values, strict=True)
    return ", ".join(f"{formula(one)}: {_value(value)}" for one, value in pairs)


def _value(value: Any) -> str:
    if value is None:
        return "not known"
    # Truth values are kept apart from numbers, see `classes.key_of`.
    return scalar(value[1] if isinstance(value, tuple) and value[:1] == ("bool",) else value)
