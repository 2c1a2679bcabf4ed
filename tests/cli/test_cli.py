from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

Run = Callable[..., "subprocess.CompletedProcess[str]"]
CONFIG = "site_name: Test\nplugins: [helpwright/articles]\ntheme: helpwright\n"


def make(folder: Path, files: dict[str, str], config: str = CONFIG) -> Path:
    for name, text in {"mkdocs.yml": config, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


BROKEN = {
    "docs/a/one.md": "---\nid: one1\ntitle: One\ntypo: 1\n---\n[x](gone.md)\n",
    "docs/a/two.md": "---\nid: one1\ndescription: D\n---\n# Two\n",
}


def test_a_new_site_builds_at_once_and_has_nothing_to_mend(helpwright: Run, tmp_path: Path) -> None:
    made = helpwright("new", "my-help", "--name", 'Help: "us"', cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    site = tmp_path / "my-help"
    assert (site / ".gitignore").is_file()
    built = helpwright("build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr
    page = (site / "site/index.html").read_text("utf-8")
    assert "Help: &#34;us&#34;" in page or 'Help: "us"' in page
    assert not list((site / "site").rglob("*locked-accounts*"))
    agents = helpwright("build", "--audience", "agents", "-d", "agents", cwd=site)
    assert agents.returncode == 0, agents.stderr
    assert (site / "agents/account/handle-locked-accounts/index.html").is_file()
    checked = helpwright("check", "--strict", cwd=site)
    assert checked.returncode == 0, checked.stdout


def test_new_never_writes_into_a_folder_that_holds_something(
    helpwright: Run, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("keep")
    done = helpwright("new", "mine", cwd=tmp_path)
    assert done.returncode == 2
    assert "[folder-not-empty]" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_check_prints_places_codes_and_hints(helpwright: Run, tmp_path: Path) -> None:
    site = make(tmp_path, BROKEN)
    done = helpwright("check", cwd=site)
    assert done.returncode == 1
    assert 'docs/a/one.md:6:5: warning: "gone.md" leads to nothing' in done.stdout
    assert "docs/a/two.md:2:1: error:" in done.stdout
    assert "[duplicate-id]" in done.stdout
    assert 'hint: did you mean "type"?' in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_check_speaks_json_sarif_and_github(helpwright: Run, tmp_path: Path) -> None:
    site = make(tmp_path, BROKEN)
    listed = json.loads(helpwright("check", "--json", cwd=site).stdout)["findings"]
    duplicate = next(item for item in listed if item["code"] == "duplicate-id")
    assert duplicate["path"] == "docs/a/two.md"
    assert (duplicate["line"], duplicate["col"], duplicate["severity"]) == (2, 1, "error")
    sarif = json.loads(helpwright("check", "--format", "sarif", cwd=site).stdout)
    (run,) = sarif["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {
        item["code"] for item in listed
    }
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] >= 1
    github = helpwright("check", "--format", "github", cwd=site).stdout
    assert "::error file=docs/a/two.md,line=2,col=1,title=duplicate-id::" in github
    written = helpwright("check", "--json", "-o", "out/found.json", cwd=site)
    assert written.returncode == 1
    assert json.loads((site / "out/found.json").read_text())["findings"] == listed


def test_warnings_fail_only_a_strict_check(helpwright: Run, tmp_path: Path) -> None:
    page = "---\nid: a1\ntitle: A\ndescription: D\n---\n[x](gone.md)\n"
    site = make(tmp_path, {"docs/a/one.md": page})
    assert helpwright("check", cwd=site).returncode == 0
    assert helpwright("check", "--strict", cwd=site).returncode == 1


def test_fix_gives_ids_and_keeps_everything_else(helpwright: Run, tmp_path: Path) -> None:
    before = "---\r\ntitle: Ünder\r\n---\r\nBody  \r\n"
    site = make(tmp_path, {"docs/a/two.md": "# Two\n\nBody"})
    (site / "docs/a/one.md").write_bytes(b"\xef\xbb\xbf" + before.encode())
    done = helpwright("check", "--fix", cwd=site)
    assert "Gave 2 articles an id." in done.stderr
    one = (site / "docs/a/one.md").read_bytes().decode()
    assert one.startswith("\ufeff---\r\nid: ")
    assert one.split("\r\n", 2)[2] == before.split("\r\n", 1)[1]
    two = (site / "docs/a/two.md").read_text()
    assert two.startswith("---\nid: ")
    assert two.endswith("---\n# Two\n\nBody")
    ledger = json.loads((site / "docs/.permalinks.json").read_text())
    assert "a/one/" in json.dumps(ledger)
    again = helpwright("check", "--fix", cwd=site)
    assert again.stderr == ""


@pytest.mark.parametrize("name", ["article", "category", "troubleshooter", "search"])
def test_schemas_are_json_schemas(helpwright: Run, tmp_path: Path, name: str) -> None:
    done = helpwright("schema", name, cwd=tmp_path)
    assert done.returncode == 0
    Draft7Validator.check_schema(json.loads(done.stdout))


def test_search_finds_drafts_and_internal_articles_and_says_so(
    helpwright: Run, tmp_path: Path
) -> None:
    site = make(
        tmp_path,
        {
            "docs/a/one.md": "---\nid: a1\ntitle: Refund a payment\n---\nMoney back.\n",
            "docs/a/two.md": "---\nid: a2\ntitle: Goodwill refund\naudience: agents\n---\nX\n",
            "docs/a/three.md": "---\nid: a3\ntitle: New refund rules\nstatus: draft\n---\nX\n",
        },
    )
    done = helpwright("search", "refund", "--json", cwd=site)
    assert done.returncode == 0, done.stderr
    found = {row["title"]: row["visibility"] for row in json.loads(done.stdout)["results"]}
    assert found == {
        "Refund a payment": "public",
        "Goodwill refund": "agents",
        "New refund rules": "draft",
    }
    typo = json.loads(helpwright("search", "refnud", "--json", cwd=site).stdout)
    assert typo["suggestion"] == "refund"
    odd = helpwright("search", 'title:"((', "AND", "[", cwd=site)
    assert odd.returncode == 0, odd.stderr


def test_tickets_become_a_report(helpwright: Run, tmp_path: Path) -> None:
    assert helpwright("new", "s", cwd=tmp_path).returncode == 0
    site = tmp_path / "s"
    nowhere = helpwright("tickets", "sample", "export", cwd=site)
    assert nowhere.returncode == 2
    assert "[no-site-url]" in nowhere.stderr
    with (site / "mkdocs.yml").open("a") as config:
        config.write("site_url: https://help.example.org/\n")
    today = ("--today", "2026-11-22")
    made = helpwright("tickets", "sample", "export", "--tickets", "300", *today, cwd=site)
    assert made.returncode == 0, made.stderr
    taken = helpwright("tickets", "import", "export", "--json", cwd=site)
    assert taken.returncode == 0, taken.stderr
    counts = json.loads(taken.stdout)
    assert counts["links"] > 50
    again = json.loads(helpwright("tickets", "import", "export", "--json", cwd=site).stdout)
    assert (again["links"], again["changed"]) == (counts["links"], False)
    done = helpwright("report", *today, "--json", "--most-helpful", cwd=site)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["figures"]["closed"] > 200
    assert (site / ".helpwright/report/index.html").is_file()
    assert (site / "docs/.most-helpful.yml").is_file()
    built = helpwright("build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr
    assert not [path for path in (site / "site").rglob("*") if "report" in path.name]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("build",), 2, "[bad-config]"),
        (("check", "--today", "soon"), 2, "[bad-config]"),
        (("report",), 2, "[bad-config]"),
        (("nonsense",), 2, "No such command"),
        (("build", "--audience", "everyone"), 2, "Invalid value"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    helpwright: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = helpwright(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("site_name: [", "[bad-config]"),
        ("site_name: A\nplugins: [helpwright/nope]\n", "[bad-config]"),
        ("plugins: [helpwright/articles]\n", "[bad-config]"),
        (CONFIG.replace("[helpwright/articles]", "[]"), "[missing-plugin]"),
    ],
)
def test_a_wrong_configuration_is_an_error_with_a_hint(
    helpwright: Run, tmp_path: Path, config: str, said: str
) -> None:
    site = make(tmp_path, {"docs/a.md": "# A\n"}, config)
    done = helpwright("report", cwd=site)
    assert done.returncode == 2
    assert said in done.stderr
    assert "hint:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_date_is_an_error(helpwright: Run, tmp_path: Path) -> None:
    site = make(tmp_path, {"docs/a.md": "# A\n"})
    done = helpwright("build", "--today", "soon", cwd=site)
    assert done.returncode != 0
    assert "[bad-date]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_or_truncated_ticket_file_is_an_error(helpwright: Run, tmp_path: Path) -> None:
    address = "site_url: https://help.example.org/\n"
    site = make(tmp_path, {"docs/a.md": "# A\n"}, CONFIG + address)
    done = helpwright("tickets", "import", "nowhere", cwd=site)
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    (site / "tickets.json").write_text('{"tickets": [{"id": 1, "subj')
    broken = helpwright("tickets", "import", "tickets.json", cwd=site)
    assert broken.returncode in {1, 2}
    assert "tickets.json" in broken.stderr
    assert "Traceback" not in broken.stderr + done.stderr


def test_building_a_site_needs_neither_duckdb_nor_ibis(tmp_path: Path) -> None:
    site = make(tmp_path, {"docs/a/one.md": "---\nid: a1\ndescription: D\n---\n# One\n"})
    (site / "mkdocs.yml").write_text(
        "site_name: T\ntheme: helpwright\nplugins:\n  - helpwright/articles\n"
        "  - helpwright/troubleshooters\n  - helpwright/deflection\n  - helpwright/search\n"
    )
    missing = "duckdb ibis sqlglot scipy pandas"
    code = (
        f"import sys\nsys.modules.update(dict.fromkeys({missing.split()!r}))\n"
        "sys.argv = ['helpwright', 'build', '--strict']\n"
        "from helpwright.cli import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=site, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (site / "site/a/one/index.html").is_file()
