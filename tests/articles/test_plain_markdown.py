"""Short texts become HTML without a parser, and to the same bytes."""

from __future__ import annotations

import random

import pytest
from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from helpwright.articles import plain_markdown
from helpwright.articles.rendering import ClassesForAlignment, Renderer

EXTENSIONS = (
    *("admonition", "attr_list", "tables", "toc", "pymdownx.highlight", "pymdownx.superfences"),
)
PIECES = (
    *("a", "b c", "Open", "10 ", "é", "日本", "xyz", "it's", "$x$", "\ue0003\ue001", "5 %"),
    *("**", "*", "`", "_", "~", "^", "&", "<", "|", "{", "}", "\\", "/", "@", "[", "]", "!", "%"),
    *('"', "'", "(", ")", ".", ",", ":", ": ", "?", ";", "...", "--", "-", "\u2013", "+", "=", "#"),
    *("\n", "\n\n", "\n\n\n", "\r\n", "  \n", "\t", "  ", " ", "\x0c", "\x85", "\u2028", "\xa0"),
    *("- ", "1. ", "2. ", "1.", "1) ", "* ", "+ ", "> ", "---", "***", "??? ", "!!! ", "- [ ] "),
    *("**bold**", "*em*", "`code`", "http://a.example", "www.a.example", "a@b.example"),
)


@pytest.fixture(scope="module")
def parser() -> Markdown:
    return Markdown(extensions=[*EXTENSIONS, ClassesForAlignment()])


@pytest.mark.parametrize(
    "text",
    [
        "Select **Open** at the top.",
        'You "may": (10 of 20) wait, e.g. *here* or in `/var/log`; that is 5 %.',
        "One line\nand the next.\n\nAnother paragraph.",
        "1. Open it.\n2. Select **Close**.\n3. Wait.\n\nOr:\n\n- One\n- `Two`",
        "For you:\n\n- One\n\nThat is all.\n",
    ],
)
def test_plain_texts_need_no_parser(parser: Markdown, text: str) -> None:
    parser.reset()
    assert plain_markdown.convert(text) == parser.convert(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Heading",
        "See [this](page.md).",
        "A <b>b</b> &amp; c",
        "- One\n    - Two",
        "- One\n\n- Two",
        "1. One\n\n2. Two",
        "Text\n- not a list",
        "snake_case and __this__",
        "Two spaces  \nbreak",
        "a | b\n--|--\n1 | 2",
        "Heading\n===",
        "> quoted",
        "    code",
        "2026. A year",
        "{: .class }",
    ],
)
def test_all_else_is_left_to_the_parser(text: str) -> None:
    assert plain_markdown.convert(text) is None


def test_random_texts_are_the_same_to_the_byte(parser: Markdown) -> None:
    chance = random.Random(7)
    converted = 0
    while converted < 3_000:
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 12)))
        html = plain_markdown.convert(text)
        if html is not None:
            converted += 1
            parser.reset()
            assert html == parser.convert(text), text


class Upper(Postprocessor):
    def run(self, text: str) -> str:
        return text.upper()


def test_an_extension_that_is_not_known_gets_every_text() -> None:
    class Louder(Extension):
        def extendMarkdown(self, md: Markdown) -> None:
            md.postprocessors.register(
                type("Up", (), {"run": lambda _, html: html.upper()})(), "u", 1
            )

    assert Renderer([Louder()], {})("Select **this**.") == "<P>SELECT <STRONG>THIS</STRONG>.</P>"
    assert Renderer([], {})("Select **this**.") == "<p>Select <strong>this</strong>.</p>"
