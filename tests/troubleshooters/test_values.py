from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpwright.troubleshooters.language.formats import filled, shown
from helpwright.troubleshooters.language.values import (
    MOST_DEPTH,
    Context,
    evaluate,
    fault,
    matching_rows,
)
from helpwright.troubleshooters.program.answers import read_answer

Ask = Callable[[list[list[Any]]], list[Any]]
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
STEPS = VECTORS["steps"]
CONTEXT = VECTORS["context"]


def cases() -> list[tuple[list[Any], Any]]:
    """Requests, and what must come out of them."""
    texts = VECTORS["lookup"]
    return [
        *((["evaluate", expr, CONTEXT], result) for expr, result in VECTORS["evaluate"]),
        *((["fault", STEPS[s], value, CONTEXT], code) for s, value, code in VECTORS["fault"]),
        *((["read", STEPS[s], raw, lang], value) for s, raw, lang, value in VECTORS["read"]),
        *((["shown", v, STEPS.get(s), lang], text) for v, s, lang, text in VECTORS["shown"]),
        *((["filled", text, texts], result) for text, result in VECTORS["filled"]),
    ]


def in_python(requests: list[list[Any]]) -> list[Any]:
    actions: dict[str, Callable[..., Any]] = {
        "evaluate": lambda expression, context: evaluate(expression, Context(**context)),
        "fault": lambda step, value, context: fault(step, value, Context(**context)),
        "read": read_answer,
        "shown": shown,
        "filled": lambda text, texts: filled(text, texts.get),
    }
    return [actions[action](*values) for action, *values in requests]


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same: true is not 1, but 3.0 is 3."""
    return json.dumps(exact(one)) == json.dumps(exact(other))


def exact(value: Any) -> Any:
    if isinstance(value, list):
        return [exact(item) for item in value]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) + 0.0 if is_number else value


@pytest.fixture(scope="session")
def javascript(in_node: Ask) -> list[Any]:
    return in_node([request for request, _ in cases()])


def test_every_vector_holds_in_python() -> None:
    results = in_python([request for request, _ in cases()])
    wrong = [
        (request[0], request[1:-1], expected, found)
        for (request, expected), found in zip(cases(), results, strict=True)
        if not alike(expected, found)
    ]
    assert wrong == []


def test_every_vector_holds_in_javascript(javascript: list[Any]) -> None:
    wrong = [
        (request[0], request[1:-1], expected, found)
        for (request, expected), found in zip(cases(), javascript, strict=True)
        if not alike(expected, found)
    ]
    assert wrong == []


def test_every_operator_has_a_vector() -> None:
    from helpwright.troubleshooters.language import operators, values

    used = {
        expression[0]
        for expression, _ in VECTORS["evaluate"]
        if isinstance(expression, list) and expression
    }
    assert {*operators.FUNCTIONS, *values._FORMS} <= used


def test_all_matching_rows_of_a_table_are_found() -> None:
    tables, context = CONTEXT["tables"], Context(**CONTEXT)
    assert matching_rows(tables["unique"], context) == [0, 1]
    assert matching_rows(tables["first"], context) == [2, 3]


def test_an_expression_that_is_too_deep_is_unknown_in_both_languages(in_node: Ask) -> None:
    def nested(depth: int) -> Any:
        return ["+", nested(depth - 1), 1] if depth else 1

    facts = {f"f{n}": ["+", ["fact", f"f{n - 1}"], 1] for n in range(1, 100)} | {"f0": 1}
    deep = [["evaluate", nested(depth), CONTEXT] for depth in (MOST_DEPTH, MOST_DEPTH + 2, 400)]
    deep += [["evaluate", ["fact", f"f{n}"], CONTEXT | {"facts": facts}] for n in (20, 70, 80, 99)]
    results = in_python(deep)
    assert results == in_node(deep)
    assert results[:4] == [MOST_DEPTH + 1, None, None, 21]
    assert results[-1] is None


def test_facts_that_read_each_other_twice_are_found_once() -> None:
    facts = {f"f{n}": ["+", ["fact", f"f{n - 1}"], ["fact", f"f{n - 1}"]] for n in range(1, 40)}
    assert evaluate(["fact", "f39"], Context(facts=facts | {"f0": 1})) == 2**39


NUMBERS = [0, 1, -1, 2.5, 0.1, 1 / 3, 1e9, 123456.789, 1e16, -7, 1e-9, 31, 12, 400, 1e300]
DATES = ["2024-02-29", "2026-01-31", "1999-12-31", "2000-02-29", "0001-01-01", "9999-12-31"]
TEXTS = ["", "a", "Straße", "ÀB", "yes", "3", "2026-02-30"]


def any_expression(random_: random.Random, depth: int) -> Any:
    def inner() -> Any:
        return any_expression(random_, depth - 1)

    if depth <= 0 or random_.random() < 0.15:
        date_ = (
            f"{random_.randint(1, 9999):04}-{random_.randint(1, 12):02}-{random_.randint(1, 30):02}"
        )
        leaf = [
            random_.choice(NUMBERS),
            random_.uniform(-1000, 1000),
            random_.choice([True, False, None]),
            ["lit", random_.choice(DATES)],
            ["lit", date_],
            ["lit", random_.choice(TEXTS)],
            ["lit", random_.sample([*TEXTS, 1, 2.5, True], 3)],
            ["get", random_.choice([*"abcdefghi", "nobody"])],
            ["today"],
            ["fact", random_.choice("pqr")],
            ["table", "t", random_.choice(["x", "y", "z"])],
            ["visits", random_.choice("ab")],
        ]
        return random_.choice(leaf)
    two = ["==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "days_between", "contains"]
    one = [
        "not",
        "neg",
        "count",
        "known",
        "floor",
        "ceil",
        "year",
        "month",
        "day",
        "weekday",
        "lower",
    ]
    shapes: list[Callable[[], Any]] = [
        lambda: [random_.choice(two), inner(), inner()],
        lambda: [random_.choice(["+", "-", "*", "/"]), inner(), inner()],
        lambda: [random_.choice(one), inner()],
        lambda: [random_.choice(["and", "or", "min", "max"]), *(inner() for _ in range(3))],
        lambda: ["shift", inner(), inner(), random_.choice(["days", "months"])],
        lambda: ["shift", ["lit", random_.choice(DATES)], random_.randint(-99, 99), "months"],
        lambda: ["shift", ["today"], random_.randint(-9999, 9999), "days"],
        lambda: ["round", inner(), random_.randint(-1, 10)],
        lambda: ["case", [[inner(), inner()], [inner(), inner()]], inner()],
    ]
    return random_.choice(shapes)()


def any_context(random_: random.Random) -> dict[str, Any]:
    values = [*NUMBERS, *DATES, *TEXTS, True, False, None, [], ["a", "yes"]]
    cell = [None, ["=", ["a", 1, True]], ["not", ["yes", 2.5]], ["range", 0, True, 31, False]]
    cell += [["range", "2000-01-01", False, None, False], ["range", None, False, -1, True]]
    rows = [
        {"cells": random_.choices(cell, k=2), "values": [any_expression(random_, 2), ["lit", n]]}
        for n in range(4)
    ]
    inputs = [any_expression(random_, 2), ["get", "a"]]
    hit = random_.choice(["first", "unique"])
    return {
        "values": {name: random_.choice(values) for name in "abcdefghi"},
        "today": random_.choice([*DATES, "2026-11-22"]),
        "facts": {name: any_expression(random_, 3) for name in "pqr"},
        "tables": {"t": {"hit": hit, "inputs": inputs, "outputs": ["x", "y"], "rows": rows}},
        "visits": {"a": 2},
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_languages_give_random_expressions_the_same_value(in_node: Ask, seed: int) -> None:
    random_ = random.Random(seed)
    contexts = [any_context(random_) for _ in range(40)]
    requests = [
        ["evaluate", any_expression(random_, 5), random_.choice(contexts)] for _ in range(1500)
    ]
    compared(requests, in_node)


def test_both_languages_show_and_read_the_same_values(in_node: Ask) -> None:
    random_ = random.Random(4)
    steps = [*STEPS.values()]
    languages = ["en", "de", "es", "fr", "ja"]
    numbers = [random_.uniform(-1, 1) * 10 ** random_.randint(-6, 20) for _ in range(500)]
    numbers += [n / 1000 for n in range(-500, 3000, 7)]
    requests: list[list[Any]] = []
    for value in numbers:
        step, language = random_.choice([*steps, None]), random_.choice(languages)
        requests.append(["shown", value, step, language])
        requests.append(["fault", random_.choice(steps), value, CONTEXT])
        text = in_python([requests[-2]])[0]
        requests.append(["read", random_.choice(steps), text, language])
    characters = "0123456789.,  -/年月'€ %marchjuiÀ\u00a0"
    for _ in range(1000):
        text = "".join(random_.choices(characters, k=random_.randint(1, 12)))
        requests.append(["read", random_.choice(steps), text, random_.choice(languages)])
    compared(requests, in_node)


def compared(requests: list[list[Any]], in_node: Ask) -> None:
    pairs = zip(requests, in_python(requests), in_node(requests), strict=True)
    assert [(one[:2], mine, its) for one, mine, its in pairs if not alike(mine, its)] == []


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ja"])
def test_what_is_shown_can_be_typed_again(language: str) -> None:
    for name, values in {
        "amount": [0.01, 19, 1234.5, 1234567.89],
        "mbps": [0.1, 5, 99999.5],
    }.items():
        for value in values:
            text = shown(value, STEPS[name], language)
            assert read_answer(STEPS[name], text, language) == value, text
    for month in range(1, 13):
        day = f"2026-{month:02}-01"
        assert read_answer(STEPS["charged"], shown(day, None, language), language) == day
