"""`search.yml`: what writers may write, and what they are told when something is wrong in it."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright import marked_yaml
from helpwright.errors import Finding
from helpwright.search import steering_file
from helpwright.search.steering import Promotion, Steering, Synonym
from helpwright.search.steering_file import Target
from helpwright.search.steering_schema import json_schema

REPO = Path(__file__).parents[2]
SITE = {
    ("article", "rf1"): Target("billing/refunds/"),
    ("article", "billing/refunds.md"): Target("billing/refunds/"),
    ("article", "billing/invoices.md"): Target("billing/invoices/"),
    ("article", "secret"): Target(None, "it is for agents only", "", True),
    ("article", "draft"): Target(None, "it is a draft", "publish it"),
    ("troubleshooter", "lamp"): Target("troubleshooters/lamp/"),
}
Read = Callable[..., tuple[Steering, list[Finding]]]


def resolve(what: str, name: str) -> Target:
    return SITE.get((what, name), Target(None, hint="a hint"))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str | bytes, language: str = "en") -> tuple[Steering, list[Finding]]:
        path = tmp_path / "search.yml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return steering_file.read(path, resolve, shown="docs/search.yml", language=language)

    return read


def told(findings: list[Finding]) -> list[str]:
    return [f"{f.place.line}:{f.place.col} {f.code}" for f in findings]


def test_weights_synonyms_and_promotions_are_read_in_order(read: Read) -> None:
    steering, findings = read(
        """
weights: {title: 1.5, labels: 0}
synonyms:
  - [sign in, log in, log on]
  - ask: [invoice, bill]
    find: receipt
promoted:
  - queries: [refund, money back]
    articles: [billing/invoices.md, rf1]
  - queries: dark
    articles:
      - troubleshooter: lamp
"""
    )
    assert findings == []
    both = ("sign in", "log in", "log on")
    assert steering == Steering(
        {"title": 1.5, "labels": 0.0},
        (Synonym(both, both), Synonym(("invoice", "bill"), ("receipt",))),
        (
            Promotion(("refund", "money back"), ("billing/invoices/", "billing/refunds/")),
            Promotion(("dark",), ("troubleshooters/lamp/",)),
        ),
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "synonyms:\npromoted:\nweights:\n", "{}"])
def test_a_file_that_says_nothing_steers_nothing(read: Read, text: str) -> None:
    assert read(text) == (Steering(), [])


def test_no_file_steers_nothing(tmp_path: Path) -> None:
    assert steering_file.read(tmp_path / "search.yml", resolve) == (Steering(), [])


def test_numbers_are_phrases_and_spaces_do_not_matter(read: Read) -> None:
    steering, findings = read("synonyms:\n  - [404, '  not   found ']\n")
    assert findings == []
    assert steering.synonyms[0].asked == ("404", "not found")


WRONG = {
    "a key that does not exist": ("synonym:\n  - [a b, c d]\n", ["1:1 unknown-key"]),
    "a list instead of keys": ("- [a, b]\n", ["1:1 wrong-type"]),
    "text instead of a list": ("synonyms: sign in\n", ["1:11 wrong-type"]),
    "a field that does not exist": ("weights:\n  tilte: 2\n", ["2:3 unknown-key"]),
    "a weight below zero": ("weights:\n  title: -1\n", ["2:10 bad-value"]),
    "a weight beyond measure": ("weights:\n  title: 1e999\n", ["2:10 bad-value"]),
    "a weight in quotes": ("weights:\n  title: '2'\n", ["2:10 wrong-type"]),
    "a weight of yes and no": ("weights:\n  title: true\n", ["2:10 wrong-type"]),
    "weights that find nothing": (
        "weights: {title: 0, headings: 0, body: 0, aliases: 0, labels: 0, description: 0, "
        "facets: 0, customers: 0}\n",
        ["1:10 bad-value"],
    ),
    "a synonym that is text": ("synonyms:\n  - sign in, log in\n", ["2:5 wrong-type"]),
    "a synonym that is nothing": ("synonyms:\n  -\n", ["2:4 wrong-type"]),
    "a synonym of one": ("synonyms:\n  - [sign in]\n", ["2:5 missing-key"]),
    "an empty phrase": ("synonyms:\n  - [lamp, light, '']\n", ["2:19 missing-key"]),
    "a phrase of signs": ("synonyms:\n  - [lamp, '!?']\n", ["2:12 unsearchable-phrase"]),
    "a phrase of stop words": ("synonyms:\n  - [lamp, it is]\n", ["2:12 unsearchable-phrase"]),
    "a sentence": (
        "synonyms:\n  - [lamp, red green blue black white pink grey]\n",
        ["2:12 long-phrase"],
    ),
    "a number that loses its zero": ("synonyms:\n  - [lamp, 1.10]\n", ["2:12 wrong-type"]),
    "a phrase twice": ("synonyms:\n  - [lamp, light, Lamp]\n", ["2:19 duplicate-phrase"]),
    "two forms of a word": ("synonyms:\n  - [refund, refunds]\n", ["2:14 duplicate-phrase"]),
    "a synonym of itself": (
        "synonyms:\n  - ask: lamp\n    find: [lamps]\n",
        ["3:12 useless-synonym"],
    ),
    "one way to nowhere": ("synonyms:\n  - ask: lamp\n", ["2:5 missing-key"]),
    "one way from nowhere": ("synonyms:\n  - find: lamp\n    ask: []\n", ["3:5 missing-key"]),
    "one way, misspelt": ("synonyms:\n  - {ask: lamp, fnid: light}\n", ["2:17 unknown-key"]),
    "a synonym twice": (
        "synonyms:\n  - [lamp, light]\n  - [light, lamp]\n",
        ["3:5 useless-synonym"],
    ),
    "a synonym that a later one holds": (
        "synonyms:\n  - [lamp, light]\n  - [light, lamp, bulb]\n",
        ["2:5 useless-synonym"],
    ),
    "one way of a two-way one": (
        "synonyms:\n  - [lamp, light]\n  - {ask: light, find: lamp}\n",
        ["3:5 useless-synonym"],
    ),
    "more phrases than a browser should look for": (
        f"synonyms:\n  - [{', '.join(f'word{n}' for n in range(31))}]\n",
        ["2:236 too-many-phrases"],
    ),
    "a promotion without articles": ("promoted:\n  - queries: lamp\n", ["2:5 missing-key"]),
    "a promotion without queries": ("promoted:\n  - articles: rf1\n", ["2:5 missing-key"]),
    "a promotion that is text": ("promoted:\n  - lamp\n", ["2:5 wrong-type"]),
    "an article that does not exist": (
        "promoted:\n  - {queries: lamp, articles: [gone]}\n",
        ["2:32 missing-article"],
    ),
    "a troubleshooter that does not exist": (
        "promoted:\n  - {queries: lamp, articles: {troubleshooter: gone}}\n",
        ["2:48 unknown-troubleshooter"],
    ),
    "a draft": ("promoted:\n  - {queries: lamp, articles: draft}\n", ["2:31 not-promoted"]),
    "an article twice": (
        "promoted:\n  - {queries: lamp, articles: [rf1, billing/refunds.md]}\n",
        ["2:37 promoted-twice"],
    ),
    "a query twice": (
        "promoted:\n  - {queries: lamp, articles: rf1}\n  - {queries: Lamps, articles: rf1}\n",
        ["3:15 promoted-twice"],
    ),
    "a query with small words, in another order": (
        "promoted:\n  - {queries: [money back, I want back my money], articles: rf1}\n",
        ["2:28 promoted-twice"],
    ),
    "a key twice": ("weights: {}\nweights: {}\n", ["2:1 duplicate-key"]),
    "broken YAML": ("synonyms: [\n", ["2:1 yaml-syntax"]),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_with_its_place(read: Read, what: str) -> None:
    text, expected = WRONG[what]
    assert told(read(text)[1]) == expected


def test_everything_wrong_is_told_in_one_run_and_the_rest_holds(read: Read) -> None:
    steering, findings = read(
        "weights: {tilte: 1, title: 2}\nsynonyms:\n  - [the]\n  - [lamp, light]\n  - 7\n"
        "promoted:\n  - {queries: [lamp, of], articles: [gone, rf1]}\n"
    )
    assert len(findings) == 6
    assert steering == Steering(
        {"title": 2.0},
        (Synonym(("lamp", "light"), ("lamp", "light")),),
        (Promotion(("lamp",), ("billing/refunds/",)),),
    )


def test_findings_name_what_was_probably_meant(read: Read) -> None:
    _, findings = read("weights: {tilte: 2}\nsynonims: []\n")
    assert {finding.hint for finding in findings} == {
        'did you mean "title"?',
        'did you mean "synonyms"?',
    }


def test_an_internal_article_is_left_out_with_its_queries(read: Read) -> None:
    steering, findings = read(
        "promoted:\n  - {queries: internal name, articles: secret}\n"
        "  - {queries: lamp, articles: [secret, rf1]}\n"
    )
    assert steering.promotions == (Promotion(("lamp",), ("billing/refunds/",)),)
    assert [(f.code, f.severity) for f in findings] == [("not-promoted", "notice")] * 2


def test_words_that_only_differ_in_stop_words_are_different_phrases(read: Read) -> None:
    assert read("synonyms:\n  - [log in, log on, login]\n")[1] == []


def test_phrases_are_judged_in_the_language_of_the_site(read: Read) -> None:
    text = "synonyms:\n  - [the, lampe]\n  - [und, licht]\n"
    assert told(read(text, "de")[1]) == ["3:6 unsearchable-phrase"]


def test_a_phrase_without_spaces_is_no_long_phrase(read: Read) -> None:
    text = "synonyms:\n  - [ログインできない, サインインできない]\n"
    steering, findings = read(text, "ja")
    assert findings == []
    assert len(steering.synonyms) == 1


def test_a_file_that_is_no_text_is_an_error(read: Read) -> None:
    assert told(read(b"weights:\n  title\xff: 1\n")[1]) == ["2:8 not-utf-8"]


def test_thousands_of_entries_are_fine(read: Read) -> None:
    lines = [f"  - [lamp{n}, light{n}, bulb{n}]\n" for n in range(2500)]
    promoted = [f"  - {{queries: thing{n}, articles: rf1}}\n" for n in range(2500)]
    steering, findings = read("".join(["synonyms:\n", *lines, "promoted:\n", *promoted]))
    assert findings == []
    assert len(steering.synonyms) == len(steering.promotions) == 2500


@given(
    text=st.text(
        alphabet="-:[]{}'\" \nabtitlesynonymspromotedqueriesarticlesaskfind0.", max_size=90
    )
)
def test_no_text_makes_it_fail(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "search.yml"
    path.write_text(text, encoding="utf-8")
    steering, findings = steering_file.read(path, resolve)
    assert all(finding.place.line for finding in findings)
    assert isinstance(steering, Steering)


# --- The schema for editors ----------------------------------------------------------------------

VALIDATOR = jsonschema.Draft7Validator(json_schema())
# What only the text, the site or the language shows.
UNSEEN = {
    *("duplicate-key", "duplicate-phrase", "useless-synonym", "unsearchable-phrase"),
    *("long-phrase", "promoted-twice", "missing-article", "unknown-troubleshooter"),
    *("not-promoted", "too-many-phrases"),
}
WHOLE = {
    "weights": {"title": 1.5},
    "synonyms": [["sign in", "log in"], {"ask": ["invoice", "bill"], "find": "receipt"}],
    "promoted": [{"queries": ["refund"], "articles": ["rf1", {"troubleshooter": "lamp"}]}],
}


@pytest.mark.parametrize(
    "file", [REPO / "docs/search.yml", REPO / "plugins/helpwright/starter/docs/search.yml"]
)
def test_the_samples_fit_the_schema(file: Path) -> None:
    document = marked_yaml.read(file.read_text("utf-8"), file.name)
    assert document.findings == []
    assert VALIDATOR.is_valid(document.value)


def test_schema_and_reader_agree_on_every_damaged_value(read: Read) -> None:
    assert VALIDATOR.is_valid(WHOLE)
    for damaged, what in damage(WHOLE):
        codes = {finding.code for finding in read(json.dumps(damaged))[1]}
        assert VALIDATOR.is_valid(damaged) == (not codes - UNSEEN), (what, codes)


def damage(value: Any) -> Iterator[tuple[Any, str]]:
    """Copies of a document, each with one value removed or replaced."""
    for path in paths(value):
        for new in ("remove", "", " ", {}, [], ["lamp", "light"], {"a": "b"}, 7, -7, 1.5, None):
            copy = deepcopy(value)
            parent = copy
            for key in path[:-1]:
                parent = parent[key]
            if new == "remove":
                del parent[path[-1]]
            else:
                parent[path[-1]] = new
            yield copy, f"{path}: {new!r}"


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, inner in items:
        yield from paths(inner, (*path, key))
