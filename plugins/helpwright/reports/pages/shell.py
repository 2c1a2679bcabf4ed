"""What every page has: head, navigation, footer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache

from helpwright.reports import wording
from helpwright.reports.markup import Html, join, tag
from helpwright.reports.model import Report

# A page needs nothing but its own style sheet; a report opened anywhere stays that way.
_POLICY = "default-src 'none'; style-src 'self' file:; base-uri 'none'; form-action 'none'"
PAGES = (
    ("index.html", "Overview"),
    ("writers.html", "For writers"),
    ("agents.html", "For agents"),
    ("articles.html", "Articles"),
    ("categories.html", "Categories"),
    ("self-service.html", "Self-service"),
    ("method.html", "Method"),
)
Section = tuple[str, str, Html]


def page(
    report: Report,
    name: str,
    title: str,
    lead: str,
    sections: Sequence[Section],
    *,
    jumps: bool = True,
) -> str:
    """A whole page.

    Args:
        report: The report that it belongs to.
        name: Its file, such as "articles/4kbp2rc.html".
        title: Its heading.
        lead: The line below it.
        sections: Id, heading and content of each part; a heading of "" is not shown.
        jumps: Whether the parts are listed at the top.
    """
    root = "../" * name.count("/")
    named = [(key, heading) for key, heading, _ in sections if heading]
    listed = tag("ul", *(tag("li", tag("a", h, href=f"#{k}")) for k, h in named), cls="jumps")
    parts = [
        tag(
            "section",
            tag("h2", heading) if heading else tag("h2", title, cls="quiet"),
            content,
            id=key,
            cls=None if heading else "bare",
        )
        for key, heading, content in sections
    ]
    period = report.figures.period
    span = wording.period(period.first, period.last)
    badge = tag("span", "Private: not for publication", cls="badge")
    body = [
        tag("a", "Skip to the figures", cls="skip", href="#main"),
        tag(
            "header",
            tag("p", "Support report, ", span, " ", badge, cls="eyebrow"),
            tag("nav", _pages(*_place(name), root), aria_label="Pages of the report"),
            tag("h1", title),
            tag("p", lead, cls="lead"),
            tag("nav", listed, aria_label="On this page") if jumps and len(named) > 2 else "",
            cls="top",
        ),
        tag("main", *parts, id="main"),
        tag("footer", tag("p", _footer(report))),
    ]
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="robots", content="noindex, nofollow"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{title}, {span}"),
        tag("link", rel="stylesheet", href=f"{root}report.css"),
    ]
    inside = join([tag("head", *head), "\n", tag("body", join(body, "\n")), "\n"])
    return f"<!doctype html>\n{tag('html', inside, lang='en')}\n"


def file_of(folder: str, key: str) -> str:
    """The page of an article or a category; ids may come from anywhere and hold anything."""
    name = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:60]
    if name != key:
        name = f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:8]}".strip("-")
    return f"{folder}/{name}.html"


def _place(name: str) -> tuple[str, str]:
    """The page in the navigation that a page belongs to, and how it is marked there."""
    whole = {"articles": "articles.html", "categories": "categories.html"}
    inside = whole.get(name.partition("/")[0])
    return (inside, "true") if inside else (name, "page")


@cache
def _pages(current: str, marker: str, root: str) -> Html:
    links = []
    for target, title in PAGES:
        here = marker if target == current else None
        links.append(tag("li", tag("a", title, href=f"{root}{target}", aria_current=here)))
    return tag("ul", *links, cls="pages")


def _footer(report: Report) -> str:
    figures = report.figures
    until = f"data until {wording.day(figures.data_until)}" if figures.data_until else "no data"
    people = wording.counted(figures.requesters, "requester")
    closed = wording.counted(figures.closed, "closed ticket")
    return f"Made on {wording.day(figures.today)} with Helpwright; {until}; {closed} by {people}."
