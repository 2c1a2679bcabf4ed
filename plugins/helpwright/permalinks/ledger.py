"""The ledger: every URL and every anchor that each article ever had, one line an article.

It is a dot-file among the articles, so that it is committed and never published. Every article's
line ends in a comma and the last line is always the same, so that two branches that record
different articles merge. A line that a merge left twice counts as both.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpwright.errors import Finding, Place, Severity, StoreError
from helpwright.files import write_atomically
from helpwright.permalinks.claims import Target, read_claims
from helpwright.permalinks.room import find_blocked
from helpwright.permalinks.urls import is_normal, output_path, permalink, permalink_id

LEDGER_NAME = ".permalinks.json"
FORMAT = 1

_HEAD = f'{{"format":{FORMAT},"articles":{{\n'
_TAIL = '"":{}\n}}\n'
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
_KEYS = ("urls", "internal", "anchors", "removed")
_RESTORE = "restore the last good state from git, then run `helpwright check --fix`"


@dataclass(frozen=True)
class Entry:
    """What one article ever was.

    `urls` holds the current URL first, then the older ones and the redirect sources; the public
    never saw those of them that are in `internal`. `removed` says that a person took the article
    away for good and nothing replaces it.
    """

    urls: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    removed: bool = False

    @property
    def audience(self) -> str:
        """Who has ever seen the article: "public" or "internal"."""
        return "internal" if set(self.urls) <= set(self.internal) else "public"

    def urls_for(self, audience: str) -> tuple[str, ...]:
        """The URLs that an audience may know, the current one first."""
        if audience != "public":
            return self.urls
        return tuple(url for url in self.urls if url not in self.internal)


@dataclass(frozen=True)
class Ledger:
    """Entries by article id. `path` and `lines` say where they were read, for findings."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    path: str = field(default=f"docs/{LEDGER_NAME}", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def place(self, article_id: str) -> Place:
        """The line of an article's entry, or the file if it was never written."""
        return Place(self.path, self.lines.get(article_id, 0))


def read(path: Path) -> Ledger:
    """Read a ledger; a missing file is an empty one.

    Raises:
        StoreError: the file is damaged, of another version, or holds a merge conflict.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Ledger(path=str(path))
    except OSError as error:
        reason = error.strerror or str(error)
        raise _unreadable(path, 0, f"the ledger cannot be read: {reason}", "") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _unreadable(path, line, "the ledger is damaged: it is not UTF-8") from None
    return _parse(path, text)


def dump(ledger: Ledger) -> str:
    """The text of a ledger; the same entries give the same text."""
    return _HEAD + "".join(_line(item) for item in sorted(ledger.entries.items())) + _TAIL


def write(path: Path, ledger: Ledger) -> None:
    """Write a ledger so that a killed run leaves the old one."""
    write_atomically(path, dump(ledger))


def update(
    ledger: Ledger,
    targets: Iterable[Target],
    *,
    known_urls: Collection[str] = (),
    files: Collection[str] = (),
) -> Ledger:
    """Add what is published now; nothing that was ever recorded is forgotten.

    A redirect source is recorded too, so that a link lives on when its line in the front matter
    goes; not if it is a page or a file today or if two articles claim it, which are faults to mend
    first. An article whose URL has no normal form is left out for the same reason.

    Args:
        ledger: what was ever published.
        targets: the articles of this build.
        known_urls: all other URLs of the site, such as category pages and troubleshooters.
        files: paths of the site's other files, relative to its folder.
    """
    found = (target for target in targets if is_normal(target.url))
    ordered = sorted(found, key=lambda target: (target.id, target.url))
    pages = {"", *known_urls, *(target.url for target in ordered)}
    sources = _find_sources(ledger, ordered, pages, files)
    entries = dict(ledger.entries)
    for target in ordered:
        entry = entries.get(target.id, Entry())
        entries[target.id] = _add(entry, target, sources.get(target.id, []))
    return replace(ledger, entries=entries)


def _find_sources(
    ledger: Ledger, targets: Sequence[Target], pages: set[str], files: Collection[str]
) -> dict[str, list[str]]:
    """The redirect sources of each article that are addresses of nothing else."""
    claims = [claim for claim in read_claims(targets)[0] if claim.anchor is None]
    claimed = {(claim.url, claim.target.id) for claim in claims}
    claimants = Counter(url for url, _ in claimed)
    ids = {*ledger.entries, *(target.id for target in targets)}
    known = {url for entry in ledger.entries.values() for url in entry.urls}
    known |= {permalink(article_id) for article_id in ids}
    known |= {url for url in claimants if permalink_id(url)}
    # What is recorded comes first: a new claim must not take its place away.
    urls = [*sorted(known - pages), *sorted(claimants.keys() - known - pages)]
    blocked = find_blocked(urls, [*files, *map(output_path, pages)])
    sources: dict[str, list[str]] = {}
    for url, article_id in sorted(claimed):
        is_free = url not in pages and url not in blocked and permalink_id(url) is None
        if is_free and claimants[url] == 1:
            sources.setdefault(article_id, []).append(url)
    return sources


def _add(entry: Entry, target: Target, sources: list[str]) -> Entry:
    urls = tuple(dict.fromkeys((target.url, *entry.urls, *sources)))
    if target.audience == "public":
        internal = set(entry.internal) - {target.url, *sources}
    else:
        internal = {*entry.internal, *(url for url in urls if url not in entry.urls)}
    anchors = sorted({*entry.anchors, *target.anchors})
    return Entry(urls, tuple(anchors), tuple(sorted(internal)))


def _line(item: tuple[str, Entry]) -> str:
    article_id, entry = item
    values = {key: getattr(entry, key) for key in _KEYS}
    # What is empty for nearly every article is left out: shorter lines, smaller conflicts.
    values = {key: value for key, value in values.items() if value or key == "urls"}
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return f"{json.dumps(article_id, ensure_ascii=False)}:{text},\n"


def _parse(path: Path, text: str) -> Ledger:
    try:
        # Objects become tuples of pairs, since a merge may leave an article's line twice.
        top = json.loads(text, object_pairs_hook=tuple)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _syntax_error(path, text, error) from None
    data = dict(top) if isinstance(top, tuple) else {}
    version, articles = data.get("format"), data.get("articles")
    if version != FORMAT:
        message = f"the ledger has format {version}; this Helpwright reads format {FORMAT}"
        hint = "use the version of Helpwright that wrote it, or a newer one"
        raise _unreadable(path, 1, message, hint, "ledger-version")
    if not isinstance(articles, tuple):
        raise _unreadable(path, 1, 'the ledger is damaged: "articles" is missing')
    lines = _find_lines(text)
    entries: dict[str, Entry] = {}
    for article_id, value in articles:
        if article_id:
            entry = _read_entry(path, lines.get(article_id, 0), article_id, value)
            known = entries.get(article_id)
            entries[article_id] = _unite(known, entry) if known else entry
    return Ledger(entries, str(path), lines)


def _read_entry(path: Path, line: int, article_id: str, value: object) -> Entry:
    def damaged(what: str) -> StoreError:
        return _unreadable(path, line, f'the ledger\'s entry "{article_id}" is damaged: {what}')

    if not isinstance(value, tuple):
        raise damaged("it must be an object")
    fields = dict(value)
    if unknown := sorted(set(fields) - set(_KEYS)):
        raise damaged(f'nobody knows "{unknown[0]}"')
    if "/" in article_id or article_id in (".", ".."):
        raise damaged("an id holds no slash")
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("urls", "internal", "anchors"):
        items = fields.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise damaged(f'"{key}" must be a list of texts')
        lists[key] = tuple(items)
    removed = fields.get("removed", False)
    if not isinstance(removed, bool):
        raise damaged('"removed" must be true or false')
    for url in lists["urls"]:
        # A ledger decides which files are written: a URL that leads elsewhere must not pass.
        if not is_normal(url):
            raise damaged(f'"{url}" is not a URL as Helpwright writes it')
    return Entry(lists["urls"], lists["anchors"], lists["internal"], removed)


def _unite(first: Entry, second: Entry) -> Entry:
    urls = tuple(dict.fromkeys((*first.urls, *second.urls)))
    public = {*first.urls_for("public"), *second.urls_for("public")}
    internal = tuple(sorted({*first.internal, *second.internal} - public))
    anchors = tuple(sorted({*first.anchors, *second.anchors}))
    return Entry(urls, anchors, internal, first.removed and second.removed)


def _find_lines(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith('"'):
            lines.setdefault(line[1:].partition('"')[0], number)
    return lines


def _syntax_error(path: Path, text: str, error: Exception) -> StoreError:
    if conflict := _CONFLICT.search(text):
        line = text[: conflict.start()].count("\n") + 1
        message = "the ledger holds a merge conflict"
        hint = (
            "keep the lines of both sides, delete the lines with <<<<<<<, ======= and >>>>>>>, "
            "then run `helpwright check --fix`"
        )
        return _unreadable(path, line, message, hint, "ledger-conflict")
    if not isinstance(error, json.JSONDecodeError):
        return _unreadable(path, 1, "the ledger is damaged: it nests too deeply")
    if not text[error.pos :].strip():
        message = "the ledger is damaged: it ends in the middle"
    else:
        message = f"the ledger is damaged: {error.msg[:1].lower()}{error.msg[1:]}"
    return _unreadable(path, error.lineno, message, column=error.colno)


def _unreadable(
    path: Path,
    line: int,
    message: str,
    hint: str = _RESTORE,
    code: str = "ledger-damaged",
    column: int = 0,
) -> StoreError:
    return StoreError(Finding(Place(str(path), line, column), code, message, hint, Severity.ERROR))
