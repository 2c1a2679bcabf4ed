"""Room in the site's folder: which addresses cannot have a file because another is in the way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from helpwright.permalinks.urls import output_path


def find_blocked(urls: Iterable[str], files: Iterable[str]) -> dict[str, str]:
    """The URLs whose file has no room in the site, with the file that is in its way.

    A file is in the way of one at the same path, of those below it, and of one where it has its
    folder. `files` are paths relative to the site's folder; a URL that has room is in the way of
    later ones.
    """
    taken: set[str] = set()
    folders: dict[str, str] = {}

    def add(path: str) -> None:
        taken.add(path)
        for folder in _folders(path):
            folders.setdefault(folder, path)

    for file in sorted(files):
        add(unicodedata.normalize("NFC", file.strip("/")))
    blocked: dict[str, str] = {}
    for url in urls:
        path = output_path(url)
        ahead = next((found for found in (path, *_folders(path)) if found in taken), "")
        if ahead := ahead or folders.get(path, ""):
            blocked[url] = ahead
        else:
            add(path)
    return blocked


def _folders(path: str) -> Iterator[str]:
    end = path.rfind("/")
    while end > 0:
        yield path[:end]
        end = path.rfind("/", 0, end)
