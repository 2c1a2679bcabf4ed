"""The report as people meet it: in a browser, without script, on any screen, on paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

VNU = Path(__file__).parents[2] / ".ci/node_modules/vnu-jar/build/dist/vnu.jar"
PAGES = [
    *("index.html", "writers.html", "agents.html", "articles.html", "categories.html"),
    *("self-service.html", "method.html", "articles/article-6.html", "articles/article-0.html"),
]


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], folder: Path) -> str:
    """The report served under the strictest policy that a site may have."""
    return serve(folder)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_stays_in_its_width(
    browser: Browser, address: str, folder: Path, width: int, scheme: str
) -> None:
    # Axe puts its script into the page, which the policy rightly forbids; the next test keeps it.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    category = next((folder / "categories").glob("billing*.html"))
    for name in (*PAGES, f"categories/{category.name}"):
        page.goto(address + name)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        results = Axe().run(page)
        assert results.violations_count == 0, (name, results.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_policy_holds_and_the_styles_arrive(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(address + "articles.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 247, 249)"
    assert light == (scheme == "light")
    bar = page.evaluate(
        "document.querySelector('#top-title').parentNode.querySelector('.bar')"
        ".getBoundingClientRect().width"
    )
    assert bar > 100
    paths = [path for path in asked if path != "/favicon.ico"]
    assert [Path(path).name for path in paths] == ["articles.html", "report.css"]
    assert not [text for text in said if "favicon" not in text and "404" not in text]
    context.close()


def test_the_report_opens_from_a_file_with_its_styles(browser: Browser, folder: Path) -> None:
    tab = browser.new_page()
    for name in ("index.html", "articles/article-0.html"):
        tab.goto((folder / name).as_uri())
        assert tab.evaluate("getComputedStyle(document.body).maxWidth") == "1088px"
    tab.close()


def test_every_chart_has_a_name_and_a_description(browser: Browser, folder: Path) -> None:
    context = browser.new_context(bypass_csp=True)
    tab = context.new_page()
    for name in PAGES:
        tab.goto((folder / name).as_uri())
        unnamed = tab.evaluate(
            "[...document.querySelectorAll('svg.chart')].filter((c) => !(c.getAttribute("
            "'aria-labelledby') || '').split(' ').every((id) => "
            "document.getElementById(id)?.textContent)).length"
        )
        assert unnamed == 0, name
    context.close()


def test_every_page_is_valid_html(folder: Path, need: Callable[[bool, str], None]) -> None:
    need(VNU.exists() and shutil.which("java") is not None, "there is no vnu here")
    pages = [str(path) for path in sorted(folder.rglob("*.html"))]
    command = ["java", "-jar", str(VNU), "--errors-only", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[:2000]
