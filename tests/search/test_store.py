"""What is kept between builds makes them quick, and never makes a difference."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from helpwright.search import folder, store
from helpwright.search.documents import Document, Section
from helpwright.search.index import build
from helpwright.search.steering import Promotion, Steering, Synonym

LANGUAGES = ("en", "en", "en", "de", "de", "ja")
WORDS = {
    "en": (
        "refund",
        "refunds",
        "card",
        "cards",
        "password",
        "sign",
        "out",
        "the",
        "video",
        "plays",
    ),
    "de": (
        "Rechnung",
        "Rechnungen",
        "Adresse",
        "Rechnungsadresse",
        "Kunde",
        "Kundenkonto",
        "Konto",
    ),
    "ja": ("返金", "カード", "変更", "お支払い", "漢\u0301字", "申請できます"),
}
Documents = Sequence[Document]


def text(chance: random.Random, language: str, count: int) -> str:
    words = [*WORDS[language], *(f"{'abcd'[n % 4]}{n}" for n in range(60))]
    return " ".join(chance.choices(words, k=count))


def page(chance: random.Random, url: str) -> Document:
    language = chance.choice(LANGUAGES)
    return Document(
        url,
        text(chance, language, 3),
        description=text(chance, language, 4),
        category=chance.choice(["Billing", "Account", ""]),
        aliases=(text(chance, language, 2),),
        language=language,
        sections=tuple(
            Section(f"s{n}" if n else "", text(chance, language, 2), text(chance, language, 25))
            for n in range(3)
        ),
    )


def site(chance: random.Random, pages: int = 40) -> list[Document]:
    return [page(chance, f"p/{n:03}/") for n in range(pages)]


def edited(documents: Documents, chance: random.Random) -> tuple[list[Document], int]:
    """The same pages with some edit, and how many of them have to be read again."""
    pages, n = list(documents), chance.randrange(len(documents))
    old, new = pages[n], page(chance, documents[n].url)
    edits: tuple[Callable[[], Document], ...] = (
        lambda: replace(old, title=new.title + f" new{chance.randrange(99)}"),
        lambda: replace(old, sections=(replace(old.sections[0], text="Zebra 漢 𠮷."),)),
        lambda: replace(old, sections=old.sections[:-1] or new.sections),
        lambda: replace(old, aliases=(*old.aliases, "okapi")),
        lambda: replace(old, category=old.category + "s"),
        lambda: replace(old, language="de" if old.language == "en" else "en"),
        lambda: new,
    )
    way = chance.randrange(13)
    if way < len(edits):
        pages[n] = edits[way]()
        return pages, int(pages[n] != old)
    if way == 7:
        return pages, 0
    if way == 8:
        return [*pages, page(chance, f"new/{chance.randrange(999)}/{len(pages)}/")], 1
    if way == 9 and len(pages) > 1:
        return [*pages[:n], *pages[n + 1 :]], 0
    if way == 10:
        pages[n] = replace(old, url=f"renamed/{chance.randrange(999)}/{len(pages)}/")
        return pages, 1
    if way == 11:
        return pages[::-1], 0
    many = [page(chance, one.url) if one.language == "de" else one for one in pages]
    return many, sum(a != b for a, b in zip(pages, many, strict=True))


def steered(chance: random.Random, urls: Sequence[str]) -> Steering:
    synonyms = (Synonym(("card", text(chance, "en", 2)), ("credit card", "refund")),)
    promotions = (Promotion((text(chance, "en", 1),), tuple(urls[:3])),)
    weights = {"title": chance.choice([0.5, 1.0, 2.0]), "labels": 0.0}
    return Steering(weights, synonyms[: chance.randrange(2)], promotions[: chance.randrange(2)])


def sources(documents: Documents, read: list[str]) -> list[store.Source]:
    """Sources that note in `read` when they are."""

    def source(document: Document) -> store.Source:
        def give() -> Document:
            read.append(document.url)
            return document

        return store.Source(document.url, document.language, repr(document), give)

    return [source(document) for document in documents]


def publish(documents: Documents, steering: Steering, home: Path) -> list[str]:
    """Publish through a store; gives the pages that had to be read."""
    read: list[str] = []
    store.publish(sources(documents, read), steering, home / "store", home / "site")
    return read


def contents(root: Path) -> Mapping[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def clean(documents: Documents, steering: Steering, home: Path) -> Mapping[str, bytes]:
    folder.write(build(documents, steering), home / "clean")
    return contents(home / "clean")


def check(documents: Documents, steering: Steering, home: Path) -> None:
    """What is published through the store is what is published without it."""
    expected = clean(documents, steering, home)
    assert contents(home / "site") == expected
    assert contents(home / "store/index") == expected
    there = {path.name for path in (home / "store").iterdir()}
    # Where words are taken apart, nothing is kept in pieces.
    assert there - {"pieces.sqlite"} == {"index", "lock", "state.npz"}
    has_compounds = any(document.language == "de" for document in documents)
    assert ("pieces.sqlite" in there) == (bool(documents) and not has_compounds)


@pytest.mark.parametrize(("seed", "pages"), [(0, 40), (1, 40), (2, 40), (3, 5), (4, 1)])
def test_after_any_edit_all_is_as_if_built_anew(seed: int, pages: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    documents, steering = site(chance, pages), Steering()
    assert len(publish(documents, steering, tmp_path)) == len(documents)
    for _ in range(25):
        weights = steering.weights
        documents, fresh = edited(documents, chance)
        if chance.random() < 0.2:
            steering = steered(chance, [document.url for document in documents])
        read = publish(documents, steering, tmp_path)
        check(documents, steering, tmp_path)
        assert len(read) == (fresh if steering.weights == weights else len(documents))


@pytest.mark.parametrize("seed", [5, 6])
def test_as_pages_come_and_go_all_is_as_if_built_anew(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    documents = site(chance, 120)
    steering = Steering({}, (), (Promotion(("best page",), ("p/003/", "p/050/")),))
    for n in range(12):
        publish(documents, steering, tmp_path)
        check(documents, steering, tmp_path)
        # Up and down, past where there is room for more numbers of documents.
        some = chance.sample(documents, len(documents) - chance.choice([0, 1, 2, 30]))
        renamed = [replace(some[0], url=f"q/{n}/"), *some[1:]]
        more = chance.choice([0, 1, 2, 40])
        documents = [*renamed, *(page(chance, f"r/{n}/{k}/") for k in range(more))]


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_a_word_that_comes_and_goes_leaves_nothing_behind(language: str, tmp_path: Path) -> None:
    before = [Document(f"{url}/", f"Okapi zebra {url}", language=language) for url in "ab"]
    other = [replace(document, title="Zebra okapi gnu") for document in before]
    after = [replace(before[0], title="Zebra Zebraokapi Okapi"), before[1]]
    for documents in (before, other, before, after, before, after[:1], other[:1], [], before):
        publish(documents, Steering(), tmp_path)
        expected = clean(documents, Steering(), tmp_path)
        assert contents(tmp_path / "site") == expected


def test_the_index_that_is_returned_names_all_languages(tmp_path: Path) -> None:
    given = sources(site(random.Random(9)), [])
    for _ in range(2):
        index = store.publish(given, Steering(), tmp_path / "store", tmp_path / "site")
        assert [part.language for part in index.parts] == ["de", "en", "ja"]
        assert len(index.documents) == len(given)
