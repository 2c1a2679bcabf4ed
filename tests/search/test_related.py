from __future__ import annotations

import time

from helpwright.search.documents import Document, Section
from helpwright.search.related import Outline, outline, related


def page(url: str, text: str, category: str = "", language: str = "en") -> Outline:
    return outline(
        Document(
            url=url,
            title=text.split(".")[0],
            category=category,
            language=language,
            sections=(Section("", "", text),),
        )
    )


PAGES = [
    page("refund/", "Refund a course. The bank returns the payment.", "billing"),
    page("invoice/", "Invoice for a payment. The bank wants an invoice.", "billing"),
    page("video/", "Video stays black. Clear the cache of the browser."),
    page("cache/", "Clear the cache. Every browser stores data."),
    page("team/", "Invite learners. Seats and administrators."),
    page("de/video/", "Video cache browser.", language="de"),
]


def test_pages_alike_in_words_are_related() -> None:
    found = related(PAGES, {})
    assert found["video/"][0] == "cache/"
    assert found["refund/"][0] == "invoice/"
    assert found["team/"] == ()


def test_a_link_relates_both_pages() -> None:
    found = related(PAGES, {"team/": ["refund/"], "gone/": ["team/"], "refund/": ["elsewhere/"]})
    assert found["team/"] == ("refund/",)
    assert "team/" in found["refund/"]


def test_pages_are_related_within_their_language_and_never_to_themselves() -> None:
    found = related(PAGES, {"video/": ["video/", "de/video/"]})
    assert "de/video/" not in found["video/"]
    assert all(url not in others for url, others in found.items())


def test_order_and_repetition_change_nothing() -> None:
    assert related(PAGES, {}) == related(PAGES[::-1], {})
    assert related([], {}) == {}
    assert all(len(urls) <= 1 for urls in related(PAGES, {}, limit=1).values())


def test_two_thousand_pages_take_seconds() -> None:
    pages = [
        page(f"{n}/", " ".join(f"w{(n * 31 + k * k * 7) % 1500}" for k in range(120)))
        for n in range(2000)
    ]
    start = time.process_time()
    related(pages, {})
    assert time.process_time() - start < 10
