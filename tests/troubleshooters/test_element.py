"""The page in a browser, with and without JavaScript, under a strict content security policy."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import markdown
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from helpwright.troubleshooters.read import read_folder
from helpwright.troubleshooters.render import render

REPO = Path(__file__).parents[2]
WEB = REPO / "plugins/helpwright/web/troubleshooter"
MATERIAL = Path(find_spec("material").origin).parent
HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - Larkfield</title>
<meta name="viewport" content="width=device-width">
{styles}<link rel="stylesheet" href="../../assets/helpwright/troubleshooter/troubleshooter.css">
<script type="module" src="../../assets/helpwright/troubleshooter/element.js"></script>
</head><body dir="ltr" data-md-color-scheme="default" data-md-color-primary="indigo">
<main class="md-typeset"><h1>{title}</h1>
{body}</main></body></html>
"""
STYLES = """<link rel="stylesheet" href="../../assets/main.css">
<link rel="stylesheet" href="../../assets/palette.css">
"""
# Material's own stylesheet holds its icons as data: addresses.
MATERIAL_POLICY = "default-src 'self'; img-src 'self' data:"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site; its `material` has the same pages in Material's styles."""
    root = tmp_path_factory.mktemp("site")
    assets = root / "assets/helpwright/troubleshooter"
    assets.mkdir(parents=True)
    for file in WEB.iterdir():
        (assets / file.name).write_bytes(file.read_bytes())
    for name in ("main", "palette"):
        (style,) = (MATERIAL / "templates/assets/stylesheets").glob(f"{name}.*.min.css")
        (root / f"assets/{name}.css").write_bytes(style.read_bytes())
    for tree, _ in read_folder(REPO / "troubleshooters", prefix="troubleshooters"):
        assert tree is not None
        body = render(
            tree,
            markdown=markdown.markdown,
            article_url=lambda path: (f"../../{path.removesuffix('.md')}/", path),
            contact_url="../../contact/",
        )
        for name, styles in (("troubleshooters", ""), ("material", STYLES)):
            page = root / f"{name}/{tree.slug}/index.html"
            page.parent.mkdir(parents=True)
            html = HEAD.format(title=tree.title, body=body, styles=styles)
            page.write_text(html, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(serve: Callable[..., str], folder: Path) -> str:
    return serve(folder, "/help/") + "troubleshooters/"


@pytest.fixture(scope="module")
def material(serve: Callable[..., str], folder: Path) -> str:
    return serve(folder, "/help/", policy=MATERIAL_POLICY) + "material/"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def any_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from open_page(browser, javascript=request.param)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    yield from open_page(browser, javascript=True)


def open_page(browser: Browser, *, javascript: bool) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=javascript, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def answer(page: Page, label: str) -> None:
    """Answer the step that is shown: by its radio, or by its link where there are no forms."""
    if page.locator("form").count():
        page.get_by_role("radio", name=label, exact=True).check()
        page.get_by_role("button", name="Continue").click()
    else:
        at = page.url.partition("#")[2] or "where_it_stops"
        page.locator(f"#{at}").get_by_role("link", name=label, exact=True).click()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['failureSummary']}" for each in found for node in each["nodes"]]


PASSWORD = "My password is refused, or I don't remember it"
WALK = [
    PASSWORD,
    "That the email address or the password is wrong",
    "Not fixed, go on",
    "The email never arrived",
    "That fixed it",
]


def test_the_same_answers_lead_to_the_same_outcome(any_page: Page, site: str) -> None:
    any_page.goto(f"{site}cannot-sign-in/")
    for label in WALK:
        answer(any_page, label)
    assert any_page.url.endswith("#out_known_address")
    outcome = any_page.locator("#out_known_address")
    expect(outcome.get_by_role("heading")).to_have_text("You're in. Keep this address in mind")
    expect(outcome).to_be_visible()


def test_one_step_is_shown_and_nothing_advances_by_itself(page: Page, site: str) -> None:
    page.goto(f"{site}cannot-sign-in/")
    expect(page.locator("section:visible")).to_have_count(1)
    expect(page.get_by_role("group", name="Where does it stop?")).to_be_visible()
    page.get_by_role("radio", name=PASSWORD).check()
    assert page.url.endswith("/cannot-sign-in/")


def test_the_address_holds_the_answers_and_the_heading_the_focus(page: Page, site: str) -> None:
    page.goto(f"{site}cannot-sign-in/")
    title = page.title()
    answer(page, PASSWORD)
    assert page.url.endswith("/cannot-sign-in/?where_it_stops=password#password_message")
    heading = page.get_by_role("heading", name="What does the sign-in page say?")
    expect(heading).to_be_focused()
    assert page.title() == f"What does the sign-in page say? - {title}"


def test_no_answer_is_an_error_that_says_so(page: Page, site: str) -> None:
    page.goto(f"{site}cannot-sign-in/")
    page.get_by_role("button", name="Continue").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Choose an answer")
    expect(alert).to_be_focused()
    alert.get_by_role("link").click()
    expect(page.get_by_role("radio").first).to_be_focused()
    answer(page, PASSWORD)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_reload_back_and_forward_keep_the_state(page: Page, site: str) -> None:
    page.goto(f"{site}cannot-sign-in/")
    for label in WALK[:3]:
        answer(page, label)
    address, text = page.url, page.locator("main").inner_text()
    page.reload()
    assert (page.url, page.locator("main").inner_text()) == (address, text)
    page.go_back()
    expect(page.locator("#try_reset")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.go_forward()
    page.go_forward()
    assert (page.url, page.locator("main").inner_text()) == (address, text)


def test_a_changed_answer_keeps_later_answers_that_still_apply(page: Page, site: str) -> None:
    page.goto(f"{site}cannot-sign-in/")
    for label in WALK:
        answer(page, label)
    change = page.get_by_role("link", name="Change your answer to: Where does it stop?")
    change.click()
    expect(page.get_by_role("radio", checked=True)).to_have_value("password")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#out_known_address")).to_be_visible()
    change.click()
    answer(page, "I was invited and can't join")
    assert page.url.endswith("?where_it_stops=invitation#invitation_message")


def test_start_again_forgets_everything(page: Page, site: str) -> None:
    page.goto(f"{site}cannot-sign-in/")
    title = page.title()
    expect(page.get_by_text("Start again")).to_be_hidden()
    answer(page, PASSWORD)
    page.get_by_role("link", name="Start again").click()
    assert page.url.endswith("/cannot-sign-in/")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    assert page.title() == title


@pytest.mark.parametrize(
    ("given", "kept", "step"),
    [
        ("?utm=x&where_it_stops=code&second_step=nope", "?where_it_stops=code#", "second_step"),
        ("?constructor=1&where_it_stops=__proto__#%E0", "", "where_it_stops"),
        ("#recovery_code", "#", "recovery_code"),
        ("?recovery_code=no#in_a_team", "?recovery_code=no#", "in_a_team"),
        ("?where_it_stops=code#try_clock", "#", "try_clock"),
        ("#out_wait", "#", "out_wait"),
        ("#nowhere", "", "where_it_stops"),
    ],
)
def test_any_address_gives_a_state_and_unknown_parts_are_dropped(
    page: Page, site: str, given: str, kept: str, step: str
) -> None:
    page.goto(f"{site}cannot-sign-in/{given}")
    expect(page.locator("section:visible")).to_have_id(step)
    assert page.url.endswith(f"/cannot-sign-in/{kept}{step if kept.endswith('#') else ''}")


def test_an_outcome_that_did_not_help_leads_on(page: Page, site: str) -> None:
    page.goto(f"{site}cannot-sign-in/?recovery_code=yes#out_recovery_code")
    page.get_by_role("link", name="This did not help").click()
    expect(page.locator("section:visible")).to_have_id("in_a_team")
    assert page.url.endswith("?recovery_code=yes&out_recovery_code=not_helpful#in_a_team")
    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Continue").click()
    link = page.get_by_role("link", name="Write to us")
    expect(link).to_have_attribute(
        "href", "../../contact/?subject=Identity%20check%20for%20an%20account%20I%20can%27t%20open"
    )


def test_print_shows_the_answers_and_the_result(page: Page, site: str) -> None:
    page.goto(f"{site}cannot-sign-in/?where_it_stops=password&password_message=attempts#out_wait")
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    assert "Wait 15 minutes" in text
    assert '"Too many attempts."' in text
    assert "Change" not in text
    assert "Start again" not in text


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(
    "address",
    [
        "cannot-sign-in/",
        "cannot-sign-in/?where_it_stops=code#second_step",
        "video-wont-play/?which_lessons=all&device=computer&symptom=stops#try_480p",
        "unknown-charge/?concern=unknown&statement=one_euro#out_card_check",
        "certificate-missing/?sidebar=lessons&lesson_kind=exercise&exercise_state=broken"
        "#out_exercise",
    ],
)
def test_axe_finds_nothing(page: Page, material: str, address: str, scheme: str) -> None:
    page.goto(f"{material}{address}")
    if address.endswith("/"):
        page.get_by_role("button", name="Continue").click()
    page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme }", scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_without_forms(page: Page, material: str) -> None:
    page.route("**/element.js", lambda route: route.fulfill(content_type="text/javascript"))
    page.goto(f"{material}cannot-sign-in/")
    expect(page.locator("section:visible")).to_have_count(25)
    assert violations(page) == []
