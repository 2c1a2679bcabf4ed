"""Why an edit is left to a whole build."""

from __future__ import annotations


class Refused(Exception):
    """An edit may change more than the text of its page; the message says what, in a few words."""
