"""Troubleshooters inside the pages of a site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from helpwright.articles.model import Article
from helpwright.errors import Finding, Place
from helpwright.mkdocs_plugins import companions
from helpwright.mkdocs_plugins.places import shown_folder
from helpwright.troubleshooters.page import embeds
from helpwright.troubleshooters.page.embeds import Block, Fault, Known

if TYPE_CHECKING:
    from helpwright.troubleshooters.source.model import Troubleshooter

Source = tuple[str, str, int]
"""A text, its file, and the line of the file at which it begins."""


def known(
    programs: Mapping[str, Mapping[str, Any]],
    broken: Mapping[str, object],
    secrets: Sequence[Troubleshooter],
    unread: Sequence[str],
) -> Known:
    """What articles may ask for; `programs` and `broken` by the path of the page."""
    reasons = {
        tree.slug: "it is for agents" if tree.audience == "agents" else "it is a draft"
        for tree in secrets
    }
    return Known(
        {PurePath(path).stem: program["steps"] for path, program in programs.items()},
        reasons,
        {PurePath(path).stem for path in broken} | set(unread),
    )


def put_in(
    html: str,
    blocks: Sequence[Block],
    page: Page,
    files: Files,
    *,
    config: MkDocsConfig,
    known: Known,
    trees: Mapping[str, Troubleshooter],
) -> tuple[str, list[Finding]]:
    """The HTML of a page with its troubleshooters in it, and what is wrong with the blocks."""
    findings: list[Finding] = []
    sources = list(_sources(page, config))
    language = companions.language(config)

    def report(block: Block, faults: Sequence[Fault]) -> None:
        earlier = blocks[: next(n for n, one in enumerate(blocks) if one is block)]
        nth = sum(one.opening == block.opening for one in earlier)
        for fault in faults:
            place = _locate(block, fault.word, nth, sources)
            findings.append(replace(fault.finding, place=place))

    def show(block: Block, nth: int, level: int) -> str:
        slug, start, faults = embeds.read(block, known)
        report(block, faults)
        path = f"troubleshooters/{slug}.md"
        file = files.get_file_from_path(path)
        if slug in known.broken:
            contact = companions.contact_url(config)
            return embeds.notice(contact and get_relative_url(contact, page.url), language)
        if not slug or file is None:
            return ""
        tree = trees[path]
        return embeds.render(
            *(tree.title, tree.summary),
            url=get_relative_url(file.url, page.url),
            start=start,
            nth=nth,
            level=level,
            language=language,
        )

    for block in blocks:
        if not block.is_closed:
            report(block, embeds.read(block, known)[2][:1])
    return embeds.fill(html, blocks, show), findings


def _sources(page: Page, config: MkDocsConfig) -> Iterator[Source]:
    """The texts that a page is made of: its own, then those of all snippets."""
    article = page.meta.get("helpwright")
    if isinstance(article, Article):
        yield article.body, article.place.path, article.body_line
    elif page.file.generated_by is None:
        folder = shown_folder(Path(config.docs_dir))
        yield page.file.content_string.replace("\r\n", "\n"), f"{folder}/{page.file.src_uri}", 1
    content = getattr(companions.find(config, "articles"), "content", None)
    for snippet in getattr(content, "snippets", {}).values():
        yield snippet.text, snippet.place.path, 1


def _locate(block: Block, word: str, nth: int, sources: Sequence[Source]) -> Place:
    """Where a word stands in the first line of the nth block that begins alike."""
    found: list[Place] = []
    for text, path, first in sources:
        for at, other in embeds.find(text):
            if other.opening == block.opening:
                line = text[at:].partition("\n")[0]
                behind = line.find("troubleshooter") + len("troubleshooter")
                fence = len(line) - len(line.lstrip(" \t>"))
                col = line.find(word, behind) if word else fence
                found.append(Place(path, first + text.count("\n", 0, at), col + 1))
    if not found:
        return Place(sources[0][1]) if sources else Place("")
    return found[min(nth, len(found) - 1)]
