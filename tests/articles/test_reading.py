from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from helpwright.articles import lifecycle, reading
from helpwright.articles.kinds import Audience
from helpwright.articles.model import Content, Settings
from helpwright.errors import Severity

SETTINGS = Settings(today=date(2026, 11, 22), variables={"product": "Larkfield"})


def read(folder: Path, files: dict[str, str | bytes], settings: Settings = SETTINGS) -> Content:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return reading.read_folder(folder, settings, shown="docs")


def found(content: Content) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.place)) for finding in content.findings]


def test_front_matter_becomes_an_article(tmp_path: Path) -> None:
    text = """---
id: abc123
title: Reset {{ product }} password
type: how-to
labels: sign-in
applies_to: [Web, iOS]
promoted: true
review_in: 6 months
last_reviewed: 2026-06-01
---
Body.
"""
    content = read(tmp_path, {"sign-in/reset.md": text})
    (article,) = content.articles
    assert article.title == "Reset Larkfield password"
    assert article.url == "sign-in/reset/"
    assert article.labels == ("sign-in",)
    assert article.applies_to == ("Web", "iOS")
    assert article.body == "Body.\n"
    assert article.body_line == 11
    assert lifecycle.review_due(article) == date(2026, 12, 1)
    assert not content.findings


def test_an_unknown_key_is_explained_and_never_fatal(tmp_path: Path) -> None:
    content = read(tmp_path, {"a.md": "---\nid: abc123\ntitel: Hello\n---\n# Hello\n"})
    (finding,) = content.findings
    assert str(finding.place) == "docs/a.md:3:1"
    assert finding.code == "unknown-key"
    assert finding.hint == 'did you mean "title"?'
    assert finding.severity is Severity.WARNING
    assert content.articles[0].title == "Hello"


def test_a_foreign_folder_can_have_its_own_keys(tmp_path: Path) -> None:
    settings = Settings(today=date(2026, 11, 22), unknown_keys=None)
    content = read(tmp_path, {"a.md": "---\nid: abc123\nexl-id: 7\n---\n# Hello\n"}, settings)
    assert not content.findings


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("status: drfat", 'did you mean "draft"?'),
        ("audience: internal", "it is one of: public, agents"),
        ("publish_at: tomorrow", "write a date as YYYY-MM-DD, for example 2027-03-31"),
        ("expires: 2026-13-01", "write a date as YYYY-MM-DD, for example 2027-03-31"),
    ],
)
def test_an_article_is_hidden_when_who_may_read_it_is_not_understood(
    tmp_path: Path, line: str, hint: str
) -> None:
    content = read(tmp_path, {"a.md": f"---\nid: abc123\n{line}\n---\nBody\n"})
    (finding,) = content.findings
    assert (finding.code, str(finding.place)) == ("bad-value", f"docs/a.md:3:{line.index(' ') + 2}")
    assert finding.severity is Severity.ERROR
    assert finding.hint == hint
    published, hidden = lifecycle.split(content, SETTINGS)
    assert (published, hidden) == ([], {"a.md": "draft"})


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("tab.md", "---\ntitle: A\n\ttype: faq\n---\nB\n", ("yaml-syntax", "docs/tab.md:3:1")),
        (
            "twice.md",
            "---\nid: b2\ntitle: A\ntitle: B\n---\n",
            ("duplicate-key", "docs/twice.md:4:1"),
        ),
        ("open.md", "---\ntitle: A\nBody\n", ("front-matter-unclosed", "docs/open.md:1:1")),
        ("quote.md", "---\ntitle: a: b\n---\nB\n", ("yaml-syntax", "docs/quote.md:2:9")),
        ("list.md", "---\n- a\n---\nB\n", ("front-matter-shape", "docs/list.md:2:1")),
        ("bin.md", b"\x89PNG\r\n\x00\xff\xfe", ("binary-file", "docs/bin.md")),
        ("nul.md", b"text \x00 text", ("binary-file", "docs/nul.md")),
        (
            "latin.md",
            "---\nid: b2\n---\nüber".encode("latin-1"),
            ("not-utf-8", "docs/latin.md:4:1"),
        ),
        ("bomb.md", "---\na: &a [x]\nb: *a\n---\n", ("yaml-syntax", None)),
    ],
)
def test_bad_input_is_a_finding_with_its_place(
    tmp_path: Path, name: str, data: str | bytes, expected: tuple[str, str | None]
) -> None:
    content = read(tmp_path, {name: data})
    codes = found(content)
    if name == "bomb.md":  # an alias is plain YAML: what counts is that nothing is raised
        assert {code for code, _ in codes} <= {"unknown-key", "missing-id", "yaml-syntax"}
    else:
        assert expected in codes


def test_a_huge_article_is_refused_with_its_size(tmp_path: Path) -> None:
    content = read(tmp_path, {"big.md": "word " * 1_000_001})
    (finding,) = content.findings
    assert finding.code == "too-large"
    assert "5.0 MB" in finding.message
    assert not content.articles


def test_a_deeply_nested_front_matter_does_not_break_anything(tmp_path: Path) -> None:
    nested = "labels: " + "[" * 5000 + "]" * 5000
    content = read(tmp_path, {"a.md": f"---\n{nested}\n---\nB\n"})
    assert any(code in {"yaml-too-complex", "yaml-syntax"} for code, _ in found(content))


def test_ids_and_titles_must_not_be_shared(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "---\nid: x1\ntitle: Same\n---\n",
        "b.md": "---\nid: x1\ntitle: same\n---\n",
    }
    content = read(tmp_path, files)
    assert found(content) == [
        ("duplicate-id", "docs/b.md:2:1"),
        ("duplicate-title", "docs/b.md:3:1"),
    ]


def test_an_article_without_an_id_always_gets_the_same_one(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": "# A\n", "b.md": "---\nid: set1\n---\n# B\n"}
    first = read(tmp_path, files).articles[0].id
    assert first == read(tmp_path, files).articles[0].id
    assert first.isalnum()
    assert read(tmp_path, files).articles[0].id_is_derived


def test_categories_come_from_folders_and_their_files(tmp_path: Path) -> None:
    content = read(
        tmp_path,
        {
            "billing/category.yml": "title: Money\norder: 3\nicon: material/cash\n",
            "billing/refunds/late.md": "---\nid: x1\n---\n# Late\n",
            "how-to/a.md": "---\nid: x2\n---\n# A\n",
        },
    )
    assert content.categories["billing"].title == "Money"
    assert content.categories["how-to"].title == "How to"
    assert content.categories["billing/refunds"].parent == "billing"
    assert not content.findings


def test_a_category_that_cannot_be_read_is_for_agents(tmp_path: Path) -> None:
    content = read(
        tmp_path, {"x/category.yml": "audience: agnets\n", "x/a.md": "---\nid: x1\n---\n# A\n"}
    )
    assert [finding.code for finding in content.findings] == ["bad-value"]
    _, hidden = lifecycle.split(content, SETTINGS)
    assert hidden == {"x/a.md": "agents"}


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("status: draft", "draft"),
        ("status: archived", "archived"),
        ("publish_at: 2026-11-23", "scheduled"),
        ("publish_at: 2026-11-22", None),
        ("expires: 2026-11-22", "expired"),
        ("expires: 2026-11-23", None),
        ("audience: agents", "agents"),
    ],
)
def test_what_a_customer_does_not_see(tmp_path: Path, header: str, reason: str | None) -> None:
    content = read(tmp_path, {"a.md": f"---\nid: x1\n{header}\n---\n# A\n"})
    _, hidden = lifecycle.split(content, SETTINGS)
    assert hidden.get("a.md") == reason


def test_agents_see_their_own_articles_but_no_drafts(tmp_path: Path) -> None:
    content = read(
        tmp_path,
        {
            "a.md": "---\nid: x1\naudience: agents\n---\n# A\n",
            "b.md": "---\nid: x2\nstatus: draft\n---\n# B\n",
        },
    )
    settings = Settings(today=date(2026, 11, 22), audience=Audience.AGENTS)
    published, hidden = lifecycle.split(content, settings)
    assert [article.path for article in published] == ["a.md"]
    assert hidden == {"b.md": "draft"}


def test_expired_and_overdue_articles_are_told_of(tmp_path: Path) -> None:
    text = "---\nid: x1\nexpires: 2026-01-01\n---\n# A\n"
    late = "---\nid: x2\nlast_reviewed: 2025-01-01\nreview_in: 90 days\n---\n# B\n"
    content = read(tmp_path, {"a.md": text, "b.md": late})
    told = list(lifecycle.check_dates(content.articles, SETTINGS.today))
    assert [(f.code, str(f.place)) for f in told] == [
        ("expired", "docs/a.md:3:1"),
        ("review-overdue", "docs/b.md:3:1"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        *("audiance: agents", "Audience: agents", "draft: true", "audience:", "private: yes"),
        "published: false",
    ],
)
def test_an_article_is_hidden_when_a_key_may_be_meant_to_hide_it(tmp_path: Path, line: str) -> None:
    settings = Settings(today=date(2026, 11, 22), unknown_keys=None)
    content = read(tmp_path, {"a.md": f"---\nid: x1\n{line}\n---\n# A\n"}, settings)
    assert found(content) == [("unclear-guard", "docs/a.md:3:1")]
    assert lifecycle.split(content, settings)[1] == {"a.md": "draft"}


@pytest.mark.parametrize(
    "line",
    [
        "draft: false",
        "hidden: no",
        "visibility: public",
        "published: true",
        "published: 2026-01-31",
    ],
)
def test_a_key_that_says_public_hides_nothing(tmp_path: Path, line: str) -> None:
    settings = Settings(today=date(2026, 11, 22), unknown_keys=None)
    content = read(tmp_path, {"a.md": f"---\nid: x1\n{line}\n---\n# A\n"}, settings)
    assert found(content) == []
    assert lifecycle.split(content, settings)[1] == {}


ABOVE = ("\n", "  \n\n", "<!-- a -->\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        *(f"{above}---\naudience: agents\n---\n# A\n" for above in ABOVE),
        "+++\ntitle = 'A'\ndraft = true\n+++\n# A\n",
        "title: A\naudience: agents\n\n# A\n",
        "--- # comment\naudience: agents\n---\n# A\n",
        "----\naudience: agents\n----\n# A\n",
    ],
)
def test_front_matter_that_nobody_reads_hides_the_article(tmp_path: Path, text: str) -> None:
    content = read(tmp_path, {"a.md": text})
    assert "front-matter-late" in {code for code, _ in found(content)}
    assert lifecycle.split(content, SETTINGS)[1] == {"a.md": "draft"}


def test_an_unreadable_category_is_for_agents(tmp_path: Path) -> None:
    content = read(
        tmp_path, {"x/category.yml": b"title: \xff", "x/a.md": "---\nid: x1\n---\n# A\n"}
    )
    assert lifecycle.split(content, SETTINGS)[1] == {"x/a.md": "agents"}


def test_a_variable_that_a_title_lacks_is_told(tmp_path: Path) -> None:
    content = read(tmp_path, {"a.md": "---\nid: x1\ntitle: In {{ prodct }}\n---\n"})
    (finding,) = content.findings
    assert (finding.code, finding.hint) == ("undefined-variable", 'did you mean "product"?')


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nStatus: resolved\n",
        "---\n\nA rule, then text.\n",
        "Note: this\n\nis text. The status: fine.\n",
        "```yaml\n---\naudience: agents\n---\n```\n",
    ],
)
def test_text_that_speaks_of_a_status_is_text(tmp_path: Path, text: str) -> None:
    content = read(tmp_path, {"a.md": text})
    assert {code for code, _ in found(content)} <= {"missing-id"}
    assert lifecycle.split(content, SETTINGS)[1] == {}
