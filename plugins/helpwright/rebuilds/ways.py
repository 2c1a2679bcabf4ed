"""Where the links of an edited article lead: resolved as MkDocs and a whole build resolve them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from html import unescape
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from markdown.util import AMP_SUBSTITUTE

from helpwright.articles import links
from helpwright.articles.links import Rendered
from helpwright.articles.model import Snippet
from helpwright.rebuilds import whereabouts
from helpwright.rebuilds.record import Page
from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.whereabouts import Whereabouts

if TYPE_CHECKING:
    from helpwright.permalinks.resolver import Resolver

_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_DROPPED = re.compile(r"[\t\r\n]")  # by whoever takes an address apart


class Ways:
    """Tells addresses from what a whole build left, which is read when somebody asks."""

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read

    @cached_property
    def known(self) -> Whereabouts:
        """What the last whole build knew."""
        return whereabouts.loads(self._read())

    @cached_property
    def urls(self) -> dict[str, str]:
        """The paths of published articles by their addresses."""
        return {url: path for path, url in self.known.published.items()}

    def finder(self, page: Page) -> Callable[[str], str]:
        """What makes an address out of one that is written in a page for the first time."""
        found: dict[str, str] = {}

        def find(written: str) -> str:
            if not found:
                self._test(page)
            found[written] = self._address(page, written)
            return found[written]

        return find

    def _test(self, page: Page) -> None:
        """Whether the addresses that are known came about in the way in which they do here.

        Raises:
            Refused: they did not.
        """
        for written, became in page.links.items():
            try:
                made = self._address(page, written)
            except Refused:
                made = written
            if made != became:
                raise Refused("its links are made in another way")

    def _address(self, page: Page, written: str) -> str:
        """As MkDocs does it."""
        try:
            scheme, netloc, path, query, anchor = urlsplit(written)
        except ValueError:
            raise Refused(f"the link {written} is not understood") from None
        if scheme or netloc or written.startswith(("/", "\\")) or AMP_SUBSTITUTE in written:
            return written
        if not path:
            return written
        joined = posixpath.join(posixpath.dirname(page.path), unquote(path)).lstrip("/")
        url = self.known.files.get(PurePath(posixpath.normpath(joined)).as_posix())
        own = self.known.files.get(page.path)
        if url is None or own is None:
            raise Refused(f"the link {written} leads to no file of the site")
        return urlunsplit(("", "", relative(url, own), query, anchor))

    def resolved(self, html: str, page: Page) -> str:
        """A page in which links that name an article by its id lead to its page."""
        if not any(_may_be_permanent(match) for match in _HREF.finditer(html)):
            return html
        from helpwright.permalinks.resolver import resolve_hrefs
        from helpwright.permalinks.urls import page_url

        hrefs = {
            name: self.known.published[path]
            for name, path in self.known.ids.items()
            if path in self.known.published
        }
        urls = {name: page_url(href) for name, href in hrefs.items()}
        url = page.fields["url"]
        return resolve_hrefs(html, page_url=url, resolver=self._resolver, urls=urls, hrefs=hrefs)[0]

    @cached_property
    def _resolver(self) -> Resolver:
        # Only now: what it needs takes longer to load than an edit takes.
        from helpwright.permalinks.resolver import Resolver

        known = self.known
        return Resolver(
            set(known.hosts), known.base_path, known.addresses, languages=list(known.languages)
        )

    def site(self, pages: Mapping[str, Rendered], snippets: Mapping[str, Snippet]) -> links.Site:
        """What a link may lead to."""
        known, resolver = self.known, self._resolver
        return links.Site(
            pages=pages,
            paths={unquote(url): path for url, path in self.urls.items()},
            files={*known.files, *known.hidden},
            urls={"" if url in {".", "./"} else unquote(url) for url in known.files.values()},
            hidden=known.hidden,
            snippets=snippets,
            resolve=lambda href: known.ids.get(resolver.article_id(href) or ""),
            hosts=resolver.hosts,
            base=f"/{known.base_path.strip('/')}/".replace("//", "/"),
        )


def _may_be_permanent(match: re.Match[str]) -> bool:
    written = _DROPPED.sub("", unescape(match[1] if match[1] is not None else match[2]))
    if not written.lstrip().startswith("/") and "://" not in written:
        return False
    path = unquote(written)
    return "/a/" in path or "articles/" in path


def relative(url: str, other: str) -> str:
    """The way from one address to another, as MkDocs writes it."""
    folder, _, name = other.rpartition("/")
    here, there = _parts(folder if "." in name else other), _parts(url)
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    way = "/".join([".."] * (len(here) - shared) + there[shared:]) or "."
    return f"{way}/" if url.endswith("/") else way


def _parts(path: str) -> list[str]:
    path = posixpath.normpath(path if path.startswith("/") else f"/{path}")[1:]
    return path.split("/") if path else []
