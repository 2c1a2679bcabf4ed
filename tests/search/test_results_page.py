"""The results page: what it lists and says, its address, its filters, and ways on from nothing."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

ITEMS = ".hw-search-page__item"


def wide(open_page: Any) -> Page:
    page: Page = open_page(viewport={"width": 1280, "height": 800})
    return page


def test_it_says_how_many_have_all_the_words_and_divides_them_from_the_rest(
    page: Page, site: str
) -> None:
    page.goto(f"{site}search/?q=lesson+7")
    status = page.get_by_role("status")
    expect(status).to_have_text(
        "1 result has all the words; 29 more have some of them. The best 20 are shown."
    )
    expect(page.locator("main")).to_match_aria_snapshot("""
      - heading "With all the words" [level=2]
      - list:
        - listitem:
          - link "Lesson 7"
      - heading "With some of the words" [level=2]
      - list:
        - listitem:
          - link "Lesson 1"
          - text: /Without. 7/
    """)
    page.goto(f"{site}search/?q=lesson")
    expect(status).to_have_text("30 results. The best 20 are shown.")
    expect(page.get_by_role("heading", level=2)).to_have_count(0)


def test_a_long_question_is_divided_too_and_says_what_is_missing_only_of_little(
    page: Page, site: str
) -> None:
    status = page.get_by_role("status")
    page.goto(f"{site}search/?q=ask+money+within+days+purchases+choose+refund")
    expect(status).to_have_text("1 result has all the words; 1 more has some of them.")
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["With all the words", "With some of the words"]
    )
    expect(page.locator(ITEMS).last).to_contain_text("Refund policy")
    expect(page.locator(".hw-search__partial")).to_have_count(0)
    page.goto(f"{site}search/?q=pay+back+money+take+week+refund+policy+days")
    expect(page.locator(ITEMS).first).to_contain_text("Refund policy")
    expect(page.locator(ITEMS).first).to_contain_text("Without: days")
    expect(page.locator(".hw-search__partial")).to_have_count(1)
    expect(page.get_by_role("heading", level=2)).to_have_count(0)


def test_more_results_come_on_request_and_the_focus_goes_to_the_first_of_them(
    page: Page, site: str
) -> None:
    page.goto(f"{site}search/?q=lesson")
    items = page.locator(ITEMS)
    expect(items).to_have_count(20)
    page.get_by_role("button", name="Show more results").click()
    expect(items).to_have_count(30)
    expect(items.nth(20).get_by_role("link")).to_be_focused()
    expect(page.get_by_role("button", name="Show more results")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("30 results.")


def test_title_and_address_follow_the_search_and_back_leads_to_the_one_before(
    page: Page, site: str
) -> None:
    page.goto(f"{site}search/?q=lesson&from=mail")
    items = page.locator(ITEMS)
    expect(items).to_have_count(20)
    expect(page).to_have_title("lesson \N{EN DASH} Help")
    box = page.get_by_role("searchbox")
    box.fill("")
    box.press_sequentially("refund mon", delay=250)
    expect(items.first).to_contain_text("refund", ignore_case=True)
    box.press_sequentially("ey")
    box.press("Enter")
    page.wait_for_url(f"{site}search/?*q=refund+money*")
    assert "from=mail" in page.url
    box.fill("video")
    box.press("Enter")
    page.wait_for_url("**q=video*")
    expect(page).to_have_title("video \N{EN DASH} Help")
    page.go_back()
    expect(box).to_have_value("refund money")
    expect(items).to_have_count(2)
    page.go_back()
    expect(box).to_have_value("lesson")
    expect(items).to_have_count(20)
    page.go_forward()
    expect(box).to_have_value("refund money")
    expect(page).to_have_title("refund money \N{EN DASH} Help")


def test_filters_offer_what_there_is_and_can_be_shared_and_taken_back(
    open_page: Any, site: str
) -> None:
    page = wide(open_page)
    page.goto(f"{site}search/?q=refund")
    items = page.locator(ITEMS)
    expect(items).to_have_count(2)
    kind = page.get_by_label("Type")
    expect(kind).to_be_visible()
    assert set(kind.locator("option").all_inner_texts()) == {"All", "How-to", "Reference"}
    assert set(page.get_by_label("Applies to").locator("option").all_inner_texts()) == {
        "All",
        "Plus",
        "Web",
    }
    clear = page.get_by_role("button", name="Clear filters")
    expect(clear).to_be_hidden()
    kind.select_option("Reference")
    expect(items).to_have_count(1)
    expect(page).to_have_url(f"{site}search/?q=refund&type=reference")
    page.get_by_label("Applies to").select_option("Plus")
    expect(items).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("Nothing found for “refund”.")
    page.go_back()
    expect(items).to_have_count(1)
    expect(kind).to_have_value("reference")
    page.reload()
    expect(items).to_have_count(1)
    expect(kind).to_have_value("reference")
    clear.click()
    expect(items).to_have_count(2)
    expect(page.get_by_label("Category")).to_be_focused()
    expect(page).to_have_url(f"{site}search/?q=refund")


def test_a_filter_that_leaves_nothing_can_be_cleared_where_that_is_said(
    open_page: Any, site: str
) -> None:
    page = wide(open_page)
    page.goto(f"{site}search/?q=refund&category=Courses")
    empty = page.locator(".hw-search__empty")
    empty.get_by_role("button", name="Clear filters").click()
    expect(page.locator(ITEMS)).to_have_count(2)


def test_a_filter_that_does_not_exist_is_dropped(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=refund&category=Gone&type=reference")
    expect(page.locator(ITEMS)).to_have_count(1)
    page.wait_for_url(f"{site}search/?q=refund&type=reference")


def test_on_a_telephone_the_filters_fold(page: Page, site: str, settle: Any) -> None:
    page.goto(f"{site}search/?q=refund&type=reference")
    expect(page.locator(ITEMS)).to_have_count(1)
    summary = page.locator("summary")
    expect(summary).to_have_text("Narrow the results (1)")
    expect(page.get_by_label("Type")).to_be_hidden()
    summary.click()
    expect(page.get_by_label("Type")).to_be_visible()
    settle(page)
    for target in page.locator("helpwright-search-page :is(select, summary, button)").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_search_as_typed_can_be_asked_for_and_shared(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=lesosn")
    notice = page.locator(".hw-search__notice")
    expect(notice).to_contain_text("Showing results for lesson")
    page.get_by_role("button", name="lesosn").click()
    page.wait_for_url(f"{site}search/?q=lesosn&literal=1")
    expect(page.get_by_role("status")).to_have_text("Nothing found for “lesosn”.")
    page.reload()
    page.get_by_role("button", name="lesson").click()
    expect(page.locator(ITEMS)).to_have_count(20)
    expect(page.get_by_role("searchbox")).to_have_value("lesson")


def test_what_writers_recommend_comes_first_and_says_so(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=black+screen")
    first = page.locator(ITEMS).first
    expect(first).to_contain_text("A video won't play")
    expect(first).to_contain_text("Recommended")
    expect(first).to_contain_text("Troubleshooter")


def test_a_step_of_a_troubleshooter_opens_at_that_step(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=clear+cache")
    first = page.locator(ITEMS).first
    expect(first).to_contain_text("Troubleshooter step")
    first.get_by_role("link").click()
    page.wait_for_url(f"{site}help/video/#cache")


def test_a_result_in_another_language_says_so_and_comes_last(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=refund+rechnung")
    last = page.locator(ITEMS).last
    expect(page.get_by_role("heading", level=2).last).to_have_text("In other languages")
    expect(last).to_contain_text("German")
    expect(last.locator(".hw-search__title")).to_have_attribute("lang", "de")
    expect(last.locator(".hw-search__snippet")).to_have_attribute("lang", "de")


def test_nothing_found_is_no_dead_end(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=xyzzyqq")
    empty = page.locator(".hw-search__empty")
    expect(page.get_by_role("status")).to_have_text("Nothing found for “xyzzyqq”.")
    expect(empty.get_by_role("link")).to_have_text(["Billing", "Courses & exams", "Contact us"])
    empty.get_by_role("link", name="Billing").click()
    page.wait_for_url(f"{site}billing/")


def test_a_poor_answer_offers_the_nearest_troubleshooter(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=zzyzx+zzyzy+zzyzw+play")
    expect(page.locator(".hw-search__guide, .hw-search-page__item").first).to_contain_text(
        "A video won't play"
    )


def test_what_cannot_be_loaded_is_told_with_a_way_on_and_tried_again(
    open_page: Any, site: str
) -> None:
    page: Page = open_page(quiet=False)
    failing = [True]

    def answer(route: Route) -> None:
        if failing[0]:
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route("**/index/**.bin", answer)
    page.goto(f"{site}search/?q=refund")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The search could not be loaded.")
    expect(alert.get_by_role("link")).to_have_text(["Billing", "Courses & exams", "Contact us"])
    page.goto(site)
    page.get_by_role("combobox").fill("refund")
    panel = page.locator(".hw-search__failed")
    expect(panel).to_contain_text("The search could not be loaded.")
    expect(panel.get_by_role("link", name="Courses & exams")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    failing[0] = False
    panel.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("combobox")).to_be_focused()


def test_a_single_shard_that_fails_once_goes_unnoticed(open_page: Any, site: str) -> None:
    page: Page = open_page(quiet=False)
    failed: set[str] = set()

    def answer(route: Route) -> None:
        if route.request.url in failed:
            route.continue_()
        else:
            failed.add(route.request.url)
            route.abort()

    page.route("**/index/**", answer)
    page.goto(f"{site}search/?q=refund")
    expect(page.locator(ITEMS)).to_have_count(2)
    assert failed


def test_without_javascript_the_form_leads_to_the_page(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("searchbox").fill("refund")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(f"{site}search/?q=refund")
    context.close()
