"""A style for highlighted code whose colours nobody asks for.

Pages mark the parts of code with classes, and a style sheet of the theme colours these. But
Pygments works out its own colours for each block of code, which takes longer than to highlight it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pygments.style import Style, StyleMeta  # type: ignore[import-untyped]


# Pygments says nothing of its types.
class _Colourless(StyleMeta):  # type: ignore[misc]
    def __iter__(cls) -> Iterator[tuple[object, dict[str, object]]]:
        return iter(())


class Colourless(Style, metaclass=_Colourless):  # type: ignore[misc]
    """A style without a colour for anything."""
