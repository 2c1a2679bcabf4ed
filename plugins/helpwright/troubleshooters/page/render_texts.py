"""Texts of a troubleshooter as HTML, with spans where a script puts in what people answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

from helpwright.troubleshooters.language.formats import style_of
from helpwright.troubleshooters.page.page_texts import texts
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
        return _PLACEHOLDER.sub(mark, clean) if "{" in clean else clean, names

    def _filled(self, html: str, names: list[tuple[str, str]]) -> str:
        if not names:
            return html

        def span(found: re.Match[str]) -> str:
            name, text = names[int(found[1])]
            return f'<span data-fill="{escape(name)}">{escape(text)}</span>'

        def bare(found: re.Match[str]) -> str:
            return f"{{{escape(names[int(found[1])][0])}}}"

        parts = _TAG.split(html)
        # Every second part is a tag, where no other tag can stand.
        return "".join(_MARK.sub(bare if n % 2 else span, part) for n, part in enumerate(parts))

    @cached_property
    def _asked(self) -> Mapping[str, str]:
        """What stands for an answer until it is known: its question, in brackets."""
        found: dict[str, str] = {}
        for name, step in self._steps.items():
            found.setdefault(step.get("name", name), f"[{step['label']}]")
        return found

    @property
    def _steps(self) -> Mapping[str, Any]:
        steps: Mapping[str, Any] = self.program["steps"]
        return steps

    def in_page(self) -> dict[str, Any]:
        """The program as the page shows it: with hints, and with own words in its language."""
        steps = {name: self._step_in_page(name, step) for name, step in self._steps.items()}
        outcomes = {
            name: {**outcome, "label": self.heading(name, outcome["label"])}
            for name, outcome in self.program["outcomes"].items()
        }
        return {**self.program, "steps": steps, "outcomes": outcomes}

    def _step_in_page(self, name: str, step: Mapping[str, Any]) -> Mapping[str, Any]:
        if "options" not in step:
            return step
        style, hints = style_of(self.language), self._hints(name)
        own = {"yes": style.yes, "no": style.no} if step["type"] == "yes_no" else {}
        options = []
        for option in step["options"]:
            shown = dict(option)
            if hints.get(option["id"]):
                shown["hint"] = hints[option["id"]]
            if option["id"] in own and option["label"] == _YES_NO[option["id"]]:
                shown["label"] = own[option["id"]]
            options.append(shown)
        return {**step, "options": options}

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
