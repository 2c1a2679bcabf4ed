"""Short addresses, such as `go.example.com/pay`, and where they lead. No network is asked."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from helpwright import marked_yaml
from helpwright.errors import Finding, InputError, Place, Severity


def short_form(address: str) -> str:
    """An address in the form in which short ones are compared: host and path; "" if it is none."""
    written = address.strip()
    try:
        parts = urlsplit(written if "://" in written else f"https://{written}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    path = unquote(parts.path).rstrip("/")
    return f"{host}{path}" if "." in host and path else ""


def collect(
    pairs: Mapping[str, object] | Iterable[tuple[str, object]], place: Place
) -> dict[str, str]:
    """Short addresses in comparable form, with their targets.

    Raises:
        InputError: one is no address with a path, leads nowhere, or stands for two targets.
    """
    found: dict[str, str] = {}
    for written, target in pairs.items() if isinstance(pairs, Mapping) else pairs:
        short = short_form(str(written))
        target = str(target or "").strip()
        if not short or not target.startswith(("/", "https://", "http://")):
            message = f'"{written}: {target}" is not a short link and its target'
            hint = (
                "write a host with a path, and the page's path: go.example.com/pay: /billing/pay/"
            )
            raise _bad(place, message, hint)
        if found.setdefault(short, target) != target:
            message = f'the short link "{written}" has two targets'
            raise _bad(place, message, "keep one of them")
    return found


def read(path: Path, shown: str) -> dict[str, str]:
    """Short links in a file: a YAML map, or CSV with two columns, the address and its target.

    Raises:
        InputError: the file cannot be read or holds something else.
    """
    place = Place(shown)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"the file of short links cannot be read: {error}"
        raise _bad(place, message, "check `short_links:` in mkdocs.yml") from error
    if path.suffix.lower() == ".csv":
        rows = [row for row in csv.reader(text.splitlines()) if any(row)]
        pairs = [(row[0], row[1] if len(row) > 1 else "") for row in rows]
        if pairs and not short_form(pairs[0][0]):
            pairs = pairs[1:]  # the header
        return collect(pairs, place)
    document = marked_yaml.read(text, shown)
    if document.findings:
        raise InputError(document.findings[0])
    if not isinstance(document.value, dict):
        message = "the file does not map short links to pages"
        raise _bad(place, message, "write one a line: go.example.com/pay: /billing/pay/")
    return collect(document.value, place)


def _bad(place: Place, message: str, hint: str) -> InputError:
    return InputError(Finding(place, "bad-short-link", message, hint, Severity.ERROR))
