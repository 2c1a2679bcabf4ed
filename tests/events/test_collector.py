"""The whole way of an event: a browser, a real nginx and its log, the import, the store."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Page, Request, expect

from helpwright.events import import_events

REPO = Path(__file__).parents[2]
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
CONFIG = """site_name: Larkfield Help
site_url: https://help.example/
theme: {name: helpwright}
plugins:
  - helpwright/articles:
      contact: {email: help@larkfield.example, event: true}
  - helpwright/troubleshooters
  - helpwright/search:
      events: {endpoint: /events}
"""
ARTICLES = {
    "billing/refund": "---\nid: rfnd01x\ntitle: Get a refund\n---\nAsk for your money.\n",
    "billing/invoice": "---\nid: invc01x\ntitle: Download an invoice\n---\nFor each payment.\n",
}
TROUBLESHOOTER = """troubleshooter: 1
title: A video stays black
summary: Find out why nothing is shown.
start: where
steps:
  where:
    ask: Where do you watch?
    options: {web: On the web, app: In the app}
    go: reload
outcomes:
  reload: {solution: Reload the page, body: Then play it again.}
"""
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SERVER = """daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  types {{ text/html html; text/css css; text/javascript js mjs; application/json json; }}
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{log_format}
  server {{
    listen 127.0.0.1:{port};
    root {site};
    access_log off;
    error_page 404 /404.html;
    add_header Content-Security-Policy "default-src 'self'";
{location}
  }}
}}
"""


def documented(start: str) -> str:
    """The block of the page about events that begins so: what is written there is what runs."""
    page = (REPO / "docs/helpwright/events.md").read_text(encoding="utf-8")
    blocks = page.split("```nginx\n")[1:]
    (block,) = [text.partition("```")[0] for text in blocks if text.startswith(start)]
    return block


@dataclass(frozen=True)
class Host:
    address: str
    log: Path

    def lines(self, page: Page, count: int) -> list[dict[str, Any]]:
        """What stands in the log, once it is so much; nginx writes when a request has ended."""
        until = time.monotonic() + 30
        while True:
            rows = [json.loads(line) for line in self.log.read_text().splitlines()]
            if len(rows) >= count or time.monotonic() > until:
                return rows
            page.wait_for_timeout(50)


@pytest.fixture(scope="module")
def host(
    need: Callable[[bool, str], None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    need(Path(NGINX).exists(), "nginx: apt-get install nginx-light")
    folder = tmp_path_factory.mktemp("collector")
    site = build(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = SERVER.format(
        folder=folder,
        site=site,
        port=port,
        log_format=documented("log_format"),
        location=documented("location").replace("/var/log/nginx", str(folder)),
    )
    (folder / "nginx.conf").write_text(text)
    # The worker of a server that root starts is another user, who must reach the files.
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), *user]
    server = subprocess.Popen([*command, "-e", str(folder / "error.log")])
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.05)
        yield Host(f"http://127.0.0.1:{port}/", folder / "helpwright-events.log")
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(20)


def build(folder: Path) -> Path:
    for name, text in ARTICLES.items():
        (folder / f"docs/{name}.md").parent.mkdir(parents=True, exist_ok=True)
        (folder / f"docs/{name}.md").write_text(text)
    (folder / "troubleshooters").mkdir()
    (folder / "troubleshooters/black-video.yml").write_text(TROUBLESHOOTER)
    (folder / "mkdocs.yml").write_text(CONFIG)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795000000"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / "site"


@dataclass(frozen=True)
class Visitor:
    page: Page
    requests: list[Request]
    faults: list[str]


@pytest.fixture
def visitor(browser: Browser, host: Host) -> Iterator[Visitor]:
    # Headless browsers are machines, which the import leaves out.
    context = browser.new_context(user_agent=AGENT, reduced_motion="reduce")
    visitor = Visitor(context.new_page(), [], [])
    context.on("request", lambda sent: visitor.requests.append(sent))
    visitor.page.on("console", lambda said: visitor.faults.append(said.text))
    visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
    yield visitor
    assert context.cookies() == []
    context.close()
    assert visitor.faults == []


def visit(page: Page, host: Host) -> None:
    """A customer who searches, reads, tries a troubleshooter, and writes in the end."""
    page.goto(host.address)
    page.get_by_role("combobox").fill("refund ann@example.org +49 30 1234567")
    host.lines(page, 1)
    page.get_by_role("combobox").fill("refund")
    host.lines(page, 2)
    page.get_by_role("option").first.click()
    page.wait_for_url("**/billing/refund/")
    page.get_by_role("group", name="Was this helpful?").get_by_role("button", name="No").click()
    page.get_by_label("It is out of date or wrong").check()
    page.get_by_label("What should we change?").fill("Call me: 0171 2345678, bob@example.org")
    page.get_by_role("button", name="Send").click()
    page.goto(f"{host.address}troubleshooters/black-video/")
    page.get_by_role("radio", name="On the web").check()
    page.get_by_role("button", name="Continue").click()
    helped = page.get_by_role("group", name="Did this help?")
    helped.get_by_role("button", name="Yes").click()
    host.lines(page, 11)
    page.clock.install(time=NOON)
    page.clock.pause_at(NOON + timedelta(minutes=1))
    page.goto(f"{host.address}contact/")
    page.evaluate(
        "document.addEventListener('helpwright:contact', (event) => event.preventDefault())"
    )
    page.get_by_label("Subject").fill("Invoice")
    page.get_by_label("What happened?").fill("Where is it? My card is 4111 1111 1111 1111")
    suggested = page.locator(".hw-contact__suggested").get_by_role("link", name="invoice")
    page.clock.run_for(500)
    expect(suggested).to_be_visible()
    page.clock.run_for(1300)
    host.lines(page, 14)
    suggested.click()
    page.get_by_role("dialog").get_by_role("button", name="No").click()
    page.locator("helpwright-contact form button[type=submit]").click()
    expect(page.locator("helpwright-contact form")).to_be_hidden()


DONE = [
    ("search", "", "", "refund [mail] [number]", "box", 1, ""),
    ("search", "", "", "refund", "box", 0, "search"),
    ("search-click", "rfnd01x", "", "refund", "box", 1, "search"),
    ("view", "rfnd01x", "", "", "", 1, "search,click"),
    ("feedback", "rfnd01x", "", "", "no", 1, "search,click,view"),
    ("view", "", "black-video", "", "", 0, "search,click,view"),
    ("ts-start", "", "black-video", "", "", 1, "search,click,view"),
    ("ts-step", "", "black-video", "", "", 1, "search,click,view"),
    ("ts-answer", "", "black-video", "", "web", 1, "search,click,view"),
    ("ts-outcome", "", "black-video", "", "", 1, "search,click,view"),
    ("ts-helped", "", "black-video", "", "yes", 1, "search,click,view"),
    ("contact-view", "", "", "refund", "", 1, "search,click,view,helped"),
    ("form-start", "", "", "", "", 1, "search,click,view,helped,contact"),
    ("suggest-shown", "", "", "", "", 1, "search,click,view,helped,contact"),
    ("suggest-open", "invc01x", "", "", "", 1, "search,click,view,helped,contact"),
    ("suggest-answered", "invc01x", "", "", "no", 1, "search,click,view,helped,contact,suggest"),
    ("form-submit", "", "", "", "", 1, "search,click,view,helped,contact,suggest"),
]
COLUMNS = "name, article, troubleshooter, query, value, is_first, after"


def test_what_a_customer_did_stands_in_the_store_and_nothing_else(
    visitor: Visitor, host: Host, tmp_path: Path
) -> None:
    visit(visitor.page, host)
    logged = host.lines(visitor.page, len(DONE))
    told = [request for request in visitor.requests if "/events?" in request.url]
    assert len(told) == len(logged) == len(DONE)

    # Nothing but this host was asked, and no cookie went or came.
    assert all(request.url.startswith(host.address) for request in visitor.requests)
    for request in told:
        assert request.method == "POST"
        assert request.post_data is None
        assert len(request.url) <= 2000
        assert "cookie" not in request.all_headers()
        # There is none for a page that was left at once.
        response = request.response()
        assert response is None or "set-cookie" not in response.all_headers()
    assert {row["status"] for row in logged} == {"204"}

    # What was typed is in no line of the log: neither mail address, nor telephone, nor card.
    text = host.log.read_text()
    for private in ("ann", "bob", "example.org", "1234567", "2345678", "4111", "card", "127.0.0.1"):
        assert private not in text

    ids = {"billing/refund/": "rfnd01x", "billing/invoice/": "invc01x"}
    result = import_events(tmp_path / "tickets.duckdb", [host.log], find_article=ids.get)
    assert (result.events, result.skipped, result.bots) == (len(DONE), 0, 0)
    assert result.findings == ()
    with duckdb.connect(str(tmp_path / "tickets.duckdb"), read_only=True) as con:
        stored = con.execute(f"SELECT {COLUMNS} FROM events").fetchall()
        ((viewed,),) = con.execute(
            "SELECT viewed FROM events WHERE name = 'form-submit'"
        ).fetchall()
        ((reason,),) = con.execute("SELECT reason FROM events WHERE name = 'feedback'").fetchall()
    # Each travels on its own, so two of one moment may arrive in another order.
    assert sorted(stored) == sorted(DONE)
    assert viewed == "rfnd01x,black-video,invc01x"
    assert reason == "outdated"
