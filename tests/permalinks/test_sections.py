import pytest

from helpwright.permalinks.anchors import AnchorAlias
from helpwright.permalinks.sections import insert_aliases

HTML = '<p>Intro</p>\n<h2 id="new">New</h2>\n<ul><li class="x" id="point">Point</li></ul>'


def test_a_former_anchor_stands_before_the_renamed_heading() -> None:
    html = insert_aliases(HTML, [AnchorAlias("old", "new", "x/#new")])
    assert '<span id="old"></span><h2 id="new">New</h2>' in html


def test_two_former_anchors_of_one_heading_both_answer() -> None:
    aliases = [AnchorAlias("b", "new", "x/#new"), AnchorAlias("a", "new", "x/#new")]
    assert '<span id="a"></span><span id="b"></span><h2' in insert_aliases(HTML, aliases)


def test_a_former_anchor_of_a_list_item_stands_inside_it() -> None:
    html = insert_aliases(HTML, [AnchorAlias("old", "point", "x/#point")])
    assert '<li class="x" id="point"><span id="old"></span>Point' in html


@pytest.mark.parametrize("new", ["", "missing"])
def test_a_former_anchor_without_a_heading_is_the_top_of_the_page(new: str) -> None:
    assert insert_aliases(HTML, [AnchorAlias("old", new, "x/")]).startswith(
        '<span id="old"></span>'
    )


def test_an_anchor_that_the_page_has_is_left_alone() -> None:
    assert insert_aliases(HTML, [AnchorAlias("new", "point", "x/#point")]) == HTML


def test_a_section_on_another_page_leaves_a_notice_at_the_end() -> None:
    alias = AnchorAlias("old", None, "billing/limits/#how", "Limits & <more>")
    html = insert_aliases(HTML, [alias], page_url="billing/refunds/")
    assert html == HTML + (
        '\n<p class="hw-moved" id="old">This section has moved to '
        '<a href="../limits/#how">Limits &amp; &lt;more&gt;</a>.</p>'
    )


def test_a_page_without_former_anchors_stays_byte_for_byte() -> None:
    assert insert_aliases(HTML, []) == HTML


def test_a_notice_leads_to_the_page_as_it_was_built() -> None:
    alias = AnchorAlias("old", None, "caf\u00e9/#how", "C", "cafe%CC%81/")
    assert 'href="../cafe%CC%81/#how"' in insert_aliases(HTML, [alias], page_url="b/")
