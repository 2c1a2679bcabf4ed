"""Constants in texts: `{refund_days}` is known when the page is made, so it is put in then."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from helpwright.troubleshooters.language.formats import shown
from helpwright.troubleshooters.source.model import Ask, Option, Outcome, Step, Troubleshooter, Try

# Not in double braces, which stand for braces.
_PLACEHOLDER = re.compile(r"(?<!\{)\{([A-Za-z_][A-Za-z0-9_.]*)\}(?!\})")
_TEXTS = {
    Ask: ("ask", "hint", "help", "body", "none", "error"),
    Try: ("action", "body"),
    Outcome: ("title", "body", "subject"),
    Option: ("label", "hint"),
}
_Part = TypeVar("_Part", Ask, Try, Outcome, Option)


def put_in(tree: Troubleshooter, *, language: str) -> Troubleshooter:
    """The tree with the values of its constants in its texts, as the language writes them."""
    if not tree.constants:
        return tree
    values = {name: shown(value, None, language) for name, value in tree.constants.items()}

    def filled(text: str) -> str:
        return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)

    def step_of(step: Step) -> Step:
        if isinstance(step, Ask):
            options = tuple(_with_texts(option, filled) for option in step.options)
            return replace(_with_texts(step, filled), options=options)
        return _with_texts(step, filled) if isinstance(step, Try) else step

    return replace(
        tree,
        steps={name: step_of(step) for name, step in tree.steps.items()},
        outcomes={name: _with_texts(one, filled) for name, one in tree.outcomes.items()},
    )


def _with_texts(part: _Part, filled: Callable[[str], str]) -> _Part:
    texts = {name: getattr(part, name) for name in _TEXTS[type(part)]}
    changed: dict[str, Any] = {name: filled(text) for name, text in texts.items() if "{" in text}
    return replace(part, **changed) if changed else part
