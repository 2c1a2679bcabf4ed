"""What the tests of `helpwright suggest` share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Suggest = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def suggest(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Suggest:
    """Runs the command on the built sample in an empty folder, with bytes for standard input."""
    folder = tmp_path_factory.mktemp("empty")

    def run(
        *arguments: str, given: bytes = b"", site: Path | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        site = site or sample_site
        command = [sys.executable, "-m", "helpwright.cli", "suggest", "--site", str(site)]
        done = subprocess.run(
            [*command, *arguments], input=given, capture_output=True, cwd=cwd or folder, timeout=120
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done

    return run
