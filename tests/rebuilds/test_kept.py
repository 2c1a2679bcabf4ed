"""What a whole build takes from earlier ones, and that it takes nothing that is not right."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import jinja2
import pytest
from markdown import Markdown

from helpwright.rebuilds import kept, record
from helpwright.rebuilds.kept import Kept, key_of


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first words of each article that is turned into HTML, as often as that happens."""
    found: list[str] = []
    original = Markdown.convert

    def listen(self: Markdown, source: str) -> str:
        if not source.startswith("# "):  # The pages of lists have a title and nothing else.
            found.append(" ".join(source.split()[:4]))
        return original(self, source)

    monkeypatch.setattr(Markdown, "convert", listen)
    return found


def test_a_category_of_another_name_renders_no_article_anew(
    center: Any, rendered: list[str], tmp_path: Path
) -> None:
    center.build()
    assert "The invoice of Larkfield" in rendered
    rendered.clear()
    center.edit("docs/billing/category.yml", "title: Money", "title: What it costs")
    now = center.build()
    assert rendered == []
    assert now.tree == center.anew(tmp_path / "clean").tree


def test_an_edit_renders_its_text_and_what_links_to_a_moved_article(
    center: Any, rendered: list[str], tmp_path: Path
) -> None:
    center.build()
    rendered.clear()
    center.edit("docs/learning/seat.md", "title: All", "title: Nearly all")
    center.edit("docs/learning/seat.md", "nobody", "no one")
    (center.folder / "docs/billing/invoice.md").rename(center.folder / "docs/learning/invoice.md")
    now = center.build()
    assert sorted(rendered) == [
        "The invoice of Larkfield",  # elsewhere now
        "The refund of Larkfield",  # it links to it
        "The seat of Larkfield",
    ]
    assert now.tree == center.anew(tmp_path / "clean").tree


def test_a_fresh_build_and_another_version_render_everything(
    center: Any, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    center.build()
    texts = sorted(rendered)
    rendered.clear()
    center.build("--fresh")
    assert sorted(rendered) == texts
    rendered.clear()
    monkeypatch.setattr(record, "stamp", lambda: "another version")
    center.build()
    assert sorted(rendered) == texts


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def scramble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:20000] = bytes(len(data[4096:20000]))
    path.write_bytes(data)


def say_something_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("UPDATE kept SET made = CAST(replace(made, 'nobody', 'anyone') AS BLOB)")


def be_no_database(path: Path) -> None:
    path.write_text("This is no database.", encoding="utf-8")


def be_another_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("CREATE TABLE kept (other INTEGER)")


def be_locked(path: Path) -> Any:
    con = sqlite3.connect(path, check_same_thread=False)
    con.execute("BEGIN EXCLUSIVE")
    return con


def be_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        *(cut_off, scramble, say_something_else, be_no_database, be_another_database),
        *(be_locked, be_a_folder),
    ],
)
def test_what_is_damaged_or_held_by_others_is_done_without(
    center: Any, stand: Any, spoil: Callable[[Path], Any]
) -> None:
    center = stand(center)
    held = spoil(center.folder / record.FOLDER / kept.NAME)
    center.edit("docs/billing/invoice.md", "title: All", "title: Nearly all")
    now = center.build()
    if held is not None:
        held.close()
    assert (now.code, now.tree) == (0, center.clean().tree)
    center.edit("docs/billing/invoice.md", "title: Nearly", "title: Quite")
    assert center.build().tree == center.clean().tree


def test_what_was_put_is_there_for_the_next_until_nobody_asks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "builds" / kept.NAME
    key, other = key_of("text", "a", "b"), key_of("text", "ab", "")
    first = Kept(path)
    first.put(key, {"html": "\udcff <b>", "none": None})
    assert first.get(key) == {"html": "\udcff <b>", "none": None}
    first.rest()
    second = Kept(path)
    assert second.get(key) == {"html": "\udcff <b>", "none": None}
    assert second.get(other) is None
    second.rest()
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("UPDATE kept SET used = used - ?", [kept.DAYS + 1])
    third = Kept(path)
    third.put(other, [1])
    third.rest()
    assert Kept(path).get(key) is None
    fourth = Kept(path)
    assert fourth.get(other) == [1]
    fourth.rest()


def test_what_is_kept_is_for_its_owner_and_not_for_git(center: Any) -> None:
    center.build()
    path = center.folder / record.FOLDER / kept.NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert (center.folder / ".helpwright/.gitignore").read_text("utf-8") == "*\n"


def test_templates_are_compiled_once(center: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[object] = []
    original = jinja2.Environment.compile

    def watched(env: jinja2.Environment, *arguments: Any, **options: Any) -> Any:
        compiled.append(arguments)
        return original(env, *arguments, **options)

    monkeypatch.setattr(jinja2.Environment, "compile", watched)
    first = center.build()
    assert len(compiled) > 20
    compiled.clear()
    center.edit("docs/billing/invoice.md", "title: All about the invoice", "title: Invoices")
    assert center.build().tree != first.tree
    assert len(compiled) <= 2  # what the record of a build says in the theme's words
    center.build("--fresh")
    assert len(compiled) > 20
