"""Pages compared with each other, as far as the last build has not done it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.mkdocs_plugins import companions, documents
from helpwright.mkdocs_plugins.markdown_pages import is_shared
from helpwright.rebuilds.kept import Kept, key_of
from helpwright.search import related, related_state
from helpwright.search.related import Comparison, Outline

_Noted = dict[str, tuple[str, str, str]]
"""Fingerprint, category and language of each page, by its URL."""
_FEW = 12
"""So many pages that changed, came or went are put into the last comparison one by one."""


def compare(
    files: Files,
    config: MkDocsConfig,
    graph: Mapping[str, Collection[str]],
    urls: Collection[str],
    kept: Kept,
) -> Comparison:
    """Compare the pages with these URLs by text and links."""
    pages = [page for page in documents.searched(files) if page.url in urls]
    for page in pages if not companions.others(config) else ():
        if is_shared(page):
            page.markdown = ""  # It is rendered, and takes as much room as what is made of it now.
    known = {page.url: (page, documents.fields_of(page, config)) for page in pages}
    noted: _Noted = {}
    for url, (page, fields) in known.items():
        fingerprint = documents.fingerprint_of(page, fields)
        noted[url] = fingerprint, fields["category"], fields["language"]
    # Builds for others have other pages.
    place = key_of("comparison", str(config.config_file_path), companions.audience(config))
    before, made = _last(kept.get(place))
    now = None
    if made is not None:
        changed = [url for url in noted if noted[url] != before.get(url)]
        gone = before.keys() - noted.keys()
        if len(changed) + len(gone) <= _FEW:
            kinds = {url: (category, language) for url, (_, category, language) in before.items()}
            outlines = [_outline(*known[url], noted[url][0], kept) for url in changed]
            now = related_state.renewed(made, kinds, outlines, graph, sorted(gone))
    if now is None:
        found = (_outline(*known[url], noted[url][0], kept) for url in noted)
        now = related.compare(found, graph)
    if now is not made or noted != before:
        kept.put(place, (noted, related_state.dumps(now)))
    kept.rest()
    return now


def _last(kept: Any) -> tuple[_Noted, Comparison | None]:
    """What stood for the pages of the last build, and how these were compared."""
    if kept is not None:
        with contextlib.suppress(ValueError):
            return kept[0], related_state.loads(kept[1])
    return {}, None


def _outline(page: Page, fields: Mapping[str, Any], fingerprint: str, kept: Kept) -> Outline:
    key = key_of("outline", fingerprint)
    known = kept.get(key)
    if known is None:
        known = dict(related.outline(documents.read(page, fields)).counts)
        kept.put(key, known)
    return Outline(fields["url"], fields["category"], fields["language"], known)
