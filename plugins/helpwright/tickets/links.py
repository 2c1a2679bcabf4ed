"""Links to our articles in what agents write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qs, urlsplit, urlunsplit

from helpwright.tickets.bodies import own_words
from helpwright.tickets.model import Form

_SCHEME = r"https?://"
# An address without a scheme must have a path, and must not continue a word or a mail address.
_BARE = r"(?<![\w@/:.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}[a-z]{2,24}(?::[0-9]{1,5})?/"
_URL = re.compile(rf"(?:{_SCHEME}|{_BARE})[^\s<>\"'`\\^{{}}|\[\]\x00-\x1f]*", re.IGNORECASE)
# Between a target and the same address as its label, in Markdown or from HTML.
_SAME_AGAIN = re.compile(r"\s{0,8}|[^\s\w]{0,4}\]\s{0,3}\(\s{0,3}<?")
_TRAILING = ".,;:!?*_~\u2019\u201d\u00bb\u2026"
_WRAPPERS = {
    ".safelinks.protection.outlook.com": "url",
    "www.google.com": "q",
    "slack-redir.net": "url",
}


class ArticleResolver(Protocol):
    """Knows the help center's addresses, past and present. Gets URLs without query, fragment."""

    def article_id(self, url: str) -> str | None:
        """The id of the article that this address leads or once led to."""

    def is_ours(self, url: str) -> bool:
        """Whether the address lies under one of the help center's hosts."""


@dataclass(frozen=True)
class Link:
    """A link of ours: the address without query and fragment, and the article, if there is one."""

    url: str
    article_id: str | None


def find_links(body: str, form: Form, resolver: ArticleResolver) -> list[Link]:
    """Every link of ours in the author's own words, in order, repeated ones repeatedly."""
    if not _may_hold_links(body, resolver):
        return []
    ours = (url for url in find_urls(own_words(body, form)) if resolver.is_ours(url))
    return [Link(url, resolver.article_id(url)) for url in ours]


def find_urls(text: str) -> list[str]:
    """Addresses in text or Markdown, also in `[text] (url)`; a label equal to its target once."""
    urls: list[str] = []
    end, last = 0, ""
    for match in _URL.finditer(text):
        url = matching_form(_trimmed(match.group()))
        if not url:
            continue
        repeats = url == last and _SAME_AGAIN.fullmatch(text, end, match.start())
        if not repeats:
            urls.append(url)
        end, last = match.end(), url
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


def _may_hold_links(body: str, resolver: ArticleResolver) -> bool:
    """A cheap look at the raw body: most comments hold none of our addresses at all."""
    if "/" not in body and "&#" not in body:
        return False
    if "&#" in body or "%3A%2F%2F" in body or "%3a%2f%2f" in body:
        return True
    candidates = (matching_form(match.group()) for match in _URL.finditer(body))
    return any(url and resolver.is_ours(url) for url in candidates)


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
