"""Python and JavaScript answer alike, and well: one file of cases, and real questions."""

from __future__ import annotations

import json
import math
import random
import subprocess
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from helpwright.search.analysis import normalize, surfaces
from helpwright.search.documents import Document, Section
from helpwright.search.index import Index, build, write
from helpwright.search.query import Results, edit_distance, search

HERE = Path(__file__).parent
WIXQA = HERE.parents[1] / "../shared/data/wixqa-expert160"
CASES = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))


@cache
def case_index() -> Index:
    def document(fields: dict[str, Any]) -> Document:
        lists = ("aliases", "labels", "applies_to")
        given = {name: tuple(v) if name in lists else v for name, v in fields.items()}
        given["sections"] = tuple(Section(*section) for section in fields["sections"])
        return Document(**given)

    return build([document(fields) for fields in CASES["documents"]])


def in_node(folder: Path, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    command = ["node", str(HERE / "run_query.mjs"), str(folder)]
    done = subprocess.run(command, input=json.dumps(requests), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def plain(results: Results) -> dict[str, Any]:
    hits = [
        {
            "url": hit.document.url,
            "section": hit.section,
            "score": hit.score,
            "matched": list(hit.matched),
            "coverage": hit.coverage,
        }
        for hit in results.hits
    ]
    return {"hits": hits, "corrected": results.corrected, "total": results.total}


def request(case: dict[str, Any]) -> dict[str, Any]:
    return {name: case[name] for name in ("query", "language", "literal") if name in case}


def ask(index: Index, request: dict[str, Any]) -> Results:
    options = {name: value for name, value in request.items() if name != "query"}
    return search(index, request["query"], **options)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["says"])
def test_a_case_is_answered_as_it_says(case: dict[str, Any]) -> None:
    results = ask(case_index(), request(case))
    urls = [hit.document.url for hit in results.hits]
    if "first" in case:
        assert urls[: len(case["first"])] == case["first"]
    if "section" in case:
        assert results.hits[0].section == case["section"]
    if "corrected" in case:
        assert results.corrected == case["corrected"]
    if "total" in case:
        assert results.total == case["total"]


def test_javascript_gives_the_same_answers_to_all_cases(tmp_path: Path) -> None:
    write(case_index(), tmp_path)
    requests = [request(case) for case in CASES["cases"]]
    requests += [{"query": query} for query in ("a" * 10_000, "refund " * 1500, "😀" * 3000)]
    expected = [plain(ask(case_index(), each)) for each in requests]
    assert in_node(tmp_path, requests) == expected


def test_an_empty_site_answers_nothing_in_both_languages(tmp_path: Path) -> None:
    index = build([])
    write(index, tmp_path)
    queries = [{"query": query} for query in ("", "refund", "refund ")]
    answers = in_node(tmp_path, queries)
    assert answers == [plain(ask(index, each)) for each in queries]
    assert all(answer["total"] == 0 for answer in answers)


def test_both_languages_split_every_script_alike(tmp_path: Path) -> None:
    letters = [chr(n) for n in range(1, 0x11000) if unicodedata.category(chr(n)) not in "Cn Cs"]
    texts = [
        "".join(f"a{c}b {c} {c}{c}x " for c in letters[n : n + 64]) for n in range(0, 9000, 64)
    ]
    texts += ["don't Ann's ANN\u2019S l'article it's 's n't", "ΟΔΟΣ ΟΔΟΣ.", "İstanbul Straße Łódź"]
    module = (HERE / "../../plugins/helpwright/web/search/analysis.js").resolve().as_uri()
    script = tmp_path / "split.mjs"
    script.write_text(
        f'import {{ normalize, surfaces }} from "{module}";\n'
        'let input = "";\n'
        'for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;\n'
        "const split = (text) => surfaces(normalize(text)).map(({ surface }) => surface);\n"
        "process.stdout.write(JSON.stringify(JSON.parse(input).map(split)));\n"
    )
    done = subprocess.run(
        ["node", str(script)], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [
        [surface for surface, _, _ in surfaces(normalize(text))] for text in texts
    ]


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [("same", "same", 0), ("swap", "sawp", 1), ("lose", "los", 1), ("refund", "rfeudn", 2)],
)
def test_a_swap_of_neighbours_is_one_edit(a: str, b: str, distance: int) -> None:
    assert edit_distance(a, b, 2) == distance


def test_the_limit_bounds_the_hits_and_not_the_total() -> None:
    results = search(case_index(), "course", limit=2)
    assert len(results.hits) == 2
    assert results.total > 2


@cache
def wixqa() -> tuple[Index, list[tuple[str, set[str]]]]:
    if not WIXQA.is_dir():
        pytest.skip("the customers' questions are not here")
    documents = [
        Document(url=row["id"], title=row["title"], sections=(Section("", "", row["body"]),))
        for row in rows("articles.jsonl")
    ]
    relevant: dict[str, set[str]] = {}
    for line in (WIXQA / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, article, _ = line.split("\t")
        relevant.setdefault(query, set()).add(article)
    queries = [(row["text"], relevant[row["id"]]) for row in rows("queries.jsonl")]
    return build(documents), queries


def rows(name: str) -> list[dict[str, Any]]:
    lines = (WIXQA / name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def with_a_typo(text: str, chance: random.Random) -> str:
    """One letter of one word of four or more letters lost, added, replaced or swapped."""
    words = text.split(" ")
    at = chance.choice([n for n, word in enumerate(words) if len(word) > 3 and word.isalpha()])
    word, n = words[at], chance.randrange(1, len(words[at]) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    words[at] = chance.choice(
        [
            word[:n] + word[n + 1 :],
            word[:n] + letter + word[n:],
            word[:n] + letter + word[n + 1 :],
            word[:n] + word[n + 1] + word[n] + word[n + 2 :],
        ]
    )
    return " ".join(words)


def ndcg(urls: list[str], relevant: set[str]) -> float:
    gain = sum(1 / math.log2(n + 2) for n, url in enumerate(urls[:10]) if url in relevant)
    return gain / sum(1 / math.log2(n + 2) for n in range(min(10, len(relevant))))


@pytest.mark.parametrize(("typos", "least"), [(False, 0.80), (True, 0.79)])
def test_customers_questions_find_their_articles(
    typos: bool, least: float, record_property: Any, tmp_path: Path
) -> None:
    index, queries = wixqa()
    chance = random.Random(7)
    asked = [(with_a_typo(text, chance) if typos else text, found) for text, found in queries]
    answers = [search(index, text) for text, _ in asked]
    scores = [
        ndcg([hit.document.url for hit in answer.hits], relevant)
        for answer, (_, relevant) in zip(answers, asked, strict=True)
    ]
    mean = sum(scores) / len(scores)
    record_property("ndcg@10", round(mean, 4))
    print(f"nDCG@10 {'with a typo' if typos else 'clean'}: {mean:.4f}")
    assert mean >= least
    write(index, tmp_path)
    assert in_node(tmp_path, [{"query": text} for text, _ in asked]) == [*map(plain, answers)]
