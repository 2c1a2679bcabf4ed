"""A static host as good ones are: it compresses text, keeps connections, and counts.

The engine's own files count. The page that drives the measurement does not: its files lie
below `/measured/`.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from threading import Lock, Thread
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

OWN = Path(__file__).parent / "clients"
COMPRESSED = (".html", ".js", ".mjs", ".css", ".json", ".svg", ".xml", ".txt", ".wasm")
PAGE = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8"><link rel="icon" href="data:,">'
    '<script type="module" src="/measured/harness.js?engine={engine}"></script></html>'
)


@dataclass(frozen=True)
class Sent:
    """What went over the wire, in bytes; `head` is the status line and headers."""

    path: str
    head: int
    body: int


@cache
def encoding() -> tuple[str, Any]:
    """The best content coding at hand, and what does it: brotli (level 9) or gzip (level 9)."""
    try:
        brotli = import_module("brotli")
    except ModuleNotFoundError:
        return "gzip", lambda data: gzip.compress(data, 9, mtime=0)
    return "br", lambda data: brotli.compress(data, quality=9)


class Host(BaseHTTPRequestHandler):
    """Serves `site`; remembers compressed files and what it has sent."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: ClassVar[Path]
    sent: ClassVar[list[Sent]]
    stored: ClassVar[dict[Path, bytes]]
    lock: ClassVar[Lock]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path.startswith("/measured/"):
            self.answer_for_harness(path.removeprefix("/measured/"))
            return
        file = self.site / path.lstrip("/")
        if not file.is_file():
            self.reply(404, b"", {}, counted=path)
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Type": kind, "Cache-Control": "max-age=600"}
        if file.suffix in COMPRESSED:
            headers["Content-Encoding"] = encoding()[0]
        self.reply(200, self.bytes_of(file), headers, counted=path)

    def answer_for_harness(self, name: str) -> None:
        if name.startswith("page/"):
            _, language, engine = name.split("/")
            body, kind = PAGE.format(language=language, engine=engine).encode(), "text/html"
        else:
            body, kind = (OWN / name).read_bytes(), "text/javascript"
        self.reply(200, body, {"Content-Type": f"{kind}; charset=utf-8"})

    def bytes_of(self, file: Path) -> bytes:
        with self.lock:
            if file not in self.stored:
                data = file.read_bytes()
                self.stored[file] = encoding()[1](data) if file.suffix in COMPRESSED else data
            return self.stored[file]

    def reply(self, code: int, body: bytes, headers: dict[str, str], *, counted: str = "") -> None:
        self.send_response(code)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        lines: list[bytes] = self._headers_buffer  # type: ignore[attr-defined]
        head = len(b"".join(lines)) + len(b"\r\n")
        if counted:
            self.sent.append(Sent(counted, head, len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serve(site: Path) -> Iterator[tuple[str, list[Sent]]]:
    """Serve a folder; gives its address and the list that grows with every answer."""
    sent: list[Sent] = []
    state = {"site": site, "sent": sent, "stored": {}, "lock": Lock()}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("SiteHost", (Host,), state))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
