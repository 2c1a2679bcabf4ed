"""A report from an invented export of two years, with events and with what was learned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from helpwright import reports
from helpwright.deflection.learning.gaps import Gap
from helpwright.deflection.learning.proposals import Learned
from helpwright.deflection.learning.terms import Term
from helpwright.deflection.worklist import rank
from helpwright.events import import_events
from helpwright.reports import Period, Report, ReportArticle
from helpwright.tickets.sample import SampleArticle, write_sample
from helpwright.tickets.sample_events import write_event_log
from helpwright.tickets.store import import_tickets

TODAY = date(2026, 11, 22)
TITLES = (
    "Reset a password",
    "Pay an invoice by bank transfer",
    "Add people & give them a role",
    "Why a lesson video stays black <on old browsers>",
    "Download a certificate",
    "Install the app on a phone",
)
CATEGORIES = ("Sign-in", "Billing", "Teams", "Video", "Courses", "Mobile")
PUBLISHED = {
    6: date(2025, 10, 6),
    13: date(2025, 12, 1),
    20: date(2026, 2, 2),
    15: date(2026, 3, 2),
}


def site_articles() -> list[ReportArticle]:
    return [
        ReportArticle(
            f"article-{n}",
            f"{TITLES[n % 6]}, part {n // 6 + 1}",
            f"https://help.example.org/{n}/",
            CATEGORIES[n % 6],
            "agents" if n == 5 else "public",
            PUBLISHED.get(n),
        )
        for n in range(30)
    ]


class Site:
    def is_ours(self, url: str) -> bool:
        return urlsplit(url).hostname == "help.example.org"

    def article_id(self, url: str) -> str | None:
        name = urlsplit(url).path.strip("/").rpartition("/")[2]
        known = {a.id for a in site_articles()}
        return name if name in known else f"article-{name}" if name.isdigit() else None


@pytest.fixture(scope="session")
def ticket_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    samples = [
        SampleArticle(
            *(a.id, a.title, urlsplit(a.url).path, a.category, (a.title.lower(),), a.published_on)
        )
        for a in site_articles()[:26]
    ]
    site = "https://help.example.org/"
    size = {"tickets": 7000, "months": 26, "today": TODAY}
    write_sample(folder / "export", samples, site_url=site, **size)
    store = folder / ".helpwright" / "tickets.duckdb"
    key = b"a key for this test only, long enough"
    import_tickets(store, folder / "export", system="zendesk", resolver=Site(), key=key)
    log = write_event_log(folder / "events.log", samples, today=TODAY, sessions=3000)
    import_events(store, [log], find_article=lambda _path: None)
    return store


@pytest.fixture(scope="session")
def plain_report(ticket_store: Path) -> Report:
    """What a store alone gives, compared with the year before."""
    return reports.build(
        ticket_store,
        articles=site_articles(),
        period=Period.year_before(TODAY),
        today=TODAY,
        earlier=Period(date(2024, 11, 1), date(2025, 10, 31)),
        cost_per_ticket=12.0,
        short_links="https://help.example.org/a/",
    )


@pytest.fixture(scope="session")
def report(plain_report: Report) -> Report:
    """The same with gaps and words, as `helpwright learn` finds them."""
    gaps = (Gap("seat, swap", ("seat", "swap"), 60, 41, 3.5, 2.0, "rising", "article-2", 0.1),)
    terms = (Term("article-0", "locked out", 23, 4.2), Term("article-0", "2fa", 12, 3.1))
    work = rank(plain_report.figures, gaps=gaps, terms=terms)
    return replace(plain_report, learned=Learned(terms, gaps), worklist=work)


@pytest.fixture(scope="session")
def folder(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reports.write(report, tmp_path_factory.mktemp("written") / "report").parent
