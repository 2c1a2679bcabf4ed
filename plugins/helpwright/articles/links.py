"""Links, anchors, images and headings of rendered articles, and what is wrong with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from helpwright.articles.locating import locate
from helpwright.articles.model import Article, Snippet
from helpwright.errors import Finding, Severity, did_you_mean

CODES = frozenset(
    {
        *("duplicate-anchor", "forbidden-html", "broken-link", "link-to-hidden", "broken-anchor"),
        *("missing-alt", "third-party-image", "broken-image"),
    }
)
"""Codes of the findings that `check` makes of an article's text."""


@dataclass(frozen=True)
class Rendered:
    """What a page's HTML holds that other pages depend on, or that the checks read.

    `anchors` holds every id once, in order; `repeated` those that stand more than once.
    """

    article: Article
    anchors: tuple[str, ...]
    repeated: tuple[str, ...]
    links: tuple[str, ...]
    images: tuple[tuple[str, str | None], ...]
    headings: tuple[tuple[str, str], ...]
    forbidden: tuple[tuple[str, str], ...]


def survey(article: Article, html: str) -> Rendered:
    """Read the links, anchors, images and headings out of a page's HTML."""
    tree = LexborHTMLParser(html)
    anchors: dict[str, int] = {}
    links: list[str] = []
    images: list[tuple[str, str | None]] = []
    headings: list[tuple[str, str]] = []
    forbidden: list[tuple[str, str]] = []
    body = tree.body
    for node in body.traverse() if body is not None else ():
        attributes = node.attributes
        tag = node.tag or ""
        identifier = attributes.get("id") or (attributes.get("name") if tag == "a" else None)
        if identifier:
            anchors[identifier] = anchors.get(identifier, 0) + 1
            if re.fullmatch(r"h[1-6]", tag):
                headings.append((identifier, node.text().strip()))
        if tag == "a" and attributes.get("href") is not None:
            links.append(str(attributes["href"]))
        elif tag == "img":
            images.append((attributes.get("src") or "", attributes.get("alt")))
        elif tag == "script":
            forbidden.append(("script", "a script"))
        for name in attributes:
            if name == "style" or name.startswith("on"):
                forbidden.append((name, f"the attribute {name}"))
    repeated = tuple(name for name, count in anchors.items() if count > 1)
    return Rendered(
        article,
        tuple(anchors),
        repeated,
        tuple(links),
        tuple(images),
        tuple(headings),
        tuple(forbidden),
    )


@dataclass(frozen=True)
class Site:
    """What a link may lead to.

    `pages` maps the path of each published article to its rendering; `paths` maps URLs to the
    paths of articles; `files` holds the paths of all files below the docs folder, `urls` the URLs
    of pages that no file stands for (all URLs percent-decoded), `hidden` path -> reason.
    `resolve` knows permanent and imported links, such as /a/<id>/ and /hc/en-us/articles/<id>,
    and answers with a path. `base` is the folder of the site on its host, `hosts`
    the hosts that it has or had.
    """

    pages: Mapping[str, Rendered]
    paths: Mapping[str, str]
    files: Collection[str]
    urls: Collection[str]
    hidden: Mapping[str, str]
    snippets: Mapping[str, Snippet]
    resolve: Callable[[str], str | None]
    base: str = "/"
    hosts: Collection[str] = ()

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Paths of files by their names."""
        found: dict[str, list[str]] = {}
        for path in self.files:
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found

    @cached_property
    def by_folder(self) -> dict[str, list[str]]:
        """Names of files by their folders, sorted."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            folder, _, name = path.rpartition("/")
            found.setdefault(folder, []).append(name)
        return found

    @cached_property
    def targets(self) -> dict[tuple[str, str], str | None]:
        """What links lead to, by the article's path and the address, as they are asked for."""
        return {}


def check(site: Site) -> Iterator[Finding]:
    """Broken links, anchors and images, repeated anchors, and what the policy forbids."""
    for page in site.pages.values():
        for href in dict.fromkeys(page.links):
            yield from _check_link(page, href, site)
        for source, text in dict.fromkeys(page.images):
            yield from _check_image(page, source, text, site)
        for name in page.repeated:
            heading = dict(page.headings).get(name, name)
            place = locate(page.article, heading, site.snippets)
            message = f'the anchor "#{name}" stands more than once'
            yield Finding(place, "duplicate-anchor", message, "give one of them another id or text")
        for needle, what in dict.fromkeys(page.forbidden):
            place = locate(page.article, needle, site.snippets)
            message = f"{what} does not work under the site's security policy"
            yield Finding(place, "forbidden-html", message, "use a class and a stylesheet")


def check_orphans(site: Site, also_linked: Collection[str]) -> Iterator[Finding]:
    """Articles at the top of the docs folder to which nothing leads.

    An article in a folder is listed by its category; one at the top has to be linked.
    """
    linked = set(also_linked)
    for page in site.pages.values():
        linked |= leads_to(page, site) - {page.article.path}
    for path, page in site.pages.items():
        if not page.article.folder and not page.article.is_index and path not in linked:
            message = "no category lists it and no article links to it"
            hint = "move it into a category's folder, or link to it"
            yield Finding(page.article.place, "orphan", message, hint)


def leads_to(page: Rendered, site: Site) -> set[str]:
    """The paths of articles and files, and the URLs, to which the links of a page lead."""
    targets = {_target(page.article, href, site) for href in page.links}
    return {target for target in targets if target}


def linked(page: Rendered, urls: Container[str]) -> set[str]:
    """Those of these URLs of articles, percent-encoded, to which a page links."""
    url = page.article.url
    addresses = (quote(unquote(href.partition("#")[0])) for href in page.links)
    targets = {
        posixpath.normpath(posixpath.join("/", posixpath.dirname(url), address))[1:]
        for address in addresses
    }
    found = {f"{target}/" if f"{target}/" in urls else target for target in targets}
    return {target for target in found if target in urls and target != url}


def check_related(articles: Sequence[Article]) -> Iterator[Finding]:
    """Names under `related` that no article has."""
    known = {article.id for article in articles} | {article.path for article in articles}
    for article in articles:
        for name in article.related:
            if name not in known:
                place = article.keys.get("related", article.place)
                message = f'no article has the id or the path "{name}"'
                last = posixpath.basename(name)
                near = [path for path in known if posixpath.basename(path) == last]
                near += [item.path for item in articles if item.folder == article.folder]
                hint = did_you_mean(name, near, otherwise="take it out of `related`")
                yield Finding(place, "unknown-related", message, hint)


def check_descriptions(articles: Iterable[Article]) -> Iterator[Finding]:
    """Articles without a description."""
    for article in articles:
        if not article.description and not article.is_index:
            message = "it has no description, so lists and search show none"
            hint = "add `description:` with one or two sentences"
            yield Finding(article.place, "missing-description", message, hint)


def _check_link(page: Rendered, written: str, site: Site) -> Iterator[Finding]:
    href = _without_host(written, site.hosts)
    parts = _local(href)
    if parts is None:
        return
    path, fragment = parts
    article = page.article
    found = _target(article, href, site)
    if found is None:
        place = locate(article, written, site.snippets)
        if place == article.place:
            place = locate(article, path, site.snippets)
        message = f'"{written}" leads to nothing in this help center'
        yield Finding(place, "broken-link", message, _suggest(article, path, site))
        return
    if found in site.hidden:
        place = locate(article, written, site.snippets)
        message = f'"{written}" leads to an article that readers do not see: {site.hidden[found]}'
        hint = "take the link out, or publish the article"
        # A permanent link would publish the id, which the scan of the finished site refuses.
        severity = Severity.ERROR if site.resolve(written) == found else Severity.WARNING
        yield Finding(place, "link-to-hidden", message, hint, severity)
        return
    target = site.pages.get(found)
    # Browsers take #top for the top of any page.
    if fragment not in {"", "top"} and target is not None and fragment not in target.anchors:
        place = locate(article, f"#{fragment}", site.snippets)
        where = "this page" if target is page else f'"{target.article.title}"'
        hint = did_you_mean(fragment, target.anchors, otherwise="see the headings of that page")
        message = f'{where} has no anchor "#{fragment}"'
        yield Finding(place, "broken-anchor", message, hint)


def _check_image(page: Rendered, source: str, text: str | None, site: Site) -> Iterator[Finding]:
    article = page.article
    if not (text or "").strip():
        place = locate(article, source, site.snippets)
        message = f'the image "{source}" has no text for people who cannot see it'
        yield Finding(place, "missing-alt", message, "write it between the brackets: ![text](file)")
    parts = _local(source)
    if parts is None:
        if source.startswith(("http://", "https://", "//")):
            place = locate(article, source, site.snippets)
            message = f'the image "{source}" is loaded from another site'
            hint = "put the file beside the article"
            yield Finding(place, "third-party-image", message, hint)
        return
    if parts[0] and _target(article, source, site) is None:
        place = locate(article, source, site.snippets)
        message = f'there is no image "{source}"'
        yield Finding(place, "broken-image", message, _suggest(article, parts[0], site))


def _without_host(href: str, hosts: Collection[str]) -> str:
    """A full address of this site as a path from its root; any other link as it is."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return href
    if parts.scheme not in {"http", "https"} or parts.hostname not in hosts:
        return href
    return urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))


def _local(href: str) -> tuple[str, str] | None:
    """Path and fragment of a link within the site; None for links that lead elsewhere."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return href, ""
    if parts.scheme or parts.netloc:
        return None
    return unquote(parts.path), unquote(parts.fragment)


def _target(article: Article, href: str, site: Site) -> str | None:
    """What a local link leads to: the path of an article or file, or a URL; None if nothing."""
    known = site.targets
    if (article.path, href) not in known:
        known[article.path, href] = _find(article, href, site)
    return known[article.path, href]


def _find(article: Article, href: str, site: Site) -> str | None:
    parts = _local(href)
    if parts is None:
        return site.resolve(href)
    path = parts[0]
    if not path:
        return article.path
    if path.startswith("/"):
        if permanent := site.resolve(href):
            return permanent
        if not path.startswith(site.base):
            return None
        path = f"/{path.removeprefix(site.base)}"
    else:
        beside = posixpath.normpath(posixpath.join(article.folder, path))
        if beside in site.files:
            return beside
    base = "" if path.startswith("/") else unquote(article.url)
    url = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path.lstrip("/")))[1:]
    if path.endswith("/") and url:
        url += "/"
    for candidate in (url, f"{url}/", url.removesuffix("index.html")):
        if candidate in site.paths:
            return site.paths[candidate]
        if candidate in site.urls:
            return candidate
    return url if url in site.files and not url.endswith(".md") else None


def _suggest(article: Article, path: str, site: Site) -> str:
    """The file that a broken link most likely meant, as it has to be written in the article."""
    name = path.rstrip("/").rpartition("/")[2]
    stem = name.removesuffix(".html").removesuffix(".md")
    same = [*site.by_name.get(name, ()), *site.by_name.get(f"{stem}.md", ())]
    if same:
        wanted = set(path.strip("/").split("/"))
        best = min(same, key=lambda file: (len(set(file.split("/")) ^ wanted), file))
        return f'did you mean "{posixpath.relpath(best, article.folder or ".")}"?'
    names = site.by_folder.get(article.folder, ())
    return did_you_mean(name, names, otherwise="correct the address, or take the link out")
