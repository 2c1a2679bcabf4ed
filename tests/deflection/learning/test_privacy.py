"""What learning must never write, and what it must not depend on."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwright.deflection.learning.gaps import find_gaps
from helpwright.deflection.learning.messages import Message
from helpwright.deflection.learning.scrubbing import is_private, without_private
from helpwright.deflection.learning.terms import Wording, propose
from helpwright.deflection.learning.topics import Topic
from helpwright.deflection.learning.vocabulary import Vocabulary, vocabularies
from helpwright.search.suggestions import Question
from helpwright.tickets.forgetting import forget_requester, forget_ticket

WEB = Path(__file__).parents[3] / "plugins/helpwright/web"
CANARIES = {
    "kim.canary@example.net": "kim.canary",
    "+49 170 555 0199": "0199",
    "order 88213377": "88213377",
    "https://canary.example.com/x?token=1": "canary",
    "AB12-CD34-EF56-GH78": "ab12",
    "Zoraida": "zoraida",
}
ARTICLES = {"refund": Wording("en", frozenset({"refund", "pay"}))}
OTHERS = ["how to refund", "pay for it", "the refund does not arrive", "pay by card"]


def message(number: int, text: str, requester: str, article: str = "refund") -> Message:
    articles = (article,) if article else ()
    day = datetime(2026, 1, 1)
    asked = Question("", text)
    return Message("t", str(number), requester, day, articles, bool(articles), asked, "", "en")


def read(messages: list[Message]) -> tuple[Vocabulary, ...]:
    return vocabularies(messages, {})


def of_others(count: int = 60) -> list[Message]:
    return [message(1000 + n, OTHERS[n % 4], f"other-{n}", "else") for n in range(count)]


@given(
    st.integers(1, 14),
    st.lists(st.integers(0, 13), max_size=40),
)
@settings(max_examples=40, deadline=None)
def test_fewer_than_ten_customers_publish_no_word(people: int, more: list[int]) -> None:
    """However many tickets they write, together or one of them."""
    writers = [*range(people), *(n % people for n in more)]
    messages = [message(n, "chargeback", f"r{who}") for n, who in enumerate(writers)]
    found = propose(read([*messages, *of_others()]), ARTICLES)
    assert [term.requesters for term in found] == ([people] if people >= 10 else [])


@given(st.integers(1, 8), st.lists(st.integers(0, 7), max_size=30))
@settings(max_examples=30, deadline=None)
def test_fewer_than_five_customers_make_no_gap(people: int, more: list[int]) -> None:
    writers = [*range(people), *(n % people for n in more)]
    asked = [
        message(n, "the treadmill squeaks loudly", f"r{who}", "") for n, who in enumerate(writers)
    ]
    messages = [*asked, *of_others()]
    topics = {
        one.key: Topic("t", one.ticket, "else", 0.9 if one.articles else 0.01) for one in messages
    }
    found = find_gaps(read(messages), topics)
    assert [gap.requesters for gap in found] == ([people] if people >= 5 else [])


def test_one_customer_who_writes_a_hundred_tickets_counts_once() -> None:
    loud = [message(n, "escrow", "loud") for n in range(100)]
    eight = [message(200 + n, "escrow chargeback", f"r{n}") for n in range(8)]
    assert not propose(read([*loud, *eight, *of_others()]), ARTICLES)
    tenth = [message(300, "escrow", "r8")]
    (term,) = propose(read([*loud, *eight, *tenth, *of_others()]), ARTICLES)
    assert (term.text, term.requesters) == ("escrow", 10)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_an_export_changes_nothing(
    make_desk: Callable[[], Any], case: Any, background: Callable[..., list[Any]], seed: int
) -> None:
    cases = [
        *background(),
        *(case(f"m{n}", "a chargeback or moneyback", "refund") for n in range(12)),
        *(case(f"g{n}", "the treadmill squeaks loudly", day=n + 1) for n in range(7)),
    ]
    cases = [
        type(one)(one.requester, one.text, one.article, one.subject, one.day, str(n))
        for n, one in enumerate(cases)
    ]
    written = []
    for shuffled in (None, random.Random(seed)):
        desk = make_desk()
        desk.take(cases, shuffled)
        desk.learn()
        topics = desk.rows("SELECT * FROM topics ORDER BY ALL")
        written.append((desk.written(), topics))
    assert written[0] == written[1]
    assert len(json.loads(written[0][0]["learned.json"])["gaps"]) == 1


def test_learning_again_changes_nothing(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    desk.take([*background(), *(case(f"m{n}", "chargeback", "refund") for n in range(12))])
    assert desk.learn().changed
    first = desk.written(), desk.store.read_bytes()
    assert not desk.learn().changed
    assert (desk.written(), desk.store.read_bytes()) == first


@pytest.mark.parametrize("article", ["refund", ""])
def test_no_canary_reaches_a_file(
    desk: Any, case: Any, background: Callable[..., list[Any]], article: str
) -> None:
    """Also if everybody writes it: an agent's name, the number of a hotline, a template."""
    said = "chargeback treadmill, ask Zoraida or " + " and ".join(CANARIES)
    text = f"Dear Zoraida,\nyesterday {said}\n{said}\n\nregards\nZoraida"
    asked = [case(f"m{n}", text, article, subject=f"Zoraida {n}") for n in range(30)]
    desk.take([*background(), *asked])
    desk.learn()
    everything = "".join(desk.written().values()).lower()
    assert "treadmill" in everything
    for canary in CANARIES.values():
        assert canary not in everything
    assert b"treadmill" not in desk.store.read_bytes()
    assert b"Zoraida" not in desk.store.read_bytes()


@pytest.mark.parametrize("whom", ["a ticket", "its requester"])
def test_who_was_forgotten_is_not_learned_from_again(
    desk: Any, case: Any, background: Callable[..., list[Any]], whom: str
) -> None:
    """From ten customers on a word may be published; the export still holds all ten."""
    asked = [case(f"m{n}", "chargeback", "refund", number=f"t{n}") for n in range(10)]
    others = [one for one in background() if one.article != "refund"]
    desk.take([*others, *asked])
    assert len(desk.learn().learned.terms) == 1
    forget, value = {
        "a ticket": (forget_ticket, "t3"),
        "its requester": (forget_requester, "m3"),
    }[whom]
    forget(desk.store, value, system="generic", key=desk.key, resolver=desk.resolver)
    assert not desk.rows("SELECT 1 FROM topics WHERE ticket = 't3'")
    assert not desk.learn().learned.terms
    assert not desk.rows("SELECT 1 FROM topics WHERE ticket = 't3'")


def test_the_browser_and_learning_agree_on_what_is_private() -> None:
    letters = ["a", "Z", "é", "7", "42", "2024", "-", ".", "@", " ", "/", "www.", "://", "(at)"]
    letters += ["+49 ", "4111 1111 ", "AB12", "-CD34", "\u200b", "_", "example", ".com"]
    chance = random.Random(1)
    texts = ["".join(chance.choices(letters, k=chance.randint(1, 12))) for _ in range(1500)]
    texts += [*CANARIES, "stuck at 99", "error 404", "two-step", "sign-in/out"]
    script = (
        f'import {{ isPrivate }} from "{(WEB / "scrub.js").as_uri()}";'
        f"console.log(JSON.stringify({json.dumps(texts)}.map(isPrivate)))"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True
    )
    differing = [
        text
        for text, private in zip(texts, json.loads(done.stdout), strict=True)
        if is_private(text) is not private
    ]
    assert not differing


def test_no_phrase_reaches_across_what_was_taken_out() -> None:
    assert without_private("write to a@b.example now").split("\n") == ["write to ", " now"]
