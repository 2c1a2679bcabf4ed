"""What is wrong with decision tables: answers without a row, rows without answers, two at once."""

from __future__ import annotations

from collections.abc import Callable

from helpwright.errors import Finding, Severity

Find = Callable[[str], list[Finding]]
TABLE = """
    start: plan
    steps:
      plan: {{ ask: Which plan?, options: {{ month: Monthly, year: Annual, none: No }}, go: paid }}
      paid: {{ ask: How much?, type: money, currency: EUR, min: 0, decide: fees }}
    tables:
      fees:
        hit: {hit}
        inputs: [plan, paid]
        rows:
          {rows}
    outcomes:
      out_a: {{ solution: A }}
      out_b: {{ solution: B }}
"""


def test_a_row_that_several_others_shadow_together_names_all_of_them(found: Find) -> None:
    (finding,) = found("""
        start: size
        tables:
          by_size:
            hit: first
            inputs: [size]
            rows: [["< 5", out_a], [">= 5", out_b], [any, out_a]]
        steps:
          size: { ask: Which size?, type: number, decide: by_size }
        outcomes:
          out_a: { solution: A }
          out_b: { solution: B }
    """)
    assert finding.code == "shadowed-rule"
    assert "rows 1 and 2 together match before it" in finding.message


def test_a_combination_without_a_row_is_named(found: Find) -> None:
    rows = "[[month, any, out_a], [year, '<100', out_b], [none, any, out_b]]"
    (finding,) = found(TABLE.format(hit="first", rows=rows))
    assert (finding.code, finding.severity) == ("gap", Severity.ERROR)
    assert "no row matches plan: year, paid: 100 (answers plan: year, paid: 100)" in finding.message


def test_two_rows_of_a_unique_table_must_not_match_at_once(found: Find) -> None:
    rows = "[[month, '>=10', out_a], [any, '<=10', out_b], ['not month', '>10', out_b],]"
    finding, *_ = [
        one for one in found(TABLE.format(hit="unique", rows=rows)) if one.code == "overlap"
    ]
    assert "rows 1 and 2 both match plan: month, paid: 10" in finding.message


def test_a_row_behind_others_never_gets_its_turn(found: Find) -> None:
    rows = "[[any, '<100', out_a], [any, any, out_b], [year, '>200', out_a], [year, '<0', out_a]]"
    findings = found(TABLE.format(hit="first", rows=rows))
    assert [one.code for one in findings] == ["shadowed-rule", "never-applies"]
    assert "row 3 never gets its turn, row 2 matches before it" in findings[0].message


def test_only_combinations_that_can_happen_need_a_row(found: Find) -> None:
    assert not found("""
        start: plan
        facts: { renewal: "plan == 'year' and paid == 180" }
        steps:
          plan: { ask: Which plan?, options: { year: Annual, none: None }, go: paid }
          paid: { ask: How much?, type: money, currency: EUR, decide: fees }
        tables:
          fees:
            hit: first
            inputs: [plan, renewal]
            rows: [[year, true, out_a], [any, false, out_b]]
        outcomes:
          out_a: { solution: A }
          out_b: { solution: B }
    """)
