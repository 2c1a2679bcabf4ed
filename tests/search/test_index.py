"""The index: the same every time, and cut so that a word is where its spelling leads to."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpwright.search import folder
from helpwright.search.documents import Document, Section
from helpwright.search.index import Index, Part, build
from helpwright.search.postings import IMPACT_STEPS, MOST_POSTINGS
from helpwright.search.query import search
from helpwright.search.steering import FIELDS, Promotion, Steering, Synonym

STEERING = Steering(
    {"title": 2.0, "labels": 0.5},
    (Synonym(("topic", "subject"), ("topic", "subject")), Synonym(("money back",), ("page 3",))),
    (Promotion(("best page", "topic"), ("p/0003/", "p/0001/")),),
)
# Writes the pages of this file as another process would.
WRITE = """
import runpy, sys
own = runpy.run_path(sys.argv[1])
own["folder"].write(own["build"](own["pages"](), own["STEERING"]), own["Path"](sys.argv[2]))
"""


def pages(count: int = 60) -> list[Document]:
    """Pages in three languages, with compounds, accents, and letters beyond the basic plane."""
    chance = random.Random(3)
    rare = [
        "Rechnung",
        "Adresse",
        "Rechnungsadresse",
        "Straße",
        "café",
        "漢字",
        "かな",
        "𞤀𞤣𞤤",
        "𠮷",
        "𠮷野",
    ]

    def text(words: int) -> str:
        made = [f"{chance.choice('abcdefgh')}{chance.randrange(300)}" for _ in range(words)]
        return " ".join(chance.sample(made + chance.choices(rare, k=words // 4), words))

    return [
        Document(
            f"p/{n:04}/",
            f"Page {n} on topic {n % 7}",
            description=text(5),
            category=f"Category {n % 3}",
            applies_to=(f"Plan {n % 2}", "All"),
            labels=(text(1),),
            aliases=(text(2),),
            language=("en", "de", "ja")[n % 3],
            sections=(Section("", "", text(30)), Section("more", text(2), text(30))),
            customer_words=(text(2),),
        )
        for n in range(count)
    ]


def contents(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_equal_documents_give_equal_bytes_in_any_order(tmp_path: Path) -> None:
    documents = pages()
    folder.write(build(documents, STEERING), tmp_path / "0")
    for n in (1, 2):
        random.Random(n).shuffle(documents)
        folder.write(build(documents, STEERING), tmp_path / str(n))
        assert contents(tmp_path / str(n)) == contents(tmp_path / "0")


def test_the_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-c", WRITE, __file__, str(tmp_path / seed)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, env=environment, check=True, timeout=60)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def same(a: Index, b: Index) -> None:
    for ours, theirs in zip(a.parts, b.parts, strict=True):
        assert ours.language == theirs.language
        assert ours.words == theirs.words
        assert ours.rules.synonyms == theirs.rules.synonyms
        assert ours.rules.promotions == theirs.rules.promotions
        assert ours.terms.stems == theirs.terms.stems
        for name in ("weights", "starts", "documents", "impacts", "sections"):
            column = getattr(ours.terms, name)
            assert column.tolist() == getattr(theirs.terms, name).tolist()
            assert column.dtype == getattr(theirs.terms, name).dtype
        assert ours.leaves == theirs.leaves


def test_what_was_written_is_what_is_read(plain: Callable[..., Any], tmp_path: Path) -> None:
    written = build(pages(), STEERING)
    folder.write(written, tmp_path)
    again = folder.read(tmp_path)
    same(written, again)
    for text in (
        "topic",
        "best page",
        "money back",
        "b12 c13",
        "pa",
        "Adresse",
        "漢字",
        "𠮷",
        "𞤀𞤣",
    ):
        for language in ("", "de", "ja"):
            ours, theirs = (search(one, text, language=language) for one in (written, again))
            assert plain(ours) == plain(theirs)
            assert ours.hits


def misplaced(part: Part) -> list[str]:
    """What does not stand in the leaf that its spelling leads to."""
    found: list[str] = []
    for number, word in enumerate(part.words):
        leaf = part.leaf_of(word.surface)
        found += [] if leaf and number in leaf.words else [word.surface]
    for number, stem in enumerate(part.terms.stems):
        leaf = part.leaf_of(stem)
        found += [] if leaf and number in leaf.stems else [stem]
    for vocabulary in (part.vocabulary, part.backwards):
        for number, (word, _) in enumerate(vocabulary.words):
            ((place, *_),) = [list(vocabulary.span(word))[:1]]
            found += [] if number in vocabulary.leaves[place].words else [word]
            found += [] if word in dict(vocabulary.starting(word)) else [word]
    return found


@pytest.mark.parametrize(
    "letters", ["ab", "ae\u0301ß", "𞤀𞤣a", "漢字\u0301", "𠮷\uffdc野", "é\ufb00\uff5az𐀀"]
)
def test_a_word_stands_where_its_spelling_leads_to(letters: str) -> None:
    chance = random.Random(letters)
    words = {"".join(chance.choices(letters, k=chance.randrange(1, 12))) for _ in range(3000)}
    language = "xx" if letters == "ab" else "en"
    page = Document("a/", "A", language=language, sections=(Section("", "", " ".join(words)),))
    (part,) = build([page]).parts
    assert misplaced(part) == []
    assert len(part.leaves) > 1 or len(part.words) < 100


def test_every_word_of_many_pages_stands_where_its_spelling_leads_to() -> None:
    for part in build(pages(), STEERING).parts:
        assert misplaced(part) == []
        assert len(part.leaves) > 3
        assert part.terms.impacts.min() >= 1
        assert part.terms.impacts.max() <= IMPACT_STEPS


def test_a_field_that_counts_nothing_finds_nothing() -> None:
    page = Document("a/", "Okapi", labels=("zebra",), description="quagga")
    assert search(build([page]), "zebra").total == 1
    silent = Steering({"labels": 0.0})
    assert search(build([page], silent), "zebra").total == 0
    assert search(build([page], Steering(dict.fromkeys(FIELDS, 0.0))), "okapi").total == 0


def test_a_field_that_counts_more_lifts_its_pages() -> None:
    documents = [
        Document("label/", "Okapi", labels=("zebra",)),
        Document("body/", "Quagga", sections=(Section("", "", "zebra zebra zebra"),)),
    ]
    first = [
        search(build(documents, Steering(weights)), "zebra").hits[0].document.url
        for weights in ({"labels": 8.0}, {"labels": 0.05})
    ]
    assert first == ["label/", "body/"]


def test_a_word_on_all_pages_keeps_its_strongest_postings() -> None:
    count = MOST_POSTINGS + 50
    documents = [
        Document(f"{n:05}/", "okapi" if n % 50 == 7 else "zebra", description="okapi")
        for n in range(count)
    ]
    (part,) = build(documents).parts
    term = part.terms.get("okapi")
    assert term is not None
    assert len(term.documents) == MOST_POSTINGS
    kept = {part.documents[number].url for number in term.documents.tolist()}
    assert {f"{n:05}/" for n in range(7, count, 50)} <= kept
    assert [len(hit.document.title) for hit in search(build(documents), "okapi").hits] == [5] * 10


@pytest.mark.parametrize("letters", ["ab" * 300, "あ" + "ab" * 3000, "x" * 65, "漢" * 3000])
def test_no_word_is_too_long_to_be_written(letters: str, tmp_path: Path) -> None:
    written = build([Document("a/", f"Okapi {letters} zebra")])
    folder.write(written, tmp_path)
    same(written, folder.read(tmp_path))
    assert search(written, "zebra").total == 1
    assert max(len(word.surface) for word in written.parts[0].words) <= 64


def test_a_word_far_down_a_long_page_leads_near_it(tmp_path: Path) -> None:
    sections = tuple(Section(f"s{n}", "", f"word{n:03}") for n in range(400))
    site = build([Document("a/", "A", sections=sections)])
    found = {n: search(site, f"word{n:03} ").hits[0].section for n in (0, 1, 253, 254, 255, 399)}
    assert found == {0: "s0", 1: "s1", 253: "s253", 254: "s254", 255: "s254", 399: "s254"}
    folder.write(site, tmp_path)
    same(site, folder.read(tmp_path))


def test_a_question_loads_few_bytes(
    collection: Callable[..., Any], node: Callable[..., Any], tmp_path: Path
) -> None:
    """The files of the index that a browser loads for its first question, on 173 real articles."""
    documents, questions = collection("wixqa-expert160")
    folder.write(build(documents), tmp_path)
    script = """
    import { readFile } from "node:fs/promises";
    import { openIndex } from "./search/index.js";
    import { search } from "./search/query.js";
    const result = [];
    for (const text of given.texts) {
      let bytes = 0;
      const load = async (name) => {
        const data = await readFile(`${given.folder}/${name}`);
        bytes += data.length;
        return data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
      };
      const index = await openIndex(load, async () => ({ stem: (word) => word }));
      const { hits } = await search(index, text);
      await Promise.all(hits.map((hit) => hit.part.card(hit.document)));
      result.push(bytes);
    }
    """
    texts = [text for _, text, _ in questions]
    loaded = node(script, given={"folder": str(tmp_path), "texts": texts})
    print(f"a first question: {sum(loaded) / len(loaded):.0f} bytes, {max(loaded)} at most")
    assert sum(loaded) / len(loaded) < 24 * 1024
    assert max(loaded) < 48 * 1024
