import gzip
import html
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from helpwright.errors import InputError, Place, Severity
from helpwright.publication.leaks import Secret, scan

SOURCE = Place("docs/internal/fraud.md")
TITLE = Secret("title", "Fraud & chargeback limits", SOURCE)
ID = Secret("id", "fraud-limits", SOURCE)
WORD = Secret("id", "search", SOURCE)
TEXT = Secret("text", "Never refund more than `500 dollars` by hand.", SOURCE)
MARKER = Secret("marker", "HWCANARY7", SOURCE)


def leaks(
    tmp_path: Path, content: str | bytes, *secrets: Secret, name: str = "x.html"
) -> list[str]:
    path = tmp_path / "site" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [str(found.place) for found in scan(tmp_path / "site", secrets)]


def test_a_clean_site_has_no_leaks(tmp_path: Path) -> None:
    page = "<h1>Refund limits</h1><p>Search the chargeback fraud of limits</p>"
    assert leaks(tmp_path, page, TITLE, ID, WORD, TEXT, MARKER) == []


@pytest.mark.parametrize(
    "content",
    [
        "<h1>Fraud &amp; chargeback limits</h1>",
        "<h1>FRAUD &#38;\n  chargeback\tlimits</h1>",
        "<h1>&#x46;raud &amp; charge&#98;ack limits</h1>",
        "<p>see <em>Fraud</em> &amp; <code>chargeback</code> limits.</p>",
        json.dumps({"title": TITLE.value}),
        json.dumps({"title": TITLE.value}).replace("&", "\\u0026").replace("F", "\\u0046"),
        json.dumps({"html": f"<b>{html.escape(TITLE.value)}</b>"}),
        json.dumps(json.dumps({"title": "Fraud &\nchargeback limits"})),
        f'<a href="mailto:x?subject={quote(TITLE.value)}">',
        "# Fraud & **chargeback** limits\n",
        TITLE.value.encode("utf-16"),
    ],
)
def test_a_title_is_found_in_any_disguise(tmp_path: Path, content: str | bytes) -> None:
    assert len(leaks(tmp_path, content, TITLE)) == 1


@pytest.mark.parametrize("name", ["sitemap.xml.gz", "data.bin", "index"])
def test_compressed_data_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    data = gzip.compress(gzip.compress(b"<loc>https://x/a/fraud-limits/</loc>"))
    assert leaks(tmp_path, data, ID, name=name) == [f"{name}:1:18"]


def test_damaged_compressed_data_is_read_as_it_is(tmp_path: Path) -> None:
    assert leaks(tmp_path, b"\x1f\x8b broken HWCANARY7", MARKER) == ["x.html:1:11"]


@pytest.mark.parametrize(
    "content",
    [
        '<a href="/a/fraud-limits/">',
        '<a href="../a/fraud-limits">',
        "<loc>https://help.example/internal/fraud-limits/</loc>",
        '{"id":"fraud-limits"}',
        '["x","fraud-limits"]',
        '{"id":"fraud\\u002dlimits"}',
        "---\nid: fraud-limits\n---",
        "<article data-article-id='fraud-limits'>",
        "[x](../internal/fraud-limits.md)",
    ],
)
def test_an_id_is_found_where_an_id_is_meant(tmp_path: Path, content: str) -> None:
    assert len(leaks(tmp_path, content, ID)) == 1


@pytest.mark.parametrize(
    "content",
    [
        "<p>Our fraud-limits are secret",
        '<h2 id="fraud-limits">Fraud limits</h2>',
        '<a href="#fraud-limits">',
        '{"location":"x/#fraud-limits"}',
        '<a href="/a/fraud-limits-2/">',
        '<a href="/a/no-fraud-limits/">',
        '{"id":"Fraud-Limits"}',
    ],
)
def test_an_id_is_not_found_elsewhere(tmp_path: Path, content: str) -> None:
    assert leaks(tmp_path, content, ID) == []


@pytest.mark.parametrize(
    ("content", "leaking"),
    [
        ('<a href="/a/search/">', True),
        ('{"id":"search"}', True),
        ('<link href="../a/search/#x">', True),
        ('<form role="search" class="search" id="search" action="/search/">Search', False),
        ('{"terms":{"search":[1,2]}}', False),
        ('<script src="assets/search/worker.js">', False),
    ],
)
def test_an_id_that_is_an_english_word_does_not_cry_wolf(
    tmp_path: Path, content: str, leaking: bool
) -> None:
    assert bool(leaks(tmp_path, content, WORD)) is leaking


def test_an_id_in_a_file_name_is_a_leak(tmp_path: Path) -> None:
    assert leaks(tmp_path, "", ID, name="a/fraud-limits/index.html") == [
        "a/fraud-limits/index.html"
    ]
    assert leaks(tmp_path, "", ID, name="fraud-limits.json")[-1] == "fraud-limits.json"
    assert leaks(tmp_path, "", WORD, name="assets/search/worker.js") == []
    assert leaks(tmp_path, "", WORD, name="search/index.html") == ["search/index.html"]
    assert scan(tmp_path / "site", [WORD], public_urls={"search/"}) == []


@pytest.mark.parametrize(
    ("title", "content", "leaking"),
    [
        ("Escalations", "<p>how escalations work", False),
        ("Escalations", "<a>Escalations</a>", True),
        ("Escalations", '{"title":"escalations"}', True),
        ("Refund policy", "<p>see our refund policy.", False),
        ("Refund policy", "<p>see Refund policy.", True),
        ("Refund policy", "<title> refund\n policy </title>", True),
        ("Tier 3 agents", "<p>only tier 3 agents know", True),
        ("Tier 3 agents", "<p>frontier 3 agents", False),
        ("不正利用の上限", "<p>これは不正利用の上限です", True),
        ("Straße", "<h1>STRASSE</h1>", True),
        ("Café Zürich Plan", "<h1>cafe\u0301 zu\u0308rich plan</h1>", True),
    ],
)
def test_a_short_title_counts_where_it_is_a_title(
    tmp_path: Path, title: str, content: str, leaking: bool
) -> None:
    assert bool(leaks(tmp_path, content, Secret("title", title, SOURCE))) is leaking


def test_a_passage_is_found_through_markup_and_line_breaks(tmp_path: Path) -> None:
    page = "<p>never refund <b>more</b> than\n<code>500 dollars</code> by hand.</p>"
    assert len(leaks(tmp_path, page, TEXT)) == 1


def test_a_marker_is_found_within_a_word(tmp_path: Path) -> None:
    assert leaks(tmp_path, "a\nbxhwcanary7y", MARKER) == ["x.html:2:3"]


@pytest.mark.parametrize(
    "content",
    [
        "HW<b>Can</b>*ary*7",
        "H<i>W C</i> a\u00a0n\n`A`\x1cr y 7",
        "\u201cHWcanary7\u201d",
        "Ca\u212aey hwCANARY7",
        "&#104;w%63anary7",
    ],
)
def test_a_marker_is_found_whatever_stands_between_its_letters(
    tmp_path: Path, content: str
) -> None:
    spaced = Secret("marker", "HW C A N A R Y 7", SOURCE)
    is_spaced = "H<i>W" in content
    found = leaks(tmp_path, f"<p>Above</p>\n{content}", spaced if is_spaced else MARKER)
    assert [place.split(":")[:2] for place in found] == [["x.html", "2"]]


def test_a_marker_is_found_in_letters_that_are_the_same_in_lower_case(tmp_path: Path) -> None:
    kiss = Secret("marker", "kiss:agents", SOURCE)
    assert len(leaks(tmp_path, "<p>\u212aI\u017fs:AGENT\u017f</p>", kiss)) == 1
    assert leaks(tmp_path, "<p>\u212aI\u017f:AGENT\u017f</p>", kiss) == []


def test_a_finding_names_the_secret_its_source_and_the_place(tmp_path: Path) -> None:
    page = "<html>\n<ul>\n<li><a href='x'>Fraud &amp; chargeback limits</a>"
    leaks(tmp_path, page, TITLE, name="billing/index.html")
    (found,) = scan(tmp_path / "site", [TITLE, TITLE])
    assert (found.code, found.severity) == ("leak", Severity.ERROR)
    assert str(found.place) == "billing/index.html:3:17"
    assert "docs/internal/fraud.md" in found.message
    assert '"Fraud & chargeback limits"' in found.message


def test_a_leak_on_every_page_is_told_ten_times(tmp_path: Path) -> None:
    for number in range(30):
        leaks(tmp_path, '"fraud-limits"', name=f"{number:02}.html")
    found = scan(tmp_path / "site", [ID])
    assert len(found) == 10
    assert "and in 20 files more" in found[-1].message


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    unreadable = Path("/proc/self/mem")
    if not unreadable.exists():
        pytest.skip("only Linux has a file that nobody can read from its start")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "x.html").symlink_to(unreadable)
    with pytest.raises(InputError) as caught:
        scan(tmp_path / "site", [ID])
    assert caught.value.finding.code == "site-unreadable"


@pytest.mark.parametrize("before", [0, 1_000, 19_999])
def test_a_secret_in_a_long_file_has_its_line(tmp_path: Path, before: int) -> None:
    lines = ["<p>nothing to see here</p>"] * 20_000
    lines[before] = "<p>Fraud <b>&amp; chargeback</b> limits</p>"
    assert leaks(tmp_path, "\n".join(lines), TITLE) == [f"x.html:{before + 1}:4"]


def test_words_of_a_secret_that_stand_apart_are_no_leak(tmp_path: Path) -> None:
    assert leaks(tmp_path, "<p>limits, chargeback &amp; fraud; 不正上限利用の", TITLE) == []
    other = Secret("title", "不正利用の上限", SOURCE)
    assert leaks(tmp_path, "<p>不正上限利用の</p>", other) == []
