"""What tests of several rooms share: the repository's own site, built once a run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
TODAY = "2026-11-22"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def helpwright(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the command line in a process of its own, with a key and a home of its own."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, "HOME": str(home), "NO_COLOR": "1", **environment}
        return subprocess.run(
            [sys.executable, "-m", "helpwright.cli", *arguments],
            cwd=cwd,
            env=variables,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def sample_site(helpwright: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public build of this repository's own help center, on a day that never changes."""
    site = tmp_path_factory.mktemp("sample") / "site"
    done = helpwright("build", "--today", TODAY, "--site-dir", str(site), cwd=REPO)
    assert done.returncode == 0, done.stderr
    return site
