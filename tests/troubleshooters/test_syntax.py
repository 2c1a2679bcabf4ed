from __future__ import annotations

import pytest

from helpwright.errors import Finding, Place
from helpwright.troubleshooters.language.expressions import (
    Binary,
    Call,
    Chain,
    Duration,
    Expr,
    Items,
    Name,
    Unary,
    names_in,
)
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.language.syntax import MOST_DEPTH, parse

PLACE = Place("video.yml", 7, 9)


def wrong(text: str) -> Finding:
    expr, findings = parse(Formula(text, PLACE))
    assert expr is None
    (finding,) = findings
    assert finding.code == "invalid-expression"
    return finding


def right(text: str) -> Expr:
    expr, findings = parse(Formula(text, PLACE))
    assert findings == []
    assert expr is not None
    return expr


def said(expr: Expr) -> str:
    """An expression with a bracket around each part."""
    match expr:
        case Name():
            return expr.name
        case Binary():
            return f"({said(expr.left)} {expr.operator} {said(expr.right)})"
        case Chain():
            return f"({f' {expr.operator} '.join(map(said, expr.operands))})"
        case Unary():
            return f"({expr.operator} {said(expr.operand)})"
        case Call():
            return f"{expr.name}({', '.join(map(said, expr.arguments))})"
        case Items():
            return f"[{', '.join(map(said, expr.items))}]"
        case Duration():
            return f"{said(expr.count)}_{expr.unit}"
    return repr(expr.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a or b and c or not d == e", "(a or (b and c) or (not (d == e)))"),
        ("a + b * c - d / e", "((a + (b * c)) - (d / e))"),
        ("a - b - c", "((a - b) - c)"),
        ("-a * b", "((neg a) * b)"),
        ("a - -b", "(a - (neg b))"),
        ("a < b + 1", "(a < (b + 1))"),
        ("(a or b) and c", "((a or b) and c)"),
        ("x in [1, 'a', true]", "(x in [1, 'a', True])"),
        ("x not in y and z", "((x not in y) and z)"),
        ("not x in y", "(not (x in y))"),
        ("today - 14 days", "(today() - 14_days)"),
        ("d + (n + 1) months", "(d + (n + 1)_months)"),
        ("d + n weeks <= today", "((d + n_weeks) <= today())"),
        ('net.online == "it\'s"', '(net.online == "it\'s")'),
        ("days_between(a, 2026-11-21)", "days_between(a, '2026-11-21')"),
        ("1.5 + 2", "(1.5 + 2)"),
        ("days > 3", "(days > 3)"),
        ("android and order", "(android and order)"),
    ],
)
def test_operators_bind_as_in_arithmetic(text: str, expected: str) -> None:
    assert said(right(text)) == expected


@pytest.mark.parametrize(
    ("text", "col", "hint"),
    [
        ("a = 1", 3, "use == to compare"),
        ("a && b", 3, 'write "and"'),
        ("a || b", 3, 'write "or"'),
        ("!a", 1, 'write "not"'),
        ("a != b != c", 8, "compare twice"),
        ("1 < a < 5", 7, '"… < a and a < …"'),
        ("a == 'x", 6, "close it on the same line"),
        ("a is 'x'", 3, "write =="),
        ("a is not 'x'", 3, "write !="),
        ("a not equal 'x'", 3, "write !="),
        ("a equals 'x'", 3, "write =="),
        ("a is in b", 3, 'write "in"'),
        ("a AND b", 3, 'write "and"'),
        ("a == \u201cx\u201d", 6, "straight quotes"),
        ("a <> b", 3, "use !="),
        ("a => b", 3, "use >="),
        ("a == ", 6, 'something must follow "=="'),
        ("a and (b or c", 7, 'add ")"'),
        ("a)", 2, "one closing bracket too many"),
        ("a > 1,5", 6, "written with a point"),
        ("a < 21.12.2026", 5, "write it as 2026-12-21"),
        ("a < 12/31/2026", 5, "write it as 2026-12-31"),
        ("a < 20 EUR", 8, "without a unit or a currency"),
        ("a > today - 2 yaers", 15, 'did you mean "years"?'),
        ("a > today - 2years", 13, "2 years"),
        ("a between 1 and 5", 3, "x >= 1 and x <= 5"),
        ("größe > 1", 3, "letters a to z"),
        ("a < 9999999999999999", 5, "a smaller number"),
        ("a < 2026-02-30", 5, "write it as 2026-11-21"),
        ("a < 2026-1-5", 5, "write it as 2026-01-05"),
        ("{a} > 1", 1, "without braces"),
        ("a b", 3, "text needs quotes"),
        ("2fa", 1, "begins with a letter"),
        ("a ** 2", 3, "multiply"),
        ("a > 5 €", 7, "only a number"),
        ("a * / b", 5, 'something must stand between "*" and it'),
        ("", 1, ""),
    ],
)
def test_a_mistake_is_shown_at_its_character_with_what_to_write(
    text: str, col: int, hint: str
) -> None:
    finding = wrong(text)
    assert finding.place == Place("video.yml", 7, 8 + col)
    assert hint in finding.hint


def test_a_mistake_in_a_later_line_is_shown_there() -> None:
    assert wrong("a and\n b = 3").place == Place("video.yml", 8, 4)


@pytest.mark.parametrize("text", ["(" * 60 + "a" + ")" * 60, "not " * 60 + "a", "a+" * 60 + "a"])
def test_an_expression_nests_at_most_fifty_deep(text: str) -> None:
    assert str(MOST_DEPTH) in wrong(text).message
    right("(" * 40 + "a" + ")" * 40)


def test_an_expression_has_at_most_two_thousand_characters() -> None:
    assert "2,001" in wrong("a" * 2001).message
    right(" or ".join(["abc"] * 285))


def test_the_names_that_an_expression_reads_are_known() -> None:
    expr = right("count(a) > b and net.c in [d, 'e'] or not today - f days == min(g, 1)")
    assert [name.name for name in names_in(expr)] == ["a", "b", "net.c", "d", "f", "g"]
