"""A few edited documents are put into an index leaf by leaf, and nothing tells that from a whole.

Where an edit cannot be put in so, or something is not as it was left, nothing is put in.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from helpwright.search import folder, store
from helpwright.search.documents import Document, Section
from helpwright.search.index import build
from helpwright.search.patches import Edit
from helpwright.search.pieces import PIECES, digest_of
from helpwright.search.steering import Promotion, Steering, Synonym

STEERING = Steering(
    {"title": 2.0},
    (Synonym(("card", "okapi"), ("credit card", "refund")),),
    (Promotion(("best page",), ("p/003/",)),),
)
COMMON = ["refund", "refunds", "card", "Karte", "password", "sign", "the", "café", "漢字", "𠮷"]


def text(chance: random.Random, count: int) -> str:
    rare = [f"{'abcdefgh'[n % 8]}{n:03}x" for n in range(0, 900, chance.randrange(1, 9))]
    return " ".join(chance.choice(COMMON if chance.random() < 0.4 else rare) for _ in range(count))


def sections(chance: random.Random) -> tuple[Section, ...]:
    return tuple(Section(f"s{n}" if n else "", text(chance, 2), text(chance, 40)) for n in range(3))


def site(chance: random.Random, pages: int) -> list[Document]:
    return [
        Document(
            f"p/{n:03}/",
            text(chance, 3),
            category="ABC"[n % 3],
            language="en" if n % 5 else "ja",
            sections=sections(chance),
        )
        for n in range(pages)
    ]


def prints(documents: Sequence[Document]) -> list[list[str]]:
    return [[one.url, one.language, str(hash(one))] for one in documents]


def sources(documents: Sequence[Document], read: list[str] | None = None) -> list[store.Source]:
    """Sources that note in `read` when they are."""

    def source(one: Document, row: Sequence[str]) -> store.Source:
        def give() -> Document:
            (read if read is not None else []).append(one.url)
            return one

        return store.Source(row[0], row[1], row[2], give)

    return [source(one, row) for one, row in zip(documents, prints(documents), strict=True)]


def contents(root: Path) -> Mapping[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def put_in(
    before: Sequence[Document], after: Sequence[Document], home: Path, steering: Steering = STEERING
) -> tuple[list[str], list[str]] | None:
    """Edit a store, and bring the published folder up to date with what is said to differ."""
    pairs = zip(before, after, prints(after), strict=True)
    edits = [Edit(old, new, row[2]) for old, new, row in pairs if old != new]
    digests = digest_of(prints(before)), digest_of(prints(after))
    found = store.edit(edits, digests, steering, home / "store", home / "site")
    for name in found[0] if found else ():
        (home / "site" / name).unlink(missing_ok=True)
        store.copy(home / "store", name, home / "site" / name)
    for name in found[1] if found else ():
        (home / "site" / name).unlink()
    return found


def publish(documents: Sequence[Document], home: Path) -> None:
    store.publish(sources(documents), STEERING, home / "store", home / "site")


def check(documents: Sequence[Document], home: Path) -> None:
    folder.write(build(documents, STEERING), home / "clean")
    expected = contents(home / "clean")
    assert contents(home / "store/index") == expected
    assert contents(home / "site") == expected


def edited(documents: Sequence[Document], chance: random.Random) -> list[Document]:
    """The same documents, one to three of them with another text, most of them as long."""
    found = list(documents)
    for n in chance.sample(range(len(found)), chance.randrange(1, 4)):
        old = found[n].sections
        way = chance.randrange(7)
        if way == 0:
            new = sections(chance)
        elif way == 1:
            new = (
                replace(old[0], text=old[0].text + f" Zebra {chance.randrange(99)} gnu"),
                *old[1:],
            )
        elif way == 2:
            new = old[:-1] or sections(chance)
        elif way == 3:
            words = old[0].text.split()
            chance.shuffle(words)
            new = (replace(old[0], text=" ".join(words[:-2])), *old[1:])
        elif way == 4:
            new = (*old[:-1], replace(old[-1], text=old[-1].text.replace("refund", "aardvark")))
        else:
            new = old
            said = text(chance, 1), text(chance, 2)
            about = replace(found[n], description=said[1], aliases=said, labels=said[:1])
            found[n] = about if way == 5 else replace(found[n], title=text(chance, 3))
        found[n] = replace(found[n], sections=new)
    return found


@pytest.mark.parametrize(("seed", "pages"), [(0, 40), (1, 60), (3, 200), (4, 6)])
def test_after_any_edit_the_index_is_as_if_made_anew(seed: int, pages: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    documents = site(chance, pages)
    publish(documents, tmp_path)
    ways = []
    for _ in range(8):
        after = edited(documents, chance)
        ways.append(put_in(documents, after, tmp_path) is not None)
        documents = after
        if not ways[-1]:
            publish(documents, tmp_path)
        check(documents, tmp_path)
    assert any(ways)


def test_most_edits_to_a_larger_site_need_not_look_at_it_all(tmp_path: Path) -> None:
    chance = random.Random(5)
    documents = site(chance, 120)
    publish(documents, tmp_path)
    ways = []
    for n in range(20):
        after = list(documents)
        old = after[n].sections
        after[n] = replace(after[n], sections=(*old[:-1], replace(old[-1], text="Okapi zebra")))
        ways.append(put_in(documents, after, tmp_path) is not None)
        if not ways[-1]:
            publish(after, tmp_path)
        documents = after
    check(documents, tmp_path)
    assert sum(ways) > 12


def test_common_words_keep_their_strongest_pages_only(tmp_path: Path) -> None:
    documents = [
        Document(f"p/{n:04}/", f"Page {n}", sections=(Section("", "", "okapi " * (n % 7 + 1)),))
        for n in range(1100)
    ]
    publish(documents, tmp_path)
    for n, said in ((3, "okapi okapi zebra"), (1001, "zebra okapi"), (500, "zebra gnu")):
        after = list(documents)
        after[n] = replace(after[n], sections=(Section("", "", said),))
        assert put_in(documents, after, tmp_path) is not None
        documents = after
    check(documents, tmp_path)


def test_a_whole_run_after_edits_reads_only_what_it_does_not_know(tmp_path: Path) -> None:
    chance = random.Random(6)
    documents = site(chance, 60)
    publish(documents, tmp_path)
    first = documents
    for _ in range(8):
        after = edited(documents, chance)
        if put_in(documents, after, tmp_path) is None:
            publish(after, tmp_path)
        documents = after
    read: list[str] = []

    more = [*documents, Document("q/", "Another", sections=(Section("", "", "More"),))]
    store.publish(sources(more, read), STEERING, tmp_path / "store", tmp_path / "site")
    check(more, tmp_path)
    assert read == ["q/"]
    # What an edit changed and a whole run changes back is as it was.
    publish(first, tmp_path)
    check(first, tmp_path)


def spoil_pieces(home: Path) -> None:
    path = home / "store" / PIECES
    data = bytearray(path.read_bytes())
    for place in range(4096, len(data), 512):
        data[place : place + 16] = bytes(16)
    path.write_bytes(data)


def cut_pieces(home: Path) -> None:
    path = home / "store" / PIECES
    path.write_bytes(path.read_bytes()[:3000])


def void_pieces(home: Path) -> None:
    with sqlite3.connect(home / "store" / PIECES) as con:
        con.execute("DELETE FROM about WHERE name = 'stamp'")
    con.close()


def lose_a_leaf(home: Path) -> None:
    for path in sorted((home / "store/index").glob("t-*.bin")):
        path.unlink()


def touch_state(home: Path) -> None:
    (home / "store/state.npz").touch()


@pytest.mark.parametrize("spoil", [spoil_pieces, cut_pieces, void_pieces, lose_a_leaf, touch_state])
def test_what_is_lost_or_damaged_takes_a_whole_run(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    chance = random.Random(7)
    documents = site(chance, 60)
    publish(documents, tmp_path)
    spoil(tmp_path)
    old = documents[1].sections
    new = (replace(old[0], text=old[0].text.replace("refund", "okapi")), *old[1:])
    after = [documents[0], replace(documents[1], sections=new), *documents[2:]]
    assert put_in(documents, after, tmp_path) is None
    publish(after, tmp_path)
    check(after, tmp_path)


def test_other_pages_other_steering_or_compounds_take_a_whole_run(tmp_path: Path) -> None:
    chance = random.Random(8)
    documents = site(chance, 60)
    after = edited(documents, chance)
    publish(documents[1:], tmp_path)
    assert put_in(documents, after, tmp_path) is None
    publish(documents, tmp_path)
    assert put_in(documents, after, tmp_path, Steering()) is None
    german = [replace(one, language="de") for one in documents]
    publish(german, tmp_path)
    assert put_in(german, [replace(one, language="de") for one in after], tmp_path) is None
    check(german, tmp_path)


def test_a_run_that_is_killed_leaves_no_pieces_to_go_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(9)
    documents = site(chance, 60)
    publish(documents, tmp_path)
    after = list(documents)
    after[2] = replace(after[2], sections=after[2].sections[:-1])

    def killed(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(folder, "finish", killed)
        with pytest.raises(KeyboardInterrupt):
            put_in(documents, after, tmp_path)
    assert put_in(documents, after, tmp_path) is None
    publish(after, tmp_path)
    check(after, tmp_path)
