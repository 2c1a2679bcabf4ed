from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from helpwright.errors import Place
from helpwright.troubleshooters.language.patterns import portable

PLACE = Place("code.yml", 3, 5)
Ask = Callable[[list[list[Any]]], list[Any]]
GOOD = {
    r"[A-Z]{2}-\d+": ("AB-12", "AB-1٣"),
    r"^[^@]+@[^@]+\.[^@]+$": ("a@b.c", "a@b@c.d"),
    r"(?:a|b){3}": ("aba", "ab"),
    r"[\w-]+": ("a_b-1", "ä"),
    r"a\.b.": ("a.bé", "axbc"),
    r"\(x\)|[{}]": ("}", "x"),
    r"[a\-z&&~|]": ("-", "b"),
    r"x\s?y": ("x y", "x\u00a0y"),
    r"([0-9]{3}-)?[0-9]{4}": ("123-4567", "123-456"),
    ".": ("😀", "\n"),
    r"/[^\]]\$": ("/a$", "/]$"),
}


def test_a_pattern_means_the_same_in_both_languages(in_node: Ask) -> None:
    asked = []
    for pattern, (fits, fits_not) in GOOD.items():
        written, findings = portable(pattern, PLACE)
        assert findings == []
        assert re.fullmatch(written, fits), pattern
        assert not re.fullmatch(written, fits_not), pattern
        step = {"type": "text", "name": "x", "pattern": written}
        asked += [["fault", step, text, {"values": {}}] for text in (fits, fits_not)]
    assert in_node(asked) == ["", "pattern"] * len(GOOD)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(a+)+", "repeated without an end"),
        ("(a|b)*", "repeated without an end"),
        (".*.*.*.*", "too many ways"),
        ("(a?){50}", "too many ways"),
        ("(((a|b){500}){500}){500}", "too many ways"),
        ("((a{50}){50}){50}", "too often"),
        ("a{600}", "not possible"),
        ("a{3,2}", "not possible"),
        ("a{x}", "does not say how often"),
        ("a**", "cannot follow"),
        ("*", "nothing to repeat"),
        ("(a", "not closed"),
        ("a)", "closes nothing"),
        ("[a", "not closed"),
        ("[]", "holds nothing"),
        ("[z-a]", "not a range"),
        (r"\b", "not understood"),
        (r"(a)\1", "not understood"),
        ("(?=a)", "not understood"),
        ("a^b", "cannot stand here"),
        ("\\", "not understood"),
        ("a" * 201, "longer than 200"),
    ],
)
def test_a_pattern_that_is_unsafe_or_ambiguous_is_refused(pattern: str, message: str) -> None:
    written, (finding,) = portable(pattern, PLACE)
    assert (written, finding.code, finding.place) == ("", "invalid-pattern", PLACE)
    assert message in finding.message


def test_the_slowest_accepted_pattern_is_fast() -> None:
    written, findings = portable("a*a*a*b", PLACE)
    assert findings == []
    start = time.perf_counter()
    assert not re.fullmatch(written, "a" * 500)
    assert time.perf_counter() - start < 5
