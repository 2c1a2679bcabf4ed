"""The command line's search: Whoosh's language, drafts included, and no query that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpwright.errors import StoreError
from helpwright.search.documents import Document, Section
from helpwright.search.whoosh_index import WhooshIndex, build, open_folder, search, suggest

PAGES = [
    Document("refund/", "Get a refund", sections=(Section("", "", "The bank pays the money."),)),
    Document("invoice/", "Download invoices", sections=(Section("", "", "For the bank."),)),
    Document("secret/", "Refund by hand", sections=(Section("", "", "For agents only."),)),
]


@pytest.fixture
def index() -> WhooshIndex:
    return build(PAGES, visibility={"secret/": "internal"})


def urls(index: WhooshIndex, query: str) -> set[str]:
    return {hit.url for hit in search(index, query)}


def test_words_need_not_all_match_and_the_best_comes_first(index: WhooshIndex) -> None:
    hits = search(index, "refund money")
    assert [hit.url for hit in hits] == ["refund/", "secret/"]
    assert hits[0].highlights == "The bank pays the [money]"


def test_the_query_language_narrows(index: WhooshIndex) -> None:
    assert urls(index, "refund AND visibility:internal") == {"secret/"}
    assert urls(index, "title:refund NOT agents") == {"refund/"}
    assert urls(index, "visibility:draft") == set()
    assert urls(index, '"the bank"') == {"refund/", "invoice/"}


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "(((",
        "AND OR NOT",
        "[2020 TO",
        '"open',
        "^3",
        "a~",
        "\x00",
        "😀",
        "x" * 10_000,
        ":",
    ],
)
def test_no_query_fails(index: WhooshIndex, query: str) -> None:
    assert search(index, query) == []
    suggest(index, query)


def test_what_cannot_be_parsed_is_searched_as_words(index: WhooshIndex) -> None:
    assert "refund/" in urls(index, "(refund [bank TO")


def test_a_misspelt_word_gets_a_suggestion(index: WhooshIndex) -> None:
    assert (
        suggest(index, "downlaod invoice") == "download invoice"
        or suggest(index, "downlaod invoices") == "download invoices"
    )
    assert suggest(index, "refund") is None


def test_an_index_in_a_folder_is_opened_again(tmp_path: Path) -> None:
    build(PAGES, tmp_path / "agents")
    assert urls(open_folder(tmp_path / "agents"), "invoices") == {"invoice/"}


def test_a_folder_without_an_index_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="search-index-unreadable"):
        open_folder(tmp_path)
