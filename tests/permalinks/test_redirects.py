from collections.abc import Sequence

import pytest

from helpwright.errors import Place, Severity
from helpwright.permalinks.ledger import Entry, Ledger, update
from helpwright.permalinks.redirects import AnchorAlias, Plan, Redirect, Target, plan


def target(
    article_id: str,
    url: str,
    *redirect_from: str,
    anchors: Sequence[str] = (),
    audience: str = "public",
) -> Target:
    place = Place(f"docs/{article_id}.md", 3, 1)
    title = article_id.title()
    return Target(article_id, url, title, tuple(anchors), redirect_from, place, audience)


def make(targets: list[Target], ledger: Ledger | None = None, **more: object) -> Plan:
    options = {"hidden": {}, "fixed": True, **more}
    return plan(ledger or Ledger(), targets, **options)


def ways(made: Plan) -> dict[str, str]:
    return {item.source_url: item.target_url for item in (*made.redirects, *made.permalinks)}


def codes(made: Plan) -> list[str]:
    return [finding.code for finding in made.findings]


def test_every_article_has_a_permanent_link() -> None:
    made = make([target("refunds", "billing/refunds/"), target("360001", "sso/")])
    assert made.permalinks == (
        Redirect("a/360001/", "sso/", "360001"),
        Redirect("a/refunds/", "billing/refunds/", "Refunds"),
    )
    assert made.findings == ()


@pytest.mark.parametrize(
    "written",
    ["old/url/", "/old/url", "old/url/index.html", "./old/url.md", "/old//url/", "old%2Furl"],
)
def test_a_former_page_leads_to_the_article_however_it_is_written(written: str) -> None:
    assert ways(make([target("a", "x/", written)]))["old/url/"] == "x/"


@pytest.mark.parametrize(
    "written",
    [
        "https://example.com/x/",
        "../x/",
        "x/?page=2",
        "a\\b",
        "#",
        "",
        "x/ -> ",
        "x -> y -> z",
        "//h/x",
    ],
)
def test_what_is_no_address_of_the_site_is_told(written: str) -> None:
    made = make([target("a", "x/", written)])
    assert codes(made) == ["redirect-invalid"]
    assert made.redirects == ()


def test_a_moved_article_is_reached_from_every_former_url_in_one_step() -> None:
    ledger = Ledger()
    for url in ("one/", "two/", "three/"):
        ledger = update(ledger, [target("a", url)])
    made = make([target("a", "four/")], ledger)
    assert ways(made) == {"a/a/": "four/", "one/": "four/", "two/": "four/", "three/": "four/"}


def test_a_redirect_source_that_is_a_page_is_told() -> None:
    made = make([target("a", "x/", "y/", "billing/"), target("b", "y/")], known_urls={"billing/"})
    assert codes(made) == ["redirect-shadows-page"] * 2
    assert made.redirects == ()


def test_home_cannot_be_redirected() -> None:
    assert codes(make([target("a", "x/", "/index.html")])) == ["redirect-shadows-page"]


def test_a_permanent_link_of_another_article_cannot_be_claimed() -> None:
    made = make([target("a", "x/", "/a/b/"), target("b", "y/")])
    assert codes(made) == ["redirect-shadows-page"]
    assert ways(made)["a/b/"] == "y/"


def test_a_page_in_the_folder_of_permanent_links_is_told() -> None:
    made = make([target("refunds", "x/")], known_urls={"a/refunds/"})
    assert codes(made) == ["redirect-shadows-page"]


def test_two_articles_cannot_claim_one_address() -> None:
    made = make([target("a", "x/", "old/"), target("b", "y/", "/old")])
    assert codes(made) == ["redirect-conflict"]
    assert made.findings[0].place.path == "docs/b.md"
    assert "docs/a.md" in made.findings[0].message
    assert ways(made)["old/"] == "x/"


def test_a_loop_is_told_with_its_path() -> None:
    made = make([target("a", "x/", "y/"), target("b", "y/", "x/")])
    assert codes(made) == ["redirect-loop", "redirect-loop"]
    assert "y/ -> x/ -> y/" in made.findings[0].message
    assert made.redirects == ()


def test_an_article_that_moved_back_only_gets_a_warning() -> None:
    made = make([target("a", "x/", "x/")])
    assert [(item.code, item.severity) for item in made.findings] == [
        ("redirect-loop", Severity.WARNING)
    ]


def test_a_lost_url_is_an_error_at_its_line_in_the_ledger() -> None:
    ledger = update(update(Ledger(), [target("a", "old/")]), [target("a", "x/")])
    ledger = Ledger(ledger.entries, "docs/.permalinks.json", {"a": 2})
    made = make([], ledger)
    finding = made.findings[0]
    assert (finding.code, finding.severity) == ("lost-url", Severity.ERROR)
    assert str(finding.place) == "docs/.permalinks.json:2:1"
    assert "redirect_from: [x/, old/]" in finding.hint
    assert made.lost == ("a/a/", "old/", "x/")


def test_who_takes_over_the_last_url_takes_over_all() -> None:
    ledger = update(update(Ledger(), [target("a", "old/")]), [target("a", "x/")])
    made = make([target("b", "y/", "x/")], ledger)
    assert made.findings == ()
    assert ways(made) == {"a/a/": "y/", "a/b/": "y/", "old/": "y/", "x/": "y/"}


def test_who_takes_over_the_permanent_link_takes_over_all() -> None:
    ledger = update(update(Ledger(), [target("a", "old/")]), [target("a", "x/")])
    made = make([target("b", "y/", "/a/a/")], ledger)
    assert made.findings == ()
    assert set(ways(made).values()) == {"y/"}


def test_a_replacement_that_is_replaced_leads_on() -> None:
    ledger = update(Ledger(), [target("a", "x/")])
    ledger = update(ledger, [target("b", "y/", "x/")])
    made = make([target("c", "z/", "y/")], ledger)
    assert made.findings == ()
    assert ways(made)["a/a/"] == ways(made)["x/"] == "z/"


def test_a_withheld_article_leaves_pages_that_say_nothing() -> None:
    ledger = update(Ledger(), [target("a", "x/")])
    made = make([target("b", "y/")], ledger, hidden={"a": "x/"})
    assert made.gone == ("a/a/", "x/")
    assert made.gone_ids == ("a",)
    assert made.findings == ()
    assert "x/" not in ways(made)


def test_a_withheld_article_that_was_never_public_leaves_nothing() -> None:
    internal = update(Ledger(), [target("a", "secret/", audience="internal")])
    for ledger in (internal, Ledger()):
        made = make([], ledger, hidden={"a": "secret/"})
        assert (made.gone, made.redirects, made.permalinks, made.findings) == ((), (), (), ())


def test_an_internal_url_of_a_public_article_is_unknown_to_the_public() -> None:
    ledger = update(Ledger(), [target("a", "secret/", audience="internal")])
    ledger = update(ledger, [target("a", "x/")])
    assert ways(make([target("a", "x/")], ledger)) == {"a/a/": "x/"}
    inside = make([target("a", "x/")], ledger, audience="internal")
    assert ways(inside) == {"a/a/": "x/", "secret/": "x/"}


def test_a_removed_article_leaves_a_page_that_says_so() -> None:
    made = make([], Ledger({"a": Entry(("x/",), removed=True)}))
    assert (made.gone, made.findings) == (("a/a/", "x/"), ())


def test_a_url_that_another_article_has_now_is_a_notice() -> None:
    ledger = update(Ledger(), [target("a", "x/")])
    ledger = update(ledger, [target("a", "y/"), target("b", "x/")])
    made = make([target("a", "y/"), target("b", "x/")], ledger)
    assert codes(made) == ["url-reused"]
    assert made.redirects == ()


def test_a_url_that_is_not_recorded_is_a_notice() -> None:
    made = make([target("a", "x/")], fixed=False)
    assert codes(made) == ["permalink-unrecorded"]
    assert made.findings[0].severity is Severity.NOTICE
    assert (
        codes(make([target("a", "x/")], update(Ledger(), [target("a", "x/")]), fixed=False)) == []
    )


def test_a_renamed_heading_answers_to_its_former_anchor() -> None:
    made = make([target("a", "x/", "#old -> #new", "#top", anchors=["new"])])
    assert made.findings == ()
    assert made.aliases == {
        "x/": (
            AnchorAlias("old", "new", "x/#new", "A"),
            AnchorAlias("top", "", "x/", "A"),
        )
    }


def test_a_heading_renamed_twice_leads_to_its_last_name() -> None:
    made = make([target("a", "x/", "#a -> #b", "#b -> #c", anchors=["c"])])
    assert [alias.new for alias in made.aliases["x/"]] == ["c", "c"]
    assert made.findings == ()


def test_headings_that_lead_to_each_other_are_a_loop() -> None:
    made = make([target("a", "x/", "#a -> #b", "#b -> #a")])
    assert codes(made) == ["redirect-loop"]
    assert "x/#a -> x/#b -> x/#a" in made.findings[0].message


def test_a_section_that_moved_to_another_page_leads_there() -> None:
    made = make([target("a", "x/"), target("b", "y/", "x/#part -> #piece", anchors=["piece"])])
    assert made.aliases == {"x/": (AnchorAlias("part", None, "y/#piece", "B"),)}


def test_a_section_of_a_former_page_answers_where_that_page_leads() -> None:
    made = make([target("a", "x/", "old/", "old/#part -> #piece", anchors=["piece"])])
    assert made.aliases == {"x/": (AnchorAlias("part", "piece", "x/#piece", "A"),)}
    assert ways(made)["old/"] == "x/"


def test_a_page_of_which_one_article_took_a_section_leads_there() -> None:
    ledger = update(Ledger(), [target("old", "old/")])
    made = make([target("a", "x/", "old/#part", anchors=["part"])], ledger)
    assert made.findings == ()
    assert ways(made)["old/"] == ways(made)["a/old/"] == "x/"


def test_a_page_that_was_split_needs_an_heir() -> None:
    split = [target("a", "x/", "old/#one"), target("b", "y/", "old/#two")]
    made = make(split)
    assert codes(made) == ["redirect-conflict"]
    made = make([*split, target("c", "z/", "old/")])
    assert made.findings == ()
    assert [alias.to_url for alias in made.aliases["z/"]] == ["x/", "y/"]


def test_a_former_page_can_lead_to_a_section() -> None:
    made = make([target("a", "x/", "old/ -> #part", anchors=["part"])])
    assert ways(made)["old/"] == "x/#part"


def test_a_missing_anchor_is_told_with_the_nearest() -> None:
    made = make(
        [target("a", "x/", "#old -> #refund-time", "old/ -> #nix", anchors=["refund-times"])]
    )
    assert codes(made) == ["redirect-missing-anchor"] * 2
    assert any("refund-times" in finding.hint for finding in made.findings)


def test_an_anchor_that_exists_cannot_be_redirected() -> None:
    made = make([target("a", "x/", "#here -> #there", anchors=["here", "there"])])
    assert codes(made) == ["redirect-shadows-anchor"]
    assert made.aliases == {}


def test_a_lost_anchor_is_a_warning_that_names_the_likely_new_one() -> None:
    ledger = update(Ledger(), [target("a", "x/", anchors=["refund-times", "limits"])])
    made = make([target("a", "x/", anchors=["limits", "times-of-refunds"])], ledger)
    finding = made.findings[0]
    assert (finding.code, finding.severity) == ("lost-anchor", Severity.WARNING)
    assert '"#refund-times -> #times-of-refunds"' in finding.hint
    mapped = target("a", "x/", "#refund-times -> #limits", anchors=["limits", "times-of-refunds"])
    assert make([mapped], ledger).findings == ()


FILES = ("robots.txt", "404.html", "assets/logo.png")


@pytest.mark.parametrize("written", ["robots.txt", "/404.html", "assets/logo.png", "robots.txt#x"])
def test_a_redirect_never_takes_the_place_of_a_file(written: str) -> None:
    made = make([target("a", "x/", written)], files=FILES)
    assert codes(made) == ["redirect-shadows-file"]
    assert made.findings[0].severity is Severity.ERROR
    assert str(made.findings[0].place) == "docs/a.md:3:1"
    assert made.redirects == ()


def test_a_redirect_has_no_file_where_a_file_has_its_folder() -> None:
    made = make(
        [target("a", "x/", "data.html", "t.html/u/"), target("t", "t.html")], files=["data.html/x"]
    )
    assert codes(made) == ["redirect-shadows-file"] * 2
    assert made.redirects == ()


def test_two_sources_of_which_one_needs_the_other_as_a_folder_are_told() -> None:
    made = make([target("a", "x/", "p.html", "p.html/q/")])
    assert codes(made) == ["redirect-shadows-file"]
    assert [item.source_url for item in made.redirects] == ["p.html"]


def test_a_former_url_that_is_a_file_today_is_left_out() -> None:
    ledger = update(Ledger(), [target("a", "404.html")])
    made = make([target("a", "x/")], ledger, files=FILES)
    assert made.findings == ()
    assert made.redirects == ()
    assert make([], ledger, files=FILES, hidden={"a": "x/"}).gone == ("a/a/",)


def test_a_file_in_the_way_of_a_permanent_link_is_told() -> None:
    made = make([target("a", "x/")], files=["a/a"])
    assert codes(made) == ["redirect-shadows-file"]
    assert made.permalinks == ()


def test_a_file_name_that_no_address_can_have_is_told() -> None:
    made = make([target("c", "billing/c#/", "old/"), target("a", "x/")])
    assert codes(made) == ["bad-file-name"]
    assert (made.findings[0].hint, made.findings[0].place.path) == ("rename the file", "docs/c.md")
    assert ways(made) == {"a/a/": "x/"}


def test_the_hint_for_a_lost_url_can_be_copied() -> None:
    ledger = update(Ledger(), [target("a", "c:d, e/")])
    hint = make([], ledger).findings[0].hint
    written = hint.partition("[")[2].partition("]")[0]
    assert make([target("b", "x/", written)], ledger).findings == ()
