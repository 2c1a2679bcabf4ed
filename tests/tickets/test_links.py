"""Links of ours in what agents write."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwright.tickets.links import find_links, find_urls
from helpwright.tickets.model import Form

REPLIES = Path(__file__).parents[2] / "../shared/data/wixqa-expert160"


class Unknown:
    """help.example.org, where /a/ID/ is an article if the id does not begin with x."""

    def is_ours(self, url: str) -> bool:
        return urlsplit(url).hostname == "help.example.org"

    def article_id(self, url: str) -> str | None:
        parts = urlsplit(url).path.strip("/").split("/")
        return parts[1] if len(parts) == 2 and parts[0] == "a" and parts[1][:1] != "x" else None


class Site(Unknown):
    """The same, which also tells its hosts, so that most bodies need no second look."""

    link_hosts = ("help.example.org",)


def found(body: str, form: Form = Form.TEXT) -> list[str | None]:
    return [link.article_id for link in find_links(body, form, Site())]


@pytest.mark.parametrize(
    "body",
    [
        "See https://help.example.org/a/pay/ for more.",
        "See https://help.example.org/a/pay/.",
        "(https://help.example.org/a/pay/)",
        "See HTTPS://HELP.EXAMPLE.ORG/a/pay/?utm_source=mail#top, please",
        "help.example.org/a/pay/ helps",
        "[Paying](https://help.example.org/a/pay/)",
        "[Paying] (https://help.example.org/a/pay/)",
        "[Paying [now]] (https://help.example.org/a/pay/?x=1)",
        "[https://help.example.org/a/pay/](https://help.example.org/a/pay/)",
        "<https://help.example.org/a/pay/>",
        "**https://help.example.org/a/pay/**",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fhelp.example.org%2Fa"
        "%2Fpay%2F&data=1",
    ],
)
def test_a_link_in_text_or_markdown_is_found_once(body: str) -> None:
    assert found(body) == ["pay"]


@pytest.mark.parametrize(
    "body",
    [
        '<p>See <a href="https://help.example.org/a/pay/?a=1&amp;b=2">this</a>.</p>',
        "<p>See <a class=x href='https://help.example.org/a/pay/'>this</a>",
        "<a href=https://help.example.org/a/pay/>this</a>",
        '<a href="https://help.example.org/a/pay/">https://help.example.org/a/pay/</a>',
        "<p>[this] (https://help.example.org/a/pay/)</p>",
        "<div>help.example.org/a/pay/<br></div>",
        '<p><a href="https&#58;//help.example.org/a/pay/">this</a>',
        "<p>one <b>https://help.example.org/a/pay/</i> two",
        "<p>https://help.example.org/<wbr>a/<wbr>pay/</p>",
        "<p><b>https://help.example.org/a/pay/</b>more</p>",
        '<a href="https://help.example.org/a/pay/">t</a><blockquote>'
        "https://help.example.org/a/old/",
    ],
)
def test_a_link_in_html_is_found_once(body: str) -> None:
    assert found(body, Form.HTML) == ["pay"]


@pytest.mark.parametrize(
    "body",
    [
        "> https://help.example.org/a/pay/",
        "Thanks!\n\nOn Tuesday, support wrote:\nhttps://help.example.org/a/pay/",
        "Thanks!\nOn Tue, Mar 3 2026 at 10:11 somebody with a long name\n<x@example.org> wrote:\n"
        "> https://help.example.org/a/pay/",
        "Danke\nAm 3. März schrieb Support:\nhttps://help.example.org/a/pay/",
        "Hi\n-----Original Message-----\nhttps://help.example.org/a/pay/",
        "Hi\nFrom: support\nSent: today\nhttps://help.example.org/a/pay/",
        "Hi\n-- \nSupport\nhttps://help.example.org/a/pay/",
        "https://example.org/a/pay/ and me@help.example.org/a/pay/",
        "nothing at all",
    ],
)
def test_quotes_signatures_and_other_sites_hold_no_link(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "<blockquote><p>https://help.example.org/a/pay/</p></blockquote>",
        '<div class="gmail_quote"><div>https://help.example.org/a/pay/</div></div>',
        '<div class="signature">https://help.example.org/a/pay/</div>',
        "<p>Bye</p><p>--<br>https://help.example.org/a/pay/</p>",
        '<!-- <a href="https://help.example.org/a/pay/">x</a> -->',
        "<script>https://help.example.org/a/pay/</script>",
    ],
)
def test_quotes_and_signatures_in_html_hold_no_link(body: str) -> None:
    assert found(body, Form.HTML) == []


def test_an_answer_below_marked_quotes_still_counts() -> None:
    body = "On Tuesday, a customer wrote:\n> old\n\nSee https://help.example.org/a/pay/"
    assert found(body) == ["pay"]


def test_an_address_of_ours_without_an_article_is_told_too() -> None:
    assert found("https://help.example.org/a/xgone/ and https://help.example.org/a/pay/") == [
        None,
        "pay",
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 200_000,
        "<" * 1_000_000,
        "<!--" * 250_000,
        "<a " * 300_000,
        "<a href='" * 110_000,
        "[" * 1_000_000,
        "https://" * 120_000,
        "a." * 500_000,
        "help.example.org/" * 60_000,
        "> " * 500_000,
        "On a wrote" * 100_000,
        "&#x" * 300_000,
        "<blockquote>" * 80_000,
    ],
    ids=lambda text: text[:9],
)
@pytest.mark.parametrize("form", list(Form))
def test_a_million_hostile_characters_take_seconds_at_most(hostile: str, form: Form) -> None:
    begin = time.process_time()
    links = find_links(hostile + " https://help.example.org/a/pay/", form, Site())
    assert time.process_time() - begin < 8
    assert all(link.url.startswith("https://") for link in links)


@given(st.text(), st.sampled_from(Form))
def test_no_text_breaks_the_search(text: str, form: Form) -> None:
    find_links(f"https://help.example.org/{text}", form, Site())


PARTS = st.sampled_from(
    [
        "https://help.example.org/a/pay/",
        "help.example.org/a/x/",
        "HTTPS://Help.Example.org/a/y/",
        "<p>",
        "</p>",
        '<a href="https://help.example.org/a/h/">',
        "</a>",
        "<blockquote>",
        "</blockquote>",
        "<!--",
        "-->",
        "&#58;",
        "&#39;",
        "&nbsp;",
        "https&#58;//help.example.org/a/e/",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        ".",
        ",",
        "-- ",
        "@",
        "-",
        "me@",
        "&gt; ",
        "\nOn Tue she wrote:\n",
        "\nFrom: x\nSent: y\n",
        "https://example.org/?u=",
        "<br>",
        "</div>",
        "<wbr>",
        "<b>",
        "https://safelinks.protection.outlook.com/?url=https%3A%2F%2Fhelp.example.org%2Fa%2Fs%2F",
        '<div class="gmail_quote">',
        "\n",
        "\r\n",
        " ",
        "\n> ",
        "\n--\n",
        "\u00a0",
        "\u0130",
        '"',
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PARTS, max_size=9).map("".join), st.sampled_from(Form))
def test_knowing_the_hosts_changes_no_link_that_is_found(body: str, form: Form) -> None:
    quick = [link.url for link in find_links(body, form, Site())]
    careful = [link.url for link in find_links(body, form, Unknown())]
    assert set(quick) == set(careful)


@pytest.mark.parametrize("hosts", [(), ("support.wix.com",)])
def test_every_link_of_real_replies_is_found_and_none_invented(hosts: tuple[str, ...]) -> None:
    if not REPLIES.exists():
        pytest.skip("the real replies are not at hand")

    class RealSite(Unknown):
        link_hosts = hosts

        def is_ours(self, url: str) -> bool:
            return url.startswith("https://support.wix.com/")

        def article_id(self, url: str) -> str | None:
            return url.removeprefix("https://support.wix.com/en/article/")

    lines = (REPLIES / "replies_200.jsonl").read_text(encoding="utf-8").splitlines()
    replies = [json.loads(line)["reply"] for line in lines]
    found = [[link.url for link in find_links(r, Form.TEXT, RealSite())] for r in replies]
    # Addresses there are of one form and stand in no quote, so a plain pattern knows them all.
    assert found == [re.findall(r"https://support\.wix\.com/[a-z0-9/-]+", r) for r in replies]
    assert sum(map(len, found)) == 137
    assert sum(map(bool, found)) == 73


def test_addresses_come_in_order() -> None:
    assert find_urls("b.example.org/2 https://a.example.org/1") == [
        "https://b.example.org/2",
        "https://a.example.org/1",
    ]
