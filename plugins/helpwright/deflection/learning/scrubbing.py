"""What may point to a person or open a door: the twin of `web/scrub.js`, and must agree with it.

Mail addresses, web addresses, keys, phone and card numbers, and any number of four digits or more.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_LETTER_OR_DIGIT = r"[^\W_]"
# In this order, as an address may hold numbers. A pattern is tried only on text that matches the
# quick one before it: most messages hold none of these.
_PATTERNS = [
    (r"://|www\.", r"(?:[a-z][a-z0-9+.-]{0,20}://|www\.)\S+", re.I),
    (
        r"@|[(\[]at[)\]]",
        r"\S{1,99}(?:@|\s?(?:\(at\)|\[at\])\s?)\S+|\S{1,99}\s@\s\S{1,99}\.\S+",
        re.I,
    ),
    (
        r"\.[a-z]{2,9}[/?#]",
        rf"(?<!{_LETTER_OR_DIGIT})(?:(?:{_LETTER_OR_DIGIT}|-){{1,63}}\.){{1,9}}[a-z]{{2,9}}[/?#]\S*",
        re.I,
    ),
    (
        r"[A-Z0-9]-[A-Z0-9]",
        rf"(?<!{_LETTER_OR_DIGIT})(?=\S{{0,60}}\d)(?=\S{{0,60}}[A-Z])(?:[A-Z0-9]{{4,9}}-){{2,9}}[A-Z0-9]{{4,}}",
        re.NOFLAG,
    ),
    (
        r"[a-z0-9]-[a-z0-9]",
        rf"(?<!{_LETTER_OR_DIGIT})(?=\S{{0,60}}\d\S{{0,9}}\d)(?=\S{{0,60}}[a-z])(?:[a-z0-9]{{4,8}}-){{2,9}}[a-z0-9]{{4,}}",
        re.I,
    ),
    (
        r"[A-Za-z0-9_+/=]{16}",
        r"(?=[A-Za-z0-9_+/=]{0,60}\d)(?=[A-Za-z0-9_+/=]{0,60}[a-z])[A-Za-z0-9_+/=]{16,}",
        re.I,
    ),
    (r"[A-Za-z0-9_+/=]{40}", r"[A-Za-z0-9_+/=]{40,}", re.NOFLAG),
    (r"\d", r"[+(]?\d(?:[\s().:/\u2010-\u2015-]{0,3}\d){5,}", re.NOFLAG),
    (r"\d{4}", r"\d{4,}", re.NOFLAG),
]
_PRIVATE = [
    (re.compile(quick, flags), re.compile(pattern, flags)) for quick, pattern, flags in _PATTERNS
]


def without_private(text: str) -> str:
    """A text with a line break in place of each private piece, so that no phrase reaches across."""
    text = _plain(text)
    for quick, pattern in _PRIVATE:
        if quick.search(text):
            text = pattern.sub("\n", text)
    return text


def is_private(text: str) -> bool:
    """Whether a text holds anything that must not be shown."""
    text = _plain(text)
    return any(pattern.search(text) for _, pattern in _PRIVATE)


def _plain(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
