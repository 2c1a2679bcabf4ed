"""Links to our articles in what agents write."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from urllib.parse import parse_qs, urlsplit, urlunsplit

from helpwright.tickets.bodies import may_quote, own_text
from helpwright.tickets.model import Form

_SCHEME = r"https?://"
# An address without a scheme must have a path, and must not continue a word or a mail address.
_BARE = r"(?<![\w@/:.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}[a-z]{2,24}(?::[0-9]{1,5})?/"
_NOT_IN_URLS = "\\s<>\"'`\\\\^{}|\\[\\]\\x00-\\x1f"
_URL = re.compile(rf"(?:{_SCHEME}|{_BARE})[^{_NOT_IN_URLS}]*", re.IGNORECASE)
_RUN_END = re.compile(f"[{_NOT_IN_URLS}]")
_BREAKS = frozenset(" \n\t<>\"'[]")
# A character reference to what host names are made of; not the common ones for quotes and spaces.
REFERENCE = re.compile(
    r"&#(?:0*(?:4[5-9]|5[0-8]|6[5-9]|[789][0-9]|1[01][0-9]|12[0-2])(?:[^0-9]|$)"
    r"|x0*(?:2[def]|3[0-9a]|[46][1-9a-f]|[57][0-9a])(?:[^0-9a-f]|$))"
)
# Between a target and the same address as its label, in Markdown or from HTML.
_SAME_AGAIN = re.compile(r"\s{0,8}|[^\s\w]{0,4}\]\s{0,3}\(\s{0,3}<?")
_TRAILING = ".,;:!?*_~\u2019\u201d\u00bb\u2026"
_WRAPPERS = {
    ".safelinks.protection.outlook.com": "url",
    "www.google.com": "q",
    "slack-redir.net": "url",
}


class ArticleResolver(Protocol):
    """Knows the help center's addresses, past and present. Gets URLs without query, fragment.

    One that also has `link_hosts`, the names of all hosts with addresses of ours, is asked less.
    """

    def article_id(self, url: str) -> str | None:
        """The id of the article that this address leads or once led to."""

    def is_ours(self, url: str) -> bool:
        """Whether the address lies under one of the help center's hosts."""


@dataclass(frozen=True)
class Link:
    """A link of ours: the address without query and fragment, and the article, if there is one."""

    url: str
    article_id: str | None


@dataclass(frozen=True)
class LinkFinder:
    """Finds addresses of ours in bodies, and remembers the ones it met.

    Attributes:
        hosts: Host names in small letters; a body with an address of ours holds one of them,
            perhaps in character references. Empty if nobody knows.
        normal_form: From an address as written to its matching form, or "" if it is not ours.
    """

    hosts: tuple[str, ...]
    normal_form: Callable[[str], str]

    def urls(self, body: str, form: Form) -> list[str]:
        """Every address of ours in the author's own words, in order, repeated ones repeatedly."""
        if not self.hosts:
            return [u for u in find_urls(own_text(body, form)[0]) if self.normal_form(u)]
        lowered = body.lower()
        last = self._last_place(lowered)
        is_html = form is Form.HTML
        if last < 0:
            if "&#" not in lowered or not REFERENCE.search(lowered):
                return []
        elif len(lowered) == len(body) and not (is_html and "<wbr" in lowered):
            # Nothing behind the last address can make it a quote.
            end = lowered.find(">" if is_html else "\n", last) + 1
            if end:
                body, lowered = body[:end], lowered[:end]
            if not is_html and not may_quote(body, lowered):
                return self._urls_in(body, lowered, last)
        text, lowered = own_text(body, form)
        return self._urls_in(text, lowered, self._last_place(lowered))

    def _last_place(self, lowered: str) -> int:
        last = lowered.rfind(self.hosts[0])
        for host in self.hosts[1:]:
            last = max(last, lowered.rfind(host))
        return last

    def _urls_in(self, text: str, lowered: str, last: int) -> list[str]:
        """The same for a text of the author's own, in which `last` is the place of the last host.

        Nearly always it is the only one, and its address stands by itself.
        """
        if len(lowered) != len(text):  # places in one are not places in the other
            return [u for u in find_urls(text) if self.normal_form(u)]
        start = last - 8
        before = text[start - 1] if start > 0 else " "
        if before == "(":  # as in Markdown
            before = text[start - 2] if start > 1 else " "
        is_alone = start >= 0 and before in _BREAKS and text.startswith("https://", start)
        if is_alone:
            for host in self.hosts:
                if -1 < lowered.find(host) < last:
                    is_alone = False
        if not is_alone:
            return _distinct_addresses(
                text, _runs_with(self.hosts, text, lowered), self.normal_form
            )
        found = _RUN_END.search(text, last)
        address = _trimmed(text[start : found.start() if found else len(text)])
        # Without what follows the path, few addresses are new.
        url = self.normal_form(address.partition("?")[0].partition("#")[0])
        return [url] if url else []


def link_finder(resolver: ArticleResolver) -> LinkFinder:
    """A finder for one import; what it remembers ends with it."""

    @lru_cache(maxsize=20_000)
    def normal_form(address: str) -> str:
        url = matching_form(address)
        return url if url and resolver.is_ours(url) else ""

    hosts = {str(host).lower() for host in getattr(resolver, "link_hosts", ()) if host}
    return LinkFinder(tuple(sorted(hosts)), normal_form)


def find_links(body: str, form: Form, resolver: ArticleResolver) -> list[Link]:
    """Every link of ours in the author's own words, in order, repeated ones repeatedly."""
    urls = link_finder(resolver).urls(body, form)
    return [Link(url, resolver.article_id(url)) for url in urls]


def find_urls(text: str) -> list[str]:
    """Addresses in text or Markdown, also in `[text] (url)`; a label equal to its target once."""
    spans = [match.span() for match in _URL.finditer(text)]
    return _distinct_addresses(text, spans, matching_form)


def _runs_with(names: tuple[str, ...], text: str, lowered: str) -> list[tuple[int, int]]:
    """Where text without a break holds one of the names; addresses lie within such runs."""
    runs: list[tuple[int, int]] = []
    for name in names:
        end, place = 0, lowered.find(name)
        while place >= 0:
            start = _run_start(text, end, place)
            found = _RUN_END.search(text, place)
            end = found.start() if found else len(text)
            runs.append((start, end))
            place = lowered.find(name, end)
    return sorted(set(runs)) if len(names) > 1 else runs


def _run_start(text: str, least: int, place: int) -> int:
    start = place - 8
    if start > least and text.startswith("https://", start):  # nearly always
        if _RUN_END.match(text, start - 1):
            return start
        if text[start - 1] == "(" and start - 1 > least and _RUN_END.match(text, start - 2):
            return start
    width = 64
    while True:
        begin = max(least, place - width)
        if found := _RUN_END.search(text[begin:place][::-1]):
            return place - found.start()
        if begin == least:
            return least
        width *= 16


def _distinct_addresses(
    text: str, runs: list[tuple[int, int]], normal_form: Callable[[str], str]
) -> list[str]:
    urls: list[str] = []
    end, last = 0, ""
    for start, stop in runs:
        if text.startswith("https://", start):  # takes the whole run, as no address breaks it
            places = [(start, stop)]
        else:
            places = [match.span() for match in _URL.finditer(text, start, stop)]
        for begin, after in places:
            url = normal_form(_trimmed(text[begin:after]))
            if url:
                if url != last or not _SAME_AGAIN.fullmatch(text, end, begin):
                    urls.append(url)
                end, last = after, url
    return urls


def matching_form(url: str) -> str:
    """An address as resolvers get it: no query or fragment, host in lower case; "" if not one."""
    if "://" not in url[:8]:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return ""
    if not host or ("." not in host and host != "localhost"):
        return ""
    wrapped = _unwrapped(host, parts.query)
    if wrapped:
        return matching_form(wrapped)
    netloc = host if port is None else f"{host}:{port}"
    return urlunsplit((parts.scheme.lower(), netloc, parts.path, "", ""))


def _trimmed(url: str) -> str:
    """Without the punctuation of the sentence around it; brackets that pair stay."""
    while url:
        last = url[-1]
        unpaired = last == ")" and url.count(")") > url.count("(")
        if last not in _TRAILING and not unpaired:
            break
        url = url[:-1]
    opened = url.find("(")
    if opened >= 0 and url.count("(") > url.count(")"):
        url = url[:opened]
    return url


def _unwrapped(host: str, query: str) -> str:
    """The address inside a mail scanner's or a chat's redirect."""
    if not query:
        return ""
    for suffix, field in _WRAPPERS.items():
        if host == suffix or (suffix.startswith(".") and host.endswith(suffix)):
            inner = parse_qs(query[:4000]).get(field, [""])[0]
            return inner if inner.startswith("http") else ""
    return ""
