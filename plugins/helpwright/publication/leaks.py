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
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal

from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import contents
from helpwright.publication.decoding import decode, normalise

_SHOWN = 10

_Pair = tuple[bytes, bytes] | tuple[str, str]

_WORD_BYTES = bytes(
    byte if byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256)
).lower()
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|i|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var|wbr)\b[^<>]*>"
    r"|[*`]"
)
_WIDE = re.compile(r"[^\x00-\x7f]{2,}")
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
# Letters that case-insensitive patterns take for "i", "s" and "k".
_ODD_LETTERS = "\u0130\u0131\u017f\u212a"
# So often letters are looked for, from seldom to often; digits and other signs are rarer still.
_COMMON = "zqxjkvbpygfwmucldrhsnioate"
# To look for a few pairs takes less time than to list all pairs of a text.
_FEW = 16


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
    said = (secret for secret in sorted(set(secrets)) if _INLINE.sub("", secret.value).strip())
    searches = [_prepare(secret) for secret in said]
    wanted = frozenset[_Pair]().union(*(search.pairs for search in searches))
    public = {part for url in public_urls for part in url.split("/")}
    hits: dict[_Search, list[tuple[str, _Text | None]]] = {}
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
class _Text:
    """A file's text as it is; what it says is worked out when somebody asks."""

    raw: str
    wanted: frozenset[_Pair] = frozenset()

    @cached_property
    def said(self) -> str:
        return normalise(self.raw)

    @cached_property
    def unmarked(self) -> str:
        return normalise(_INLINE.sub("", self.raw))

    @cached_property
    def squeezed(self) -> tuple[str, str]:
        said, unmarked = self.folded
        return " ".join(said.split()), " ".join(unmarked.split())

    @cached_property
    def folded(self) -> tuple[str, str]:
        return self.said.casefold(), self.unmarked.casefold()

    @cached_property
    def pairs(self) -> set[_Pair]:
        """Those of the wanted pairs that stand side by side somewhere."""
        found = [self.wanted.intersection(_wide_pairs(text)) for text in self.squeezed]
        found += [self.wanted.intersection(pairwise(words.split())) for words in self.spaced]
        return set[_Pair]().union(*found)

    @cached_property
    def spaced(self) -> tuple[bytes, bytes]:
        """The words of both texts, a space around each."""
        said, unmarked = (_word_bytes(text) for text in self.squeezed)
        return b" %b " % b" ".join(said), b" %b " % b" ".join(unmarked)

    @cached_property
    def asked(self) -> list[int]:
        """How many secrets have been looked for by their pairs."""
        return [0]

    def has(self, pairs: frozenset[_Pair]) -> bool:
        """Whether each of some wanted pairs stands side by side somewhere."""
        self.asked[0] += 1
        if self.asked[0] > _FEW:
            return pairs <= self.pairs
        said, unmarked = self.spaced
        for one, two in pairs:
            if isinstance(one, str) or isinstance(two, str):
                return pairs <= self.pairs
            pair = b" %b %b " % (one, two)
            if pair not in said and pair not in unmarked:
                return False
        return True

    def words(self) -> set[bytes]:
        return set(_word_bytes(self.said))

    @cached_property
    def lower(self) -> bytes:
        return self.said.encode(errors="replace").lower()

    @cached_property
    def is_odd(self) -> bool:
        """Whether a pattern that ignores case may take another letter for one of ASCII's."""
        return not self.said.isascii() and any(letter in self.said for letter in _ODD_LETTERS)


@dataclass(frozen=True)
class _Search:
    """How to find one secret: words that a text must have, and what it must say."""

    secret: Secret
    words: frozenset[bytes]
    value: str = ""
    pairs: frozenset[_Pair] = frozenset()
    pattern: re.Pattern[str] | None = None
    exact: re.Pattern[str] | None = None
    letters: re.Pattern[bytes] | None = None

    def is_in(self, text: _Text, public: Collection[str]) -> bool:
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
    written = " ".join(_INLINE.sub("", normalise(secret.value)).split())
    value = written.casefold()
    if secret.kind == "marker":
        # A marker may be glued to other letters, so no set of words can rule it out.
        letters = _letters(value) if value.isascii() else None
        return _Search(secret, frozenset(), value, pattern=_pattern(value, "", ""), letters=letters)
    pairs = frozenset(_pairs(value)) if value.isascii() else frozenset(_wide_pairs(value))
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
    return frozenset(word for word in _word_bytes(normalise(value)) if word.isascii())


def _word_bytes(text: str) -> list[bytes]:
    return text.encode(errors="replace").translate(_WORD_BYTES).split()


def _pairs(text: str) -> Iterator[_Pair]:
    """The neighbours in a text: its words, and its letters where a script may have no spaces."""
    yield from pairwise(_word_bytes(text))
    yield from _wide_pairs(text)


def _wide_pairs(text: str) -> Iterator[_Pair]:
    if not text.isascii():
        for run in _WIDE.findall(text):
            yield from pairwise(run)


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


def _read(path: str, wanted: frozenset[_Pair]) -> _Text:
    try:
        return _Text(decode(contents(path)), wanted)
    except OSError as error:
        message = f"a file of the site cannot be read: {error.strerror or error}"
        finding = Finding(Place(path), "site-unreadable", message, "", Severity.ERROR)
        raise InputError(finding) from None


def _report(
    search: _Search, name: str, text: _Text | None, public: Collection[str], files: int
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
        return search.is_in(_Text(raw[start:end]), public)

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
