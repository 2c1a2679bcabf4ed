"""Reading `docs/.customer-language.yml`: words from tickets that a person reviewed, by article.

```yaml
format: 1
articles:
  rf7k2d:
    - money back
    - reimbursement: 14
```

Fourteen customers said "reimbursement"; the number is for the reviewer and is never published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpwright import marked_yaml
from helpwright.errors import Finding, Place
from helpwright.files import write_atomically
from helpwright.search.phrases import Reader, Steps, kind, open_file

FORMAT = 1
ACCEPTED_NAME, REJECTED_NAME = ".customer-language.yml", ".customer-language-rejected.yml"
_HEAD = """\
# Words that customers used in tickets which an agent answered with the article: its id, and below
# it one phrase a line, with the number of customers. Search finds the article by them. They become
# part of the public site: take out names, and whatever only one customer would say.
"""
# People write these into tickets; in a public index they have no place.
_PERSONAL = re.compile(
    r"\S@\S|https?://|\bwww\.|(?<![^\W_])\d(?:[ ./()-]{0,2}\d){6,}", re.IGNORECASE
)
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _-]*")


@dataclass(frozen=True)
class Word:
    """A word or phrase, and how many customers' tickets it was in; 0: nobody counted."""

    text: str
    tickets: int = 0


@dataclass(frozen=True)
class Entry:
    """The words of one article, and where they stand."""

    words: tuple[Word, ...]
    place: Place


def read(
    path: Path, *, shown: str = "", language: str = "en"
) -> tuple[dict[str, Entry], list[Finding]]:
    """The words of each article by id, and everything wrong in the file; without it, nothing.

    Args:
        path: The file.
        shown: What places call the file; default its path.
        language: In which the words are: words that search passes over find nothing.
    """
    reader = open_file(path, shown or path.as_posix(), language)
    hint = f"begin the file with format: {FORMAT} and articles:"
    value, keys = reader.document.value, ("format", "articles")
    given = reader.mapping(value, (), keys, hint, may_be_empty=True)
    version = given.get("format", FORMAT)
    if version != FORMAT or isinstance(version, bool):
        message = "this version of Helpwright reads format 1"
        reader.add("bad-value", reader.document.place(("format",)), message, "write format: 1")
        return {}, sorted(set(reader.findings))
    articles = given.get("articles")
    if articles is not None and not isinstance(articles, dict):
        message = f"ids of articles must stand here, not {kind(articles)}"
        hint = "write one id a line, with a colon, and its words below"
        reader.add("wrong-type", reader.document.place(("articles",)), message, hint)
    entries = {
        article: Entry(tuple(_words(reader, words, ("articles", article))), _place(reader, article))
        for article, words in (articles.items() if isinstance(articles, dict) else ())
    }
    found = {article: entry for article, entry in entries.items() if entry.words}
    return found, sorted(set(reader.findings))


def write(path: Path, words: Mapping[str, Sequence[Word]]) -> None:
    """Write a list for review: articles by id, and of each the words of most tickets first."""
    lines = [_HEAD, f"format: {FORMAT}\narticles:\n" if words else f"format: {FORMAT}\n"]
    for article in sorted(words):
        lines.append(f"  {_quoted(article)}:\n")
        for word in sorted(words[article], key=lambda word: (-word.tickets, word.text)):
            count = f": {word.tickets}" if word.tickets else ""
            lines.append(f"    - {_quoted(word.text)}{count}\n")
    write_atomically(path, "".join(lines))


def _words(reader: Reader, value: object, steps: Steps) -> Iterator[Word]:
    counts: dict[Place, int] = {}
    texts: list[tuple[str, Place]] = []
    for item, at in _items(value, steps):
        if isinstance(item, dict):
            for text, count in item.items():
                place = reader.document.key_place((*at, text))
                texts.append((" ".join(text.split()), place))
                counts[place] = _count(reader, count, (*at, text))
        elif text := reader.text(item, at):
            texts.append((text, reader.document.place(at)))
    clean = [(text, place) for text, place in texts if _is_impersonal(reader, text, place)]
    for phrase in reader.distinct(clean):
        yield Word(phrase.text, counts.get(phrase.place, 0))


def _items(value: object, steps: Steps) -> Iterator[tuple[object, Steps]]:
    """What stands below an id: a list, or one word, or words with counts without a hyphen."""
    if isinstance(value, list):
        yield from ((item, (*steps, number)) for number, item in enumerate(value))
    else:
        yield value, steps


def _count(reader: Reader, value: object, steps: Steps) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    message = f"the number of customers must be a whole number from 1 up, not {_shown(value)}"
    hint = "text that holds a colon needs quotes around it; leave the number out if there is none"
    reader.add("bad-value", reader.document.place(steps), message, hint)
    return 0


def _is_impersonal(reader: Reader, text: str, place: Place) -> bool:
    found = _PERSONAL.search(text)
    if found is None:
        return True
    # The finding does not repeat it: logs are read by more people than this file.
    message = "this looks like a mail address, a link, or a number of one customer"
    reader.add("personal-data", place, message, "take it out; the words would be public")
    return False


def _shown(value: object) -> str:
    return str(value)[:20] if isinstance(value, int | float) else kind(value)


def _place(reader: Reader, article: str) -> Place:
    return reader.document.key_place(("articles", article))


def _quoted(text: str) -> str:
    """A text as YAML, also where it would read as a number or a word like null."""
    text = " ".join(_UNWRITABLE.sub(" ", text).split())
    if _PLAIN.fullmatch(text) and isinstance(marked_yaml.plain_scalar(text), str):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
