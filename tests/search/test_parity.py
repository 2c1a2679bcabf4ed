"""Python and JavaScript agree on every text, and on sites of every size."""

from __future__ import annotations

import gzip
import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from helpwright.search import evaluation_typos, folder
from helpwright.search.analysis import normalize, surfaces
from helpwright.search.documents import Document, Section
from helpwright.search.index import Index, build
from helpwright.search.postings import MOST_POSTINGS
from helpwright.search.steering import Promotion, Steering, Synonym

Agree = Callable[..., list[dict[str, Any]]]
Node = Callable[..., Any]

DATA = Path(__file__).parents[2] / "../shared/data"
CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
# Marks, invisible characters, accents, halves of characters, scripts, and words of JavaScript's.
ODD: list[str] = CASES["odd"]
PLAIN = ("refund", "refunds", "account", "course", "cannot", "café", "naïve", "Straße", "Rechnung")
SOUNDS = ("ba", "be", "ding", "do", "fra", "gli", "ing", "ke", "lo", "mer", "ni", "po", "sto", "wa")


def letters(below: int) -> list[str]:
    """The characters that Python's edition of Unicode knows."""
    return [chr(n) for n in range(1, below) if unicodedata.category(chr(n)) not in ("Cn", "Cs")]


def odd_text(chance: random.Random, words: list[str]) -> str:
    """A text of words, their beginnings and misspellings, and of what else people type."""
    pieces: list[str] = []
    for _ in range(chance.randrange(1, 8)):
        word, way = chance.choice(words), chance.randrange(8)
        if way == 0:
            word = word[: chance.randrange(len(word) + 1)]
        elif way < 4:
            n = chance.randrange(len(word) + 1)
            word = word[:n] + chance.choice([*ODD, "x", "e"]) + word[n + chance.randrange(2) :]
        elif way == 4:
            word = "".join(chance.choice(ODD) for _ in range(3))
        pieces += word, chance.choice(["", " ", " ", " ", chance.choice(ODD)])
    text = "".join(pieces)
    # Two halves that meet are one character in JSON.
    return text.replace("\ud800\udfff", "\ud800")


@cache
def odd_site(seed: int) -> Index:
    """Few pages, in several languages, made of what is odd."""
    chance = random.Random(seed)
    words = [*PLAIN, *(piece for piece in ODD if piece.strip())]
    documents = [
        Document(
            f"{n}/",
            odd_text(chance, words),
            aliases=(odd_text(chance, words),),
            category=chance.choice(["constructor", "__proto__", "Billing", "12"]),
            language=chance.choice(["en", "de", "ja", "fr", "xx", ""]),
            sections=tuple(
                Section(f"s{k}" if k else "", odd_text(chance, words), odd_text(chance, words))
                for k in range(3)
            ),
        )
        for n in range(60)
    ]
    synonyms = [Synonym((odd_text(chance, words),), (chance.choice(PLAIN),)) for _ in range(20)]
    promotions = [Promotion((odd_text(chance, words),), (f"{n}/",)) for n in range(20)]
    return build(documents, Steering({}, tuple(synonyms), tuple(promotions)))


def test_both_split_every_script_alike(node: Node) -> None:
    known = letters(0x11000)
    texts = ["".join(f"a{c}b {c} {c}{c}x " for c in known[n : n + 64]) for n in range(0, 9000, 64)]
    chance = random.Random(1)
    few = ["n't", "'s", "'t", "a", "n", "s", "\u2019", "漢", "\u0301", "x", " ", "ß", "Σ", "가"]
    texts += ["".join(chance.choices(few, k=12)) for _ in range(2000)]
    texts += ["".join(chance.choices(known, k=30)) for _ in range(2000)]
    script = (
        'import { normalize, surfaces } from "./search/analysis.js";\n'
        "const split = (text) => surfaces(normalize(text)).map(({ surface }) => surface);\n"
        "const result = given.map(split);"
    )
    in_python = [[surface for surface, _, _ in surfaces(normalize(text))] for text in texts]
    for text, ours, theirs in zip(texts, in_python, node(script, given=texts), strict=True):
        assert ours == theirs, ascii(text)
        assert all(ours)


def words_of(index: Index) -> list[str]:
    return sorted({word.surface for part in index.parts for word in part.words})


@pytest.mark.parametrize("seed", range(3))
def test_both_answer_odd_texts_alike(agree: Agree, seed: int) -> None:
    chance, site = random.Random(seed), odd_site(seed)
    pieces = [*words_of(site), *ODD]
    requests: list[dict[str, Any]] = [
        {
            "query": odd_text(chance, pieces),
            "language": chance.choice(["", "", "en", "de", "ja", "xx", "fr-CA"]),
            "literal": chance.random() < 0.1,
            "limit": chance.choice([0, 1, 3, 10, 100]),
        }
        for _ in range(200)
    ]
    for request in requests[::9]:
        request["filters"] = {"category": chance.choice(["constructor", "__proto__", "Billing"])}
    answers = agree(site, requests)
    assert sum(bool(answer["hits"]) for answer in answers) > 60


def test_both_answer_very_long_texts_alike(agree: Agree) -> None:
    chance = random.Random(4)
    long = ["a" * 10_000, "refund " * 1500, "😀" * 3000, "a😀" * 1500, "漢字" * 5000, "'s" * 4000]
    long += ["𠮷野家" * 700, "x" * 63 + "ing", "x" * 64 + "ing ", "\u0301" * 3000]
    long += [" " * 9000 + "refund", " " * 1995 + "refund"]
    long += [" ".join(chance.choices(words_of(odd_site(0)), k=2000)) for _ in range(10)]
    agree(odd_site(0), long)
    # A word that is too long to be indexed is not cut to one that is.
    (answer,) = agree(build([Document("a/", "ba" * 31)]), ["ba" * 31 + "ing "])
    assert answer["total"] == 0


def test_both_look_for_typos_among_as_many_words(agree: Agree) -> None:
    """Beginnings of words that fill one to ten leaves, and three letters that fill too many."""
    chance = random.Random(12)
    words = {"kaaab", *("kaa" + "".join(end) for end in product("abcdefgh", repeat=4))}
    for size, first in enumerate("abcdefghij", 1):
        words |= {first + "a" + "".join(chance.choices("abcdefgh", k=4)) for _ in range(350 * size)}
    site = build([Document("a/", "A", language="xx", sections=(Section("", "", " ".join(words)),))])
    vocabulary = site.parts[0].vocabulary
    assert {4, 5, 6, 7, 8} <= {len(vocabulary.span(f"{first}a")) for first in "abcdefghij"}
    typed = chance.sample(sorted(words), 400)
    texts = [f"{word[:2]}{word[3]}{word[2]}{word[4:]} " for word in typed]
    answers = agree(site, [*texts, "ba ", "jaaa ", "kaa ", "kaaa "])
    assert answers[-1]["corrected"] == "kaaab"
    assert sum(bool(answer["corrected"]) for answer in answers) > 150


@cache
def large_site() -> tuple[Index, list[str]]:
    """Many leaves, words on thousands of pages, and codes that all begin alike."""
    chance = random.Random(6)
    words = ["".join(chance.choices(SOUNDS, k=chance.randrange(2, 5))) for _ in range(30_000)]
    words = sorted(set(words))
    chance.shuffle(words)

    def text(number: int) -> str:
        rare = [words[int(len(words) * chance.random() ** 3)] for _ in range(25)]
        common = [word for n, word in enumerate(words[:12]) if chance.random() < 1 - n / 14]
        codes = [f"code{number * 5 + n:06}" for n in range(5)]
        return " ".join([*common, *rare, *codes])

    documents = [
        Document(
            f"{n:04}/",
            " ".join(chance.choices(words[:500], k=3)),
            sections=(Section("", "", text(n)), Section("more", words[n], text(n))),
        )
        for n in range(MOST_POSTINGS + 300)
    ]
    synonyms = [Synonym(tuple(chance.choices(words, k=2)), (words[n],)) for n in range(200)]
    return build(documents, Steering({}, tuple(synonyms))), words


def test_the_large_site_has_pages_of_lists_and_common_words(tmp_path: Path) -> None:
    index, _ = large_site()
    (part,) = index.parts
    folder.write(index, tmp_path)
    (root,) = (json.loads(gzip.decompress(path.read_bytes())) for path in tmp_path.glob("r-*.bin"))
    assert len(root["terms"]["pages"]) > 4
    lists = [json.loads(gzip.decompress(path.read_bytes())) for path in tmp_path.glob("l-*.bin")]
    assert sum("pages" in one for one in lists) == 2
    assert any(leaf.common and leaf.cost > 15 for leaf in part.leaves)
    postings = (part.terms.starts[1:] - part.terms.starts[:-1]).tolist()
    assert postings.count(MOST_POSTINGS) > 2
    assert max(postings) == MOST_POSTINGS


def large_queries(words: list[str]) -> Iterator[str]:
    chance = random.Random(7)
    for word in chance.sample(words, 150):
        yield evaluation_typos.with_typo(word, "en", 1) + chance.choice(["", " "])
        yield word[: chance.randrange(1, len(word) + 1)]
        yield " ".join([word, *chance.choices(words, k=chance.randrange(30))]) + " "
    for count in (1, 3, 8, 12):
        yield " ".join(words[:count])
        yield " ".join(words[12 - count : 12]) + " "
    yield from ("code", "code ", "coed ", "cod", "c", "code000", "code00000x ", "code0000001 ")
    yield from words[:12]


def test_both_answer_alike_on_a_large_site(agree: Agree) -> None:
    index, words = large_site()
    answers = agree(index, large_queries(words))
    assert sum(bool(answer["corrected"]) for answer in answers) > 50


@pytest.mark.parametrize("name", ["wixqa-expert160", "techqa-480-dev"])
def test_both_answer_customers_questions_alike(
    agree: Agree, collection: Callable[..., Any], name: str
) -> None:
    documents, questions = collection(name)
    chance = random.Random(8)
    texts = [text for _, text, _ in questions]
    texts += [evaluation_typos.with_typo(text, "en", 2) for text in texts]
    texts += [text[: chance.randrange(1, len(text) + 1)] for text in texts[: len(questions)]]
    agree(build(documents), texts)


@pytest.mark.parametrize(("folder_name", "language"), [("de-DE", "de"), ("ja-JP", "ja")])
def test_both_answer_headings_of_other_languages_alike(
    agree: Agree, folder_name: str, language: str
) -> None:
    source = DATA / "adobe-commerce-kb" / folder_name
    if not source.is_dir():
        pytest.skip("the articles in three languages are not here")
    documents, headings = [], []
    for path in sorted(source.rglob("*.md")):
        body = path.read_text(encoding="utf-8")
        own = re.findall(r"^#+ +(.+)$", body, re.M) or [path.stem]
        sections = (Section("", "", body), *(Section(f"s{n}", h, "") for n, h in enumerate(own)))
        name = path.relative_to(source).as_posix()
        documents.append(Document(name, own[0], language=language, sections=sections))
        headings += own
    chance = random.Random(11)
    texts = chance.sample(headings, 120)
    texts += [evaluation_typos.with_typo(text, language, 3) for text in texts[:80]]
    texts += [text[: chance.randrange(1, len(text) + 1)] for text in texts[:120]]
    texts += [" ".join(chance.sample(headings, 5)) for _ in range(20)]
    answers = agree(build(documents), [{"query": t, "language": language} for t in texts])
    assert sum(bool(answer["hits"]) for answer in answers) > 300
