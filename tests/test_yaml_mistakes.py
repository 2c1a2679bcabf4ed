"""What a writer is told who mistyped YAML: where the mistake is, and what helps."""

from __future__ import annotations

import pytest

from helpwright import marked_yaml

TREE = """\
title: A lamp
steps:
  plug:
    ask: Is it plugged in?
    go: end
  kind:
    ask: Which kind?
    rules:
      - { if: plug, to: end }
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("  plug:\n", " plug:\n", "6:3", "line 3 in column 2"),
        ("    go: end", "   go: end", "5:4", "line 4 in column 5"),
        ("    go: end", "\tgo: end", "5:1", "spaces"),
        ("    ask: Is it", "    ask Is it", "4:5", "no key with a colon"),
        ("    ask: Is it", "    ask:Is it", "4:5", "space after it"),
        ("    ask: Is it", "    ask: Lamp: is it", "4:14", "in the middle of a text"),
        ("    ask: Is it plugged in?", "    ask: 'What's up?'", "4:16", "closing quote"),
        ("    ask: Is it plugged in?", '    ask: "Plugged in?', "4:10", "does not end"),
        ("    ask: Is it plugged in?", "    ask: *Is* it?", "4:13", "begins with *"),
        ("    ask: Is it plugged in?", "    ask: @home?", "4:10", "cannot begin with this"),
        ("{ if: plug, to: end }", "{ if: plug to: end }", "9:22", "a comma"),
        ("{ if: plug, to: end }", "{ if: plug, to: {end} now }", "9:31", "needs quotes"),
        ("{ if: plug, to: end }", "{ if: plug, to: end", "9:9", 'bracket "{" is not closed'),
        ("- { if", "-{ if", "9:7", "hyphen needs a space"),
        ("  plug:\n", "  - plug:\n", "6:3", "goes on without a hyphen"),
        ("title: A lamp\n", "title: A lamp\n---\n", "2:1", "second document"),
        ("    go: end", "    go: end\n    text: {now} or not", "6:17", "closing quote or bracket"),
    ],
)
def test_a_mistake_in_yaml_is_told_where_it_was_made(
    old: str, new: str, place: str, words: str
) -> None:
    document = marked_yaml.read(TREE.replace(old, new, 1), "a.yml")
    (finding,) = document.findings
    assert finding.code == "yaml-syntax"
    assert f"{finding.place.line}:{finding.place.col}" == place
    assert words in f"{finding.message} {finding.hint}"


def test_a_part_that_holds_itself_is_told_where_it_begins() -> None:
    (finding,) = marked_yaml.read("a: 1\nb: &x { c: *x }\n", "a.yml").findings
    assert (finding.code, str(finding.place)) == ("yaml-too-complex", "a.yml:2:4")


def test_a_number_that_no_computer_counts_with_is_no_text() -> None:
    assert marked_yaml.read("a: " + "9" * 400, "a.yml").value == {"a": float("inf")}
