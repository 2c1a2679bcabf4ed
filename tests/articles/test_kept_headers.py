"""Front matter that was read before gives what reading it again gives."""

from __future__ import annotations

import marshal
from typing import Any

import pytest

from helpwright.articles import front_matter
from helpwright.articles.front_matter import Header
from helpwright.errors import Severity


class Memory:
    """Keeps what it is given, as a file would."""

    def __init__(self) -> None:
        self.found: dict[str, bytes] = {}

    def get(self, key: str) -> Any:
        return marshal.loads(self.found[key]) if key in self.found else None

    def put(self, key: str, made: Any) -> None:
        self.found[key] = marshal.dumps(made)


PLAIN = """id: abc
title: 404
type: how-to
labels: [one, 2]
audience: agents
status: draft
publish_at: 2026-03-01
last_reviewed: 2026-02-01
promoted: true
hide: [toc, navigation]
search: {exclude: true}
"""
WRONG = ("titel: A\n", "audience: everyone\n", "- a list\n", "title: [\n", "draft: true\n")
ODD = (
    "tags: {a: 2026-01-01}\n",
    "title: A\nicon: 2026-01-01 10:00:00\n",
    "title: &a A\n",
    "# no\n",
)


def read(kept: Memory | None, text: str, path: str = "a.md") -> Header:
    return front_matter.read(text, path, unknown_keys=Severity.WARNING, kept=kept)


@pytest.mark.parametrize("header", [PLAIN, *WRONG, *ODD, ""])
@pytest.mark.parametrize("end", ["---\n", "...\n", "---"])
def test_a_header_reads_the_same_again(header: str, end: str) -> None:
    kept = Memory()
    text = f"---\n{header}{end}" + ("Text.\n" if end.endswith("\n") else "")
    first, again = read(kept, text), read(kept, text)
    fresh = read(None, text)
    assert first == again == fresh
    assert repr(again) == repr(fresh)


def test_places_are_those_of_the_file_that_is_read() -> None:
    kept = Memory()
    read(kept, f"---\n{PLAIN}---\nText.\n")
    again = read(kept, f"---\n{PLAIN}---\nAnother.\n", "b.md")
    assert again.keys["title"].path == "b.md"
    assert again.body == "Another.\n"


def test_only_headers_in_which_nothing_is_wrong_are_kept() -> None:
    kept = Memory()
    read(kept, f"---\n{PLAIN}---\n")
    assert len(kept.found) == 1
    for header in WRONG:
        read(kept, f"---\n{header}---\n")
    assert len(kept.found) == 1


def test_what_is_kept_cannot_be_changed_by_who_reads_it() -> None:
    kept = Memory()
    first = read(kept, f"---\n{PLAIN}---\n")
    first.values["labels"].append("three")
    assert read(kept, f"---\n{PLAIN}---\n").values["labels"] == ["one", "2"]
