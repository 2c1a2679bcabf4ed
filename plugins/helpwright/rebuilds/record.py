"""What a whole build leaves for the edits after it: one SQLite file beside `mkdocs.yml`.

It holds the texts of all articles, so it lies in `.helpwright/`, which is private. A record that
cannot be read, or that another version wrote, counts for nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from helpwright.files import new_database
from helpwright.rebuilds import inputs
from helpwright.rebuilds.inputs import Mark
from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.related_lists import Shelf
from helpwright.search.packed import pack, unpack

FORMAT = 5
FOLDER = Path(".helpwright", "builds")
# As long as the site has articles. The stamp tells which Python wrote them.
_LONG = frozenset({"inputs", "sources", "articles", "included"})
_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE shelves (url TEXT PRIMARY KEY, shelf TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE related (comparison BLOB NOT NULL);
CREATE TABLE whereabouts (known TEXT NOT NULL);
CREATE TABLE catalog (known BLOB NOT NULL);
CREATE TABLE pages (path TEXT PRIMARY KEY, facts TEXT NOT NULL, source BLOB NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Page:
    """A page of which the text may be changed by itself.

    Attributes:
        path: The article's file, relative to the docs folder.
        output: The page's file, relative to the site.
        start: Where the text of the article begins in the page, in characters.
        length: How many characters it has there.
        header: How many characters of the file come before its text, if the title is among them;
            0 if the title may stand in the text.
        body_line: The line at which the text begins.
        links: How addresses are written in the article, and what they became.
        fields: What search knows of the page beside its text.
        hides_contents: Whether its writer wants no table of contents.
        aliases: The anchors that it had once, as `AnchorAlias` takes them.
        source: The article's file as it was.
    """

    path: str
    output: str
    start: int
    length: int
    header: int
    body_line: int
    links: Mapping[str, str]
    fields: Mapping[str, Any]
    hides_contents: bool = False
    aliases: Sequence[Sequence[Any]] = ()
    source: bytes = b""


@dataclass(frozen=True)
class Run:
    """What was asked for, beside what the configuration says; "" and None leave that as it is.

    Attributes:
        config: The configuration's file.
        site: The folder to build into.
        audience: For whom.
        drafts: Whether drafts are shown.
        today: The day that counts.
    """

    config: str
    site: str = ""
    audience: str = ""
    drafts: bool | None = None
    today: str = ""


@dataclass(frozen=True)
class Facts:
    """What a whole build was like.

    Attributes:
        run: Which build it was.
        clock: The day of the clock, if that counted for what is shown; "" if somebody named it.
        day: The day of the build, which stands in the sitemap.
        site: The site's folder; `shown_site` as the configuration has it.
        mark: Inode and time of the last change of that folder, which others replace.
        tree: What tells the files of that folder from others.
        is_public: Whether it was built for customers.
        roots: The files and folders that it read.
        inputs: The files in them, as they were before it began.
        digests: A digest of each file that is no article, and of what had just changed, as its
            time may not tell.
        docs: The docs folder; `shown` is what people call it.
        index: The folder of the search index, relative to the site; "" without our search.
        markdown: Names and options of the Markdown extensions.
        settings: How articles are read.
        snippets: Name, file and text of each.
        included: The paths of the articles that include a snippet, by its name.
        sources: URL, language and fingerprint of each page that search lists.
        steering: How search is steered.
        secrets: Kind, value and file of what the site must not say.
        public_urls: Addresses whose parts are no evidence of a secret.
        hidden_runs: Sentences of hidden articles; whether an article says one decides what is
            secret.
        has_hidden: Whether some articles are hidden.
        asked: The anchors that links to other pages name.
        findings: What was found wrong.
        said: Level and text of the warnings, in the order in which they were printed.
        pages: How many pages the site has.
        articles: The articles' files, as people call them, by their pages in the site.
    """

    run: Run
    clock: str
    day: str
    site: str
    shown_site: str
    mark: list[int]
    tree: str
    is_public: bool
    roots: list[str]
    inputs: Mapping[str, Mark]
    digests: Mapping[str, str]
    docs: str
    shown: str
    index: str
    markdown: Mapping[str, Any]
    settings: Mapping[str, Any]
    snippets: list[list[str]]
    included: Mapping[str, Sequence[str]]
    sources: list[list[str]]
    steering: Mapping[str, Any]
    secrets: list[list[Any]]
    public_urls: list[str]
    hidden_runs: list[str]
    has_hidden: bool
    asked: list[str]
    findings: list[list[Any]]
    said: list[list[str]]
    pages: int
    articles: Mapping[str, str]


def path_for(run: Run) -> Path:
    """Where the record of a build lies: one for each audience, site folder and so on."""
    name = json.dumps([run.config, run.site, run.audience, run.drafts])
    digest = hashlib.blake2b(name.encode(), digest_size=8).hexdigest()
    return Path(run.config).parent / FOLDER / f"{digest}.sqlite"


def write(
    path: Path,
    facts: Facts,
    pages: Iterable[Page],
    shelves: Iterable[Shelf],
    related: bytes,
    whereabouts: str,
    catalog: bytes,
) -> None:
    """Write a record, and put it into the place of the last one when it is whole.

    Args:
        path: Its file.
        facts: What the build was like.
        pages: The pages that may be changed by themselves.
        shelves: How articles stand in lists.
        related: How all articles were compared, as bytes.
        whereabouts: What links may lead to, as a text.
        catalog: What pages say of articles, as bytes.
    """
    prepare_folder(path.parent)
    with new_database(path, _SCHEMA) as con:
        con.executemany("INSERT INTO facts VALUES (?, ?)", _rows(facts))
        con.executemany("INSERT INTO pages VALUES (?, ?, ?)", map(_row, pages))
        con.executemany("INSERT INTO shelves VALUES (?, ?)", map(_shelf_row, shelves))
        con.execute("INSERT INTO related VALUES (?)", [related])
        con.execute("INSERT INTO whereabouts VALUES (?)", [whereabouts])
        con.execute("INSERT INTO catalog VALUES (?)", [catalog])


def prepare_folder(folder: Path) -> None:
    """Make the folder of what is kept between builds, which is nothing for git."""
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder.parent / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")


def forget(path: Path) -> None:
    """Leave no record, so that the next build is a whole one."""
    path.unlink(missing_ok=True)


class Record:
    """A record that is open; its rows are read when they are asked for."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con
        values = dict(con.execute("SELECT name, value FROM facts").fetchall())
        self.stamp = values.pop("stamp", "")
        read = {
            name: unpack(value) if isinstance(value, bytes) else json.loads(value)
            for name, value in values.items()
        }
        read["run"] = Run(**read["run"])
        self.facts = Facts(**read)

    def page(self, path: str) -> Page | None:
        """What is known of an article, if its text may be changed by itself."""
        row = self._con.execute("SELECT facts, source FROM pages WHERE path = ?", [path]).fetchone()
        return Page(**json.loads(row[0]), source=bytes(row[1])) if row else None

    def shelf(self, url: str) -> Shelf:
        """How an article stands in lists of related ones.

        Raises:
            Refused: it is not known.
        """
        row = self._con.execute("SELECT shelf FROM shelves WHERE url = ?", [url]).fetchone()
        if row is None:
            raise Refused("something that is no article is related now")
        return Shelf(**json.loads(row[0]))

    def related(self) -> bytes:
        """How all articles were compared."""
        (data,) = self._con.execute("SELECT comparison FROM related").fetchone()
        return bytes(data)

    def whereabouts(self) -> str:
        """What links may lead to."""
        (text,) = self._con.execute("SELECT known FROM whereabouts").fetchone()
        return str(text)

    def catalog(self) -> bytes:
        """What pages say of articles."""
        (data,) = self._con.execute("SELECT known FROM catalog").fetchone()
        return bytes(data)

    def doubt(self) -> None:
        """Make the record count for nothing until it is renewed: the site is being changed."""
        with self._con as con:
            con.execute("UPDATE facts SET value = '' WHERE name = 'stamp'")

    def renew(
        self,
        facts: Facts,
        pages: Iterable[Page],
        related: bytes | None = None,
        shelves: Iterable[Shelf] = (),
        catalog: bytes | None = None,
    ) -> None:
        """Note what an edit changed, at once or not at all."""
        with self._con as con:
            rows = _rows(facts, self.facts)
            con.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", rows)
            con.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", map(_row, pages))
            con.executemany(
                "INSERT OR REPLACE INTO shelves VALUES (?, ?)", map(_shelf_row, shelves)
            )
            if related is not None:
                con.execute("UPDATE related SET comparison = ?", [related])
            if catalog is not None:
                con.execute("UPDATE catalog SET known = ?", [catalog])


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Record | None]:
    """The record at a path; None if there is none that can be used."""
    if not path.is_file():
        yield None
        return
    with contextlib.ExitStack() as stack:
        try:
            con = stack.enter_context(closing(sqlite3.connect(path, isolation_level="IMMEDIATE")))
            record = Record(con)
        # A file that is damaged, or of another format, fails in many ways.
        except (sqlite3.Error, ValueError, TypeError, LookupError, AttributeError):
            record = None
        yield record if record and record.stamp == stamp() else None


@cache
def stamp() -> str:
    """What else pages depend on: what is installed, and Helpwright's own files."""
    # The name of a distribution's folder has its version; to read them all takes far longer.
    folder = Path(sysconfig.get_path("purelib"))
    installed = sorted(path.name for path in folder.iterdir() if path.suffix == ".dist-info")
    own = inputs.look([Path(__file__).parent.parent])
    marks = sorted((path, mark[:2]) for path, mark in own.items() if not path.endswith(".pyc"))
    seen = repr((FORMAT, sys.version, installed, marks))
    return hashlib.blake2b(seen.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _rows(facts: Facts, before: Facts | None = None) -> Iterator[tuple[str, str | bytes]]:
    """The stamp and each fact that is another than before."""
    yield "stamp", stamp()
    for name, value in vars(facts).items():
        if before and getattr(before, name) == value:
            continue
        if name in _LONG:
            yield name, pack(value)
            continue
        written = asdict(value) if name == "run" else value
        yield name, json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _shelf_row(shelf: Shelf) -> tuple[str, str]:
    return shelf.url, json.dumps(vars(shelf), ensure_ascii=False, separators=(",", ":"))


def _row(page: Page) -> tuple[str, str, bytes]:
    facts = {name: value for name, value in vars(page).items() if name != "source"}
    written = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return page.path, written, page.source
