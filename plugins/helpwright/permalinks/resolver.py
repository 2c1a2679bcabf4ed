"""Which article a link leads to, whatever form it was written in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from helpwright.permalinks.claims import Target
from helpwright.permalinks.ledger import Ledger
from helpwright.permalinks.routes import find_routes
from helpwright.permalinks.short_links import short_form
from helpwright.permalinks.urls import (
    join,
    join_href,
    normal_path,
    permalink,
    permalink_id,
    relative_href,
)

# Zendesk: /hc/en-us/articles/123-Some-title. Intercom: /en/articles/123-some-title on a domain of
# one's own, /help/en/articles/..., and /workspace/en/articles/... on intercom.help.
_IMPORTED = re.compile(
    r"(?:[\w.-]+/)?(?:[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*/)?articles/([0-9]+)(?:-[^/]*)?(?:/.*)?\Z"
)
_LOCALE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8}){0,2}", re.IGNORECASE)
_HREF = re.compile(r"""(<a\b[^>]*?\shref\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


@dataclass(frozen=True)
class Resolver:
    """Tells the article of a link.

    `hosts` are the names under which the help center is or was reached, `base_path` the folder it
    is in on them. `url_to_id` maps URLs in normal form to ids (see `find_addresses`);
    `imported_ids` maps ids of the former help center to ids of articles, where they differ.
    `languages` are those of the site: a path may begin with one, as in `/de/billing/refunds/`, and
    then means the same article. `short_links` maps short addresses (see `short_links.short_form`)
    to a path or an address of the site.
    """

    hosts: Collection[str]
    base_path: str = "/"
    url_to_id: Mapping[str, str] = field(default_factory=dict)
    imported_ids: Mapping[str, str] = field(default_factory=dict)
    languages: Collection[str] = ()
    short_links: Mapping[str, str] = field(default_factory=dict)

    @property
    def link_hosts(self) -> tuple[str, ...]:
        """Every host whose addresses may be ours, that of short links included."""
        short = {address.partition("/")[0] for address in self.short_links}
        return tuple(sorted({host.lower() for host in self.hosts} | short))

    def article_id(self, url: str) -> str | None:
        """The id of the article that a link leads to, or None if it leads to none of ours."""
        if target := self._short_target(url):
            if target.startswith("/"):
                return self._look_up(target) or self._look_up_id(target)
            url = target
        below, whole = self._split(url)
        found = self._look_up(below) if below is not None else None
        if found or (found := self._look_up_id(whole)):
            return found
        for path in self._in_other_languages(whole):
            if found := self._look_up(path):
                return found
        return None

    def is_ours(self, url: str) -> bool:
        """Whether a link leads to the help center, to an article or not."""
        below, whole = self._split(url)
        if below is not None or self.is_permanent(url) or self._short_target(url):
            return True
        return next(self._in_other_languages(whole), None) is not None

    def _short_target(self, url: str) -> str:
        return self.short_links.get(short_form(url), "") if self.short_links else ""

    def _in_other_languages(self, whole: str) -> Iterator[str]:
        """The paths below the site's folder that a path with a language in it may mean."""
        if not whole or not self.languages:
            return
        base = [part for part in self.base_path.split("/") if part]
        parts = [part for part in whole.split("/") if part]
        end = "/" if whole.endswith("/") else ""
        known = {_language(language) for language in self.languages}
        plain_base = [part for part in base if _language(part) not in known]
        # The language may stand before the site's folder, in its place, or behind it.
        for at, part in enumerate(parts[: len(plain_base) + 1]):
            rest = [*parts[:at], *parts[at + 1 :]]
            if _language(part) in known and rest[: len(plain_base)] == plain_base:
                below = rest[len(plain_base) :]
                yield "/".join(below) + end
                for language in sorted(self.languages):
                    yield "/".join([language, *below]) + end

    def is_permanent(self, url: str) -> bool:
        """Whether a link has a form that names an article by its id."""
        paths = [path for path in self._split(url) if path]
        return any(permalink_id(_tidy(path)) or _IMPORTED.match(_tidy(path)) for path in paths)

    def _split(self, url: str) -> tuple[str | None, str]:
        """The decoded path below the site's folder, if the link leads there, and the whole path."""
        try:
            parts = urlsplit(url.strip())
            host = (parts.hostname or "").rstrip(".")
        except ValueError:
            return None, ""
        if parts.scheme.lower() not in ("", "http", "https"):
            return None, ""
        if (parts.scheme or parts.netloc) and host not in {known.lower() for known in self.hosts}:
            return None, ""
        whole = unquote(parts.path)
        base = f"/{self.base_path.strip('/')}/".replace("//", "/")
        if not whole.startswith("/") and not parts.netloc:
            return whole, whole
        below = f"{whole}/" if f"{whole}/" == base else whole
        return (below.removeprefix(base) if below.startswith(base) else None), whole

    def _look_up(self, path: str) -> str | None:
        try:
            url = normal_path(path)
        except ValueError:
            return None
        if found := self.url_to_id.get(url):
            return found
        return self._look_up_id(path)

    def _look_up_id(self, path: str) -> str | None:
        imported = _IMPORTED.match(_tidy(path))
        named = imported[1] if imported else permalink_id(_tidy(path))
        if named is None:
            return None
        return self.url_to_id.get(permalink(self.imported_ids.get(named, named)))


def _language(part: str) -> str:
    """The language of a locale such as `en-us`; "-" if it is none."""
    match = _LOCALE.fullmatch(part)
    return match[1].lower() if match else "-"


def _tidy(path: str) -> str:
    return "/".join(part for part in path.split("/") if part) + "/"


def find_addresses(ledger: Ledger, targets: Iterable[Target]) -> dict[str, str]:
    """Every URL in normal form that is or was an article's, with the id it belongs to today.

    That includes permalinks, redirect sources and withheld articles; addresses of an article that
    another replaced belong to that other.
    """
    articles = list(targets)
    routes = find_routes(ledger, articles, audience="internal")
    addresses: dict[str, str] = {}
    ids = {*routes.entries, *routes.articles}
    urls = {*routes.claims, *routes.sections, *routes.holders, *routes.live}
    for url in sorted(urls | {permalink(article_id) for article_id in ids}):
        destination = routes.lead(url)
        owners = routes.owners(url)
        if destination and destination.article:
            addresses[url] = destination.article.id
        elif owners and owners[0] in ids:
            addresses[url] = owners[0]
    return addresses


def resolve_hrefs(
    html: str,
    *,
    page_url: str,
    resolver: Resolver,
    urls: Mapping[str, str],
    hrefs: Mapping[str, str] | None = None,
) -> tuple[str, list[str]]:
    """Lead links that name an article by its id to the article's page, relatively.

    Links such as "/hc/en-us/articles/123-title#part" and "/a/refunds/" are meant, from the root or
    on one of the resolver's hosts. All others stay as they are. `urls` maps ids to URLs; `hrefs`
    to pages as built, percent-encoded, where they differ.

    Returns:
        The HTML, and the links whose article is not in `urls` (id to URL), in order.
    """
    unresolved: list[str] = []

    def replace(match: re.Match[str]) -> str:
        written = unescape(match[2] if match[2] is not None else match[3])
        is_relative = not written.lstrip().startswith("/") and "://" not in written
        if is_relative or not resolver.is_permanent(written):
            return match[0]
        article_id = resolver.article_id(written) or ""
        url = urls.get(article_id)
        if url is None:
            unresolved.append(written)
            return match[0]
        href = (hrefs or {}).get(article_id, "")
        anchor = unquote(written.partition("#")[2])
        link = relative_href(page_url, join_href(href, join(url, anchor)))
        return f'{match[1]}"{escape(link)}"'

    return _HREF.sub(replace, html), unresolved
