"""URLs of pages: one normal form, the file each is written to, and the way from one to another.

The normal form is relative to the site, percent-decoded, without `index.html`, and ends in a
slash (`billing/refunds/`) unless it names an HTML file (`billing/refunds.html`); home is "".
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

PERMALINK_FOLDER = "a"

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_INDEX = re.compile(r"(?:\A|(?<=/))(?:index\.html?|index\.md|README\.md)\Z")
_MAX_SEGMENT = 255
_SAFE = "/-._~!$&'(),;=@+"


def normal_url(written: str) -> str:
    """The normal form of a path as people write it, such as "/old/url", "old/page.md".

    Raises:
        ValueError: the path cannot be one of this site's; the message says why.
    """
    path = written.strip()
    if _SCHEME.match(path) or path.startswith("//"):
        raise ValueError("it is a whole address; write the path only")
    if "?" in path or "#" in path:
        raise ValueError("a static page cannot depend on what follows a question mark or #")
    path = unicodedata.normalize("NFC", unquote(path))
    if "\\" in path or any(unicodedata.category(char) == "Cc" for char in path):
        raise ValueError("it holds a character that no path of a site has")
    path = "/".join(part for part in path.split("/") if part not in ("", ".")) + "/" * (
        path.endswith("/")
    )
    path = _INDEX.sub("", "" if path == "/" else path)
    parts = path.rstrip("/").split("/")
    if ".." in parts:
        raise ValueError('".." leads out of the site')
    if any(len(part.encode()) > _MAX_SEGMENT for part in parts):
        raise ValueError("a part of it is too long for a file name")
    if path.endswith(".md"):
        path = path[: -len(".md")]
    if not path or path.endswith(("/", ".html", ".htm")):
        return path
    return path + "/"


def permalink(article_id: str) -> str:
    """The URL that leads to an article for ever, whatever its title or folder."""
    return f"{PERMALINK_FOLDER}/{article_id}/"


def permalink_id(url: str) -> str | None:
    """The id in a permalink, or None if a URL is not one."""
    parts = url.split("/")
    is_permalink = len(parts) == 3 and parts[0] == PERMALINK_FOLDER and parts[1] and not parts[2]
    return parts[1] if is_permalink else None


def output_path(url: str) -> str:
    """The file, relative to the site's folder, that a server sends for a URL."""
    return f"{url}index.html" if not url or url.endswith("/") else url


def join(url: str, anchor: str) -> str:
    """A URL with an anchor, if there is one."""
    return f"{url}#{anchor}" if anchor else url


def quote_url(url: str) -> str:
    """A URL in normal form, with or without an anchor, as it is written into a link."""
    path, mark, anchor = url.partition("#")
    return quote(path, safe=_SAFE) + mark + quote(anchor, safe=_SAFE + ":?")


def relative_url(page_url: str, target_url: str) -> str:
    """A link from one page to another that works from any folder the site is put in."""
    path, mark, anchor = target_url.partition("#")
    here, there = page_url.split("/")[:-1], path.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    link = "../" * (len(here) - shared) + "/".join(there[shared:])
    return quote_url((link or "./") + mark + anchor)
