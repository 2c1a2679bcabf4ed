"""Worker processes that fail, or whose build does: nothing depends on them, none is left."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from helpwright.mkdocs_plugins import project


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="the programs in the place of Python are scripts")
@pytest.mark.parametrize(
    ("program", "some"),
    [
        ("cat >/dev/null; yes rubbish", False),
        ("echo", False),
        ("exec sleep 1000", False),
        ("cat >/dev/null; exec sleep 1000", False),
        ("kill -9 $$", False),
        ('"{python}" "$@" | head -c 20000', True),
        ('"{python}" "$@" | head -c 20000; yes', True),
        ('"{python}" "$@" | tr e f', False),
        ('(sleep 0.3; kill -9 $$) >/dev/null 2>&1 & exec "{python}" "$@"', None),
    ],
)
def test_workers_that_fail_change_nothing(
    rich: Any,
    alone: Any,
    ask: Any,
    taken: Any,
    nothing_is_left: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    some: bool | None,
) -> None:
    if "sleep 1000" in program:  # Nobody waits for these.
        rich.write("wait.py", "")
    expected = alone()
    ask("1")
    text = program.replace("{python}", sys.executable)
    monkeypatch.setattr(sys, "executable", script(tmp_path / "python", text))
    begun = time.monotonic()
    helped = rich.anew(tmp_path / "helped")
    assert time.monotonic() - begun < 25
    got, asked = taken()
    assert asked > 20
    assert some is None or (got > 0) is some
    assert helped == expected
    assert nothing_is_left()


def test_a_program_that_is_not_there_changes_nothing(
    rich: Any, alone: Any, ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = alone()
    ask("2")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    helped = rich.anew(tmp_path / "helped")
    assert helped == expected


def test_a_system_without_threads_changes_nothing(
    rich: Any,
    alone: Any,
    ask: Any,
    taken: Any,
    nothing_is_left: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    expected = alone()
    ask("2")
    monkeypatch.setattr(threading.Thread, "start", fail)
    helped = rich.anew(tmp_path / "helped")
    assert taken()[0] == 0
    assert helped == expected
    assert nothing_is_left()


def test_no_process_outlives_a_build_that_fails(
    rich: Any, ask: Any, taken: Any, nothing_is_left: Any
) -> None:
    ask("2")
    rich.write(
        "wait.py",
        "def on_page_markdown(markdown, page, config, files):\n    raise RuntimeError('broken')\n",
    )
    config = str(rich.folder / "mkdocs.yml")
    with pytest.raises(RuntimeError, match="broken"):
        project.render(project.load(config))
    assert taken()[1] > 20
    assert nothing_is_left()
    rich.write(
        "interrupt.py",
        "def on_page_markdown(markdown, page, config, files):\n    raise KeyboardInterrupt\n",
    )
    rich.edit("mkdocs.yml", "wait.py", "interrupt.py")
    assert rich.build().code == 1  # as click does it
    assert taken()[1] > 20
    assert nothing_is_left()


def test_a_process_ends_when_its_build_was_killed(rich: Any) -> None:
    wait = "import time\n\ndef on_nav(nav, config, files):\n    time.sleep(60)\n"
    rich.write("wait.py", wait)
    links = (rich.folder / "docs/learning/links.md").read_text("utf-8").partition("---\nSee")[2]
    for number in range(300):
        text = f"---\nid: more{number}\ntitle: More {number}\n---\n" + f"See{links}" * 20
        rich.write(f"docs/learning/more{number}.md", text)
    environment = {**os.environ, "HELPWRIGHT_WORKERS": "1"}
    build = subprocess.Popen(
        [sys.executable, "-m", "helpwright.cli", "build"],
        cwd=rich.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
    if not children.exists():
        build.kill()
        build.wait()
        pytest.skip("this system does not list the children of a process")
    end = time.monotonic() + 30
    while not (found := children.read_text("ascii").split()) and time.monotonic() < end:
        time.sleep(0.01)
    build.kill()
    build.wait()
    assert len(found) == 1
    process = Path("/proc", found[0], "stat")
    end = time.monotonic() + 15
    while process.exists() and ") Z " not in process.read_text("ascii"):
        assert time.monotonic() < end, "it goes on for nobody"
        time.sleep(0.05)
