"""What the page of a troubleshooter says by itself, in the languages in which it can say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "de", "es", "fr", "ja")
_FILE = Path(__file__).with_suffix(".txt")


def texts(part: str, language: str) -> dict[str, str]:
    """The texts of "static", "browser", "faults" or "words", with places {0} and {1}.

    Args:
        part: Which of them; "static" and "browser" share some.
        language: Such as "de" or "de-AT"; a language that is not known reads as English.
    """
    code = re.split("[-_]", language.lower())[0]
    index = LANGUAGES.index(code) if code in LANGUAGES else 0
    parts = ("both", part) if part in ("static", "browser") else (part,)
    return {key: row[index] for name in parts for key, row in _tables()[name].items()}


@cache
def _tables() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Each part's texts by key, in the order of the languages."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    name = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            tables[name] = {}
        elif line and not line.startswith("#"):
            key, *row = line.split("|")
            tables[name][key] = tuple(row)
    return tables
