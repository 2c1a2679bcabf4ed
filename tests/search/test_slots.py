"""The numbers of documents: what decides them, and how few another document changes."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from helpwright.search import folder
from helpwright.search.documents import Document, Section
from helpwright.search.index import build
from helpwright.search.slots import card_folders, card_names, order_of, slots_of


def addresses(chance: random.Random, count: int) -> list[str]:
    found = {f"{chance.choice('abc')}/{chance.randrange(10**6)}-é/" for _ in range(count)}
    return sorted(found, key=order_of)


def held(urls: Sequence[str]) -> dict[str, int]:
    ordered = sorted(urls, key=order_of)
    return dict(zip(ordered, slots_of(ordered).tolist(), strict=True))


def contents(root: Path) -> Mapping[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 47, 400, 2000])
def test_slots_rise_and_leave_gaps_that_no_history_decides(count: int) -> None:
    chance = random.Random(count)
    urls = addresses(chance, count)
    slots = slots_of(urls).tolist()
    assert slots == sorted(set(slots))
    # An address more, and taken away again, leaves nothing behind.
    held([*urls, "another/"])
    shuffled = chance.sample(urls, len(urls))
    assert held(shuffled) == dict(zip(urls, slots, strict=True))
    assert max(slots, default=0) < 3 * count + 20
    folders = card_folders(urls)
    assert len(folders.names) <= 70
    assert all(slot < folders.slots * len(folders.names) for slot in slots)


def test_one_document_more_moves_few() -> None:
    chance = random.Random(1)
    urls = addresses(chance, 1000)
    before, moved, renamed = held(urls), [], []
    names = set(card_names(urls))
    for n in range(50):
        more = sorted([*urls, f"another/{n}/"], key=order_of)
        now = held(more)
        moved.append(sum(now[url] != slot for url, slot in before.items()))
        renamed.append(len(names - set(card_names(more))))
    assert sum(moved) / len(moved) < 3
    assert max(renamed) < 100


def test_the_name_of_a_card_means_one_document_for_ever() -> None:
    chance = random.Random(2)
    urls = addresses(chance, 300)
    known: dict[str, str] = {}
    for _ in range(200):
        for name, url in zip(card_names(urls), urls, strict=True):
            assert known.setdefault(name, url) == url
        some = set(chance.sample(urls, len(urls) - chance.randrange(3)))
        urls = sorted({*some, *addresses(chance, chance.randrange(4))}, key=order_of)


def page(chance: random.Random, url: str) -> Document:
    words = [f"{'abcdefgh'[n % 8]}{n:04}" for n in chance.choices(range(6000), k=8)]
    return Document(url, " ".join(words[:3]), sections=(Section("", "", " ".join(words)),))


def test_one_document_more_leaves_nearly_all_files_as_they_were(tmp_path: Path) -> None:
    chance = random.Random(3)
    documents = [page(chance, f"p/{n}/") for n in range(700)]
    folder.write(build(documents), tmp_path)
    before = contents(tmp_path)
    folder.write(build([*documents, page(chance, "another/")]), tmp_path)
    after = contents(tmp_path)

    def kept(kind: str) -> float:
        own = [name for name in before if name.startswith(kind)]
        return sum(after.get(name) == before[name] for name in own) / len(own)

    assert kept("c-") > 0.9
    assert kept("t-") > 0.75
