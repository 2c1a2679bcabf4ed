"""Edited articles, made anew and put into the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpwright.articles.kinds import Audience
from helpwright.articles.links import Rendered
from helpwright.articles.model import Settings, Snippet
from helpwright.errors import Place, Severity
from helpwright.files import locked
from helpwright.publication import leaks, staging
from helpwright.publication.changes import Changes
from helpwright.rebuilds import included, inputs, kept, record, related_lists, ties
from helpwright.rebuilds.editing import Edited, Site, edit, read
from helpwright.rebuilds.record import Facts, Page, Record
from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.rendering import Renderer
from helpwright.rebuilds.sheets import Sheets
from helpwright.rebuilds.ties import Ties
from helpwright.rebuilds.ways import Ways
from helpwright.search import related_state, store
from helpwright.search.documents import Document, from_html
from helpwright.search.patches import Edit
from helpwright.search.pieces import digest_of
from helpwright.search.related import Comparison
from helpwright.search.steering import Promotion, Steering, Synonym

if TYPE_CHECKING:
    from helpwright.rebuilds.listings import Listed

SEARCH_STORE = Path(".helpwright", "search")


def put_in(
    known: Record, changed: Mapping[str, bytes], facts: Facts, memory: store.Memory | None = None
) -> Changes:
    """Make the pages of edited articles anew, and put them into the site.

    Args:
        known: The record of the site.
        changed: The files of articles that are to be made anew, as they are now, by their paths
            below the docs folder.
        facts: What the record is to say then, but for the site itself.
        memory: What this process has kept of the search store.

    Returns:
        What changed in the site.

    Raises:
        Refused: it takes a whole build. The site is as it was.
    """
    site, whole = Path(facts.site), _site(known, facts)
    pages = _edited(known, changed, site, whole)
    knots = ties.look(pages, facts, whole, partial(_read_other, known, site, whole))
    if not knots.asked <= set(facts.asked):
        facts = replace(facts, asked=sorted(knots.asked.union(facts.asked)))
    sheets = Sheets(
        lambda name: _read_page(site / name), {one.page.output: one.html for one in pages}
    )
    listed = _listed(known, pages, facts, whole, sheets)
    compared = _compared(known, pages, knots, sheets, listed)
    with staging.stage_for(site) as stage:
        old = [_document(known, edited, site) for edited in pages] if facts.index else []
        fresh, sources, stale = _put_on_stage(stage.folder, pages, old, sheets.html, facts, memory)
        _look_through(stage.folder, facts)
        with staging.swapping(site):
            if inputs.folder_mark(site) != facts.mark:
                raise Refused("the site is not as it was built")
            known.doubt()
            there = {name for name in fresh if (site / name).exists()}
            gone = inputs.fingerprint(site, [*there, *stale])
            for name in fresh:
                target = site / name
                target.parent.mkdir(parents=True, exist_ok=True)
                (stage.folder / name).replace(target)
            for name in stale:
                (site / name).unlink(missing_ok=True)
            mark = inputs.folder_mark(site)
            tree = inputs.combined(int(facts.tree, 16), gone, inputs.fingerprint(site, fresh))
    used = {edited.page.path: edited.included for edited in pages}
    facts = replace(facts, mark=mark, tree=f"{tree:x}", sources=sources)
    facts = replace(facts, included=included.by_name(used, facts.included))
    shelves = listed.shelves.values() if listed else ()
    entries = listed.catalog if listed else None
    known.renew(facts, _rows(known, pages, sheets), compared, shelves, entries)
    new = set(fresh) - there
    return Changes(tuple(sorted(new)), tuple(sorted(there)), tuple(sorted(stale)))


def _edited(known: Record, changed: Mapping[str, bytes], site: Path, whole: Site) -> list[Edited]:
    """The pages of these articles."""
    found: list[Edited] = []
    for path, data in sorted(changed.items()):
        page = known.page(path)
        if page is None:
            raise Refused(f"{path} changed")
        html = _read_page(site / page.output)
        try:
            found.append(edit(page, html, data, whole))
        except Refused as refusal:
            raise Refused(f"{path}: {refusal}") from None
    return found


def _read_other(known: Record, site: Path, whole: Site, path: str) -> Rendered:
    """What the page of an article holds that nobody edited."""
    page = known.page(path)
    if page is None:
        raise Refused("what it links to is not known")
    return read(page, _read_page(site / page.output), whole)


def _listed(
    known: Record, pages: Sequence[Edited], facts: Facts, whole: Site, sheets: Sheets
) -> Listed | None:
    """Change the pages that list articles with other front matter; None if there are none."""
    edits = [edited.articles for edited in pages if edited.articles]
    if not edits:
        return None
    # Only now: most edits leave titles as they are.
    from helpwright.rebuilds import listings

    listings.check(edits, whole.catalog, whole.ways.known, facts)
    return listings.follow(edits, whole.catalog, known, sheets, whole.theme)


def _rows(known: Record, pages: Sequence[Edited], sheets: Sheets) -> Iterator[Page]:
    """What is known now of the pages that were edited, and of those whose text has moved."""
    edited = {one.page.path: one.page for one in pages}
    for path in {**edited, **sheets.moved}:
        page = edited.get(path) or known.page(path)
        if page is not None:
            yield replace(page, start=page.start + sheets.moved.get(path, 0))


def _compared(
    known: Record, pages: Sequence[Edited], knots: Ties, sheets: Sheets, listed: Listed | None
) -> bytes | None:
    """Change the lists of related articles; gives how all compare now, if that changed."""
    pairs = [edited.outlines for edited in pages if edited.outlines[0] != edited.outlines[1]]
    retitled = listed.shelves if listed else {}
    if not pairs and not knots.cut and not knots.tied and not retitled:
        return None
    try:
        first = related_state.loads(known.related())
    except ValueError:
        raise Refused("the record of the last build is of no use") from None
    made: Comparison | None = first
    for before, after in pairs:
        made = related_state.edited(made, before, after) if made else None
    if made is None:
        raise Refused("other articles may be related now")
    made = related_state.relinked(made, knots.cut, knots.tied)
    urls = dict.fromkeys(made.changed(first))
    for url in retitled:
        named = listed.named.get(url, ()) if listed else ()
        urls |= dict.fromkeys([*first.listing(url), *named])
    for url in urls:
        page = known.shelf(url)
        old = related_lists.shown(page.named, first.of(url), url)
        new = related_lists.shown(page.named, made.of(url), url)
        if old == new and retitled.keys().isdisjoint(new):
            continue
        shelves = {other: known.shelf(other) for other in {*old, *new}}
        now = {**shelves, **{other: retitled[other] for other in shelves if other in retitled}}
        text = sheets.text(page.output)
        sheets.html[page.output] = related_lists.replaced(text, page, old, new, shelves, now)
    return related_state.dumps(made)


def _read_page(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError):
        raise Refused("a page in the site is not the one that was built") from None


def _site(known: Record, facts: Facts) -> Site:
    values = dict(facts.settings)
    values["audience"] = Audience(values["audience"])
    values["today"] = date.fromisoformat(values["today"])
    if values["unknown_keys"] is not None:
        values["unknown_keys"] = Severity(values["unknown_keys"])
    return Site(
        Settings(**values),
        _snippets(facts),
        _snippets(known.facts),
        facts.shown,
        Renderer(facts.markdown),
        facts.hidden_runs,
        facts.has_hidden,
        Ways(known.whereabouts),
        frozenset(place[0] for place, *_ in facts.findings),
        known.catalog,
        record.path_for(facts.run).with_name(kept.NAME),
    )


def _snippets(facts: Facts) -> dict[str, Snippet]:
    return {name: Snippet(name, Place(file), text) for name, file, text in facts.snippets}


def _document(known: Record, edited: Edited, site: Path) -> Document:
    """What search knows of a page that is about to be replaced."""
    page = known.page(edited.page.path)
    if page is None:
        raise Refused(f"{edited.page.path} changed")
    content = _read_page(site / page.output)[page.start : page.start + page.length]
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in page.fields.items()
    }
    return from_html(content, **fields)


def _put_on_stage(
    stage: Path,
    pages: Sequence[Edited],
    old: Sequence[Document],
    html: Mapping[str, str],
    facts: Facts,
    memory: store.Memory | None,
) -> tuple[list[str], list[list[str]], list[str]]:
    """Write what changes below the stage.

    Returns:
        The files in the order in which they go into the site, what search knows now, and the
        files that go.
    """
    for name, text in html.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # As MkDocs writes it.
        path.write_bytes(text.encode("utf-8", "xmlcharrefreplace"))
    names = sorted(html)
    if not facts.index:
        return names, facts.sources, []
    new = {edited.document.url: edited for edited in pages}
    was = {document.url: document for document in old}
    listed: list[list[str]] = []
    edits: list[Edit] = []
    for source in facts.sources:
        one = new.get(source[0])
        if one:
            fingerprint = store.fingerprint_of(one.page.fields, store.text_digest(one.content))
            edits.append(Edit(was[source[0]], one.document, fingerprint))
            source = [*source[:2], fingerprint]
        listed.append(source)
    fresh, stale = _search(facts, listed, edits, memory)
    home = Path(facts.run.config).parent / SEARCH_STORE
    for name in fresh:
        target = stage / facts.index / name
        target.parent.mkdir(parents=True, exist_ok=True)
        store.copy(home, name, target)
    # The list of the index comes last: a reader sees the old index or the new one.
    found = [f"{facts.index}/{name}" for name in fresh]
    return [*found[:-1], *names, *found[-1:]], listed, [f"{facts.index}/{name}" for name in stale]


def _search(
    facts: Facts,
    listed: Sequence[Sequence[str]],
    edits: Sequence[Edit],
    memory: store.Memory | None,
) -> tuple[list[str], list[str]]:
    """Bring the search store up to date; gives the differences to what the site has."""
    home = Path(facts.run.config).parent / SEARCH_STORE
    published = Path(facts.site) / facts.index
    steering = _steering(facts.steering)
    home.mkdir(parents=True, exist_ok=True)
    with locked(home / "lock") as mine:
        if not mine:
            raise Refused("another build is at work")
        digests = digest_of(facts.sources), digest_of(listed)
        found = store.edit(edits, digests, steering, home, published)
        if found is not None:
            return found
        documents = {edit.after.url: edit.after for edit in edits}
        sources = [
            store.Source(url, language, fingerprint, partial(_read, documents.get(url)))
            for url, language, fingerprint in listed
        ]
        store.update(sources, steering, home, memory)
        return store.differences(home, published)


def _look_through(stage: Path, facts: Facts) -> None:
    if not facts.is_public:
        return
    secrets = [leaks.Secret(kind, value, Place(file)) for kind, value, file in facts.secrets]
    if leaks.scan(stage, secrets, public_urls=facts.public_urls):
        raise Refused("it would show what is internal")


def _steering(values: Mapping[str, Any]) -> Steering:
    return Steering(
        values["weights"],
        tuple(Synonym(*map(tuple, pair)) for pair in values["synonyms"]),
        tuple(Promotion(*map(tuple, pair)) for pair in values["promotions"]),
    )


def _read(document: Document | None) -> Document:
    if document is None:
        raise Refused("the search index is not the one that was built")
    return document
