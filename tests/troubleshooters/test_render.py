import json
import re
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest

from helpwright.troubleshooters.page.render import contact_link, render
from helpwright.troubleshooters.program.program import build
from helpwright.troubleshooters.source.fragments import put_in
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import read, read_folder, read_fragments

SAMPLES = Path(__file__).parents[2] / "troubleshooters"
SHARED, _ = read_fragments(SAMPLES, prefix="troubleshooters")
TREES = [
    put_in(tree, SHARED)[0] for tree, _ in read_folder(SAMPLES, prefix="troubleshooters") if tree
]


def article_url(path: str) -> tuple[str, str] | None:
    return f"../../{path.removesuffix('.md')}/", f"About <{path}>"


def render_tree(tree: Troubleshooter, contact_url: str | None = "../../contact/") -> str:
    return render(
        tree,
        build(tree).program,
        markdown=markdown.markdown,
        article_url=article_url,
        contact_url=contact_url,
    )


def sections(html: str) -> str:
    """The page without the data for its script."""
    return re.sub(r"<script type=.application/json. data-\w+>[^<]*</script>\n", "", html)


def render_text(steps: str) -> str:
    text = f"troubleshooter: 1\ntitle: T\nstart: a\n{steps}"
    tree, _ = read(text, "t.yml", "t")
    assert tree is not None
    return render_tree(tree)


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sections: dict[str, dict[str, str | None]] = {}
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert "style" not in given
        self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag == "section":
            self.sections[given["id"] or ""] = given

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.slug)
def test_every_step_is_a_section_and_every_link_leads_somewhere(tree: Troubleshooter) -> None:
    page = Page(render_tree(tree))
    assert set(page.sections) == {*tree.steps, *tree.outcomes}
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_the_first_section_is_the_start() -> None:
    html = render_text(
        "steps:\n  b: { try: B, not_fixed: solved }\n  a: { try: A, not_fixed: b }\n"
    )
    start = (
        '<helpwright-troubleshooter data-start="a" data-title="T" data-contact="../../contact/">'
    )
    assert html.startswith(f'{start}\n<section id="a"')


def test_text_is_escaped() -> None:
    html = render_text(
        "steps:\n  a:\n    ask: Is 1 < 2 & 'so'?\n    hint: <i>\n"
        "    options: { x: { label: <b>, hint: </p>, go: c } }\n"
        "outcomes:\n  c: { contact: '\"><script>', subject: '<&\"', title: </h2> }\n"
    )
    assert "<i>" not in html
    assert "<script>" not in html
    assert sections(html).count("<script") == 0
    assert "Is 1 &lt; 2 &amp; 'so'?" in html
    assert "?subject=%3C%26%22" in html
    Page(html)


def test_an_outcome_shows_solution_article_and_the_way_on() -> None:
    html = render_text(
        "steps:\n  a: { try: A, fixed: c, not_fixed: b }\n"
        "outcomes:\n  b: { solution: Done, body: '**Well**', article: x/y.md, not_helpful: d }\n"
        "  c: { handoff: other }\n  d: { contact: support }\n"
    )
    assert "<strong>Well</strong>" in html
    assert '<a href="../../x/y/">About &lt;x/y.md&gt;</a>' in html
    assert '<a href="#d">This did not help</a>' in html
    assert 'href="../other/"' in html
    assert 'href="../../contact/?subject=T"' in html


def test_the_program_stands_in_the_page_as_data() -> None:
    ask = "'</script><!--{{?'"
    html = render_text(f"steps:\n  a: {{ ask: {ask}, type: yes_no, go: solved }}\n")
    (data,) = re.findall(r"<script type=.application/json. data-program>(.*)</script>", html)
    # Only braces of its own keep a label there; others are read from the sections.
    assert json.loads(data)["steps"]["a"]["label"] == "</script><!--{{?"
    assert html.count("</script>") == 2


def test_sections_come_after_what_leads_to_them() -> None:
    html = render_text(
        "steps:\n"
        "  c: { try: C, not_fixed: solved }\n"
        "  a: { ask: A, options: { x: { label: X, go: c }, y: { label: Y, go: b } } }\n"
        "  b: { try: B, not_fixed: c }\n"
    )
    assert re.findall(r'section id="(\w+)"', html) == ["a", "b", "c", "solved"]


def test_placeholders_are_spans_that_can_be_read_and_filled() -> None:
    html = sections(
        render_text(
            "steps:\n  a: { ask: 'Who, {{you}}?', options: { x: X }, go: b }\n"
            "outcomes:\n  b: { solution: 'Dear {a.label}', body: '**Yes**{a} [x](/{a})' }\n"
        )
    )
    assert "<h2>Who, {you}?</h2>" in html
    assert '<h2>Dear <span data-fill="a.label">[Who, {{you}}?]</span></h2>' in html
    assert '<strong>Yes</strong><span data-fill="a">' in html
    assert 'href="/{a}"' in html


def test_conditional_options_say_when_they_apply() -> None:
    html = render_text(
        "steps:\n  a: { ask: Old?, type: yes_no, go: b }\n"
        "  b:\n    ask: Which?\n    go: solved\n"
        "    options: { x: { label: X, hint: H., if: a }, y: Y }\n"
    )
    hint = '<span class="hw-hint">H.</span> <span class="hw-only">Only if Old?: Yes</span>'
    assert f"<li>X {hint}</li>" in html or f"X</a> {hint}" in html


def test_a_decision_table_has_a_row_for_each_of_its_rows() -> None:
    html = render_text(
        "steps:\n  a: { ask: Age?, type: number, decide: t }\n"
        "tables:\n  t: { hit: first, inputs: [a], rows: [['<5', solved], [any, b]] }\n"
        "outcomes: { b: { solution: B } }\n"
    )
    assert '<tr><td>less than 5</td><td><a href="#solved">' in html
    assert '<tr><td>any</td><td><a href="#b">B</a></td></tr>' in html


def test_a_contact_without_a_contact_page_has_no_link() -> None:
    tree = TREES[0]
    assert "subject=" not in sections(render_tree(tree, contact_url=None))


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("../contact/", "../contact/?subject=A%20%26%20B"),
        ("/contact?lang=en#form", "/contact?lang=en&subject=A%20%26%20B#form"),
        ("mailto:help@larkfield.example", "mailto:help@larkfield.example?subject=A%20%26%20B"),
    ],
)
def test_the_subject_joins_what_the_contact_address_has(url: str, link: str) -> None:
    assert contact_link(url, "A & B") == link


def test_a_tree_with_findings_renders_what_there_is() -> None:
    cases = (Path(__file__).parent / "cases").glob("*.yml")
    trees = [read(case.read_text(encoding="utf-8"), case.name, "case")[0] for case in cases]
    assert len([Page(render_tree(tree)) for tree in trees if tree]) > 20
