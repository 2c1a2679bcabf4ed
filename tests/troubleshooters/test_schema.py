import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from helpwright import marked_yaml
from helpwright.troubleshooters.read import read
from helpwright.troubleshooters.schema import json_schema

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "troubleshooters"
FILES = sorted([*SAMPLES.glob("*.yml"), *(HERE / "cases").glob("*.yml")])
# Nothing but the text of the file shows these.
UNSEEN = {"duplicate-key", "yaml-syntax"}

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


def test_schema_and_reader_agree_on_every_damaged_value() -> None:
    text = (HERE / "cases/a-correct-file-has-no-findings.yml").read_text(encoding="utf-8")
    whole = marked_yaml.read(text, "case.yml").value
    for damaged, what in damage(whole):
        codes = {finding.code for finding in read(json.dumps(damaged), "case.yml", "case")[1]}
        assert VALIDATOR.is_valid(damaged) == (not codes), (what, codes)


def damage(value: Any) -> Iterator[tuple[Any, str]]:
    """Copies of a document, each with one value removed or replaced."""
    for path in paths(value):
        for new in ("remove", "", " ", "x y", "{a.b}", {}, [], ["a"], {"a": "b"}, 7, True, None):
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
