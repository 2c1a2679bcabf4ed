"""The ways through a troubleshooter, as lines or JSON."""

from __future__ import annotations

import json

from helpwright.cli.troubleshooter_files import Found
from helpwright.troubleshooters.proof.paths import count, find


def as_text(found: Found, limit: int) -> str:
    """A line for each way: its steps, and the answers that take it."""
    assert found.inspected is not None
    lines = []
    for path in find(found.inspected.exploration, most=limit):
        answers = ", ".join(
            f"{name}: {json.dumps(v, ensure_ascii=False)}" for name, v in path.answers.items()
        )
        lines.append(f"{' → '.join(path.steps)}\n    {answers}")
    exploration = found.inspected.exploration
    total = count(exploration.program)
    most = "" if exploration.complete else "over "
    tried = f"{most}{exploration.states - (not exploration.complete):,}"
    lines.append(f"{total:,} paths lead from the start to an end; {tried} states were tried.")
    return "\n".join(lines)


def as_json(found: Found, limit: int) -> str:
    """The same for scripts."""
    assert found.inspected is not None
    paths = [
        {"outcome": path.outcome, "steps": [*path.steps], "answers": dict(path.answers)}
        for path in find(found.inspected.exploration, most=limit)
    ]
    return json.dumps(paths, indent=2, ensure_ascii=False)
