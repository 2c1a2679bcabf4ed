"""All that is known of a troubleshooter: compiled, explored, and tested by its own scenarios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.program import program
from helpwright.troubleshooters.proof import coverage, explore_findings, mending, scenarios
from helpwright.troubleshooters.proof.check import check
from helpwright.troubleshooters.proof.exploration import Exploration
from helpwright.troubleshooters.proof.explore import explore
from helpwright.troubleshooters.source import constants, fragments
from helpwright.troubleshooters.source.model import Ask, Troubleshooter
from helpwright.troubleshooters.source.placing import Places

# What follows from the ways of a step alone, whatever its conditions say.
_CERTAIN = frozenset({"cycle", "unreachable"})
# What exploring says rightly only if no mistake keeps it from getting everywhere.
_UNSURE = frozenset({"never-applies", "shadowed-rule"})


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
) -> Inspected:
    """Compile, explore and test a tree; all that is wrong is told at once.

    Args:
        tree: What `read` returned; its own findings are not repeated.
        shared: The shared sub-trees by what `use` calls them.
        articles: Paths of the articles, relative to the docs folder.
        troubleshooters: Slugs of all troubleshooters.
        language: That in which values are written.
        today: The day on which, such as "2026-11-21".
    """
    whole, findings = fragments.put_in(tree, shared)
    whole = constants.put_in(whole, language=language)
    findings += check(whole, articles=articles, troubleshooters=troubleshooters)
    built = program.build(whole, language=language)
    findings += built.findings
    mended = mending.mended(built.program)
    exploration = explore(mended, today)
    unsure = mending.uncertain(mended)
    findings += _explored(exploration, built.places, unsure, findings)
    tester = _Tester(whole, exploration, built.places, unsure, str(tree.today or today))
    results, failures = tester.run()
    findings += failures
    days = [str(scenario.today or tester.today) for scenario in tree.scenarios]
    walks = [(result.walk, day) for result, day in zip(results, days, strict=True)]
    covered = coverage.measure(exploration, walks)
    if not _has_errors(findings):
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


def _has_errors(findings: Collection[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in findings)


def _explored(
    exploration: Exploration, places: Places, unsure: frozenset[str], told: Sequence[Finding]
) -> list[Finding]:
    """What exploring adds to what was told; not what only follows from that."""
    around = {place for key, place in places.items() if key[1:2] and key[1] in unsure}
    known = {(one.place, one.code) for one in told}
    found = explore_findings.check(exploration, places)
    is_partial = _has_errors(told) or any(one.code == "cycle" for one in found)
    return [
        one
        for one in found
        if (one.place, one.code) not in known
        and (one.place not in around or one.code in _CERTAIN)
        and not (is_partial and one.code in _UNSURE)
    ]


@dataclass(frozen=True)
class _Tester:
    """Runs the scenarios of a tree in which some steps may be uncertain."""

    tree: Troubleshooter
    exploration: Exploration
    places: Places
    unsure: frozenset[str]
    today: str

    def run(self) -> tuple[list[scenarios.Result], list[Finding]]:
        results: list[scenarios.Result] = []
        findings: list[Finding] = []
        for scenario, places in zip(self.tree.scenarios, self.own_places(), strict=True):
            (result,), failures = scenarios.run(
                self.exploration.program, [scenario], places, self.today, texts=self.text
            )
            results.append(result)
            if not self.meets_mistake(result):
                findings += failures
        return results, findings

    def meets_mistake(self, result: scenarios.Result) -> bool:
        """Whether a mistake that was told already decided where a scenario ends."""
        path = {*result.walk.path}
        # A gap is a mistake only to those who fall into it.
        gaps = {*self.exploration.gaps} if result.walk.stuck else set()
        return bool(path & {*self.unsure, *gaps, mending.NOWHERE})

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
        more = (node.hint, node.help) if isinstance(node, Ask) else ()
        return "\n".join([node.heading, getattr(node, "body", ""), *more])
