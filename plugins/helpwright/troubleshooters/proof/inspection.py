"""All that is known of a troubleshooter: compiled, explored, and tested by its own scenarios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.program import program
from helpwright.troubleshooters.proof import (
    coverage,
    explore_findings,
    handoffs,
    mending,
    scenarios,
    shared_parts,
)
from helpwright.troubleshooters.proof import doubts as doubts_of
from helpwright.troubleshooters.proof import neighbours as neighbours_of
from helpwright.troubleshooters.proof.check import check
from helpwright.troubleshooters.proof.doubts import Doubts
from helpwright.troubleshooters.proof.exploration import Exploration
from helpwright.troubleshooters.proof.explore import explore
from helpwright.troubleshooters.proof.neighbours import Neighbours
from helpwright.troubleshooters.proof.showing import asked_by
from helpwright.troubleshooters.source import constants, fragments
from helpwright.troubleshooters.source.model import Ask, Troubleshooter
from helpwright.troubleshooters.source.placing import Places

# What follows from the ways of a step alone, whatever its conditions say.
_CERTAIN = frozenset({"cycle"})
# What exploring says rightly only if no mistake keeps it from getting everywhere.
_UNSURE = frozenset({"never-applies", "shadowed-rule", "unanswered-name"})


@dataclass(frozen=True)
class Inspected:
    """A troubleshooter with its shared sub-trees put in, and everything wrong with it.

    With errors among the findings, `program` is not to be published. It has `left`, too: for each
    step the fewest and the most questions from it on; the most is None if that has no end.
    """

    tree: Troubleshooter
    program: Mapping[str, Any]
    places: Places
    exploration: Exploration
    results: tuple[scenarios.Result, ...]
    coverage: coverage.Coverage
    findings: tuple[Finding, ...]


def inspect(
    tree: Troubleshooter,
    shared: Mapping[str, Troubleshooter],
    *,
    articles: Collection[str],
    troubleshooters: Collection[str],
    language: str,
    today: str,
    told: Collection[Finding] = (),
    neighbours: Neighbours | None = None,
) -> Inspected:
    """Compile, explore and test a tree; all that is wrong is told at once.

    Args:
        tree: What `read` returned.
        shared: The shared sub-trees by what `use` calls them.
        articles: Paths of the articles, relative to the docs folder.
        troubleshooters: Slugs of all troubleshooters.
        language: That in which values are written.
        today: The day on which, such as "2026-11-21".
        told: What reading found, in this file and those that it uses. It is not repeated, and
            what only follows from it is not told.
        neighbours: The rest of the site; without it, nothing is said of what the tree leads to.
    """
    whole, findings = fragments.put_in(tree, shared)
    whole = constants.put_in(whole, language=language)
    whole = shared_parts.with_exits(whole) if whole.fragment else whole
    parts = {part.path for part in shared.values()}
    unused = parts - {tree.path, *(node.place.path for node in whole.nodes.values())}
    told = [one for one in told if one.place.path not in unused]
    # What is wrong with its parts is wrong with a tree as well.
    findings += [one for one in told if one.place.path in parts]
    around = {*articles, *(neighbours.hidden if neighbours else ())}
    findings += check(whole, articles=around, troubleshooters=troubleshooters)
    built = program.build(whole, language=language)
    findings += built.findings
    findings = [
        *shared_parts.settled(
            findings, tree, shared, articles=articles, troubleshooters=troubleshooters
        )
    ]
    findings += neighbours_of.check(whole, neighbours) if neighbours else []
    mended = mending.mended(built.program)
    exploration = explore(mended, today)
    every = [*told, *findings]
    doubts = doubts_of.find(whole, mended, built.places, every)
    if doubts.files:
        findings = [one for one in findings if one.code != "unknown-option"]
    findings += _explored(exploration, built.places, doubts, every)
    if neighbours and not doubts.any:
        findings += handoffs.check(whole, exploration, neighbours)
    tester = _Tester(whole, exploration, built.places, doubts, str(tree.today or today))
    results, failures = tester.run()
    findings += failures
    days = [str(scenario.today or tester.today) for scenario in tree.scenarios]
    walks = [(result.walk, day) for result, day in zip(results, days, strict=True)]
    covered = coverage.measure(exploration, walks)
    if not _has_errors([*told, *findings]):
        places = {("coverage",): tree.places.get("coverage", Place(tree.path, 1, 1))}
        findings += coverage.check(covered, tree.coverage, places)
    # It follows from the rest, so it is no part of the version.
    left = {name: [*pair] for name, pair in exploration.left.items() if name in whole.steps}
    return Inspected(
        tree=whole,
        program={**built.program, "left": left},
        places=built.places,
        exploration=exploration,
        results=tuple(results),
        coverage=covered,
        findings=tuple(sorted(set(findings))),
    )


def inspect_parts(
    shared: Mapping[str, Troubleshooter],
    *,
    articles: Collection[str],
    troubleshooters: Collection[str],
    language: str,
    today: str,
    told: Collection[Finding] = (),
) -> list[Finding]:
    """What is wrong with shared parts by themselves, wherever their exits lead.

    The arguments are those of `inspect`. A part whose conditions read what it is given is only
    compiled, for where its answers lead is known only to those who use it.
    """
    found: list[Finding] = []
    for part in shared.values():
        whole, _ = fragments.put_in(part, shared)
        if not part.parameters or not shared_parts.decides_by_parameters(
            part, program.build(whole).program
        ):
            whole_part = inspect(
                part,
                shared,
                articles=articles,
                troubleshooters=troubleshooters,
                language=language,
                today=today,
                told=told,
            )
            found += whole_part.findings
            continue
        found += shared_parts.check_part(
            part, shared, articles=articles, troubleshooters=troubleshooters
        )
        if "scenarios" in part.places:
            message = "these scenarios are not run, for conditions read what the part is given"
            hint = "write them in the troubleshooters that use it"
            place = part.places["scenarios"]
            found.append(Finding(place, "scenario-unused", message, hint, Severity.WARNING))
    return sorted(set(found))


def _has_errors(findings: Collection[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in findings)


def _explored(
    exploration: Exploration, places: Places, doubts: Doubts, told: Sequence[Finding]
) -> list[Finding]:
    """What exploring adds to what was told; not what only follows from that."""
    around = {place for key, place in places.items() if key[1:2] and key[1] in doubts.names}
    known = {(one.place, one.code) for one in told}
    found = explore_findings.check(exploration, places)
    is_partial = doubts.any or _has_errors(found)
    return [
        one
        for one in found
        if (one.place, one.code) not in known
        and (one.place not in around or one.code in _CERTAIN)
        and not (is_partial and one.code in _UNSURE)
        and not (doubts.ways and one.code == "unreachable")
    ]


@dataclass(frozen=True)
class _Tester:
    """Runs the scenarios of a tree in which some steps may be uncertain."""

    tree: Troubleshooter
    exploration: Exploration
    places: Places
    doubts: Doubts
    today: str

    def run(self) -> tuple[list[scenarios.Result], list[Finding]]:
        results: list[scenarios.Result] = []
        findings: list[Finding] = []
        every = zip(self.tree.scenarios, self.own_places(), strict=True)
        program = self.exploration.program
        asked = asked_by(program)
        for number, (scenario, places) in enumerate(every):
            (result,), failures = scenarios.run(
                program, [scenario], places, self.today, texts=self.text, asked=asked
            )
            results.append(result)
            if number not in self.doubts.scenarios and not self.meets_mistake(result):
                findings += failures
        return results, findings

    def meets_mistake(self, result: scenarios.Result) -> bool:
        """Whether a mistake that was told already decided where a scenario ends."""
        path = {*result.walk.path}
        # A gap is a mistake only to those who fall into it.
        gaps = {*self.exploration.gaps} if result.walk.stuck else set()
        closed = {self.exploration.nodes[state] for state in self.exploration.closed}
        if not result.walk.fault:
            closed = set()
        return bool(path & {*self.doubts.names, *gaps, *closed, mending.NOWHERE})

    def own_places(self) -> list[Places]:
        """The places of each scenario, as if it were the only one."""
        found: dict[int, dict[tuple[Any, ...], Place]] = defaultdict(dict)
        for key, place in self.places.items():
            if key[:1] == ("scenarios",):
                found[key[1]]["scenarios", 0, *key[2:]] = place
        return [found[number] for number in sorted(found)]

    def text(self, name: str) -> str:
        """What people read at a step or outcome, with placeholders."""
        node = self.tree.nodes.get(name)
        if node is None:
            return ""
        more: tuple[str, ...] = (getattr(node, "subject", ""),)
        if isinstance(node, Ask):
            # Others are not offered to everyone.
            options = [option for option in node.options if not option.condition]
            more = (node.hint, node.help, node.none)
            more += tuple(text for one in options for text in (one.label, one.hint))
        return "\n".join([node.heading, getattr(node, "body", ""), *more])
