"""`.customer-language.yml`: reviewed words of customers, and what must not stand among them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright import marked_yaml
from helpwright.errors import Finding
from helpwright.search import customer_language
from helpwright.search.customer_language import Entry, Word

REPO = Path(__file__).parents[2]
Read = Callable[..., tuple[dict[str, Entry], list[Finding]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str | bytes, language: str = "en") -> tuple[dict[str, Entry], list[Finding]]:
        path = tmp_path / ".customer-language.yml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return customer_language.read(path, shown="docs/words.yml", language=language)

    return read


def told(findings: list[Finding]) -> list[str]:
    return [f"{f.place.line}:{f.place.col} {f.code}" for f in findings]


def test_words_are_read_by_article_with_or_without_a_count(read: Read) -> None:
    entries, findings = read(
        "format: 1\narticles:\n  rf1:\n    - money back\n    - quit: 14\n  360012: refund\n"
    )
    assert findings == []
    assert {article: entry.words for article, entry in entries.items()} == {
        "rf1": (Word("money back"), Word("quit", 14)),
        "360012": (Word("refund"),),
    }
    assert str(entries["rf1"].place) == "docs/words.yml:3:3"


def test_counts_need_no_hyphens(read: Read) -> None:
    entries, findings = read("format: 1\narticles:\n  rf1:\n    quit: 3\n    stop: 2\n")
    assert findings == []
    assert entries["rf1"].words == (Word("quit", 3), Word("stop", 2))


@pytest.mark.parametrize("text", ["", "format: 1\n", "format: 1\narticles:\n", "articles: {}\n"])
def test_a_file_without_words_is_no_fault(read: Read, text: str) -> None:
    assert read(text) == ({}, [])


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert customer_language.read(tmp_path / "none.yml") == ({}, [])


HEAD = "format: 1\narticles:\n  a1: "
WRONG = {
    "a key that does not exist": ("artciles: {}\n", ["1:1 unknown-key"]),
    "a list of words": ("- refund\n", ["1:1 wrong-type"]),
    "articles as a list": ("articles: [a1]\n", ["1:11 wrong-type"]),
    "a later format": ("format: 2\narticles: {a1: [refund]}\n", ["1:9 bad-value"]),
    "no words": (f"{HEAD}\n", ["3:6 missing-key"]),
    "a number of no kind": (f"{HEAD}[1.10]\n", ["3:8 wrong-type"]),
    "words of all texts": (f"{HEAD}[it is]\n", ["3:8 unsearchable-phrase"]),
    "a sentence": (f"{HEAD}[red green blue black white pink grey]\n", ["3:8 long-phrase"]),
    "a word twice": (f"{HEAD}[refund, Refunds]\n", ["3:16 duplicate-phrase"]),
    "a count of nothing": (f"{HEAD}[refund: 0]\n", ["3:16 bad-value"]),
    "text with a colon": (f"{HEAD}[refund: now]\n", ["3:16 bad-value"]),
    "a mail address": (f"{HEAD}[ann@example.org]\n", ["3:8 personal-data"]),
    "a link": (f"{HEAD}['see https://example.org/x']\n", ["3:8 personal-data"]),
    "a telephone number": (f"{HEAD}[call 0170 123 45 67]\n", ["3:8 personal-data"]),
    "a card number with a count": (f"{HEAD}[4111-1111-1111-1111: 3]\n", ["3:8 personal-data"]),
    "broken YAML": (f"{HEAD}[\n", ["4:1 yaml-syntax"]),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_with_its_place(read: Read, what: str) -> None:
    text, expected = WRONG[what]
    assert told(read(text)[1]) == expected


def test_codes_and_years_are_not_taken_for_personal_numbers(read: Read) -> None:
    entries, findings = read(f"{HEAD}[error E-12, code 404, prices 2026, 0x80070005]\n")
    assert findings == []
    assert len(entries["a1"].words) == 4


def test_what_is_personal_is_left_out_and_not_repeated_in_the_log(read: Read) -> None:
    entries, findings = read(f"{HEAD}[refund, ann@example.org]\n")
    assert entries["a1"].words == (Word("refund"),)
    assert "example.org" not in str(findings[0])


def test_a_list_is_written_for_review_with_the_most_used_words_first(tmp_path: Path) -> None:
    path = tmp_path / "words.yml"
    customer_language.write(
        path, {"b2": [Word("stop"), Word("quit", 3)], "123": [Word("no: 7", 9)]}
    )
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "format: 1",
        "articles:",
        '  "123":',
        '    - "no: 7": 9',
        "  b2:",
        "    - quit: 3",
        "    - stop",
    ]


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=20)


@given(words=st.dictionaries(WORDS.map(lambda text: f"word {text}"), st.integers(0, 99)))
def test_what_is_written_reads_as_the_same_words(
    tmp_path_factory: pytest.TempPathFactory, words: dict[str, int]
) -> None:
    path = tmp_path_factory.getbasetemp() / "words.yml"
    customer_language.write(path, {"a1": [Word(text, count) for text, count in words.items()]})
    document = marked_yaml.read(path.read_text("utf-8"), "words.yml")
    assert document.findings == []
    listed = document.value["articles"]["a1"] or []  # type: ignore[index]
    read: dict[str, int] = {}
    for item in listed:
        read.update(item if isinstance(item, dict) else {item: 0})
    assert read == {" ".join(text.split()): count for text, count in words.items()}


def test_an_empty_list_is_written_too(tmp_path: Path) -> None:
    customer_language.write(tmp_path / "words.yml", {})
    assert customer_language.read(tmp_path / "words.yml") == ({}, [])


def test_the_sample_is_sound() -> None:
    entries, findings = customer_language.read(REPO / "docs/.customer-language.yml")
    assert findings == []
    assert len(entries) >= 5
