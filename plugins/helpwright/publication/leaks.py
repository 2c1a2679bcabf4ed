"""The leak scan: nothing withheld may stand anywhere in the published site, in any disguise.

A file's set of words is made once and tells which secrets can be in it at all; of long ones, the
pairs of words side by side must be there too. Only for the rest is the text searched. (With 1,000
secrets that sorts 9 MB of pages a second on one core; one file of 10 MB that holds all the words of
all secrets takes 8 seconds.)
"""

from __future__ import annotations

import bisect
import os
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import contents
from helpwright.publication.decoding import decode, normalise
from helpwright.publication.leak_texts import INLINE, Pair, Text, pairs_of, wide_pairs, word_bytes

_SHOWN = 10

_PLAIN_WORD = re.compile(r"[A-Za-z]+")
# What may stand around a title that stands alone: tags, quotes, brackets, ends of lines.
_BEFORE = r"(?:\A|[>\"'\[(|#\n])[ \t]*"
_AFTER = r"[ \t]*(?=[<\"'\])|\n\r]|\Z)"
_ID_KEY = re.compile(
    r"""(?:["'](?:id|article|article[-_]?id)["']\s*:|data-(?:\w+-)*(?:id|article)\s*=)\s*["']\Z"""
)
_YAML_KEY = re.compile(r"(?:\A|\n)[ \t-]*id:[ \t]*\Z")
# Headings and styles have ids and classes too, often of the same words.
_NO_ID_KEY = re.compile(
    r"""(?:\s(?:id|class|name|for|headers|aria-[a-z]+)\s*=|["'](?:anchor|hash|slug)["']\s*:)\s*["']\Z"""
)
_ID_END = re.compile(r"""\Z|[/"'#?&)<\s]|\.(?:html?|json|md|txt|xml)\b""")
_CONTEXT = 60
# So often letters are looked for, from seldom to often; digits and other signs are rarer still.
_COMMON = "zqxjkvbpygfwmucldrhsnioate"


@dataclass(frozen=True, order=True)
class Secret:
    """Something that must not be published: an article's id, title, a passage, or a marker.

    `place` is the source file it belongs to. A title or an id that is public too is no secret.
    """

    kind: Literal["id", "title", "text", "marker"]
    value: str
    place: Place


def scan(
    folder: Path,
    secrets: Sequence[Secret],
    *,
    public_urls: Collection[str] = (),
    names: Sequence[str] | None = None,
) -> list[Finding]:
    """Find secrets in the files of a built site and in their names.

    Titles and passages are found in any case, with any spaces and inline markup. A title of one
    word counts only where it stands alone, of two words also within text if written the same way.
    An id counts only where an id is meant: in a link, in quotes, as a part of a file's name.
    `public_urls` are addresses whose parts are no evidence of an id, `names` the files to search,
    if not all.

    Returns:
        One finding for each secret and file, in at most ten files for each secret.

    Raises:
        InputError: a file cannot be read.
    """
    said = (secret for secret in sorted(set(secrets)) if INLINE.sub("", secret.value).strip())
    searches = [_prepare(secret) for secret in said]
    wanted = frozenset[Pair]().union(*(search.pairs for search in searches))
    public = {part for url in public_urls for part in url.split("/")}
    hits: dict[_Search, list[tuple[str, Text | None]]] = {}
    asks_for_words = any(search.words for search in searches)
    for name in _files(folder) if names is None else names:
        text = _read(f"{folder}{os.sep}{name}", wanted)
        words = text.words() if asks_for_words else set()
        for search in searches:
            is_named = search.secret.kind == "id" and _is_named(search.secret.value, name, public)
            if is_named or (search.words <= words and search.is_in(text, public)):
                found = hits.setdefault(search, [])
                found.append((name, None if is_named or len(found) >= _SHOWN else text))
    return sorted(
        _report(search, name, text, public, len(found) if number == _SHOWN else 0)
        for search, found in hits.items()
        for number, (name, text) in enumerate(found[:_SHOWN], start=1)
    )


@dataclass(frozen=True)
class _Search:
    """How to find one secret: words that a text must have, and what it must say."""

    secret: Secret
    words: frozenset[bytes]
    value: str = ""
    pairs: frozenset[Pair] = frozenset()
    pattern: re.Pattern[str] | None = None
    exact: re.Pattern[str] | None = None
    letters: re.Pattern[bytes] | None = None

    def is_in(self, text: Text, public: Collection[str]) -> bool:
        if self.secret.kind == "id":
            return _has_id(text.said, self.secret.value, public)
        if self.letters and not text.is_odd and not self.letters.search(text.lower):
            return False
        if text.wanted and self.pairs and not text.has(self.pairs):
            return False
        # A search for a constant is fast, and most texts that have all the words end here.
        if self.pattern is None or not any(self.value in squeezed for squeezed in text.squeezed):
            return False
        texts = (text.said, text.unmarked)
        if self.exact and any(self.exact.search(said) for said in texts):
            return True
        return any(self.pattern.search(folded) for folded in text.folded)


def _prepare(secret: Secret) -> _Search:
    words = _words(secret.value)
    if secret.kind == "id":
        return _Search(secret, words)
    written = " ".join(INLINE.sub("", normalise(secret.value)).split())
    value = written.casefold()
    if secret.kind == "marker":
        # A marker may be glued to other letters, so no set of words can rule it out.
        letters = _letters(value) if value.isascii() else None
        return _Search(secret, frozenset(), value, pattern=_pattern(value, "", ""), letters=letters)
    pairs = frozenset(pairs_of(value)) if value.isascii() else frozenset(wide_pairs(value))
    starts = r"(?<![A-Za-z0-9])" if value[:1].isascii() else ""
    ends = r"(?![A-Za-z0-9])" if value[-1:].isascii() else ""
    length = len(value.split())
    if secret.kind == "title" and length <= 2 and value.isascii():
        exact = _pattern(written, starts, ends) if length == 2 else None
        return _Search(secret, words, value, pairs, _pattern(value, _BEFORE, _AFTER), exact)
    return _Search(secret, words, value, pairs, _pattern(value, starts, ends))


def _pattern(value: str, before: str, after: str) -> re.Pattern[str]:
    return re.compile(before + r"\s+".join(map(re.escape, value.split())) + after)


def _letters(value: str) -> re.Pattern[bytes]:
    """A value from its rarest letter on, with any space and markup between its letters.

    A text in lower case that has not even that lacks the value.
    """
    letters = value.replace(" ", "")
    start = min(range(len(letters)), key=lambda place: _COMMON.find(letters[place]))
    between = rb"(?:[\s\x1c-\x1f\x80-\xff*`]|<[^<>]*>)*"
    return re.compile(between.join(re.escape(letter.encode()) for letter in letters[start:]))


def _words(value: str) -> frozenset[bytes]:
    return frozenset(word for word in word_bytes(normalise(value)) if word.isascii())


def _has_id(text: str, article_id: str, public: Collection[str]) -> bool:
    start = text.find(article_id)
    while start >= 0:
        end = start + len(article_id)
        before = text[max(0, start - _CONTEXT) : start]
        if _means_id(article_id, before, text[end : end + _CONTEXT], public):
            return True
        start = text.find(article_id, end)
    return False


def _means_id(article_id: str, before: str, after: str, public: Collection[str]) -> bool:
    is_word = bool(_PLAIN_WORD.fullmatch(article_id))
    is_end = _ID_END.match(after) or (article_id.isdecimal() and after.startswith("-"))
    if before.endswith("/") and is_end:
        # A plain word may be any page's or category's name; below /a/ it can only be an id.
        return before.endswith("/a/") or before == "a/" or not (is_word or article_id in public)
    if _YAML_KEY.search(before):
        return bool(is_end)
    if not before.endswith(('"', "'")) or not after.startswith(before[-1]):
        return False
    return bool(_ID_KEY.search(before)) or not (is_word or _NO_ID_KEY.search(before))


def _is_named(article_id: str, name: str, public: Collection[str]) -> bool:
    if article_id not in name:
        return False
    if name.startswith(f"a/{article_id}/"):
        return True
    if article_id in public:
        return False
    if _PLAIN_WORD.fullmatch(article_id):
        # "search/worker.js" is a folder of files; "search/index.html" is a page.
        return f"/{name}".endswith(f"/{article_id}/index.html")
    return any(article_id in (part, part.split(".")[0]) for part in name.split("/"))


def _files(folder: Path) -> list[str]:
    """The names of all files below a folder, in the order of their parts."""
    found: list[list[str]] = []
    waiting: list[tuple[str, list[str]]] = [(str(folder), [])] if folder.is_dir() else []
    while waiting:
        place, parts = waiting.pop()
        with suppress(PermissionError), os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, [*parts, entry.name]))
                elif entry.is_file():
                    found.append([*parts, entry.name])
    return ["/".join(parts) for parts in sorted(found)]


def _read(path: str, wanted: frozenset[Pair]) -> Text:
    try:
        return Text(decode(contents(path)), wanted)
    except OSError as error:
        message = f"a file of the site cannot be read: {error.strerror or error}"
        finding = Finding(Place(path), "site-unreadable", message, "", Severity.ERROR)
        raise InputError(finding) from None


def _report(
    search: _Search, name: str, text: Text | None, public: Collection[str], files: int
) -> Finding:
    secret, source = search.secret, search.secret.place.path
    shown = secret.value if len(secret.value) <= _CONTEXT else f"{secret.value[:_CONTEXT]}..."
    what = {"text": "a passage", "marker": "a marker"}.get(secret.kind, f"the {secret.kind}")
    where = "is in the name of this file" if text is None else "is in this file"
    message = f'{what} of {source}, "{shown}", {where} of the site'
    if files > _SHOWN:
        message += f" and in {files - _SHOWN} files more"
    hint = "find what put it there; nothing was published"
    place = Place(name) if text is None else _locate(search, name, text.raw, public)
    return Finding(place, "leak", message, hint, Severity.ERROR)


def _locate(search: _Search, name: str, raw: str, public: Collection[str]) -> Place:
    """Where in a file a secret is, found by halving: escapes leave no other way back."""

    def is_in(start: int, end: int) -> bool:
        return search.is_in(Text(raw[start:end]), public)

    first, last = 0, len(raw)
    # Halves overlap by far more than a secret in any disguise; each costs half of the one before.
    margin = 40 * len(search.secret.value) + _CONTEXT
    while last - first > 8 * margin:
        middle = (first + last) // 2
        if is_in(first, middle + margin):
            last = middle + margin
        elif is_in(middle - margin, last):
            first = middle - margin
        else:
            break
    ends = range(first, last)
    end = first + bisect.bisect_left(ends, True, key=lambda end: is_in(first, end))
    low = max(first, end - len(search.secret.value) - 1)
    while low > first and not is_in(low, end):
        low = max(first, 2 * low - end)
    start = bisect.bisect_left(range(low, end), True, key=lambda start: not is_in(start, end))
    position = low + max(0, start - 1)
    position += len(raw[position:end]) - len(raw[position:end].lstrip("/\"'>[(|#\n\t "))
    line = raw.count("\n", 0, position) + 1
    return Place(name, line, position - raw.rfind("\n", 0, position))
