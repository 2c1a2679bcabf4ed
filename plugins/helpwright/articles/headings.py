"""The first heading of an article, which the theme prints itself."""

from __future__ import annotations

import re

_FIRST = re.compile(r"\s*<h1(?:\s[^>]*)?>.*?</h1>\s*", re.DOTALL)


def without_heading(html: str) -> str:
    """A page without its first heading; its anchor stays."""
    if "<h1" not in html:
        return html
    return _FIRST.sub(_keep_anchor, html, count=1)


def _keep_anchor(match: re.Match[str]) -> str:
    identifier = re.search(r'<h1[^>]*\sid="([^"]*)"', match[0])
    return f'<span id="{identifier[1]}"></span>\n' if identifier else ""
