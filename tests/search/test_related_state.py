from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwright.search.related import Comparison, Outline, compare
from helpwright.search.related_state import dumps, edited, loads, relinked, renewed

WORDS = [f"word{number}" for number in range(60)]


def library(seed: int, size: int = 30) -> tuple[list[Outline], dict[str, set[str]]]:
    chance = random.Random(seed)
    outlines = [
        Outline(
            f"{number:02}/",
            chance.choice(["", "billing", "teams"]),
            chance.choice(["en", "en", "de"]),
            Counter(chance.choices(WORDS, [1 / (n + 2) for n in range(60)], k=25)),
        )
        for number in range(size)
    ]
    links = {one.url: {chance.choice(outlines).url} for one in outlines if chance.random() < 0.3}
    return outlines, links


def changed(one: Outline, chance: random.Random) -> Outline:
    counts = Counter(one.counts)
    for _ in range(chance.randint(1, 3)):
        counts[chance.choice(WORDS)] += 1
        gone = chance.choice(sorted(counts))
        counts[gone] -= 1
    return replace(one, counts=+counts)


def same(one: Comparison, other: Comparison) -> bool:
    shown = slice(None), slice(None, -1)
    return np.array_equal(one.best[shown], other.best[shown])


@given(st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_an_edit_gives_what_comparing_all_anew_gives(seed: int) -> None:
    outlines, links = library(seed)
    chance = random.Random(seed)
    made = compare(outlines, links)
    for _ in range(4):
        place = chance.randrange(len(outlines))
        before, outlines[place] = outlines[place], changed(outlines[place], chance)
        anew = compare(outlines, links)
        now = edited(made, before, outlines[place])
        if now is None:
            made = anew
            continue
        assert same(now, anew)
        assert now.changed(made) == [url for url in now.urls if now.of(url) != made.of(url)]
        assert now.holders == anew.holders
        made = now


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_other_links_give_what_comparing_all_anew_gives(seed: int) -> None:
    outlines, links = library(seed)
    chance = random.Random(seed)
    made = compare(outlines, links)
    for _ in range(4):
        one, other = (chance.choice(outlines).url for _ in range(2))
        if other in links.get(one, ()):
            links[one] = links[one] - {other}
            is_cut = one not in links.get(other, ())
            made = relinked(made, {(one, other)} if is_cut else set(), set())
        else:
            links[one] = {*links.get(one, ()), other}
            made = relinked(made, set(), {(one, other), (other, "elsewhere/")})
        anew = compare(outlines, links)
        assert made.found() == anew.found()
        assert np.array_equal(made.links, anew.links)


def test_nearly_all_small_edits_can_be_taken() -> None:
    taken = 0
    for seed in range(40):
        outlines, links = library(seed)
        after = replace(outlines[3], counts=outlines[3].counts + Counter([WORDS[2]]))
        taken += edited(compare(outlines, links), outlines[3], after) is not None
    assert taken > 35


def test_what_is_kept_is_what_was_made() -> None:
    made = compare(*library(1))
    found = loads(dumps(made))
    assert found.found() == made.found()
    assert found.holders == made.holders
    assert found.stems == made.stems


def test_what_is_damaged_cannot_be_loaded() -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(b"PK nothing")


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_a_comparison_that_is_renewed_is_what_comparing_all_anew_gives(seed: int) -> None:
    outlines, links = library(seed)
    chance = random.Random(seed)
    before = compare(outlines, links)
    kinds = {one.url: (one.category, one.language) for one in outlines}
    places = chance.sample(range(len(outlines)), 3)
    for place in places:
        outlines[place] = changed(outlines[place], chance)
    if chance.random() < 0.3:
        outlines[places[0]] = replace(outlines[places[0]], category="elsewhere")
    links[outlines[places[1]].url] = {chance.choice(outlines).url}
    links.pop(outlines[places[2]].url, None)
    now = renewed(before, kinds, [outlines[place] for place in places], links)
    if now is not None:
        assert same(now, compare(outlines, links))


def step(outlines: list[Outline], links: dict[str, set[str]], chance: random.Random) -> list[str]:
    """Let some documents go, come, or change. Gives the addresses of those that went."""
    count = chance.randint(0, 2) if len(outlines) > 3 else 0
    gone = [outlines.pop(chance.randrange(len(outlines))).url for _ in range(count)]
    for _ in range(chance.randint(0, 2)):
        category = chance.choice(["", "billing", "teams", f"new{chance.randint(0, 9)}"])
        language = chance.choice(["en", "de", "fr"])
        url = f"{chance.randint(0, 99):02}{chance.choice('abc')}/"
        if url not in {one.url for one in outlines} | set(gone):
            like = changed(chance.choice(outlines), chance)
            outlines.append(Outline(url, category, language, like.counts))
            links[url] = {chance.choice(outlines).url}
    place = chance.randrange(len(outlines))
    outlines[place] = changed(outlines[place], chance)
    links[outlines[place].url] = {chance.choice(outlines).url}
    outlines.sort(key=lambda one: one.url)
    return gone


@given(st.integers(0, 10_000), st.sampled_from([6, 30, 150]))
@settings(max_examples=150, deadline=None)
def test_documents_that_come_and_go_leave_what_comparing_all_anew_gives(
    seed: int, size: int
) -> None:
    outlines, links = library(seed, size)
    chance = random.Random(seed)
    made = compare(outlines, links)
    for _ in range(4):
        kinds = {one.url: (one.category, one.language) for one in outlines}
        before = {one.url: one for one in outlines}
        gone = step(outlines, links, chance)
        fresh = [one for one in outlines if one != before.get(one.url)]
        now = renewed(made, kinds, fresh, links, gone)
        anew = compare(outlines, links)
        if now is not None:
            assert now.urls == anew.urls
            assert now.holders == anew.holders
            assert same(now, anew)
        made = loads(dumps(now or anew))


def test_one_document_more_in_a_large_library_is_put_in() -> None:
    outlines, links = library(3, 300)
    kinds = {one.url: (one.category, one.language) for one in outlines}
    more = Outline("150x/", "teams", "en", changed(outlines[5], random.Random(3)).counts)
    now = renewed(compare(outlines, links), kinds, [more], links)
    assert now is not None
    assert now.of("150x/") == compare([*outlines, more], links).of("150x/") != ()


def test_a_document_of_another_category_is_not_put_into_a_comparison() -> None:
    outlines, links = library(1)
    kinds = {one.url: (one.category, one.language) for one in outlines}
    moved = replace(outlines[3], category="elsewhere")
    assert renewed(compare(outlines, links), kinds, [moved], links) is None


def test_a_comparison_of_the_same_documents_and_links_is_left_alone() -> None:
    outlines, links = library(2)
    made = compare(outlines, links)
    assert renewed(made, {}, [], links) is made
