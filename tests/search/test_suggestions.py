"""Tickets find their articles, one alone as thousands together, or are told that none fits."""

from __future__ import annotations

import math
import sys
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpwright.errors import InputError
from helpwright.search.analysis import tokenize
from helpwright.search.documents import Document, Section
from helpwright.search.index import Index, build
from helpwright.search.query import search
from helpwright.search.steering import Steering, Synonym
from helpwright.search.suggestions import (
    Confidence,
    Library,
    Question,
    Suggestion,
    asks,
    compile_library,
    suggest,
)
from helpwright.search.suggestions_words import chunks

DATA = Path(__file__).parents[2] / "../shared/data"


def document(url: str, title: str, *sections: tuple[str, str, str], **more: Any) -> Document:
    return Document(url=url, title=title, sections=tuple(Section(*s) for s in sections), **more)


DOCUMENTS = [
    document(
        "refunds/",
        "Request a refund",
        ("", "", "Get your money back for a course."),
        ("time", "How long a refund takes", "The bank needs five working days."),
        ("courses", "Refunds for courses", "A course can be returned within two weeks."),
    ),
    document("invoices/", "Download an invoice", ("", "", "Invoices are under Billing.")),
    document("password/", "Reset your password", ("", "", "We send a link to your inbox.")),
    document("seats/", "Add seats to a team", ("", "", "Owners buy seats for new members.")),
    document("video/", "A video stutters", ("", "", "Lower the quality of the playback.")),
]


def library(*more: Document, steering: Steering | None = None) -> Library:
    return compile_library(build([*DOCUMENTS, *more], steering))


def ask(known: Library, body: str, subject: str = "", **options: Any) -> tuple[Suggestion, ...]:
    (found,) = suggest(known, [Question(subject, body)], **options)
    return found


def urls(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.document.url for suggestion in found]


# --- Words ---------------------------------------------------------------------------------------


def tokens_by_chunk(text: str, language: str) -> list[Any]:
    return [token for chunk in chunks(text) for token in tokenize(chunk, language)]


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@example("Don't Ann's `quoted' n't_x 's it's-fine I'll e.g. U.S.A. ΟΔΟΣ.ΟΔΟΣ ΟΔΟΣ, İstanbul")
@example("cafe\u0301 n\u0303 ﬁne №5 ½ ™ 返金の方法 반품 สวัสดี a\u00adb a\u200bb a\ue000b ß\u2019s")
@example("snake_case kebab-case path/to/file a=b <p>x</p> 100% it\u2019s \x00 \x85 \xa0 x\u0338")
@settings(max_examples=400, deadline=None)
def test_texts_cut_in_a_hurry_give_the_same_tokens(text: str) -> None:
    for language in ("en", "de", "fr", "el"):
        assert tokens_by_chunk(text, language) == tokenize(text, language)


def test_every_letter_is_cut_as_the_analysis_cuts_it() -> None:
    for start in range(1, 0x3400, 32):
        letters = [chr(n) for n in range(start, start + 32)]
        text = "".join(f"Ann's{c}Bar'{c}s {c} {c}{c}x ΣΑΣ{c}Σ" for c in letters)
        assert tokens_by_chunk(text, "el") == tokenize(text, "el")


# --- Articles and sections -----------------------------------------------------------------------


def test_a_ticket_finds_its_article_and_the_section_that_fits() -> None:
    found = ask(library(), "I asked for a refund last week. How long does the bank take?")
    assert found[0].document.url == "refunds/"
    assert (found[0].section.anchor, found[0].section.heading) == (
        "time",
        "How long a refund takes",
    )


def test_a_word_of_the_subject_counts_more_than_one_of_the_body() -> None:
    text = "The invoice says five seats."
    by_subject = {
        subject: ask(library(), text, subject, least=0)[0].document.url
        for subject in ("Invoice", "Seats")
    }
    assert by_subject == {"Invoice": "invoices/", "Seats": "seats/"}


def test_equally_good_articles_come_in_one_order_however_they_are_given() -> None:
    twins = [document(f"twin-{n}/", "Zebra crossing") for n in (3, 1, 2)]
    libraries = (library(*order) for order in permutations(twins))
    found = [urls(ask(one, "zebra crossing", limit=2)) for one in libraries]
    assert len(set(found[0])) == 2
    assert found == [found[0]] * 6


def test_the_limit_holds_for_each_ticket() -> None:
    questions = [Question("", "refund"), Question("", "refund an invoice for seats by password")]
    counts = [len(found) for found in suggest(library(), questions, limit=1)]
    assert counts == [1, 1]
    many = suggest(library(), questions, limit=50, least=0)
    assert [len(found) for found in many] == [1, 4]


def test_what_must_not_be_suggested_is_not() -> None:
    known = compile_library(build(DOCUMENTS), keep=lambda page: page.url != "refunds/")
    assert ask(known, "How do I request a refund?") == ()


def test_a_typo_in_a_short_ticket_is_undone() -> None:
    assert urls(ask(library(), "pasword rseet")) == ["password/"]
    assert urls(ask(library(), "invioce")) == ["invoices/"]


def test_a_synonym_finds_what_its_words_stand_for() -> None:
    steering = Steering(
        synonyms=(
            Synonym(("moolah",), ("refund",)),
            Synonym(("sign me up", "join us"), ("seats",)),
        )
    )
    known = library(steering=steering)
    assert urls(ask(known, "Where is my moolah?"))[:1] == ["refunds/"]
    assert urls(ask(known, "Please sign me up"))[:1] == ["seats/"]
    assert ask(known, "Please sign up") == ()
    assert ask(library(), "Where is my moolah?") == ()


def test_a_ticket_gets_articles_in_its_own_language() -> None:
    german = [
        document("de/erstattung/", "Eine Erstattung anfordern", language="de"),
        document("de/video/", "Ein Video ruckelt", language="de"),
    ]
    known = library(*german)
    questions = [
        Question("", "Das Video ruckelt und ich weiß nicht, was ich tun soll"),
        Question("", "My video stutters and I do not know what to do about it"),
        Question("Video", "video"),
    ]
    found = suggest(known, questions, limit=1)
    assert [urls(each) for each in found] == [["de/video/"], ["video/"], ["video/"]]
    assert urls(ask(known, "video", language="de-AT")) == ["de/video/"]
    assert urls(ask(known, "video", language="pt")) == ["video/"]


# --- One and many --------------------------------------------------------------------------------


def test_one_ticket_alone_is_answered_as_among_others() -> None:
    known = library()
    texts = [
        "refund",
        "",
        "the of and",
        "invoice password seats",
        "zzzz",
        "Video? Video!",
        "pasword",
    ]
    questions = [Question(subject, text) for text in texts for subject in ("", "refund")]
    together = suggest(known, questions, limit=4)
    assert together == [suggest(known, [each], limit=4)[0] for each in questions]


def test_only_many_tickets_need_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    known = library()
    assert urls(ask(known, "refund"))[:1] == ["refunds/"]
    with pytest.raises(InputError) as raised:
        suggest(known, [Question("", "refund")] * 2)
    assert raised.value.finding.code == "missing-extra"
    assert 'pip install "helpwright[suggest]"' in raised.value.finding.hint


def test_a_large_index_ranks_by_the_common_words_too() -> None:
    chance = np.random.default_rng(3)
    words = [f"word{n}" for n in range(30)]
    pages = [
        document(f"{n:04}/", f"number{n}", ("", "", " ".join(chance.choice(words, 12))))
        for n in range(3500)
    ]
    index = build(pages)
    terms = index.parts[0].terms
    assert terms.starts[-1] > 30 * 1000
    known = compile_library(index)
    for _ in range(10):
        asked = [str(word) for word in chance.choice(words, 8, replace=False)]
        (found,) = suggest(known, [Question("", " ".join(asked))], limit=1, least=0)
        best = search(index, " ".join(asked) + " ", literal=True, limit=1).hits[0]
        worths = [_worth(index, asked, page) for page in (found[0].document, best.document)]
        assert worths[0] >= 0.9 * worths[1]


def _worth(index: Index, asked: list[str], page: Document) -> float:
    terms = index.parts[0].terms
    number = index.parts[0].documents.index(page)
    total = weight = whole = 0
    for word in asked:
        term = terms.get(tokenize(word, "en")[0].stem)
        assert term is not None
        place = np.flatnonzero(term.documents == number)
        whole += term.weight
        if len(place):
            total += term.weight * int(term.impacts[place[0]])
            weight += term.weight
    return total * math.sqrt((weight * len(asked) + 4 * whole) / (whole * (len(asked) + 4)))


# --- Confidence ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\x00\x01", "the and of I you", "My cat is ill and needs a vet", "🙂🙂", "_" * 99],
)
def test_where_no_article_fits_none_is_suggested(text: str) -> None:
    assert ask(library(), text) == ()


def test_a_ticket_without_a_word_asks_nothing() -> None:
    known = library()
    asking = ["refund", "xylophone", "返金"]
    silent = ["", "the and of", "!?", "\x00"]
    assert [asks(known, Question("", text)) for text in (*asking, *silent)] == [True] * 3 + [
        False
    ] * 4


def test_an_empty_site_suggests_nothing() -> None:
    known = compile_library(build([]))
    assert suggest(known, [Question("", "refund")] * 3) == [(), (), ()]


def test_confidence_falls_with_the_chance() -> None:
    sure = ask(library(), "Request a refund for courses: how long does the refund take")[0]
    vague = ask(library(), "Some days ago the owners said something odd on a link", least=0)
    assert sure.chance > 0.5
    assert sure.confidence is not Confidence.LOW
    assert all(suggestion.chance < sure.chance for suggestion in vague)
    assert all(suggestion.confidence is Confidence.LOW for suggestion in vague)
