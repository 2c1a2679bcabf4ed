"""The index of a build: the pages that changed read again, and all that a browser loads written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from importlib import metadata
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.mkdocs_plugins import allocator, documents
from helpwright.mkdocs_plugins.places import base_folder
from helpwright.search import folder, stemmers, store
from helpwright.search.analysis import language_of
from helpwright.search.index import Index, build
from helpwright.search.steering import Steering

# Beside mkdocs.yml, where Helpwright keeps what it stores.
STORE = Path(".helpwright", "search")
_MANY = 5_000  # pages


def publish(
    files: Files,
    config: MkDocsConfig,
    steering: Steering,
    customer_words: Mapping[str, tuple[str, ...]],
    published: Path,
) -> list[list[str]]:
    """Write the index and the stemmers that its languages need below the published folder.

    Returns:
        URL, language and fingerprint of each page that search lists.
    """
    sources = list(_sources(files, config, customer_words))
    if len(sources) > _MANY:
        allocator.give_back()
    target = published / "index"
    home = base_folder(config)
    try:
        (home / STORE).mkdir(parents=True, exist_ok=True)
        _keep_out_of_git(home / STORE.parent)
        index = store.publish(sources, steering, home / STORE, target)
    except OSError:
        # A checkout that nobody may write to: then there is nothing to be quick with.
        index = build([source.read() for source in sources], steering)
        folder.write(index, target)
    _write_stemmers(index, published / "search" / "stemmers")
    return [[source.url, source.language, source.fingerprint] for source in sources]


def _sources(
    files: Files, config: MkDocsConfig, customer_words: Mapping[str, tuple[str, ...]]
) -> Iterator[store.Source]:
    for page in documents.searched(files):
        fields = documents.fields_of(page, config, customer_words.get(page.url, ()))
        yield store.Source(
            url=page.url,
            language=str(fields["language"]),
            fingerprint=documents.fingerprint_of(page, fields),
            read=partial(documents.read, page, fields),
        )


def _write_stemmers(index: Index, target: Path) -> None:
    """One module for each algorithm; a browser loads it for a word that the site does not have."""
    names = {language_of(part.language).stemmer for part in index.parts} - {""}
    target.mkdir(parents=True, exist_ok=True)
    for name in sorted(names):
        text = stemmers.javascript(name)
        (target / f"{name}.js").write_text(text, encoding="utf-8", newline="\n")
    if names:
        (target / "LICENSE.txt").write_text(_license(), encoding="utf-8", newline="\n")


def _license() -> str:
    """Snowball's license, which goes with its algorithms in any form."""
    paths = metadata.files("snowballstemmer") or []
    texts = [path.read_text() for path in sorted(paths) if "licenses" in path.parts]
    return "\n".join(texts)


def _keep_out_of_git(path: Path) -> None:
    mark = path / ".gitignore"
    if not mark.exists():
        mark.write_text("*\n", encoding="utf-8")
