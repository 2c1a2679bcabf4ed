"""Pages to documents: where sections begin, and what is no text."""

from __future__ import annotations

from helpwright.search.documents import Section, from_html


def sections(html: str, title: str = "Refunds") -> tuple[Section, ...]:
    return from_html(html, url="refunds/", title=title).sections


def test_a_page_is_split_at_headings_with_an_id() -> None:
    html = (
        '<h1 id="refunds">Refunds</h1><p>Top.</p><h2 id="ask">Ask</h2><p>Write to us.</p>'
        '<h3>No id</h3><p>More.</p><h2 id="wait">Wait</h2><ul><li>One</li><li>Two</li></ul>'
    )
    assert sections(html) == (
        Section("", "", "Top."),
        Section("ask", "Ask", "Write to us. No id More."),
        Section("wait", "Wait", "One Two"),
    )


def test_the_id_may_stand_on_the_section_or_on_its_heading() -> None:
    html = (
        '<p>Start.</p><section id="browser"><h2>Which browser?</h2><p>Choose.</p></section>'
        '<section><h2 id="cache">Clear the cache</h2><p>Then reload.</p></section>'
        '<section id="done"><p>No heading.</p></section>'
    )
    assert sections(html) == (
        Section("", "", "Start."),
        Section("browser", "Which browser?", "Choose."),
        Section("cache", "Clear the cache", "Then reload. No heading."),
    )


def test_a_first_heading_other_than_the_title_is_a_section() -> None:
    assert sections('<h1 id="a">Other</h1><p>Text.</p>')[1] == Section("a", "Other", "Text.")


def test_what_is_no_text_is_left_out() -> None:
    html = (
        "<nav>Menu</nav><script>run()</script><style>p{}</style><p data-search-exclude>Secret</p>"
        '<h2 id="a">A<a class="headerlink" href="#a">¶</a></h2><svg><title>Map</title></svg>'
        '<p>Se<b>en</b>, 1<br>2 <img src="x.png" alt="a picture"></p>'
    )
    assert sections(html) == (Section("", "", ""), Section("a", "A", "Seen, 1 2 a picture"))


def test_what_is_left_out_may_be_written_in_any_way() -> None:
    html = (
        '<P DATA-Search-Exclude>Secret</P><ScRipt>run()</sCript><a class="header&#108;ink">¶</a>'
        "<a title='&gt;' class='x header&#x6c;ink'>¶</a><image alt='a picture'>text"
    )
    assert sections(html) == (Section("", "", "a picture text"),)


def test_sections_that_are_known_are_taken_as_they_are() -> None:
    known = (Section("", "", "Known."),)
    assert from_html("<p>Other.</p>", url="a/", title="A", sections=known).sections == known


def test_no_markup_and_very_deep_markup_are_documents_too() -> None:
    assert sections("") == (Section("", "", ""),)
    assert sections("just text") == (Section("", "", "just text"),)
    deep = sections("<div>" * 5000 + "deep" + "</div>" * 5000)
    assert deep[0].text in ("deep", "")


def test_only_tags_within_a_line_stand_within_a_word() -> None:
    (only,) = sections("<p>un<b>do</b>ne</p><p>next</p><hw-step>step</hw-step>1<br>2<wbr>3")
    assert only.text == "undone next step 1 23"


def test_only_the_main_part_of_a_whole_page_is_text() -> None:
    page = "<body><header>Top</header><main><p>Text.</p></main><footer>End</footer></body>"
    assert sections(page) == (Section("", "", "Text."),)


def test_a_heading_that_is_left_out_or_empty_opens_no_section() -> None:
    html = (
        '<nav><h2 id="menu">Menu</h2></nav><h2 id="e"> <a class="headerlink">¶</a></h2><p>One</p>'
        '<div data-search-exclude><h2 id="x">Hidden</h2><p>Two</p></div><h2 id="y">Shown</h2>'
    )
    assert sections(html) == (Section("", "", "One"), Section("y", "Shown", ""))


def test_what_stands_above_and_below_the_title_is_one_section() -> None:
    html = '<p>Beta.</p><h1 id="refunds"> Refunds </h1><p>Top.</p><h2 id="a">A</h2>'
    assert sections(html) == (Section("", "", "Beta. Top."), Section("a", "A", ""))


def test_text_is_text_whatever_its_characters() -> None:
    html = '<p>a &amp; b &lt;c&gt; \ue000 &#xE000;d &#57344 e</p><h2 id="é&quot;">É</h2>'
    assert sections(html) == (Section("", "", "a & b <c> d e"), Section('é"', "É", ""))


def test_the_other_fields_are_passed_on() -> None:
    document = from_html("", url="a/", title="A", aliases=("b",), kind="page", language="de")
    assert (document.aliases, document.kind, document.language) == (("b",), "page", "de")
