"""A server on this machine that answers as Zendesk's API documentation says."""

from __future__ import annotations

import base64
import gzip
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

NOW = 1_780_000_000  # the server's clock
EMAIL, TOKEN = "lead@example.org", "a-secret-token"
_BASIC = "Basic " + base64.b64encode(f"{EMAIL}/token:{TOKEN}".encode()).decode()


@dataclass
class Zendesk:
    """What the account holds, how it is to misbehave, and what it was asked.

    `faults` maps the number of a request (from 0) to "429", "503", "500", "drop" (the connection
    breaks in the middle of the body), "short" (so does it, without a length), "html" or "redirect".
    """

    tickets: list[dict[str, Any]] = field(default_factory=list)
    users: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    ticket_events: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    page_size: int = 3
    has_cursors: bool = True
    is_packed: bool = False
    retry_after: str = "7"
    asked: list[str] = field(default_factory=list)
    now: int = NOW

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path == "/api/v2/groups.json":
            start = int(query.get("page[after]", "0"))
            after = start + self.page_size
            meta = {"has_more": after < len(self.groups), "after_cursor": str(after)}
            return 200, {"groups": self.groups[start:after], "meta": meta}
        name = path.removeprefix("/api/v2/incremental/").removesuffix(".json")
        if name in ("tickets/cursor", "users/cursor") and self.has_cursors:
            return self.by_cursor(name.partition("/")[0], query)
        if name in ("tickets", "users", "ticket_events"):
            return self.by_time(name, query)
        return 404, {"error": "InvalidEndpoint", "description": "Not found"}

    def changed(self, name: str, start: int) -> list[tuple[int, dict[str, Any]]]:
        stamp = {"ticket_events": "timestamp", "tickets": "generated_timestamp", "users": "_at"}
        rows = [(int(row[stamp[name]]), row) for row in getattr(self, name)]
        # What changed in the last minute comes next time.
        fit = [(at, row) for at, row in rows if start <= at <= self.now - 60]
        return sorted(fit, key=lambda item: (item[0], item[1]["id"]))

    def by_cursor(self, name: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if "cursor" in query:
            try:
                at, last = map(int, base64.b64decode(query["cursor"]).decode().split("|"))
            except ValueError:
                return 400, {"error": "InvalidCursor"}
        elif int(query["start_time"]) > self.now - 60:
            return 422, {"error": "StartTimeTooRecent"}
        else:
            at, last = int(query["start_time"]), -1
        rows = [item for item in self.changed(name, at) if (item[0], item[1]["id"]) > (at, last)]
        page = rows[: self.page_size]
        is_last = len(page) == len(rows)
        if page:
            at, last = page[-1][0], page[-1][1]["id"]
        cursor = base64.b64encode(f"{at}|{last}".encode()).decode()
        found = {
            name: [row for _, row in page],
            "after_cursor": cursor,
            "after_url": f"https://elsewhere.example.org/?cursor={cursor}",
            "before_cursor": None,
            "end_of_stream": is_last,
        }
        if name == "tickets" and "metric_sets" in query.get("include", ""):
            found["metric_sets"] = [
                {"id": 1, "ticket_id": row["id"], "reopens": row.get("_reopens", 0)}
                for _, row in page
            ]
        return 200, found

    def by_time(self, name: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        start = int(query["start_time"])
        if start > self.now - 60:
            return 422, {"error": "StartTimeTooRecent"}
        rows = self.changed(name, start)
        page = rows[: self.page_size]
        # Rows of one moment are not torn apart.
        page += [item for item in rows[self.page_size :] if page and item[0] == page[-1][0]]
        end = page[-1][0] if page else None
        shown = [row for _, row in page]
        if name == "ticket_events" and "comment_events" not in query.get("include", ""):
            shown = [{**row, "child_events": []} for row in shown]
        next_page = f"https://elsewhere.example.org/?start_time={end}" if page else None
        is_last = len(page) == len(rows)
        return 200, {
            name: shown,
            "count": len(page),
            "end_time": end,
            "end_of_stream": is_last,
            "next_page": next_page,
        }


class _Handler(BaseHTTPRequestHandler):
    zendesk: Zendesk
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        fault = self.zendesk.faults.get(len(self.zendesk.asked), "")
        self.zendesk.asked.append(self.path)
        if self.headers["Authorization"] not in (_BASIC, f"Bearer {TOKEN}"):
            return self.send(401, {"error": "Couldn't authenticate you"})
        if fault in ("429", "503"):
            return self.send(
                int(fault), {"error": "slow"}, {"Retry-After": self.zendesk.retry_after}
            )
        if fault == "500":
            return self.send(500, {"error": "oh"})
        if fault == "redirect":
            return self.send(302, {}, {"Location": "https://elsewhere.example.org/"})
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        status, body = self.zendesk.answer(parts.path, query)
        return self.send(status, body, fault=fault)

    def send(
        self,
        status: int,
        body: dict[str, Any],
        headers: dict[str, str] | None = None,
        fault: str = "",
    ) -> None:
        data = b"<html>maintenance" if fault == "html" else json.dumps(body).encode()
        packed = self.zendesk.is_packed and "gzip" in self.headers["Accept-Encoding"]
        data = gzip.compress(data) if packed else data
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if fault != "short":
            self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if fault in ("drop", "short") else data)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server:
    """The account, served on a port of this machine until closed."""

    def __init__(self, zendesk: Zendesk) -> None:
        handler = type("Handler", (_Handler,), {"zendesk": zendesk})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()
