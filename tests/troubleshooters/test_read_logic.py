import json
import random
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from helpwright import marked_yaml
from helpwright.errors import Finding
from helpwright.troubleshooters.proof.check import check
from helpwright.troubleshooters.source.fragments import put_in
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import read

CASES = Path(__file__).parent / "cases"
SMALL = "troubleshooter: 1\ntitle: T\nstart: a\nsteps:\n  a: { try: Wait, not_fixed: solved }\n"


def read_more(more: str) -> tuple[Troubleshooter, list[Finding]]:
    tree, findings = read(SMALL + more, "t.yml", "t")
    assert tree is not None
    return tree, findings


def whole() -> Troubleshooter:
    text = (CASES / "everything-the-format-has.yml").read_text(encoding="utf-8")
    tree, findings = read(text, "t.yml", "t")
    assert tree is not None
    assert findings == []
    return tree


def test_facts_lists_and_constants_have_names() -> None:
    tree = whole()
    assert tree.facts["heavy"].text == "weight > 20"
    assert tree.lists["far"].values == ("island", "mountain")
    assert tree.lists["depots"].source == "data/depots.csv"
    assert tree.constants == {
        "days_allowed": 5,
        "rate": 1.5,
        "first_day": "2026-01-01",
        "strict": True,
    }
    assert tree.keep_out_of_url == ("postcode", "net.place")
    assert tree.places["keep_out_of_url.net.place"].line == 5


def test_a_table_has_cells_and_values_with_their_places() -> None:
    table = whole().tables["ways"]
    assert (table.hit, table.outputs) == ("first", ("to", "fee"))
    assert [formula.text for formula in table.inputs] == ["carrier", "late"]
    assert [row.cells for row in table.rows[:2]] == [("post", True), (["post", "van"], "any")]
    assert [row.values for row in table.rows[:2]] == [("out_late", 4.5), ("out_ask", "=fee * 2")]
    assert [target.to for target in table.targets] == [
        "out_late",
        "out_ask",
        "out_late",
        "out_late",
    ]
    assert [place.col for place in table.rows[0].places] == [10, 16, 22, 32]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("facts: { and: 1 }", "invalid-name"),
        ("facts: { x: [1] }", "wrong-type"),
        ("facts:", "missing-key"),
        ("constants: { x: [1] }", "wrong-type"),
        ("constants: { x: 1e999 }", "invalid-value"),
        ("lists: { x: y }", "wrong-type"),
        ("lists: { x: [] }", "missing-key"),
        ("lists: { x: [[1]] }", "wrong-type"),
        ("lists: { x: { form: data/x.csv } }", "unknown-key"),
        ("lists: { x: [1] }\nfacts: { x: 1 }", "duplicate-name"),
        ("facts: { a: 1 }", "duplicate-name"),
        ("privacy: { keep_out_of_url: [b] }", "unknown-name"),
        ("privacy: { keep_out: [a] }", "unknown-key"),
        ("privacy: true", "wrong-type"),
        ("tables: { t: { inputs: [a], rows: [[x, a, b]] } }", "invalid-table"),
        ("tables: { t: { inputs: [a], rows: [[x, 5]] } }", "invalid-table"),
        ("tables: { t: { inputs: [a], outputs: [x, x], rows: [[x, 5, 6]] } }", "invalid-table"),
        ("tables: { t: { inputs: [a], rows: [[x, {}]] } }", "invalid-table wrong-type"),
        ("tables: { t: { inputs: [a], rows: [x] } }", "wrong-type"),
        ("tables: { t: { inputs: [a], rows: [[x, a]], hit: last } }", "invalid-value"),
        ("tables: { t: { rows: [[a]] } }", "missing-key"),
        ("tables: { t: { inputs: [a] } }", "missing-key"),
        ("tables: { t: { inputs: [a], rows: [[x, a]], from: data/x.csv } }", "two-kinds"),
        ("tables: [t]", "wrong-type"),
        ("exits: [a]", "missing-key"),
        ("fragment: 1", "wrong-type"),
        ("fragment: true\nparameters: [today]", "invalid-name"),
    ],
)
def test_what_logic_cannot_be_is_told(more: str, expected: str) -> None:
    found = read_more(more)[1]
    assert " ".join(sorted(each.code for each in found)) == expected
    assert all(each.place.line > 5 or each.code == "missing-key" for each in found)


def test_a_misspelt_private_answer_is_told_with_the_nearest_one() -> None:
    text = SMALL.replace("a: {", "phone_number: {").replace("start: a", "start: phone_number")
    _, (finding,) = read(f"{text}privacy: {{ keep_out_of_url: [phone_numbr] }}", "t.yml", "t")
    assert (finding.place.line, finding.hint) == (6, 'did you mean "phone_number"?')


@pytest.mark.parametrize("name", ["everything-the-format-has", "a-shared-part-has-exits"])
def test_no_damage_to_a_file_makes_the_reader_raise(name: str) -> None:
    text = (CASES / f"{name}.yml").read_text(encoding="utf-8")
    part, _ = read((CASES / "a-shared-part-has-exits.yml").read_text("utf-8"), "p.yml", "p")
    assert part is not None
    chance = random.Random(20261122)
    value = marked_yaml.read(text, name).value
    for number in range(500):
        damaged = damage(text, chance) if number % 2 else json.dumps(mix(value, chance))
        tree, findings = read(damaged, "t.yml", "t")
        if tree is not None:
            findings += check(tree, articles=(), troubleshooters=())
            findings += put_in(tree, {"_shared/network": part})[1]
            findings += put_in(tree, {"_shared/network": tree})[1]
        for finding in findings:
            assert finding.place.line > 0, (finding, damaged)
            assert finding.place.col > 0, (finding, damaged)


def damage(text: str, chance: random.Random) -> str:
    """A few lines swapped, cut, indented or repeated, and a few words replaced."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        words = re.findall(r"\S+", lines[other]) or ["{"]
        line = lines[at]
        lines[at] = chance.choice(
            [
                lines[other],
                line[: chance.randint(0, len(line))],
                f"  {line}",
                line.removeprefix("  "),
                line.rpartition(" ")[0] + " " + chance.choice(words),
                re.sub(r"[:,]", chance.choice([":", ",", ": [", ": {", " - ", ": |", ""]), line),
                line.replace(" ", chance.choice(["\t", "\n", " &a ", " *a ", " ! ", "\x85"]), 1),
                line.partition(":")[0] + ": " + chance.choice(VALUES),
                f"{line}\n{line}",
            ]
        )
    return "\n".join(lines)


def mix(value: Any, chance: random.Random) -> Any:
    """The file with values at a few places replaced by others, also by those of other places."""
    whole = deepcopy(value)
    for _ in range(chance.randint(1, 4)):
        parents = list(containers(whole))
        at, other = chance.choice(parents), chance.choice(parents)
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if keys:
            taken = list(other.values()) if isinstance(other, dict) else other
            odd = [None, "", 7, -0.5, True, [], {}, [[]], [{}], {"to": {}}, "exit.x", "=", "{x}"]
            at[chance.choice(keys)] = deepcopy(chance.choice([*taken, *odd]))
    return whole


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers(inner)


VALUES = (
    *("1e999", "-1", "null", "~", "[]", "{}", "[[a]]", "{ a: { b: c } }", "true", "''", "' '"),
    *("{ a.b: 1 }", "9" * 400, "exit.x", "2026-02-31", "'{x}'", "[null]", "[{}]", "\\", "é\u2028"),
)
