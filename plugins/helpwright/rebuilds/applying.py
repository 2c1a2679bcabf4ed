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
from helpwright.rebuilds import inputs, record
from helpwright.rebuilds.inputs import UNKNOWN, Mark
from helpwright.rebuilds.record import Facts, Record, Run
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
        path: _digest(Path(path))
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
    changed = dict(_changed(facts, found))
    if len(changed) > MOST:
        raise Refused("many articles changed")
    known_now = replace(facts, inputs=found, digests=_renewed(facts, found, changed))
    if not _differ(known, changed):
        known.renew(known_now, ())
        return _done(facts, Changes())
    # Only now: most runs of a watching writer find nothing, and Markdown and NumPy take longer.
    from helpwright.rebuilds import edited_pages

    return _done(facts, edited_pages.put_in(known, changed, known_now, memory))


def _differ(known: Record, changed: Mapping[str, bytes]) -> bool:
    """Whether any of these articles is another than it was; a file may only have been touched."""
    for path, data in changed.items():
        page = known.page(path)
        if page is None:
            raise Refused(f"{path} changed")
        if page.source != data:
            return True
    return False


def _changed(facts: Facts, found: Mapping[str, Mark]) -> Iterator[tuple[str, bytes]]:
    """The articles that changed, by their paths below the docs folder, with what they hold now."""
    if found.keys() != facts.inputs.keys():
        raise Refused("a file was added, moved or removed")
    docs = f"{facts.docs}{os.sep}"
    known = facts.inputs
    for path in sorted(
        path for path, mark in found.items() if mark != known[path] or mark == UNKNOWN
    ):
        if path in facts.digests and _digest(Path(path)) == facts.digests[path]:
            continue
        if not path.startswith(docs):
            raise Refused(f"{Path(path).name} changed")
        try:
            yield path.removeprefix(docs).replace(os.sep, "/"), Path(path).read_bytes()
        except OSError:
            raise Refused("an article cannot be read") from None


def _renewed(
    facts: Facts, found: Mapping[str, Mark], changed: Mapping[str, bytes]
) -> dict[str, str]:
    """The digests, now that these articles changed."""
    docs = Path(facts.docs)
    gone = {str(docs / name) for name in changed}
    kept = {path: digest for path, digest in facts.digests.items() if path not in gone}
    new = [path for path, mark in found.items() if mark == UNKNOWN and path not in kept]
    return kept | {path: _digest(Path(path)) for path in new}


def _done(facts: Facts, changes: Changes) -> Done:
    findings = tuple(
        Finding(Place(*place), code, message, hint, Severity(severity))
        for place, code, message, hint, severity in facts.findings
    )
    said = tuple((level, text) for level, text in facts.said)
    return Done(facts.shown_site, facts.pages, changes, facts.articles, findings, said)


def _digest(path: Path) -> str:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""
