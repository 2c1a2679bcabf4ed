"""A troubleshooter as HTML that works without a script: steps are sections, answers are links.

Beside the sections stands the compiled program, with which a script shows one step at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from helpwright.troubleshooters.page.page_texts import texts
from helpwright.troubleshooters.page.render_questions import Questions
from helpwright.troubleshooters.page.render_texts import Texts, translated
from helpwright.troubleshooters.page.script_data import for_script
from helpwright.troubleshooters.page.words import Words
from helpwright.troubleshooters.proof.connections import following
from helpwright.troubleshooters.source.logic import Target
from helpwright.troubleshooters.source.model import (
    SOLVED,
    Ask,
    Node,
    Outcome,
    Troubleshooter,
    Try,
    Use,
)

Lookup = Callable[[str], tuple[str, str] | None]
"""A name to an address, relative to the page, and a title; None if nothing has that name."""

_NUMBERS, _DATES, _TEXTS = {"number", "money"}, {"date"}, {"text"}
_FAULTS_OF = {
    **dict.fromkeys(("number", "whole", "decimals", "min", "max", "between"), _NUMBERS),
    **dict.fromkeys(("date", "date_min", "date_max", "date_between"), _DATES),
    **dict.fromkeys(("text", "short", "long", "pattern"), _TEXTS),
    **{"money": {"money"}, "lookup": {"lookup"}},
}


def render(
    tree: Troubleshooter,
    program: Mapping[str, Any],
    *,
    markdown: Callable[[str], str],
    article_url: Lookup,
    contact_url: str | None,
    troubleshooter_url: Lookup | None = None,
    language: str = "en",
    endpoint: str = "",
    consent: bool = False,
) -> str:
    """The body of the page, without title and summary. A tree with findings renders in part.

    Args:
        tree: The troubleshooter, with its shared sub-trees put in.
        program: What it was compiled to.
        markdown: Markdown to HTML; what it returns is not escaped.
        article_url: Path of an article in the docs folder to its address and title.
        contact_url: Where people write to, a page or a `mailto:`; None if nowhere.
        troubleshooter_url: Slug to address and title; without it all stand side by side.
        language: That of the page's own texts.
        endpoint: Where to tell what happens; "" for nowhere.
        consent: Whether that waits for the reader's consent.
    """
    written = translated(Texts(tree, program, markdown, language))
    page = _Page(tree, written, article_url, contact_url, troubleshooter_url or _beside)
    names = order(program, tree)
    nodes = tree.nodes
    sections = "".join([page.section(nodes[name]) for name in names])
    attributes = {
        "data-start": program["start"] if program["start"] in names else (names or [""])[0],
        "data-title": tree.title,
        "data-contact": contact_url or "",
        "data-endpoint": endpoint,
        "data-consent": "yes" if endpoint and consent else "",
    }
    given = "".join(f' {key}="{escape(text)}"' for key, text in attributes.items() if text)
    said = {"page": texts("browser", language), "faults": _faults(program, language)}
    data = _data("program", for_script(written.program)) + _data("texts", said)
    return f"<helpwright-troubleshooter{given}>\n{sections}{data}</helpwright-troubleshooter>\n"


def contact_link(contact_url: str, subject: str) -> str:
    """The address of the contact page, with the subject as a query parameter."""
    parts = urlsplit(contact_url)
    query = "&".join(part for part in (parts.query, f"subject={quote(subject, safe='')}") if part)
    return urlunsplit(parts._replace(query=query))


def order(program: Mapping[str, Any], tree: Troubleshooter) -> list[str]:
    """Steps and outcomes as they are best read: after what leads to them, outcomes last."""
    after = following(program)
    names = [name for name in tree.nodes if name in after]
    starts = [name for name in (program["start"], *names) if name in after]
    done: list[str] = []
    seen: set[str] = set()
    for start in starts:
        found: list[str] = []
        waiting = [(start, False)]
        while waiting:
            name, is_left = waiting.pop()
            if is_left:
                found.append(name)
            elif name not in seen:
                seen.add(name)
                waiting.append((name, True))
                # The first way is entered last, so that, backwards, its steps come first.
                waiting += [(to, False) for to in after[name]]
        done += reversed(found)
    return sorted(done, key=lambda name: name in program["outcomes"])


def _faults(program: Mapping[str, Any], language: str) -> dict[str, str]:
    """The messages for answers that are not valid, as far as the program's questions need them."""
    types = {step.get("type", "") for step in program["steps"].values()}
    said = texts("faults", language)
    return {key: said[key] for key in said if types & _FAULTS_OF.get(key, types)}


def _data(kind: str, value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # "<" could end the element, or begin a comment.
    escaped = text.replace("<", "\\u003c")
    return f'<script type="application/json" data-{kind}>{escaped}</script>\n'


def _beside(slug: str) -> tuple[str, str] | None:
    return f"../{slug}/", ""


@dataclass(frozen=True)
class _Page:
    tree: Troubleshooter
    texts: Texts
    article_url: Lookup
    contact_url: str | None
    troubleshooter_url: Lookup

    def section(self, node: Node) -> str:
        inner = "\n".join(part for part in self._parts(node) if part)
        heading = self.texts.inline(self.texts.heading(node.id, node.heading))
        return f'<section id="{escape(node.id)}">\n<h2>{heading}</h2>\n{inner}\n</section>\n'

    def _parts(self, node: Node) -> Iterator[str]:
        if isinstance(node, Ask):
            if node.hint:
                yield f'<p class="hw-hint">{self.texts.inline(node.hint)}</p>'
            yield self._body(node.body)
            yield self._help(node.help)
            step = self.texts.program["steps"][node.id]
            yield _ways(self._questions.of_ask(node, step))
        elif isinstance(node, Try):
            yield self._body(node.body)
            yield self._article(node.article)
            yield _ways(self._questions.of_try(self.texts.program["steps"][node.id]))
        elif not isinstance(node, Use):
            yield self._body(node.body)
            yield self._article(node.article)
            yield self._asked(node)
            yield self._contact(node)
            yield self._handoff(node.handoff)
            yield _ways(self._unhelpful(node))

    def _body(self, text: str) -> str:
        return self.texts.markdown(text) if text else ""

    def _help(self, text: str) -> str:
        if not text:
            return ""
        summary = f"<summary>{escape(self._own['help'])}</summary>"
        return f"<details>{summary}\n{self.texts.markdown(text)}\n</details>"

    def _article(self, article: Target | None) -> str:
        found = self.article_url(article.to) if article and article.to else None
        if not found:
            return ""
        link = f'<a href="{escape(found[0])}">{escape(found[1])}</a>'
        return f'<p class="hw-article">{escape(self._own["read_more"])} {link}</p>'

    def _asked(self, outcome: Outcome) -> str:
        items = "".join(f"<li>{escape(label)}</li>" for label in outcome.asked.values())
        return f"<p>{escape(self._own['ask_for'])}</p>\n<ul>{items}</ul>" if items else ""

    def _contact(self, outcome: Outcome) -> str:
        if outcome.kind != "contact" or not self.contact_url:
            return ""
        subject = self.texts.plain(outcome.subject or self.tree.title)
        channel = f'data-channel="{escape(outcome.channel)}"'
        href = escape(contact_link(self.contact_url, subject))
        link = f'<a class="hw-button" {channel} href="{href}">{escape(self._own["write"])}</a>'
        return f'<p class="hw-contact">{link}</p>'

    def _handoff(self, handoff: Target | None) -> str:
        found = self.troubleshooter_url(handoff.to) if handoff and handoff.to else None
        if not found:
            return ""
        label = escape(found[1] or self._own["next"])
        link = f'<a class="hw-button" href="{escape(found[0])}">{label}</a>'
        return f'<p class="hw-handoff">{link}</p>'

    def _unhelpful(self, outcome: Outcome) -> str:
        """Where "This did not help" leads: a section, or from a solution to the contact page."""
        said = self._own["not_helpful"]
        if outcome.not_helpful:
            return f"<p>{self._questions.link(outcome.not_helpful.to, said)}</p>"
        if outcome.kind not in ("solution", "article") or not self.contact_url:
            return ""
        if outcome.id == SOLVED:
            return ""
        href = escape(contact_link(self.contact_url, self.texts.plain(self.tree.title)))
        return f'<p><a href="{href}">{escape(said)}</a></p>'

    @cached_property
    def _own(self) -> Mapping[str, str]:
        return texts("static", self.texts.language)

    @cached_property
    def _questions(self) -> Questions:
        words = Words(self.texts.program, self.texts.language)
        return Questions(self.texts.program, self.texts, words)


def _ways(html: str) -> str:
    """What a script puts a form in the place of."""
    if html.startswith("<ul>") and html.count("<ul") == 1:
        return html.replace("<ul>", '<ul class="hw-ways">', 1)
    return f'<div class="hw-ways">\n{html}\n</div>' if html else ""
