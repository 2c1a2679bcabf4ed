"""An expression as its writer wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from helpwright.errors import Place


@dataclass(frozen=True)
class Formula:
    """The text of an expression. `place` is that of its first character."""

    text: str
    place: Place
