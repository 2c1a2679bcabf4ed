"""Turns the pages of a site into Helpwright's index: `python helpwright_index.py SITE LANGUAGE`."""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path

from helpwright.search import folder, index
from helpwright.search.documents import Document, from_html

_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)


def main(site: Path, language: str) -> None:
    """Read every page below `a/` and write the index where a built site has it."""
    pages = sorted(site.glob("a/*/index.html"))
    documents = [_document(page, site, language) for page in pages]
    folder.write(index.build(documents), site / "assets/helpwright/index")


def _document(page: Path, site: Path, language: str) -> Document:
    html = page.read_text(encoding="utf-8")
    title = _TITLE.search(html)
    url = page.parent.relative_to(site).as_posix() + "/"
    return from_html(html, url=url, title=unescape(title[1]) if title else "", language=language)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
