"""Which names stand for amounts of money that were worked out, so that they are shown as such."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from helpwright.troubleshooters.language.kinds import MONEY, Scope
from helpwright.troubleshooters.source.model import Ask, Troubleshooter


def find(tree: Troubleshooter, scope: Scope, texts: Mapping[str, list[str]]) -> dict[str, str]:
    """The currency of each such name; none if the questions of the tree have several.

    Args:
        tree: The troubleshooter.
        scope: What its names give.
        texts: The names of the texts of each outcome that are amounts.

    Returns:
        By name; an output of a table is called `table.output`, a text `outcome.text`.
    """
    money = [step for step in tree.steps.values() if isinstance(step, Ask) and step.kind == "money"]
    currencies = {step.currency for step in money}
    if len(currencies) != 1 or currencies == {""}:
        return {}
    return dict.fromkeys(sorted(_names(tree, scope, texts)), currencies.pop())


def _names(tree: Troubleshooter, scope: Scope, texts: Mapping[str, list[str]]) -> Iterator[str]:
    asked = {step.answer for step in tree.steps.values() if isinstance(step, Ask)}
    for named in (scope.names, scope.facts):
        yield from (name for name, kind in named.items() if kind == MONEY and name not in asked)
    for table, outputs in scope.tables.items():
        yield from (f"{table}.{name}" for name, kind in outputs.items() if kind == MONEY)
    for outcome, names in texts.items():
        yield from (f"{outcome}.{name}" for name in names)


def as_step(program: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """What is known of the kind of a value, as `formats.shown` takes it."""
    currency = program.get("amounts", {}).get(name)
    return {"type": "money", "currency": currency} if currency else None
