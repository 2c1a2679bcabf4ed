"""Article ids: where a file has none, the one it would get."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator

from helpwright.articles import front_matter
from helpwright.articles.code import plain_lines
from helpwright.articles.model import Article
from helpwright.errors import Finding, Place, Severity

# No vowels, so that no id spells a word; no characters that are read for another.
_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
_LENGTH = 7


def derive(path: str, taken: Collection[str]) -> str:
    """An id for a new article: always the same for the same path, and not one of `taken`."""
    for salt in range(1000):
        digest = hashlib.blake2b(f"{path}\0{salt}".encode(), digest_size=16).digest()
        number = int.from_bytes(digest)
        letters = []
        for _ in range(_LENGTH):
            number, index = divmod(number, len(_ALPHABET))
            letters.append(_ALPHABET[index])
        identity = "".join(letters)
        # A digit keeps ids apart from words when a built site is searched for them.
        if identity not in taken and any(letter.isdigit() for letter in letters):
            return identity
    raise AssertionError("a thousand ids in a row were taken")


def with_id(text: str, identity: str) -> str | None:
    """The text of an article with an `id` line in its front matter.

    None if that cannot be done without changing what the rest says, as in front matter that is
    broken, is written as `{…}`, or has an `id` already.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    newline = next((end for end in ("\r\n", "\n", "\r") if end in body), "\n")
    first, separator, rest = body.partition(newline)
    if first.rstrip() == "---" and separator:
        indent = rest[: len(rest) - len(rest.lstrip(" "))]
        changed = f"{first}{newline}{indent}id: {identity}{newline}{rest}"
    else:
        changed = f"---{newline}id: {identity}{newline}---{newline}{body}"
    before, after = (
        front_matter.read(plain_lines(version), "", unknown_keys=None)
        for version in (body, changed)
    )
    kept = {key: value for key, value in after.values.items() if key != "id"} == before.values
    said = after.values.get("id") == identity and after.body == before.body
    return mark + changed if before.is_safe and after.is_safe and kept and said else None


def check(articles: Iterable[Article], folder: Place) -> Iterator[Finding]:
    """Missing ids, and ids and titles that two articles share.

    A folder in which nobody has an id yet is one finding, at `folder`, not one for each file.
    """
    by_id: dict[str, Article] = {}
    by_title: dict[str, Article] = {}
    listed = [article for article in articles if not article.is_index]
    nobody = len(listed) > 1 and all(article.id_is_derived for article in listed)
    if nobody:
        message = "no article has an id yet, so permanent links would break when files are moved"
        hint = "run `helpwright check --fix` to give each one"
        yield Finding(folder, "missing-id", message, hint, Severity.NOTICE)
    for article in listed:
        if article.id_is_derived and nobody:
            pass
        elif article.id_is_derived:
            message = "it has no id, so a permanent link would break when the file is moved"
            hint = "run `helpwright check --fix`"
            yield Finding(article.place, "missing-id", message, hint, Severity.NOTICE)
        elif article.id in by_id:
            message = f'the id "{article.id}" belongs to {by_id[article.id].place} already'
            hint = "remove the line and run `helpwright check --fix` to get a new id"
            place = article.keys.get("id", article.place)
            yield Finding(place, "duplicate-id", message, hint, Severity.ERROR)
        by_id.setdefault(article.id, article)
        key = " ".join(article.title.casefold().split())
        if key in by_title:
            message = f'the title "{article.title}" is also that of {by_title[key].place}'
            place = article.keys.get("title", article.place)
            hint = "say in each title what sets the two apart"
            yield Finding(place, "duplicate-title", message, hint)
        by_title.setdefault(key, article)
