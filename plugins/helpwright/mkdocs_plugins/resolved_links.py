"""Links of pages that the last build resolved among the same files, so that nobody need again."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.mkdocs_plugins import companions
from helpwright.rebuilds.kept import Kept, key_of
from helpwright.rebuilds.tables import Table

_SILENT = ("not_found", "absolute_links", "unrecognized_links")


class ResolvedLinks:
    """What became of the links of pages, by what the pages are made from.

    Args:
        table: What the last build noted.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._files = ""

    def among(self, files: Files) -> ResolvedLinks:
        """These, once all plugins have added their files."""
        if not self._files:
            seen = hashlib.blake2b(digest_size=16)
            for file in files:
                seen.update(f"{file.src_uri}\n{file.url}\n".encode("utf-8", "surrogatepass"))
            self._files = seen.hexdigest()
        return self

    def has(self, key: bytes, links: Iterable[tuple[str, str]]) -> bool:
        """Whether these links became just that among just these files."""
        return bool(self._table.get(key) == self._digest(links))

    def note(self, key: bytes, links: Iterable[tuple[str, str]]) -> None:
        """Note what the links of a page became."""
        self._table.put(key, self._digest(links))

    def close(self) -> None:
        """Leave that to the next build."""
        self._table.close()

    def _digest(self, links: Iterable[tuple[str, str]]) -> bytes:
        return key_of("links", self._files, *(text for pair in links for text in pair))


def prepare(config: MkDocsConfig, kept: Kept) -> ResolvedLinks | None:
    """The links of one build; none where somebody may hear of them, or add files meanwhile."""
    levels = [config.validation.links[name] for name in _SILENT]
    if companions.others(config) or any(level != logging.DEBUG for level in levels):
        return None
    audience = companions.audience(config)
    return ResolvedLinks(Table(kept, "links", str(config.config_file_path), audience))
