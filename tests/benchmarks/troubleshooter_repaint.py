"""How long a browser takes to show the next step of a large troubleshooter after an answer.

A site with a tree of 40 steps (see `troubleshooter_trees.py`) is built and opened in Chromium.
After six answers the first is changed to and fro. Measured are the handlers together with style
and layout, which are forced at the end; a frame at 60 Hz has 16.7 ms for them.

    python tests/benchmarks/troubleshooter_repaint.py --changes 60
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import troubleshooter_trees
from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FRAME = 1000 / 60
CONFIG = """site_name: Test
site_url: https://help.example.org/
plugins: [helpwright/articles, helpwright/troubleshooters, helpwright/search]
theme: helpwright
"""
ARTICLE = "---\nid: {id}\ntitle: About {name}\ndescription: What to know of {name}.\n---\nText.\n"
START = "?topic=a&a_sign=blank&a_reload=not_fixed&a_version=not_sure&a_private=not_fixed&a_team=no"
# Both lead to steps of their own, so that all that follows is worked out and shown anew.
MEASURE = """async (changes) => {
  const found = { change: [], answer: [] };
  const timed = (kind, act) => {
    const start = performance.now();
    act();
    document.body.offsetHeight;
    found[kind].push(performance.now() - start);
  };
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (let n = 0; n < changes; n += 1) {
    timed("change", () => document.querySelector(".hw-answers .hw-change a").click());
    await frame();
    const form = document.querySelector("#topic form");
    form.querySelector(`[value=${n % 2 ? "a" : "b"}]`).checked = true;
    timed("answer", () => form.requestSubmit());
    await frame();
  }
  return found;
}"""


def main() -> None:
    """Build, measure with and without a slower processor, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--changes", type=int, default=60)
    options = parser.parse_args()
    print(f"{'CPU':<6} {'what':<28} {'median ms':>9} {'p95 ms':>7} {'p95 of a frame':>14}")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(build(Path(folder))) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for rate in (1, 4):
            page = browser.new_page(viewport={"width": 390, "height": 844})
            page.goto(f"{address}troubleshooters/tree/{START}")
            page.locator(".hw-answers a").first.wait_for()
            print_lines(page, rate, options.changes)
            page.close()
        browser.close()


def print_lines(page: Page, rate: int, changes: int) -> None:
    """Measure on an open page whose processor is slower by a factor."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.evaluate(MEASURE, 6)
    found = page.evaluate(MEASURE, changes)
    for kind, what in (("change", "an answer is to be changed"), ("answer", "it is changed")):
        times = sorted(found[kind])
        late = times[int(0.95 * (len(times) - 1))]
        median = statistics.median(times)
        print(f"{f'1/{rate}':<6} {what:<28} {median:>9.1f} {late:>7.1f} {late / FRAME:>14.0%}")


def build(folder: Path) -> Path:
    """Build the site in a folder; the folder with its pages."""
    files = {"mkdocs.yml": CONFIG, "troubleshooters/tree.yml": troubleshooter_trees.text_of(0)}
    other = troubleshooter_trees.OTHER
    files[f"troubleshooters/{other}.yml"] = troubleshooter_trees.TEXT_OF_OTHER
    for number, path in enumerate(troubleshooter_trees.ARTICLES):
        name = Path(path).stem
        files[f"docs/{path}"] = ARTICLE.format(id=f"article{number}", name=name)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "helpwright.cli", "build"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "site"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served meanwhile."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


if __name__ == "__main__":
    main()
