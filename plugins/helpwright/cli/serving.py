"""The server of `helpwright serve`: MkDocs' own, told of changes by the system, with findings."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

import click
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from helpwright.errors import Finding

_CHANGES = frozenset({"created", "modified", "moved", "deleted"})
_PANEL = """<aside id="helpwright-findings" role="status" style="position:fixed;right:1rem;\
bottom:1rem;z-index:99;max-width:min(40rem,90vw);max-height:60vh;overflow:auto;padding:.75rem 1rem;\
border:2px solid #b3261e;border-radius:.5rem;background:#fff;color:#1c1b1f;\
font:14px/1.5 system-ui,sans-serif"><strong>{title}</strong>{items}</aside>"""
_ITEM = '<p style="margin:.5rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere">{text}</p>'


@dataclass(frozen=True)
class State:
    """What is wrong with the site that is shown.

    Attributes:
        findings: All of it.
        articles: The articles' files by their pages in the site.
        failure: Why the last change is not shown; "" if it is.
    """

    findings: tuple[Finding, ...] = ()
    articles: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""

    def panel(self, page: str) -> str:
        """What a page shows of it, as HTML; "" if there is nothing to show."""
        if self.failure:
            return _PANEL.format(title="Not up to date", items=_item(self.failure))
        source = self.articles.get(page)
        own = [finding for finding in self.findings if finding.place.path == source]
        if not own:
            return ""
        items = "".join(_item(str(finding)) for finding in own)
        return _PANEL.format(title="To mend in this article", items=items)


class Site(Protocol):
    """What is served."""

    @property
    def state(self) -> State:
        """What is wrong with it now."""

    def bring_up_to_date(self) -> None:
        """Called after files have changed."""


class Server(LiveReloadServer):
    """Serves a folder, and reloads the pages in browsers when the site was brought up to date.

    `is_behind` tells whether something changed before the system began to tell of changes.
    """

    def __init__(
        self, site: Site, host: str, port: int, root: str, mount_path: str, *, polls: bool = False
    ) -> None:
        super().__init__(site.bring_up_to_date, host, port, root, mount_path=mount_path)
        self.site = site
        self.is_behind: Callable[[], bool] = lambda: False
        self.asked = threading.local()  # each request has a thread of its own
        self.error_handler = self._error_page
        if not polls:
            # The system tells of changes, so nobody has to look at all files twice a second. MkDocs
            # names the type of its own observer, but schedules, starts and stops any.
            self.observer: BaseObserver = Observer()  # type: ignore[assignment]

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Bring the site up to date when something at a path changes."""
        if path in self._watched_paths:
            return
        self._watched_paths[path] = 1
        self._watch_refs[path] = self.observer.schedule(_Changes(self), path, recursive=recursive)

    def changed(self) -> None:
        """Note that something changed; the site is brought up to date when it is quiet again."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _build_loop(self) -> None:
        # From here on the system tells of changes.
        if self.is_behind():
            self.changed()
        click.echo(f"Serving on {self.url}")
        # MkDocs does not say what its methods take and give.
        super()._build_loop()  # type: ignore[no-untyped-call]

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        relative = unquote(path).removeprefix(self.mount_path).lstrip("/")
        self.asked.page = (
            f"{relative}index.html" if not relative or path.endswith("/") else relative
        )
        return super()._serve_request(environ, start_response)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        # MkDocs does not say what its methods take and give.
        with_script: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        panel = self.site.state.panel(self.asked.page).encode("utf-8", "replace")
        head, found, rest = with_script.rpartition(b"</body>")
        return head + panel + found + rest if found else with_script + panel

    def _error_page(self, code: int) -> bytes | None:
        with contextlib.suppress(OSError):
            return (Path(self.root) / f"{code}.html").read_bytes()
        return None


class _Changes(FileSystemEventHandler):
    def __init__(self, server: Server) -> None:
        self.server = server

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory and event.event_type in _CHANGES:
            logging.getLogger(__name__).debug("%s", event)
            self.server.changed()


def _item(text: str) -> str:
    return _ITEM.format(text=escape(text))
