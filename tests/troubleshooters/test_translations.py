"""Troubleshooters in other languages: strings in a file beside them, and what is stale."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpwright.troubleshooters.proof.inspection import inspect
from helpwright.troubleshooters.source import library, translations

TREES = Path(__file__).parent / "trees"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(TREES, tmp_path / "trees")
    return tmp_path / "trees"


def in_german(folder: Path, **texts: str) -> Path:
    """Begin a translation, and fill in some texts."""
    (original,) = [
        tree for tree, _ in load(folder, "en").trees if tree and tree.slug == "slow-lesson"
    ]
    path = folder / "slow-lesson.de.yml"
    text = translations.written(original)
    for was, now in texts.items():
        old = f'was: "{was.replace("_", " ")}"\n    now: ""'
        assert old in text
        text = text.replace(old, f'was: "{was.replace("_", " ")}"\n    now: "{now}"')
    path.write_text(text, encoding="utf-8")
    return path


def load(folder: Path, language: str) -> library.Library:
    return library.load(folder, prefix="trees", language=language)


def told(folder: Path) -> list[str]:
    return [f"{one.place} {one.code}" for one in load(folder, "en").findings]


def test_a_translation_is_shown_on_a_site_in_its_language_only(folder: Path) -> None:
    in_german(folder, A_lesson_is_slow="Eine Lektion ist langsam", Line_lost="Leitung tot")
    for language, title in (("en", "A lesson is slow"), ("de", "Eine Lektion ist langsam")):
        books = load(folder, language)
        tree = next(tree for tree, _ in books.trees if tree and tree.slug == "slow-lesson")
        assert tree.title == title
        program = inspect(
            tree,
            books.shared,
            articles=(),
            troubleshooters=(),
            language=language,
            today="2026-11-20",
        ).program
        labels = [option["label"] for option in program["steps"]["code"]["options"]]
        assert ("Leitung tot" in labels) == (language == "de")
        assert program["steps"]["speed"]["label"] == "How fast is your line?"


def test_what_is_not_translated_is_counted(folder: Path) -> None:
    in_german(folder, A_lesson_is_slow="Eine Lektion ist langsam")
    (finding,) = load(folder, "en").findings
    assert finding.code == "translation-missing"
    assert "steps.speed.ask, steps.speed.unit" in finding.message


def test_a_text_that_has_changed_makes_its_translation_stale(folder: Path) -> None:
    path = in_german(folder, A_lesson_is_slow="Eine Lektion ist langsam")
    original = folder / "slow-lesson.yml"
    text = original.read_text(encoding="utf-8")
    original.write_text(text.replace("A lesson is slow", "A lesson is too slow"), encoding="utf-8")
    stale = next(one for one in load(folder, "en").findings if one.code == "translation-stale")
    assert (stale.place.path, stale.place.line) == ("trees/slow-lesson.de.yml", 3)
    books = load(folder, "de")
    tree = books.originals["slow-lesson"]
    renewed = translations.written(tree, books.translations["slow-lesson", "de"])
    assert "# It reads now: A lesson is too slow" in renewed
    path.write_text(renewed, encoding="utf-8")
    assert "trees/slow-lesson.de.yml:4:3 translation-stale" in told(folder)


def test_placeholders_must_be_those_of_the_original(folder: Path) -> None:
    path = folder / "_shared/network.de.yml"
    entry = "{ was: 'Are you at {where}?', now: 'Sind Sie bei {wo}?' }"
    path.write_text(f"translation: 1\nstrings:\n  steps.place.ask: {entry}\n", encoding="utf-8")
    assert "trees/_shared/network.de.yml:3:3 translation-placeholders" in told(folder)
    # A broken text is worse than one in another language.
    step = load(folder, "de").shared["_shared/network"].steps["place"]
    assert step.heading == "Are you at {where}?"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("slow-lesson.de.yml", "- a\n", "1:1 wrong-type"),
        ("slow-lesson.de.yml", "translation: 1\nstring: {}\n", "2:1 unknown-key"),
        ("slow-lesson.de.yml", "translation: 1\nstrings:\n  title: x\n", "3:3 wrong-type"),
        (
            "slow-lesson.de.yml",
            "translation: 1\nstrings:\n  titel: { was: A, now: B }\n",
            "3:3 translation-unused",
        ),
        ("slow-lessen.de.yml", "translation: 1\n", "1:1 translation-unused"),
        ("slow-lesson.de.yml", "a: [\n", "2:1 yaml-syntax"),
    ],
)
def test_a_mistake_in_a_translation_is_told(
    name: str, text: str, expected: str, folder: Path
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert f"trees/{name}:{expected}" in told(folder)


def test_every_text_of_a_tree_can_be_translated(folder: Path) -> None:
    books = load(folder, "en")
    found = translations.strings(books.originals["late-certificate"])
    assert found["steps.kind.options.exam.label"] == "For an exam"
    assert found["steps.finished_on.error"] == "Enter a day in the last two years."
    assert found["outcomes.write.subject"] == "Certificate: {kind.label}"
    assert {key.split(".")[0] for key in found} == {"title", "summary", "steps", "outcomes"}
