"""Reading a docs folder: articles, categories and snippets, with everything wrong in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from helpwright.articles import front_matter, identity, snippets
from helpwright.articles.code import plain_lines, without_code
from helpwright.articles.kept_headers import KeptHeaders
from helpwright.articles.kinds import Audience, Status
from helpwright.articles.model import Article, Category, Content, Settings, Snippet
from helpwright.errors import Finding, Place, Severity, did_you_mean

SNIPPETS_FOLDER = "_snippets"
# What MkDocs makes pages of; it tells upper from lower case, also in the names of indexes.
SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
INDEXES = frozenset({"index", "README"})
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\s*\{[:#.][^}]*\}\s*$")


def read_folder(root: Path, settings: Settings, *, shown: str = "") -> Content:
    """Read all of a docs folder. `shown` is what places call the folder; default its path."""
    return read_files(root, list_files(root), settings, shown=shown)


def list_files(root: Path) -> list[str]:
    """Paths of all files below a folder, sorted, without those whose name begins with a dot."""
    found: list[str] = []
    for folder, folders, names in os.walk(root, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        base = Path(folder).relative_to(root)
        found += [(base / name).as_posix() for name in names if not name.startswith(".")]
    return sorted(found)


def read_files(
    root: Path,
    paths: Iterable[str],
    settings: Settings,
    *,
    shown: str = "",
    kept: KeptHeaders | None = None,
) -> Content:
    """Read the Markdown files and category files among `paths`, which are relative to root.

    `kept` has front matter that was read before with the same settings.
    """
    prefix = shown or root.as_posix()
    reader = _Reader(root, prefix, settings, kept)
    markdown = []
    folders: set[str] = set()
    for path in sorted(paths):
        name = path.rpartition("/")[2]
        if is_snippet(path):
            reader.read_snippet(path)
        elif name == "category.yml":
            reader.read_category(path)
        elif name == "category.yaml":
            reader.refuse(path, "category-name", "it is not read", "name it category.yml")
        elif name.endswith(SUFFIXES):
            markdown.append(path)
            folders |= {str(parent) for parent in PurePosixPath(path).parents if str(parent) != "."}
    articles = [article for path in markdown if (article := reader.read_article(path))]
    for folder in folders:
        reader.categories.setdefault(folder, Category(folder, title_from(folder)))
    articles = list(_with_ids(articles))
    findings = sorted([*reader.findings, *identity.check(articles, Place(prefix))])
    return Content(
        root,
        tuple(articles),
        reader.categories,
        reader.snippets,
        tuple(findings),
        reader.headers,
    )


def article_of(
    path: str, data: bytes, settings: Settings, *, shown: str = ""
) -> tuple[Article | None, list[Finding]]:
    """One article from the bytes of its file, with what is wrong in them; its id may be empty."""
    reader = _Reader(Path(), shown or ".", settings)
    text = reader.text_of(path, data)
    return (reader.article(path, text) if text is not None else None), reader.findings


def is_snippet(path: str) -> bool:
    """Whether a path is a snippet's, which is never a page of its own."""
    return path.startswith(f"{SNIPPETS_FOLDER}/")


def page_url(path: str, *, directory_urls: bool = True) -> str:
    """The site-relative URL that MkDocs gives a Markdown file: "billing/refunds/", or "".

    It is percent-encoded, as it has to stand in a link.
    """
    folder, _, name = quote(path).rpartition("/")
    stem = name.rpartition(".")[0]
    base = f"{folder}/" if folder else ""
    if stem in INDEXES:
        return base if directory_urls else f"{base}index.html"
    return f"{base}{stem}/" if directory_urls else f"{base}{stem}.html"


def title_from(path: str) -> str:
    """A title from a file or folder name: "how-to/reset_password.md" is "Reset password"."""
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] if name.endswith(SUFFIXES) else name
    words = re.sub(r"[-_]+", " ", stem).strip()
    return words[:1].upper() + words[1:] if words else path


def _with_ids(articles: Iterable[Article]) -> Iterator[Article]:
    articles = list(articles)
    taken = {article.id for article in articles if article.id}
    for article in articles:
        if article.id:
            yield article
        else:
            derived = identity.derive(article.path, taken)
            taken.add(derived)
            yield replace(article, id=derived, id_is_derived=True)


class _Reader:
    def __init__(
        self, root: Path, prefix: str, settings: Settings, kept: KeptHeaders | None = None
    ) -> None:
        self.root, self.prefix, self.settings, self.kept = root, prefix, settings, kept
        self.categories: dict[str, Category] = {}
        self.snippets: dict[str, Snippet] = {}
        self.findings: list[Finding] = []
        self.headers: dict[str, dict[str, Any]] = {}

    def read_article(self, path: str) -> Article | None:
        text = self.read_text(path)
        return None if text is None else self.article(path, text)

    def article(self, path: str, text: str) -> Article | None:
        place = self.place(path)
        if set(path) & set("#?\\"):
            message = "its name holds a character that no address can have"
            self.refuse(path, "bad-file-name", message, "rename the file")
            return None
        unknown_keys = self.settings.unknown_keys
        header = front_matter.read(text, place.path, unknown_keys=unknown_keys, kept=self.kept)
        self.findings += header.findings
        if header.plain is not None:
            self.headers[path] = header.plain
        values: dict[str, Any] = dict(header.values)
        if not header.is_safe:
            values["status"] = Status.DRAFT
        for key in ("labels", "aliases", "applies_to", "redirect_from", "related"):
            values[key] = tuple(values.get(key, ()))
        for key in ("title", "description"):
            if key in values:
                variables = self.settings.variables
                for name in snippets.undefined(values[key], variables):
                    message = f'"{key}" names "{name}", which is not a variable'
                    hint = did_you_mean(name, variables, otherwise="define it, or write it out")
                    at = header.keys.get(key, place)
                    self.findings.append(Finding(at, "undefined-variable", message, hint))
                values[key] = snippets.fill(values[key], variables)
        if "title" not in values:
            values["title"] = first_heading(header.body) or title_from(path)
        values.setdefault("id", "")
        url = page_url(path, directory_urls=self.settings.directory_urls)
        return Article(
            path=path,
            place=place,
            url=url,
            body=header.body,
            body_line=header.body_line,
            keys=header.keys,
            **values,
        )

    def read_category(self, path: str) -> None:
        text = self.read_text(path)
        folder = path.rpartition("/")[0]
        if text is None:
            self.categories[folder] = Category(folder, title_from(folder), audience=Audience.AGENTS)
            return
        values, findings = front_matter.read_category(text, self.place(path).path)
        self.findings += findings
        unclear = any(finding.code == "unclear-guard" for finding in findings)
        if unclear or any(finding.severity is Severity.ERROR for finding in findings):
            # Who may read the category is not known, so nobody outside the team does.
            values["audience"] = Audience.AGENTS
        values.setdefault("title", title_from(folder) if folder else "")
        self.categories[folder] = Category(folder, **values)

    def read_snippet(self, path: str) -> None:
        if not path.lower().endswith(".md"):
            return
        text = self.read_text(path)
        if text is not None:
            name = path.removeprefix(f"{SNIPPETS_FOLDER}/").removesuffix(".md")
            self.snippets[name] = Snippet(name, self.place(path), text.strip("\n"))

    def refuse(self, path: str, code: str, message: str, hint: str) -> None:
        self.add(self.place(path), code, message, hint)

    def read_text(self, path: str) -> str | None:
        place = self.place(path)
        try:
            data = (self.root / path).read_bytes()
        except OSError as error:
            self.add(place, "unreadable-file", f"it cannot be read: {error.strerror}", "")
            return None
        return self.text_of(path, data)

    def text_of(self, path: str, data: bytes) -> str | None:
        place = self.place(path)
        if len(data) > self.settings.max_bytes:
            size, limit = len(data) / 1e6, self.settings.max_bytes / 1e6
            message = f"it is {size:.1f} MB; an article may have {limit:.1f} MB"
            hint = "split it; move pictures and data into files of their own"
            self.add(place, "too-large", message, hint)
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if b"\0" in data[:8000]:
                self.add(place, "binary-file", "it is not text, though its name says so", "")
                return None
            before = data[: error.start]
            at = Place(place.path, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
            self.add(at, "not-utf-8", "it is not UTF-8 text", "save the file as UTF-8")
            return None
        if "\0" in text:
            self.add(place, "binary-file", "it is not text, though its name says so", "")
            return None
        return plain_lines(text)

    def place(self, path: str) -> Place:
        return Place(f"{self.prefix}/{path}" if self.prefix != "." else path)

    def add(self, place: Place, code: str, message: str, hint: str) -> None:
        self.findings.append(Finding(place, code, message, hint, Severity.ERROR))


def first_heading(body: str) -> str:
    """The text of the first heading in a Markdown text, without markup; "" if there is none."""
    match = _HEADING.search(without_code(body))
    if match is None:
        return ""
    text = _ATTRIBUTES.sub("", match[1])
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\w)[*_`]+|[*_`]+(?!\w)", "", text)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).strip()
