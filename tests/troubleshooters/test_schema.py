import json
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from helpwright import marked_yaml
from helpwright.troubleshooters.source.read import read
from helpwright.troubleshooters.source.schema import json_schema

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "troubleshooters"
FILES = sorted([*SAMPLES.glob("*.yml"), *(HERE / "cases").glob("*.yml")])
# Nothing but the text of the file shows these.
UNSEEN = {
    *("duplicate-key", "yaml-syntax", "duplicate-name", "else-not-last", "invalid-table"),
    "unknown-name",
}
# Files, and how many of their damages lie between two that are looked at. The second is a prime,
# so that every value and every damage has its turn.
WHOLE = {
    "a-correct-file-has-no-findings": 1,
    "everything-the-format-has": 7,
    "a-shared-part-has-exits": 1,
}
VALUES = (
    *("remove", "", " ", "x y", "yes", "2026-02-30", {}, [], ["a"], [["a"]], [{"if": "a"}]),
    *({"a": "b"}, {"if": True, "then": 1}, {"yes": 1.5}, 7, -1, 0.5, True, None),
)

VALIDATOR = jsonschema.Draft7Validator(
    json_schema(), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER
)


def test_the_schema_is_a_draft_7_schema() -> None:
    jsonschema.Draft7Validator.check_schema(json_schema())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_schema_and_reader_agree_on_samples_and_cases(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    document = marked_yaml.read(text, file.name)
    codes = {finding.code for finding in read(text, file.name, file.stem)[1]}
    if "yaml-syntax" not in codes:
        assert VALIDATOR.is_valid(document.value) == (not codes - UNSEEN)


@pytest.mark.parametrize(("name", "each"), WHOLE.items())
def test_schema_and_reader_agree_on_every_damaged_value(name: str, each: int) -> None:
    text = (HERE / f"cases/{name}.yml").read_text(encoding="utf-8")
    whole = marked_yaml.read(text, "case.yml").value
    for damaged, what in islice(damage(whole), 0, None, each):
        codes = {finding.code for finding in read(json.dumps(damaged), "case.yml", "case")[1]}
        assert VALIDATOR.is_valid(damaged) == (not codes - UNSEEN), (what, codes)


def damage(value: Any) -> Iterator[tuple[Any, str]]:
    """Copies of a document, each with one value removed or replaced."""
    for path in paths(value):
        for new in VALUES:
            copy = deepcopy(value)
            parent = copy
            for key in path[:-1]:
                parent = parent[key]
            if new == "remove":
                del parent[path[-1]]
            else:
                parent[path[-1]] = new
            yield copy, f"{path}: {new!r}"


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, inner in items:
        yield from paths(inner, (*path, key))
