"""Contact pages in a browser, which must stay silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .site import build

# What is told, kept across pages: only posts are events, the rest are files of the index.
RECORD = """const asked = window.fetch;
window.fetch = async (url, init) => {
  if (init?.method !== "POST") return asked(url, init);
  const told = JSON.parse(localStorage.getItem("told") || "[]");
  const event = Object.fromEntries(new URL(url, location.href).searchParams);
  localStorage.setItem("told", JSON.stringify([...told, event]));
  return new Response();
};"""
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def mail_site(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    return serve(build(tmp_path_factory.mktemp("mail")), "/sub/")


@pytest.fixture(scope="session")
def material_site(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    # Material itself has inline scripts and styles.
    policy = "default-src 'self' 'unsafe-inline'; img-src 'self' data:"
    return serve(
        build(tmp_path_factory.mktemp("plain"), theme="material", more=", font: false"),
        "/sub/",
        policy,
    )


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens pages that must stay silent."""
    contexts = []
    faults: list[str] = []

    def start(**options: Any) -> Page:
        options = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)
        context.add_init_script(RECORD)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda sent: "127.0.0.1" in sent.url or faults.append(sent.url))
        return page

    yield start
    for context in contexts:
        context.close()
    # The browser of the tests has no mail program.
    assert [one for one in faults if "external handler" not in one and "mailto:" not in one] == []


@pytest.fixture
def page(open_page: Open, mail_site: str) -> Page:
    page = open_page()
    page.goto(f"{mail_site}contact/")
    return page
