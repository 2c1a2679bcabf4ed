"""What tells something of a private answer, and must not stand in an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.program.placeholders import names_in_text
from helpwright.troubleshooters.source.model import Troubleshooter


def check(tree: Troubleshooter, program: Mapping[str, Any]) -> Iterator[Finding]:
    """A finding for each subject that shows a private answer: it is part of an address."""
    for name, outcome in program["outcomes"].items():
        computed = dict(outcome.get("text", ()))
        for shown in names_in_text(outcome.get("subject", "")):
            base = shown.removesuffix(".label")
            table, _, output = base.rpartition(".")
            source = computed.get(base, ["get", base])
            if base in program["facts"]:
                source = ["fact", base]
            elif table in program["tables"]:
                source = ["table", table, output]
            if reveals_private(program, source):
                node = tree.outcomes[name]
                message = f'outcome "{name}": its subject shows "{shown}", which is private'
                hint = "leave it out: a subject stands in the address of a form or a mail"
                place = node.places.get("subject", node.place)
                yield Finding(place, "private-in-subject", message, hint, Severity.ERROR)


def reveals_private(program: Mapping[str, Any], expr: Any) -> bool:
    """Whether an expression tells something of a private answer, be it by way of others."""
    steps = program["steps"].values()
    sets = [pair for step in steps for pair in step.get("set", ())]
    names = list(_names_in(expr))
    for name in names:
        sources = [program["facts"].get(name), program["tables"].get(name)]
        sources += [value for one, value in sets if one == name]
        names += [inner for inner in _names_in(sources) if inner not in names]
    return any(name in program["private"] for name in names)


def _names_in(value: Any) -> Iterator[str]:
    """The names of answers, facts and tables in a part of a program."""
    if isinstance(value, dict):
        yield from _names_in(list(value.values()))
    elif isinstance(value, list) and value[:1] != ["lit"]:
        if len(value) > 1 and value[0] in ("get", "fact", "table"):
            yield value[1]
        for one in value:
            yield from _names_in(one)
