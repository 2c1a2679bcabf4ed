"""Real help centers in several languages, from Debian's packages.

LibreOffice's help gives every page keywords that its readers look for: short queries with
judgements, in any of its languages. GNOME's help describes every page in one line, which
its pages do not show: a query of a sentence. The packages are downloaded and unpacked,
not installed; nothing of their text is kept in this repository.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from corpus import Article, Corpus, Query, Section
from selectolax.lexbor import LexborHTMLParser, LexborNode

MALLARD = "{http://projectmallard.org/1.0/}"
LIBREOFFICE = {"en": "en-US", "de": "de", "ja": "ja", "fr": "fr", "es": "es", "it": "it"}
MOST_RELEVANT = 5
_REFERENCE = re.compile(r"see also|\bsee\b|siehe|参照|voir|véase|vedere")
_BLOCKS = "p, h1, h2, h3, h4, h5, h6, td, th, pre"
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_SKIPPED = "script, style, .relatedtopics, #DEBUG, .iconcell, .noteicon, .bug"


def fetch(package: str, folder: Path) -> Path:
    """Download a Debian package with apt and unpack it; gives the folder with its files.

    Raises:
        subprocess.CalledProcessError, FileNotFoundError: No apt here, or no such package.
    """
    unpacked = folder / package
    if not unpacked.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, check=True)
        archive = max(folder.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", archive, unpacked], check=True)
        archive.unlink()
    return unpacked


def libreoffice(language: str, folder: Path) -> Corpus:
    """LibreOffice's help in a language, with its index keywords as queries."""
    code = LIBREOFFICE[language]
    root = fetch(f"libreoffice-help-{code.lower()}", folder)
    text = root / "usr/share/libreoffice/help" / code / "text"
    articles: dict[str, Article] = {}
    asked: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(text.rglob("*.html")):
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        article = _article(tree, path.relative_to(text).with_suffix("").as_posix())
        if article is None:
            continue
        articles[article.id] = article
        for meta in tree.css('meta[itemprop="keywords"]'):
            keyword = _keyword(meta.attributes.get("content") or "", language)
            if keyword:
                asked[_bag(keyword)].setdefault(article.id, keyword)
    queries = _queries(asked, articles, language)
    if language != "en":  # a keyword that nobody translated says nothing about the language
        english = {_bag(query.text) for query in libreoffice("en", folder).queries}
        queries = [query for query in queries if _bag(query.text) not in english]
    return Corpus(f"libreoffice-{language}", language, tuple(articles.values()), tuple(queries))


def gnome(language: str, folder: Path) -> Corpus:
    """GNOME's help in a language, with each page's description as a query for it."""
    root = fetch("gnome-user-docs", folder) / "usr/share/help"
    articles, queries = [], []
    for path in sorted((root / ("C" if language == "en" else language)).rglob("*.page")):
        page = ElementTree.parse(path).getroot()
        name = f"{path.parent.name}/{path.stem}"
        title = _text(page.find(f"{MALLARD}title"))
        sections = tuple(_sections(page))
        if sum(len(section.text) for section in sections) < 200:
            continue  # a page of links only
        articles.append(Article(name, title, sections, f"{name}/"))
        description = _text(page.find(f"{MALLARD}info/{MALLARD}desc"))
        if description and _bag(description) != _bag(title):
            about = {"kind": "description", "split": _split(name)}
            queries.append(Query(f"gnome-{name}", description, frozenset({name}), about))
    if language != "en":
        english = {query.text for query in gnome("en", folder).queries}
        queries = [query for query in queries if query.text not in english]
    return Corpus(f"gnome-{language}", language, tuple(articles), tuple(queries))


def _article(tree: LexborHTMLParser, name: str) -> Article | None:
    content = tree.css_first("#DisplayArea")
    title = tree.css_first("title")
    if content is None or title is None:
        return None
    for node in content.css(_SKIPPED):
        node.decompose(recursive=True)
    sections: list[tuple[str, str, list[str]]] = [("", "", [])]
    for node in content.css(_BLOCKS):
        text = " ".join(node.text(deep=True).split())
        if node.tag == "h1" or not text or _inside_block(node):
            continue
        if node.tag in _HEADINGS:
            # Pages repeat ids where they show the same passage twice.
            sections.append((f"part-{len(sections)}", text, []))
        else:
            sections[-1][2].append(text)
    parts = tuple(Section(anchor, heading, "\n".join(t)) for anchor, heading, t in sections)
    if sum(len(part.text) for part in parts) < 100:
        return None
    heading = content.css_first("h1")
    named = heading.text(deep=True) if heading else ""
    return Article(name, " ".join((named or title.text()).split()), parts, f"{name}/")


def _inside_block(node: LexborNode) -> bool:
    """Whether a block stands in another, which already has its text (as p in td)."""
    parent = node.parent
    while parent is not None:
        if parent.tag in ("p", "td", "th", "pre"):
            return True
        parent = parent.parent
    return False


def _keyword(text: str, language: str) -> str:
    """A keyword as a customer would type it, "" for one that nobody types."""
    text = unicodedata.normalize("NFKC", text).replace(";", ",")
    if _REFERENCE.search(text):
        return ""
    if language == "ja" and text.isascii():
        return ""
    parts = [part.strip() for part in re.split("[,、]", text) if part.strip()]
    # "spreadsheets, inserting breaks in" is "inserting breaks in spreadsheets".
    if language == "en" and len(parts) == 2 and "ing" in parts[1] and "ing" not in parts[0]:
        parts.reverse()
    words = re.sub(r"[()\[\]\"]", " ", " ".join(parts)).split()
    return " ".join(words) if len("".join(words)) > 1 else ""


def _queries(
    asked: dict[str, dict[str, str]], articles: dict[str, Article], language: str
) -> list[Query]:
    queries = []
    for bag, pages in sorted(asked.items()):
        titles = [_bag(articles[page].title) for page in pages]
        if len(pages) > MOST_RELEVANT or bag in titles:
            continue
        name = f"lo-{language}-{hashlib.sha256(bag.encode()).hexdigest()[:10]}"
        words = set(bag.split())
        in_title = max(len(words & set(title.split())) / len(words) for title in titles)
        about = {"kind": "keyword", "split": _split(name), "in_title": round(in_title, 2)}
        queries.append(Query(name, min(pages.values()), frozenset(pages), about))
    return queries


def _split(name: str) -> str:
    """ "tune" or "held": what a ranking was tuned on says little about it."""
    return "held" if hashlib.sha256(f"split {name}".encode()).digest()[0] % 2 else "tune"


def _bag(text: str) -> str:
    """The words of a text in alphabetical order, to tell whether two texts are the same."""
    return " ".join(sorted(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())))


def _sections(page: ElementTree.Element) -> Iterator[Section]:
    texts = [_text(node) for node in page if node.tag not in _UNSHOWN]
    yield Section("", "", "\n".join(filter(None, texts)))
    for part in page.iter(f"{MALLARD}section"):
        texts = [_text(node) for node in part if node.tag not in _UNSHOWN]
        heading = _text(part.find(f"{MALLARD}title"))
        yield Section(part.get("id") or "", heading, "\n".join(filter(None, texts)))


_UNSHOWN = {f"{MALLARD}{name}" for name in ("info", "title", "section", "links")}


def _text(node: ElementTree.Element | None) -> str:
    return " ".join("".join(node.itertext()).split()) if node is not None else ""
