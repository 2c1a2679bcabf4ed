"""A store that was damaged, a run that was killed, two runs at once: the next run is right."""

from __future__ import annotations

import gzip
import io
import json
import random
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helpwright.files import locked
from helpwright.search import folder, store
from helpwright.search.documents import Document, Section
from helpwright.search.index import build
from helpwright.search.steering import Steering

# Publishes a site, changes every page, and is killed in the middle of the Nth file or before it
# keeps its state.
KILLED = """
import os, runpy, signal, sys
from pathlib import Path
from helpwright.search import folder, store
own, home, left = runpy.run_path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
documents = own["site"]()
own["publish"](documents, home)
def killed(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)
def write(path, data, real=folder.put):
    global left
    left -= 1
    real(path, data if left else data[: len(data) // 2])
    return left or killed()
folder.put, store.save = write, killed
if sys.argv[4] == "with a store":
    own["publish"](own["retitled"](documents), home)
own["clean"](own["retitled"](documents), home / "plain")
"""
# Publishes over and over, with a store and without one, until somebody kills it.
AGAIN_AND_AGAIN = """
import runpy, sys
from itertools import count
from pathlib import Path
own, home = runpy.run_path(sys.argv[1]), Path(sys.argv[2])
chance = own["random"].Random(int(sys.argv[3]))
documents = own["site"]()
print("ready", flush=True)
for _ in count():
    documents = own["edited"](documents, chance)
    own["publish"](documents, home)
    own["clean"](documents, home / "plain")
"""

Documents = Sequence[Document]


def site(pages: int = 24) -> list[Document]:
    """Pages in three languages; German has compounds."""
    words = "Rechnung Adresse Rechnungsadresse okapi zebra 返金"
    return [
        Document(
            f"p/{n:02}/",
            f"Page {n}",
            language=("en", "de", "ja")[n % 3],
            sections=(Section("", "", f"{words} a{n} b{n % 7}"), Section("s", f"Part {n}", "x")),
        )
        for n in range(pages)
    ]


def retitled(documents: Documents) -> list[Document]:
    return [replace(document, title=f"{document.title} anew") for document in documents]


def edited(documents: Documents, chance: random.Random) -> list[Document]:
    """The same pages, one with another title."""
    pages, n = list(documents), chance.randrange(len(documents))
    pages[n] = replace(pages[n], title=f"Page {n} {chance.choice(['okapi', 'gnu', 'zebra'])}")
    return pages


def sources(documents: Documents, read: list[str]) -> list[store.Source]:
    """Sources that note in `read` when they are."""

    def source(document: Document) -> store.Source:
        def give() -> Document:
            read.append(document.url)
            return document

        return store.Source(document.url, document.language, repr(document), give)

    return [source(document) for document in documents]


def publish(documents: Documents, home: Path) -> list[str]:
    """Publish through a store; gives the pages that had to be read."""
    read: list[str] = []
    store.publish(sources(documents, read), Steering(), home / "store", home / "site")
    return read


def contents(root: Path) -> Mapping[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def clean(documents: Documents, target: Path) -> Mapping[str, bytes]:
    folder.write(build(documents), target)
    return contents(target)


def check(documents: Documents, home: Path) -> None:
    """What is published through the store is what is published without it."""
    expected = clean(documents, home / "clean")
    assert contents(home / "site") == expected
    assert contents(home / "store/index") == expected
    assert {path.name for path in (home / "store").iterdir()} == {"index", "lock", "state.npz"}


def damage_state(home: Path, what: str, chance: random.Random) -> None:
    path = home / "store/state.npz"
    data = bytearray(path.read_bytes())
    if what == "gone":
        path.unlink()
        return
    if what == "another version's":
        with np.load(path) as state:
            arrays = dict(state)
        head = json.loads(arrays["head"].tobytes()) | {"stamp": "another"}
        arrays["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)
        data = bytearray(buffer.getvalue())
        # Another version may have packed the same words in another way.
        for shard in (home / "store/index").glob("t-*.bin"):
            shard.write_bytes(gzip.compress(b"what another version wrote"))
    elif what == "cut":
        del data[chance.randrange(len(data)) :]
    elif what == "flipped":
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    else:
        data = bytearray(what.encode())
    path.write_bytes(data)


@pytest.mark.parametrize("what", ["gone", "another version's", "", "{}", "PK\x03\x04"])
def test_a_state_that_cannot_be_used_is_made_anew(what: str, tmp_path: Path) -> None:
    documents = site()
    publish(documents, tmp_path)
    damage_state(tmp_path, what, random.Random(1))
    assert len(publish(documents, tmp_path)) == len(documents)
    check(documents, tmp_path)
    assert publish(documents, tmp_path) == []


def test_a_damaged_state_makes_no_difference(tmp_path: Path) -> None:
    chance = random.Random(2)
    documents = site()
    publish(documents, tmp_path)
    for n in range(40):
        damage_state(tmp_path, ("cut", "flipped")[n % 2], chance)
        documents = edited(documents, chance)
        publish(documents, tmp_path)
        check(documents, tmp_path)


@pytest.mark.parametrize("lost", ["*", "*.bin", "c-*", "c-*/1.bin", "t-*", "r-*", "meta.json"])
def test_what_is_missing_is_written_again(lost: str, tmp_path: Path) -> None:
    documents = site()
    publish(documents, tmp_path)
    for path in sorted((tmp_path / "store/index").rglob(lost), reverse=True):
        path.rmdir() if path.is_dir() and not any(path.iterdir()) else None
        path.unlink() if path.is_file() else None
    publish(documents, tmp_path)
    check(documents, tmp_path)


def test_a_run_that_was_killed_leaves_nothing_that_is_trusted(tmp_path: Path) -> None:
    chance = random.Random(4)
    for n in range(6):
        command = [sys.executable, "-c", AGAIN_AND_AGAIN, __file__, str(tmp_path), str(n)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
            assert running.stdout is not None
            assert running.stdout.readline() == b"ready\n"
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(chance.random() * 0.4)
            running.kill()
        documents = site()
        publish(documents, tmp_path)
        check(documents, tmp_path)
        assert clean(documents, tmp_path / "plain") == contents(tmp_path / "clean")


@pytest.mark.parametrize("where", ["with a store", "without one"])
@pytest.mark.parametrize("files", [1, 9, 30, 1000])
def test_whenever_a_run_is_killed_the_next_is_right(files: int, where: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, __file__, str(tmp_path), str(files), where]
    done = subprocess.run(command, check=False, timeout=60)
    assert done.returncode == (0 if files == 1000 and where == "without one" else -signal.SIGKILL)
    # The state that was there before is of these pages; what was written after it must not show.
    documents = site()
    for pages in (retitled(documents), documents):
        expected = clean(pages, tmp_path / "clean")
        assert clean(pages, tmp_path / "plain") == expected
    for pages in (documents, retitled(documents)):
        publish(pages, tmp_path)
        check(pages, tmp_path)


def test_runs_at_once_all_publish_what_is_right(tmp_path: Path) -> None:
    documents = site()
    given = sources(documents, [])

    def run(n: int) -> None:
        store.publish(given, Steering(), tmp_path / "store", tmp_path / f"site{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(8)))
    expected = clean(documents, tmp_path / "clean")
    assert all(contents(tmp_path / f"site{n}") == expected for n in range(8))
    assert publish(documents, tmp_path) == []


def test_a_store_in_use_is_left_alone(tmp_path: Path) -> None:
    documents = site()
    publish(documents, tmp_path)
    before = contents(tmp_path / "store")
    more = [*documents, Document("more/", "More")]
    with locked(tmp_path / "store/lock") as mine:
        assert mine
        assert len(publish(more, tmp_path)) == len(more)
        assert contents(tmp_path / "store") == before
    assert contents(tmp_path / "site") == clean(more, tmp_path / "clean")


@pytest.mark.parametrize("blocked", ["store", "store/lock", "store/index", "store/state.npz"])
def test_a_store_that_cannot_be_written_costs_time_only(blocked: str, tmp_path: Path) -> None:
    path = tmp_path / blocked
    path.parent.mkdir(exist_ok=True)
    # As for somebody who may not write there, whoever runs the tests.
    if blocked in ("store", "store/index"):
        path.write_text("in the way")
    else:
        (path / "in the way").mkdir(parents=True)
    documents = site()
    for _ in range(2):
        publish(documents, tmp_path)
        assert contents(tmp_path / "site") == clean(documents, tmp_path / "clean")
