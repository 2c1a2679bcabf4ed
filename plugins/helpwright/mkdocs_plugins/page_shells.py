"""Pages of articles that differ in what they say only: drawn once, with slots, and filled.

The templates stay the one truth of how a page looks: a shell is what they make of a page whose
title, text and addresses are slots. What they decide by (whether there is a description, a page
before, a table of contents) is the page's shape, and each place and shape has a shell of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import escape
from mkdocs.structure.pages import Page

from helpwright.articles.views import EntryView, PageView

_SLOT = re.compile("\ue000([^\ue001]*)\ue001")
# What the theme's macro for prose changes, and headings that stand in for the title.
_SPECIAL = ("<h1", ' style="text-align:', 'class="task-list', "\ue000")


class Slot(str):
    """A place for a text, in which a template may escape it, or make an address of it."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str) -> Slot:
        """A place for the text of this name."""
        made = super().__new__(cls, f"\ue000{name}\ue001")
        made.name = name
        return made

    def __html__(self) -> str:
        return f"\ue000{self.name}|e\ue001"

    def as_address(self) -> str:
        """The place where the text stands as an address relative to the page."""
        return f"\ue000{self.name}|url\ue001"


@dataclass(frozen=True)
class Shell:
    """A page in pieces: what all pages have, and between two of those the name of a slot."""

    said: tuple[str, ...]
    slots: tuple[str, ...]

    def filled(self, values: Callable[[str], str], sought: str = "") -> tuple[str, int]:
        """The page with its slots filled, and where what is in the slot `sought` begins; -1."""
        found = [self.said[0]]
        start, length = -1, len(self.said[0])
        for slot, text in zip(self.slots, self.said[1:], strict=True):
            value = values(slot)
            if slot == sought:
                start = length
            length += len(value) + len(text)
            found += value, text
        return "".join(found), start


def shell(text: str) -> Shell:
    """What a template made of a page with slots."""
    pieces = _SLOT.split(text)
    return Shell(tuple(pieces[::2]), tuple(pieces[1::2]))


def texts(page: Page, view: PageView) -> dict[str, str] | None:
    """What a page says, by the names of its slots; none if a template looks into its texts."""
    content = page.content or ""
    if view.title == view.site_name or any(mark in content for mark in _SPECIAL):
        return None
    before, after = view.previous, view.next
    return {
        "content": content,
        "title": view.title,
        "description": view.description,
        "id": view.id,
        "permalink": view.permalink,
        "json_ld": view.json_ld,
        "canonical_url": page.canonical_url or "",
        "edit_url": page.edit_url or "",
        "before_title": before.title if before else "",
        "before_url": before.url if before else "",
        "after_title": after.title if after else "",
        "after_url": after.url if after else "",
    }


def shape(page: Page, view: PageView, said: Mapping[str, str]) -> Hashable:
    """What templates decide by."""
    meta = page.meta
    return (
        tuple(map(bool, said.values())),
        *(view.internal, bool(view.related), view.social_image),
        *(page.is_homepage, str(meta.get("language")), str(meta.get("author"))),
        "" if view.description else str(meta.get("description")),
    )


def drawn(page: Page, view: PageView, said: Mapping[str, str]) -> tuple[Any, PageView]:
    """A page and its view, with a slot for each of its texts that is not empty."""
    slots = {name: Slot(name) if text else "" for name, text in said.items()}
    before, after = view.previous, view.next
    outline = replace(
        view,
        title=slots["title"],
        description=slots["description"],
        id=slots["id"],
        permalink=slots["permalink"],
        json_ld=slots["json_ld"],
        previous=before and EntryView(slots["before_title"], slots["before_url"]),
        next=after and EntryView(slots["after_title"], slots["after_url"]),
    )
    return _Drawn(page, slots), outline


class _Drawn:
    """Those attributes of a page that all pages of its shape have, and slots for the others."""

    def __init__(self, page: Page, slots: Mapping[str, str]) -> None:
        self.url, self.is_homepage = page.url, page.is_homepage
        self.content = slots["content"]
        self.title = slots["title"]
        self.canonical_url = slots["canonical_url"]
        self.edit_url = slots["edit_url"]
        self.meta = {**page.meta, "title": slots["title"]}

    def __getattr__(self, name: str) -> Any:
        # Jinja would take an error for an attribute that is not there, and print nothing.
        raise RuntimeError(f"templates of the theme must not use page.{name} outside of parts")


def escaped(text: str) -> str:
    """A text as the filter `e` gives it."""
    return str(escape(text))
