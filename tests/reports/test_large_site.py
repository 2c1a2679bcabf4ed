"""A help center of ten thousand articles has its report in seconds."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from helpwright import reports
from helpwright.deflection.figures import ArticleRow
from helpwright.deflection.intervals import Proportion
from helpwright.reports import Report, ReportArticle
from helpwright.reports.model import Month


def test_a_report_of_ten_thousand_articles_is_written_in_five_seconds(
    report: Report, tmp_path: Path
) -> None:
    articles = [
        ReportArticle(
            f"x{n:05}", f"Article {n}", f"https://help.example.org/{n}/", f"Topic {n % 40}"
        )
        for n in range(10_000)
    ]
    linked = tuple(
        ArticleRow(a, True, 20, 18, Proportion(20, 90_000), Proportion(15, 20), 0.5)
        for a in articles[:2_000]
    )
    months = tuple(Month(f"2026-{n:02}", n) for n in range(1, 13))
    figures = replace(report.figures, articles=linked, never_linked=tuple(articles[2_000:]))
    large = replace(
        report,
        figures=figures,
        history={row.article.id: months for row in linked},
        articles={a.id: a for a in articles},
    )
    began = time.process_time()
    folder = reports.write(large, tmp_path / "report").parent
    assert time.process_time() - began < 5
    assert 2_000 <= len(list((folder / "articles").iterdir())) < 2_100
