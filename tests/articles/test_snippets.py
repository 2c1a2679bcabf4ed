from __future__ import annotations

from helpwright.articles.code import without_code
from helpwright.articles.model import Article, Snippet
from helpwright.articles.snippets import Expansion, expand
from helpwright.errors import Place

VARIABLES = {"product": "Larkfield"}


def fill(body: str, **snippets: str) -> Expansion:
    article = Article("a.md", Place("docs/a.md"), "a/", body, 3, "x1", "A")
    known = {
        name: Snippet(name, Place(f"docs/_snippets/{name}.md"), text)
        for name, text in snippets.items()
    }
    return expand(article, known, VARIABLES)


def test_variables_and_snippets_are_filled_in() -> None:
    result = fill("In {{ product }}: {{ snippet: hours }}.", hours="{{product}} is open")
    assert result.text == "In Larkfield: Larkfield is open."
    assert result.used == {"hours"}
    assert not result.findings


def test_an_undefined_name_stays_as_text_with_a_finding() -> None:
    result = fill("One\nTwo {{ prodct }}")
    assert result.text == "One\nTwo {{ prodct }}"
    (finding,) = result.findings
    assert (str(finding.place), finding.code) == ("docs/a.md:4:5", "undefined-variable")
    assert finding.hint == 'did you mean "product"?'


def test_code_and_escaped_braces_are_left_alone() -> None:
    body = "`{{ nope }}` \\{{ product }}\n\n```yaml\nx: {{ nope }}\n```\n\n~~~\n{{ nope }}"
    result = fill(body)
    assert result.text == body.replace("\\{{", "{{")
    assert not result.findings


def test_other_peoples_braces_are_text() -> None:
    body = '{{config path="web/url"}} {{ a | b }} {% if x %}'
    result = fill(body)
    assert result.text == body
    assert not result.findings


def test_a_circle_of_snippets_is_told_with_its_path() -> None:
    result = fill("{{ snippet: a }}", a="{{ snippet: b }}", b="x\n{{ snippet: a }}")
    (finding,) = result.findings
    assert finding.code == "snippet-cycle"
    assert str(finding.place) == "docs/_snippets/b.md:2:1"
    assert "a → b → a" in finding.message


def test_snippets_that_multiply_are_stopped() -> None:
    doubled = {f"s{n}": f"{{{{ snippet: s{n + 1} }}}}" * 4 for n in range(12)}
    result = fill("{{ snippet: s0 }}", **doubled, s12="x" * 1000)
    assert any(finding.code == "snippet-too-large" for finding in result.findings)
    assert len(result.text) < 4_000_000


def test_a_snippet_in_a_list_keeps_the_indent() -> None:
    assert fill("1. A\n   {{ snippet: s }}", s="x\ny").text == "1. A\n   x\n   y"


def test_code_is_blanked_and_lines_stay() -> None:
    assert without_code("a `b` c\n```\nd\n```\ne") == "a     c\n   \n \n   \ne"
