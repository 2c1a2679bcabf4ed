"""Permanent links of one build: the ledger read, the plan made, its pages written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.articles.lifecycle import folder_is_internal, is_internal
from helpwright.articles.links import Rendered
from helpwright.articles.model import Article, Content
from helpwright.articles.views import Shelf
from helpwright.errors import Finding, HelpwrightError, Place, Severity
from helpwright.files import put, write_atomically
from helpwright.mkdocs_plugins.assets import PUBLISHED
from helpwright.mkdocs_plugins.generated import category_url
from helpwright.mkdocs_plugins.places import shown_file, shown_folder
from helpwright.permalinks import ledger as ledgers
from helpwright.permalinks import pages, redirects
from helpwright.permalinks import short_links as shorts
from helpwright.permalinks.ledger import Ledger
from helpwright.permalinks.redirects import Plan, Target
from helpwright.permalinks.resolver import Resolver, find_addresses
from helpwright.permalinks.urls import page_url

_WRITTEN = ("404.html", "sitemap.xml", "sitemap.xml.gz", "opensearch.xml", "_redirects")
SCRIPT = f"{PUBLISHED}/articles/redirect.js"
STYLE = f"{PUBLISHED}/articles/articles.css"


def read(path: Path) -> tuple[Ledger, tuple[Finding, ...]]:
    """The ledger, or an empty one and what is wrong with it."""
    shown = shown_file(path)
    try:
        ledger = ledgers.read(path)
    except HelpwrightError as error:
        place = error.finding.place
        found = Finding(
            Place(shown, place.line, place.col),
            error.finding.code,
            error.finding.message,
            error.finding.hint,
            Severity.ERROR,
        )
        return Ledger(path=shown), (found,)
    return Ledger(ledger.entries, shown, ledger.lines), ()


def resolver(
    ledger: Ledger,
    targets: Iterable[Target],
    config: MkDocsConfig,
    hosts: Iterable[str],
    short: Mapping[str, str] | None = None,
) -> Resolver:
    """Tells the article of a link, on this site or on a host that it had before."""
    site = urlsplit(config.site_url or "")
    listed = config.extra.get("alternate")
    others = (
        [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    )
    elsewhere = [urlsplit(str(item.get("link", ""))).hostname or "" for item in others]
    names = {name.lower() for name in (*hosts, *elsewhere, site.hostname or "") if name}
    own = config.theme.get("language") or "en"
    languages = sorted({str(own), *(str(item["lang"]) for item in others if item.get("lang"))})
    addresses = find_addresses(ledger, targets)
    return Resolver(
        names, site.path or "/", addresses, languages=languages, short_links=short or {}
    )


def short_links(written: object, config: MkDocsConfig) -> dict[str, str]:
    """The option `short_links`: a map, or a file beside `mkdocs.yml` that holds one.

    Raises:
        InputError: it holds something else.
    """
    place = Place(shown_file(Path(config.config_file_path or "mkdocs.yml")))
    if isinstance(written, str):
        path = Path(config.config_file_path or "mkdocs.yml").parent / written
        return shorts.read(path, shown_file(path))
    return shorts.collect(written if isinstance(written, Mapping) else {}, place)


def article_targets(
    articles: Iterable[Article], content: Content, rendered: Mapping[str, Rendered]
) -> list[Target]:
    """Articles as what links can lead to; before rendering they have no anchors."""
    return [
        Target(
            article.id,
            page_url(article.url),
            article.title,
            rendered[article.path].anchors if article.path in rendered else (),
            article.redirect_from,
            article.keys.get("redirect_from", article.place),
            "internal" if is_internal(article, content.categories) else "public",
            article.url,
        )
        for article in articles
        if not article.is_index
    ]


def category_name(folder: str) -> str:
    """The name of a category in the ledger."""
    # No id of an article holds a dot, so nothing else can have this name.
    return f"category.{folder.replace('.', '..').replace('/', '.')}"


def troubleshooter_name(slug: str) -> str:
    """The name of a troubleshooter in the ledger."""
    return f"troubleshooter.{slug}"


def withheld(
    content: Content,
    hidden: Mapping[str, str],
    shelf: Shelf,
    slugs: Iterable[str],
    *,
    directory_urls: bool,
) -> dict[str, str]:
    """Name -> URL of all that exists but is not in this build.

    A category goes with its last visible article: a build must not fail because a date passed.
    """
    found = {a.id: page_url(a.url) for a in content.articles if a.path in hidden and not a.is_index}
    for path in hidden:
        folder = path.rpartition("/")[0]
        while folder:
            if folder not in shelf.tree.categories:
                found[category_name(folder)] = page_url(
                    category_url(folder, directory_urls=directory_urls)
                )
            folder = folder.rpartition("/")[0]
    end = "/" if directory_urls else ".html"
    return found | {troubleshooter_name(s): f"troubleshooters/{s}{end}" for s in slugs}


def page_targets(shelf: Shelf, content: Content, files: Files) -> list[Target]:
    """Categories and troubleshooters, whose addresses must not get lost either."""
    found = []
    shown = shown_folder(content.root)
    for path in sorted(shelf.tree.categories):
        category = shelf.tree.categories[path]
        introduction = shelf.tree.introductions.get(path)
        redirect_from = introduction.redirect_from if introduction else ()
        place = introduction.place if introduction else Place(f"{shown}/{path}")
        name, url = category_name(path), page_url(shelf.urls[path])
        audience = "internal" if folder_is_internal(path, content.categories) else "public"
        found.append(
            Target(name, url, category.title, (), redirect_from, place, audience, shelf.urls[path])
        )
    for file in files.documentation_pages():
        if file.page and file.page.meta.get("helpwright_kind") == "troubleshooter":
            audience = "internal" if file.page.meta.get("audience") == "agents" else "public"
            name = troubleshooter_name(file.name)
            place = Place(str(file.page.meta.get("source", file.src_uri)))
            title, url = str(file.page.title), page_url(file.page.url)
            sources = tuple(file.page.meta.get("redirect_from", ()))
            found.append(Target(name, url, title, (), sources, place, audience, file.page.url))
    return found


def plan(
    ledger: Ledger,
    targets: list[Target],
    *,
    hidden: Mapping[str, str],
    urls: Iterable[str],
    paths: Collection[str],
    audience: str,
    is_new: bool,
) -> Plan:
    """The plan of redirects; a site without a ledger hears of it once, not for each page.

    `urls` are those of all pages, `paths` those of all other files of the site.
    """
    own = {target.url for target in targets}
    known = sorted({page_url(url) for url in urls} - own)
    result = redirects.plan(
        ledger,
        targets,
        hidden=hidden,
        known_urls=known,
        files=paths,
        fixed=is_new,
        audience="public" if audience == "public" else "internal",
    )
    if not is_new or not targets:
        return result
    message = "there is no ledger of permanent links yet, so a moved article would lose its URL"
    hint = "run `helpwright check --fix` and commit the file"
    found = Finding(Place(ledger.path), "no-ledger", message, hint, Severity.NOTICE)
    return replace(result, findings=(*result.findings, found))


def file_paths(files: Files, config: MkDocsConfig) -> set[str]:
    """Paths in the site of all files that are no pages, also of those a theme makes."""
    made = {*config.theme.static_templates, *config.extra_templates, *_WRITTEN}
    pages = {file.dest_uri for file in files.documentation_pages()}
    return {
        unquote(file.dest_uri) for file in files if not file.inclusion.is_excluded()
    } - pages | made


def write_pages(
    plan: Plan, config: MkDocsConfig, keeps: Callable[[str, bytes], bool] | None = None
) -> None:
    """Write redirects, permalinks and gone pages, and `_redirects` for hosts that read it.

    `keeps` tells of a file's name and its content whether that need not be written.
    """
    site = Path(config.site_dir)
    for path, data in pages.files(
        plan, script=SCRIPT, styles=[STYLE], site_url=config.site_url or ""
    ):
        if keeps and keeps(path, data):
            continue
        put(f"{site}/{path}", data)
    base_path = urlsplit(config.site_url or "").path or "/"
    rules = pages.netlify_redirects(plan, base_path=base_path)
    own = site / "_redirects"
    before = own.read_text("utf-8").rstrip("\n") + "\n" if own.is_file() else ""
    if rules or before:
        write_atomically(own, before + rules)
