"""What is taken out of customers' words before they are sent or remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

RUN = """
import { scrub, isPrivate } from "./scrub.js";
const result = given.map((words) => [scrub(words), isPrivate(words)]);
"""
PRIVATE = {
    "mail to ann.smith+x@mail.example.co.uk bounced": "mail to [mail] bounced",
    "bounced: ann@localhost": "bounced: [mail]",
    "my address ann (at) example.org": "my address [mail]",
    "user\uff20example.com": "[mail]",
    "see https://example.org/reset?token=abc#x now": "see [link] now",
    "WWW.Example.org/me is down": "[link] is down",
    "shop.example.com/orders/77 is empty": "[link] is empty",
    "card 4111 1111 1111 1111 declined": "card [number] declined",
    "card 4111-1111-1111-1111": "card [number]",
    "call +49 (0)170 / 12 34 567": "call [number]",
    "call (030) 12-34-56": "call [number]",
    "born 03.12.1987 in Kiel": "born [number] in Kiel",
    "order 20231": "order [number]",
    "order no.1234!": "order no.[number]!",
    "invoice A2024": "invoice A[number]",
    "\uff11\uff12\uff13\uff14\uff15": "[number]",
    "رقم ١٢٣٤٥": "رقم [number]",
    "12\u200b34\u200b56": "[number]",
    "my host 192.168.100.17 is slow": "my host [number] is slow",
    "key sk_live_4eC39HqLyjWDarjtT1zdp7dc": "key [key]",
    "licence AB12-CD34-EF56-GH78": "licence [key]",
    "token 550e8400-e29b-41d4-a716-446655440000": "token [key]",
    "hash d41d8cd98f00b204e9800998ecf8427e": "hash [key]",
}
HARMLESS = (
    "how do I get my money back",
    "error PAY-402 on iOS 17.2",
    "2-step sign-in",
    "3 of 12 lessons",
    "MP3 to MP4",
    "a refund @ work",
    "Kraftfahrzeughaftpflichtversicherung",
    "パスワードを忘れてしまいましたのでログインできません、どうすればよいですか",
    "24/7",
    "GB 100",
)

Node = Callable[..., Any]


def test_what_may_be_private_is_taken_out(node: Node) -> None:
    found = node(RUN, given=list(PRIVATE))
    assert dict(zip(PRIVATE, [clean for clean, _ in found], strict=True)) == PRIVATE
    assert all(private for _, private in found)


def test_words_that_say_nothing_of_a_person_stay(node: Node) -> None:
    found = node(RUN, given=list(HARMLESS))
    assert [clean for clean, _ in found] == list(HARMLESS)
    assert not any(private for _, private in found)


def test_what_is_clean_stays_clean(node: Node) -> None:
    once = [clean for clean, _ in node(RUN, given=list(PRIVATE))]
    assert [clean for clean, _ in node(RUN, given=once)] == once


@pytest.mark.parametrize("piece", ["lesson ", "🙂", "a", "1", "1 ", "a1-", "a.", "@", "x@y", "4-A"])
def test_it_is_short_whatever_comes_in(node: Node, piece: str) -> None:
    ((clean, _),) = node(RUN, given=[piece * 50_000])
    assert len(clean) <= 200
