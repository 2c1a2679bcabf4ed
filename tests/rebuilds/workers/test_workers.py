"""Worker processes: what they make is what the build would make."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from mkdocs.structure.pages import Page

from helpwright.errors import InputError
from helpwright.mkdocs_plugins import project
from helpwright.rebuilds import workers

# In the place of `toc`, which then has no option but the function that Helpwright sets.
FUNCTIONS = """  - pymdownx.emoji:
      emoji_index: !!python/name:pymdownx.emoji.twemoji
      emoji_generator: !!python/name:pymdownx.emoji.to_alt
"""


@pytest.mark.parametrize("count", ["1", "3"])
def test_a_build_with_workers_makes_and_says_what_one_without_does(
    rich: Any,
    ask: Any,
    taken: Any,
    nothing_is_left: Any,
    unfit: int,
    tmp_path: Path,
    count: str,
) -> None:
    ask("0")
    alone = rich.anew(tmp_path / "alone")
    assert taken() == (0, 0)
    ask(count)
    helped = rich.anew(tmp_path / "helped")
    got, asked = taken()
    assert asked - got == unfit
    assert alone.tree == helped.tree
    assert alone.said == helped.said
    assert alone.code == helped.code == 0
    assert nothing_is_left()


def state(page: Page) -> dict[str, Any]:
    """All that rendering leaves on a page."""
    links = page.links_to_anchors or {}
    return {
        "html": page.content,
        "title": page.title,
        "rendered title": page._title_from_render,
        "contents": [str(item) for item in page.toc],
        "anchors": page.present_anchor_ids,
        "links": {file.src_uri: found for file, found in links.items()},
    }


@pytest.mark.parametrize("options", ["  - toc: {permalink: true}\n", FUNCTIONS])
def test_pages_know_what_they_would_know_without_workers(
    rich: Any, ask: Any, taken: Any, options: str
) -> None:
    rich.edit("mkdocs.yml", "  - toc: {permalink: true}\n", options)
    results = []
    for count in ("0", "1"):
        ask(count)
        (rich.folder / ".helpwright/builds/kept.sqlite").unlink(missing_ok=True)
        files, found = project.render(project.load(str(rich.folder / "mkdocs.yml")))
        pages = [file.page for file in files.documentation_pages() if file.page]
        results.append(({page.file.src_uri: state(page) for page in pages}, found))
    alone, helped = results
    assert taken()[0] > 20
    for path, known in alone[0].items():
        assert helped[0][path] == known, path
    assert helped == alone
    assert "請求書を見る" in str(alone[0]["learning/headings.md"]["anchors"])
    title = alone[0]["learning/heading-first.md"]["rendered title"]
    assert title == "A heading * with a link &amp; more pic"
    raw = alone[0]["learning/raw.md"]["anchors"]
    assert raw >= {"old", "new", "block", "bare", "loud"}
    assert "fenced" not in raw


def test_a_text_that_another_plugin_changes_is_rendered_as_it_became(
    rich: Any, ask: Any, taken: Any, unfit: int, tmp_path: Path
) -> None:
    change = (
        "\ndef on_page_markdown(markdown, page, config, files):\n"
        "    return markdown.replace('The refund of', 'This changed refund of')\n"
    )
    rich.write("wait.py", (rich.folder / "wait.py").read_text("utf-8") + change)
    ask("0")
    alone = rich.anew(tmp_path / "alone")
    ask("1")
    helped = rich.anew(tmp_path / "helped")
    got, asked = taken()
    assert asked - got == unfit + 1
    page = tmp_path / "helped/site/learning/refund/index.html"
    assert "This changed refund of" in page.read_text("utf-8")
    assert helped.tree == alone.tree


def test_small_sites_and_sites_that_want_none_begin_no_process(
    rich: Any, ask: Any, taken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(*arguments: object, **options: object) -> None:
        raise AssertionError("a process was begun")

    monkeypatch.setattr(subprocess, "Popen", begin)
    ask("0")
    assert rich.build("--fresh").code == 0
    monkeypatch.delenv("HELPWRIGHT_WORKERS")
    assert rich.build("--fresh").code == 0
    assert taken() == (0, 0)


def test_a_build_that_has_it_all_begins_no_process(rich: Any, ask: Any, taken: Any) -> None:
    ask("1")
    rich.build()
    assert taken()[0] > 20
    rich.edit("docs/billing/category.yml", "title: Money", "title: What it costs")
    rich.build()
    assert taken() == (0, 0)


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "100", "٣"])
def test_a_number_of_workers_that_is_none_is_said_so(rich: Any, ask: Any, value: str) -> None:
    ask(value)
    with pytest.raises(InputError, match="is no number of worker processes"):
        project.load(str(rich.folder / "mkdocs.yml"))


def test_each_worker_has_texts_enough_to_be_worth_its_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "process_cpu_count", lambda: 8, raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(workers, "_QUOTA", Path("/nothing"))
    assert [workers.count_for(n, None) for n in (0, 399, 400, 900, 9000)] == [0, 0, 1, 2, 3]
    assert [workers.count_for(n, 5) for n in (0, 3, 9000)] == [0, 3, 5]
    assert workers.count_for(9000, 0) == 0
