"""Words of customers: which are proposed, and what becomes of them when a person has looked."""

from __future__ import annotations

from collections.abc import Callable
from math import log, sqrt
from typing import Any

import pytest

from helpwright.deflection import learning
from helpwright.deflection.learning.log_odds import z_score
from helpwright.deflection.learning.wording import Analyst, Names
from helpwright.search import customer_language


def terms_of(result: Any, article: str = "refund") -> list[str]:
    return [term.text for term in result.learned.terms if term.article == article]


def test_a_z_score_is_that_of_the_published_formula() -> None:
    """Monroe, Colaresi and Quinn 2008: two words, so that one and the rest are the whole text."""
    own = 0.1 * 50
    delta = log((40 + own) / (100 + 0.1 * 300 - 40 - own)) - log(
        (10 + own) / (200 + 0.1 * 300 - 10 - own)
    )
    expected = delta / sqrt(1 / (40 + own) + 1 / (10 + own))
    assert z_score(40, 100, 10, 200) == pytest.approx(expected)


def test_a_word_as_common_everywhere_is_not_typical() -> None:
    assert z_score(10, 100, 100, 1000) == pytest.approx(0)
    assert z_score(10, 100, 0, 1000) > 3 > z_score(2, 100, 20, 1000)


def test_a_word_of_many_customers_that_the_article_lacks_is_proposed(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    asked = [case(f"m{n}", "i need a reimbursement for my course", "refund") for n in range(12)]
    desk.take([*background(), *asked])
    (term,) = desk.learn().learned.terms
    assert (term.article, term.requesters) == ("refund", 12)
    assert "reimbursement" in term.text
    found, findings = customer_language.read(desk.proposals / "customer-language.yml")
    assert not findings
    assert [(word.text, word.tickets) for word in found["refund"].words] == [(term.text, 12)]


def test_a_term_is_shown_as_most_customers_write_it(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    said = ["Chargebacks!"] * 4 + ["chargeback?"] * 7 + ["CHARGEBACK"]
    desk.take([*background(), *(case(f"m{n}", said[n], "refund") for n in range(12))])
    assert terms_of(desk.learn()) == ["chargeback"]


def test_words_of_the_subject_count_and_quoted_ones_do_not(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    quoted = "pay back\n\nOn Monday, somebody wrote:\n> a goodwill voucher is enclosed"
    asked = [case(f"m{n}", quoted, "refund", subject="moneyback") for n in range(12)]
    desk.take([*background(), *asked])
    assert terms_of(desk.learn()) == ["moneyback"]


def test_accepted_words_stay_and_do_not_return_in_another_form(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    asked = [case(f"m{n}", "reimbursements please", "refund") for n in range(12)]
    desk.take([*background(), *asked])
    accepted = "format: 1\narticles:\n  refund:\n    - Reimbursement\n    - old words: 3\n"
    (desk.folder / "accepted.yml").write_text(accepted)
    assert not terms_of(desk.learn())
    found, _ = customer_language.read(desk.proposals / "customer-language.yml")
    words = {(word.text, word.tickets) for word in found["refund"].words}
    assert words == {("Reimbursement", 0), ("old words", 3)}


@pytest.mark.parametrize("article", ["refund", '"*"'])
def test_a_rejected_word_does_not_come_back(
    desk: Any, case: Any, background: Callable[..., list[Any]], article: str
) -> None:
    asked = [case(f"m{n}", "a chargeback", "refund") for n in range(12)]
    desk.take([*background(), *asked])
    assert terms_of(desk.learn()) == ["chargeback"]
    (desk.folder / "rejected.yml").write_text(
        f"format: 1\narticles:\n  {article}:\n    - chargebacks\n"
    )
    assert not desk.learn().learned.terms


def test_what_a_person_did_not_take_over_can_be_noted_as_rejected(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    asked = [case(f"m{n}", "a chargeback. some moneyback", "refund") for n in range(12)]
    desk.take([*background(), *asked])
    assert sorted(terms_of(desk.learn())) == ["chargeback", "moneyback"]
    accepted, rejected = desk.folder / "accepted.yml", desk.folder / "rejected.yml"
    accepted.write_text("format: 1\narticles:\n  refund:\n    - moneyback\n")
    assert learning.reject_rest(desk.proposals, accepted, rejected) == 1
    assert learning.reject_rest(desk.proposals, accepted, rejected) == 0
    assert not desk.learn().learned.terms


def test_a_name_is_not_proposed_however_many_write_it(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    texts = [
        "Hi Mirabel,\n\nyesterday Mirabel told me about a chargeback",
        "hello mirabel, where is my chargeback",
        "I talked to Mirabel. A chargeback?\n\nThanks,\nMirabel",
        "my name is mirabel, and a chargeback is due",
    ]
    desk.take([*background(), *(case(f"m{n}", texts[n % 4], "refund") for n in range(24))])
    desk.learn()
    assert "chargeback" in desk.written()["customer-language.yml"]
    assert not [name for name, text in desk.written().items() if "mirabel" in text.lower()]


@pytest.mark.parametrize(
    ("texts", "is_name"),
    [
        (["we met Larkin there"], True),
        (["we met larkin there, and larkin again", "we met Larkin there"], False),
        (["Larkin is there"], True),  # nobody can tell, and it is left out
        (["How To Open Larkin Files On The Web", "open larkin files"], False),  # a title
        (["our LARKI licence"], False),  # an abbreviation
        (["dear larkin", "hi larkin", "larkin"], True),
    ],
)
def test_what_is_written_as_a_name_is_taken_for_one(texts: list[str], is_name: bool) -> None:
    analyst, names = Analyst("en"), Names(frozenset())
    for text in texts:
        for clause in analyst.clauses(text):
            names.see(clause)
    assert names.is_name("larki" if "LARKI" in texts[0] else "larkin") is is_name


def test_a_word_that_the_site_itself_uses_is_no_name() -> None:
    names = Names({"larkin"})
    names.see_courtesy(next(Analyst("en").clauses("Thanks, Larkin")))
    assert not names.is_name("larkin")
