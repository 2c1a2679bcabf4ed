"""The pages and files of a plan: redirects, gone pages, a host's redirect rules.

All links are relative, so the site works from any folder, and nothing needs JavaScript;
`redirect.js` only adds what the address had after `?` and `#`, which a meta refresh loses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from helpwright.permalinks.redirects import Plan, Redirect
from helpwright.permalinks.urls import output_path, quote_url, relative_href, relative_url

REDIRECT_SCRIPT = "assets/helpwright/articles/redirect.js"


@dataclass(frozen=True)
class Words:
    """The sentences of these pages, in the language of the site."""

    lang: str = "en"
    moved_title: str = "This page has moved"
    moved: str = "This page has moved to"
    new_address: str = "its new address"
    gone_title: str = "This page is no longer available"
    gone: str = "The page you are looking for is no longer available."
    home: str = "Go to the help center"


def redirect_page(
    target_href: str,
    title: str = "",
    *,
    script_href: str = "",
    style_hrefs: Sequence[str] = (),
    canonical_href: str = "",
    words: Words | None = None,
) -> str:
    """A page that sends the reader on to another.

    Args:
        target_href: the relative link to it, already percent-encoded.
        title: the title of the page it leads to.
        script_href: the link to `redirect.js`, which keeps the query and the fragment.
        style_hrefs: links to style sheets.
        canonical_href: the full address of the target, for search engines; or the relative one.
        words: the sentences in the language of the site.
    """
    words = words or Words()
    href = escape(target_href)
    canonical = escape(canonical_href or target_href.partition("#")[0])
    refresh = f'<meta http-equiv="refresh" content="0; url={href}">'
    head = [f'<link rel="canonical" href="{canonical}">']
    if script_href:
        # A refresh that races the script would lose the fragment.
        refresh = f"<noscript>{refresh}</noscript>"
        head.append(f'<script src="{escape(script_href)}" data-to="{href}"></script>')
    body = f'<p>{escape(words.moved)} <a href="{href}"{named(title or words.new_address)}</p>'
    return _page(words, words.moved_title, [*head, refresh], style_hrefs, body)


def named(title: str) -> str:
    """How a redirect ends its link to a page of this title."""
    return f">{escape(title)}</a>."


def gone_page(
    home_href: str, *, style_hrefs: Sequence[str] = (), words: Words | None = None
) -> str:
    """A page in the place of a withheld article, which says nothing about it."""
    words = words or Words()
    link = f'<a href="{escape(home_href)}">{escape(words.home)}</a>'
    return _page(words, words.gone_title, [], style_hrefs, f"<p>{escape(words.gone)} {link}</p>")


def files(
    plan: Plan,
    *,
    script: str = REDIRECT_SCRIPT,
    styles: Sequence[str] = (),
    site_url: str = "",
    words: Words | None = None,
) -> list[tuple[str, bytes]]:
    """The files of a plan as (path in the site, content), sorted by path.

    Args:
        plan: what `redirects.plan` returned.
        script: the URL in the site of `redirect.js`, or "" for pages without it.
        styles: URLs in the site of style sheets.
        site_url: the full address of the site, for canonical links.
        words: the sentences in the language of the site.
    """
    pages: dict[str, str] = {}
    for source, redirect in _sources(plan):
        canonical = redirect.href.partition("#")[0]
        pages[source] = redirect_page(
            relative_href(source, redirect.href),
            redirect.title,
            script_href=relative_url(source, script) if script else "",
            style_hrefs=[relative_url(source, style) for style in styles],
            canonical_href=f"{site_url.rstrip('/')}/{canonical}" if site_url else "",
            words=words,
        )
    for source in plan.gone:
        style_hrefs = [relative_url(source, style) for style in styles]
        pages[source] = gone_page(relative_url(source, ""), style_hrefs=style_hrefs, words=words)
    return sorted((output_path(url), page.encode()) for url, page in pages.items())


def netlify_redirects(plan: Plan, *, base_path: str = "/", force: bool = True) -> str:
    """The text of a `_redirects` file: 301 for what moved, 410 for what is gone.

    With `force`, statuses end in "!", for on Netlify a rule without it yields to the page that is
    written for other hosts at the same address. Cloudflare Pages lets rules win over files and
    knows neither "!" nor 410: it wants `force=False`, which leaves the gone pages to the files.
    """
    base, mark = f"/{base_path.strip('/')}/".replace("//", "/"), "!" if force else ""
    lines = [
        f"{base}{_rule(source)} {base}{redirect.href} 301{mark}"
        for source, redirect in _sources(plan)
    ]
    if force:
        lines += [f"{base}{_rule(source)} {base}404.html 410!" for source in plan.gone]
    return "".join(f"{line}\n" for line in sorted(lines))


def _rule(url: str) -> str:
    # A star and a colon are wildcards in a rule.
    return quote_url(url).replace("*", "%2A").replace(":", "%3A")


def _sources(plan: Plan) -> Iterator[tuple[str, Redirect]]:
    for redirect in (*plan.redirects, *plan.permalinks):
        yield redirect.source_url, redirect


def _page(
    words: Words, title: str, head: Sequence[str], style_hrefs: Sequence[str], body: str
) -> str:
    styles = [f'<link rel="stylesheet" href="{escape(href)}">' for href in style_hrefs]
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(words.lang)}">',
        "<head>",
        '<meta charset="utf-8">',
        *head,
        f"<title>{escape(title)}</title>",
        '<meta name="robots" content="noindex">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *styles,
        "</head>",
        '<body class="hw-notice">',
        "<main>",
        f"<h1>{escape(title)}</h1>",
        body,
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"
