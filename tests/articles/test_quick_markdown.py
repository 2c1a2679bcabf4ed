from __future__ import annotations

import random
from typing import Any

import pytest
from markdown import Markdown

from helpwright.articles import quick_markdown
from helpwright.articles.rendering import ClassesForAlignment

SETS: dict[str, list[str]] = {
    "few": ["toc", "tables", "fenced_code"],
    "usual": [
        *("toc", "tables", "admonition", "attr_list", "def_list", "footnotes", "md_in_html"),
        *(
            "pymdownx.highlight",
            "pymdownx.superfences",
            "pymdownx.details",
            "pymdownx.inlinehilite",
        ),
        *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.keys", "pymdownx.emoji"),
    ],
    "many": [
        *("toc", "tables", "admonition", "abbr", "attr_list", "def_list", "footnotes", "meta"),
        *("nl2br", "sane_lists", "smarty", "md_in_html"),
        *("pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic"),
        *("pymdownx.details", "pymdownx.emoji", "pymdownx.escapeall", "pymdownx.highlight"),
        *("pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark"),
        *("pymdownx.progressbar", "pymdownx.saneheaders", "pymdownx.smartsymbols"),
        *("pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde"),
    ],
}
OPTIONS: dict[str, Any] = {"toc": {"permalink": "#"}, "pymdownx.tabbed": {"alternate_style": True}}

BLOCKS = (
    "# One *heading* with `code` and <b>HTML</b>",
    "## Two & three ## {#own .wide}",
    "Not a heading\n## in the middle\nof a paragraph",
    "Set heading\n===========",
    "Another\n---",
    "- - -",
    "***",
    "[TOC]",
    "Before [TOC] after",
    "A *b* **c** ***d*** _e_ __f__ a_b_c 2*3*4 *not closed",
    "A `code` ``with ` tick`` and \\* \\_ \\` \\[ escapes \\\\",
    "A [link](https://example.org/a_b_c) and [ref][r] and [r] ![image](a.png 'x') ![r][r]",
    "[r]: https://example.org/ref 'A title'",
    "  [other one]:\n    <https://example.org/>\n    (title)",
    "[not a reference]: ",
    '<https://example.org/> <mail@example.org> &copy; &#169; &nope AT&T < > "',
    "Line with two spaces  \nand the next\\\nand a third",
    "- one\n- two\n\n    still two\n\n    > quoted\n- three\n    1. four\n    2. five",
    "1. one\n2. two\n\n    ```\n    code in a list\n    ```\n\n3. three",
    "* star\n+ plus\n- minus",
    "> quote\n> > deeper\n> - with a list\n\n> again",
    "    indented code with *stars* and <tags>",
    "```python title='x' hl_lines='1'\nprint('`')\n```",
    "~~~\ntildes\n~~~",
    "```\nnever closed",
    '!!! note "With a title"\n\n    Its text.\n\n    - and a list\n\n        of two paragraphs',
    "!!! tip\n    at once\n\nno longer in it",
    "    an indent after something",
    '???+ warning "Open"\n\n    Inside `code` and **strong**.',
    "| a | b |\n|:--|--:|\n| 1 | `x|y` |\n| 2 |",
    "a | b\n--|--\n1 | 2",
    "no | table\nhere | either",
    "Term\n:   meaning\n\n:   other meaning",
    "A note[^1] and again[^1] and [^long].",
    "[^1]: Its text.\n[^long]: First.\n\n    Second.",
    "*[HTML]: Hypertext\n\nHTML is an abbreviation.",
    '=== "First"\n\n    Text.\n\n=== "Second"\n\n    ```\n    code\n    ```',
    "- [x] done\n- [ ] open",
    'Press ++ctrl+alt+"x"++ and ++brace-left++ now :smile: (c) --> +/-',
    "==mark== ^sup^ ~sub~ ~~gone~~ {--out--} {++in++} {>>comment<<} https://example.org/auto",
    '<div class="x" hidden markdown>\n\n*in* HTML\n\n</div>',
    "<details><summary>raw</summary>\n\ntext\n\n</details>",
    "<!-- a comment --> <br> <b>bold</b> <script>if (a < b && c) {}</script>",
    "Paragraph {: .class #id key=value }",
    "Umlauts äöü, “quotes”, \u2028 and 日本語 *強調*",
    "\ttab\n\n\ttab again",
    '$a_b$ and \\(x*y*z\\) [=50% "half"]',
    "",
    " ",
)


def fresh(extensions: list[str]) -> Markdown:
    configs = {name: values for name, values in OPTIONS.items() if name in extensions}
    return Markdown(extensions=[*extensions, ClassesForAlignment()], extension_configs=configs)


def texts() -> list[str]:
    chance = random.Random(7)
    mixed = ["\n\n".join(chance.choices(BLOCKS, k=chance.randint(2, 12))) for _ in range(120)]
    glued = ["\n".join(chance.choices(BLOCKS, k=4)) for _ in range(40)]
    return [*BLOCKS, *mixed, *glued, "\n\n".join(BLOCKS)]


@pytest.mark.parametrize("name", SETS)
def test_one_instance_for_all_texts_makes_what_a_fresh_one_makes_of_each(name: str) -> None:
    shared = fresh(SETS[name])
    quick_markdown.install(shared)
    for text in texts():
        plain = fresh(SETS[name])
        expected = plain.convert(text), getattr(plain, "toc_tokens", [])
        shared.reset()
        made = shared.convert(text), getattr(shared, "toc_tokens", [])
        assert made == expected, text


def test_an_extension_with_processors_of_its_own_is_asked_about_every_block() -> None:
    asked: list[str] = []

    def test(parent: object, block: str) -> bool:
        asked.append(block)
        return False

    md = Markdown()
    quick_markdown.install(md)
    processor: Any = type("Own", (), {"test": staticmethod(test), "run": None})()
    md.parser.blockprocessors.register(processor, "own", 500)
    assert md.convert("one\n\ntwo") == "<p>one</p>\n<p>two</p>"
    assert asked[:2] == ["one", "two"]
