"""Which files of the docs folder a build may see at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from helpwright.articles import lifecycle, reading
from helpwright.articles.model import Article, Content, Settings
from helpwright.articles.schema import Audience
from helpwright.mkdocs_plugins.page_views import shown_folder


def select(
    files: Files, config: MkDocsConfig, settings: Settings
) -> tuple[Content, dict[str, Article], dict[str, str]]:
    """Read the content and take out of `files` what this audience does not see.

    Returns:
        The content; the published articles by path; path -> reason of each hidden one.
    """
    root = Path(config.docs_dir)
    own = [file.src_uri for file in files if _is_below(file, root)]
    content = reading.read_files(root, own, settings, shown=shown_folder(root))
    published, hidden = lifecycle.split(content, settings)
    known = {article.path for article in content.articles}
    for path in own:
        if path in hidden or _is_private(path, known, content, settings):
            file = files.get_file_from_path(path)
            if file is not None:
                files.remove(file)
    return content, {article.path: article for article in published}, hidden


def named(published: Mapping[str, Article]) -> set[str]:
    """Paths of the articles that something beside a link leads to: promotion, or `related`."""
    names = {name for article in published.values() for name in article.related}
    return {
        path
        for path, article in published.items()
        if article.promoted or article.id in names or path in names
    }


def _is_private(path: str, known: Collection[str], content: Content, settings: Settings) -> bool:
    """Whether a file is no page and no asset: a snippet, a category's data, unreadable, internal.

    Pictures and downloads in a category for agents are as internal as its articles.
    """
    folder, _, name = path.rpartition("/")
    if reading.is_snippet(path) or name == "category.yml":
        return True
    if name.lower().endswith((".md", ".markdown")) and path not in known:
        return True
    for_public = settings.audience is Audience.PUBLIC
    return for_public and lifecycle.folder_is_internal(folder, content.categories)


def _is_below(file: File, root: Path) -> bool:
    return file.abs_src_path is not None and Path(file.abs_src_path).is_relative_to(root)
