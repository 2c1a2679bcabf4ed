"""One file of cases, answered by Python as each case says, and by JavaScript in the same way."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from helpwright.search.documents import Document, Section
from helpwright.search.index import Index, build
from helpwright.search.query import search
from helpwright.search.steering import Promotion, Steering, Synonym

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
OPTIONS = ("language", "literal", "filters", "limit")

Agree = Callable[..., list[dict[str, Any]]]


@cache
def case_index() -> Index:
    lists = ("aliases", "labels", "applies_to", "customer_words")

    def document(fields: dict[str, Any]) -> Document:
        given = {name: tuple(v) if name in lists else v for name, v in fields.items()}
        given["sections"] = tuple(Section(*section) for section in fields["sections"])
        return Document(**given)

    def rules(name: str, kind: type) -> tuple[Any, ...]:
        return tuple(kind(*map(tuple, row.values())) for row in CASES["steering"][name])

    steering = Steering({}, rules("synonyms", Synonym), rules("promotions", Promotion))
    return build([document(fields) for fields in CASES["documents"]], steering)


def options(case: dict[str, Any]) -> dict[str, Any]:
    return {name: case[name] for name in OPTIONS if name in case}


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["says"])
def test_a_case_is_answered_as_it_says(case: dict[str, Any]) -> None:
    results = search(case_index(), case["query"], **options(case))
    urls = [hit.document.url for hit in results.hits]
    first = case.get("first", case.get("urls", []))
    assert urls[: len(first)] == first
    if "urls" in case:
        assert urls == case["urls"]
    assert not set(urls) & set(case.get("absent", ()))
    if "section" in case:
        assert results.hits[0].section == case["section"]
    if "promoted" in case:
        assert [hit.document.url for hit in results.hits if hit.promoted] == case["promoted"]
    for name in ("corrected", "total", "complete"):
        if name in case:
            assert getattr(results, name) == case[name], name


def test_every_case_expects_something() -> None:
    given = {"says", "query", *OPTIONS}
    expected = {"first", "urls", "absent", "section", "promoted", "corrected", "total", "complete"}
    for case in CASES["cases"]:
        assert set(case) & expected, case
        assert set(case) <= given | expected, case
    assert len({case["says"] for case in CASES["cases"]}) == len(CASES["cases"])


def test_javascript_gives_the_same_answers_to_all_cases(agree: Agree) -> None:
    requests = [{"query": case["query"], **options(case)} for case in CASES["cases"]]
    agree(case_index(), requests)


def test_both_give_the_same_answers_letter_by_letter(agree: Agree) -> None:
    """As while somebody types, for each case and each filter and language."""
    texts = {case["query"][:n] for case in CASES["cases"] for n in range(len(case["query"]) + 1)}
    some = sorted(text for text in texts if len(text) < 40)[::4]
    requests = [{"query": text} for text in some]
    requests += [{"query": text, "language": "de", "limit": 3} for text in some[::3]]
    requests += [{"query": text, "literal": True} for text in some[::5]]
    requests += [{"query": text, "filters": {"kind": "page"}} for text in some[::7]]
    agree(case_index(), requests)


def test_an_empty_site_answers_nothing_in_both_languages(agree: Agree) -> None:
    answers = agree(build([]), ["", "refund", "refund "])
    assert all(answer["total"] == 0 and answer["hits"] == [] for answer in answers)


def test_a_site_without_words_answers_nothing_in_both_languages(agree: Agree) -> None:
    silent = build([Document("a/", "…"), Document("b/", "", language="de")])
    assert [answer["total"] for answer in agree(silent, ["", "refund", "ab"])] == [0, 0, 0]
