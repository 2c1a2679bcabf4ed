"""Turns the pages of a site into Helpwright's index: `python helpwright_index.py SITE LANGUAGE`.

Run again, it renews the index, as the plugin does from one build to the next.
"""

from __future__ import annotations

import hashlib
import re
import sys
from functools import partial
from html import unescape
from pathlib import Path

from helpwright.search import store
from helpwright.search.documents import Document, from_html
from helpwright.search.steering import Steering

_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)


def main(site: Path, language: str) -> None:
    """Read every page below `a/` and write the index where a built site has it."""
    sources = [
        _source(site, url, language) for url in sorted(page.name for page in (site / "a").iterdir())
    ]
    store.publish(sources, Steering(), site / ".store", site / "assets/helpwright/index")


def _source(site: Path, name: str, language: str) -> store.Source:
    url = f"a/{name}/"
    html = Path(f"{site}/{url}index.html").read_text(encoding="utf-8")
    fingerprint = hashlib.blake2b(html.encode(), digest_size=16).hexdigest()
    return store.Source(url, language, fingerprint, partial(_document, html, url, language))


def _document(html: str, url: str, language: str) -> Document:
    title = _TITLE.search(html)
    return from_html(html, url=url, title=unescape(title[1]) if title else "", language=language)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
