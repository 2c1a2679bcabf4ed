"""What scenarios cover, and scenarios for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpwright.errors import Place, Severity
from helpwright.troubleshooters.proof import coverage, missing
from helpwright.troubleshooters.proof.coverage import Coverage
from helpwright.troubleshooters.proof.exploration import Exploration
from helpwright.troubleshooters.proof.inspection import inspect
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import read

TODAY = "2026-11-21"
EXAMPLES = Path(__file__).parents[2] / "../shared/design/troubleshooter-examples"
TREE = """
troubleshooter: 1
title: Sound
summary: No sound
owner: team
start: where
steps:
  where:
    ask: Where?
    options: { app: In the app, web: { label: On the web, go: version } }
    go: out_app
  version:
    ask: Which version?
    type: number
    not_sure: retry
    go:
      - { if: version < 16, to: out_old }
      - { to: which }
  which:
    ask: Which of these?
    type: multi
    options: { muted: It is muted, "yes": 'It says: "yes"' }
    none: None of these
    go:
      - { if: count(which) == 2, to: out_app }
      - { to: retry }
  retry:
    try: Try it again
    fixed: out_fixed
    not_fixed: more
  more:
    ask: Try it once more?
    type: yes_no
    go:
      - { if: more == 'yes', to: retry, again: true, max: 2 }
      - { to: out_app }
outcomes:
  out_app: { contact: support }
  out_old: { solution: "Update it: it is old" }
  out_fixed: { solution: Fixed, not_helpful: out_call }
  out_call: { solution: Call }
  out_lost: { solution: Nothing leads here }
"""
SCENARIO = """scenarios:
  - name: Old
    answers: { where: web, version: 9 }
    expect: out_old
"""


def measured(
    text: str, fragments: dict[str, Troubleshooter] | None = None
) -> tuple[Exploration, Coverage]:
    """The exploration of a tree and the coverage of its scenarios, which all pass."""
    tree, _ = read(text, "tree.yml", "tree")
    assert tree is not None
    whole = inspect(
        tree, fragments or {}, articles=(), troubleshooters=(), language="en", today=TODAY
    )
    assert all(one.passed for one in whole.results), whole.findings
    return whole.exploration, whole.coverage


def test_options_rules_and_outcomes_are_counted() -> None:
    _, found = measured(TREE + SCENARIO)
    # where: 2, which: 2 and none, more: 2. The lost outcome cannot be covered.
    assert found.percent("options") == 100 // 7
    assert found.percent("outcomes") == 100 // 4
    # rules 1 + 2 + 2 + 2, an option's own go, and two after the try.
    assert found.percent("rules") == 200 // 10
    assert found.missing("not_sure") == [("not_sure", "version")]


def test_nothing_to_cover_is_covered() -> None:
    _, found = measured(TREE)
    assert found.percent("rows") == 100


def test_coverage_below_what_the_file_asks_for_is_an_error() -> None:
    _, found = measured(TREE + SCENARIO)
    place = Place("tree.yml", 50, 1)
    wanted = {"options": 50, "rules": 20, "outcomes": 25}
    (finding,) = coverage.check(found, wanted, {("coverage", "options"): place})
    assert (finding.code, finding.severity) == ("coverage-low", Severity.ERROR)
    assert finding.place == place
    assert finding.message == "scenarios cover 14 % of the options, the file asks for 50 %"
    assert (
        finding.hint == "not covered: where app, which muted, which yes, which, more yes and 1 more"
    )


def test_missing_scenarios_pasted_into_the_file_cover_everything() -> None:
    exploration, before = measured(TREE + SCENARIO)
    scenarios = missing.find(exploration, before)
    pasted = missing.written(exploration, scenarios)
    _, after = measured(TREE + SCENARIO + pasted)
    assert not after.missing()
    assert len(scenarios) <= 8
    assert not missing.find(exploration, after)


def test_missing_scenarios_are_the_same_in_every_run() -> None:
    exploration, found = measured(TREE + SCENARIO)
    once = missing.written(exploration, missing.find(exploration, found))
    exploration, found = measured(TREE + SCENARIO)
    assert missing.written(exploration, missing.find(exploration, found)) == once


@pytest.mark.parametrize("name", ["unknown-charge", "video-wont-play"])
def test_missing_scenarios_complete_the_examples(name: str) -> None:
    path = EXAMPLES / f"{name}.yml"
    if not path.exists():
        pytest.skip("the examples are not here")
    network = EXAMPLES / "_shared/network.yml"
    fragment, _ = read(network.read_text(encoding="utf-8"), "_shared/network.yml", "network")
    assert fragment is not None
    fragments = {"_shared/network": fragment}
    text = path.read_text(encoding="utf-8")
    exploration, before = measured(text, fragments)
    assert before.missing()
    pasted = missing.written(exploration, missing.find(exploration, before))
    if "  cases:\n" in text:
        pasted = "".join(f"  {line}\n" for line in pasted.splitlines())
    head, mark, tail = text.partition("\ncoverage:")
    _, after = measured(f"{head.rstrip()}\n{pasted}{mark}{tail}", fragments)
    assert not after.missing()
