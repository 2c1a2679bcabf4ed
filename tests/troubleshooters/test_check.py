import re
from pathlib import Path

import pytest

from helpwright.errors import Finding
from helpwright.troubleshooters.check import check
from helpwright.troubleshooters.read import read, read_folder

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.yml"))
SAMPLES = HERE.parents[1] / "troubleshooters"
EXAMPLES = HERE.parents[1] / "../shared/design/troubleshooter-examples"

ARTICLES = {
    "sign-in/reset-your-password.md",
    "sign-in/set-up-single-sign-on.md",
    "sign-in/two-step-verification.md",
    "sign-in/accept-an-invitation.md",
    "billing/request-a-refund.md",
    "billing/download-invoices.md",
    "billing/cancel-your-subscription.md",
    "billing/understand-a-charge.md",
    "video/fix-playback-problems.md",
    "video/supported-browsers.md",
    "video/change-video-quality.md",
    "video/network-requirements.md",
    "exercises/fix-an-exercise-that-wont-start.md",
    "exercises/network-requirements-for-exercises.md",
    "exercises/reset-an-exercise.md",
    "exercises/understand-test-results.md",
    "courses/get-your-certificate.md",
    "courses/course-progress-and-completion.md",
    "courses/change-the-name-on-a-certificate.md",
    "teams/add-and-remove-people.md",
    "teams/roles-and-permissions.md",
    "teams/assign-courses.md",
    "teams/seats-and-licenses.md",
}


def find(text: str) -> list[Finding]:
    tree, findings = read(text, "case.yml", "case")
    if tree is None:
        return findings
    slugs = {"case", "other-lamp"}
    return sorted([*findings, *check(tree, articles={"home/bulbs.md"}, troubleshooters=slugs)])


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
            found += check(tree, articles=ARTICLES, troubleshooters=slugs)
    assert [str(each) for each in found] == []
    assert len(slugs) >= 6


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the shared examples are not here")
@pytest.mark.parametrize("name", ["broken", "video-wont-play", "unknown-charge", "_shared/network"])
def test_files_of_the_full_format_give_findings_and_never_a_traceback(name: str) -> None:
    codes = {each.code for each in find((EXAMPLES / f"{name}.yml").read_text(encoding="utf-8"))}
    assert "not-yet-supported" in codes
    if name == "broken":
        assert {"missing-target", "dead-end", "cycle", "duplicate-key"} <= codes
    else:
        assert not {"dead-end", "cycle", "unreachable", "unknown-key"} & codes


def test_a_tree_of_a_thousand_steps_is_checked_without_recursion() -> None:
    steps = [f"  s{i}: {{ try: Do {i}, not_fixed: s{i + 1} }}" for i in range(1000)]
    head = ["troubleshooter: 1", "title: Long", "start: s0", "steps:"]
    end = ["  s1000: { try: End, not_fixed: s0 }"]
    (circle,) = find("\n".join([*head, *steps, *end]))
    assert circle.code == "cycle"
