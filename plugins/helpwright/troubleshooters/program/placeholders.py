"""Names in braces in a text: each must be something that a reader can have answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.language.kinds import Scope
from helpwright.troubleshooters.source.model import Ask, Node, Outcome, Troubleshooter, Try

_PLACEHOLDER = re.compile(r"(?<!\{)\{([A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)\}(?!\})")
_LABEL = ".label"


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
            for name in names_in_text(text) if "{" in text else ():
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
    """The texts of a step or outcome, each with its place."""
    keys: tuple[tuple[str, str], ...] = ()
    if isinstance(node, Ask):
        keys = tuple((key, key) for key in ("ask", "hint", "help", "body", "error", "none"))
        for option in node.options:
            yield from ((text, option.place) for text in (option.label, option.hint))
        yield from ((one.error, one.place) for one in node.checks)
    elif isinstance(node, Try):
        keys = (("try", "action"), ("body", "body"))
    elif isinstance(node, Outcome):
        keys = (("title", "title"), ("body", "body"), ("subject", "subject"))
    for key, field in keys:
        place = node.places.get("solution", node.place) if key == "title" else node.place
        yield getattr(node, field), node.places.get(key, place)
