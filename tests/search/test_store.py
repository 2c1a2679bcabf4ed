"""What is kept between builds makes them quick, and never makes a difference."""

from __future__ import annotations

import gzip
import io
import json
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helpwright.files import locked
from helpwright.search import folder, store
from helpwright.search.documents import Document, Section
from helpwright.search.index import build
from helpwright.search.steering import Promotion, Steering, Synonym

LANGUAGES = ("en", "en", "en", "de", "de", "ja")
WORDS = {
    "en": (
        "refund",
        "refunds",
        "card",
        "cards",
        "password",
        "sign",
        "out",
        "the",
        "video",
        "plays",
    ),
    "de": (
        "Rechnung",
        "Rechnungen",
        "Adresse",
        "Rechnungsadresse",
        "Kunde",
        "Kundenkonto",
        "Konto",
    ),
    "ja": ("返金", "カード", "変更", "お支払い", "漢\u0301字", "申請できます"),
}
# Publishes one site and then another, and is killed before that writes its Nth file, or its state.
KILLED = """
import os, runpy, signal, sys
from pathlib import Path
from helpwright.search import shards, store
own, home, left = runpy.run_path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
own["publish"](own["site"](own["random"].Random(1)), own["Steering"](), home)
def killed(*arguments, real=shards.squeezed):
    global left
    left -= 1
    if left == 0 or real is not squeezed:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments)
squeezed, shards.squeezed = shards.squeezed, killed
store.save = lambda *arguments: killed(*arguments, real=None)
own["publish"](own["site"](own["random"].Random(2)), own["Steering"](), home)
"""
# Publishes over and over, with a store and without one, until somebody kills it.
AGAIN_AND_AGAIN = """
import runpy, sys
from itertools import count
from pathlib import Path
own, home = runpy.run_path(sys.argv[1]), Path(sys.argv[2])
chance = own["random"].Random(int(sys.argv[3]))
documents = own["site"](chance)
print("ready", flush=True)
for _ in count():
    documents = own["edited"](documents, chance)[0]
    own["publish"](documents, own["Steering"](), home)
    own["clean"](documents, own["Steering"](), home / "plain")
"""

Documents = Sequence[Document]


def text(chance: random.Random, language: str, count: int) -> str:
    words = [*WORDS[language], *(f"{'abcd'[n % 4]}{n}" for n in range(60))]
    return " ".join(chance.choices(words, k=count))


def page(chance: random.Random, url: str) -> Document:
    language = chance.choice(LANGUAGES)
    return Document(
        url,
        text(chance, language, 3),
        description=text(chance, language, 4),
        category=chance.choice(["Billing", "Account", ""]),
        aliases=(text(chance, language, 2),),
        language=language,
        sections=tuple(
            Section(f"s{n}" if n else "", text(chance, language, 2), text(chance, language, 25))
            for n in range(3)
        ),
    )


def site(chance: random.Random, pages: int = 40) -> list[Document]:
    return [page(chance, f"p/{n:03}/") for n in range(pages)]


def edited(documents: Documents, chance: random.Random) -> tuple[list[Document], int]:
    """The same pages with some edit, and how many of them have to be read again."""
    pages, n = list(documents), chance.randrange(len(documents))
    old, new = pages[n], page(chance, documents[n].url)
    edits: tuple[Callable[[], Document], ...] = (
        lambda: replace(old, title=new.title + f" new{chance.randrange(99)}"),
        lambda: replace(old, sections=(replace(old.sections[0], text="Zebra 漢 𠮷."),)),
        lambda: replace(old, sections=old.sections[:-1] or new.sections),
        lambda: replace(old, aliases=(*old.aliases, "okapi")),
        lambda: replace(old, category=old.category + "s"),
        lambda: replace(old, language="de" if old.language == "en" else "en"),
        lambda: new,
    )
    way = chance.randrange(13)
    if way < len(edits):
        pages[n] = edits[way]()
        return pages, int(pages[n] != old)
    if way == 7:
        return pages, 0
    if way == 8:
        return [*pages, page(chance, f"new/{chance.randrange(999)}/{len(pages)}/")], 1
    if way == 9 and len(pages) > 1:
        return [*pages[:n], *pages[n + 1 :]], 0
    if way == 10:
        pages[n] = replace(old, url=f"renamed/{chance.randrange(999)}/{len(pages)}/")
        return pages, 1
    if way == 11:
        return pages[::-1], 0
    many = [page(chance, one.url) if one.language == "de" else one for one in pages]
    return many, sum(a != b for a, b in zip(pages, many, strict=True))


def steered(chance: random.Random, urls: Sequence[str]) -> Steering:
    synonyms = (Synonym(("card", text(chance, "en", 2)), ("credit card", "refund")),)
    promotions = (Promotion((text(chance, "en", 1),), tuple(urls[:3])),)
    weights = {"title": chance.choice([0.5, 1.0, 2.0]), "labels": 0.0}
    return Steering(weights, synonyms[: chance.randrange(2)], promotions[: chance.randrange(2)])


def sources(documents: Documents, read: list[str]) -> list[store.Source]:
    """Sources that note in `read` when they are."""

    def source(document: Document) -> store.Source:
        def give() -> Document:
            read.append(document.url)
            return document

        return store.Source(document.url, document.language, repr(document), give)

    return [source(document) for document in documents]


def publish(documents: Documents, steering: Steering, home: Path) -> list[str]:
    """Publish through a store; gives the pages that had to be read."""
    read: list[str] = []
    store.publish(sources(documents, read), steering, home / "store", home / "site")
    return read


def contents(root: Path) -> Mapping[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def clean(documents: Documents, steering: Steering, home: Path) -> Mapping[str, bytes]:
    folder.write(build(documents, steering), home / "clean")
    return contents(home / "clean")


def check(documents: Documents, steering: Steering, home: Path) -> None:
    """What is published through the store is what is published without it."""
    expected = clean(documents, steering, home)
    assert contents(home / "site") == expected
    assert contents(home / "store/index") == expected
    assert {path.name for path in (home / "store").iterdir()} == {"index", "lock", "state.npz"}


@pytest.mark.parametrize(("seed", "pages"), [(0, 40), (1, 40), (2, 40), (3, 5), (4, 1)])
def test_after_any_edit_all_is_as_if_built_anew(seed: int, pages: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    documents, steering = site(chance, pages), Steering()
    assert len(publish(documents, steering, tmp_path)) == len(documents)
    for _ in range(25):
        weights = steering.weights
        documents, fresh = edited(documents, chance)
        if chance.random() < 0.2:
            steering = steered(chance, [document.url for document in documents])
        read = publish(documents, steering, tmp_path)
        check(documents, steering, tmp_path)
        assert len(read) == (fresh if steering.weights == weights else len(documents))


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_a_word_that_comes_and_goes_leaves_nothing_behind(language: str, tmp_path: Path) -> None:
    before = [Document(f"{url}/", f"Okapi zebra {url}", language=language) for url in "ab"]
    other = [replace(document, title="Zebra okapi gnu") for document in before]
    after = [replace(before[0], title="Zebra Zebraokapi Okapi"), before[1]]
    for documents in (before, other, before, after, before, after[:1], other[:1], [], before):
        publish(documents, Steering(), tmp_path)
        expected = clean(documents, Steering(), tmp_path)
        assert contents(tmp_path / "site") == expected


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
    documents = site(random.Random(1))
    publish(documents, Steering(), tmp_path)
    damage_state(tmp_path, what, random.Random(1))
    assert len(publish(documents, Steering(), tmp_path)) == len(documents)
    check(documents, Steering(), tmp_path)
    assert publish(documents, Steering(), tmp_path) == []


def test_a_damaged_state_makes_no_difference(tmp_path: Path) -> None:
    chance = random.Random(2)
    documents = site(chance, 12)
    publish(documents, Steering(), tmp_path)
    for n in range(40):
        damage_state(tmp_path, ("cut", "flipped")[n % 2], chance)
        documents = edited(documents, chance)[0]
        publish(documents, Steering(), tmp_path)
        check(documents, Steering(), tmp_path)


@pytest.mark.parametrize("lost", ["*", "*.bin", "c-*", "c-*/1.bin", "t-*", "r-*", "meta.json"])
def test_what_is_missing_is_written_again(lost: str, tmp_path: Path) -> None:
    documents = site(random.Random(3))
    publish(documents, Steering(), tmp_path)
    for path in sorted((tmp_path / "store/index").rglob(lost), reverse=True):
        path.rmdir() if path.is_dir() and not any(path.iterdir()) else None
        path.unlink() if path.is_file() else None
    publish(documents, Steering(), tmp_path)
    check(documents, Steering(), tmp_path)


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
        documents = site(random.Random(n))
        publish(documents, Steering(), tmp_path)
        check(documents, Steering(), tmp_path)
        assert clean(documents, Steering(), tmp_path / "plain") == contents(tmp_path / "clean")


@pytest.mark.parametrize("files", [1, 2, 9, 30, 1000])
def test_whenever_a_run_is_killed_the_next_is_right(files: int, tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, __file__, str(tmp_path), str(files)]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    # With the pages of the state that was there before, what was written after it shows.
    documents = site(random.Random(1))
    publish(documents, Steering(), tmp_path)
    check(documents, Steering(), tmp_path)


def test_runs_at_once_all_publish_what_is_right(tmp_path: Path) -> None:
    documents = site(random.Random(5))
    given = sources(documents, [])

    def run(n: int) -> None:
        store.publish(given, Steering(), tmp_path / "store", tmp_path / f"site{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(8)))
    expected = clean(documents, Steering(), tmp_path)
    assert all(contents(tmp_path / f"site{n}") == expected for n in range(8))
    assert publish(documents, Steering(), tmp_path) == []


def test_a_store_in_use_is_left_alone(tmp_path: Path) -> None:
    documents = site(random.Random(6), 10)
    publish(documents, Steering(), tmp_path)
    before = contents(tmp_path / "store")
    more = [*documents, page(random.Random(7), "more/")]
    with locked(tmp_path / "store/lock") as mine:
        assert mine
        assert len(publish(more, Steering(), tmp_path)) == len(more)
        assert contents(tmp_path / "store") == before
    assert contents(tmp_path / "site") == clean(more, Steering(), tmp_path)


@pytest.mark.parametrize("blocked", ["store", "store/lock", "store/index", "store/state.npz"])
def test_a_store_that_cannot_be_written_costs_time_only(blocked: str, tmp_path: Path) -> None:
    path = tmp_path / blocked
    path.parent.mkdir(exist_ok=True)
    # As for somebody who may not write there, whoever runs the tests.
    if blocked in ("store", "store/index"):
        path.write_text("in the way")
    else:
        (path / "in the way").mkdir(parents=True)
    documents = site(random.Random(8), 10)
    for _ in range(2):
        publish(documents, Steering(), tmp_path)
        assert contents(tmp_path / "site") == clean(documents, Steering(), tmp_path)


def test_the_index_that_is_returned_names_all_languages(tmp_path: Path) -> None:
    given = sources(site(random.Random(9)), [])
    for _ in range(2):
        index = store.publish(given, Steering(), tmp_path / "store", tmp_path / "site")
        assert [part.language for part in index.parts] == ["de", "en", "ja"]
        assert len(index.documents) == len(given)
