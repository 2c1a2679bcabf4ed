from pathlib import Path

import pytest

from helpwright.errors import InputError, Place
from helpwright.permalinks.short_links import collect, read, short_form

PLACE = Place("mkdocs.yml")


def test_short_links_are_compared_by_host_and_path() -> None:
    found = collect({"HTTPS://Go.Example.com/Pay/": "/billing/", "b.example.com/x": "/y/"}, PLACE)
    assert found == {"go.example.com/Pay": "/billing/", "b.example.com/x": "/y/"}
    assert short_form("go.example.com/Pay?utm=1") == "go.example.com/Pay"
    assert short_form("http://[broken") == short_form("go.example.com") == ""


@pytest.mark.parametrize(
    "pairs",
    [
        [("go.example.com", "/x/")],
        [("go.example.com/a", "x")],
        [("go.example.com/a", "")],
        [("go.example.com/a", "/x/"), ("https://go.example.com/a/", "/y/")],
    ],
)
def test_what_is_no_short_link_is_refused(pairs: list[tuple[str, object]]) -> None:
    with pytest.raises(InputError, match="bad-short-link"):
        collect(pairs, PLACE)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("links.yml", "go.example.com/pay: /billing/\ngo.example.com/b: /b/\n"),
        ("links.csv", "go.example.com/pay,/billing/\ngo.example.com/b,/b/\n"),
        ("links.csv", "short,target\r\ngo.example.com/pay,/billing/\r\ngo.example.com/b,/b/\r\n"),
    ],
)
def test_a_file_holds_short_links(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    expected = {"go.example.com/pay": "/billing/", "go.example.com/b": "/b/"}
    assert read(tmp_path / name, name) == expected


@pytest.mark.parametrize("text", ["- a list", "a: [", "go.example.com/x:\n", "just words"])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "links.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read(tmp_path / "links.yml", "links.yml")
    with pytest.raises(InputError, match="bad-short-link"):
        read(tmp_path / "missing.yml", "missing.yml")
