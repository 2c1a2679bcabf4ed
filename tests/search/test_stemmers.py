"""A browser stems as Python does: every algorithm, real words and words made of its endings."""

from __future__ import annotations

import ast
import gzip
import importlib
import inspect
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import Stemmer

from helpwright.search import stemmers
from helpwright.search.analysis import language_of, normalize, surfaces
from helpwright.search.stemmers_syntax import Untranslatable
from helpwright.search.stop_words import LANGUAGES

RUNNER = Path(__file__).with_name("stem_words.mjs")
# For each algorithm a list of words, its encoding, and Debian's package that has it.
LISTS = {
    "danish": ("dict/danish", "utf-8", "wdanish"),
    "dutch": ("dict/dutch", "utf-8", "wdutch"),
    "english": ("dict/american-english", "utf-8", "wamerican"),
    "french": ("dict/french", "utf-8", "wfrench"),
    "german": ("dict/ngerman", "utf-8", "wngerman"),
    "italian": ("dict/italian", "utf-8", "witalian"),
    "norwegian": ("dict/bokmaal", "iso-8859-1", "wnorwegian"),
    "portuguese": ("dict/portuguese", "utf-8", "wportuguese"),
    "russian": ("hunspell/ru_RU.dic", "utf-8", "hunspell-ru"),
    "spanish": ("dict/spanish", "utf-8", "wspanish"),
    "swedish": ("dict/swedish", "iso-8859-1", "wswedish"),
}
MADE_UP = 50_000

Need = Callable[[bool, str], None]
Differences = Callable[[str, list[str]], list[tuple[str, str, str]]]


@pytest.fixture
def differences(tmp_path: Path) -> Differences:
    """The words that an algorithm stems differently in Node, with both stems."""

    def compare(name: str, words: list[str]) -> list[tuple[str, str, str]]:
        stemmer = Stemmer.Stemmer(name, maxCacheSize=0)
        in_python = stemmer.stemWords(words)
        in_node = stems_in_node(stemmers.javascript(name), words, tmp_path)
        stems = zip(words, in_python, in_node, strict=True)
        return [stem for stem in stems if stem[1] != stem[2]]

    return compare


def stems_in_node(module: str, words: list[str], folder: Path) -> list[str]:
    path = folder / "stemmer.mjs"
    path.write_text(module, encoding="utf-8")
    command = ["node", str(RUNNER), str(path)]
    done = subprocess.run(command, input="\n".join(words).encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().split("\n")


def source_of(name: str) -> str:
    return inspect.getsource(importlib.import_module(f"snowballstemmer.{name}_stemmer"))


def made_up_words(name: str) -> list[str]:
    """Words of an algorithm's letters and of every part that its rules look for or write."""
    constants = [x for x in ast.walk(ast.parse(source_of(name))) if isinstance(x, ast.Constant)]
    texts = {x.value for x in constants if isinstance(x.value, str)}
    parts = sorted(text for text in texts if "\n" not in text)
    # Letters as often as the parts have them, and a few that they lack.
    letters = "".join(parts) + "abcdefghijklmnopqrstuvwxyz'-"
    chance = random.Random(name)

    def root() -> str:
        return "".join(chance.choices(letters, k=chance.choice([0, 1, 1, 2, 2, 3, 4, 6])))

    words = dict.fromkeys(["", *letters])
    for part in parts:
        words.update(dict.fromkeys([part, root() + part, part + root(), root() + part + root()]))
    while len(words) < MADE_UP:
        before = chance.choices(parts, k=chance.choice([0, 0, 0, 1, 2]))
        after = chance.choices(parts, k=chance.choice([0, 1, 1, 2, 2, 3, 4]))
        words["".join([*before, root(), *after])] = None
    return list(words)


def test_a_browser_has_every_stemmer_that_python_has() -> None:
    assert list(stemmers.names()) == sorted(Stemmer.algorithms())


@pytest.mark.parametrize("name", stemmers.names())
def test_a_browser_stems_made_up_words_as_python_does(name: str, differences: Differences) -> None:
    assert differences(name, made_up_words(name)) == []


@pytest.mark.parametrize("name", LISTS)
def test_a_browser_stems_a_dictionary_as_python_does(
    name: str, differences: Differences, need: Need
) -> None:
    path, encoding, package = LISTS[name]
    file = Path("/usr/share", path)
    need(file.exists(), f"{file} is missing (it is in Debian's package {package})")
    lines = file.read_text(encoding).lower().splitlines()
    every = sorted({line.split("/")[0] for line in lines})
    words = every[:: 1 + len(every) // 100_000]
    assert len(words) >= 50_000
    assert differences(name, words) == []


def test_a_prefix_that_yiddish_marks_leaves_the_end_where_python_has_it(
    differences: Differences,
) -> None:
    words = ["אנצוצע", "דורכצונ", "ארײפצוס", "אנטצונל", "אריבערצולל", "אײנצוגנע"]
    assert differences("yiddish", words) == []


def test_words_with_letters_beyond_the_basic_plane_are_left_whole(tmp_path: Path) -> None:
    words = ["\U0001d41bunning", "running\U0001f600", "running"]
    stems = stems_in_node(stemmers.javascript("english"), words, tmp_path)
    assert stems == [words[0], words[1], "run"]


@pytest.mark.parametrize("name", stemmers.names())
def test_a_stemmer_is_small_and_names_its_authors_and_license(name: str) -> None:
    module = stemmers.javascript(name)
    notice, _, code = module.partition("\n")
    assert "Snowball" in notice
    assert "BSD-3-Clause" in notice
    assert "\n" not in code.rstrip("\n")
    size = len(gzip.compress(module.encode()))
    assert size < {"greek": 6_000, "serbian": 8_500}.get(name, 3_000)


@pytest.mark.parametrize(
    ("known", "unknown", "named"),
    [
        ("self.slice_del()", "self.slice_swap()", "self.slice_swap"),
        ("self.cursor = v_1", "self.cursor = v_1 * 2", "v_1 * 2"),
        ("raise lab0()", "raise lab9()", "raise lab9()"),
        ("while True:", "while self.cursor:", "while self.cursor"),
        ('Among("sses", 1, 1)', 'Among("sses", 1, 7)', "[-1, 2, 3, 7]"),
        ('Among("sses", 1, 1)', 'Among("ss,es", 1, 1)', "ss,es"),
        ("    B_Y_found = False", "    H_Y_found = False", "H_Y_found"),
        ("    B_Y_found = False", "    B_Y_found = None", "B_Y_found = None"),
        (
            "class EnglishStemmer(BaseStemmer)",
            "class EnglishStemmer(Other)",
            "class EnglishStemmer",
        ),
        ("# Generated from english.sbl by Snowball", "# By", "did not generate"),
    ],
)
def test_python_that_the_translator_does_not_know_is_refused(
    known: str, unknown: str, named: str
) -> None:
    source = source_of("english")
    assert known in source
    with pytest.raises(Untranslatable, match=re.escape(named)):
        stemmers.translate(source.replace(known, unknown, 1))


def test_an_unknown_stemmer_is_refused() -> None:
    with pytest.raises(LookupError, match="klingon"):
        stemmers.javascript("klingon")


def test_every_stemmer_serves_a_language() -> None:
    # Two are there for comparison: Porter's first for English, and his for Dutch.
    served = {language.stemmer for language in LANGUAGES.values() if language.stemmer}
    assert served == set(stemmers.names()) - {"porter", "dutch_porter"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_stop_words_are_spelled_as_they_are_looked_up(code: str) -> None:
    words = LANGUAGES[code].stop_words
    assert len(words) > 40
    for word in words:
        assert [surface for surface, _, _ in surfaces(normalize(word))] == [word]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "off out up down over password sign"),
        ("de", "ab aus waren ware"),
        ("nl", "uit af"),
        ("sv", "av ut upp andra byta"),
        ("da", "ud op ned ind fra"),
        ("hu", "ki be fel le uj"),
        ("es", "modo cuenta"),
        ("it", "stato ora"),
    ],
)
def test_words_that_can_be_the_point_of_a_question_are_no_stop_words(code: str, words: str) -> None:
    assert not LANGUAGES[code].stop_words & set(words.split())


@pytest.mark.parametrize(
    ("code", "stemmer"),
    [
        ("nb", "norwegian"),
        ("nn-NO", "norwegian"),
        ("no", "norwegian"),
        ("sr-Latn-RS", "serbian"),
        ("hr", "serbian"),
        ("pt_BR", "portuguese"),
        ("uk", ""),
        ("zh-Hant", ""),
    ],
)
def test_a_language_is_known_by_each_of_its_codes(code: str, stemmer: str) -> None:
    assert language_of(code).stemmer == stemmer
