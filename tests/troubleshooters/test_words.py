"""Compiled conditions in words, for people who read them without a script."""

from __future__ import annotations

from typing import Any

import pytest

from helpwright.troubleshooters.page.page_texts import LANGUAGES, texts
from helpwright.troubleshooters.page.words import Words

BROWSER = {"kind": "ask", "type": "choice", "label": "Which browser?", "rules": []}
BROWSER["options"] = [{"id": "chrome", "label": "Chrome"}, {"id": "edge", "label": "Edge"}]
PROGRAM: dict[str, Any] = {
    "facts": {
        "old": ["<", ["get", "version"], 109],
        "age": ["days_between", ["get", "day"], ["today"]],
    },
    "tables": {},
    "steps": {
        "browser": BROWSER,
        "version": {"kind": "ask", "type": "number", "label": "Which version?", "rules": []},
        "day": {"kind": "ask", "type": "date", "label": "When?", "rules": []},
        "cast": {**BROWSER, "type": "multi", "label": "Which do you have?"},
        "reload": {
            "kind": "try",
            "label": "Reload",
            "set": [["twice", ["*", ["get", "version"], 2]]],
        },
    },
}
VERSION, CHROME = ["get", "version"], ["lit", "chrome"]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (["<", VERSION, 109], "Which version?: less than 109"),
        ([">", 109, VERSION], "Which version?: less than 109"),
        ([">=", VERSION, 1.5], "Which version?: at least 1.5"),
        (["fact", "old"], "Which version?: less than 109"),
        (["not", ["fact", "old"]], "not (Which version?: less than 109)"),
        (["==", ["get", "browser"], CHROME], "Which browser?: Chrome"),
        (["!=", ["get", "browser"], CHROME], "Which browser?: not Chrome"),
        (["not", ["==", ["get", "browser"], CHROME]], "Which browser?: not Chrome"),
        (["==", ["get", "browser"], None], "Which browser?: not answered"),
        (["in", ["get", "browser"], ["lit", ["chrome", "edge"]]], "Which browser?: Chrome or Edge"),
        (["in", CHROME, ["get", "cast"]], "Which do you have?: Chrome"),
        (["not", ["in", CHROME, ["get", "cast"]]], "Which do you have?: not \u201cChrome\u201d"),
        (["known", VERSION], "Which version?: answered"),
        (["not", ["known", VERSION]], "Which version?: not answered"),
        (["<", ["get", "day"], ["today"]], "When?: before today"),
        (["<=", ["get", "day"], ["lit", "2026-11-21"]], "When?: on or before 21 November 2026"),
        (["<=", ["fact", "age"], 14], "days from \u201cWhen?\u201d to today: at most 14"),
        (["==", ["get", "reload"], ["lit", "fixed"]], "Reload: That fixed it"),
        ([">", ["get", "twice"], 4], "\u201cWhich version?\u201d \u00d7 2: more than 4"),
        ([">", ["count", ["get", "cast"]], 1],
         "number of answers to \u201cWhich do you have?\u201d: more than 1"),
        (["and", ["<", VERSION, 9], ["or", ["<", VERSION, 8], ["fact", "old"]]],
         "Which version?: less than 9 and (Which version?: less than 8 or "
         "Which version?: less than 109)"),
        (["in", ["fact", "old"], ["lit", [True]]], "Which version?: less than 109"),
        (["not", ["in", ["fact", "old"], ["lit", [True]]]], "not (Which version?: less than 109)"),
        ([">", VERSION, ["shift", ["today"], -24, "months"]],
         "Which version?: after today \N{MINUS SIGN} 2 years"),
        ([">", VERSION, ["shift", ["today"], 1, "months"]],
         "Which version?: after today + 1 month"),
        ([">", VERSION, ["shift", ["today"], -14, "days"]],
         "Which version?: after today \N{MINUS SIGN} 14 days"),
        (["<", VERSION, ["shift", ["today"], ["*", VERSION, 12], "months"]],
         "Which version?: before today + “Which version?” years"),
        (True, "yes"),
        (None, "\u2026"),
        (["get", "nothing"], "\u2026: yes"),
        (["what", 1], "\u2026: yes"),
    ],
)  # fmt: skip
def test_a_condition_reads_as_a_sentence_about_its_question(condition: Any, words: str) -> None:
    assert Words(PROGRAM, "en").condition(condition) == words


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, "any"),
        (["=", [1, 2]], "1 or 2"),
        (["not", [3]], "not 3"),
        (["range", 10, True, 20, True], "from 10 to 20"),
        (["range", None, False, 5, False], "less than 5"),
        (["range", 1, False, 5, False], "more than 1 and less than 5"),
    ],
)
def test_a_cell_of_a_table_reads_as_what_it_accepts(cell: Any, words: str) -> None:
    assert Words(PROGRAM, "en").cell(cell, VERSION) == words


def test_a_column_says_its_question_or_condition() -> None:
    words = Words(PROGRAM, "en")
    assert words.column(VERSION) == "Which version?"
    assert words.column(["fact", "old"]) == "Which version?: less than 109"


def test_words_are_in_the_language_of_the_page() -> None:
    assert Words(PROGRAM, "de").condition(["<", VERSION, 1.5]) == "Which version?: weniger als 1,5"
    assert Words(PROGRAM, "xx").condition(["<", VERSION, 2]) == "Which version?: less than 2"


@pytest.mark.parametrize("part", ["static", "browser", "faults", "words"])
def test_every_text_is_there_in_every_language_with_the_same_places(part: str) -> None:
    english = texts(part, "en")
    for language in LANGUAGES:
        found = texts(part, language)
        assert found.keys() == english.keys()
        for key, text in found.items():
            assert text.strip(), (language, key)
            assert [f"{{{n}}}" in text for n in range(2)] == [
                f"{{{n}}}" in english[key] for n in range(2)
            ], (language, key)
