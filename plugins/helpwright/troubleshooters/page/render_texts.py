"""Texts of a troubleshooter as HTML, with spans where a script puts in what people answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

from helpwright.troubleshooters.language.formats import style_of
from helpwright.troubleshooters.page.page_texts import texts
from helpwright.troubleshooters.program.privacy import reveals_private
from helpwright.troubleshooters.proof.connections import following
from helpwright.troubleshooters.source.model import SOLVED, Ask, Troubleshooter

_NAME = r"[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*"
_PLACEHOLDER = re.compile(rf"\{{(\{{{_NAME}\}})\}}|(\{{\{{)|\{{({_NAME})\}}", re.ASCII)
# Letters for private use: Markdown leaves them alone, while `{name}` is an attribute list to some.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_TAG = re.compile(r"(<[^>]*>)")
_UNKNOWN = "…"
_YES_NO = {"yes": "Yes", "no": "No"}


@dataclass(frozen=True)
class Texts:
    """How the texts of one troubleshooter become HTML."""

    tree: Troubleshooter
    program: Mapping[str, Any]
    to_html: Callable[[str], str]
    language: str

    def inline(self, text: str) -> str:
        """A text in one line, such as a question or a label."""
        marked, names = self._marked(text)
        return self._filled(escape(marked, quote=False), names)

    def markdown(self, text: str) -> str:
        """A text in Markdown."""
        marked, names = self._marked(text)
        return self._filled(self.to_html(marked).strip(), names)

    def plain(self, text: str) -> str:
        """A text where no markup can stand."""
        marked, names = self._marked(text)
        return _MARK.sub(lambda found: names[int(found[1])][1], marked)

    def _marked(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """The text with marks for its placeholders, and their names and what stands for them."""
        names: list[tuple[str, str]] = []

        def mark(found: re.Match[str]) -> str:
            if not found[3]:
                return found[1] or "{"
            names.append((found[3], self._asked.get(found[3].removesuffix(".label"), _UNKNOWN)))
            return f"{_OPEN}{len(names) - 1}{_CLOSE}"

        clean = text.replace(_OPEN, "").replace(_CLOSE, "")
        return _PLACEHOLDER.sub(mark, clean), names

    def _filled(self, html: str, names: list[tuple[str, str]]) -> str:
        def span(found: re.Match[str]) -> str:
            name, text = names[int(found[1])]
            return f'<span data-fill="{escape(name)}">{escape(text)}</span>'

        def bare(found: re.Match[str]) -> str:
            return f"{{{escape(names[int(found[1])][0])}}}"

        parts = _TAG.split(html) if names else [html]
        # Every second part is a tag, where no other tag can stand.
        return "".join(_MARK.sub(bare if n % 2 else span, part) for n, part in enumerate(parts))

    @cached_property
    def _asked(self) -> Mapping[str, str]:
        """What stands for an answer until it is known: its question, in brackets."""
        found: dict[str, str] = {}
        for name, step in self.program["steps"].items():
            found.setdefault(step.get("name", name), f"[{step['label']}]")
        return found

    def in_page(self) -> dict[str, Any]:
        """The program as the page carries it: with hints, and with own words in its language."""
        made: dict[str, Any] = deepcopy(dict(self.program))
        style = style_of(self.language)
        own = {"yes": style.yes, "no": style.no}
        for name, step in made["steps"].items():
            hints = self._hints(name)
            for option in step.get("options", ()):
                if hints.get(option["id"]):
                    option["hint"] = hints[option["id"]]
                is_own = option["label"] == _YES_NO.get(option["id"])
                if step["type"] == "yes_no" and is_own:
                    option["label"] = own[option["id"]]
        for name, outcome in made["outcomes"].items():
            outcome["label"] = self.heading(name, outcome["label"])
        return made

    def for_script(self) -> dict[str, Any]:
        """The program as the script reads it: without what it can do without.

        Added is what the script would have to work out: what follows what, and what is private.
        """
        made = deepcopy(dict(self.program))
        after = following(made)
        made["after"] = {name: list(dict.fromkeys(found)) for name, found in after.items() if found}
        for name, step in made["steps"].items():
            if step["kind"] == "ask":
                del step["kind"]
            # Without a name it is the id; only checks ask for it. Rules come after ways of options.
            if step.get("name") == name and "check" not in step:
                del step["name"]
            if all("go" in option for option in step.get("options", [{}])):
                step.pop("rules", None)
        for outcome in made["outcomes"].values():
            if "not_helpful" not in outcome:
                # It is the heading of the section; only "Your answers" repeats it.
                del outcome["label"]
            if "with" in outcome:
                outcome["hidden"] = [
                    name
                    for name, expr in outcome["with"].items()
                    if name in made["private"] or reveals_private(made, expr)
                ]
        return made

    def heading(self, name: str, title: str) -> str:
        """A heading; that of the outcome which every tree has is in the page's language."""
        outcome = self.tree.outcomes.get(name)
        is_built_in = name == SOLVED and outcome is not None and not outcome.place.line
        return texts("static", self.language)["solved"] if is_built_in else title

    def _hints(self, name: str) -> dict[str, str]:
        step = self.tree.steps.get(name)
        options = step.options if isinstance(step, Ask) else ()
        return {option.id: option.hint for option in options}


def translated(texts_of: Texts) -> Texts:
    """The same with the program as the page carries it, whose labels all parts then agree on."""
    return replace(texts_of, program=texts_of.in_page())
