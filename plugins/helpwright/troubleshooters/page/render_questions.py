"""What to answer and where that leads, for people without a script: links, and rules in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from helpwright.troubleshooters.page.page_texts import texts
from helpwright.troubleshooters.page.render_texts import Texts
from helpwright.troubleshooters.page.tries import ANSWERS, rules_after
from helpwright.troubleshooters.page.words import Words
from helpwright.troubleshooters.proof.connections import targets
from helpwright.troubleshooters.source.model import Ask

Step = Mapping[str, Any]
_CHOSEN = ("choice", "yes_no", "lookup")


@dataclass(frozen=True)
class Questions:
    """Writes the ways out of the steps of one program."""

    program: Mapping[str, Any]
    texts: Texts
    words: Words

    def of_ask(self, node: Ask, step: Step) -> str:
        """What a question wants to know, and where its answers lead."""
        return "\n".join(part for part in self._parts(node, step) if part)

    def of_try(self, step: Step) -> str:
        """The two ways on after something was tried."""
        items = [
            self.link(step[key], self._own[key])
            if step[key]
            else f"{escape(self._own[key])}\n{self._rules(rules_after(step, key), '')}"
            for key in ANSWERS
        ]
        return f'<p class="hw-question">{escape(self._own["fixed_question"])}</p>\n{_list(items)}'

    def link(self, target: str, text: str = "") -> str:
        """A link to a section; its text, if none is given, is the section's heading."""
        label = self.texts.inline(text or self._labels.get(target, target))
        return f'<a href="#{escape(target)}">{label}</a>' if target in self._labels else label

    def _parts(self, node: Ask, step: Step) -> Iterator[str]:
        rules = step.get("rules", [])
        plain = [rule for rule in rules if "to" in rule and "if" not in rule]
        only = plain[0]["to"] if len(rules) == 1 and plain and "max" not in plain[0] else ""
        if "options" in step:
            yield self._intro(step)
            yield _list(self._options(node, step, only if step["type"] in _CHOSEN else ""))
        else:
            yield f"<p>{escape(self._wanted(step))}</p>"
        links = step["type"] in _CHOSEN
        if not links or not (only or all("go" in one for one in step.get("options", ()))):
            yield self._rules(rules, f"{step['label']}: ")
        if "not_sure" in step and "options" not in step:
            yield _list([self.link(step["not_sure"], self._own["not_sure"])])

    def _intro(self, step: Step) -> str:
        key = {"multi": "several", "lookup": "one"}.get(step["type"])
        return f"<p>{escape(self._own[key])}</p>" if key else ""

    def _options(self, node: Ask, step: Step, only: str) -> Iterator[str]:
        hints = {option.id: option.hint for option in node.options}
        for option in step["options"]:
            to = option.get("go") or only
            text = self.link(to, option["label"]) if to else self.texts.inline(option["label"])
            hint = hints.get(option["id"], "")
            if hint:
                text += f' <span class="hw-hint">{self.texts.inline(hint)}</span>'
            if "if" in option:
                condition = self._own["only_if"].format(self.words.condition(option["if"]))
                text += f' <span class="hw-only">{self.texts.inline(condition)}</span>'
            yield text
        if "none" in step:
            yield self.texts.inline(step["none"])
        if "not_sure" in step:
            yield self.link(step["not_sure"], self._own["not_sure"])

    def _wanted(self, step: Step) -> str:
        """What to find out, such as "a number (Mbit/s, at least 0)"."""
        said = texts("words", self.words.language)
        details = [step.get("unit", step.get("currency", ""))]
        is_date = step["type"] == "date"
        for key, least, first in (("min", "least", "since"), ("max", "most", "until")):
            if step.get(key) is not None:
                value = self.words.value(step[key], step)
                details.append(said[first if is_date else least].format(value))
        inner = ", ".join(filter(None, details))
        return self._own[step["type"]] + (f" ({inner})" if inner else "")

    def _rules(self, rules: list[Step], own: str) -> str:
        """Rules in words, without the step's own question before its answers."""
        if any("table" in rule for rule in rules):
            return "\n".join(self._table(rule["table"]) for rule in rules if "table" in rule)
        items = []
        for number, rule in enumerate(rules):
            if "if" in rule:
                condition = self.words.condition(rule["if"]).replace(own, "")
                said = self._own["if"].format(condition)
            else:
                said = self._own["otherwise" if number else "then"]
            most = f" {self._own['most'].format(rule['max'])}" if "max" in rule else ""
            items.append(f"{self.texts.inline(said)} → {self.link(rule['to'])}{escape(most)}")
        # Rules name other steps, which a search for those should find alone.
        return _list(items, ' class="hw-rules" data-search-exclude')

    def _table(self, name: str) -> str:
        """A decision table with a row for each of its rows."""
        table = self.program["tables"][name]
        heads = [*map(self.words.column, table["inputs"]), self._own["result"]]
        column = table["outputs"].index("to")
        rows = [
            [
                *(
                    self.texts.inline(self.words.cell(cell, source))
                    for cell, source in zip(row["cells"], table["inputs"], strict=False)
                ),
                self._leading(name, row["values"][column]),
            ]
            for row in table["rows"]
        ]
        caption = escape(self._own["table"])
        head = "".join(f'<th scope="col">{self.texts.inline(text)}</th>' for text in heads)
        body = "\n".join(
            f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in rows
        )
        # What is wider than the page scrolls, so the keyboard must reach it.
        return (
            f'<div class="hw-table" role="region" aria-label="{caption}" tabindex="0"'
            " data-search-exclude>\n"
            f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n</div>"
        )

    def _leading(self, name: str, value: Any) -> str:
        """Where a row leads: one section, or those that an expression may give."""
        if isinstance(value, str):
            return self.link(value)
        one = {"tables": {name: {"outputs": ["to"], "rows": [{"values": [value]}]}}}
        found = targets({**self.program, **one}, name)
        return ", ".join(self.link(target) for target in found) or "…"

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        nodes = {**self.program["outcomes"], **self.program["steps"]}
        return {name: str(node.get("label", name)) for name, node in nodes.items()}

    @cached_property
    def _own(self) -> Mapping[str, str]:
        return texts("static", self.words.language)


def _list(items: Iterable[str], attributes: str = "") -> str:
    found = "".join(f"<li>{item}</li>\n" for item in items)
    return f"<ul{attributes}>\n{found}</ul>" if found else ""
