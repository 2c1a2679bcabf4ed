"""Pages whose texts worker processes turn into HTML before the build comes to them.

What a text will be when all plugins have seen it is a guess. A page takes HTML only if it was made
from its own text, so a wrong guess costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.articles import snippets
from helpwright.articles.model import Article, Content, Settings
from helpwright.articles.rendering import ClassesForAlignment
from helpwright.mkdocs_plugins import companions, markdown_pages
from helpwright.rebuilds import filling, workers
from helpwright.troubleshooters.page import embeds

_SAMPLE = 40

Texts = Callable[[str], str | None]
"""What the text at a path will be; None if nobody knows."""


def texts(
    published: Mapping[str, Article], content: Content, settings: Settings, config: MkDocsConfig
) -> Texts:
    """The texts of articles, as our own plugins will leave them."""
    has_embeds = companions.find(config, "troubleshooters") is not None

    def text(path: str) -> str | None:
        article = published.get(path)
        if article is None:
            return None
        filled = snippets.expand(article, content.snippets, settings.variables).text
        return embeds.mark(filled)[0] if has_embeds else filled

    return text


def begin(
    shared: markdown_pages.Shared, files: Files, texts: Texts, asked: int | None = None
) -> None:
    """Begin workers for the texts that no earlier build has rendered, if that pays.

    `asked` is how many of them somebody wants, however few texts there are.
    """
    extensions = shared.config.markdown_extensions
    # Workers put that one last.
    is_alike = bool(extensions) and isinstance(extensions[-1], ClassesForAlignment)
    if not shared.options or not is_alike or not filling.can_fill:
        return
    # Others may change how Markdown is rendered, in this process only.
    if asked is None and companions.others(shared.config):
        return
    pages = [
        file.page
        for file in files.documentation_pages()
        if file.page is not None and markdown_pages.is_shared(file.page)
    ]
    if not workers.count_for(len(pages), asked):
        return
    # After most edits nearly all is there, and to ask for each of them takes a moment.
    step = len(pages) // _SAMPLE
    if asked is None and step > 1:
        some = pages[::step]
        likely = len(pages) * len(_missing(some, shared, texts)) // len(some)
        if not workers.count_for(likely, asked):
            return
    missing = _missing(pages, shared, texts)
    count = workers.count_for(len(missing), asked)
    if count:
        shared.workers = workers.Workers(count, shared.options, missing)


def _missing(pages: list[Any], shared: markdown_pages.Shared, texts: Texts) -> list[workers.Text]:
    found = []
    for page in pages:
        text = texts(page.file.src_uri)
        if text is not None:
            key = shared.key(page, text)
            if shared.kept.get(key) is None:
                found.append((key, text))
    return found
