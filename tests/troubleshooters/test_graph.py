"""A troubleshooter as a graph: a list, a file for Graphviz, and a drawing that can be read."""

from __future__ import annotations

import itertools
import random
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from helpwright.troubleshooters.page.diagram import DARK, MOST_BOXES, as_svg, wrapped
from helpwright.troubleshooters.page.graph import Edge, as_dot, as_text, edges
from helpwright.troubleshooters.page.layout import Gaps, Size, arrange

SVG = "{http://www.w3.org/2000/svg}"


def option(name: str, label: str, go: str = "") -> dict[str, str]:
    return {"id": name, "label": label, **({"go": go} if go else {})}


PROGRAM: dict[str, Any] = {
    "slug": "no-sound",
    "language": "en",
    "start": "where",
    "facts": {},
    "tables": {
        "by_age": {
            "inputs": [["get", "age"]],
            "outputs": ["note", "to"],
            "rows": [
                {
                    "cells": [["range", 5, True, None, False]],
                    "values": [["lit", ""], ["lit", "old"]],
                },
                {"cells": [None], "values": [["lit", ""], ["lit", "write"]]},
            ],
        }
    },
    "steps": {
        "where": {
            "kind": "ask",
            "type": "choice",
            "label": 'Where do you "listen"?',
            "options": [option("web", "In a browser", "age"), option("app", "In the app")],
            "rules": [{"to": "restart"}],
            "not_sure": "restart",
        },
        "age": {
            "kind": "ask",
            "type": "number",
            "label": "How old is it?",
            "rules": [{"table": "by_age"}],
        },
        "restart": {
            "kind": "try",
            "label": "Restart <the> app & the device",
            "fixed": "fine",
            "not_fixed": "again",
        },
        "again": {
            "kind": "ask",
            "type": "number",
            "label": "How often did you try?",
            "rules": [
                {"if": ["<", ["get", "again"], 2], "to": "restart", "max": 2},
                {"to": "write"},
            ],
        },
    },
    "outcomes": {
        "old": {"kind": "solution", "label": "Update it", "not_helpful": "write"},
        "fine": {"kind": "solution", "label": "Fine"},
        "write": {"kind": "contact", "label": "Write to us"},
    },
}


def words(condition: Any) -> str:
    return f"if {condition[0]}"


def test_every_way_has_the_answers_that_lead_there() -> None:
    assert edges(PROGRAM, words) == (
        Edge("where", "age", "In a browser"),
        Edge("where", "restart", "In the app; I'm not sure"),
        Edge("age", "old", "if and"),
        Edge("age", "write", "Otherwise"),
        Edge("restart", "fine", "That fixed it"),
        Edge("restart", "again", "Not fixed, go on"),
        Edge("again", "restart", "if < (at most 2 times)"),
        Edge("again", "write", "Otherwise"),
        Edge("old", "write", "This did not help"),
    )


def test_a_way_that_every_answer_takes_has_no_label() -> None:
    rules = [{"to": "restart"}]
    options = [option("web", "In a browser"), option("app", "In the app")]
    where = {**PROGRAM["steps"]["where"], "options": options, "rules": rules}
    program = {**PROGRAM, "steps": {**PROGRAM["steps"], "where": where}}
    assert edges(program, words)[0] == Edge("where", "restart", "")


def test_rules_after_something_was_tried_say_after_which_answer() -> None:
    both = {
        **PROGRAM["steps"]["restart"],
        "fixed": "",
        "not_fixed": "",
        "rules": [
            {"if": ["==", ["get", "restart"], ["lit", "fixed"]], "to": "fine"},
            {
                "if": ["and", ["==", ["get", "restart"], ["lit", "not_fixed"]], ["<", 1, 2]],
                "to": "old",
            },
            {"if": ["==", ["get", "restart"], ["lit", "not_fixed"]], "to": "again"},
        ],
    }
    program = {**PROGRAM, "steps": {**PROGRAM["steps"], "restart": both}}
    assert [one for one in edges(program, words) if one.start == "restart"] == [
        Edge("restart", "fine", "That fixed it"),
        Edge("restart", "old", "Not fixed, go on: if <"),
        Edge("restart", "again", "Not fixed, go on"),
    ]


def test_the_list_shows_each_step_once_and_says_where_it_comes_again() -> None:
    text = as_text(PROGRAM, edges(PROGRAM, words))
    assert text.splitlines() == [
        '- Where do you "listen"? [where]',
        "  - In a browser: How old is it? [age]",
        "    - if and: Update it [old]",
        "      - This did not help: Write to us [write]",
        "    - Otherwise: Write to us [write]",
        "  - In the app; I'm not sure: Restart <the> app & the device [restart]",
        "    - That fixed it: Fine [fine]",
        "    - Not fixed, go on: How often did you try? [again]",
        "      - if < (at most 2 times): Restart <the> app & the device [restart] (see above)",
        "      - Otherwise: Write to us [write]",
    ]


def test_a_very_deep_tree_is_listed_as_well() -> None:
    count = 3000
    steps = {
        f"s{n}": {"kind": "try", "label": f"Try {n}", "fixed": "end", "not_fixed": f"s{n + 1}"}
        for n in range(count)
    }
    outcomes = {name: {"kind": "solution", "label": "End"} for name in ("end", f"s{count}")}
    program = {
        **{"slug": "deep", "language": "en", "start": "s0"},
        **{"tables": {}, "steps": steps, "outcomes": outcomes},
    }
    ways = edges(program, words)
    assert len(as_text(program, ways).splitlines()) == 2 * count + 1
    assert as_svg(program, ways, title="Deep") == ""


def test_graphviz_gets_texts_that_hold_quotes() -> None:
    dot = as_dot(PROGRAM, edges(PROGRAM, words))
    assert r'"where" [label="Where do you \"listen\"?"];' in dot
    assert '"where" -> "age" [label="In a browser"];' in dot
    assert dot.startswith('digraph "no-sound" {')
    assert dot.endswith("}\n")


def test_the_drawing_is_svg_without_styles_and_links_to_every_step() -> None:
    ways = edges(PROGRAM, words)
    svg = as_svg(PROGRAM, ways, title="No <sound>", page="../")
    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{SVG}title") == "No <sound>"
    links = [link.get("href") for link in root.iter(f"{SVG}a")]
    assert links == [f"../#{name}" for name in [*PROGRAM["steps"], *PROGRAM["outcomes"]]]
    assert not re.search(r"style|<script|url\(|on[a-z]+=", svg)
    assert svg == as_svg(PROGRAM, ways, title="No <sound>", page="../")
    dark = as_svg(PROGRAM, ways, title="No <sound>", page="../", colours=DARK)
    assert "#ffffff" in svg
    assert "#ffffff" not in dark


def test_texts_are_wrapped_by_what_they_take() -> None:
    assert wrapped("Open the lesson in a private window", 16, 4) == [
        "Open the lesson",
        "in a private",
        "window",
    ]
    assert wrapped("one two three four five six", 9, 2) == ["one two", "three…"]
    assert wrapped("返金についてのお問い合わせ", 12, 4) == ["返金について", "のお問い合わ", "せ"]
    assert wrapped("Donaudampfschifffahrtsgesellschaft", 20, 4) == [
        "Donaudampfschifffah-",
        "rtsgesellschaft",
    ]


@pytest.mark.parametrize("seed", range(8))
def test_boxes_and_labels_of_any_graph_lie_apart(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"n{number}" for number in range(chance.randrange(2, 40))]
    sizes = {name: Size(chance.randrange(60, 200), chance.randrange(30, 90)) for name in names}
    pairs = {(names[(n - 1) // 2], name) for n, name in enumerate(names) if n}
    pairs |= {(chance.choice(names), chance.choice(names)) for _ in range(len(names) // 2)}
    ways = sorted(pairs)
    labels = {pair: Size(chance.randrange(10, 150), 13) for pair in ways if chance.random() < 0.7}
    layout = arrange("n0", sizes, ways, labels, Gaps(20, 24))
    boxes = [
        (x, y, x + sizes[name].width, y + sizes[name].height)
        for name, (x, y) in layout.boxes.items()
    ]
    for pair, (x, y) in layout.labels.items():
        size = labels.get(pair, Size(0, 0))
        half = size.width / 2, size.height / 2
        boxes.append((x - half[0], y - half[1], x + half[0], y + half[1]))
    for a, b in itertools.combinations(boxes, 2):
        overlap = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        assert min(overlap) < 0.01
    assert all(box[0] >= 0 and box[2] <= layout.width + 0.01 for box in boxes)
    assert set(layout.ways) == {pair for pair in ways if pair[0] != pair[1]}


def test_a_drawing_has_no_more_boxes_than_anybody_reads() -> None:
    steps = {
        f"s{n}": {"kind": "try", "label": "Try", "fixed": "end", "not_fixed": f"s{n + 1}"}
        for n in range(MOST_BOXES)
    }
    outcomes = {"end": {"kind": "solution", "label": "End"}}
    program = {
        **{"slug": "big", "language": "en", "start": "s0"},
        **{"tables": {}, "steps": steps, "outcomes": outcomes},
    }
    assert as_svg(program, edges(program, words), title="Big") == ""
