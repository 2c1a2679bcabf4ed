from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpwright import marked_yaml

TREES = Path(__file__).parents[1] / "troubleshooters"


def read(text: str) -> marked_yaml.MarkedYaml:
    return marked_yaml.read(text, "a.yml", first_line=10)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("22:30", "22:30"),
        ("1_000", "1_000"),
        ("0o17", "0o17"),
        ("2026-11-22", "2026-11-22"),
        ("12", 12),
        ("-1.5e3", -1500.0),
        ("1.10", 1.1),
        ("true", True),
        ("~", None),
        ("", None),
        ('"12"', "12"),
        ("'true'", "true"),
        ("|\n  12", "12"),
    ],
)
def test_plain_values_follow_yaml_1_2(written: str, value: object) -> None:
    assert read(f"key: {written}").value == {"key": value}


def test_every_value_and_key_has_its_place() -> None:
    document = read("a:\n  b: [x, y]\n")
    assert str(document.place(("a", "b", 1))) == "a.yml:11:10"
    assert str(document.key_place(("a", "b"))) == "a.yml:11:3"
    assert str(document.place(("a", "nowhere"))) == "a.yml:11:3"


def test_the_second_of_two_equal_keys_is_told_and_does_not_win() -> None:
    document = read("a: 1\nb: 2\na: 3")
    assert document.value == {"a": 1, "b": 2}
    (finding,) = document.findings
    assert (finding.code, str(finding.place)) == ("duplicate-key", "a.yml:12:1")
    assert "line 10" in finding.message


def test_a_tab_is_named_in_the_hint() -> None:
    (finding,) = read("a:\n\tb: 1").findings
    assert finding.code == "yaml-syntax"
    assert finding.place.line == 11
    assert "tab" in finding.hint


def test_a_document_that_refers_to_itself_is_too_complex() -> None:
    document = read("a: &x [*x]")
    assert [finding.code for finding in document.findings] == ["yaml-too-complex"]


def test_a_document_that_multiplies_itself_is_too_complex() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "yaml-too-complex" in {finding.code for finding in read("\n".join(lines)).findings}


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    for finding in read(text).findings:
        assert finding.place.line >= 10
        assert finding.code.startswith(("yaml-", "duplicate-"))


@pytest.mark.parametrize("path", sorted(TREES.glob("*.yml")), ids=lambda path: path.stem)
def test_a_document_with_a_reference_reads_like_one_without(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    plain = marked_yaml.read(text, "a.yml")
    # Nothing refers to the name, but the document is read in the way for those that do.
    named = marked_yaml.read(f"--- &whole\n{text}", "a.yml", first_line=0)
    assert named.value == plain.value
    assert named.keys == plain.keys
    assert {**named.values, (): None} == {**plain.values, (): None}
    assert named.findings == plain.findings == []


@pytest.mark.parametrize("seed", range(20))
def test_what_is_said_to_be_read_alike_is_what_safe_load_reads(seed: int) -> None:
    words = [
        *(
            "a",
            "yes",
            "No",
            "on",
            "OFF",
            "true",
            "null",
            "~",
            "12",
            "012",
            "0x1F",
            "1_000",
            "22:30",
        ),
        *("2027-03-31", "1e3", ".5", "-", "=", "<<", "n", "network", "off we go", "'12'", '"yes"'),
        *("!!str 12", "[a, b]", "[yes, 1]", "{a: b}", "{on: 1}", "&x a", "", ".inf", "|\n  text"),
    ]
    keys = ["title", "on", "yes", "12", "a b", '"q"', "labels", "y", "2027-03-31", "id"]
    chosen = random.Random(seed)
    alike = 0
    for _ in range(400):
        count = chosen.choice([1, 3])
        lines = [f"{chosen.choice(keys)}: {chosen.choice(words)}" for _ in range(count)]
        text = "\n".join(lines) + "\n"
        document = marked_yaml.read(text, "x.md")
        if document.is_safe_load:
            alike += 1
            assert repr(document.value) == repr(yaml.safe_load(text)), text
    assert alike > 10


def test_usual_front_matter_is_read_alike() -> None:
    text = 'id: 7bcbqfb\ntitle: "How to: pay"\nlabels: [money, network, team]\ntype: how-to\n'
    assert marked_yaml.read(text, "x.md").is_safe_load
    assert not marked_yaml.read("last_reviewed: 2026-11-22\n", "x.md").is_safe_load
