"""`helpwright troubleshooter`, as its users run it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

TREES = Path(__file__).parents[1] / "troubleshooters/trees"
DAY = ("--today", "2026-11-20")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A help center with the troubleshooters of the tests."""
    shutil.copytree(TREES, tmp_path / "troubleshooters")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Help\n", encoding="utf-8")
    config = {"site_name": "Help", "theme": "helpwright", "use_directory_urls": True}
    plugins = ["helpwright/articles", "helpwright/troubleshooters"]
    text = yaml.safe_dump({**config, "plugins": plugins})
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(site: Path) -> Run:
    """Runs a command in the help center."""

    def call(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "helpwright.cli", "troubleshooter", *arguments]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, cwd=site, timeout=60, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return call


def test_all_scenarios_are_run(run: Run) -> None:
    done = run("test", *DAY)
    assert done.returncode == 0
    assert "late-certificate: 11 of 11 scenarios pass" in done.stdout
    assert "  ok    Five days are enough" in done.stdout
    assert done.stdout.endswith("Nothing to mend.\n")


def test_a_scenario_that_fails_fails_the_command_and_says_why(run: Run, site: Path) -> None:
    path = site / "troubleshooters/late-certificate.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("wait_days: 5", "wait_days: 6"), encoding="utf-8")
    done = run("test", "late-certificate", "--json", *DAY)
    assert done.returncode == 1
    said = json.loads(done.stdout)
    (finding,) = [f for f in said["findings"] if "Five days are enough" in f["message"]]
    line = text[: text.index("Five days are enough")].count("\n") + 1
    assert finding["code"] == "scenario-fails"
    assert line <= finding["line"] <= line + 2
    scenarios = said["troubleshooters"][0]["scenarios"]
    assert {one["name"]: one["passed"] for one in scenarios}["Five days are enough"] is False


def test_what_scenarios_cover_is_told_and_what_is_missing_can_be_pasted(
    run: Run, site: Path
) -> None:
    table = run("coverage", *DAY).stdout.splitlines()
    assert " ".join(table[0].split()[:3]) == "options rules outcomes"
    assert " ".join(table[1].split()[:7]) == "late-certificate 92 % 100 % 100 %"
    assert table[2].split()[:3] == ["slow-lesson", "0", "%"]
    missing = run("coverage", "--missing", "slow-lesson", *DAY).stdout
    path = site / "troubleshooters/slow-lesson.yml"
    path.write_text(path.read_text(encoding="utf-8") + missing, encoding="utf-8")
    (after,) = json.loads(run("coverage", "slow-lesson", "--json", *DAY).stdout)
    assert (after["percent"]["options"], after["percent"]["rules"]) == (100, 100)
    assert run("test", "slow-lesson", *DAY).returncode == 0


def test_paths_lead_to_every_outcome(run: Run) -> None:
    paths = json.loads(run("paths", "slow-lesson", "--json", *DAY).stdout)
    assert {path["outcome"] for path in paths} == {"done", "too_slow", "write"}
    text = run("paths", "slow-lesson", "--limit", "1", *DAY).stdout
    assert text.splitlines()[0] == "speed → restart → done"
    last = text.splitlines()[-1]
    assert re.fullmatch(r"\d+ paths lead from the start to an end; \d+ states were tried\.", last)
    (told,) = json.loads(run("test", "slow-lesson", "--json", *DAY).stdout)["troubleshooters"]
    assert f"{told['paths']} paths" in last
    assert run("paths", "slow-lesson", "--limit", "0").returncode == 2


def test_a_troubleshooter_is_drawn_in_three_ways(run: Run, site: Path) -> None:
    assert run("graph", "slow-lesson").stdout.startswith("- How fast is your line? [speed]")
    assert run("graph", "slow-lesson", "--format", "dot").stdout.startswith("digraph")
    assert run("graph", "slow-lesson", "--format", "svg", "-o", "tree.svg").returncode == 0
    root = ElementTree.fromstring((site / "tree.svg").read_bytes())
    assert root.tag.endswith("svg")


def test_it_can_be_answered_in_the_terminal(run: Run) -> None:
    answers = ["fast", "4", "back", "1.5"]
    said = run("run", "slow-lesson", given="\n".join(answers) + "\n").stdout
    assert "That is not a number." in said
    assert said.count("How fast is your line?") == 2
    assert said.rstrip().endswith("=> Your line is too slow [too_slow]")


SHOP = """\
troubleshooter: 1
title: The shop
start: city
steps:
  city:
    ask: Which city?
    type: lookup
    from: data/cities.csv
    go: member
  member: { ask: Are you a member?, type: yes_no, go: card }
  card:
    ask: How do you pay?
    options:
      card: { label: By the card of members, if: member }
      cash: In cash
      cheque: { label: By cheque, hint: Not abroad }
    go: extras
  extras:
    ask: What else?
    type: multi
    options: { bag: A bag, box: A box }
    none: Nothing else
    go: paid
  paid: { ask: How much?, type: money, currency: EUR, min: 5, max: 90, go: again }
  again: { ask: "How much was it, {city.label}?", name: paid, type: money, currency: EUR, go: end }
outcomes:
  end: { solution: "Pay {paid}", not_helpful: write }
  write: { contact: shop, subject: Shop, send: [paid, extras] }
"""


def test_the_terminal_offers_what_applies_and_shows_each_answer_once(run: Run, site: Path) -> None:
    (site / "troubleshooters/shop.yml").write_text(SHOP, encoding="utf-8")
    cities = [f"c{number},City of {number}" for number in range(40)]
    text = "\n".join(["id,label", *cities, "ulm,Ulm"])
    (site / "troubleshooters/data/cities.csv").write_text(text, encoding="utf-8")
    given = ["back", "1", "ULM", "n", "2", "0", "4", "€ 12", "answers", "maybe", "no"]
    said = run("run", "shop", given="\n".join(given) + "\n").stdout
    assert "This is the first question." in said
    assert "(41 answers; type a part of the one you mean)" in said
    assert "c10  City of 10\n" in said
    assert "  1  In cash\n  2  By cheque (Not abroad)\n" in said
    assert "  0  Nothing else\n" in said
    assert "That is too little; the least is €5.00." in said
    assert "  Which city? Ulm\n" in said
    assert "  How do you pay? By cheque\n" in said
    assert said.count("How much? €12.00") == 1
    assert "How much was it" not in said
    assert said.rstrip().endswith("Contact: shop\nSent along: extras: none, paid: 12")


def test_whoever_leaves_the_terminal_is_let_go(run: Run) -> None:
    assert run("run", "slow-lesson", given="quit\n").returncode == 0
    assert run("run", "slow-lesson", given="").returncode == 130


def test_what_is_exported_can_be_imported(run: Run, site: Path) -> None:
    exported = run("export", "late-certificate", "-o", "tree.json")
    assert exported.returncode == 0
    taken = run("import", "tree.json")
    assert taken.returncode == 2
    assert "there is a troubleshooter of this name [file-exists]" in taken.stderr
    done = run("import", "tree.json", "--name", "copied")
    assert done.returncode == 0, done.stdout
    again = run("export", "copied").stdout
    first = json.loads((site / "tree.json").read_text(encoding="utf-8"))
    assert json.loads(again)["troubleshooter"] == first["troubleshooter"]
    assert run("test", "copied", *DAY).stdout.startswith("copied: 11 of 11")


@pytest.mark.parametrize("command", ["export", "graph", "run", "paths", "coverage"])
@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "wrong-type"), ("title: ä".encode("latin-1"), "not-utf-8"), (b"a: [", "yaml-syntax")],
)
def test_a_file_that_cannot_be_read_is_told_by_every_command(
    run: Run, site: Path, command: str, content: bytes, code: str
) -> None:
    (site / "troubleshooters/odd.yml").write_bytes(content)
    done = run(command, "odd")
    if command == "coverage":
        assert "cannot be read" in done.stdout
    else:
        assert done.returncode == 2
        assert f"[{code}]" in done.stderr


def test_a_file_that_ends_in_yaml_is_exchanged_as_well(run: Run, site: Path) -> None:
    old = site / "troubleshooters/slow-lesson.yml"
    old.rename(old.with_suffix(".yaml"))
    assert run("export", "slow-lesson", "-o", "tree.json").returncode == 0
    assert "[file-exists]" in run("import", "tree.json").stderr
    assert run("import", "tree.json", "--replace").returncode == 0
    assert not old.exists()


def test_a_translation_is_begun_and_brought_up_to_date(run: Run, site: Path) -> None:
    assert run("translate", "slow-lesson", "de").stdout == (
        "Wrote troubleshooters/slow-lesson.de.yml.\n"
    )
    path = site / "troubleshooters/slow-lesson.de.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('now: ""', 'now: "Langsam"', 1), encoding="utf-8")
    run("translate", "slow-lesson", "de")
    assert path.read_text(encoding="utf-8").count("Langsam") == 1
    assert "translation-missing" in run("test", *DAY).stdout
    refused = run("translate", "slow-lesson", "../de")
    assert refused.returncode == 2
    assert "[unknown-language]" in refused.stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "invalid-json"),
        ("[]", "invalid-json"),
        ('{"format": "helpwright-troubleshooter", "version": 2}', "invalid-json"),
        (
            '{"format": "helpwright-troubleshooter", "version": 1, "name": "../x", '
            '"troubleshooter": {}}',
            "invalid-slug",
        ),
    ],
)
def test_a_file_that_is_no_troubleshooter_is_refused(
    text: str, code: str, run: Run, site: Path
) -> None:
    (site / "tree.json").write_text(text, encoding="utf-8")
    done = run("import", "tree.json")
    assert done.returncode == 2
    assert f"[{code}]" in done.stderr


def test_a_name_that_is_not_there_gets_a_hint(run: Run) -> None:
    for command in ("test", "paths", "graph", "run", "export"):
        done = run(command, "slow-lessen")
        assert done.returncode == 2
        assert "[unknown-troubleshooter]" in done.stderr
        assert 'did you mean "slow-lesson"?' in done.stderr


def test_the_schema_is_printed(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
