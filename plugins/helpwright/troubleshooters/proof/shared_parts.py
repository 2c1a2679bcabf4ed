"""Mistakes in shared parts: told once, where they were made, in the part or where it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from helpwright.errors import Finding, Place
from helpwright.troubleshooters.program import program
from helpwright.troubleshooters.proof.check import check
from helpwright.troubleshooters.source import constants, fragments
from helpwright.troubleshooters.source.model import EXIT, Outcome, Troubleshooter, Use

Parts = Mapping[str, Troubleshooter]


def check_part(
    part: Troubleshooter,
    shared: Parts,
    *,
    articles: Collection[str],
    troubleshooters: Collection[str],
) -> list[Finding]:
    """What is wrong with a part, whatever it is given and wherever its exits lead."""
    whole, findings = fragments.put_in(part, shared)
    whole = constants.put_in(whole, language="en")
    findings += check(whole, articles=articles, troubleshooters=troubleshooters)
    return [*findings, *program.build(whole).findings]


def with_exits(part: Troubleshooter) -> Troubleshooter:
    """A part with its exits as outcomes, so that it can be followed by itself."""
    place = part.places.get("exits", Place(part.path, 1, 1))
    ends = {f"{EXIT}{name}": name for name in part.exits}
    outcomes = {one: Outcome(one, place, "solution", name) for one, name in ends.items()}
    return replace(part, outcomes={**part.outcomes, **outcomes})


def decides_by_parameters(part: Troubleshooter, compiled: Mapping[str, Any]) -> bool:
    """Whether it depends on what a part is given where its answers lead."""
    decides = [compiled["facts"], compiled["tables"], compiled["steps"]]
    return any(name in part.parameters for name in _names(decides))


def _names(value: Any) -> Iterator[str]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            stack += one.values()
        elif isinstance(one, list) and one[:1] == ["get"]:
            yield one[1]
        elif isinstance(one, list) and one[:1] != ["lit"]:
            stack += one


def settled(
    findings: Sequence[Finding],
    tree: Troubleshooter,
    shared: Parts,
    *,
    articles: Collection[str],
    troubleshooters: Collection[str],
) -> Iterator[Finding]:
    """The findings of a tree, those in its parts as the parts themselves have them.

    What only what a part is given makes wrong is told where the part is used.

    Args:
        findings: Those of the tree with its parts put in.
        tree: Without them put in.
        shared: The parts by what `use` calls them.
        articles: Paths of the articles, relative to the docs folder.
        troubleshooters: Slugs of all troubleshooters.
    """
    foreign = {one.place.path for one in findings} - {tree.path}
    own: dict[Place, list[Finding]] = defaultdict(list)
    for part in shared.values():
        around = {"articles": articles, "troubleshooters": troubleshooters}
        for one in check_part(part, shared, **around) if part.path in foreign else ():
            own[one.place].append(one)
    paths = {part.path for part in shared.values()}
    for finding in findings:
        if finding.place.path not in foreign & paths:
            yield finding
        elif finding.place in own:
            yield from own[finding.place]
        else:
            yield from _at_use(finding, findings, tree, shared)


def _at_use(
    finding: Finding, findings: Sequence[Finding], tree: Troubleshooter, shared: Parts
) -> Iterator[Finding]:
    """A mistake of a part that comes of what it is given."""
    uses = [use for use in _uses(tree) if use.fragment.to in shared]
    uses = [use for use in uses if shared[use.fragment.to].path == finding.place.path]
    if len(uses) != 1:
        yield finding
        return
    use = uses[0]
    around = {use.place, use.places.get("with"), *(each.place for each in use.given.values())}
    if any(one.place in around for one in findings):
        return
    place = use.places.get("with", use.place)
    where = f'step "{use.id}": with what it is given, line {finding.place.line} of'
    message = f'{where} "{use.fragment.to}" is wrong: {finding.message}'
    yield Finding(place, finding.code, message, finding.hint, finding.severity)


def _uses(tree: Troubleshooter) -> list[Use]:
    return [step for step in tree.steps.values() if isinstance(step, Use)]
