"""Edited snippets: what the record is to hold of them, and the articles that include them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import unquote

from helpwright.articles.code import plain_lines
from helpwright.rebuilds import whereabouts
from helpwright.rebuilds.record import Facts, Record
from helpwright.rebuilds.refusal import Refused

Pair = tuple[list[str], list[str]]
"""Name, file and text of a snippet as they were, and as they are now."""

_TROUBLESHOOTER = re.compile(r"(?:`{3}|~{3})[`~ \t{.]*troubleshooter")
# How whatever `locate` can find in a snippet begins there: as a target, or with its anchor.
_TARGET = re.compile(r"""(?:\]\(|\]:|=)[ \t<"']*+(.[^ \t\n)"'>#?]*)""")
_ANCHOR = re.compile(r"""#[^ \t\n)"'>#?]*""")


def by_name(
    used: Mapping[str, Collection[str]], known: Mapping[str, Collection[str]] | None = None
) -> dict[str, list[str]]:
    """The sorted paths of the articles that include a snippet, also through others, by its name.

    Args:
        used: The names of the snippets that articles include, by the articles' paths.
        known: What the others include, as this function gave it.
    """
    found = {name: set(paths).difference(used) for name, paths in (known or {}).items()}
    for path, names in used.items():
        for name in names:
            found.setdefault(name, set()).add(path)
    return {name: sorted(paths) for name, paths in sorted(found.items()) if paths}


def files(facts: Facts) -> set[str]:
    """The files of all snippets, relative to the docs folder."""
    return {file.removeprefix(_folder(facts)) for _, file, _ in facts.snippets}


def renewed(facts: Facts, changed: Mapping[str, bytes]) -> list[list[str]]:
    """Name, file and text of each snippet as they are now.

    Args:
        facts: What the last build was like.
        changed: What files of snippets hold now, by their paths below the docs folder.

    Raises:
        Refused: a whole build would find something wrong with such a file.
    """
    most = int(facts.settings["max_bytes"])
    texts = {f"{_folder(facts)}{path}": _text(path, data, most) for path, data in changed.items()}
    return [[name, file, texts.get(file, text)] for name, file, text in facts.snippets]


def articles(known: Record, now: Facts) -> list[str]:
    """The paths of articles that include a snippet whose text is another now, sorted.

    Args:
        known: The record of the site that stands.
        now: What it is to say, with the new texts.

    Raises:
        Refused: a whole build would change more than the pages of these articles.
    """
    before = known.facts
    changed = [
        (old, new) for old, new in zip(before.snippets, now.snippets, strict=True) if old != new
    ]
    if not changed:
        return []
    _check_places(changed, before)
    _check_names(changed, known)
    return sorted({path for (name, *_), _ in changed for path in before.included.get(name, ())})


def _check_places(changed: Sequence[Pair], facts: Facts) -> None:
    """Whether what was found wrong elsewhere stays where it is.

    What stands in the HTML of an article is looked for in its text, then in those of all snippets,
    whether it includes them or not. So are the blocks that ask for troubleshooters.
    """
    texts = [text for pair in changed for *_, text in pair]
    if any(map(_TROUBLESHOOTER.search, texts)):
        raise Refused("a snippet shows what other files say")
    if not facts.findings:
        return
    from helpwright.articles import links

    targets = {target for text in texts for target in _TARGET.findall(text)}
    anchors = {anchor for text in texts for anchor in _ANCHOR.findall(text)}
    all_files = {file for _, file, _ in facts.snippets}
    edited = {file for (_, file, _), _ in changed}
    for (path, line, _), code, message, *_ in facts.findings:
        if code == "duplicate-anchor":
            # Its heading is looked for, of which the message says nothing.
            may_move = bool(targets) and (line == 0 or path in all_files)
        else:
            said = f"{message}\n{unquote(message)}"
            may_move = any(target in said for target in targets | anchors)
        if path in edited or (code in links.CODES and may_move):
            raise Refused("there is something to mend whose place a snippet may tell")


def _check_names(changed: Sequence[Pair], known: Record) -> None:
    """Whether the same pictures and downloads of hidden articles are published as before."""
    if not known.facts.has_hidden:
        return
    from helpwright.articles.attachments import named_in

    names = {name for old, new in changed for name in named_in(old[2], "") ^ named_in(new[2], "")}
    if names and not names.isdisjoint(whereabouts.loads(known.whereabouts()).hidden_names):
        raise Refused("a snippet may show what hidden articles show")


def _folder(facts: Facts) -> str:
    return "" if facts.shown == "." else f"{facts.shown}/"


def _text(path: str, data: bytes, most: int) -> str:
    """The text of a snippet's file, as a whole build reads it."""
    try:
        if len(data) <= most and b"\0" not in data:
            return plain_lines(data.decode("utf-8-sig")).strip("\n")
    except UnicodeDecodeError:
        pass
    raise Refused(f"{path}: it has something to mend")
