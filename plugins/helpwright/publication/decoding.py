"""What a file of the site says to a reader, under compression and escapes."""

from __future__ import annotations

import gzip
import re
import unicodedata
import zlib
from html import unescape
from urllib.parse import unquote

_GZIP_MAGIC = b"\x1f\x8b"
_LAYERS = 3
_ROUNDS = 2
_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*|["\\/bfnrt])')
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*")
_SPACES = {"b": " ", "f": " ", "n": "\n", "r": "\n", "t": "\t"}


def decode(data: bytes) -> str:
    """The text of a file; gzip data is unpacked, whatever the file's name says."""
    for _ in range(_LAYERS):
        if not data.startswith(_GZIP_MAGIC):
            break
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            break
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8", errors="replace")


def normalise(text: str) -> str:
    """Text with JSON's, HTML's and URLs' escapes resolved, also where one is in another."""
    for _ in range(_ROUNDS):
        before = text
        if "\\" in text:
            text = _ESCAPE.sub(_unescape_json, text)
        if "%" in text:
            text = _PERCENT.sub(lambda match: unquote(match[0]), text)
        if "&" in text:
            text = unescape(text)
        if text == before:
            break
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _unescape_json(match: re.Match[str]) -> str:
    escape = match[0]
    if escape[1] != "u":
        return _SPACES.get(escape[1], escape[1])
    units = bytes.fromhex(escape.replace("\\u", ""))
    return units.decode("utf-16-be", errors="replace")
