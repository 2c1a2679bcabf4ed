"""Learning as a whole: from exports and a store to topics, terms and gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpwright.deflection.learning.gaps import FEWEST_LINKED, find_gaps
from helpwright.deflection.learning.messages import Ask, Message, know, read_messages
from helpwright.deflection.learning.proposals import Files, Learned, write_proposals
from helpwright.deflection.learning.terms import Wording, propose, wording_of
from helpwright.deflection.learning.topics import Topic, find_topics, write_topics
from helpwright.deflection.learning.vocabulary import vocabularies
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.search.documents import Document
from helpwright.search.index import Index
from helpwright.search.suggestions import Library, compile_library
from helpwright.tickets import privacy, readers
from helpwright.tickets.model import Record, Skipped
from helpwright.tickets.store import open_store, readable

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class Site:
    """What learning needs of a site.

    Attributes:
        library: What customers can open, for finding the best article of a ticket.
        names: The name of each document of the library by its address: an article's id.
        articles: The words of each public article by id.
        words: The words of the whole site by language.
    """

    library: Library
    names: Mapping[str, str]
    articles: Mapping[str, Wording]
    words: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Result:
    """What learning did.

    Attributes:
        messages: First messages of customers that count.
        linked: How many of them are of tickets in which an agent linked an article.
        learned: New terms, and gaps.
        findings: What was wrong with the exports, and what else is to be said.
        changed: Whether the store changed.
    """

    messages: int
    linked: int
    learned: Learned
    findings: tuple[Finding, ...]
    changed: bool


def site_of(index: Index, names: Mapping[str, str], public: Mapping[str, Document]) -> Site:
    """What learning needs of a site's index.

    Args:
        index: Of what customers can open.
        names: The names of the documents that may answer, by address.
        public: Articles by id.
    """
    return Site(
        compile_library(index, keep=lambda document: document.url in names),
        names,
        {name: wording_of(document) for name, document in public.items()},
        {part.language: frozenset(word.surface for word in part.words) for part in index.parts},
    )


def learn(
    store: Path,
    sources: Sequence[Path],
    *,
    system: str,
    site: Site,
    files: Files,
    key: bytes,
    ask: Ask,
    progress: Progress | None = None,
) -> Result:
    """Read exports again, write topics into the store, and proposals beside it.

    Args:
        store: The store, into which these exports were imported before.
        sources: The exports, each a folder or a file.
        system: Their system, or "auto".
        site: The site's articles.
        files: What a person accepted and rejected.
        key: The key for pseudonyms with which the store began.
        ask: From a subject and a customer's own words to what is asked.
        progress: Called with how much is done and of what.

    Raises:
        InputError: an export, the key or the store cannot be used, or something is not installed.
        StoreError: the store cannot be read.
    """
    findings: list[Finding] = [*files.findings]
    messages = _read(store, sources, system, key, ask, findings, progress)
    if progress:
        progress(len(messages), "finding topics")
    topics = find_topics(messages, site.library, site.names)
    changed = write_topics(store, topics)
    if progress:
        progress(len(messages), "finding words")
    read = vocabularies(list(_with_topics(messages, topics, site)), site.words)
    terms = propose(read, site.articles, reviewed=files.reviewed)
    gaps = find_gaps(read, {topic.key: topic for topic in topics})
    learned = Learned(terms, gaps)
    write_proposals(store.parent / "proposals", learned, files)
    linked = sum(1 for message in messages if message.articles)
    return Result(len(messages), linked, learned, (*findings, *_said(store, messages)), changed)


def _read(
    store: Path,
    sources: Sequence[Path],
    system: str,
    key: bytes,
    ask: Ask,
    findings: list[Finding],
    progress: Progress | None,
) -> list[Message]:
    """The messages of all exports; of a ticket in several, the one with the earliest comment."""
    by_system: dict[str, list[Iterator[Record]]] = {}
    for source in sources:
        chosen = readers.choose(system, source)
        findings += chosen.findings
        records = chosen.reader(
            source, pseudonymise=privacy.pseudonymiser(key, chosen.system), progress=progress
        )
        by_system.setdefault(chosen.system, []).append(records)
    messages: list[Message] = []
    con = open_store(store)
    try:
        with readable(store):
            privacy_mark = con.execute("SELECT value FROM meta WHERE name = 'key'").fetchall()
            if privacy_mark and privacy_mark != [(privacy.fingerprint(key),)]:
                raise InputError(_another_key(store))
            for name in sorted(by_system):
                records = _noting(by_system[name], findings)
                messages += read_messages(records, know(con, name), name, ask)
    finally:
        con.close()
    return messages


def _noting(exports: Sequence[Iterator[Record]], findings: list[Finding]) -> Iterator[Record]:
    """All records; what is wrong in the files was told at import, row by row, and is counted."""
    skipped: list[Skipped] = []
    for records in exports:
        for record in records:
            if isinstance(record, Skipped):
                skipped.append(record)
            yield record
    if skipped:
        message = f"{len(skipped):,} rows could not be used"
        hint = "importing the export lists each of them"
        findings.append(Finding(skipped[0].finding.place, "bad-row", message, hint))


def _with_topics(
    messages: Sequence[Message], topics: Sequence[Topic], site: Site
) -> Iterator[Message]:
    shelves = site.library.shelves
    main = shelves[0].part.language if shelves else "en"
    for message, topic in zip(messages, topics, strict=True):
        known = [site.articles[name].language for name in message.articles if name in site.articles]
        yield message._replace(
            language=known[0] if known else topic.language or main,
            about=" ".join(message.articles) or topic.article,
        )


def _said(store: Path, messages: Sequence[Message]) -> Iterator[Finding]:
    place = Place(str(store))
    if not messages:
        message = "no first message of a ticket in the store was found in the export"
        hint = "give the export that was imported, with comments and users"
        yield Finding(place, "nothing-to-learn", message, hint)
    elif (linked := sum(1 for m in messages if m.articles)) < FEWEST_LINKED:
        message = (
            f"{linked} of the tickets read link an article; content gaps need {FEWEST_LINKED}, "
            "to tell how well an article that answers scores"
        )
        yield Finding(place, "too-few-linked", message, severity=Severity.NOTICE)


def _another_key(store: Path) -> Finding:
    message = "the store was begun with another key, so tickets and people cannot be matched"
    hint = f"use the key it began with ({privacy.VARIABLE} or the key file)"
    return Finding(Place(str(store)), "another-key", message, hint, Severity.ERROR)
