import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from helpwright.errors import InputError
from helpwright.publication.staging import Stage, exchange, recover, replace_in_two_steps, stage_for

FILES = 40
ROUNDS = 40

# Publishes one version after the other until it is killed; two steps or one, as asked.
BUILDER = f"""
import sys
from pathlib import Path
from helpwright.publication import staging

site, two_steps, first = Path(sys.argv[1]), sys.argv[2] == "two", int(sys.argv[3])
if two_steps:
    staging.exchange = lambda one, other: False
print("ready", flush=True)
for version in range(first, first + 1_000_000):
    with staging.stage_for(site) as stage:
        for number in range({FILES}):
            (stage.folder / str(number)).write_text(str(version))
        stage.publish()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def build(stage: Stage, version: str) -> None:
    (stage.folder / "index.html").write_text(version, encoding="utf-8")


def version_of(site: Path) -> str:
    """The version of a whole site; a torn one fails."""
    contents = {path.name: path.read_text(encoding="utf-8") for path in site.iterdir()}
    assert len(contents) == FILES
    assert len(set(contents.values())) == 1
    return contents["0"]


def start(site: Path, steps: str, first: int = 0) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = [sys.executable, "-c", BUILDER, str(site), steps, str(first)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, env=environment)
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    return process


def test_a_first_site_appears_when_it_is_published(tmp_path: Path) -> None:
    site = tmp_path / "new" / "site"
    with stage_for(site) as stage:
        build(stage, "1")
        assert not site.exists()
        stage.publish()
    assert (site / "index.html").read_text(encoding="utf-8") == "1"
    assert names(site.parent) == ["site"]


def test_a_new_site_replaces_the_old_one_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").touch()
    site.chmod(0o750)
    with stage_for(site) as stage:
        build(stage, "2")
        stage.publish()
    assert names(site) == ["index.html"]
    assert site.stat().st_mode & 0o777 == 0o750
    assert names(tmp_path) == ["site"]


def test_a_build_that_fails_leaves_the_site_and_no_rubbish(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()

    def fail() -> None:
        with stage_for(site) as stage:
            build(stage, "2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(site) == []
    assert names(tmp_path) == ["site"]


def test_the_stage_is_a_hidden_folder_beside_the_site(tmp_path: Path) -> None:
    with stage_for(tmp_path / "site") as stage:
        assert stage.folder.parent == tmp_path
        assert stage.folder.name.startswith(f".site.building-{os.getpid()}")


def test_two_builds_at_once_leave_each_other_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with stage_for(site) as one, stage_for(site) as two:
        recover(site)
        build(one, "one")
        build(two, "two")
        two.publish()
        assert (site / "index.html").read_text(encoding="utf-8") == "two"
        one.publish()
    assert (site / "index.html").read_text(encoding="utf-8") == "one"
    assert names(tmp_path) == ["site"]


def test_a_stage_of_a_dead_process_is_removed_and_others_are_not(tmp_path: Path) -> None:
    dead = tmp_path / ".site.building-999999999-0123abcd"
    dead.mkdir()
    (dead / "index.html").touch()
    other = tmp_path / ".other.building-999999999"
    other.mkdir()
    stranger = tmp_path / ".site.building-notes"
    stranger.mkdir()
    recover(tmp_path / "site")
    assert names(tmp_path) == [other.name, stranger.name]


def test_a_site_that_was_left_moved_away_comes_back(tmp_path: Path) -> None:
    previous = tmp_path / ".site.previous"
    previous.mkdir()
    (previous / "index.html").touch()
    recover(tmp_path / "site")
    assert names(tmp_path) == ["site"]
    assert names(tmp_path / "site") == ["index.html"]


def test_an_old_tree_that_was_not_deleted_goes(tmp_path: Path) -> None:
    (tmp_path / ".site.previous").mkdir()
    (tmp_path / "site").mkdir()
    recover(tmp_path / "site")
    assert names(tmp_path) == ["site"]


def test_two_steps_do_the_same_as_an_exchange(tmp_path: Path) -> None:
    site, folder = tmp_path / "site", tmp_path / "stage"
    for path in (site, folder):
        path.mkdir()
        (path / f"{path.name}.html").touch()
    replace_in_two_steps(folder, site)
    assert (names(site), names(folder)) == (["stage.html"], ["site.html"])
    if sys.platform == "linux":
        assert exchange(folder, site)
        assert (names(site), names(folder)) == (["site.html"], ["stage.html"])


def test_a_site_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    with stage_for(tmp_path / "site") as stage:
        build(stage, "1")
        stage.publish()
    assert (tmp_path / "site").is_symlink()
    assert names(tmp_path / "real") == ["index.html"]


def test_a_site_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").touch()
    with pytest.raises(InputError) as caught:
        stage_for(tmp_path / "site")
    assert caught.value.finding.code == "publish-failed"


@pytest.mark.parametrize("steps", ["one", "two"])
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_site_whole(
    tmp_path: Path, steps: str
) -> None:
    site = tmp_path / "site"
    moments = random.Random(7)
    process = start(site, steps)
    while not site.exists():
        time.sleep(0.001)
    last = 0
    for _ in range(ROUNDS):
        time.sleep(moments.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if steps == "one":
            version_of(site)
        recover(site)
        assert names(tmp_path) == ["site"]
        version = int(version_of(site))
        assert version >= last
        last = version
        if process.stdout:
            process.stdout.close()
        process = start(site, steps, last + 1)
    process.kill()
    process.wait()
    assert process.stdout
    process.stdout.close()


def test_a_reader_never_meets_a_missing_site(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux exchanges two folders in one step")
    site = tmp_path / "site"
    with stage_for(site) as stage:
        build(stage, "0")
        stage.publish()
    missed: list[int] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            if not site.exists():
                missed.append(1)

    reader = threading.Thread(target=look)
    reader.start()
    for version in range(100):
        with stage_for(site) as stage:
            build(stage, str(version))
            stage.publish()
    done.set()
    reader.join()
    assert not missed


@pytest.mark.parametrize("steps", ["one", "two"])
def test_builders_that_race_all_publish_whole_sites(tmp_path: Path, steps: str) -> None:
    site = tmp_path / "site"
    processes = [start(site, steps, first) for first in (0, 1_000_000, 2_000_000)]
    time.sleep(1)
    assert [process.poll() for process in processes] == [None, None, None]
    for process in processes:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()
    recover(site)
    version_of(site)
    assert names(tmp_path) == ["site"]
