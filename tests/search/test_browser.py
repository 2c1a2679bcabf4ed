"""What a search loads, and that it shows what stands in the pages as it is."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

# What the first page loads of the scripts, and what the first search adds.
AT_ONCE = {"mount.js", "element.js", "settings.js", "styles.js", "texts.js"}
LATER = {
    *("page.js", "page.css", "listing.js", "filters.js", "address.js", "empty.js", "categories.js"),
    *("recent_panel.js", "shortcut.js", "tally.js", "events.js"),
}


def names(urls: list[str]) -> set[str]:
    return {url.rpartition("/")[2] for url in urls}


def test_nothing_is_loaded_before_it_is_needed(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site, wait_until="networkidle")
    assert {name for name in names(asked) if name.endswith(".js")} == AT_ONCE
    assert not [url for url in asked if "/index/" in url]
    page.get_by_role("combobox").fill("refund")
    expect(page.get_by_role("option")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert names(asked) & LATER == set()
    texts = [url.rpartition("/")[2] for url in asked if "/texts/" in url]
    assert texts == ["en.js"]
    before = len(asked)
    page.get_by_role("combobox").fill("refunds")
    expect(page.get_by_role("option")).to_have_count(2)
    assert not [url for url in asked[before:] if url.endswith(".js")]


def test_markup_in_a_page_is_shown_as_text(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("combobox").fill("refund purchases")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Get a refund <for> a course")
    expect(option).to_contain_text("choose <Refund>")
    expect(option).to_have_attribute("href", f"{site}billing/refunds/#ask")


def test_what_is_typed_is_shown_as_text(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=%3Cimg+src%3Dx+onerror%3Dalert(xyz)%3E+xyzzyqq")
    expect(page.locator("helpwright-search-page")).to_contain_text("<img src=x onerror=alert(xyz)>")
    assert page.locator("helpwright-search-page img").count() == 0


def test_a_box_that_comes_and_goes_does_its_work_each_time(page: Page, site: str) -> None:
    page.goto(f"{site}plain/")
    box = page.get_by_role("combobox", name="Search")
    box.fill("refund")
    expect(page.get_by_role("option")).to_have_count(2)
    page.evaluate(
        """() => {
          const box = document.querySelector("helpwright-search");
          const header = box.parentNode;
          box.remove();
          document.querySelector("h1").after(box);
          const copy = document.createElement("helpwright-search");
          copy.innerHTML = '<form><label>Other <input type="search" name="q"></label></form>';
          header.append(copy);
        }"""
    )
    for name in ("Search", "Other"):
        page.get_by_role("combobox", name=name).fill("video")
        expect(page.get_by_role("option").and_(page.locator(":visible"))).to_have_count(1)
        page.get_by_role("combobox", name=name).press("Escape")


def test_the_sites_own_words_take_the_place_of_the_categories(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate(
        """() => document.querySelector("helpwright-search").insertAdjacentHTML("beforeend",
          '<div data-search-empty>Call <a href="tel:0301">us</a>.</div>')"""
    )
    expect(page.get_by_role("link", name="us")).to_be_hidden()
    page.get_by_role("combobox").fill("xyzzyqq ")
    expect(page.locator(".hw-search__empty")).to_contain_text("Call us.")
    expect(page.get_by_role("link", name="Billing")).to_have_count(0)


def test_links_on_the_page_may_name_categories_and_contact(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate(
        """() => Object.assign(document.querySelector("helpwright-search").dataset,
          { categoriesUrl: "all/", contactUrl: "write/" })"""
    )
    page.get_by_role("combobox").fill("xyzzyqq ")
    empty = page.locator(".hw-search__empty")
    expect(empty.get_by_role("link", name="See all categories")).to_have_attribute("href", "all/")
    expect(empty.get_by_role("link", name="Contact us")).to_have_attribute("href", "write/")


def test_every_language_has_every_text(node: Any) -> None:
    shapes = node(
        """
        const result = {};
        const counts = ["0 0 0", "1 1 1", "5 5 5", "5 0 5", "5 1 5", "5 4 5", "30 3 6"];
        const shape = (value, at) =>
          typeof value === "function" ? ["function", at]
          : typeof value === "object" ? Object.keys(value).sort().map((key) => [at, key])
          : [typeof value, at];
        for (const language of ["en", "de", "es", "fr", "ja"]) {
          const { texts } = await import(`./search/texts/${language}.js`);
          const said = counts.map((numbers) => {
            const [total, complete, shown] = numbers.split(" ").map(Number);
            return texts.count({ total, complete, shown });
          });
          result[language] = {
            shape: Object.keys(texts).sort().map((key) => shape(texts[key], key)),
            empty: Object.entries(texts).filter(([, text]) => text === "").map(([key]) => key),
            different: new Set(said).size,
            own: texts.language,
          };
        }
        """
    )
    for language, found in shapes.items():
        assert found["shape"] == shapes["en"]["shape"], language
        assert found["empty"] == []
        assert found["different"] == 7
        assert found["own"] == language
