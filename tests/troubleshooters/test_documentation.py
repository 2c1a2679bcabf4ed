"""The guide's example works at each of its steps, and the reference names all of the format."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpwright import marked_yaml
from helpwright.errors import Finding
from helpwright.troubleshooters.language import expressions, functions, patterns, syntax, tokens
from helpwright.troubleshooters.program import walk
from helpwright.troubleshooters.proof import explore
from helpwright.troubleshooters.proof.coverage import KINDS
from helpwright.troubleshooters.proof.inspection import inspect
from helpwright.troubleshooters.source import (
    data_files,
    fragments,
    read,
    read_logic,
    read_outcomes,
    read_questions,
    read_scenarios,
    read_steps,
)
from helpwright.troubleshooters.source.read import read_folder, read_fragments

PAGES = Path(__file__).parents[2] / "docs/helpwright"
GUIDE = (PAGES / "troubleshooters.md").read_text(encoding="utf-8")
REFERENCE = "\n".join(
    (PAGES / f"troubleshooter-{name}.md").read_text(encoding="utf-8")
    for name in ("reference", "expressions")
)
LAMP = "troubleshooters/lamp-stays-dark.yml"
TODAY = "2026-11-22"

BLOCK = re.compile(r'^```text(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
# Blocks are not called YAML: colours would make the page too heavy.
YAML = re.compile(r"[a-z_]+:(?: |$)", re.MULTILINE)


# --- The guide -----------------------------------------------------------------------------------


def merged(old: Any, new: Any) -> Any:
    """What a file says after a change: mappings grow, everything else is replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}
    return new


def files_by_step() -> Iterator[tuple[str, dict[str, str]]]:
    """The heading of each numbered step of the guide, and all files as they are after it."""
    lamp: Any = {}
    others: dict[str, str] = {}
    for part in re.split(r"^### ", GUIDE, flags=re.MULTILINE)[1:]:
        for title, text in BLOCK.findall(part):
            if title and title != LAMP:
                others[title] = text
            elif YAML.match(text):
                document = marked_yaml.read(text, LAMP)
                assert document.findings == []
                lamp = merged(lamp, document.value)
        shown = yaml.safe_dump(lamp, sort_keys=False, allow_unicode=True)
        yield part.partition("\n")[0], {LAMP: shown, **others}


STEPS = dict(files_by_step())


def found(files: dict[str, str], folder: Path) -> list[Finding]:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    fragments, findings = read_fragments(folder / "troubleshooters", prefix="troubleshooters")
    for tree, more in read_folder(folder / "troubleshooters", prefix="troubleshooters"):
        findings += more
        assert tree is not None
        whole = inspect(
            tree,
            fragments,
            articles={"lamps/first-steps.md"},
            troubleshooters={"lamp-stays-dark", "lamp-flickers"},
            language="en",
            today=TODAY,
        )
        findings += whole.findings
    return findings


def test_the_guide_has_its_steps_in_order() -> None:
    assert [int(name.partition(".")[0]) for name in STEPS] == [*range(1, len(STEPS) + 1)]


@pytest.mark.parametrize("step", [*STEPS][3:])
def test_the_example_of_the_guide_has_no_findings_after_each_step(
    step: str, tmp_path: Path
) -> None:
    assert found(STEPS[step], tmp_path) == []


# --- The reference -------------------------------------------------------------------------------


def section(heading: str) -> str:
    """What stands under a heading of level 2 or 3."""
    page = re.sub(r"^```.*?^```", "", REFERENCE, flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^##+ ", page, flags=re.MULTILINE)
    (part,) = (part for part in parts if part.partition("\n")[0] == heading)
    return part


def first_cells(text: str) -> list[str]:
    """The words in code in the first column of all tables of a text."""
    rows = re.findall(r"^\| (`.*?`) +\| ", text, flags=re.MULTILINE)
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row)]


TYPE_KEYS = {key for keys in read_questions.TYPE_KEYS.values() for key in keys}
OUTCOME_KEYS = {
    key
    for table in (read_outcomes.OUTCOME_KEYS, read_outcomes.OUTCOME_LOGIC_KEYS)
    for keys in table.values()
    for key in keys
}
SECTIONS = {
    "The file": {*read.KEYS, *read.LOGIC_KEYS},
    "A step that asks": {*read_questions.ASK_KEYS, *read_questions.LOGIC_KEYS},
    "Question types": set(read_questions.TYPES),
    "Keys of some types": TYPE_KEYS - {"options"},
    "Options": {*read_questions.OPTION_KEYS, *read_questions.OPTION_LOGIC_KEYS},
    "Rules": set(read_questions.RULE_KEYS),
    "A step that lets people try": {*read_steps.TRY_KEYS, *read_steps.TRY_LOGIC_KEYS},
    "A step that uses a shared part": set(read_steps.USE_KEYS),
    "An outcome": OUTCOME_KEYS,
    "Tables": set(read_logic.TABLE_KEYS),
    "Scenarios": {*read_scenarios.SCENARIO_KEYS, *read_scenarios.GROUP_KEYS},
    "Coverage": set(read_scenarios.COVERED),
}


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_stands_in_its_table_of_the_reference_and_no_other(heading: str) -> None:
    cells = first_cells(section(heading))
    assert len(cells) == len(set(cells))
    assert set(cells) == SECTIONS[heading]


def test_every_type_names_its_keys() -> None:
    rows = re.findall(r"^\| `(\w+)` \|(.*)$", section("Question types"), flags=re.MULTILINE)
    listed = {name: set(re.findall(r"`([a-z_]+)`", row.rpartition("|")[0])) for name, row in rows}
    for name, keys in read_questions.TYPE_KEYS.items():
        assert set(keys) <= listed[name], name
        assert listed[name] & TYPE_KEYS == set(keys), name


def test_every_word_that_a_key_takes_is_documented() -> None:
    words = {*read.AUDIENCES, *read.STATUSES, *read_logic.HITS, *read_outcomes.PRIORITIES}
    words |= {*read_outcomes.SENDS, *KINDS, "fixed", "not_fixed", "not_helpful", "not_sure"}
    assert {word for word in words if f"`{word}`" not in REFERENCE} == set()


def test_every_function_and_unit_of_expressions_is_documented() -> None:
    listed = {word.partition("(")[0] for word in first_cells(section("Functions"))}
    assert listed == set(functions.USES)
    assert {unit for unit in expressions.UNITS if f"`{unit}`" not in section("Dates")} == set()


@pytest.mark.parametrize(
    "sign",
    ["or", "and", "not", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "+", "-", "*", "/"],
)
def test_every_operator_is_documented(sign: str) -> None:
    assert sign in first_cells(section("Operators"))


@pytest.mark.parametrize(
    "limit",
    [
        f"{tokens.MOST_CHARACTERS:,} and {syntax.MOST_DEPTH}",
        f"{patterns.MOST_CHARACTERS}",
        f"{fragments.MOST_NESTED}",
        f"{fragments.MOST_STEPS:,}",
        f"{walk.MOST_STEPS:,}",
        f"{data_files.MAX_BYTES // 1_000_000} MB",
        f"{explore.MOST_STATES:,}",
    ],
)
def test_the_limits_are_documented_as_they_are(limit: str) -> None:
    assert f"| {limit} |" in section("Limits")
