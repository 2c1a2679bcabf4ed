"""`helpwright serve`, as a writer meets it: an editor on one side, a browser on the other."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BASE = "/center/"


class Serving:
    """A running `helpwright serve`; `said` is what it has printed."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        port: int = 0,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self.port = port = port or free_port()
        self.url = f"http://127.0.0.1:{port}{BASE}"
        self.log = folder.with_name(f"serve-{port}.log")
        command = [sys.executable, "-m", "helpwright.cli", "serve", "-a", f"127.0.0.1:{port}"]
        with self.log.open("w") as stream:
            self.process = subprocess.Popen(
                [*command, "--today", "2026-11-22", *arguments],
                cwd=folder,
                stdout=stream,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                # Whoever runs the tests in the background may have it ignored, and this inherits.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        while "Serving on" not in self.said and self.process.poll() is None:
            meanwhile()
            time.sleep(0.05)
        self.wait(lambda: "Serving on" in self.said)

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8")

    def get(self, path: str) -> str:
        try:
            with urlopen(self.url + path, timeout=30) as answer:
                text: str = answer.read().decode("utf-8")
        except HTTPError as error:
            return str(error.code)
        return text

    def wait(self, reached: Callable[[], bool]) -> None:
        until = time.monotonic() + 90
        while not reached():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.05)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@pytest.fixture
def serving(center: Any) -> Iterator[Serving]:
    running = Serving(center.folder)
    yield running
    if running.process.poll() is None:
        running.stop()


def test_an_edit_reaches_the_open_browser_where_it_was_scrolled_to(
    center: Any, serving: Serving, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 300})
    page.goto(f"{serving.url}billing/invoice/")
    page.evaluate("scrollTo(0, 400)")
    page.wait_for_function("() => scrollY > 300")
    page.evaluate("window.old = true")
    center.edit("docs/billing/invoice.md", "nobody", "but nobody")
    # A page that is only just loading has no body yet.
    page.wait_for_function("() => !window.old && document.body?.textContent.includes('but nobody')")
    page.wait_for_function("() => scrollY > 300")
    serving.wait(lambda: "One page made anew" in serving.said)
    page.close()


def test_an_edit_while_the_first_build_goes_on_is_not_missed(center: Any) -> None:
    words = ["nobody"]

    def edit() -> None:
        words.append(f"number {len(words)}")
        center.edit("docs/billing/invoice.md", f"{words[-2]} has a", f"{words[-1]} has a")

    serving = Serving(center.folder, meanwhile=edit)
    serving.wait(lambda: f"{words[-1]} has a" in serving.get("billing/invoice/"))
    assert serving.stop() == 0


def test_what_is_wrong_is_printed_and_stands_on_its_page(center: Any, serving: Serving) -> None:
    assert "helpwright-findings" not in serving.get("billing/invoice/")
    center.edit("docs/billing/invoice.md", "../learning/seat.md", "../learning/saet.md")
    serving.wait(lambda: "broken-link" in serving.said)
    serving.wait(lambda: "helpwright-findings" in serving.get("billing/invoice/"))
    assert "saet.md" in serving.get("billing/invoice/").partition("helpwright-findings")[2]
    assert "helpwright-findings" not in serving.get("learning/seat/")
    center.edit("docs/billing/invoice.md", "../learning/saet.md", "../learning/seat.md")
    serving.wait(lambda: "helpwright-findings" not in serving.get("billing/invoice/"))


def test_it_survives_broken_files_and_shows_the_last_good_site(
    center: Any, serving: Serving
) -> None:
    good = (center.folder / "mkdocs.yml").read_text("utf-8")
    center.write("mkdocs.yml", "site_name: [")
    serving.wait(lambda: "bad-config" in serving.said)
    shown = serving.get("billing/invoice/")
    assert "All about the invoice" in shown
    assert "Not up to date" in shown
    center.write("mkdocs.yml", good)
    serving.wait(lambda: "Not up to date" not in serving.get("billing/invoice/"))
    article = center.folder / "docs/billing/invoice.md"
    text = article.read_text("utf-8")
    article.write_text("---\ntitle: [", encoding="utf-8")
    serving.wait(lambda: "docs/billing/invoice.md:1:1: error" in serving.said)
    article.write_text("", encoding="utf-8")
    time.sleep(0.5)  # as an editor that empties a file before it writes it
    article.write_text(text.replace("nobody", "surely nobody"), encoding="utf-8")
    serving.wait(lambda: "surely nobody" in serving.get("billing/invoice/"))
    center.write("troubleshooters/lamp.yml", "troubleshooter: 1\nsteps: {")
    serving.wait(lambda: "lamp.yml" in serving.said)
    assert "All about the invoice" in serving.get("billing/invoice/")
    assert "Traceback" not in serving.said


def test_new_and_removed_articles_are_followed(center: Any, serving: Serving) -> None:
    text = (center.folder / "docs/billing/invoice.md").read_text("utf-8")
    center.write("docs/billing/copy.md", text.replace("art1", "copy1").replace("invoice", "copy"))
    serving.wait(lambda: "All about the copy" in serving.get("billing/copy/"))
    (center.folder / "docs/billing/copy.md").unlink()
    serving.wait(lambda: serving.get("billing/copy/") == "404")


def test_it_starts_from_what_it_made_the_last_time(center: Any) -> None:
    first = Serving(center.folder)
    assert first.stop() == 0
    assert "pages built: there is no record of a build" in first.said
    center.edit("docs/billing/invoice.md", "nobody", "but nobody")
    second = Serving(center.folder, "--poll", port=first.port)
    assert re.search(r"One page made anew, \d\.\d\d s", second.said)
    assert "but nobody" in second.get("billing/invoice/")
    center.edit("docs/billing/invoice.md", "but nobody", "surely nobody")
    second.wait(lambda: "surely nobody" in second.get("billing/invoice/"))
    second.stop()
    third = Serving(center.folder, port=first.port)
    center.edit("docs/billing/invoice.md", "surely nobody", "hardly anybody")
    third.wait(lambda: "hardly anybody" in third.get("billing/invoice/"))
    third.wait(lambda: "One page made anew" in third.said)
    assert "pages built" not in third.said
    third.stop()


def test_a_build_beside_it_and_a_new_title_find_the_index_as_it_is(
    center: Any, serving: Serving, tmp_path: Path
) -> None:
    center.edit("docs/billing/invoice.md", "nobody", "no one")
    serving.wait(lambda: "no one" in serving.get("billing/invoice/"))
    now = center.build()
    assert now.tree == center.anew(tmp_path / "clean").tree
    center.edit("docs/billing/invoice.md", "no one", "not one")
    serving.wait(lambda: "not one" in serving.get("billing/invoice/"))
    center.edit("docs/billing/video.md", "title: All about", "title: Much about")
    serving.wait(lambda: "Much about" in serving.get("billing/video/"))
    center.edit("docs/billing/video.md", "title: Much", "redirect_from: [old]\ntitle: Very much")
    serving.wait(lambda: "Very much about" in serving.get("billing/video/"))
    center.edit("docs/billing/team.md", "nobody", "never a person")
    serving.wait(lambda: "never a person" in serving.get("billing/team/"))
    assert serving.stop() == 0
    assert center.build().tree == center.anew(tmp_path / "clean").tree
