"""What writers mistype: each mistake is told once, where it is, with what to write instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from helpwright.errors import Finding
from helpwright.troubleshooters.proof.inspection import inspect
from helpwright.troubleshooters.source.read import read

GIVEN = yaml.safe_load(Path(__file__).with_name("mistakes.yml").read_text(encoding="utf-8"))
LAMP = GIVEN["file"]


def find(text: str) -> list[Finding]:
    tree, findings = read(text, "lamp.yml", "lamp")
    if tree is None:
        return findings
    whole = inspect(
        tree,
        {},
        articles={"help/rights.md"},
        troubleshooters={"lamp"},
        language="en",
        today="2026-11-21",
        told=findings,
    )
    return sorted({*findings, *whole.findings})


def test_the_file_has_no_findings_before_it_is_damaged() -> None:
    assert find(LAMP) == []


@pytest.mark.parametrize("case", GIVEN["mistakes"], ids=lambda case: case["what"])
def test_a_mistake_is_told_once_with_what_to_write_instead(case: dict[str, Any]) -> None:
    assert case["old"] in LAMP
    found = find(LAMP.replace(case["old"], case["new"], 1))
    told = [f"{one.place.line}:{one.place.col} {one.code}" for one in found]
    assert (" ".join(told), found[0].hint) == (case["told"], case["hint"])


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "this file is empty"), ("- a\n", "this file holds a list"), ("a\n", "holds text")],
)
def test_a_file_that_holds_no_troubleshooter_says_what_it_holds(text: str, message: str) -> None:
    (finding,) = find(text)
    assert message in finding.message
    assert finding.hint.startswith("begin it with troubleshooter: 1")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_lines_may_end_as_on_any_computer(ending: str) -> None:
    assert find(LAMP.replace("\n", ending)) == []


def test_ten_thousand_options_are_no_mistake() -> None:
    options = "".join(f"      o{number}: Option {number}\n" for number in range(10_000))
    assert find(LAMP.replace("      led: LED\n", f"{options}      led: LED\n")) == []
