"""From a sample export to a report: what it says, and what it never does."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from helpwright import reports
from helpwright.deflection.catalogue import CATALOGUE, Level, metric
from helpwright.deflection.figures import Folded, MonthRow
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import Change
from helpwright.deflection.ratios import Difference
from helpwright.errors import InputError
from helpwright.reports import Figures, Period, Report
from helpwright.reports.pages import render


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_sample_export_gives_the_expected_picture(report: Report) -> None:
    figures = report.figures
    assert figures.link_rate.value is not None
    assert 0.55 < figures.link_rate.value < 0.70
    assert len(figures.months) == 12
    assert len(figures.teams) == 4
    assert all(row.link_rate for row in figures.categories)
    linked = {row.article.id for row in figures.articles}
    unused = {article.id for article in figures.never_linked}
    assert {"article-26", "article-27", "article-28", "article-29"} <= unused
    assert not linked & unused
    reuse = [row.reuse for row in figures.articles]
    assert reuse == sorted(reuse, reverse=True)
    assert figures.of("cost-saved", Level.SITE).whole is not None


def test_reuse_by_month_adds_up_where_nothing_is_folded(report: Report) -> None:
    for row in report.figures.articles:
        months = [month.tickets for month in report.history[row.article.id]]
        assert len(months) == 12
        known = sum(n for n in months if n is not None)
        assert known == row.reuse if None not in months else known < row.reuse


def test_page_json_and_summary_say_the_same(report: Report, folder: Path) -> None:
    data = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert (data["format"], data["kind"]) == (2, "helpwright-report")
    assert set(data["figures"]) == set(Figures.__dataclass_fields__)
    rate = data["figures"]["link_rate"]
    counts = f"{rate['numerator']:,} of {rate['denominator']:,} closed tickets"
    share = f"{rate['value'] * 100:.1f}\u00a0%"
    summary = (folder / "summary.md").read_text(encoding="utf-8")
    for shown in ((folder / "index.html").read_text(encoding="utf-8"), summary):
        assert counts in shown
        assert share in shown
    ratio = report.effects.pooled.ratio
    assert ratio
    assert f"ratio {ratio.value:.2f}" in summary


def test_every_figure_of_the_catalogue_is_explained(folder: Path) -> None:
    said = text_of((folder / "method.html").read_text(encoding="utf-8"))
    for each in CATALOGUE:
        for part in (each.name, each.formula, each.source, each.never):
            plain = part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            assert re.sub(r"\s+", " ", plain) in said, each.key


def test_titles_are_escaped_and_nothing_is_inline(report: Report) -> None:
    for name, html in render(report):
        for forbidden in ("<script", "style=", "<style", " onclick", "src=", "<on old"):
            assert forbidden not in html, name
        assert html.count("http://") == html.count("http://www.w3.org/2000/svg"), name
        assert '<meta name="robots" content="noindex, nofollow">' in html, name
        assert "Private: not for publication" in html, name


def test_every_link_within_the_report_leads_somewhere(folder: Path) -> None:
    for page in folder.rglob("*.html"):
        for target in re.findall(r'href="([^"#:]+)"', page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_the_same_figures_give_the_same_bytes(report: Report, folder: Path, tmp_path: Path) -> None:
    again = reports.write(report, tmp_path / "again").parent
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert len(names) > 40
    for name in names:
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_only_the_owner_may_read_it(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        assert not path.stat().st_mode & 0o077, path


def test_an_old_report_is_replaced_but_no_other_folder(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    reports.write(report, folder)
    (folder / "index.html").write_text("old", encoding="utf-8")
    assert reports.write(report, folder).read_text(encoding="utf-8") != "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    (folder / "thesis.docx").write_text("precious", encoding="utf-8")
    with pytest.raises(InputError, match=r"thesis\.docx"):
        reports.write(report, folder)
    assert (folder / "thesis.docx").read_text(encoding="utf-8") == "precious"


def test_a_site_is_not_taken_for_an_old_report(report: Report, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>Help</h1>", encoding="utf-8")
    with pytest.raises(InputError, match="folder of its own"):
        reports.write(report, tmp_path)


@pytest.mark.parametrize("name", ["docs", "docs/report", "site/private", "."])
def test_a_report_is_never_written_where_it_becomes_public(
    report: Report, tmp_path: Path, name: str
) -> None:
    public = [tmp_path / "docs", tmp_path / "site"]
    with pytest.raises(InputError, match="private"):
        reports.write(report, tmp_path / name, keep_out=public)
    assert not any(tmp_path.iterdir())


def test_an_empty_report_says_what_to_import(report: Report, tmp_path: Path) -> None:
    figures = replace(
        report.figures,
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
        events_from=None,
        events_until=None,
        measured=(),
        changes=(),
        compared_with=None,
    )
    empty = replace(report, figures=figures, history={}, learned=None)
    folder = reports.write(empty, tmp_path / "empty").parent
    first = text_of((folder / "index.html").read_text(encoding="utf-8"))
    assert "helpwright tickets import EXPORT" in first
    assert "helpwright events import LOG" in first
    articles = (folder / "articles.html").read_text(encoding="utf-8")
    assert "Every link into the help center led to an article" in articles


def test_a_store_without_tickets_of_the_period_gives_a_report(
    ticket_store: Path, tmp_path: Path
) -> None:
    period = Period(date(2020, 1, 1), date(2020, 1, 31))
    nothing = reports.build(ticket_store, articles=(), period=period, today=date(2026, 11, 22))
    folder = reports.write(nothing, tmp_path / "report").parent
    assert "No data yet" in (folder / "index.html").read_text(encoding="utf-8")
    assert nothing.worklist.tasks == ()


def test_chance_is_never_called_a_change(report: Report) -> None:
    shares = Proportion(30, 100), Proportion(33, 100)
    rate = metric("link-rate", Level.SITE)
    within = Change(rate.id, rate.level, "", *shares, Difference(0.03, (-0.1, 0.15)))
    beyond = Change(rate.id, rate.level, "", *shares, Difference(-0.2, (-0.3, -0.1)))
    for change, reading in ((within, "may be chance"), (beyond, "lower")):
        figures = replace(report.figures, changes=(change,))
        html = dict(render(replace(report, figures=figures)))["index.html"]
        compared = html.partition('id="compared"')[2].partition("</section>")[0]
        assert f"<td>{reading}</td>" in compared
        assert ("+3.0" in reports.to_markdown(replace(report, figures=figures))) is False


def test_an_article_page_holds_effect_words_and_work(folder: Path) -> None:
    effect = text_of((folder / "articles/article-6.html").read_text(encoding="utf-8"))
    assert "Placebo runs at earlier dates" in effect
    assert "Topic: Sign-in" in effect
    words = text_of((folder / "articles/article-0.html").read_text(encoding="utf-8"))
    assert "locked out" in words
    assert "customers say" in words
