"""What tests of several rooms share: the repository's own site, a server for it, a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPO = Path(__file__).parents[1]
TODAY = "2026-11-22"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Need = Callable[[bool, str], None]
Serve = Callable[..., str]


@pytest.fixture(scope="session")
def helpwright(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the command line in a process of its own, with a key and a home of its own."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, "HOME": str(home), "NO_COLOR": "1", **environment}
        return subprocess.run(
            [sys.executable, "-m", "helpwright.cli", *arguments],
            cwd=cwd,
            env=variables,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def sample_site(helpwright: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public build of this repository's own help center, on a day that never changes."""
    site = tmp_path_factory.mktemp("sample") / "site"
    done = helpwright("build", "--today", TODAY, "--site-dir", str(site), cwd=REPO)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="session")
def need() -> Need:
    """Skips a test where something is missing; under CI it fails, for there all must run."""

    def check(available: bool, reason: str) -> None:
        if not available and os.environ.get("CI") == "true":
            pytest.fail(f"CI runs every test, but {reason}")
        if not available:
            pytest.skip(reason)

    return check


@pytest.fixture(scope="session")
def browser(need: Need) -> Iterator[Browser]:
    """One Chromium for the whole run; a test opens contexts of its own in it."""
    need(CHROMIUM.exists(), "there is no Chromium here")
    from playwright.sync_api import expect, sync_playwright

    # What is expected comes at once or never, but where CI runs, "at once" may be long.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


NOTE_SITEMAP = """const parse = DOMParser.prototype.parseFromString;
DOMParser.prototype.parseFromString = function (text, type) {
  if (type === "text/xml") setTimeout(() => (window.hasSitemap = true));
  return parse.call(this, text, type);
};"""


@pytest.fixture(scope="session")
def open_instant() -> Callable[[Page, str], None]:
    """Opens a page of Material; its links are instant once it has read the list of pages."""

    def visit(page: Page, url: str) -> None:
        page.add_init_script(NOTE_SITEMAP)
        page.goto(url)
        page.wait_for_function("() => window.hasSitemap")
        page.evaluate("window.sameDocument = true")

    return visit


class StaticHost(SimpleHTTPRequestHandler):
    """A static host: a strict policy, a site below a path, and the site's own 404 page."""

    prefix = "/"
    policy = "default-src 'self'"

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        below = path.startswith(self.prefix)
        return super().translate_path(path[len(self.prefix) - 1 :] if below else "/\0")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if self.path == "/favicon.ico" and self.prefix != "/":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A server to which it is no error that a browser leaves before it has it all."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serves a folder, if wanted below a path, under `default-src 'self'`; returns its address."""
    running: dict[tuple[Path, str, str], tuple[Server, Thread]] = {}

    def start(folder: Path, prefix: str = "/", policy: str = StaticHost.policy) -> str:
        if (folder, prefix, policy) not in running:
            kind = type("Host", (StaticHost,), {"prefix": prefix, "policy": policy})
            server = Server(("127.0.0.1", 0), partial(kind, directory=str(folder)))
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            running[folder, prefix, policy] = server, thread
        server, _ = running[folder, prefix, policy]
        return f"http://127.0.0.1:{server.server_port}{prefix}"

    yield start
    for server, thread in running.values():
        server.shutdown()
        thread.join()
        server.server_close()
