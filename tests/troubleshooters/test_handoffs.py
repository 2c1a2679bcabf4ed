"""Hand-overs between troubleshooters: what is given, who may see the other one, and circles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from helpwright.errors import Finding
from helpwright.troubleshooters.page.script_data import for_script
from helpwright.troubleshooters.program.program import build
from helpwright.troubleshooters.proof.inspection import inspect
from helpwright.troubleshooters.proof.neighbours import Neighbours
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import read

SWAP = """\
troubleshooter: 1
title: Swap your router
start: reason
steps:
  reason:
    ask: Why?
    options: { broken: It is broken, slow: It is slow }
    go: since
  since: { ask: Since when?, type: date, max: today, go: price }
  price: { ask: What did it cost?, type: money, currency: EUR, min: 1, max: 500, go: sure }
  sure: { ask: Are you sure?, type: yes_no, go: end }
outcomes: { end: { solution: You get a new one } }
"""
LINE = """\
troubleshooter: 1
title: No internet
start: what
steps:
  what:
    ask: What is wrong?
    options: { broken: Broken, slow: Slow, wet: Wet }
    go: bought
  bought: { ask: When did you buy it?, type: date, max: today, go: amount }
  amount: { ask: How much?, type: money, currency: EUR, min: 0, max: 1000, go: swap }
outcomes:
  swap: { handoff: router-swap, with: { GIVEN } }
"""


def tree_of(text: str, slug: str) -> Troubleshooter:
    tree, findings = read(text, f"{slug}.yml", slug)
    assert tree is not None
    assert not findings, findings
    return tree


def inspected(
    tree: Troubleshooter, others: Mapping[str, Troubleshooter], hidden: Mapping[str, str]
) -> tuple[Finding, ...]:
    trees = {tree.slug: tree, **others}
    return inspect(
        tree,
        {},
        articles=(),
        troubleshooters=trees,
        language="en",
        today="2026-11-21",
        neighbours=Neighbours(trees, {}, hidden),
    ).findings


def told(given: str) -> list[Finding]:
    swap = tree_of(SWAP, "router-swap")
    tree = tree_of(LINE.replace("GIVEN", given), "no-internet")
    return [*inspected(tree, {"router-swap": swap}, {})]


@pytest.mark.parametrize(
    "given",
    [
        "since: bought",
        "reason: \"'broken'\"",
        "price: 19.99",
        "since: today, sure: \"'yes'\"",
    ],
)
def test_what_the_other_troubleshooter_takes_may_be_given(given: str) -> None:
    assert told(given) == []


@pytest.mark.parametrize(
    ("given", "place", "code", "hint"),
    [
        ("raeson: \"'broken'\"", "12:41", "unknown-name", 'did you mean "reason"?'),
        ("reason: \"'broke'\"", "12:50", "unknown-option", 'did you mean "broken"?'),
        ("since: amount", "12:48", "type-mismatch", "give what its question takes"),
        ("since: today + 3 days", "12:48", "invalid-value", "give what its question takes"),
        ("price: 0.5", "12:48", "invalid-value", "give what its question takes"),
        ("price: \"'much'\"", "12:49", "type-mismatch", "give what its question takes"),
    ],
)
def test_what_the_other_troubleshooter_does_not_take_is_told_where_it_is_given(
    given: str, place: str, code: str, hint: str
) -> None:
    (finding,) = told(given)
    assert (finding.code, finding.severity) == (code, "error")
    assert str(finding.place) == f"no-internet.yml:{place}"
    assert finding.hint.startswith(hint)


def test_answers_of_which_only_some_are_taken_are_a_notice() -> None:
    (finding,) = told("reason: what")
    assert (finding.code, finding.severity) == ("unknown-option", "notice")
    assert '"with" gives "reason" as wet, which is none of the answers there' in finding.message


def test_what_goes_along_by_its_name_alone_is_never_a_finding() -> None:
    swap = tree_of(
        SWAP.replace("  reason:", "  what:").replace(": reason", ": what"), "router-swap"
    )
    tree = tree_of(LINE.replace("with: { GIVEN }", "title: Swap it"), "no-internet")
    assert not inspected(tree, {"router-swap": swap}, {})


@pytest.mark.parametrize(
    ("own", "other", "is_told"),
    [
        ({}, {}, False),
        ({}, {"audience": "agents"}, True),
        ({}, {"status": "draft"}, True),
        ({"audience": "agents"}, {"audience": "agents"}, False),
        ({"audience": "agents"}, {"status": "draft"}, True),
        ({"status": "draft"}, {"status": "draft"}, False),
        ({"status": "draft"}, {"audience": "agents"}, True),
    ],
)
def test_nobody_is_sent_to_what_they_do_not_see(
    own: dict[str, str], other: dict[str, str], is_told: bool
) -> None:
    swap = replace(tree_of(SWAP, "router-swap"), **other)  # type: ignore[arg-type]
    tree = replace(tree_of(LINE.replace("GIVEN", "since: bought"), "no-internet"), **own)  # type: ignore[arg-type]
    found = inspected(tree, {"router-swap": swap}, {})
    assert [one.code for one in found] == ["link-to-hidden"] * is_told
    assert {str(one.place) for one in found} <= {"no-internet.yml:12:20"}


def test_the_data_of_a_page_do_not_name_the_other_troubleshooter() -> None:
    tree = tree_of(LINE.replace("GIVEN", "since: bought"), "no-internet")
    program = build(tree).program
    assert program["outcomes"]["swap"]["handoff"] == "router-swap"
    assert "router-swap" not in json.dumps(for_script(program))


@pytest.mark.parametrize(
    ("reason", "own", "is_told"),
    [
        ("agents", "", True),
        ("agents", "audience: agents\n", False),
        ("draft", "", True),
        ("draft", "status: draft\n", False),
        ("expired", "", True),
    ],
)
def test_an_article_that_readers_do_not_see_is_told_as_such(
    reason: str, own: str, is_told: bool
) -> None:
    text = SWAP.replace("{ solution: You get a new one }", "{ article: a.md, title: Read }")
    found = inspected(tree_of(own + text, "router-swap"), {}, {"a.md": reason})
    assert [one.code for one in found] == ["link-to-hidden"] * is_told


CIRCLE = """\
troubleshooter: 1
title: In a circle
start: device
steps:
  device:
    ask: Which device?
    options: { pc: { label: A computer, go: on }, phone: { label: A phone, go: end } }
  MORE
outcomes:
  on: { handoff: OTHER }
  end: { solution: The end }
"""


def circle(other: str, more: str = "") -> str:
    return CIRCLE.replace("OTHER", other).replace("  MORE\n", more)


def test_a_circle_of_hand_overs_in_which_nothing_is_asked_is_told_once() -> None:
    trees = {
        "a": tree_of(circle("b"), "a"),
        "b": tree_of(circle("c"), "b"),
        "c": tree_of(circle("a"), "c"),
    }
    (finding,) = inspected(trees["a"], trees, {})
    assert finding.code == "handoff-cycle"
    assert str(finding.place) == "a.yml:9:18"
    assert "after device: pc" in finding.message
    assert finding.message.endswith("a → b → c → a")
    assert not inspected(trees["b"], trees, {})


def test_hand_overs_back_are_fine_if_a_question_lies_between() -> None:
    asks = "  colour: { ask: Which colour?, options: { red: Red, blue: Blue }, go: on }\n"
    other = circle("a", asks).replace("go: on }, phone", "go: colour }, phone")
    trees = {"a": tree_of(circle("b"), "a"), "b": tree_of(other, "b")}
    assert not inspected(trees["a"], trees, {})
