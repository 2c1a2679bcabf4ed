"""What kinds of articles there are, for whom, and how far they have come."""

from __future__ import annotations

from enum import StrEnum


class Type(StrEnum):
    """What kind of article it is."""

    HOW_TO = "how-to"
    TROUBLESHOOTING = "troubleshooting"
    FAQ = "faq"
    REFERENCE = "reference"
    KNOWN_ISSUE = "known-issue"
    ANNOUNCEMENT = "announcement"


class Audience(StrEnum):
    """Who may read it. Agents also read what is public."""

    PUBLIC = "public"
    AGENTS = "agents"


class Status(StrEnum):
    """Where it stands between being written and being withdrawn."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"
