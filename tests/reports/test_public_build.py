"""A report stays private: nothing of it is in a public build."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., "subprocess.CompletedProcess[str]"]
TODAY = ("--today", "2026-11-22")
PRIVATE = ("Private: not for publication", "helpwright-report", "Learner support", "worklist")


def test_a_build_after_a_report_holds_nothing_of_it(helpwright: Run, tmp_path: Path) -> None:
    assert helpwright("new", "s", cwd=tmp_path).returncode == 0
    site = tmp_path / "s"
    with (site / "mkdocs.yml").open("a") as config:
        config.write("site_url: https://help.example.org/\n")
    for arguments in (
        ("tickets", "sample", "export", "--tickets", "300", *TODAY),
        ("tickets", "import", "export"),
        ("report", *TODAY),
    ):
        done = helpwright(*arguments, cwd=site)
        assert done.returncode == 0, done.stderr
    report = site / ".helpwright/report"
    assert PRIVATE[0] in (report / "index.html").read_text(encoding="utf-8")
    refused = helpwright("report", *TODAY, "--output", "docs/report", cwd=site)
    assert refused.returncode == 2
    assert "[report-in-public]" in refused.stderr
    built = helpwright("build", "--strict", *TODAY, cwd=site)
    assert built.returncode == 0, built.stderr
    public = [path for path in (site / "site").rglob("*") if path.is_file()]
    assert len(public) > 5
    for path in public:
        content = path.read_bytes().decode("utf-8", "replace")
        assert not [mark for mark in PRIVATE if mark in content], path
