"""Names in braces in a text: each must be something that a reader can have answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.language.kinds import Scope
from helpwright.troubleshooters.source.model import Ask, Node, Outcome, Troubleshooter, Try

_PLACEHOLDER = re.compile(r"(?<!\{)\{([A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)\}(?!\})")
_LABEL = ".label"
_KEYS_OF_ASK = tuple((key, key) for key in ("ask", "hint", "help", "body", "error", "none"))


def check(tree: Troubleshooter, scope: Scope) -> Iterator[Finding]:
    """A finding for each name in a text that nothing has.

    Args:
        tree: The tree, with its constants and shared parts put in.
        scope: The names of its answers, facts and tables.
    """
    every = {*scope.known, *scope.names, *tree.parameters}
    for node in tree.nodes.values():
        known = every
        if isinstance(node, Outcome) and node.computed:
            known = every.union(one.name for one in node.computed)
        for text, place in _texts(node):
            for name in names_in_text(text):
                if name not in known and name.removesuffix(_LABEL) not in known:
                    hint = did_you_mean(
                        name, known, otherwise="write {{ and }} if the braces belong to the text"
                    )
                    message = f'"{{{name}}}" in a text is not the name of an answer or a fact'
                    yield Finding(place, "unknown-name", message, hint, Severity.ERROR)


def names_in_text(text: str) -> list[str]:
    """The names in braces, each once."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(text)))


def _texts(node: Node) -> Iterator[tuple[str, Place]]:
    """The texts of a step or outcome that hold braces, each with its place."""
    keys: tuple[tuple[str, str], ...] = ()
    if isinstance(node, Ask):
        keys = _KEYS_OF_ASK
        for option in node.options:
            if "{" in option.label:
                yield option.label, option.place
            if "{" in option.hint:
                yield option.hint, option.place
        yield from ((one.error, one.place) for one in node.checks if "{" in one.error)
    elif isinstance(node, Try):
        keys = (("try", "action"), ("body", "body"))
    elif isinstance(node, Outcome):
        keys = (("title", "title"), ("body", "body"), ("subject", "subject"))
    for key, field in keys:
        text = getattr(node, field)
        if "{" in text:
            place = node.places.get("solution", node.place) if key == "title" else node.place
            yield text, node.places.get(key, place)
