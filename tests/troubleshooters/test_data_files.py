from collections.abc import Callable
from pathlib import Path

import pytest

from helpwright.errors import Finding
from helpwright.troubleshooters.source.csv_file import read_csv
from helpwright.troubleshooters.source.data_files import MAX_BYTES
from helpwright.troubleshooters.source.model import Ask, Troubleshooter
from helpwright.troubleshooters.source.read import read_folder

TREE = """troubleshooter: 1
title: T
start: code
lists: { codes: { from: data/FILE } }
steps:
  code: { ask: Which code?, type: lookup, from: data/FILE, go: end }
outcomes: { end: { solution: S } }
"""
TABLE = """troubleshooter: 1
title: T
start: plan
steps:
  plan: { ask: Which plan?, options: { small: Small, large: Large }, decide: prices }
tables:
  prices: { hit: first, inputs: [plan, old], outputs: [to, fee], from: data/FILE }
outcomes: { end: { solution: S } }
"""
Load = Callable[..., tuple[Troubleshooter, list[Finding]]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """A tree with the data file `name`, which holds `data`."""

    def write(
        name: str, data: str | bytes, tree: str = TREE
    ) -> tuple[Troubleshooter, list[Finding]]:
        (tmp_path / "data").mkdir()
        content = data.encode() if isinstance(data, str) else data
        (tmp_path / "data" / name).write_bytes(content)
        (tmp_path / "t.yml").write_text(tree.replace("FILE", name), encoding="utf-8")
        ((result, findings),) = read_folder(tmp_path, prefix="trees")
        assert result is not None
        return result, findings

    return write


@pytest.mark.parametrize(
    ("name", "data", "labels"),
    [
        ("a.yml", "- { id: E-1, label: Wet }\n- { id: E-2 }\n", ["Wet", "E-2"]),
        ("a.yml", "E-1: Wet\nE-2: { label: Dry, note: x }\n", ["Wet", "Dry"]),
        ("a.yaml", "[E-1, E-2]\n", ["E-1", "E-2"]),
        ("a.csv", 'id,label,note\nE-1,Wet,\nE-2,"Dry, ""hot""",x\n', ["Wet", 'Dry, "hot"']),
        ("a.csv", "label;id\r\nWet;E-1\r\n\r\nDry;E-2\r\n", ["Wet", "Dry"]),
        ("a.csv", "\ufeffid\nE-1\nE-2", ["E-1", "E-2"]),
    ],
)
def test_a_list_may_stand_in_a_file(load: Load, name: str, data: str, labels: list[str]) -> None:
    tree, findings = load(name, data)
    assert findings == []
    step = tree.steps["code"]
    assert isinstance(step, Ask)
    assert [(option.id, option.label) for option in step.options] == [
        ("E-1", labels[0]),
        ("E-2", labels[1]),
    ]
    assert step.options[0].place.path == f"trees/data/{name}"
    assert step.source == f"data/{name}"
    assert tree.lists["codes"].values == ("E-1", "E-2")
    assert tree.lists["codes"].labels == {"E-1": labels[0], "E-2": labels[1]}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.yml", "- { id: a }\n- { id: a }\n", "2:9 duplicate-id"),
        ("a.csv", "id,label\na,A\nb,B\na,C\n", "4:1 duplicate-id"),
        ("a.csv", "ident,label\na,A\n", "2:1 unknown-column"),
        ("a.yml", "- { name: a }\n- { name: b }\n", "1:3 unknown-column"),
        ("a.csv", "id,label\n,A\n", "2:1 missing-key"),
        ("a.csv", "id\n", "1:1 missing-key"),
        ("a.csv", "", "1:1 csv-syntax"),
        ("a.csv", 'id,label\na,x"y\nb,"c', "3:3 csv-syntax"),
        ("a.csv", "id,id\na,b\n", "1:4 csv-syntax"),
        ("a.csv", "id,label\na,b,c\n", "2:5 csv-syntax"),
        ("a.yml", "just text", "1:1 wrong-type"),
        ("a.yml", "[[a]]", "1:2 wrong-type"),
        ("a.yml", "- { id: [a] }", "1:9 wrong-type"),
        ("a.yml", "- { id: a, label: [b] }", "1:19 wrong-type"),
        ("a.yml", "- [", "2:1 yaml-syntax"),
        ("a.csv", b"id\na\n\xff\n", "3:1 not-utf-8"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_in_its_file(
    load: Load, name: str, data: str | bytes, expected: str
) -> None:
    _, (finding,) = load(name, data)
    assert f"{finding.place} {finding.code}" == f"trees/data/{name}:{expected}"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("id\na b\n", "2:1 invalid-id"),
        ("id\nnot_sure\n", "2:1 invalid-id"),
    ],
)
def test_options_from_a_file_need_ids_that_can_stand_in_an_address(
    load: Load, data: str, expected: str
) -> None:
    tree, (finding,) = load("a.csv", data)
    assert f"{finding.place} {finding.code}" == f"trees/data/a.csv:{expected}"
    assert len(tree.lists["codes"].values) == 1


def test_numbers_in_a_list_stay_numbers_but_are_no_options(load: Load) -> None:
    tree, (finding,) = load("a.yml", "[403]")
    assert finding.code == "wrong-type"
    assert tree.lists["codes"].values == (403,)


def test_files_outside_the_folder_are_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "secret.yml"
    outside.write_text("[a]", encoding="utf-8")
    folder = tmp_path / "trees"
    (folder / "data").mkdir(parents=True)
    (folder / "data/link.yml").symlink_to(outside)
    paths = [
        "../secret.yml",
        str(outside),
        "data\\\\x.yml",
        "data/link.yml",
        "data/../../secret.yml",
    ]
    for index, path in enumerate(paths):
        text = TREE.replace("data/FILE", f'"{path}"')
        (folder / f"t{index}.yml").write_text(text, encoding="utf-8")
    for tree, findings in read_folder(folder, prefix=""):
        assert tree is not None
        assert {each.code for each in findings} == {"file-outside"}
        assert [each.place.line for each in findings] == [4, 6]
        assert tree.lists["codes"].values == ()


def test_a_missing_file_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "data/deep.yml").mkdir(parents=True)
    (tmp_path / "data/codes.yml").write_text("[a]", encoding="utf-8")
    (tmp_path / "t.yml").write_text(TREE.replace("FILE", "codse.yml"), encoding="utf-8")
    (tmp_path / "u.yml").write_text(TREE.replace("FILE", "codes.txt"), encoding="utf-8")
    (tmp_path / "v.yml").write_text(TREE.replace("FILE", "deep.yml"), encoding="utf-8")
    (tmp_path / "w.yml").write_text(TREE.replace("data/FILE", "'data/\\x00.yml'"), encoding="utf-8")
    found = [findings for _, findings in read_folder(tmp_path, prefix="")]
    assert [(str(each.place), each.code, each.hint) for each in found[0]] == [
        ("t.yml:4:25", "missing-file", 'did you mean "data/codes.yml"?'),
        ("t.yml:6:49", "missing-file", 'did you mean "data/codes.yml"?'),
    ]
    assert {each.code for each in found[1]} == {"invalid-value"}
    assert {each.code for each in found[2]} == {"missing-file"}
    assert {each.code for each in found[3]} <= {"file-outside", "missing-file"}


def test_a_file_that_is_too_large_is_not_read(load: Load) -> None:
    _, findings = load("a.csv", b"id\n" + b"a" * MAX_BYTES)
    assert {each.code for each in findings} == {"file-too-large"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.csv",
            "note,plan,old,to,fee\n,small,,end,\n"
            "x,small|large,true,end,4.5\n,any,<007,end,=old + 1\n",
        ),
        (
            "a.yml",
            "- { plan: small, to: end }\n- { plan: [small, large], old: true, to: end, fee: 4.5 }\n"
            "- { plan: any, old: <007, to: end, fee: =old + 1 }\n",
        ),
        (
            "a.yml",
            "- [small, any, end, null]\n- [[small, large], true, end, 4.5]\n"
            '- [any, "<007", end, =old + 1]',
        ),
    ],
)
def test_the_rows_of_a_table_may_stand_in_a_file(load: Load, name: str, data: str) -> None:
    tree, findings = load(name, data, TABLE)
    assert findings == []
    table = tree.tables["prices"]
    assert [row.cells for row in table.rows] == [
        ("small", "any"),
        (["small", "large"], True),
        ("any", "<007"),
    ]
    assert [row.values for row in table.rows] == [("end", None), ("end", 4.5), ("end", "=old + 1")]
    assert {place.path for row in table.rows for place in row.places} == {f"trees/data/{name}"}
    assert all(len(row.places) == 4 for row in table.rows)
    assert [target.to for target in table.targets] == ["end"] * 3


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.csv", "plan,od,to,fee\nsmall,,end,\n", "2:1 unknown-column"),
        ("a.csv", "plan,old,to,fee\nsmall,,,1\n", "2:8 invalid-table"),
        ("a.yml", "- [small, end]\n", "1:3 invalid-table"),
        ("a.yml", "- { plan: { a: b }, old: x, to: end, fee: 1 }\n", "1:11 wrong-type"),
        ("a.yml", "a: b\n", "1:1 wrong-type"),
    ],
)
def test_what_is_wrong_with_the_rows_is_told_in_their_file(
    load: Load, name: str, data: str, expected: str
) -> None:
    _, (finding,) = load(name, data, TABLE)
    assert f"{finding.place} {finding.code}" == f"trees/data/{name}:{expected}"


def test_cells_have_their_places_also_after_a_line_break() -> None:
    rows, findings = read_csv('a,b\n"x\ny",z\n1,\n', "a.csv")
    assert findings == []
    assert [[cell.text for cell in row] for row in rows] == [["a", "b"], ["x\ny", "z"], ["1", ""]]
    assert [(cell.place.line, cell.place.col) for cell in rows[1]] == [(2, 1), (3, 4)]
    assert [(cell.place.line, cell.place.col) for cell in rows[2]] == [(4, 1), (4, 3)]
    assert [cell.value for cell in rows[2]] == [1, None]
