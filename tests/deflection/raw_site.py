"""A site of twelve articles, to which messages that are read where they lie have links."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from helpwright.deflection.figures import Period, ReportArticle
from helpwright.deflection.metrics import Asked
from helpwright.deflection.raw import Site

HOST = "help.example.org"
LINK = f"https://{HOST}/a/article-1/"
TODAY = date(2026, 11, 22)
ARTICLES = [
    ReportArticle(f"article-{n}", f"Article {n}", "", ("Sign-in", "Billing")[n % 2])
    for n in range(12)
]
ASKED = Asked(ARTICLES, Period(date(2025, 11, 1), date(2026, 10, 31)), TODAY)


class Resolver:
    def is_ours(self, url: str) -> bool:
        return urlsplit(url).hostname == HOST

    def article_id(self, url: str) -> str | None:
        name = urlsplit(url).path.strip("/").rpartition("/")[2]
        known = {article.id for article in ARTICLES}
        return name if name in known else f"article-{name}" if f"article-{name}" in known else None


SITE = Site([HOST], Resolver())
