"""Help centers for the browser tests, and what the engine's tests ask in both languages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Request

from helpwright.mkdocs_plugins import scripts
from helpwright.mkdocs_plugins.search_settings import BrowserSettings, Place, write
from helpwright.search import folder, index, stemmers
from helpwright.search.analysis import language_of
from helpwright.search.documents import Document, Section
from helpwright.search.query import Results, search
from helpwright.search.steering import Promotion, Steering

WEB = Path(__file__).parents[2] / "plugins/helpwright/web"
ROOT = "a/help/"
DOCUMENTS = (
    Document(
        "billing/refunds/",
        "Get a refund <for> a course",
        description="When a course is paid back.",
        category="Billing",
        type="how-to",
        applies_to=("Web", "Plus"),
        sections=(
            Section("", "", "You can ask for your money within 30 days."),
            Section("ask", "Ask for a refund", "Open Purchases & choose <Refund>. " * 20),
        ),
    ),
    Document(
        "billing/policy/",
        "Refund policy",
        category="Billing",
        type="reference",
        applies_to=("Web",),
        sections=(Section("", "", "What we pay back, and why the money may take a week."),),
    ),
    Document(
        "help/video/",
        "A video won't play",
        kind="troubleshooter",
        category="Courses",
        applies_to=("Plus",),
        sections=(Section("", "", "Start."), Section("cache", "Clear the cache", "Clear data.")),
    ),
    Document(
        "de/rechnung/",
        "Rechnung und Beleg",
        category="Abrechnung",
        language="de",
        sections=(Section("", "", "Eine Rechnung gibt es zu jeder Zahlung."),),
    ),
    *(
        Document(
            f"more/{n}/",
            f"Lesson {n}",
            category="Courses",
            type="how-to",
            sections=(Section("", "", f"About lesson {n}."),),
        )
        for n in range(1, 31)
    ),
)
STEERING = Steering(promotions=(Promotion(("video", "black screen"), ("help/video/",)),))
PLACES = (Place("Billing", "billing/"), Place("Courses & exams", "courses/"))
HEAD = (
    '<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8">'
    '<title>Help</title><meta name="viewport" content="width=device-width">'
    '<link rel="stylesheet" href="{root}assets/helpwright/search/search.css">'
    '<script type="module" src="{root}assets/helpwright/search/mount.js"></script></head><body>'
)
FORM = (
    '<form action="{root}search/" role="search"><label>Search '
    '<input type="search" name="q"></label></form>'
)
PAGES = {
    "": "<main><h1>Help</h1><helpwright-search>" + FORM + "</helpwright-search>"
    '<p><label>Name <input id="name"></label></p></main>',
    "search/": "<main><h1>Search</h1><helpwright-search-page>"
    + FORM
    + "</helpwright-search-page></main>",
    "plain/": '<header class="md-header"><nav class="md-header__inner"></nav></header>'
    "<main><h1>Plain</h1></main>",
    "help/video/": "<main><h1>A video won't play</h1></main>",
    "billing/refunds/": "<main><h1>Get a refund</h1></main>",
    "billing/policy/": "<main><h1>Refund policy</h1></main>",
    "billing/": "<main><h1>Billing</h1></main>",
    "more/9/": "<main><h1>Lesson 9</h1></main>",
}

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Some style sheets come with what needs them.
STYLED = "() => [...document.querySelectorAll('link[rel=stylesheet]')].every((one) => one.sheet)"
HERE = Path(__file__).parent
DATA = HERE.parents[1] / "../shared/data"
Answers = list[dict[str, Any]]
Collection = tuple[list[Document], list[tuple[str, str, set[str]]]]
Make = Callable[..., Path]
Open = Callable[..., Page]


def run_node(arguments: list[str | Path], given: object) -> Any:
    """What Node writes as JSON when it is given JSON."""
    done = subprocess.run(
        ["node", *arguments],
        cwd=WEB,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def documents() -> tuple[Document, ...]:
    """What the help center of these tests holds."""
    return DOCUMENTS


@pytest.fixture(scope="session")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Writes a site with the search's scripts, its index, and a page of each kind."""

    def make(
        documents: tuple[Document, ...] = DOCUMENTS,
        *,
        lang: str = "en",
        direction: str = "ltr",
        settings: BrowserSettings | None = None,
    ) -> Path:
        top = tmp_path_factory.mktemp("site")
        assets = top / ROOT / "assets/helpwright"
        for path in scripts.published(WEB):
            published = assets / path.relative_to(WEB)
            published.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".js":
                published.write_text(scripts.text_of(path), encoding="utf-8")
            else:
                shutil.copy(path, published)
        settings = settings or BrowserSettings("search/", contact="contact/")
        write(assets / "search", settings, PLACES)
        folder.write(index.build(documents, STEERING), assets / "index")
        for language in {document.language for document in documents}:
            if name := language_of(language).stemmer:
                module = assets / f"search/stemmers/{name}.js"
                module.parent.mkdir(exist_ok=True)
                module.write_text(stemmers.javascript(name), encoding="utf-8")
        for path, body in PAGES.items():
            root = "../" * path.count("/")
            page = top / ROOT / path / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            html = (HEAD + body + "</body></html>").format(lang=lang, dir=direction, root=root)
            page.write_text(html, encoding="utf-8")
        (top / "favicon.ico").write_bytes(b"")
        return top

    return make


@pytest.fixture(scope="session")
def site(make_site: Make, serve: Callable[..., str]) -> str:
    """The address of the help center in English."""
    return serve(make_site()) + ROOT


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens pages that must stay silent until the test ends; `faults` may be taken out."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def start(*, quiet: bool = True, **options: Any) -> Page:
        options.setdefault("viewport", {"width": 360, "height": 640})
        context = browser.new_context(**options)
        page = context.new_page()
        said: list[str] = []
        if quiet:
            page.on("console", lambda message: said.append(message.text))

        def note(request: Request) -> None:
            if not request.url.startswith("http://127.0.0.1:"):
                said.append(f"asked {request.url}")

        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", note)
        opened.append((context, said))
        return page

    yield start
    for context, _ in opened:
        context.close()
    assert [line for _, said in opened for line in said] == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page the size of a small telephone."""
    return open_page()


@pytest.fixture
def halt(page: Page) -> Callable[[], None]:
    """Stops the page's time, so that a slow machine makes no pause where the reader makes none."""

    def stop() -> None:
        page.clock.install(time=NOON)
        page.clock.pause_at(NOON + timedelta(minutes=1))

    return stop


@pytest.fixture(scope="session")
def plain() -> Callable[[Results], dict[str, Any]]:
    """What Python answers, as `run_query.mjs` writes it."""

    def convert(results: Results) -> dict[str, Any]:
        hits = [dict(vars(hit)) for hit in results.hits]
        for hit in hits:
            hit |= {"url": hit.pop("document").url, "matched": list(hit["matched"])}
        return vars(results) | {"hits": hits}

    return convert


@pytest.fixture(scope="session")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Answers]:
    """What JavaScript answers to requests, such as `{"query": "refund", "limit": 3}`."""
    modules = tmp_path_factory.mktemp("stemmers")
    for name in ("english", "french", "german"):
        (modules / f"{name}.mjs").write_text(stemmers.javascript(name), encoding="utf-8")

    def ask(index_folder: Path, requests: list[dict[str, Any]]) -> Answers:
        answers: Answers = run_node([HERE / "run_query.mjs", index_folder, modules], requests)
        return answers

    return ask


@pytest.fixture
def agree(
    plain: Callable[[Results], dict[str, Any]], in_node: Callable[..., Answers], tmp_path: Path
) -> Callable[..., Answers]:
    """The answers of both languages to texts or requests, which must not differ."""

    def ask(searched: index.Index, asked: Iterable[str | dict[str, Any]]) -> Answers:
        requests = [{"query": one} if isinstance(one, str) else one for one in asked]
        folder.write(searched, tmp_path / "agreed")
        found = in_node(tmp_path / "agreed", requests)
        for request, in_javascript in zip(requests, found, strict=True):
            options = {name: value for name, value in request.items() if name != "query"}
            in_python = plain(search(searched, request["query"], **options))
            assert in_python == in_javascript, request
        return found

    return ask


@pytest.fixture(scope="session")
def collection() -> Callable[[str], Collection]:
    """Real articles, and real questions: (id, text, the addresses of what answers it)."""

    @cache
    def read(name: str) -> Collection:
        def rows(file: str) -> list[dict[str, Any]]:
            lines = (DATA / name / file).read_text(encoding="utf-8").split("\n")
            return [json.loads(line) for line in lines if line]

        if not (DATA / name).is_dir():
            pytest.skip(f"the questions of {name} are not here")
        documents = [
            Document(row["id"], row["title"], sections=(Section("", "", row["body"]),))
            for row in rows("articles.jsonl")
        ]
        relevant: dict[str, set[str]] = defaultdict(set)
        for line in (DATA / name / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            question, article, _ = line.split("\t")
            relevant[question].add(article)
        asked = [(row["id"], row["text"], relevant[row["id"]]) for row in rows("queries.jsonl")]
        return documents, [one for one in asked if one[2]]

    return read


@pytest.fixture(scope="session")
def settle() -> Callable[[Page], None]:
    """Waits until a page has its style sheets."""

    def wait(page: Page) -> None:
        page.wait_for_function(STYLED)

    return wait


@pytest.fixture(scope="session")
def violations() -> Callable[..., list[str]]:
    """What axe finds wrong with a page, or with the parts of it that a selector names."""

    def check(page: Page, within: str = "html") -> list[str]:
        page.wait_for_function(STYLED)
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(
            """async (within) => {
              const { violations } = await axe.run([...document.querySelectorAll(within)],
                { resultTypes: ["violations"], preload: false });
              return violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.html}`));
            }""",
            within,
        )
        return [str(each) for each in found]

    return check


@pytest.fixture(scope="session")
def node() -> Callable[..., Any]:
    """Runs a module of `web/` in Node and gives what the script's `result` is, as JSON."""

    def run(script: str, *, given: object = None) -> Any:
        read = 'import { readFileSync } from "node:fs";\n'
        read += 'const given = JSON.parse(readFileSync(0, "utf8"));\n'
        source = f"{read}{script}\nconsole.log(JSON.stringify(result));"
        return run_node(["--input-type=module", "--eval", source], given)

    return run
