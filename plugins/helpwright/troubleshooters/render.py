"""A troubleshooter as HTML that works without JavaScript: every step a section, answers links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit, urlunsplit

from helpwright.troubleshooters.model import (
    Ask,
    Node,
    Outcome,
    Target,
    Troubleshooter,
    Try,
    Unsupported,
    Way,
    ways,
)

Lookup = Callable[[str], tuple[str, str] | None]
"""A name to an address, relative to the page, and a title; None if nothing has that name."""


def render(
    tree: Troubleshooter,
    *,
    markdown: Callable[[str], str],
    article_url: Lookup,
    contact_url: str | None,
    troubleshooter_url: Lookup | None = None,
) -> str:
    """The body of the page, without title and summary. A tree with findings renders in part.

    Args:
        tree: The troubleshooter.
        markdown: Markdown to HTML; what it returns is not escaped.
        article_url: Path of an article in the docs folder to its address and title.
        contact_url: Where people write to, a page or a `mailto:`; None if nowhere.
        troubleshooter_url: Slug to address and title; without it all stand side by side.
    """
    page = _Page(tree, markdown, article_url, contact_url, troubleshooter_url or _beside)
    start = tree.start.to if tree.start and tree.start.to in tree.steps else ""
    names = sorted(tree.nodes, key=lambda name: name != start)
    sections = "".join(page.section(tree.nodes[name]) for name in names)
    return (
        f'<helpwright-troubleshooter data-start="{escape(start or (names or [""])[0])}">\n'
        f"{sections}</helpwright-troubleshooter>\n"
    )


def contact_link(contact_url: str, subject: str) -> str:
    """The address of the contact page, with the subject as a query parameter."""
    parts = urlsplit(contact_url)
    query = "&".join(part for part in (parts.query, f"subject={quote(subject, safe='')}") if part)
    return urlunsplit(parts._replace(query=query))


def _beside(slug: str) -> tuple[str, str] | None:
    return f"../{slug}/", ""


@dataclass(frozen=True)
class _Page:
    tree: Troubleshooter
    markdown: Callable[[str], str]
    article_url: Lookup
    contact_url: str | None
    troubleshooter_url: Lookup

    def section(self, node: Node) -> str:
        kind = "try" if isinstance(node, Try) else "ask"
        kind = "outcome" if isinstance(node, Outcome) else kind
        inner = "\n".join(part for part in self.parts(node) if part)
        return (
            f'<section id="{escape(node.id)}" class="hw-step" data-kind="{kind}">\n'
            f"<h2>{escape(node.heading)}</h2>\n{inner}\n</section>\n"
        )

    def parts(self, node: Node) -> list[str]:
        if isinstance(node, Unsupported):
            return []
        parts = [self.body(node.body)]
        if isinstance(node, Ask):
            hint = f'<p class="hw-hint">{escape(node.hint)}</p>' if node.hint else ""
            parts = [hint, *parts, self.help(node.help)]
        else:
            parts.append(self.article(node.article))
        if isinstance(node, Try):
            parts.append('<p class="hw-question">Did that fix it?</p>')
        if isinstance(node, Outcome):
            parts.append(self.contact(node))
            parts.append(self.handoff(node.handoff))
        return [*parts, self.ways(ways(node))]

    def body(self, text: str) -> str:
        return f'<div class="hw-body">\n{self.markdown(text).strip()}\n</div>' if text else ""

    def help(self, text: str) -> str:
        if not text:
            return ""
        summary = "<summary>Help with this question</summary>"
        return f'<details class="hw-help">{summary}\n{self.markdown(text).strip()}\n</details>'

    def article(self, article: Target | None) -> str:
        found = self.article_url(article.to) if article and article.to else None
        if not found:
            return ""
        link = f'<a href="{escape(found[0])}">{escape(found[1])}</a>'
        return f'<p class="hw-article">Read more: {link}</p>'

    def contact(self, outcome: Outcome) -> str:
        if outcome.kind != "contact" or not self.contact_url:
            return ""
        href = contact_link(self.contact_url, outcome.subject or self.tree.title)
        attributes = f'class="hw-button" data-channel="{escape(outcome.channel)}"'
        return f'<p><a {attributes} href="{escape(href)}">Write to us</a></p>'

    def handoff(self, handoff: Target | None) -> str:
        found = self.troubleshooter_url(handoff.to) if handoff and handoff.to else None
        if not found:
            return ""
        label = found[1] or "Go on to the next troubleshooter"
        return f'<p><a class="hw-button" href="{escape(found[0])}">{escape(label)}</a></p>'

    def ways(self, ways: tuple[Way, ...]) -> str:
        items = "".join(f"<li>{self.way(way)}</li>\n" for way in ways)
        return f'<ul class="hw-ways">\n{items}</ul>' if items else ""

    def way(self, way: Way) -> str:
        label = escape(way.label)
        if way.target and way.target.to in self.tree.nodes:
            attributes = f'href="#{escape(way.target.to)}" data-answer="{escape(way.answer)}"'
            label = f"<a {attributes}>{label}</a>"
        hint = f' <span class="hw-hint">{escape(way.hint)}</span>' if way.hint else ""
        return label + hint
