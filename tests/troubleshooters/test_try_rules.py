"""What was tried leads on by rules, and amounts that were worked out are shown as such."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from helpwright.errors import Finding
from helpwright.troubleshooters.program.walk import walk
from helpwright.troubleshooters.proof.inspection import Inspected, inspect
from helpwright.troubleshooters.source.read import read

TODAY = "2026-11-21"
TREE = """\
troubleshooter: 1
title: The lamp stays dark
start: room
constants: { rate: 2.5 }
steps:
  room:
    ask: Which room is it in?
    options: { hall: The hall, attic: The attic }
    go: bulb
  bulb:
    try: Screw in another bulb
    fixed:
      - { when: { room: attic }, to: damp }
      - { to: solved }
    not_fixed:
      - { if: "room == 'attic' and visits(bulb) < 2", to: bulb, again: true, max: 2 }
      - { to: fuse }
  fuse:
    try: Put the fuse in
    not_fixed:
      - { if: room == 'attic', to: damp }
      - { to: price }
  price:
    ask: What did it cost?
    type: money
    currency: EUR
    min: 1
    set: { half: price / 2 }
    go: costs
outcomes:
  damp: { solution: It is damp up there }
  costs:
    solution: "You get {back}, which is {half} and more"
    body: "In all {sum}."
    text: { back: half * rate, sum: "max(0, half)" }
scenarios:
  - name: Half of it
    answers: { room: hall, bulb: not_fixed, fuse: not_fixed, price: 19 }
    expect: costs
    shows: ["You get €23.75, which is €9.50 and more", "In all €9.50."]
  - name: Damp
    answers: { room: attic, bulb: not_fixed, bulb~2: fixed }
    expect: damp
    path: [room, bulb, bulb]
coverage: { outcomes: 60 }
"""


def inspected(text: str) -> Inspected:
    tree, findings = read(text, "lamp.yml", "lamp")
    assert tree is not None
    return inspect(
        tree, {}, articles=(), troubleshooters=(), language="en", today=TODAY, told=findings
    )


def told(text: str) -> list[Finding]:
    tree, findings = read(text, "lamp.yml", "lamp")
    return sorted({*findings, *(inspected(text).findings if tree else ())})


def test_what_was_tried_leads_on_by_rules() -> None:
    whole = inspected(TREE)
    assert [str(one) for one in whole.findings] == []
    assert [result.passed for result in whole.results] == [True, True]
    assert whole.exploration.reached == {"room", "bulb", "fuse", "price", "damp", "costs", "solved"}


def test_rules_after_something_was_tried_are_the_same_in_javascript(
    in_node: Callable[[list[list[Any]]], list[Any]],
) -> None:
    program = inspected(TREE).program
    tried = ("fixed", "not_fixed")
    cases = [
        {"room": room, "bulb": one, "bulb~2": two, "fuse": three, "price": 19}
        for room, one, two, three in itertools.product(("hall", "attic"), tried, tried, tried)
    ]
    found = in_node([["walk", program, case, TODAY] for case in cases])
    for case, theirs in zip(cases, found, strict=True):
        ours = asdict(walk(program, case, TODAY))
        assert theirs["path"] == list(ours["path"]), case
        assert [one["way"] for one in theirs["taken"]] == [one["way"] for one in ours["taken"]]


def test_rules_after_something_was_tried_are_checked_like_others() -> None:
    gap = TREE.replace("      - { to: price }\n", "")
    assert [one.code for one in told(gap)] == ["gap", "unreachable"]
    text = TREE.replace("      - { to: solved }\n", "")
    assert [(one.code, one.place.line) for one in told(text)] == [("gap", 13)]
    misspelt = TREE.replace("to: fuse", "to: fsue")
    assert [(one.code, one.place.line) for one in told(misspelt)] == [("missing-target", 17)]
    plain = TREE.replace("      - { to: fuse }", "      - fuse")
    assert [(one.code, one.hint) for one in told(plain)] == [("wrong-type", "write - { to: fuse }")]


def test_the_page_follows_rules_after_something_was_tried(
    page: Page, reader: Any, serve: Callable[..., str], make_pages: Callable[..., Path]
) -> None:
    page.goto(serve(make_pages(TREE), "/help/") + "troubleshooters/t0/")
    reader.choose("The attic")
    reader.choose("Not fixed, go on")
    reader.in_address("#bulb~2")
    reader.choose("That fixed it")
    reader.at("damp")
    page.goto(page.url.partition("?")[0] + "?room=hall&bulb=not_fixed&fuse=not_fixed&price=19")
    reader.at("costs")
    expect(page.locator("#costs h2")).to_have_text("You get €23.75, which is €9.50 and more")


def test_without_a_script_the_rules_stand_below_the_answer(
    open_page: Callable[..., Page], serve: Callable[..., str], make_pages: Callable[..., Path]
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(serve(make_pages(TREE), "/help/") + "troubleshooters/t0/")
    items = page.locator("#bulb .hw-ways > ul > li")
    expect(items).to_have_count(2)
    expect(items.nth(0).locator("li")).to_have_text(
        [
            "If Which room is it in?: The attic → It is damp up there",
            "Otherwise → Glad that fixed it",
        ]
    )
    expect(items.nth(1)).to_contain_text("Otherwise → Put the fuse in")
    expect(page.locator("#fuse .hw-ways > ul > li").nth(0).locator("a")).to_have_text(
        "That fixed it"
    )
