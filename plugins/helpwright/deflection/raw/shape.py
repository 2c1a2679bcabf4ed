"""The shape into which each system's tables are brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Raw:
    """One system's tables in one shape.

    Attributes:
        tickets: The canonical columns of `tickets`, and `survivor`, the ticket that it was merged
            into, or NULL. Sources, tickets and authors may be numbers: nothing asks for text.
        kept: Whether `tickets` is a table already, not a query, and has the column `tags` itself.
        tags: source, ticket, tags: text with commas or other marks between tags. Of tickets that
            have them themselves the column alone.
        comments: source, ticket, comment, author (NULL if unknown), sent_by ("agent", "bot",
            "customer"), created_at, body. Public ones only, without what a merge copies.
    """

    tickets: Any
    tags: Any
    comments: Any
    kept: bool = False


COMMENT = ("source", "ticket", "comment", "author", "sent_by", "created_at")
