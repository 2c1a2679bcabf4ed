from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.articles import front_matter
from helpwright.articles.code import plain_lines
from helpwright.articles.identity import with_id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n", "---\nid: x1y\n---\n# A\n"),
        ("---\ntitle: A\n---\nB", "---\nid: x1y\ntitle: A\n---\nB"),
        ("---\r\ntitle: A\r\n---\r\nB", "---\r\nid: x1y\r\ntitle: A\r\n---\r\nB"),
        ("---\rtitle: A\r---\rB", "---\rid: x1y\rtitle: A\r---\rB"),
        ("---\n  title: A\n---\nB", "---\n  id: x1y\n  title: A\n---\nB"),
        ("\ufeff# A\n", "\ufeff---\nid: x1y\n---\n# A\n"),
    ],
)
def test_an_id_becomes_the_first_line_of_the_front_matter(text: str, expected: str) -> None:
    assert with_id(text, "x1y") == expected


@pytest.mark.parametrize(
    "text",
    [
        "---\n{title: A}\n---\nB",
        "---\nid:\ntitle: A\n---\nB",
        '---\nid: "bad id!"\n---\nB',
        "---\n- a\n---\nB",
        "---\na: [\n---\nB",
        "---\ntitle: A\nB",
        "\n---\naudience: agents\n---\nB",
    ],
)
def test_a_file_that_would_say_something_else_is_left_alone(text: str) -> None:
    assert with_id(text, "x1y") is None


@given(st.text(alphabet="---\n\r abid:{}[]\"'#\ufeff\t", max_size=80))
def test_whatever_stands_in_a_file_an_id_changes_nothing_else(text: str) -> None:
    changed = with_id(text, "x1y")
    if changed is not None:
        before = front_matter.read(plain_lines(text.removeprefix("\ufeff")), "", unknown_keys=None)
        after = front_matter.read(
            plain_lines(changed.removeprefix("\ufeff")), "", unknown_keys=None
        )
        assert after.values.pop("id") == "x1y"
        assert (after.values, after.body) == (before.values, before.body)
