"""Topics of tickets, and what no article answers."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpwright.deflection import learning
from helpwright.errors import InputError
from helpwright.marked_yaml import read as read_yaml

SQUEAK = "the treadmill squeaks loudly"
PAINT = "purple wallpaper peels off"


def test_each_ticket_gets_the_article_that_fits_its_first_message(
    desk: Any, background: Callable[..., list[Any]]
) -> None:
    desk.take(background())
    desk.learn()
    rows = desk.rows(
        "SELECT k.requester, article, score FROM topics JOIN tickets AS k USING (source, ticket)"
    )
    by_link = desk.rows(
        "SELECT count(*) FROM topics JOIN links USING (source, ticket) "
        "WHERE topics.article = links.article"
    )
    assert len(rows) == 160
    assert by_link == [(160,)]
    assert all(0.5 < score <= 1 for _, _, score in rows)


def test_a_ticket_that_is_gone_loses_its_topic(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    export = desk.take([*background(), case("last", SQUEAK, number="last")])
    desk.learn()
    assert len(desk.rows("SELECT 1 FROM topics WHERE ticket = 'last'")) == 1
    deleted = "ticket_id,created_at,updated_at,status,requester,deleted\n"
    row = "last,2026-01-01T10:00:00Z,2026-09-01T10:00:00Z,closed,last,yes\n"
    later = desk.folder / "later"
    later.mkdir()
    (later / "tickets.csv").write_text(deleted + row)
    desk.import_again(later)
    # The old export still holds it.
    desk.learn(export)
    assert not desk.rows("SELECT 1 FROM topics WHERE ticket = 'last'")


def test_a_redacted_message_is_not_read_from_an_old_export(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    cases = [*background(), *(case(f"g{n}", SQUEAK, number=f"g{n}") for n in range(6))]
    export = desk.take(cases)
    assert [gap.name for gap in desk.learn().learned.gaps] == ["treadmill squeaks loudly"]
    later = desk.folder / "later"
    later.mkdir()
    head = "comment_id,ticket_id,author,author_role,created_at,body,public\n"
    row = "g0a,g0,g0,customer,2026-01-01T10:00:00Z,,no\n"
    (later / "comments.csv").write_text(head + row)
    desk.import_again(later)
    (gap,) = desk.learn(export).learned.gaps
    assert gap.requesters == 5


def test_what_several_customers_ask_and_no_article_answers_is_a_gap(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    asked = [case(f"g{n}", f"{SQUEAK}, model {n}", day=70 + n) for n in range(20)]
    others = [case(f"p{n}", PAINT, day=n + 1) for n in range(6)]
    desk.take([*background(), *asked, *others])
    squeak, paint = desk.learn().learned.gaps
    assert squeak.name.startswith("treadmill squeaks loudly")
    assert (squeak.tickets, squeak.requesters, squeak.trend) == (20, 20, "rising")
    assert squeak.per_week > squeak.per_week_before
    assert set(paint.name.replace(",", "").split()) <= set(PAINT.split())
    assert paint.trend in ("falling", "steady")
    document = read_yaml(desk.written()["content-gaps.yml"], "content-gaps.yml")
    assert not document.findings
    assert [gap["customers"] for gap in document.value["gaps"]] == [20, 6]
    assert learning.read_learned(desk.proposals).gaps == (squeak, paint)


def test_a_ticket_with_a_link_is_no_gap(
    desk: Any, case: Any, background: Callable[..., list[Any]]
) -> None:
    desk.take([*background(), *(case(f"g{n}", SQUEAK, "seats") for n in range(9))])
    assert not desk.learn().learned.gaps


def test_with_few_linked_tickets_nobody_can_tell_a_gap(desk: Any, case: Any) -> None:
    asked = [case(f"g{n}", SQUEAK) for n in range(9)]
    desk.take([*asked, *(case(f"l{n}", "pay back the refund", "refund") for n in range(29))])
    result = desk.learn()
    assert not result.learned.gaps
    assert [finding.code for finding in result.findings] == ["too-few-linked"]


def test_an_export_of_other_tickets_teaches_nothing(
    desk: Any, case: Any, background: Callable[..., list[Any]], make_desk: Callable[[], Any]
) -> None:
    desk.take(background(1))
    other = make_desk()
    other.take([case("x", SQUEAK, number="elsewhere")])
    result = desk.learn(other.folder / "export")
    assert (result.messages, [f.code for f in result.findings]) == (0, ["nothing-to-learn"])


def test_another_key_is_refused(
    desk: Any, background: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.take(background(1))
    with pytest.raises(InputError, match="another key"):
        desk.learn(key=b"another key, also thirty-two byte")


def test_a_file_that_is_no_longer_readable_is_as_if_nobody_had_learned(desk: Any) -> None:
    desk.proposals.mkdir(parents=True)
    assert learning.read_learned(desk.proposals) is None
    for text in ("{", "[]", json.dumps({"format": 99, "terms": [], "gaps": []})):
        (desk.proposals / "learned.json").write_text(text)
        assert learning.read_learned(desk.proposals) is None


@pytest.fixture(scope="module")
def measured() -> Any:
    path = Path(__file__).parents[2] / "benchmarks/content_gaps.py"
    spec = importlib.util.spec_from_file_location("content_gaps", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["content_gaps"] = module
    spec.loader.exec_module(module)
    if not module.DATA.is_dir():
        pytest.skip("the posts of customers are not here")
    return module


def test_posts_that_no_article_answers_are_told_from_others(measured: Any) -> None:
    """44 of 243 real posts: who guessed would be right in .18 of all cases."""
    precision, recall = measured.detect(*measured.read())[10]
    assert precision >= 0.4
    assert recall >= 0.3


def test_messages_about_one_thing_get_into_one_group(measured: Any) -> None:
    articles, posts, _ = measured.read()
    messages, truth = measured.invent(articles, posts, 0)
    precision, recall = measured.judge(
        measured.group_stars(messages, *measured.count(messages, posts)), truth
    )
    assert precision >= 0.8
    assert recall >= 0.6
