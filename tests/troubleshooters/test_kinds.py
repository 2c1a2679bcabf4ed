from __future__ import annotations

from typing import Any

import pytest

from helpwright.errors import Finding, Place
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.language.kinds import (
    BOOLEAN,
    DATE,
    MONEY,
    NUMBER,
    TEXT,
    UNKNOWN,
    YES_NO,
    Kind,
    Scope,
)
from helpwright.troubleshooters.language.meaning import compiled
from helpwright.troubleshooters.program.cells import cell_of
from helpwright.troubleshooters.program.conditions import condition_of

PLACE = Place("charge.yml", 5, 11)
BROWSER = Kind("choice", ("chrome", "edge", "safari"))
CODE = Kind("lookup", ("403", "224003", "geo"))
CAST = Kind("multi", ("same_wifi", "plays_on_phone"))
VERSION, THING = ["get", "version"], ["get", "thing"]
ONLINE = ["==", ["get", "online"], ["lit", "yes"]]
SCOPE = Scope(
    names={
        **{"browser": BROWSER, "code": CODE, "cast": CAST, "online": YES_NO, "version": NUMBER},
        **{"charged_on": DATE, "cancelled": DATE, "amount": MONEY, "city": TEXT, "thing": UNKNOWN},
        **{"my-step": YES_NO, "net.place": YES_NO},
    },
    lists={"chromium": ["chrome", "edge"], "fruit": ["apple"], "codes": [403]},
    constants={"refund_days": 14, "price": 19.0, "launch": "2026-01-01", "word": "chrome"},
    facts={"age": NUMBER, "old": BOOLEAN},
    tables={"prices": {"fee": MONEY}},
    parameters={"limit": (["get", "version"], NUMBER)},
    steps=("browser", "net.place"),
)


def compiles(text: str, wants: str = "") -> Any:
    result, _, findings = compiled(Formula(text, PLACE), SCOPE, wants=wants)
    assert findings == []
    return result


def finding(text: str, wants: str = "") -> Finding:
    _, _, findings = compiled(Formula(text, PLACE), SCOPE, wants=wants)
    assert len(findings) == 1, findings
    return findings[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("browser in chromium", ["in", ["get", "browser"], ["lit", ["chrome", "edge"]]]),
        ("code in codes", ["in", ["get", "code"], ["lit", ["403"]]]),
        ("code == 403", ["==", ["get", "code"], ["lit", "403"]]),
        ("'same_wifi' not in cast", ["not", ["in", ["lit", "same_wifi"], ["get", "cast"]]]),
        ("age <= refund_days", ["<=", ["fact", "age"], 14]),
        ("amount in [price, 180.00]", ["in", ["get", "amount"], ["lit", [19.0, 180.0]]]),
        ("thing in [1, age]", ["or", ["==", THING, 1], ["==", THING, ["fact", "age"]]]),
        ("browser == word", ["==", ["get", "browser"], ["lit", "chrome"]]),
        ("charged_on >= launch", [">=", ["get", "charged_on"], ["lit", "2026-01-01"]]),
        ("charged_on == '2026-11-21'", ["==", ["get", "charged_on"], ["lit", "2026-11-21"]]),
        ("today - 730 days", ["shift", ["today"], -730, "days"]),
        ("today + 2 weeks", ["shift", ["today"], 14, "days"]),
        ("1 year + today", ["shift", ["today"], 12, "months"]),
        ("today - -1 month", ["shift", ["today"], 1, "months"]),
        ("today - version weeks", ["shift", ["today"], ["neg", ["*", VERSION, 7]], "days"]),
        ("charged_on + refund_days days", ["shift", ["get", "charged_on"], 14, "days"]),
        ("online and not old", ["and", ONLINE, ["not", ["fact", "old"]]]),
        ("online == true", ["==", ["get", "online"], ["lit", "yes"]]),
        ("online == old", ["==", ["==", ["get", "online"], ["lit", "yes"]], ["fact", "old"]]),
        ("known(online)", ["known", ["get", "online"]]),
        ("prices.fee * 2 < -price", ["<", ["*", ["table", "prices", "fee"], 2], -19.0]),
        ("limit > 3", [">", ["get", "version"], 3]),
        ("net.place == 'no'", ["==", ["get", "net.place"], ["lit", "no"]]),
        ("visits(browser) > 2", [">", ["visits", "browser"], 2]),
        ("round(amount / 3, 2)", ["round", ["/", ["get", "amount"], 3], 2]),
        ("max(charged_on, today)", ["max", ["get", "charged_on"], ["today"]]),
        ("contains(lower(city), 'x')", ["contains", ["lower", ["get", "city"]], ["lit", "x"]]),
        ("thing == 3 or thing < today", ["or", ["==", THING, 3], ["<", THING, ["today"]]]),
        ("city == '2026-11-21'", ["==", ["get", "city"], ["lit", "2026-11-21"]]),
    ],
)  # fmt: skip
def test_a_formula_becomes_json(text: str, expected: Any) -> None:
    assert compiles(text) == expected


@pytest.mark.parametrize(
    ("text", "col", "code", "hint"),
    [
        ("browser == 'safary'", 12, "unknown-option", 'did you mean "safari"?'),
        ("browser in ['edge', 'chrom']", 21, "unknown-option", 'did you mean "chrome"?'),
        ("'same_wify' in cast", 1, "unknown-option", 'did you mean "same_wifi"?'),
        ("browser in fruit", 12, "unknown-option", "chrome, edge, safari"),
        ("online == 'yess'", 11, "unknown-option", 'did you mean "yes"?'),
        ("code == 404", 9, "unknown-option", 'did you mean "403"?'),
        ("versio < 3", 1, "unknown-name", 'did you mean "version"?'),
        ("browser == chrome", 12, "unknown-name", "text needs quotes: 'chrome'"),
        ("browser.label == 'Chrome'", 1, "unknown-name", "labels can only stand in texts"),
        ("version == null", 12, "unknown-name", "not known(...)"),
        ("visits(browsr) > 1", 8, "unknown-name", 'did you mean "browser"?'),
        ("kount(cast)", 1, "unknown-function", 'did you mean "count"?'),
        ("days_between(charged_on)", 1, "invalid-expression", "days_between(from, to)"),
        ("charged_on < 14", 12, "type-mismatch", "days_between(date, today)"),
        ("charged_on == 'soon'", 15, "type-mismatch", "2026-11-21"),
        ("version == '5'", 12, "type-mismatch", "without quotes"),
        ("city == 5", 9, "type-mismatch", "put quotes around it"),
        ("browser == 3", 12, "type-mismatch", "chrome, edge, safari"),
        ("browser > 'edge'", 9, "type-mismatch", ""),
        ("cast == 'same_wifi'", 6, "type-mismatch", "x in list"),
        ("cast in browser", 6, "type-mismatch", "other way round"),
        ("city in browser", 9, "type-mismatch", "write a list"),
        ("'x' in city", 8, "type-mismatch", "contains(city, 'part')"),
        ("charged_on - cancelled", 12, "type-mismatch", "days_between(from, to)"),
        ("charged_on + 14", 12, "type-mismatch", "14 days"),
        ("age <= 14 days", 5, "type-mismatch", "days_between(...)"),
        ("city + 'x'", 6, "type-mismatch", "placeholder"),
        ("version and old", 1, "type-mismatch", "version > 0"),
        ("not browser", 5, "type-mismatch", "browser == 'chrome'"),
        ("count(browser)", 7, "type-mismatch", ""),
        ("min(1, charged_on)", 8, "type-mismatch", ""),
        ("14 days", 1, "type-mismatch", ""),
        ("-charged_on", 2, "type-mismatch", ""),
    ],
)
def test_a_mistake_is_found_at_its_word(text: str, col: int, code: str, hint: str) -> None:
    found = finding(text)
    assert (found.place, found.code) == (Place("charge.yml", 5, 10 + col), code)
    assert hint in found.hint


def test_all_mistakes_of_a_formula_are_found() -> None:
    text = "browser == 'safary' and versio < 3 or charged_on < 5"
    _, _, findings = compiled(Formula(text, PLACE), SCOPE)
    assert [each.code for each in findings] == ["unknown-option", "unknown-name", "type-mismatch"]


def test_a_name_with_a_hyphen_is_explained() -> None:
    _, _, findings = compiled(Formula("my-step", PLACE), SCOPE)
    assert "a hyphen is a minus" in findings[0].hint


def test_what_a_formula_gives_is_checked_against_what_is_wanted() -> None:
    assert compiles("online", "condition") == ["==", ["get", "online"], ["lit", "yes"]]
    assert compiles("today", "date") == ["today"]
    assert compiles("price", "number") == 19.0
    assert compiles("true", "condition") is True
    assert finding("version", "condition").code == "type-mismatch"
    assert finding("version", "date").message == '"version" is a number, but this must be a date'
    assert finding("today", "number").code == "type-mismatch"


def test_the_kind_of_what_a_formula_gives_is_known() -> None:
    kinds = {
        "amount * 2": "money",
        "amount / amount": "number",
        "charged_on + 1 day": "date",
        "cast": "multi",
        "lower(city)": "text",
        "known(city)": "boolean",
        "['a']": "list",
        "thing": "unknown",
    }
    found = {text: compiled(Formula(text, PLACE), SCOPE)[1].base for text in kinds}
    assert found == kinds


def test_names_are_found_within_a_fragment_first() -> None:
    scope = Scope(
        names={"net.online": YES_NO, "online": NUMBER, "x": NUMBER}, steps=["net.a"], within="net"
    )
    assert compiled(Formula("online", PLACE), scope)[0] == ["get", "net.online"]
    assert compiled(Formula("x", PLACE), scope)[0] == ["get", "x"]
    assert compiled(Formula("visits(a)", PLACE), scope)[0] == ["visits", "net.a"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("version", "<109", ["<", ["get", "version"], 109]),
        ("version", ">= refund_days", [">=", ["get", "version"], 14]),
        ("version", "10..20", ["and", [">=", VERSION, 10], ["<=", VERSION, 20]]),
        ("version", [1, 2], ["in", ["get", "version"], ["lit", [1, 2]]]),
        ("thing", "< today - 1 day", ["<", THING, ["shift", ["today"], -1, "days"]]),
        ("charged_on", "2026-11-21", ["==", ["get", "charged_on"], ["lit", "2026-11-21"]]),
        ("browser", "chrome", ["==", ["get", "browser"], ["lit", "chrome"]]),
        ("browser", "!= safari", ["!=", ["get", "browser"], ["lit", "safari"]]),
        ("browser", "not safari", ["not", ["==", ["get", "browser"], ["lit", "safari"]]]),
        ("browser", ["chrome", "edge"], ["in", ["get", "browser"], ["lit", ["chrome", "edge"]]]),
        ("code", 403, ["==", ["get", "code"], ["lit", "403"]]),
        ("code", ["224003", 403], ["in", ["get", "code"], ["lit", ["224003", "403"]]]),
        ("online", False, ["==", ["get", "online"], ["lit", "no"]]),
        ("online", "no", ["==", ["get", "online"], ["lit", "no"]]),
        ("old", True, ["==", ["fact", "old"], True]),
        ("cast", "same_wifi", ["in", ["lit", "same_wifi"], ["get", "cast"]]),
        ("city", "New York", ["==", ["get", "city"], ["lit", "New York"]]),
    ],
)  # fmt: skip
def test_an_entry_of_when_becomes_a_condition(name: str, value: object, expected: Any) -> None:
    assert condition_of(name, value, PLACE, SCOPE) == (expected, [])


@pytest.mark.parametrize(
    ("name", "value", "col", "code"),
    [
        ("browsr", "chrome", 11, "unknown-name"),
        ("browser", ["chrome", "edgy"], 11, "unknown-option"),
        ("browser", "chromium", 11, "unknown-option"),
        ("version", "< versoin", 13, "unknown-name"),
        ("version", "< 1 <", 16, "invalid-expression"),
        ("version", "new", 11, "type-mismatch"),
        ("charged_on", "< 14", 11, "type-mismatch"),
        ("version", None, 11, "type-mismatch"),
    ],
)
def test_a_mistake_in_an_entry_of_when_is_found(
    name: str, value: object, col: int, code: str
) -> None:
    _, (found,) = condition_of(name, value, PLACE, SCOPE)
    assert (found.place.col, found.code) == (col, code)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("any", NUMBER, None),
        ("any", BROWSER, None),
        ("chrome", BROWSER, ["=", ["chrome"]]),
        (["chrome", "edge"], BROWSER, ["=", ["chrome", "edge"]]),
        ("not edge", BROWSER, ["not", ["edge"]]),
        ("!= edge", BROWSER, ["not", ["edge"]]),
        (403, CODE, ["=", ["403"]]),
        (True, BOOLEAN, ["=", [True]]),
        ("false", BOOLEAN, ["=", [False]]),
        (False, YES_NO, ["=", ["no"]]),
        ("yes", YES_NO, ["=", ["yes"]]),
        (5, NUMBER, ["=", [5]]),
        ("5", NUMBER, ["=", [5]]),
        ("<5", NUMBER, ["range", None, False, 5, False]),
        (">= 1.5", MONEY, ["range", 1.5, True, None, False]),
        ("10..20", NUMBER, ["range", 10, True, 20, True]),
        ("-5 .. 5", NUMBER, ["range", -5, True, 5, True]),
        ("..20", NUMBER, ["range", None, False, 20, True]),
        ("2026-01-01..2026-03-31", DATE, ["range", "2026-01-01", True, "2026-03-31", True]),
        ("< 2026-01-01", DATE, ["range", None, False, "2026-01-01", False]),
        ("not 5", NUMBER, ["not", [5]]),
        ("a..b", TEXT, ["=", ["a..b"]]),
    ],
)
def test_a_cell_of_a_table_becomes_json(value: object, kind: Kind, expected: Any) -> None:
    assert cell_of(value, kind, PLACE) == (expected, [])


@pytest.mark.parametrize(
    ("value", "kind", "code"),
    [
        ("crome", BROWSER, "unknown-option"),
        (["chrome", "egde"], BROWSER, "unknown-option"),
        ("new", NUMBER, "type-mismatch"),
        ("< new", NUMBER, "type-mismatch"),
        ("10..2026-01-01", DATE, "type-mismatch"),
        (3, BOOLEAN, "type-mismatch"),
        ("20..10", NUMBER, "invalid-table"),
        (None, NUMBER, "invalid-table"),
        ([], NUMBER, "invalid-table"),
        ("same_wifi", CAST, "type-mismatch"),
    ],
)
def test_a_mistake_in_a_cell_is_found(value: object, kind: Kind, code: str) -> None:
    assert [each.code for each in cell_of(value, kind, PLACE)[1]] == [code]
