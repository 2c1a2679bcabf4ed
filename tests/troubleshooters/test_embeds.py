"""Blocks that ask for a troubleshooter: where they are meant, and where they are an example."""

from __future__ import annotations

import re

import markdown
import pytest

from helpwright.troubleshooters.page import embeds
from helpwright.troubleshooters.page.embeds import Block, Known

EXTENSIONS = {
    "plain": ["attr_list", "toc"],
    "fenced code": ["fenced_code", "admonition"],
    "superfences": ["pymdownx.superfences", "pymdownx.highlight", "admonition", "attr_list"],
}
BLOCK = "```troubleshooter lamp start=bulb\n```"
KNOWN = Known(
    {"lamp": ("plugged", "bulb"), "cable": ("colour",), "torn": ()},
    {"secret": "it is for agents"},
    {"torn"},
)


def shown(text: str, extensions: str = "superfences") -> str:
    """The HTML of a text, in which `[words]` stands for each block that is meant."""
    marked, blocks = embeds.mark(text)
    html = markdown.markdown(marked, extensions=EXTENSIONS[extensions])
    return embeds.fill(html, blocks, lambda block, nth, level: f"[{level} {' '.join(block.words)}]")


@pytest.mark.parametrize("extensions", EXTENSIONS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BLOCK, "[2 lamp start=bulb]"),
        (
            f"# One\n\n## Two\n\nText.\n{BLOCK}\nMore.",
            "<p>Text.</p>\n[3 lamp start=bulb]\n<p>More.",
        ),
        ("~~~~ troubleshooter lamp\n~~~~~\n", "[2 lamp]"),
        (f"- A point\n\n    {BLOCK.replace(chr(10), chr(10) + '    ')}\n- Another", "[2 lamp"),
        (f"> {BLOCK.replace(chr(10), chr(10) + '> ')}", "<blockquote>\n[2 lamp start=bulb]"),
        (f"###### Six\n\n{BLOCK}", "[5 lamp start=bulb]"),
        (f"{BLOCK}\n\n{BLOCK}", "[2 lamp start=bulb]\n[2 lamp start=bulb]"),
    ],
)
def test_a_block_is_recognised_whatever_reads_fences(
    text: str, expected: str, extensions: str
) -> None:
    html = shown(text, extensions)
    assert expected in html
    assert "troubleshooter" not in html


@pytest.mark.parametrize(
    "text",
    [
        f"````\n{BLOCK}\n````",
        f"~~~markdown\n{BLOCK}\n~~~",
        f'````text title="a.md"\n\n{BLOCK}\n\n````',
    ],
)
def test_a_block_inside_a_longer_fence_is_an_example(text: str) -> None:
    html = shown(text)
    assert "[2" not in html
    assert "```troubleshooter lamp start=bulb```" in re.sub(r"<[^>]*>|\n", "", html)


def test_a_block_in_indented_code_is_an_example_as_it_was_written() -> None:
    text = "Text:\n\n    before\n    ```troubleshooter a <b>\n    ```\n    after\n\nMore."
    html = shown(text)
    assert "before\n```troubleshooter a &lt;b&gt;\n```\nafter" in html


@pytest.mark.parametrize(
    "text",
    [
        "Write `troubleshooter` behind ```troubleshooter lamp``` in a line.",
        "```troubleshooters lamp\n```",
        "```python troubleshooter lamp\n```",
        "```troubleshooter lamp\nno end",
        f"<!--\n{BLOCK}\n-->",
        f"<div>\n{BLOCK}\n</div>",
    ],
)
def test_what_only_looks_like_a_block_stays(text: str) -> None:
    assert "[2" not in shown(text)
    assert embeds.mark(text)[0] == text or "<" in text


def block(words: str, body: str = "") -> Block:
    ((_, found),) = embeds.find(f"```troubleshooter {words}\n{body}```")
    return found


@pytest.mark.parametrize(
    ("words", "slug", "start"),
    [
        ("lamp", "lamp", ""),
        ("lamp start=bulb", "lamp", "bulb"),
        ("lamp  start='bulb'", "lamp", "bulb"),
        ('cable start="colour"', "cable", "colour"),
    ],
)
def test_a_block_names_a_troubleshooter_and_perhaps_a_step(
    words: str, slug: str, start: str
) -> None:
    assert embeds.read(block(words), KNOWN) == (slug, start, [])


@pytest.mark.parametrize(
    ("words", "shows", "code", "word", "hint"),
    [
        ("", "", "invalid-embed", "", "file name without .yml"),
        ("start=bulb", "", "invalid-embed", "", "file name without .yml"),
        ("lmap", "", "unknown-troubleshooter", "lmap", 'did you mean "lamp"?'),
        ("lamp.yml", "", "unknown-troubleshooter", "lamp.yml", 'did you mean "lamp"?'),
        ("lamp start=blub", "lamp", "unknown-step", "start=blub", 'did you mean "bulb"?'),
        ("lamp start=", "lamp", "invalid-embed", "start=", "start=STEP"),
        ("lamp start=bulb start=bulb", "lamp", "invalid-embed", "start=bulb", "once"),
        ("lamp begin=bulb", "lamp", "invalid-embed", "begin=bulb", "start=STEP"),
        ("lamp strat=bulb", "lamp", "invalid-embed", "strat=bulb", 'did you mean "start"?'),
        ("lamp bulb", "lamp", "invalid-embed", "bulb", "start=STEP"),
        ("secret", "", "embed-of-hidden", "secret", "take the block out"),
        ("torn", "torn", "embed-of-broken", "torn", "mend"),
    ],
)
def test_a_mistake_is_told_with_the_word_it_is_in(
    words: str, shows: str, code: str, word: str, hint: str
) -> None:
    slug, _, (fault,) = embeds.read(block(words), KNOWN)
    assert (slug, fault.finding.code, fault.word) == (shows, code, word)
    assert hint in fault.finding.hint


def test_text_in_a_block_is_told_for_nobody_sees_it() -> None:
    _, _, (fault,) = embeds.read(block("lamp", "start: bulb\n"), KNOWN)
    assert (fault.finding.code, fault.finding.severity) == ("invalid-embed", "warning")


def test_all_that_is_shown_is_escaped() -> None:
    html = embeds.render('<A> & "B"', "<i>", url="../a/", start="x", nth=1, level=3, language="de")
    assert "<A>" not in html
    assert "<i>" not in html
    assert 'aria-label="&lt;A&gt; &amp; &quot;B&quot;"' in html
    assert 'href="../a/#x"' in html
    assert "Auf eigener Seite" in html
