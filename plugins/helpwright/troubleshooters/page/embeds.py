"""Troubleshooters inside articles: the blocks that ask for them, and what readers get there.

A block is a fence with the word `troubleshooter` and a name. Whether it is meant, or shown as an
example, only Markdown knows: so each is replaced by a mark before, and the mark by HTML after. A
mark that Markdown found in code becomes the block again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from helpwright.articles.code import pieces
from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.page.page_texts import texts

_OPENING = re.compile(r"([ \t>]*)((`|~)\3{2,})[ \t]*troubleshooter(?=\s|\Z)([^`\n]*)(?:\n|\Z)")
_WORD = re.compile(r"""(?:[^\s"']|"[^"]*"|'[^']*')+""")
_HEADING = re.compile("</h([1-6])>")
# Letters for private use, as for placeholders: Markdown leaves them alone.
_OPEN, _CLOSE = "\ue002", "\ue003"
_MARK = re.compile(rf"<p[^>]*>\s*{_OPEN}([0-9]+){_CLOSE}\s*</p>|\n?{_OPEN}([0-9]+){_CLOSE}\n?")


@dataclass(frozen=True)
class Block:
    """A fenced block that asks for a troubleshooter.

    `text` is the block without what its lines are indented or quoted by, `opening` its first line
    as it stands, `words` what that says behind the word `troubleshooter`.
    """

    text: str
    opening: str
    words: tuple[str, ...]
    is_closed: bool
    is_empty: bool


@dataclass(frozen=True)
class Known:
    """The troubleshooters of a build, by name: the steps of each that readers see, and the others.

    `hidden` says why readers do not see it; `broken` ones are shown as a notice.
    """

    steps: Mapping[str, Collection[str]]
    hidden: Mapping[str, str]
    broken: Collection[str]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a block, still without a place.

    `word` is where, in its first line; "" for its beginning.
    """

    word: str
    finding: Finding


def mark(text: str) -> tuple[str, list[Block]]:
    """The text with a mark, a paragraph of its own, for each block; a block without end stays."""
    parts: list[str] = []
    blocks: list[Block] = []
    for piece, block in _pieces(text):
        if block is None or not block.is_closed:
            parts.append(piece)
        else:
            before = re.match(r"[ \t>]*", piece)
            prefix = before[0] if before else ""
            line = f"{prefix}{_OPEN}{len(blocks)}{_CLOSE}"
            parts.append(f"{prefix.rstrip()}\n{line}\n{prefix.rstrip()}")
        if block is not None:
            blocks.append(block)
    return "".join(parts), blocks


def fill(html: str, blocks: Sequence[Block], show: Callable[[Block, int, int], str]) -> str:
    """The HTML with what `show` gives in the place of each mark that is not part of code.

    `show` is told which block of the page it is, and the level that a heading there should have.
    """
    headings = [(found.end(), int(found[1])) for found in _HEADING.finditer(html)]

    def replace(found: re.Match[str]) -> str:
        number = int(found[1] or found[2])
        if number >= len(blocks):
            return found[0]
        if not found[1]:
            return escape(blocks[number].text)
        above = [level for end, level in headings if end <= found.start()]
        return show(blocks[number], number + 1, min(above[-1] if above else 1, 4) + 1)

    return _MARK.sub(replace, html)


def find(text: str) -> Iterator[tuple[int, Block]]:
    """The blocks of a text, and where they begin."""
    at = 0
    for piece, block in _pieces(text):
        if block is not None:
            yield at, block
        at += len(piece)


def read(block: Block, known: Known) -> tuple[str, str, list[Fault]]:
    """The name of the troubleshooter, "" if there is none to show, its first step, and faults."""
    faults = list(_form(block))
    slug = next(iter(block.words), "")
    options = zip(block.words[1:], _options(block), strict=True)
    word, start = next(((word, to) for word, (key, to) in options if key == "start"), ("", ""))
    if not slug or "=" in slug:
        hint = "write its file name without .yml behind the word `troubleshooter`"
        faults.append(_fault("", "invalid-embed", "this block names no troubleshooter", hint))
        return "", "", faults
    if slug in known.hidden:
        said = f'readers do not see the troubleshooter "{slug}": {known.hidden[slug]}'
        hint = "take the block out, or let them see the troubleshooter"
        return "", "", [*faults, _fault(slug, "embed-of-hidden", said, hint)]
    if slug in known.broken:
        said = f'the troubleshooter "{slug}" has errors, so readers see a notice in its place'
        fault = _fault(slug, "embed-of-broken", said, "mend its errors", Severity.NOTICE)
        return slug, "", [*faults, fault]
    if slug not in known.steps:
        hint = did_you_mean(slug, sorted(known.steps), otherwise="its file name without .yml")
        said = f'there is no troubleshooter "{slug}"'
        return "", "", [*faults, _fault(slug, "unknown-troubleshooter", said, hint)]
    if start and start not in known.steps[slug]:
        otherwise = "the id of one of its steps, or nothing, to begin at the first"
        hint = did_you_mean(start, known.steps[slug], otherwise=otherwise)
        said = f'the troubleshooter "{slug}" has no step "{start}"'
        return slug, "", [*faults, _fault(word, "unknown-step", said, hint)]
    return slug, start, faults


def render(
    title: str, summary: str, *, url: str, start: str, nth: int, level: int, language: str
) -> str:
    """A link to the troubleshooter, to which a script adds the troubleshooter itself.

    `nth` counts the blocks of a page; `level` is that of the headings of the steps.
    """
    said = {key: escape(text) for key, text in texts("embed", language).items()}
    given = {"src": url, "start": start, "nth": str(nth), "level": str(level)}
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in given.items() if value)
    href = escape(f"{url}#{start}" if start else url)
    back = (
        f'<button type="button" class="hw-button hw-second hw-back" hidden>{said["back"]}</button>'
    )
    more = f"<br>\n{escape(summary)}" if summary else ""
    # Search finds all of this on the troubleshooter's own page.
    return (
        f'<helpwright-troubleshooter{data} role="group" aria-label="{escape(title)}"'
        " data-search-exclude>\n"
        f'<p class="hw-embed"><a href="{href}">{escape(title)}'
        f' <span class="hw-own">{said["own"]}</span></a>{more}</p>\n'
        f"{back}\n</helpwright-troubleshooter>"
    )


def notice(contact_url: str | None, language: str) -> str:
    """What stands in the place of a troubleshooter that has errors."""
    link = ""
    if contact_url:
        write = texts("static", language)["write"]
        link = f' <a href="{escape(contact_url)}">{escape(write)}</a>'
    return f'<p class="hw-embed">{escape(texts("embed", language)["broken"])}{link}</p>'


def _fault(
    word: str, code: str, message: str, hint: str, severity: Severity = Severity.ERROR
) -> Fault:
    return Fault(word, Finding(Place(""), code, message, hint, severity))


def _pieces(text: str) -> Iterator[tuple[str, Block | None]]:
    if "troubleshooter" not in text:
        yield text, None
        return
    for is_code, piece in pieces(text):
        opening = _OPENING.match(piece) if is_code and "troubleshooter" in piece else None
        yield piece, _block(piece, opening) if opening else None


def _block(piece: str, opening: re.Match[str]) -> Block:
    prefix, fence = opening[1], opening[2]
    lines = [
        line.removeprefix(prefix) if line.startswith(prefix) else line.lstrip(" \t>")
        for line in piece.split("\n")
    ]
    last = lines[-1].strip()
    is_closed = len(lines) > 1 and len(last) >= len(fence) and not last.strip(fence[0])
    inner = lines[1:-1] if is_closed else lines[1:]
    return Block(
        text="\n".join(lines),
        opening=lines[0].strip(),
        words=tuple(_WORD.findall(opening[4])),
        is_closed=is_closed,
        is_empty=not any(line.strip() for line in inner),
    )


def _options(block: Block) -> Iterator[tuple[str, str]]:
    for word in block.words[1:]:
        key, _, value = word.partition("=")
        yield key, value.strip("\"'")


def _form(block: Block) -> Iterator[Fault]:
    """What is wrong with a block whatever it names."""
    if not block.is_closed:
        said = "this block has no end, so it is shown as it is written"
        yield _fault("", "invalid-embed", said, f"close it with a line of {block.text[:3]}")
    elif not block.is_empty:
        said = "what stands in this block is not shown"
        hint = "take it out, or put it above or below"
        yield _fault("", "invalid-embed", said, hint, Severity.WARNING)
    seen: set[str] = set()
    for word, (key, value) in zip(block.words[1:], _options(block), strict=True):
        if key != "start":
            hint = did_you_mean(key, ["start"], otherwise="the only option is start=STEP")
            yield _fault(word, "invalid-embed", f'a block has no option "{word}"', hint)
        elif not value or key in seen:
            said = "`start` stands twice" if value else "`start` names no step"
            yield _fault(word, "invalid-embed", said, "write it once, as start=STEP")
        seen.add(key)
