"""JSON-LD for search engines: WebSite, BreadcrumbList and Article, as schema.org names them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import urljoin

from helpwright.articles.addresses import absolute
from helpwright.articles.views import PageView


def json_ld(view: PageView, *, site_url: str, url: str, modified: date | None = None) -> str:
    """JSON for a `<script type="application/ld+json">`, with no `<` in it; "" without a site URL.

    Google shows neither FAQ (since May 2026) nor HowTo (since 2023) results any more, so those
    types are left out.
    """
    if not site_url or view.kind == "notfound":
        return ""
    graph: list[dict[str, Any]] = []
    if view.kind == "home":
        graph.append(_website(view, site_url))
    if len(view.breadcrumbs) > 1 or (view.breadcrumbs and view.kind != "home"):
        graph.append(_breadcrumbs(view, site_url, url))
    if view.kind == "article":
        graph.append(_article(view, site_url, url, modified))
    if not graph:
        return ""
    text = _encode({"@context": "https://schema.org", "@graph": graph})
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _website(view: PageView, site_url: str) -> dict[str, Any]:
    website: dict[str, Any] = {"@type": "WebSite", "name": view.site_name, "url": site_url}
    if view.has_search:
        website["potentialAction"] = {
            "@type": "SearchAction",
            "target": urljoin(site_url, view.search_url) + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        }
    return website


def _breadcrumbs(view: PageView, site_url: str, url: str) -> dict[str, Any]:
    trail = [(crumb.title, crumb.url) for crumb in view.breadcrumbs]
    if trail[-1][1] != url:
        trail.append((view.title, url))
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": title,
            "item": absolute(site_url, address),
        }
        for position, (title, address) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _article(view: PageView, site_url: str, url: str, modified: date | None) -> dict[str, Any]:
    article: dict[str, Any] = {
        "@type": "Article",
        "headline": view.title,
        "mainEntityOfPage": absolute(site_url, url),
        "publisher": {"@type": "Organization", "name": view.site_name},
    }
    if view.description:
        article["description"] = view.description
    if modified is not None:
        article["dateModified"] = modified.isoformat()
    return article


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
