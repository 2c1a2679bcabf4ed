"""What the tests of troubleshooters ask in both languages, and a site with their pages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import textwrap
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import markdown
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from helpwright.errors import Finding, Severity
from helpwright.mkdocs_plugins import scripts
from helpwright.troubleshooters.page.render import render
from helpwright.troubleshooters.program.program import Built, build
from helpwright.troubleshooters.proof import explore_findings
from helpwright.troubleshooters.proof.exploration import Exploration
from helpwright.troubleshooters.proof.explore import explore
from helpwright.troubleshooters.proof.inspection import Inspected, inspect
from helpwright.troubleshooters.source.read import read, read_folder, read_fragments

HERE = Path(__file__).parent
TREES = HERE.parents[1] / "troubleshooters"
TODAY = "2026-11-21"
HEAD = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title} - Larkfield</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="../../assets/main.css">
<link rel="stylesheet" href="../../assets/palette.css">
<link rel="stylesheet" href="../../assets/helpwright/troubleshooter/troubleshooter.css">
<script type="module" src="../../assets/helpwright/troubleshooter/element.js"></script>
</head><body dir="ltr" data-md-color-scheme="default" data-md-color-primary="indigo">
<main class="md-typeset"><h1>{title}</h1>
{body}</main></body></html>
"""
# Material's own stylesheet holds its icons as data: addresses.
POLICY = "default-src 'self'; img-src 'self' data:"
RUN_AXE = """async () => (await axe.run({ resultTypes: ["violations"] })).violations
  .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary}`))"""
SHOWN = "[location.href, document.querySelector('main').innerText]"
NOON = "2026-11-21T12:00:00"
Ask = Callable[[list[list[Any]]], list[Any]]


class Reader:
    """Somebody who answers the questions of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def field(self) -> Locator:
        return self.page.locator("helpwright-troubleshooter > section:visible input")

    def go_on(self) -> None:
        self.page.get_by_role("button", name="Continue").click()

    def choose(self, label: str) -> None:
        self.page.get_by_role("radio", name=label, exact=True).check()
        self.go_on()

    def fill(self, text: str) -> None:
        self.field.fill(text)
        self.go_on()

    def at(self, step: str) -> None:
        expect(self.page.locator("helpwright-troubleshooter > section:visible")).to_have_id(step)

    def look(self) -> list[str]:
        """What axe finds, and whether the page is wider than a telephone."""
        self.page.evaluate(AXE_SCRIPT)
        found = [str(one) for one in self.page.evaluate(RUN_AXE)]
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return [*found, *([f"{wide} too wide"] if wide > 0 else [])]

    def reloaded(self) -> None:
        """A reload shows what was shown, under the same address."""
        before = self.page.evaluate(SHOWN)
        self.page.reload()
        expect(self.page.locator("helpwright-troubleshooter[data-live]")).to_have_count(1)
        assert self.page.evaluate(SHOWN) == before

    def in_address(self, end: str) -> None:
        expect(self.page).to_have_url(re.compile(f"{re.escape(end)}$"))

    def walk(self, site: str, until: str = "") -> None:
        """Answer the questions about a charge, up to a step or to the end."""
        self.page.goto(f"{site}charge/")
        for step, act in self.steps:
            self.at(step)
            if step == until:
                return
            act(self)

    steps: list[tuple[str, Callable[[Reader], Any]]] = [  # noqa: RUF012 (nobody changes it)
        ("kind", lambda reader: reader.choose("I don't know it")),
        ("devices", lambda reader: (reader.page.get_by_label("A TV").check(), reader.go_on())),
        ("seats", lambda reader: reader.fill("1,200")),
        ("charged_on", lambda reader: reader.fill("1 June 2026")),
        ("amount", lambda reader: reader.fill("€ 19.5")),
        ("code", lambda reader: reader.fill("gamma")),
        ("note", lambda reader: reader.fill("Where is it?")),
        ("try_receipt", lambda reader: reader.choose("Not fixed, go on")),
        ("plan", lambda reader: reader.choose("Annual, 1200 seats")),
    ]


@pytest.fixture(scope="session")
def policy() -> str:
    """What a strict host lets pages do."""
    return POLICY


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, as wide as a telephone's, that must stay silent until the test ends."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def start(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 360, "height": 740}} | options)
        page = context.new_page()
        page.on("console", lambda said: faults.append(f"{said.text} {said.location}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        opened.append(context)
        return page

    yield start
    for context in opened:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    page = open_page()
    page.clock.set_fixed_time(NOON)
    return page


@pytest.fixture
def reader(page: Page) -> Reader:
    return Reader(page)


@pytest.fixture(scope="session")
def folder(make_pages: Callable[..., Path]) -> Path:
    """The troubleshooters of the repository and those of `pages/`, as a site."""
    return make_pages()


@pytest.fixture(scope="session")
def site(serve: Callable[..., str], folder: Path) -> str:
    """Where they are served."""
    return serve(folder, "/help/", policy=POLICY) + "troubleshooters/"


@pytest.fixture(scope="session")
def in_node() -> Ask:
    """What JavaScript answers to requests such as `["evaluate", expression, context]`."""

    def ask(requests: list[list[Any]]) -> list[Any]:
        done = subprocess.run(
            ["node", HERE / "run_values.mjs"],
            input=json.dumps(requests),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        results: list[Any] = json.loads(done.stdout)
        return results

    return ask


@pytest.fixture(scope="session")
def trees() -> dict[str, Inspected]:
    """The troubleshooters of the folder `trees`, by name; they use most of what the format has."""
    folder = HERE / "trees"
    fragments, findings = read_fragments(folder, prefix="trees")
    assert findings == []
    found: dict[str, Inspected] = {}
    for tree, more in read_folder(folder, prefix="trees"):
        assert more == []
        assert tree is not None
        found[tree.slug] = inspect(
            tree,
            fragments,
            articles=(),
            troubleshooters=(),
            language="en",
            today="2026-11-20",
        )
    return found


@pytest.fixture(scope="session")
def make_pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes a site of troubleshooters in Material's styles, with the scripts as published.

    Each text is a file's; without any it is those of the repository and those of `pages/`.
    """

    def make(*texts: str, **options: Any) -> Path:
        top = tmp_path_factory.mktemp("site")
        for path in scripts.published(scripts.WEB):
            if path.parent.name not in ("troubleshooter", "web"):
                continue
            published = top / "assets/helpwright" / path.relative_to(scripts.WEB)
            published.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".js":
                published.write_text(scripts.text_of(path), encoding="utf-8")
            else:
                shutil.copy(path, published)
        material = find_spec("material")
        assert material is not None
        assert material.origin is not None
        for name in ("main", "palette"):
            folder = Path(material.origin).parent / "templates/assets/stylesheets"
            (style,) = folder.glob(f"{name}.*.min.css")
            shutil.copy(style, top / f"assets/{name}.css")
        given = {"contact_url": "../../contact/", "language": "en"} | options
        found = [read(text, "t.yml", f"t{n}") for n, text in enumerate(texts)]
        shared, _ = read_fragments(TREES, prefix="troubleshooters")
        if not texts:
            found = read_folder(TREES, prefix="troubleshooters")
            found += read_folder(HERE / "pages", prefix="pages")
        for tree, findings in found:
            assert tree is not None
            assert findings == []
            language = given["language"]
            whole = inspect(
                tree, shared, articles=(), troubleshooters=(), language=language, today=TODAY
            )
            body = render(
                whole.tree,
                whole.program,
                markdown=markdown.markdown,
                article_url=lambda path: (f"../../{path.removesuffix('.md')}/", path),
                **given,
            )
            page = top / f"troubleshooters/{tree.slug}/index.html"
            page.parent.mkdir(parents=True)
            html = HEAD.format(title=tree.title, body=body, language=language)
            page.write_text(html, encoding="utf-8")
        return top

    return make


@pytest.fixture(scope="session")
def compiled() -> Callable[[str], Built]:
    """Compiles what follows the first lines of a file, which has no errors."""

    def compile_(text: str) -> Built:
        top = "troubleshooter: 1\ntitle: A tree\nsummary: A tree\nowner: team\n"
        tree, _ = read(top + textwrap.dedent(text), "tree.yml", "tree")
        assert tree is not None
        built = build(tree)
        assert not [one for one in built.findings if one.severity is Severity.ERROR], built.findings
        return built

    return compile_


@pytest.fixture(scope="session")
def explored(compiled: Callable[[str], Built]) -> Callable[[str], Exploration]:
    """Explores the same."""
    return lambda text: explore(compiled(text).program, TODAY)


@pytest.fixture(scope="session")
def found(compiled: Callable[[str], Built]) -> Callable[[str], list[Finding]]:
    """What exploring the same finds wrong with it."""

    def find(text: str) -> list[Finding]:
        built = compiled(text)
        return explore_findings.check(explore(built.program, TODAY), built.places)

    return find
