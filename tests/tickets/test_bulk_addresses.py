"""What DuckDB takes for the only address of a body is what is found in the whole body."""

from __future__ import annotations

from urllib.parse import urlsplit

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwright.tickets.bulk_addresses import candidate, with_addresses
from helpwright.tickets.links import link_finder
from helpwright.tickets.model import Form
from helpwright.tickets.staging import stored_urls

HOSTS = ("example.org", "help.example.org", "wiki.example.com")
A = "https://wiki.example.com/a/pay/"


class Site:
    """Three hosts, of which one lies in another."""

    link_hosts = HOSTS

    def is_ours(self, url: str) -> bool:
        return urlsplit(url).hostname in HOSTS

    def article_id(self, url: str) -> str | None:
        return None


FINDER = link_finder(Site())
CON = duckdb.connect()


def searched(bodies: list[str]) -> list[str | None]:
    """For each body the text that is searched in its place; None if it is not searched at all."""
    given = "SELECT unnest(?::VARCHAR[]) AS body"
    numbered = f"SELECT row_number() OVER () AS number, body FROM ({given})"
    found = f"SELECT *, CASE WHEN {candidate('body', HOSTS)} THEN body END AS found"
    query = with_addresses(f"{found} FROM ({numbered})", HOSTS)
    rows = CON.execute(f"SELECT searched FROM ({query}) ORDER BY number", [bodies]).fetchall()
    return [text for (text,) in rows]


@pytest.mark.parametrize(
    "body",
    [
        f"See {A}?utm=1#steps for more.",
        f"First a line.\nSee [how to]({A}).\n\n-- \nAnn\n> quoted",
        f'<div class="c"><p dir="auto">Don&#39;t, see <a href="{A}?a=1&amp;b" rel="x">it</a>.</p>',
        f'<p>See <a href="{A}">{A}</a></p><blockquote>On Monday she wrote:</blockquote>',
        A,
    ],
)
def test_the_address_of_a_plain_body_is_all_that_is_searched(body: str) -> None:
    assert searched([body]) == [A]


@pytest.mark.parametrize(
    "body",
    [
        f"On Monday she wrote:\n{A}",
        f"<blockquote>{A}</blockquote>",
        f'<div class="gmail_quote"><a href="{A}">x</a>',
        f"{A} and {A}b",
        f"See {A.upper()} and {A}",
        f"ftp{A}",
        f"{A}(x)",
        f"-- \nAnn {A}",
        f"{A}# &#119;iki.example.com/a/pay/",
    ],
)
def test_other_bodies_are_searched_as_a_whole(body: str) -> None:
    assert searched([body]) == [body]


def test_bodies_without_a_host_are_not_searched() -> None:
    assert searched(["/ nothing &#39; here", "", "https://elsewhere.example/"]) == [None] * 3


PARTS = st.sampled_from(
    [
        *(
            A,
            A,
            f"See {A} x",
            f"{A}?a=1&amp;b#c",
            "https://help.example.org/a/x",
            "wiki.example.com",
        ),
        *(
            f'<a href="{A}">',
            f'<a href="{A}">{A}</a>',
            f"[t]({A})",
            f'<a class="quoted" href="{A}">',
        ),
        *(f'<a href="{A}?b" rel="noopener" target="_blank">it</a>', f"<{A}>", f"({A.upper()})"),
        *("</a>", "<p>", "</p>", "<b>", "<br>", "<wbr>", "<div class='signature'>", "</div>"),
        *("<blockquote>", "</blockquote>", "<title>", "</title>", "<!--", "-->", "<img alt='", "<"),
        *("\n", "\r\n", "\r", "\x1f", "\x85", "\xa0", "\u2003", "\u2028", "\t", "  ", "a", "Z9"),
        *("> ", "--", "—", "##- ", "_" * 20, "From: x", "*De*:", "On", "on ", "am x", "w dniu "),
        *(
            "On Tue, she wrote:",
            "-- original message --",
            "Sent: x",
            "İ",
            "é",
            "\u017f",
            "On Mon,\nx wrote:",
        ),
        *(
            "&gt;",
            "&#62;",
            "&nbsp;",
            "&amp;",
            "&quot",
            "&#39;",
            "&#119;iki.example.com/",
            "&",
            "&#58;",
        ),
        *(
            ")",
            "(",
            "]",
            "[",
            ".",
            "...",
            "?",
            "!",
            "_",
            "*",
            "'",
            '"',
            "`",
            "\\",
            "|",
            "%20",
            "/x/y",
        ),
        *(
            "https:/",
            "https://",
            "http://",
            "//",
            "@",
            "-",
            ":8080",
            ".evil.example/",
            "href=",
            "quote",
        ),
    ]
)
BODIES = st.lists(PARTS, max_size=9).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(BODIES, max_size=40))
def test_the_same_addresses_are_found_as_in_whole_bodies(bodies: list[str]) -> None:
    for body, text in zip(bodies, searched(bodies), strict=True):
        for form in Form:
            whole = stored_urls(FINDER, body, form)
            assert stored_urls(FINDER, text or "", form) == whole, (body, form)
