"""What the plugin's options say to the browser, with scripts and without."""

from __future__ import annotations

import pytest

from helpwright.mkdocs_plugins.events import EventsConfig
from helpwright.mkdocs_plugins.search_settings import (
    BrowserSettings,
    Place,
    without_script,
)


def load(values: dict[str, object]) -> tuple[EventsConfig, list[str]]:
    config = EventsConfig()
    config.load_dict(values)
    errors, _ = config.validate()
    return config, [str(error) for _, error in errors]


@pytest.mark.parametrize(
    "address", ["https://events.example.com/in", "http://127.0.0.1:9/", "/events", " /events "]
)
def test_an_endpoint_is_an_address_on_the_web_or_on_the_host(address: str) -> None:
    config, errors = load({"endpoint": address})
    assert errors == []
    assert config.endpoint == address.strip()


@pytest.mark.parametrize(
    "address", ["events", "//elsewhere/x", "ftp://example.com/", "https://", "http://[x", 7]
)
def test_anything_else_is_refused_in_words(address: object) -> None:
    _, errors = load({"endpoint": address})
    wanted = "no address; write https://…, a path such as /events, or page"
    assert errors == [f'"{address}" is {wanted}']


def test_there_is_no_endpoint_unless_there_is_one() -> None:
    config, errors = load({})
    assert errors == []
    assert (config.endpoint, config.consent) == ("", False)
    assert BrowserSettings("search/").endpoint == ""


def test_without_scripts_the_page_says_why_and_leads_on() -> None:
    places = [Place("Q & A", "faq/"), Place("Home", "")]
    html = without_script(places, url="search/", language="de-AT")
    assert html == (
        "<noscript><p>Die Suche braucht JavaScript. Diese Links führen zu allen Seiten:</p>"
        '<ul><li><a href="../faq/">Q &amp; A</a></li><li><a href="..">Home</a></li></ul></noscript>'
    )
    assert '<p lang="en">Searching needs' in without_script([], url="search/", language="it")
