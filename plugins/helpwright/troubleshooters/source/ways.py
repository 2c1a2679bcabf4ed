"""The ways out of a step or an outcome, as far as they can be seen without answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpwright.errors import Place
from helpwright.troubleshooters.source.logic import Table, Target
from helpwright.troubleshooters.source.model import NOT_SURE, Ask, Node, Try, Use


@dataclass(frozen=True)
class Way:
    """A way out of a step or outcome: an answer with its label. Without a target it is open.

    `again` says that the way may lead back to where it came from.
    """

    answer: str
    label: str
    target: Target | None
    place: Place
    hint: str = ""
    again: bool = False


def ways(node: Node, tables: Mapping[str, Table] | None = None) -> tuple[Way, ...]:
    """The ways out of a step or outcome, in the order in which the page offers them.

    Args:
        node: The step or outcome.
        tables: The tree's; without them a step that decides by a table shows no way by it.
    """
    if isinstance(node, Ask):
        return _ask_ways(node, tables or {})
    if isinstance(node, Try):
        return tuple(_try_ways(node))
    if isinstance(node, Use):
        return tuple(Way(name, name, to, to.place) for name, to in node.exits.items())
    if node.not_helpful:
        target = node.not_helpful
        return (Way("not_helpful", "This did not help", target, target.place),)
    return ()


def _try_ways(node: Try) -> Iterator[Way]:
    answers = (
        ("fixed", "That fixed it", node.fixed, node.fixed_rules),
        ("not_fixed", "Not fixed, go on", node.not_fixed, node.not_fixed_rules),
    )
    for answer, label, to, rules in answers:
        if not rules:
            yield Way(answer, label, to, node.place)
        for rule in rules:
            yield Way(answer, label, rule.to, rule.place, again=rule.most > 0)


def _ask_ways(node: Ask, tables: Mapping[str, Table]) -> tuple[Way, ...]:
    by_logic = bool(node.rules or node.decide)
    found: list[Way] = []
    if node.kind in ("choice", "yes_no"):
        found += [
            Way(option.id, option.label, option.go or node.go, option.place, option.hint)
            for option in node.options
            if option.go or not by_logic
        ]
    elif not by_logic:
        found.append(Way("", "", node.go, node.go.place if node.go else node.place))
    found += [Way("", "", rule.to, rule.place, again=rule.most > 0) for rule in node.rules]
    if node.decide and node.decide.to in tables:
        found += [Way("", "", to, to.place) for to in tables[node.decide.to].targets]
    if node.not_sure:
        found.append(Way(NOT_SURE, "I'm not sure", node.not_sure, node.not_sure.place))
    return tuple(found)
