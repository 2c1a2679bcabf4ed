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
# Most paths are like that, and such a one is in normal form.
_PLAIN = re.compile(r"(?:[A-Za-z0-9_-]{1,200}/)*")
_RESERVED = "#?\\"
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
    return normal_path(unquote(path))


def normal_path(decoded: str) -> str:
    """The normal form of a path without percent-encoding; what is normal stays as it is.

    Raises:
        ValueError: the path cannot be one of this site's; the message says why.
    """
    if _PLAIN.fullmatch(decoded):
        return decoded
    path = unicodedata.normalize("NFC", decoded)
    for char in path:
        if char in _RESERVED or unicodedata.category(char) in ("Cc", "Cs"):
            shown = char if char.isprintable() else f"U+{ord(char):04X}"
            raise ValueError(f"it holds a character that no path of a site has: {shown}")
    path = _INDEX.sub("", path)
    if path.endswith(".md"):
        path = path.removesuffix(".md") + "/"
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise ValueError('".." leads out of the site')
    if any(len(part.encode()) > _MAX_SEGMENT for part in parts):
        raise ValueError("a part of it is too long for a file name")
    is_file = path.endswith((".html", ".htm"))
    return "/".join(parts) + "/" * (bool(parts) and not is_file)


def is_normal(url: str) -> bool:
    """Whether a URL is in normal form: only such URLs are recorded and written to."""
    try:
        return normal_path(url) == url
    except ValueError:
        return False


def page_url(href: str) -> str:
    """The URL of a page as built, percent-encoded, in normal form.

    A page whose file name has no normal form keeps its name, decoded; `plan` tells of it.
    """
    try:
        return normal_path(unquote(href))
    except ValueError:
        return unquote(href)


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
    return relative_href(page_url, quote_url(target_url))


def relative_href(page_url: str, href: str) -> str:
    """The same for a target that is percent-encoded already, with or without an anchor."""
    path, mark, anchor = href.removeprefix("./").partition("#")
    here, there = page_url.split("/")[:-1], path.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == unquote(there[shared]):
        shared += 1
    link = "../" * (len(here) - shared) + "/".join(there[shared:])
    return (link or "./") + mark + anchor


def join_href(href: str, url: str) -> str:
    """The link to `url`, which may hold an anchor; `href` is its page as built, if known."""
    path, mark, anchor = quote_url(url).partition("#")
    return (href.partition("#")[0] or path) + mark + anchor
