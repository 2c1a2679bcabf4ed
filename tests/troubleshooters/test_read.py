from datetime import date
from pathlib import Path

from helpwright.troubleshooters.source.model import Ask, Try
from helpwright.troubleshooters.source.read import read, read_folder
from helpwright.troubleshooters.source.ways import ways

SMALL = "troubleshooter: 1\ntitle: T\nstart: a\nsteps:\n  a: { try: Wait, not_fixed: solved }\n"
CASES = Path(__file__).parent / "cases"


def codes(folder: Path) -> dict[str, list[str]]:
    results = read_folder(folder, prefix="troubleshooters")
    return {
        findings[0].place.path if findings else tree.path if tree else "": [
            each.code for each in findings
        ]
        for tree, findings in results
    }


def test_a_file_becomes_steps_and_outcomes_in_its_order() -> None:
    text = (CASES / "a-correct-file-has-no-findings.yml").read_text(encoding="utf-8")
    tree, findings = read(text, "troubleshooters/lamp.yml", "lamp")
    assert findings == []
    assert tree is not None
    assert list(tree.steps) == ["power", "bulb", "turn", "wait"]
    assert list(tree.outcomes) == ["out_plug", "out_bulb", "out_help", "out_other", "solved"]
    assert tree.review_by == date(2027, 2, 28)
    assert (tree.audience, tree.status) == ("agents", "draft")
    power, turn = tree.steps["power"], tree.steps["turn"]
    assert isinstance(power, Ask)
    assert [option.label for option in power.options] == ["Yes", "No"]
    assert isinstance(turn, Try)
    assert [way.target.to for way in ways(turn) if way.target] == ["out_bulb", "wait"]
    assert str(turn.place) == "troubleshooters/lamp.yml:28:3"


def test_a_try_step_ends_in_the_built_in_outcome_unless_it_says_otherwise() -> None:
    tree, _ = read(SMALL, "t.yml", "t")
    assert tree is not None
    assert tree.outcomes["solved"].kind == "solution"
    own, _ = read(SMALL + "outcomes: { solved: { solution: Hooray } }\n", "t.yml", "t")
    assert own is not None
    assert own.outcomes["solved"].title == "Hooray"


def test_yes_and_no_stay_words() -> None:
    text = SMALL.replace("try: Wait, not_fixed: solved", "ask: On?, options: { no: No, yes: Yes }")
    tree, _ = read(text, "t.yml", "t")
    assert tree is not None
    assert [way.answer for way in ways(tree.steps["a"])] == ["no", "yes"]


def test_a_folder_is_read_by_slug_without_private_files(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "_part.yml", ".hidden.yml", "notes.txt"):
        (tmp_path / name).write_text(SMALL, encoding="utf-8")
    results = read_folder(tmp_path, prefix="troubleshooters")
    assert [tree.slug for tree, _ in results if tree] == ["a", "b"]
    assert [tree.path for tree, _ in results if tree] == [
        "troubleshooters/a.yaml",
        "troubleshooters/b.yml",
    ]
    assert read_folder(tmp_path / "missing", prefix="") == []


def test_files_that_cannot_be_read_give_findings(tmp_path: Path) -> None:
    (tmp_path / "latin.yml").write_bytes(SMALL.replace("T", "Für").encode("latin-1"))
    (tmp_path / "image.yml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / "wide.yml").write_text(SMALL, encoding="utf-16")
    (tmp_path / "folder.yml").mkdir()
    (tmp_path / "Two Words.yml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "twin.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "twin.yml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "empty.yml").write_text("", encoding="utf-8")
    assert codes(tmp_path) == {
        "troubleshooters/Two Words.yml": ["invalid-slug"],
        "troubleshooters/empty.yml": ["wrong-type"],
        "troubleshooters/folder.yml": ["unreadable-file"],
        "troubleshooters/image.yml": ["not-utf-8"],
        "troubleshooters/latin.yml": ["not-utf-8"],
        "troubleshooters/twin.yaml": [],
        "troubleshooters/twin.yml": ["duplicate-slug"],
        "troubleshooters/wide.yml": ["not-utf-8"],
    }


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(SMALL.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    ((tree, findings),) = read_folder(tmp_path, prefix="")
    assert tree is not None
    assert findings == []


def test_data_and_shared_parts_are_no_troubleshooters(tmp_path: Path) -> None:
    for name in ("data/a.yml", "_shared/b.yml", "c.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SMALL, encoding="utf-8")
    assert [tree.slug for tree, _ in read_folder(tmp_path, prefix="") if tree] == ["c"]


def test_a_shared_part_among_the_troubleshooters_is_told(tmp_path: Path) -> None:
    (tmp_path / "part.yml").write_text(f"{SMALL}fragment: true\n", encoding="utf-8")
    ((_, (finding,)),) = read_folder(tmp_path, prefix="trees")
    assert str(finding.place) == "trees/part.yml:6:11"
    assert finding.code == "misplaced-fragment"
