"""Pages that share one Markdown instance: to make one for each page takes a fifth of its time.

MkDocs lets a plugin set `File.page`, and asks a page to render itself. This one does what MkDocs'
own does, with the same processors. It leaves it to MkDocs where the site uses a Markdown extension
that may keep something from page to page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from helpwright.articles import addresses, quick_markdown
from helpwright.articles.code_style import Colourless
from helpwright.mkdocs_plugins import resolved_links
from helpwright.mkdocs_plugins.attic import Attic
from helpwright.mkdocs_plugins.resolved_links import ResolvedLinks
from helpwright.rebuilds.filling import filled
from helpwright.rebuilds.kept import Kept, key_of
from helpwright.rebuilds.rendering import Written, described
from helpwright.rebuilds.workers import Workers

_PROCESSORS = (
    "_RawHTMLPreprocessor",
    "_ExtractAnchorsTreeprocessor",
    "_RelativePathTreeprocessor",
    "_ExtractTitleTreeprocessor",
)
# Extensions that begin anew when they are told to. Snippets read files, and whatever is not named
# here may do anything.
_KNOWN = frozenset(
    f"markdown.extensions.{name}"
    for name in (
        *("abbr", "admonition", "attr_list", "codehilite", "def_list", "fenced_code", "footnotes"),
        *("md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc"),
    )
) | frozenset(
    f"pymdownx.{name}"
    for name in (
        *("arithmatex", "betterem", "caret", "critic", "details", "emoji", "escapeall"),
        *("highlight", "inlinehilite", "keys", "magiclink", "mark", "progressbar"),
        *("saneheaders", "smartsymbols", "superfences", "tabbed", "tasklist", "tilde"),
    )
)
_OWN = "helpwright."


@dataclass
class Shared:
    """What all pages of one build share.

    `made` is the Markdown instance, once there is one; `links` tells of each page by its path how
    addresses are written in it, and what they became; `workers` render texts at the same time;
    `options` are names and options of the extensions, or None if these are more than plain values.
    `read` holds front matter and text of pages, by their paths, that need not be read once more;
    `attic` what search will need of pages; `resolved` which links need not be resolved again.
    """

    config: MkDocsConfig
    kept: Kept
    made: Markdown | None = None
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    workers: Workers | None = None
    read: dict[str, tuple[Mapping[str, Any], str]] = field(default_factory=dict)
    attic: Attic = field(default_factory=Attic)
    resolved: ResolvedLinks | None = None

    def __post_init__(self) -> None:
        extensions = list(self.config.markdown_extensions)
        self.options = described(extensions, self.config.mdx_configs or {})
        written = json.dumps(self.options, sort_keys=True)
        self._options = key_of("options", written).hex() if self.options else ""

    def key(self, page: Page, text: str | None = None) -> bytes:
        """What a page's HTML is made from, but for the files that it links to; b"" if unknown.

        `text` is what its Markdown will be, as long as nobody has read it.
        """
        if not self._options:
            return b""
        text = page.markdown or "" if text is None else text
        return key_of("markdown", self._options, page.file.src_uri, page.url, text)

    def stop(self) -> None:
        """End the workers, if there are any: all pages are rendered."""
        if self.workers is not None:
            self.workers.stop()
            self.workers = None
        if self.resolved is not None:
            self.resolved.close()
            self.resolved = None

    def markdown(self) -> Markdown:
        """The instance, as new."""
        if self.made is None:
            self.made = Markdown(
                extensions=self.config.markdown_extensions,
                extension_configs=self.config.mdx_configs or {},
            )
            quick_markdown.install(self.made)
        self.made.reset()
        return self.made


def add(files: Files, config: MkDocsConfig, kept: Kept) -> Shared | None:
    """Make the pages of all Markdown files, unless another plugin did, or MkDocs had better."""
    listed = list(files.documentation_pages())
    if not listed or not may_share(config):
        return None
    page_type = _page_type(_pages_module(listed[0]))
    if page_type is None:
        return None
    shared = Shared(config, kept, resolved=resolved_links.prepare(config, kept))
    for file in listed:
        if file.page is None:
            page = page_type(None, file, config)
            page.shared = shared
    return shared


def highlight_with_classes(config: MkDocsConfig) -> None:
    """Spare the highlighter its colours, unless the site wants them in the pages."""
    name = "pymdownx.highlight"
    if name in config.markdown_extensions:
        options = config.mdx_configs.setdefault(name, {})
        if not options.keys() & {"pygments_style", "noclasses"}:
            options["pygments_style"] = Colourless


def entitle(nav: Any, files: Files) -> None:
    """Give pages the titles of a configured navigation, as MkDocs does where it makes them."""
    titles: dict[str, str] = {}
    _collect(nav, titles)
    for path, title in titles.items():
        file = files.get_file_from_path(path)
        if file is not None and file.page is not None and is_shared(file.page):
            file.page.title = title


def _collect(nav: Any, titles: dict[str, str]) -> None:
    for item in nav if isinstance(nav, list) else ():
        if not isinstance(item, dict):
            continue
        for title, inside in item.items():
            if isinstance(inside, str):
                titles.setdefault(inside, str(title))
            else:
                _collect(inside, titles)


def may_share(config: MkDocsConfig) -> bool:
    """Whether all Markdown extensions of the site begin anew with each text."""
    names = []
    for extension in config.markdown_extensions:
        name = extension if isinstance(extension, str) else type(extension).__module__
        names.append(name)
    return all(_is_known(name) for name in names)


def _is_known(name: str) -> bool:
    if name.startswith(_OWN):
        return True
    whole = name if "." in name else f"markdown.extensions.{name}"
    return whole.partition(":")[0] in _KNOWN


def _pages_module(file: File) -> str:
    """The engine's module of pages: MkDocs, or a fork of it."""
    return f"{type(file).__module__.rpartition('.')[0]}.pages"


@cache
def _page_type(module: str) -> Any:
    engine = import_module(module)
    if any(not hasattr(engine, name) for name in _PROCESSORS):
        return None
    processors = [getattr(engine, name) for name in _PROCESSORS]
    get_toc = engine.get_toc

    # Which engine it is, is known at run time only.
    class SharingPage(engine.Page):  # type: ignore[name-defined, misc]
        """A page that renders itself with the Markdown instance of all."""

        shared: Shared

        def read_source(self, config: MkDocsConfig) -> None:
            """Take front matter and text from who has read them, or read the file."""
            known = self.shared.read.pop(self.file.src_uri, None)
            if known is None or config.plugins.events["page_read_source"]:
                super().read_source(config)
            else:
                self.meta, self.markdown = dict(known[0]), known[1].lstrip("\n")

        def _set_canonical_url(self, base: str | None) -> None:
            """As the engine does it, where `urljoin` could do nothing but put one after another."""
            path = addresses.plain_path(base or "")
            if path and addresses.is_plain(self.url):
                self.canonical_url = f"{base}{self.url}"
                self.abs_url = f"{path}{self.url}"
            else:
                super()._set_canonical_url(base)

        def render(self, config: MkDocsConfig, files: Files) -> None:
            """Turn Markdown into HTML, as the engine does."""
            if self.markdown is None:
                raise RuntimeError("the page has not been read")
            links = processors[2](self.file, files, config)
            key = self.shared.key(self)
            known = self.shared.kept.get(key) if key else None
            resolved = self.shared.resolved and self.shared.resolved.among(files)
            is_resolved = bool(known and resolved and resolved.has(key, known["links"]))
            if known is None or not self._take(known, None if is_resolved else links):
                links = processors[2](self.file, files, config)
                known = self._fill(key, links)
                if known is None:
                    links = processors[2](self.file, files, config)
                    known = self._convert(links, files, config)
                self._take(known, None)
                if key:
                    self.shared.kept.put(key, known)
            if resolved and key and not is_resolved:
                resolved.note(key, known["links"])
            self.links_to_anchors = links.links_to_anchors

        def _take(self, known: Mapping[str, Any], links: Any) -> bool:
            """Be what was rendered before, if its links lead to the same places."""
            pairs = known["links"]
            if links and any(links.path_to_url(written) != became for written, became in pairs):
                return False
            self.content = known["html"]
            self.toc = get_toc(known["contents"])
            self._title_from_render = known["title"]
            self.present_anchor_ids = set(known["anchors"])
            self.shared.links[self.file.src_uri] = dict(pairs)
            return True

        def _fill(self, key: bytes, links: Any) -> dict[str, Any] | None:
            """What a worker made of the text, if there is that, with its addresses."""
            workers = self.shared.workers
            made = workers.take(key) if workers and key else None
            if made is None:
                return None
            title = processors[3]()
            if made["title"]:
                title._register(self.shared.markdown())
            return filled(made, links, processors[0](), title)

        def _convert(self, links: Any, files: Files, config: MkDocsConfig) -> dict[str, Any]:
            md = self.shared.markdown()
            raw = processors[0]()
            anchors = processors[1](self.file, files, config)
            title = processors[3]()
            for processor in (raw, anchors, links, title):
                processor._register(md)
            before, after = Written(), Written()
            md.treeprocessors.register(before, "helpwright-before-links", 0.5)
            md.treeprocessors.register(after, "helpwright-after-links", -0.5)
            html = md.convert(self.markdown)
            return {
                "html": html,
                "contents": getattr(md, "toc_tokens", []),
                "title": title.title,
                "anchors": [*(anchors.present_anchor_ids | raw.present_anchor_ids)],
                "links": [*zip(map(str, before.found), map(str, after.found), strict=True)],
            }

    return SharingPage


def is_shared(page: Page) -> bool:
    """Whether a page is one of these."""
    return hasattr(page, "shared")


def attic_of(page: Page) -> Attic | None:
    """Where what a page needs later can wait, if it is one of these."""
    shared: Shared | None = getattr(page, "shared", None)
    return shared.attic if shared else None
