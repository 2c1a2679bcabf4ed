"""Pages that stand in the site as this build would draw them, so that it need not.

What is noted of each page is a digest of all that its template is given, and how large its file was
and when it was written. A page whose file is that one, and whose digest is the same, stays.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from helpwright.articles.model import Settings
from helpwright.articles.views import (
    CategoryLink,
    CategoryView,
    ContactView,
    EntryLink,
    EntryView,
    FeedbackView,
    NavView,
    PageView,
)
from helpwright.mkdocs_plugins import documents
from helpwright.publication.standing import Standing
from helpwright.rebuilds import inputs, record
from helpwright.rebuilds.kept import Kept, key_of
from helpwright.rebuilds.record import Run

# A clock that counts whole seconds may hide a change.
_SECOND = 1_000_000_000
# Without references between values, whose number is not the same in each process.
_VERSION = 2
_SCALARS = frozenset({str, int, bool, type(None)})
# The same objects are in the views of many pages, and so are lists of categories.
_SHARED = frozenset({EntryLink, EntryView, ContactView, FeedbackView})
_IN_SHARED = frozenset({CategoryLink, CategoryView})
# Structured data says nothing that is not in the rest. All categories, with the number of their
# articles, are for other pages than those of articles; only these are noted.
_UNSEEN = frozenset({"json_ld", "categories"})
_FIELDS = tuple(field.name for field in fields(PageView) if field.name not in _UNSEEN)


Place = tuple[str, int, int]
"""A page's file, and where in it the text begins and how long it is, in characters."""


class Stands(NamedTuple):
    """A page that stays as it is.

    Attributes:
        start: Where its text begins, in characters; -1 if that is not known.
        items: The addresses of the articles in its list of related ones, with what follows each
            address there.
    """

    start: int
    items: dict[str, str]


class StandingPages:
    """The pages of the last build of a site, and those of this one for the next.

    Args:
        config: The configuration, before the build writes beside the site.
        settings: How articles are read.
        run: The build that is asked for.
        kept: Where it is noted.
    """

    def __init__(self, config: MkDocsConfig, settings: Settings, run: Run, kept: Kept) -> None:
        self._kept = kept
        self._key = key_of("drawn", record.path_for(run).name)
        self._around = _around(config, settings, run)
        self._before: dict[str, tuple[Any, ...]] = {}
        self._items: dict[str, str] = {}
        self._drawn: dict[str, tuple[bytes, str]] = {}
        self._stay: dict[str, tuple[Any, ...]] = {}
        self._known: dict[int, tuple[object, bytes]] = {}
        self._standing: Standing | None = None

    def begin(self, standing: Standing | None) -> None:
        """Ask what was noted; `standing` is the site as the last build left it, if it is known."""
        known = self._kept.get(self._key) if standing else None
        if standing and known:
            self._standing, (self._before, self._items) = standing, known

    def find(self, page: Page, view: PageView) -> Stands | None:
        """A page that stays as it is, if it does; `view` need not have its structured data."""
        path = page.file.src_uri
        key = self._digest(page, view)
        if not key:
            return None
        known = self._before.get(path)
        if known is None or self._standing is None or known[:2] != (key, page.file.dest_uri):
            self._drawn[path] = key, page.file.dest_uri
            return None
        if _mark(f"{self._standing.site}{os.sep}{page.file.dest_uri}") != known[3:]:
            self._drawn[path] = key, page.file.dest_uri
            return None
        self._standing.stays.add(page.file.dest_uri)
        self._stay[path] = known
        urls = [unquote(entry.url).strip("/") for entry in view.related]
        return Stands(known[2], {url: self._items[url] for url in urls if url in self._items})

    def leave(self, stage: Path, places: Mapping[str, Place], items: dict[str, str]) -> None:
        """Note all pages for the next build, before others can put another site there.

        Args:
            stage: Where the build wrote what it changed.
            places: The file of each page by its path, and where its text begins there.
            items: What stands in lists of related articles, by address.
        """
        noted = dict(self._stay)
        for path, (key, output) in self._drawn.items():
            mark = _mark(f"{stage}{os.sep}{output}")
            if mark is None and self._standing:
                mark = _mark(f"{self._standing.site}{os.sep}{output}")
            if mark is not None:
                noted[path] = key, output, places[path][1] if path in places else -1, *mark
        self._kept.put(self._key, (noted, items))

    def _digest(self, page: Page, view: PageView) -> bytes:
        """What stands for all that a page is drawn from; b"" if something of it is not known."""
        given = vars(view)
        meta = {name: value for name, value in page.meta.items() if name != "helpwright"}
        try:
            seen = (
                *map(self._plain, map(given.__getitem__, _FIELDS)),
                *(page.url, str(page.title or ""), page.canonical_url, page.edit_url),
                *(page.is_homepage, page.file.inclusion.value, repr(meta)),
                [_heading(one) for one in page.toc],
            )
            data = marshal.dumps(seen, _VERSION)
        except (TypeError, ValueError):
            return b""
        digest = hashlib.blake2b(data, key=self._around, digest_size=16)
        digest.update(documents.digest_of(page))
        return digest.digest()

    def _plain(self, value: Any) -> Any:
        """A value that `marshal` writes the same way in each process.

        Raises:
            TypeError: it is of a kind that no view has.
        """
        kind = type(value)
        if kind in _SCALARS:
            return value
        known = self._known.get(id(value))
        if known is not None and known[0] is value:
            return known[1]
        is_tuple = kind is tuple
        if kind in _SHARED or (is_tuple and value and type(value[0]) in _IN_SHARED):
            items = value if isinstance(value, tuple) else vars(value).values()
            data = marshal.dumps([self._plain(item) for item in items], _VERSION)
            digest = hashlib.blake2b(data, digest_size=16).digest()
            self._known[id(value)] = value, digest
            return digest
        if isinstance(value, tuple):
            return [self._plain(item) for item in value]
        if kind in (NavView, CategoryView):
            return [self._plain(item) for item in vars(value).values()]
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, date):
            return value.isoformat()
        raise TypeError(kind.__name__)


def _around(config: MkDocsConfig, settings: Settings, run: Run) -> bytes:
    """What stands for all that pages have in common, beside the versions of what is installed."""
    file = Path(config.config_file_path or "mkdocs.yml")
    own = inputs.look([Path(config.theme.custom_dir)]) if config.theme.custom_dir else {}
    parts = (
        *(file.read_bytes(), run, sorted(asdict(settings).items()), get_build_date()),
        *(config.site_url, [*map(str, config.extra_css)], [*map(str, config.extra_javascript)]),
        *(config.site_dir, sorted(own.items())),
    )
    return hashlib.blake2b(repr(parts).encode("utf-8", "replace"), digest_size=32).digest()


def _heading(heading: Any) -> Any:
    children: Iterable[Any] = heading.children
    return heading.title, heading.id, heading.level, [_heading(child) for child in children]


def _mark(path: str) -> tuple[int, int] | None:
    """Size and time of a file; None if there is none, or the time says too little."""
    with contextlib.suppress(OSError):
        stat = os.stat(path)  # noqa: PTH116 - thousands of files
        if stat.st_mtime_ns % _SECOND:
            return stat.st_size, stat.st_mtime_ns
    return None
