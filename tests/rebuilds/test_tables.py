"""Tables of what earlier builds made."""

from __future__ import annotations

from pathlib import Path

from helpwright.rebuilds.kept import Kept
from helpwright.rebuilds.tables import Table


def build(path: Path, *asked: str, name: str = "words", fresh: bool = False) -> list[int | None]:
    """What a build finds in a table; it makes what is missing."""
    kept = Kept(path, fresh=fresh)
    table, found = Table(kept, name), []
    for key in asked:
        found.append(table.get(key))
        if found[-1] is None:
            table.put(key, len(key))
    table.close()
    kept.rest()
    return found


def test_a_build_finds_what_the_last_one_made(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    assert build(path, "one", "three") == [None, None]
    assert build(path, "one", "three") == [3, 5]


def test_what_no_build_asked_for_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    build(path, "one", "three")
    build(path, "three")
    assert build(path, "one", "three") == [None, 5]


def test_tables_of_other_names_and_fresh_builds_find_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    build(path, "one")
    assert build(path, "one", name="letters") == [None]
    assert build(path, "one", fresh=True) == [None]
    assert build(path, "one") == [3]


def test_what_is_made_is_found_at_once(tmp_path: Path) -> None:
    table = Table(Kept(tmp_path / "kept.sqlite"), "words")
    table.put("one", {"a": (1, [2])})
    assert table.get("one") == {"a": (1, [2])}


def test_a_table_may_be_larger_than_what_a_build_holds_of_it(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    words = [str(number) * 1000 for number in range(600)]

    def asked(*some: str) -> list[str | None]:
        kept = Kept(path)
        table = Table(kept, "long")
        found = [table.get(word) for word in some]
        for word, known in zip(some, found, strict=True):
            if known is None:
                table.put(word, word)
        table.close()
        kept.rest()
        return found

    assert set(asked(*words)) == {None}
    assert asked(*words) == words
    assert asked(*words[1:], "another") == [*words[1:], None]
    assert asked(*words[1:], "another", words[0]) == [*words[1:], "another", None]
