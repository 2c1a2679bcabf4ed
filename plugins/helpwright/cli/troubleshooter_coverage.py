"""What scenarios cover, as a table, as JSON, and what is missing as YAML."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.cli.troubleshooter_files import Found
from helpwright.troubleshooters.proof.coverage import KINDS
from helpwright.troubleshooters.proof.missing import find, written


def table(found: Sequence[Found]) -> str:
    """A line for each troubleshooter, in percent."""
    width = max((len(one.slug) for one in found), default=0)
    lines = [f"{'':{width}}  {'  '.join(f'{kind:>8}' for kind in KINDS)}"]
    for one in found:
        if one.inspected is None:
            lines.append(f"{one.slug:{width}}  cannot be read")
            continue
        covered = one.inspected.coverage
        kinds = {item[0] for item in covered.items}
        shares = (f"{covered.percent(kind)} %" if kind in kinds else "-" for kind in KINDS)
        lines.append(f"{one.slug:{width}}  {'  '.join(f'{share:>8}' for share in shares)}")
    return "\n".join(lines)


def as_json(one: Found) -> dict[str, object]:
    """Percentages, and what is not covered."""
    if one.inspected is None:
        return {"name": one.slug}
    covered = one.inspected.coverage
    return {
        "name": one.slug,
        "percent": {kind: covered.percent(kind) for kind in KINDS},
        "missing": [".".join(item) for item in covered.missing()],
    }


def missing(found: Sequence[Found]) -> str:
    """Scenarios for what is not covered yet, to paste below `scenarios:` in each file."""
    parts: list[str] = []
    for one in found:
        if one.inspected is None:
            continue
        exploration = one.inspected.exploration
        text = written(exploration, find(exploration, one.inspected.coverage))
        if text:
            parts.append(f"# {one.inspected.tree.path}\nscenarios:\n{text}")
    return "\n".join(parts)
