"""Events: what a search tells the address that the site configured, and that else it is silent."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from helpwright.mkdocs_plugins.search_settings import BrowserSettings

ITEM = ".hw-search-page__item"
TALLY = "() => import('/a/help/assets/helpwright/search/tally.js')"
# What is shown is told 1.2 seconds later, by a timer that began before this one.
LATER = "() => new Promise((done) => setTimeout(done, 1300))"
CONSENT = "document.documentElement.dataset.helpwrightConsent = 'yes'"


class Recorder:
    """A server that takes events, answers 204, and knows nothing else."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert self.headers["Content-Length"] == "0"
                recorder.headers.append({name.lower(): text for name, text in self.headers.items()})
                recorder.events.append(dict(parse_qsl(urlsplit(self.path).query)))
                self.send_response(204)
                self.end_headers()

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Set-Cookie", "who=ann; Path=/")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    def wait(self, page: Page, count: int) -> list[dict[str, Any]]:
        """The events, once there are so many; a moment later there must be no more."""
        until = time.monotonic() + 30
        while len(self.events) < count and time.monotonic() < until:
            page.wait_for_timeout(50)
        page.wait_for_timeout(300)
        assert len(self.events) == count, self.events
        return self.events


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    yield recorder
    recorder.server.shutdown()
    recorder.thread.join()
    recorder.server.server_close()


def stay(page: Page) -> None:
    """Stay until what is shown has been told, if it is told at all."""
    page.evaluate(TALLY)
    page.evaluate(LATER)


Told = Callable[..., str]


@pytest.fixture
def told(recorder: Recorder, make_site: Any, serve: Callable[..., str]) -> Told:
    """The address of a site that tells the recorder."""

    def start(*, consent: bool = False, endpoint: str | None = "events") -> str:
        address = "page" if endpoint is None else recorder.address + endpoint
        settings = BrowserSettings("search/", endpoint=address, consent=consent, recent=False)
        policy = f"default-src 'self'; connect-src 'self' {recorder.address}"
        return str(serve(make_site(settings=settings), policy=policy)) + "a/help/"

    return start


def test_a_search_counts_once_the_reader_pauses_not_with_every_key(
    page: Page, told: Told, recorder: Recorder, halt: Callable[[], None]
) -> None:
    halt()
    page.goto(told())
    page.get_by_role("combobox").focus()
    for key in "refund policy":
        page.keyboard.press(key)
        page.clock.run_for(150)
    page.clock.resume()
    (event,) = recorder.wait(page, 1)
    assert event == {
        "v": "2",
        "e": "search",
        "l": "en",
        "q": "refund policy",
        "n": "2",
        "y": "box",
        "f": "1",
    }


def test_a_click_tells_the_search_and_what_was_opened(
    page: Page, told: Told, recorder: Recorder
) -> None:
    site = told()
    page.goto(f"{site}billing/refunds/../../")
    page.get_by_role("combobox").fill("refund")
    page.evaluate(TALLY)
    page.get_by_role("option").nth(1).click()
    page.wait_for_url(f"{site}billing/**")
    # They travel on their own, so either may arrive first.
    search, click = sorted(recorder.wait(page, 2), key=lambda event: str(event["e"]))
    assert (search["e"], search["q"]) == ("search", "refund")
    assert click["e"] == "search-click"
    assert (click["i"], click["f"], click["b"]) == ("2", "1", "search")
    assert page.url.partition("#")[0] == site + click["a"]
    assert click["q"] == "refund"


def test_a_search_that_is_sent_off_counts_once_wherever_it_is_shown(
    page: Page, told: Told, recorder: Recorder, halt: Callable[[], None]
) -> None:
    site = told()
    halt()
    page.goto(site)
    box = page.get_by_role("combobox")
    box.fill("refund")
    page.clock.run_for(200)
    page.evaluate(TALLY)
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("Enter")
    page.wait_for_url(f"{site}search/**")
    page.clock.resume()
    (event,) = recorder.wait(page, 1)
    assert (event["y"], event["p"]) == ("page", "search/")
    page.goto(site)
    box.fill("lesson")
    recorder.wait(page, 2)
    box.press("Enter")
    expect(page.locator(ITEM)).to_have_count(20)
    stay(page)
    assert [(event["q"], event["y"], event["f"]) for event in recorder.wait(page, 2)] == [
        ("refund", "page", "1"),
        ("lesson", "box", "0"),
    ]


def test_going_back_and_reloading_are_no_searches(
    page: Page, told: Told, recorder: Recorder
) -> None:
    site = told()
    page.goto(f"{site}search/?q=refund")
    recorder.wait(page, 1)
    page.reload()
    expect(page.locator(ITEM)).to_have_count(2)
    stay(page)
    page.get_by_role("searchbox").fill("video")
    page.get_by_role("searchbox").press("Enter")
    recorder.wait(page, 2)
    page.go_back()
    expect(page.locator(ITEM)).to_have_count(2)
    stay(page)
    assert [event["q"] for event in recorder.wait(page, 2)] == ["refund", "video"]


def test_a_search_that_finds_nothing_and_a_correction_refused_are_told(
    page: Page, told: Told, recorder: Recorder, halt: Callable[[], None]
) -> None:
    halt()
    page.goto(f"{told()}search/?q=lesosn")
    page.get_by_role("button", name="lesosn").click()
    expect(page.locator(".hw-search__empty")).to_be_visible()
    page.clock.resume()
    search, instead = sorted(recorder.wait(page, 2), key=lambda event: str(event["e"]))
    assert (instead["e"], instead["q"]) == ("search-instead", "lesosn")
    assert (search["e"], search["n"]) == ("search", "0")


def test_what_is_too_long_for_an_address_is_cut_at_its_words(
    page: Page, told: Told, recorder: Recorder
) -> None:
    """Each letter that is not ASCII takes six characters there."""
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(f"{told(endpoint='events?from=' + 'x' * 1600)}search/?q=refund {'ö ' * 90}")
    (event,) = recorder.wait(page, 1)
    (address,) = [url for url in addresses if "/events?" in url]
    assert 1850 < len(address) <= 2000
    assert event["from"] == "x" * 1600
    assert ("refund " + "ö " * 90).startswith(event["q"])


def test_scripts_of_the_page_are_told_the_same_and_alone_if_the_site_says_so(
    page: Page, told: Told, recorder: Recorder
) -> None:
    page.add_init_script(
        "document.addEventListener('helpwright:event', ({detail}) => (window.heard = detail))"
    )
    page.goto(f"{told()}search/?q=refund")
    recorder.wait(page, 1)
    heard = {
        "name": "search",
        "page": "search/",
        "language": "en",
        "query": "refund",
        "results": 2,
        "value": "page",
        "is_first": 1,
        "after": "",
    }
    assert page.evaluate("window.heard") == heard
    page.goto(f"{told(endpoint=None)}search/?q=refund")
    page.wait_for_function("() => window.heard")
    assert page.evaluate("window.heard") == heard
    assert len(recorder.wait(page, 1)) == 1


def test_what_is_told_points_to_nobody(page: Page, told: Told, recorder: Recorder) -> None:
    page.goto(recorder.address)  # the host of the endpoint sets a cookie
    words = "refund ann@example.org 4111 1111 1111 1111 " + "lesson " * 100
    site = told()
    page.goto(f"{site}search/?q={words}")
    (event,) = recorder.wait(page, 1)
    assert event["q"].startswith("refund [mail] [number] lesson lesson")
    assert len(event["q"]) <= 200
    (headers,) = recorder.headers
    assert "cookie" not in headers
    assert headers.get("referer", "").count("/") == 3  # the host alone
    assert "ann" not in json.dumps([event, headers])
    assert set(headers) & {"authorization", "etag", "if-none-match"} == set()


@pytest.mark.parametrize(
    "wish",
    [
        "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })",
        "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })",
    ],
)
def test_a_reader_who_does_not_want_to_be_counted_is_not(
    page: Page, told: Told, recorder: Recorder, wish: str
) -> None:
    page.add_init_script(wish)
    page.goto(f"{told()}search/?q=refund")
    expect(page.locator(ITEM)).to_have_count(2)
    stay(page)
    assert recorder.wait(page, 0) == []


def test_where_consent_is_asked_for_nothing_is_told_before_it(
    page: Page, told: Told, recorder: Recorder
) -> None:
    page.goto(told(consent=True))
    box = page.get_by_role("combobox")
    box.fill("refund")
    expect(page.get_by_role("option")).to_have_count(2)
    stay(page)
    assert recorder.wait(page, 0) == []
    page.evaluate(CONSENT)
    box.fill("lesson")
    (event,) = recorder.wait(page, 1)
    assert event["q"] == "lesson"
    assert page.evaluate("sessionStorage.length") == 1
    page.evaluate(CONSENT.replace("yes", "no"))
    box.fill("policy")
    page.wait_for_function("() => sessionStorage.length === 0")
    assert len(recorder.wait(page, 1)) == 1


def test_without_an_endpoint_nothing_is_told_nor_loaded_for_it(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.goto(site)
    page.get_by_role("combobox").fill("lesosn")
    expect(page.get_by_role("option")).to_have_count(6)
    page.locator(".hw-search__notice button").click()
    expect(page.locator(".hw-search__empty")).to_be_visible()
    page.evaluate(LATER)
    page.goto(f"{site}search/?q=refund")
    page.locator(ITEM).first.get_by_role("link").click()
    page.wait_for_url("**/billing/**")
    page.wait_for_load_state("networkidle")
    assert not [line for line in asked if not line.startswith("GET ")]
    assert not [line for line in asked if "tally" in line or "events" in line]


def test_an_endpoint_that_is_down_disturbs_nobody(
    open_page: Any, told: Told, recorder: Recorder
) -> None:
    page = open_page(quiet=False)
    page.route(f"{recorder.address}**", lambda route: route.abort())
    page.goto(told())
    page.get_by_role("combobox").fill("refund")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/billing/**")
