"""Figures that were worked out by hand, what moved between two runs, and lists of queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpwright.errors import Finding, InputError, StoreError
from helpwright.search import evaluation_runs, judgements
from helpwright.search.evaluation import (
    FIGURES,
    Comparison,
    Outcome,
    compare,
    figures_of,
    interval,
    ndcg,
    summarize,
)
from helpwright.search.evaluation_typos import with_typo
from helpwright.search.judgements import Judged


def found(query: str, *ranks: int | None, total: int = 20, **more: str) -> Outcome:
    """A query that expects as many pages as ranks are given; None is beyond the first ten."""
    grades = {f"page{n}/": 1 for n in range(len(ranks))}
    seen = {f"page{n}/": rank for n, rank in enumerate(ranks) if rank is not None}
    return Outcome(query, grades, seen, total, **more)


def none(query: str, *, answered: int) -> Outcome:
    return Outcome(query, {}, {}, 5, answered)


# --- Metrics, with the sums in the comments -------------------------------------------------------


def test_ndcg_of_one_page_is_the_discount_of_its_rank() -> None:
    assert ndcg({"a": 1}, {"a": 1}) == 1
    # 1 / log2(1 + 2) = 0.63093
    assert ndcg({"a": 1}, {"a": 2}) == pytest.approx(0.63093, abs=1e-5)
    # 1 / log2(1 + 10) = 0.28906
    assert ndcg({"a": 3}, {"a": 10}) == pytest.approx(0.28906, abs=1e-5)
    assert ndcg({"a": 1}, {}) == 0


def test_ndcg_weighs_grades_against_the_best_order() -> None:
    # found: 1 / log2(2) + 3 / log2(3) = 1 + 1.89279; best: 3 / log2(2) + 1 / log2(3) = 3.63093
    assert ndcg({"best": 3, "helps": 1}, {"helps": 1, "best": 2}) == pytest.approx(
        2.89279 / 3.63093, abs=1e-5
    )
    # found: 2 / log2(4) = 1; best: 3 + 2 / log2(3) + 1 / log2(4) = 3 + 1.26186 + 0.5
    grades = {"a": 3, "b": 2, "c": 1}
    assert ndcg(grades, {"b": 3}) == pytest.approx(1 / 4.76186, abs=1e-5)


def test_ndcg_expects_no_more_than_ten_pages_among_the_first_ten() -> None:
    grades = {f"p{n}": 1 for n in range(12)}
    assert ndcg(grades, {f"p{n}": n + 1 for n in range(10)}) == pytest.approx(1)


def test_the_other_figures_look_at_the_first_page_expected() -> None:
    figures = figures_of(found("q", 4, 2, None, None))
    assert figures["mrr"] == 1 / 2
    assert figures["recall"] == 2 / 4
    assert (figures["success_1"], figures["success_3"]) == (0, 1)
    assert figures["zero_results"] == 0
    lost = figures_of(found("q", None, total=0))
    assert {name for name in FIGURES if lost[name]} == {"zero_results"}


def test_a_run_is_the_mean_of_its_queries_and_queries_without_a_page_stand_apart() -> None:
    run = [found("a", 1), found("b", 4), found("c", None), none("x", answered=0)]
    figures = summarize([*run, none("y", answered=2)])
    assert (figures.queries, figures.expect_none, figures.rightly_none) == (3, 2, 1)
    # (1 + 1/4 + 0) / 3
    assert figures.means["mrr"].value == pytest.approx(1.25 / 3)
    assert summarize([none("x", answered=0)]).means == {}


# --- Intervals ------------------------------------------------------------------------------------


def test_few_queries_have_no_interval() -> None:
    assert interval([1.0] * 9).bounds is None
    assert interval([1.0] * 10).bounds == (1, 1)


def test_an_interval_is_near_the_normal_one_and_the_same_for_the_same_seed() -> None:
    values = [0.0, 1.0] * 50
    low, high = interval(values).bounds or (0, 0)
    # .5 plus and minus 1.96 * sqrt(.25 / 100)
    assert (low, high) == (pytest.approx(0.402, abs=0.02), pytest.approx(0.598, abs=0.02))
    assert interval(values) == interval(values)
    assert interval(values, seed=8) != interval(values)


def test_the_interval_of_a_difference_is_paired() -> None:
    """Queries differ much, but each is better by the same: nothing is left to chance."""
    before = [found(f"q{n}", 2 if n % 2 else None, None) for n in range(20)]
    after = [found(f"q{n}", 2 if n % 2 else None, 3) for n in range(20)]
    compared = compare(before, after)
    low, high = compared.differences["recall"].bounds or (0, 0)
    assert low == high == compared.differences["recall"].value == 0.5


# --- Comparison -----------------------------------------------------------------------------------


def test_a_comparison_says_what_moved_was_lost_added_and_removed() -> None:
    before = [found("same", 1), found("up", 4), found("lost", 3), found("gone", 1), found("other")]
    after = [found("same", 1), found("up", 2), found("lost", None), found("new", 1)]
    compared = compare(before, [*after, found("other", 1)])
    assert compared.queries == 3
    assert [moved.after.query for moved in compared.moved] == ["lost", "up"]
    assert [moved.after.query for moved in compared.lost] == ["lost"]
    assert [key[0] for key in compared.added] == ["new"]
    assert [key[0] for key in compared.removed] == ["gone"]
    assert [key[0] for key in compared.changed] == ["other"]
    # (1 + 1/4 + 1/3) / 3 before
    assert compared.before["mrr"] == pytest.approx(19 / 36)


def test_a_query_that_nothing_fits_is_lost_when_a_page_has_all_its_words() -> None:
    compared = compare([none("x", answered=0)], [none("x", answered=1)])
    assert [moved.gain for moved in compared.lost] == [-1]
    assert compare([none("x", answered=1)], [none("x", answered=3)]).moved == ()


def test_a_changed_grade_is_no_change_of_search() -> None:
    before = Outcome("q", {"a": 1, "b": 1}, {"a": 1, "b": 2}, 9)
    after = Outcome("q", {"a": 1, "b": 3}, {"a": 1, "b": 2}, 9)
    compared = compare([before], [after])
    assert compared.moved == ()
    assert compared.differences["ndcg"].value == 0


def test_the_same_query_in_another_language_or_with_a_typo_is_another() -> None:
    before = [found("q", 1), found("q", 2, language="de"), found("q", 3, asked="qq")]
    assert compare(before, before).queries == 3
    assert compare(before, [found("q", 3, asked="qqq")]).changed == (("q", "", True),)


@pytest.mark.parametrize(("fall", "tolerance", "falls"), [(0.1, 0.05, True), (0.1, 0.1, False)])
def test_a_fall_is_one_beyond_the_tolerance(fall: float, tolerance: float, falls: bool) -> None:
    compared = Comparison(1, {"ndcg": 1}, {"ndcg": interval([-fall])})
    assert compared.has_fallen(tolerance) is falls
    assert not Comparison(0, {}, {}).has_fallen(0)


# --- Typos ----------------------------------------------------------------------------------------


def test_a_typo_changes_one_letter_of_one_word_that_counts() -> None:
    for seed in range(50):
        text = with_typo("How would I cancel, please?", "en", seed)
        assert text != "How would I cancel, please?"
        word = text.removeprefix("How would I ").removesuffix(", please?")
        assert abs(len(word) - len("cancel")) <= 1
        assert word[0] == "c"
    assert with_typo("refund my order", "en", 1) == with_typo("refund my order", "en", 1)
    assert len({with_typo("refund my order", "en", seed) for seed in range(20)}) > 5


@pytest.mark.parametrize("text", ["", "pay", "how would the", "返金方法", "2026 1234567"])
def test_what_has_no_word_to_misspell_stays_as_it_is(text: str) -> None:
    assert with_typo(text, "en", 1) == text


# --- Stored runs ----------------------------------------------------------------------------------


def same(url: str) -> str:
    return url


def test_a_run_is_read_as_it_was_written_one_line_for_each_query(tmp_path: Path) -> None:
    run = [
        found("b", 1, None),
        found("a", None, total=0),
        found("a", 3, language="de"),
        found("b", 2, None, asked="bb"),
        none("x", answered=2),
    ]
    path = tmp_path / "queries.run.json"
    evaluation_runs.write(path, run)
    text = path.read_text("utf-8")
    assert '{"query":"b","ranks":{"page0/":1,"page1/":null}},' in text.splitlines()
    assert len(text.splitlines()) == len(run) + 2
    stored = evaluation_runs.read(path, same) or []
    assert compare(run, stored).moved == compare(stored, run).moved == ()
    assert compare(run, stored).queries == 4
    assert summarize(stored).means["zero_results"].value == 1 / 4
    evaluation_runs.write(path, reversed(run))
    assert path.read_text("utf-8") == text


def test_a_page_that_moved_since_is_the_same_page(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    evaluation_runs.write(path, [Outcome("q", {"old/": 1}, {"old/": 2}, 5)])
    stored = evaluation_runs.read(path, lambda url: url.replace("old", "new")) or []
    compared = compare(stored, [Outcome("q", {"new/": 1}, {"new/": 1}, 5)])
    assert [moved.gain > 0 for moved in compared.moved] == [True]


def test_without_a_stored_run_there_is_none(tmp_path: Path) -> None:
    assert evaluation_runs.read(tmp_path / "run.json", same) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<<<<<<< HEAD",
        "[]",
        '{"format":2,"queries":[]}',
        '{"format":1}',
        '{"format":1,"queries":[{"ranks":{}}]}',
        '{"format":1,"queries":[{"query":"a","ranks":[1]}]}',
        '{"format":1,"queries":[{"query":"a","ranks":{"b":99}}]}',
        '{"format":1,"queries":[{"query":"a","ranks":{"b":"x"}}]}',
    ],
)
def test_a_damaged_run_is_an_error_with_a_hint(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(StoreError, match="search-run-unreadable") as error:
        evaluation_runs.read(path, same)
    assert "--save" in error.value.finding.hint


# --- Lists of queries -----------------------------------------------------------------------------


def listed(folder: Path, text: str) -> tuple[list[Judged], list[Finding]]:
    path = folder / "queries.yml"
    path.write_text(text, encoding="utf-8")
    return judgements.read(path, shown="queries.yml")


def test_a_list_names_articles_with_or_without_grades(tmp_path: Path) -> None:
    text = """\
queries:
  - query: get my  money back
    expect: [billing/refunds.md, 360001]
  - query: Geld zurück
    expect: {refunds: 3, billing/invoices.md: 1}
    language: de
  - query: "22:30"
    expect: refunds
  - query: asdfgh
    expect: []
"""
    queries, findings = listed(tmp_path, text)
    assert findings == []
    names = [[(e.name, e.grade) for e in judged.expect] for judged in queries]
    assert [judged.query for judged in queries] == [
        "get my money back",
        "Geld zurück",
        "22:30",
        "asdfgh",
    ]
    assert names[0] == [("billing/refunds.md", 1), ("360001", 1)]
    assert names[1] == [("refunds", 3), ("billing/invoices.md", 1)]
    assert names[2:] == [[("refunds", 1)], []]
    assert queries[1].language == "de"
    assert str(queries[0].expect[1].place) == "queries.yml:3:34"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("- query: a\n", 'queries.yml:2:5: "expect" is missing'),
        ("- expect: [b]\n", '"query" is missing'),
        ("- query: a\n    expect: {b: 4}\n", 'queries.yml:3:17: "b" cannot have the grade 4'),
        ("- query: a\n    expect: {b: yes}\n", '"b" cannot have the grade yes'),
        ("- query: a\n    expect: [[b]]\n", "it must be text, not a list"),
        ("- query: a\n    expect: [b]\n    langauge: de\n", 'did you mean "language"?'),
        ("- just text\n", "keys must stand here, not text"),
        ("- query: a\n    expect: [b]\n  - query: a\n    expect: [c]\n", "is on line 2 already"),
        ("- query: [\n", "invalid YAML"),
        ("", "there is no query in this list"),
    ],
)
def test_what_is_wrong_in_a_list_is_an_error_with_its_place(
    tmp_path: Path, entry: str, said: str
) -> None:
    _, findings = listed(tmp_path, f"queries:\n  {entry}")
    assert findings
    assert {str(finding.severity) for finding in findings} == {"error"}
    assert said in "\n".join(map(str, findings))


def test_a_query_whose_expectation_is_unusable_does_not_expect_nothing(tmp_path: Path) -> None:
    queries, _ = listed(tmp_path, "queries:\n  - query: a\n    expect: {b: 9}\n")
    assert queries == []
    queries, _ = listed(tmp_path, "queries:\n  - query: a\n    expect:\n")
    assert queries == []


def judged(folder: Path, queries: list[object], qrels: str) -> tuple[list[Judged], list[Finding]]:
    rows = (row if isinstance(row, str) else json.dumps(row) for row in queries)
    (folder / "queries.jsonl").write_text("\n".join(rows))
    (folder / "qrels.tsv").write_text(qrels)
    return judgements.read(folder, shown="judged")


def test_judged_data_is_read_and_what_nobody_judged_is_left_out(tmp_path: Path) -> None:
    rows: list[object] = [
        {"id": "q1", "text": "cancel"},
        {"id": "q2", "text": "kündigen", "language": "de"},
        {"id": "q3", "text": "not judged"},
        {"id": "q4", "text": "nothing is relevant"},
    ]
    qrels = "query-id\tarticle-id\trelevance\nq1\ta\t2\nq1\tb\t0\nq2\ta\t1\nq4\ta\t0\n"
    queries, findings = judged(tmp_path, rows, qrels)
    assert findings == []
    assert [(one.query, one.language, len(one.expect)) for one in queries] == [
        ("cancel", "", 1),
        ("kündigen", "de", 1),
        ("nothing is relevant", "", 0),
    ]
    assert queries[0].expect[0].grade == 2


def test_broken_rows_of_judged_data_are_told(tmp_path: Path) -> None:
    rows: list[object] = [{"id": "q1", "text": "cancel"}, "{", {"id": "q2"}]
    queries, findings = judged(tmp_path, rows, "q1\ta\t1\nq1 a 1\n")
    assert len(queries) == 1
    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("bad-row", "judged/qrels.tsv:2:1"),
        ("bad-json", "judged/queries.jsonl:2:1"),
        ("bad-row", "judged/queries.jsonl:3:1"),
    ]


def test_a_list_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no-query-list"):
        judgements.read(tmp_path / "nowhere.yml")
    with pytest.raises(InputError, match="no-query-list"):
        judgements.read(tmp_path)
