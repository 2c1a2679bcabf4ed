"""What ids and names may be made of, and what is said of those that are not."""

from __future__ import annotations

import re
from functools import lru_cache

ID = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
"""Ids of steps, outcomes and options: they stand in addresses."""

NAME = r"^(?!(?:and|or|not|in|if|else|true|false|null|today)$)[A-Za-z_][A-Za-z0-9_]*$"
"""Names that a file gives: they stand in expressions."""

ANY_NAME = r"^[A-Za-z0-9_][A-Za-z0-9_.~-]*$"
"""Names that a file refers to, also within a shared part or of a later visit."""

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

_FAULTS = {
    ID: (
        "cannot stand in an address",
        "letters, digits, _ and -, beginning with a letter or digit",
    ),
    NAME: (
        "cannot stand in an expression",
        "letters, digits and _, beginning with a letter, and no word such as and, or, today",
    ),
    ANY_NAME: ("is not a name", "the name of an answer, such as browser or network.online"),
}


# The same few ids and names stand all over a file.
@lru_cache(maxsize=4096)
def fits(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern, one of those above."""
    return bool(re.search(pattern, name)) and not name.endswith("\n")


def fault_of(pattern: str) -> tuple[str, str]:
    """What is wrong with names that do not fit a pattern, and what helps."""
    return _FAULTS[pattern]
