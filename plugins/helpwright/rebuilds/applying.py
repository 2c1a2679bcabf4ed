"""Edits put into the site: what changed is found, made anew, looked through, and swapped in."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Finding, Place, Severity
from helpwright.files import locked
from helpwright.publication.changes import Changes
from helpwright.rebuilds import included, inputs, record
from helpwright.rebuilds.inputs import UNKNOWN, Mark
from helpwright.rebuilds.record import Facts, Page, Record, Run
from helpwright.rebuilds.refusal import Refused

if TYPE_CHECKING:
    from helpwright.search.store import Memory

MOST = 50
"""Edited articles at once; for more a whole build takes hardly longer."""


@dataclass(frozen=True)
class Done:
    """What an edit came to.

    Attributes:
        site: The site's folder, as the configuration has it.
        pages: How many pages the site has.
        changes: What changed in the site.
        articles: The articles' files by their pages in the site.
        findings: What is wrong with the content, as the last whole build found it.
        said: Level and text of each warning, as it was printed.
    """

    site: str
    pages: int
    changes: Changes
    articles: Mapping[str, str]
    findings: tuple[Finding, ...]
    said: tuple[tuple[str, str], ...]


def apply(
    run: Run, *, clock: str, day: str, strict: bool = False, memory: Memory | None = None
) -> Done:
    """Bring a site that stands up to date with edited articles.

    Args:
        run: The build that is asked for.
        clock: The day by the clock, as YYYY-MM-DD.
        day: The day that a build would write into the sitemap.
        strict: Whether warnings fail a build.
        memory: What a process that goes on has kept of the search store.

    Raises:
        Refused: it takes a whole build. The site is as it was.
    """
    path = record.path_for(run)
    if not path.is_file():
        raise Refused("there is no record of a build")
    with locked(path.with_suffix(".lock")) as mine:
        if not mine:
            raise Refused("another build is at work")
        with record.opened(path) as known:
            if known is None:
                raise Refused("the record of the last build is of no use")
            facts = _checked(known.facts, run, clock, day)
            if strict and facts.said:
                raise Refused("there are warnings")
            return _apply(known, facts, memory)


def digests(marks: Mapping[str, Mark], articles: Collection[str]) -> dict[str, str]:
    """Digests of the files that are no articles, or whose marks say nothing."""
    return {
        path: _digest_of(Path(path))
        for path, mark in marks.items()
        if mark == UNKNOWN or path not in articles
    }


def mark_of_site(facts: Facts) -> list[int]:
    """The mark of the site's folder, if the site is as it was built.

    Raises:
        Refused: it is another one, or there is none.
    """
    site = Path(facts.site)
    try:
        mark = inputs.folder_mark(site)
        # In CI the site is a copy that comes out of an archive.
        if mark != facts.mark and f"{inputs.fingerprint(site):x}" != facts.tree:
            raise Refused("the site is not as it was built")
    except OSError:
        raise Refused("there is no site") from None
    return mark


def _checked(facts: Facts, run: Run, clock: str, day: str) -> Facts:
    """What a record says, if it is of this build and of the site that stands."""
    if facts.run != run:
        raise Refused("other options")
    if facts.clock not in ("", clock) or facts.day != day:
        raise Refused("another day")
    return replace(facts, mark=mark_of_site(facts))


def _apply(known: Record, facts: Facts, memory: Memory | None) -> Done:
    now = time.time_ns()
    found = inputs.settled(inputs.look([Path(root) for root in facts.roots]), now)
    edits = _edits(known, facts, found)
    snippets = included.renewed(facts, edits.snippets)
    now_known = replace(facts, inputs=found, digests=edits.digests, snippets=snippets)
    changed = dict(edits.articles)
    for path in included.articles(known, now_known):
        if path not in changed:
            changed[path] = _page(known, path).source
        if len(changed) > MOST:
            raise Refused("many articles include a snippet that changed")
    if not changed:
        known.renew(now_known, ())
        return _done(facts, Changes())
    # Only now: most runs of a watching writer find nothing, and Markdown and NumPy take longer.
    from helpwright.rebuilds import edited_pages

    return _done(facts, edited_pages.put_in(known, changed, now_known, memory))


@dataclass(frozen=True)
class _Edits:
    """Files that hold something else than they did, by their paths below the docs folder.

    `digests` are those of `Facts`, as they are now.
    """

    articles: Mapping[str, bytes]
    snippets: Mapping[str, bytes]
    digests: Mapping[str, str]


def _edits(known: Record, facts: Facts, found: Mapping[str, Mark]) -> _Edits:
    """What was edited; a file may only have been touched, as all are by a fresh checkout."""
    articles: dict[str, bytes] = {}
    snippets: dict[str, bytes] = {}
    digests = dict(facts.digests)
    files = included.files(facts)
    for path, data in _changed(facts, found):
        name = path.removeprefix(f"{facts.docs}{os.sep}").replace(os.sep, "/")
        if name in files:
            snippets[name] = data
        elif _page(known, name).source != data:
            articles[name] = data
        if len(articles) > MOST:
            raise Refused("many articles changed")
        digests.pop(path, None)
        if name in files or found[path] == UNKNOWN:
            digests[path] = _digest(data)
    return _Edits(articles, snippets, digests)


def _page(known: Record, path: str) -> Page:
    page = known.page(path)
    if page is None:
        raise Refused(f"{path} changed")
    return page


def _changed(facts: Facts, found: Mapping[str, Mark]) -> Iterator[tuple[str, bytes]]:
    """The files below the docs folder that may have changed, with what they hold now."""
    if found.keys() != facts.inputs.keys():
        raise Refused("a file was added, moved or removed")
    docs = f"{facts.docs}{os.sep}"
    known = facts.inputs
    for path in sorted(
        path for path, mark in found.items() if mark != known[path] or mark == UNKNOWN
    ):
        if path in facts.digests and _digest_of(Path(path)) == facts.digests[path]:
            continue
        if not path.startswith(docs):
            raise Refused(f"{Path(path).name} changed")
        try:
            yield path, Path(path).read_bytes()
        except OSError:
            raise Refused("an article cannot be read") from None


def _done(facts: Facts, changes: Changes) -> Done:
    findings = tuple(
        Finding(Place(*place), code, message, hint, Severity(severity))
        for place, code, message, hint, severity in facts.findings
    )
    said = tuple((level, text) for level, text in facts.said)
    return Done(facts.shown_site, facts.pages, changes, facts.articles, findings, said)


def _digest_of(path: Path) -> str:
    try:
        return _digest(path.read_bytes())
    except OSError:
        return ""


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
