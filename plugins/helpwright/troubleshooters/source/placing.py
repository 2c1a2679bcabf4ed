"""Where in the file something of a compiled program stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpwright.errors import Place

Places = Mapping[tuple[Any, ...], Place]
"""Places by ("steps", id), ("steps", id, "rules", number), ("tables", name, "rows", number)...

`()` has the place of the file.
"""


def place_of(places: Places, *key: Any) -> Place:
    """The place of something, or of the nearest thing around it that has one."""
    for length in range(len(key), -1, -1):
        if key[:length] in places:
            return places[key[:length]]
    return Place(min((place.path for place in places.values()), default=""))
