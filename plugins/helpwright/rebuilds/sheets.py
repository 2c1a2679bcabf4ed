"""Pages of the site while an edit changes them: what stands there once is exchanged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from helpwright.rebuilds.refusal import Refused

MOST = 400
"""Pages that an edit may change; for more a whole build takes hardly longer."""


@dataclass
class Sheets:
    """Pages of the site while they are changed, by their files.

    `read` gives a page as it stands; `moved` tells by how many characters the text of an article
    has moved in its page.
    """

    read: Callable[[str], str]
    html: dict[str, str]
    moved: dict[str, int] = field(default_factory=dict)

    def text(self, output: str) -> str:
        """A page as it is now."""
        known = self.html.get(output)
        return self.read(output) if known is None else known

    def swap(self, output: str, before: str, after: str) -> int:
        """Put something into a page in the place of what stands there once.

        Returns:
            By how many characters what follows it has moved.
        """
        if before == after:
            return 0
        self.html[output] = swapped(self.text(output), before, after)
        if len(self.html) > MOST:
            raise Refused("many pages say something of the article")
        return len(after) - len(before)


def swapped(html: str, before: str, after: str) -> str:
    """A page with something else in the place of what stands there once.

    Raises:
        Refused: it does not.
    """
    if before == after:
        return html
    if not before or not after:
        raise Refused("a list begins or ends")
    if html.count(before) != 1:
        raise Refused("the page in the site is not the one that was built")
    return html.replace(before, after)
