"""The collections with judgements that are at hand: queries, and the articles that answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import corpus
import generated
import packaged
from corpus import Article, Corpus

SHARED = Path(__file__).parents[4] / "shared/data"
MOST = 300  # queries of a collection
QUICK = 40
EMBEDDED = 10_000


def collections(work: Path, data: Path = SHARED, *, quick: bool = False) -> Iterator[Corpus]:
    """Every collection that is there; says which is not, and why.

    Of LibreOffice's and GNOME's queries, only the half that no ranking was tuned on.
    """
    packages = work / "packages"
    shared = (("wixqa-expert160", "WixQA questions"), ("techqa-480-dev", "TechQA posts"))
    for folder, title in shared[: 1 if quick else 2]:
        found = _try(title, lambda folder=folder: corpus.read(data / folder))  # type: ignore[misc]
        if found:
            few = found.queries[:QUICK] if quick else found.queries
            yield replace(found, name=title, queries=few)
    if quick:
        return
    wixqa = _try("WixQA among others", lambda: corpus.read(data / "wixqa-expert160"))
    if wixqa:
        yield embedded(wixqa, packages)
    for language in ("en", "de", "ja"):
        for title, read in (("keywords", packaged.libreoffice), ("sentences", packaged.gnome)):
            name = f"{'LibreOffice' if title == 'keywords' else 'GNOME'} {title} {language}"
            found = _try(name, lambda r=read, code=language: r(code, packages))  # type: ignore[misc]
            if found:
                yield replace(_held(found), name=name)


def embedded(collection: Corpus, packages: Path) -> Corpus:
    """A collection within a help center of 10,000 articles, real ones as far as there are."""
    others: list[Article] = []
    for read in (packaged.libreoffice, packaged.gnome):
        more = _try("the help of other programs", lambda read=read: read("en", packages))  # type: ignore[misc]
        others += more.articles if more else ()
    missing = EMBEDDED - len(collection.articles) - len(others)
    articles = (*collection.articles, *others, *generated.generate(missing).articles)
    return replace(collection, name="WixQA among others", articles=articles)


def _held(found: Corpus) -> Corpus:
    held = sorted((q for q in found.queries if q.about["split"] == "held"), key=lambda q: q.id)
    return replace(found, queries=tuple(held[:: max(1, len(held) // MOST)][:MOST]))


def _try(name: str, read: Callable[[], Corpus]) -> Corpus | None:
    try:
        return read()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Without {name}: {error}", file=sys.stderr)
        return None
