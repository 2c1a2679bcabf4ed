"""Which files of the docs folder a build may see at all."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.pages import Page

from helpwright.articles import attachments, lifecycle, reading
from helpwright.articles.kinds import Audience
from helpwright.articles.model import Article, Content, Settings
from helpwright.errors import Finding, Place, Severity
from helpwright.mkdocs_plugins.places import shown_folder
from helpwright.rebuilds.kept import Kept
from helpwright.rebuilds.tables import Table

# What Helpwright keeps in the docs folder for itself, whatever a site calls it.
PRIVATE_NAMES = frozenset({"category.yml", "category.yaml"})


def read(
    files: Files, config: MkDocsConfig, settings: Settings, kept: Kept | None = None
) -> Content:
    """The content of the docs folder, as far as MkDocs itself does not leave it out."""
    root = Path(config.docs_dir)
    foreign = _posts(config)
    own = [file.src_uri for file in files if is_own(file, root)]
    own = [path for path in own if not path.startswith(foreign)]
    shown, place = shown_folder(root), (str(root), str(settings.unknown_keys))
    headers = Table(kept, "headers", *place) if kept else None
    content = reading.read_files(root, own, settings, shown=shown, kept=headers)
    if headers:
        headers.close()
    return content


def list_files(config: MkDocsConfig) -> Files:
    """All files of the docs folder, with what MkDocs leaves out marked."""
    files = get_files(config)
    set_exclusions(files, config)
    return files


def select(
    files: Files,
    config: MkDocsConfig,
    settings: Settings,
    private: Collection[str],
    kept: Kept | None = None,
) -> tuple[Content, dict[str, Article], dict[str, str]]:
    """Read the content and take out of `files` and `config.nav` what this audience does not see.

    `private` names further files that are never published; `kept` has work of earlier builds.

    Returns:
        The content; the published articles by path; path -> reason of each hidden one.
    """
    set_exclusions(files, config)
    content = read(files, config, settings, kept)
    published, hidden = lifecycle.split(content, settings)
    known = {article.path for article in content.articles}
    concealed = [article for article in content.articles if article.path in hidden]
    texts = [(article.body, article.folder) for article in published]
    texts += [(snippet.text, "") for snippet in content.snippets.values()]
    # Articles decide for themselves; pictures and downloads go with those that show them.
    belongings = attachments.only_of(concealed, texts) - known
    root, foreign = Path(config.docs_dir), _posts(config)
    for file in [file for file in files if is_own(file, root)]:
        path = file.src_uri
        if path.startswith(foreign):
            continue
        is_gone = path in hidden or path in belongings or path in private
        if is_gone or _is_private(path, known, content, settings):
            files.remove(file)
    if config.nav is not None and hidden:
        config.nav = _without(config.nav, hidden)
    return content, {article.path: article for article in published}, hidden


def named(published: Mapping[str, Article]) -> set[str]:
    """Paths of what something beside a link leads to: promotion, `related`, the theme itself."""
    names = {name for article in published.values() for name in article.related}
    return {
        path
        for path, article in published.items()
        if article.promoted or article.id in names or path in {*names, "contact.md", "search.md"}
    }


def check_foreign(page: Page, settings: Settings) -> list[Finding]:
    """A page that another plugin made for agents comes too late to be held back."""
    audience = str(page.meta.get("audience", "public"))
    ours = "helpwright_kind" in page.meta
    if ours or settings.audience != "public" or audience == "public":
        return []
    message = "it is for agents, but another plugin made it, so it cannot be held back"
    hint = "let that plugin make it only for an agents' build"
    place = Place(page.file.src_uri)
    return [Finding(place, "internal-page", message, hint, Severity.ERROR)]


def is_own(file: File, root: Path) -> bool:
    """Whether a file stands in the docs folder and MkDocs does not leave it out."""
    if file.abs_src_path is None or file.inclusion.is_excluded():
        return False
    # Path.is_relative_to takes ten times as long, and is asked of each file twice.
    return file.abs_src_path.startswith(f"{root}{os.sep}")


def _posts(config: MkDocsConfig) -> tuple[str, ...]:
    """Folders whose Markdown belongs to Material's blog, which makes pages of it in its own way."""
    blogs = [p for name, p in config.plugins.items() if name.split(" ")[0] == "material/blog"]
    options = [getattr(blog, "config", {}) for blog in blogs]
    return tuple(
        f"{str(option['post_dir']).format(blog=option['blog_dir']).strip('/')}/"
        for option in options
    )


def _is_private(path: str, known: Collection[str], content: Content, settings: Settings) -> bool:
    """Whether a file is no page and no asset: a snippet, a category's data, unreadable, internal.

    Pictures and downloads in a category for agents are as internal as its articles.
    """
    folder, _, name = path.rpartition("/")
    if reading.is_snippet(path) or name in PRIVATE_NAMES:
        return True
    # Also what only looks like Markdown: nobody wants its front matter published as it stands.
    if name.lower().endswith(reading.SUFFIXES) and path not in known:
        return True
    for_public = settings.audience is Audience.PUBLIC
    return for_public and lifecycle.folder_is_internal(folder, content.categories)


def _without(nav: Any, hidden: Collection[str]) -> Any:
    """A configured navigation without hidden articles; their titles would stand on every page."""
    if isinstance(nav, list):
        kept = [_without(item, hidden) for item in nav]
        return [item for item in kept if item not in (None, {}, [])]
    if isinstance(nav, dict):
        pairs = [(title, _without(item, hidden)) for title, item in nav.items()]
        return {title: item for title, item in pairs if item not in (None, {}, [])}
    return None if nav in hidden else nav
