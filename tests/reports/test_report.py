"""From a sample export to a report that a person can read."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from helpwright import reports
from helpwright.errors import InputError
from helpwright.reports import Figures, Period, ReportArticle
from helpwright.tickets.sample import SampleArticle, write_sample
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


def site_articles() -> list[ReportArticle]:
    return [
        ReportArticle(
            f"article-{n}",
            f"{TITLES[n % 6]}, part {n // 6 + 1}",
            f"https://help.example.org/{n}/",
            CATEGORIES[n % 6],
            "agents" if n == 5 else "public",
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


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    folder = tmp_path_factory.mktemp("report")
    articles = site_articles()
    write_sample(
        folder / "export",
        [
            SampleArticle(a.id, a.title, urlsplit(a.url).path, a.category, (a.title.lower(),))
            for a in articles[:26]
        ],
        site_url="https://help.example.org/",
        tickets=1800,
        today=TODAY,
    )
    store = folder / ".helpwright" / "tickets.duckdb"
    key = b"a key for this test only, long enough"
    import_tickets(store, folder / "export", system="zendesk", resolver=Site(), key=key)
    period = Period.year_before(TODAY)
    return reports.build(store, articles=articles, period=period, today=TODAY)


@pytest.fixture(scope="module")
def page(figures: Figures, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reports.write(figures, tmp_path_factory.mktemp("written") / "report")


def test_a_sample_export_gives_the_expected_picture(figures: Figures) -> None:
    assert figures.link_rate.value is not None
    assert 0.55 < figures.link_rate.value < 0.70
    assert len(figures.months) == 12
    assert len(figures.teams) == 4
    assert all(row.link_rate for row in figures.categories)
    linked = {row.article.id for row in figures.articles}
    unused = {article.id for article in figures.never_linked}
    assert {"article-26", "article-27", "article-28", "article-29"} <= unused
    assert not linked & unused
    assert [r.reuse for r in figures.articles] == sorted(
        (r.reuse for r in figures.articles), reverse=True
    )


def test_json_and_page_and_csv_say_the_same(figures: Figures, page: Path) -> None:
    data = json.loads((page.parent / "report.json").read_text(encoding="utf-8"))
    assert (data["format"], data["kind"]) == (1, "helpwright-report")
    rate = data["figures"]["link_rate"]
    shown = page.read_text(encoding="utf-8")
    assert f"{rate['numerator']:,} of {rate['denominator']:,} closed tickets" in shown
    assert f"{rate['value'] * 100:.1f}\u00a0%" in shown
    with (page.parent / "reuse.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["article"] for row in rows] == [
        row["article"]["id"] for row in data["figures"]["articles"]
    ]
    assert set(data["figures"]) == set(Figures.__dataclass_fields__)


def test_every_figure_names_its_formula_and_source(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert "closed tickets with an article linked ÷ closed tickets" in html
    assert html.count("Source: ") > 8
    assert "nothing on this page measures deflection" in html


def test_titles_are_escaped_and_nothing_is_inline(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert "&lt;on old browsers&gt;" in html
    for forbidden in ("<script", "style=", "<style", " onclick", "src="):
        assert forbidden not in html
    assert html.count("http://") == html.count("http://www.w3.org/2000/svg")


def test_the_same_figures_give_the_same_bytes(figures: Figures, page: Path, tmp_path: Path) -> None:
    again = reports.write(figures, tmp_path / "again")
    for name in ("index.html", "report.css", "report.json", "reuse.csv"):
        assert (again.parent / name).read_bytes() == (page.parent / name).read_bytes()


def test_an_old_report_is_replaced_but_no_other_folder(figures: Figures, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    reports.write(figures, folder)
    (folder / "index.html").write_text("old", encoding="utf-8")
    assert reports.write(figures, folder).read_text(encoding="utf-8") != "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    (folder / "thesis.docx").write_text("precious", encoding="utf-8")
    with pytest.raises(InputError, match=r"thesis\.docx"):
        reports.write(figures, folder)
    assert (folder / "thesis.docx").read_text(encoding="utf-8") == "precious"


def test_a_cell_is_never_a_formula(figures: Figures) -> None:
    from dataclasses import replace

    row = figures.articles[0]
    evil = replace(row, article=replace(row.article, title="=HYPERLINK(1)"))
    text = reports.to_csv(replace(figures, articles=(evil,)))
    assert ",'=HYPERLINK(1)," in text


def test_an_empty_period_still_makes_a_report(figures: Figures, tmp_path: Path) -> None:
    from dataclasses import replace

    from helpwright.deflection.figures import Folded, MonthRow
    from helpwright.deflection.intervals import Proportion

    empty = replace(
        figures,
        closed=0,
        links=0,
        link_rate=Proportion(0, 0),
        months=(MonthRow("2026-01", True, None), MonthRow("2026-02", True, Proportion(1, 7))),
        articles=(),
        teams=(),
        unresolved=(),
        folded_unresolved=Folded(0, 0),
        never_linked=(),
        data_until=None,
    )
    html = reports.write(empty, tmp_path / "empty").read_text(encoding="utf-8")
    assert "0 of 0" in html
    assert "Every link into the help center led to an article" in html


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], page: Path) -> str:
    """The report served under the strictest policy that a site may have."""
    return serve(page.parent) + "index.html"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_is_accessible_and_stays_in_its_width(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    # Axe puts its script into the page, which the policy rightly forbids; the next test keeps it.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_policy_holds_and_the_styles_arrive(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(address)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 247, 249)"
    assert light == (scheme == "light")
    bar = page.evaluate("document.querySelector('.bar').getBoundingClientRect().width")
    assert bar > 100
    assert [path for path in asked if path != "/favicon.ico"] == ["/index.html", "/report.css"]
    assert not [text for text in said if "favicon" not in text and "404" not in text]
    context.close()


def test_the_report_opens_from_a_file_with_its_styles(browser: Browser, page: Path) -> None:
    tab = browser.new_page()
    tab.goto(page.as_uri())
    assert tab.evaluate("getComputedStyle(document.body).maxWidth") == "1088px"
    tab.close()
