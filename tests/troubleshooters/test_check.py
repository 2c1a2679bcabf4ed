import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from helpwright.errors import Finding
from helpwright.troubleshooters.proof.inspection import inspect
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import read, read_folder, read_fragments

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yml"))
SAMPLES = HERE.parents[1] / "troubleshooters"
EXAMPLES = HERE.parents[1] / "../shared/design/troubleshooter-examples"

DOCS = HERE.parents[1] / "docs"
ARTICLES = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
NETWORK = """\
troubleshooter: 1
fragment: true
title: Is it the network?
exits: [ok, blocked]
parameters: [device, limit]
start: speed
steps:
  speed:
    ask: How fast is the {device}?
    type: number
    go: [{ if: speed > limit, to: exit.ok }, { to: exit.blocked }]
"""


def shared(folder: Path = EXAMPLES) -> dict[str, Troubleshooter]:
    """The parts that the cases use, and those of a folder."""
    network, findings = read(NETWORK, "_shared/network.yml", "_shared/network")
    assert network is not None
    assert findings == []
    return {"_shared/network": network} | read_fragments(folder, prefix="")[0]


def inspected(
    tree: Troubleshooter,
    articles: set[str],
    slugs: set[str],
    parts: dict[str, Troubleshooter] | None = None,
    told: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    return inspect(
        tree,
        shared(HERE) if parts is None else parts,
        articles=articles,
        troubleshooters=slugs,
        language="en",
        today="2026-11-20",
        told=told,
    ).findings


def find(text: str, parts: dict[str, Troubleshooter] | None = None) -> list[Finding]:
    tree, findings = read(text, "case.yml", "case")
    if tree is None:
        return findings
    slugs = {"case", "other-lamp"}
    return sorted({*findings, *inspected(tree, {"home/bulbs.md"}, slugs, parts, findings)})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_mistake_is_found_at_its_place(case: Path) -> None:
    """A case names what it shows; its first lines say `# finds line:column code`."""
    text = case.read_text(encoding="utf-8")
    expected = re.findall(r"^# finds (\d+:\d+ [a-z-]+)$", text, re.MULTILINE)
    assert expected or "# finds nothing\n" in text
    found = [f"{each.place.line}:{each.place.col} {each.code}" for each in find(text)]
    assert found == expected


def test_findings_speak_the_writers_language() -> None:
    text = (HERE / "cases/all-mistakes-are-told-in-one-run.yml").read_text(encoding="utf-8")
    told = [str(each) for each in find(text)]
    assert (
        'case.yml:20:30: step "power": answer "no" leads to "out_plgu", '
        "which is not a step or an outcome [missing-target]\n"
        '    hint: did you mean "out_plug"?'
    ) in told


def test_a_circle_names_every_step_on_it() -> None:
    text = (HERE / "cases/a-circle-is-shown-with-its-path.yml").read_text(encoding="utf-8")
    (circle,) = find(text)
    assert "power → socket → power" in circle.message


def test_the_sample_troubleshooters_have_no_findings() -> None:
    results = read_folder(SAMPLES, prefix="troubleshooters")
    slugs = {tree.slug for tree, _ in results if tree}
    found = [finding for _, findings in results for finding in findings]
    for tree, _ in results:
        if tree:
            found += inspected(tree, ARTICLES, slugs, shared(SAMPLES))
    assert [str(each) for each in found] == []
    assert len(slugs) >= 6


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the shared examples are not here")
@pytest.mark.parametrize("name", ["broken", "video-wont-play", "unknown-charge", "_shared/network"])
def test_files_of_the_full_format_give_findings_and_never_a_traceback(name: str) -> None:
    text = (EXAMPLES / f"{name}.yml").read_text(encoding="utf-8")
    codes = {each.code for each in find(text, shared())}
    if name != "broken":
        # There are no articles and other troubleshooters here.
        assert codes <= {"missing-article", "unknown-troubleshooter"}


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the shared examples are not here")
def test_the_eight_mistakes_of_the_design_are_found_in_one_run_and_nothing_else() -> None:
    text = (EXAMPLES / "broken.yml").read_text(encoding="utf-8")
    tree, findings = read(text, "broken.yml", "broken")
    assert tree is not None
    ends = [one.article for one in tree.outcomes.values() if one.article]
    more = inspected(tree, {target.to for target in ends}, set(), shared(), findings)
    assert [(one.place.line, one.code) for one in sorted({*findings, *more})] == [
        (13, "unknown-option"),
        (23, "missing-target"),
        (29, "dead-end"),
        (52, "gap"),
        (74, "unknown-name"),
        (83, "cycle"),
        (134, "duplicate-key"),
        (160, "scenario-fails"),
    ]


def test_a_step_may_be_repeated_if_it_says_so() -> None:
    text = (HERE / "cases/everything-the-format-has.yml").read_text(encoding="utf-8")
    back = text.replace("to: sent_on, again", "to: carrier, again")
    assert find(back) == []
    assert [each.code for each in find(back.replace(", again: true, max: 2", ""))] == ["cycle"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{ to: sent_on }", "{ to: sent_onn }"),
        ("not_sure: out_ask", "not_sure: out_aske"),
        ("ok: out_late", "ok: out_lat"),
        ("any, out_ask", "any, out_aske"),
        ("    go: paid", "    go: pade"),
    ],
)
def test_a_target_is_checked_wherever_it_stands(old: str, new: str) -> None:
    text = (HERE / "cases/everything-the-format-has.yml").read_text(encoding="utf-8")
    (finding,) = find(text.replace(old, new))
    assert finding.code == "missing-target"


def test_a_question_without_a_way_on_is_a_dead_end() -> None:
    text = (HERE / "cases/everything-the-format-has.yml").read_text(encoding="utf-8")
    codes = [each.code for each in find(text.replace("    go: paid\n", ""))]
    assert codes == ["dead-end", "unreachable"]


def test_an_exit_that_a_shared_part_does_not_have_is_a_missing_target() -> None:
    text = (HERE / "cases/a-shared-part-has-exits.yml").read_text(encoding="utf-8")
    (finding,) = find(text.replace("not_fixed: exit.dark", "not_fixed: exit.drak"))
    assert finding.hint == 'did you mean "exit.dark"?'


def test_a_tree_of_a_thousand_steps_is_checked_without_recursion() -> None:
    steps = [f"  s{i}: {{ try: Do {i}, not_fixed: s{i + 1} }}" for i in range(1000)]
    head = ["troubleshooter: 1", "title: Long", "start: s0", "steps:"]
    end = ["  s1000: { try: End, not_fixed: s0 }"]
    (circle,) = find("\n".join([*head, *steps, *end]))
    assert circle.code == "cycle"
