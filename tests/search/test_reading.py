"""Reading a query: typos, unfinished words, synonyms, promotions, and what a browser can pay."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.search.documents import Document, Section
from helpwright.search.index import Index, Part, build
from helpwright.search.ordering import sort_key
from helpwright.search.query import Results, search
from helpwright.search.reading import BUDGET, MOST_COMPLETIONS, MOST_WORDS
from helpwright.search.steering import Promotion, Steering, Synonym
from helpwright.search.typos import edit_distance, kept_letters, undo_typo

LETTERS = "abcde"


def page(url: str, text: str, **fields: Any) -> Document:
    return Document(url, url, sections=(Section("", "", text),), **fields)


def urls(results: Results) -> list[str]:
    return [hit.document.url for hit in results.hits]


def edits(word: str) -> set[str]:
    """All that one edit makes of a word."""
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    lost = {a + b[1:] for a, b in cuts if b}
    more = {a + letter + b for a, b in cuts for letter in LETTERS}
    other = {a + letter + b[1:] for a, b in cuts if b for letter in LETTERS}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return lost | more | other | swapped


@given(st.text(LETTERS, max_size=7), st.text(LETTERS, max_size=7))
def test_one_edit_is_a_letter_lost_added_changed_or_swapped(a: str, b: str) -> None:
    assert (edit_distance(a, b, 2) <= 1) == (a == b or b in edits(a))
    assert edit_distance(a, b, 2) == edit_distance(b, a, 2)
    assert edit_distance(a, b, 9) <= max(len(a), len(b))
    assert min(edit_distance(a, b, 9), 3) == edit_distance(a, b, 2)


def test_both_languages_count_edits_alike(node: Callable[..., Any]) -> None:
    chance = random.Random(1)
    pairs = [
        ["".join(chance.choices(LETTERS, k=chance.randrange(9))) for _ in "ab"] for _ in "x" * 900
    ]
    script = (
        'import { editDistance } from "./search/typos.js";\n'
        "const result = given.map(([a, b]) => [1, 2, 9].map((most) => editDistance(a, b, most)));"
    )
    assert node(script, given=pairs) == [
        [edit_distance(a, b, most) for most in (1, 2, 9)] for a, b in pairs
    ]


@pytest.mark.parametrize("length", range(4, 33))
def test_one_edit_leaves_the_letters_that_are_taken_to_be_right(length: int) -> None:
    typed = "".join(chr(ord("a") + n % 23) for n in range(length))
    start, end = kept_letters(length)
    for word in edits(typed):
        assert word[:start] == typed[:start] or word[-end:] == typed[-end:]


def nearest(part: Part, surface: str, most: int) -> str:
    """The word that `undo_typo` promises, by looking at all words."""
    near = [
        (distance, word[0] != surface[0], -common, sort_key(word), word)
        for word, common in part.vocabulary.words
        if (distance := edit_distance(word, surface, most)) <= most
    ]
    return min(near)[-1] if near else ""


def test_of_all_words_the_nearest_is_found() -> None:
    chance = random.Random(2)
    words = ["".join(chance.choices(LETTERS, k=chance.randrange(3, 8))) for _ in range(700)]
    (part,) = build([page("a/", " ".join(chance.choices(words, k=2000)), language="xx")]).parts
    assert len(part.vocabulary.leaves) > 1
    for _ in range(200):
        typed = chance.choice(sorted(edits(chance.choice(words))))
        if 4 <= len(typed) <= 7 and typed not in part.stems:
            assert undo_typo(part, typed) == nearest(part, typed, 1), typed


def test_most_double_typos_in_long_words_are_undone() -> None:
    """Anywhere in the word; people's typos are seldom both at its beginning and at its end."""
    chance = random.Random(3)
    letters = LETTERS + "fghij"
    words = ["".join(chance.choices(letters, k=chance.randrange(8, 14))) for _ in range(300)]
    (part,) = build([page("a/", " ".join(words), language="xx")]).parts
    tries = [chance.choice(sorted(edits(chance.choice(sorted(edits(word)))))) for word in words]
    tries = [typed for typed in tries if len(typed) >= 8 and typed not in part.stems]
    undone = sum(undo_typo(part, typed) == nearest(part, typed, 2) for typed in tries)
    print(f"{undone} of {len(tries)} undone")
    assert undone / len(tries) > 0.75


@pytest.mark.parametrize("typed", ["abc", "a" * 33, "漢字漢字", "𞤀𞤣𞤤𞤢", "qqqq", "1234"])
def test_what_is_too_short_too_long_or_like_nothing_is_no_typo(typed: str) -> None:
    (part,) = build([page("a/", "abcd aaaa 漢字漢 𞤀𞤣𞤤𞤢𞤥")]).parts
    assert undo_typo(part, typed) == ""


def test_of_equally_near_words_one_that_starts_alike_then_the_commonest_is_meant() -> None:
    site = build([page("a/", "bard " * 9 + "cord " * 4 + "cart card card")])
    assert search(site, "carp ").corrected == "card"
    assert search(site, "xard ").corrected == "bard"


def test_too_many_words_that_begin_alike_are_not_looked_through() -> None:
    codes = [f"code{n:05}" for n in range(9000)]
    site = build([page("a/", " ".join(codes), language="xx")])
    assert len(site.parts[0].vocabulary.span("code")) > 6
    assert search(site, "code ").total == 0
    assert search(site, "code0123x ").corrected is not None


def test_the_commonest_words_complete_what_is_typed() -> None:
    text = " ".join(f"wa{letter} " * 2**n for n, letter in enumerate("bcdfghjk"))
    pages = [page(f"{letter}/", f"wa{letter}") for letter in "bcdfghjk"]
    site = build([page("all/", text), *pages])
    found = urls(search(site, "wa", limit=20))
    assert len(found) == MOST_COMPLETIONS + 1
    assert not {"b/", "c/"} & set(found)
    assert search(site, "wa ").total == 0


def test_a_word_in_the_middle_is_not_completed() -> None:
    site = build([page("a/", "refund money")])
    assert search(site, "ref money").hits[0].matched == ("money",)
    assert search(site, "money ref").hits[0].matched == ("money", "ref")


def test_the_word_itself_counts_more_than_a_longer_one() -> None:
    site = build([page("longer/", "cardigan"), page("itself/", "card")])
    assert urls(search(site, "card")) == ["itself/", "longer/"]


def cheap_and_dear() -> Index:
    """Many words on all pages, and one on one page."""
    common = " ".join(f"common{n}x" for n in range(MOST_WORDS))
    return build([page(f"{n:04}/", common + " okapi" * (n == 700)) for n in range(900)])


def test_of_what_a_browser_cannot_pay_for_the_rarest_is_asked() -> None:
    site = cheap_and_dear()
    (part,) = site.parts
    query = " ".join(f"common{n}x" for n in range(MOST_WORDS - 1))
    leaves = [part.leaf_of(f"common{n}x") for n in range(MOST_WORDS)]
    assert sum(leaf.cost for leaf in leaves if leaf) > BUDGET
    first = search(site, query + " okapi ").hits[0]
    assert first.document.url == "0700/"
    assert "okapi" in first.matched
    assert 1 < len(first.matched) < MOST_WORDS
    assert len(search(site, query + " ").hits[0].matched) >= 1


def test_of_a_long_question_the_first_and_the_longest_words_are_asked() -> None:
    words = [f"{chr(97 + n % 26)}{n:02}" for n in range(60)]
    words[40] = "longer" + words[40]
    site = build([page(f"{word}/", word) for word in words])
    found = {hit.document.url for hit in search(site, " ".join(words) + " ", limit=99).hits}
    assert len(found) == MOST_WORDS
    assert {f"{word}/" for word in [*words[: MOST_WORDS // 2], words[40]]} <= found


def test_a_synonym_counts_less_than_the_word_itself() -> None:
    steering = Steering({}, (Synonym(("film",), ("video",)),))
    site = build([page("b/", "video"), page("a/", "film"), page("c/", "okapi")], steering)
    assert urls(search(site, "film")) == ["a/", "b/"]
    assert urls(search(site, "video")) == ["b/"]


def test_a_found_phrase_needs_all_its_words_and_ranks_by_all() -> None:
    steering = Steering({}, (Synonym(("2fa",), ("two factor authentication",)),))
    pages = [page("all/", "two factor authentication"), page("some/", "two factor")]
    site = build([*pages, page("none/", "okapi 2fab")], steering)
    assert urls(search(site, "2fa ")) == ["all/"]


def test_synonyms_are_not_followed_from_one_to_the_next() -> None:
    steering = Steering({}, (Synonym(("a1",), ("b1",)), Synonym(("b1",), ("c1",))))
    site = build([page(f"{word}/", word) for word in ("a1", "b1", "c1")], steering)
    assert urls(search(site, "a1 ")) == ["a1/", "b1/"]


def test_a_synonym_in_another_language_does_no_harm() -> None:
    steering = Steering({}, (Synonym(("film", "映画"), ("video", "動画")),))
    site = build([page("en/", "video"), page("ja/", "動画", language="ja")], steering)
    assert urls(search(site, "film ", language="en"))[0] == "en/"
    assert urls(search(site, "映画 ", language="ja"))[0] == "ja/"


def test_the_first_promotion_of_a_query_holds_and_pages_that_are_gone_are_left_out() -> None:
    promotions = (
        Promotion(("dog", "cat"), ("gone/", "two/")),
        Promotion(("cat",), ("one/",)),
        Promotion(("emu",), ("gone/",)),
    )
    site = build([page("one/", "cat emu"), page("two/", "okapi")], Steering({}, (), promotions))
    hits = search(site, "cat ").hits
    assert [(hit.document.url, hit.promoted) for hit in hits] == [("two/", True), ("one/", False)]
    assert [hit.promoted for hit in search(site, "emu ").hits] == [False]


def test_a_promotion_holds_for_an_unfinished_word_only_when_it_is_known() -> None:
    site = build(
        [page("a/", "refunds"), page("b/", "x")],
        Steering({}, (), (Promotion(("refund",), ("b/",)),)),
    )
    assert urls(search(site, "refund")) == ["b/", "a/"]
    assert urls(search(site, "refun")) == ["a/"]
