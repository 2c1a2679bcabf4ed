"""Worker processes: what they make is what the build would make, and nothing depends on them."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from mkdocs.structure.pages import Page

from helpwright.errors import InputError
from helpwright.mkdocs_plugins import project
from helpwright.rebuilds import workers

EXTENSIONS = """markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - smarty
  - tables
  - toc: {permalink: true}
  - pymdownx.critic
  - pymdownx.details
  - pymdownx.highlight: {anchor_linenums: true}
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.magiclink
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist
"""
# In the place of `toc`, which then has no option but the function that Helpwright sets.
FUNCTIONS = """  - pymdownx.emoji:
      emoji_index: !!python/name:pymdownx.emoji.twemoji
      emoji_generator: !!python/name:pymdownx.emoji.to_alt
"""
# Waits until the workers are done, so that each page that can come from them does.
HOOK = """import threading, time

def on_nav(nav, config, files):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if not any(thread.name == "HELPWRIGHT_WORKERS" for thread in threading.enumerate()):
            break
        time.sleep(0.01)
    return nav
"""
LINKS = """See [the refund](../billing/invoice.md "A \\"title\\" & more"), [a part of
it](../billing/invoice.md#why-a-invoice-can-fail), [itself](#here), [this page](links.md#nowhere),
[a video](video.md?lesson=1&part=2#change-the-video), [another](https://example.org/?a=1&b=2),
[no such page](nothing.md), [no such picture][gone], [absolute](/billing/invoice/),
[folder](../billing/), [odd](../billing/in%76oice.md), [brackets](<two words.md>), [empty](),
<https://example.org/automatic?x=1&y=2>, www.example.org/magic, [entity](caf&eacute;.md?x&amp;y),
[quote](a"b.md), [<b>](a<b>.md).

![A picture](../pictures/one.png){ width=100 } and ![][gone]

[gone]: ../pictures/none.png

## Here [with a link](../billing/invoice.md)
"""
# With what is too much for a worker.
OWN = {
    "marks": "Marks \ue7f30\ue7f4 of others and [a link](video.md).",
    "escaped": "An [escaped](a\\_b\\*c.md) link.",
    "stashed": "# A <b>heading</b> &copy; with \\*stars\\*\n\nText.",
    "quotes": ">" * 300 + " deep",
    "details": "".join(f"{'    ' * depth}??? note\n\n" for depth in range(130)) + "deep",
    "empty": "",
    "spaces": "   \n\n",
}
TEXTS = OWN | {
    "links": LINKS,
    "mail": "Write to <help@example.org> or look at [the refund](../billing/invoice.md).",
    "heading-first": """# A *heading* \\* with [a link](video.md) & more[^1] ![pic](one.png)

Text.

[^1]: A note.
""",
    "raw": """<a name="old"></a>Old. <span id="new">New</span> `<i id="code">`

<div id="block" markdown>

Inside is [a link](video.md).

</div>

<p id=bare>x</p>

```html
<a id="fenced" href="x.md">
```

<a ID='loud' href="seat.md">raw link</a> <a id>none</a>
""",
    "code": """```python linenums="1"
print("<a href=\\"x.md\\">")
```

`#!python x = 1` ++ctrl+c++

    indented [no link](x.md)
""",
    "tabs": """=== "One"

    Text with [a link](video.md).

=== "Two"

    ```sh
    ls
    ```

??? note "More"

    - [x] done
    - [ ] not done

!!! tip
    Tip with ![p](../pictures/one.png)
""",
    "odd": """Zażółć \U0001f600 \u200b \ufeff &nbsp; &lt;b&gt; \u2028 <!-- a comment [x](y.md) -->

\\[no](x.md)
""",
    "words": """The HTML is {--gone--} {++new [link](video.md)++}

Term
:   Meaning[^a] and[^a].

[^a]: A [note](video.md).

*[HTML]: A "language"
""",
    "filled": "{{ snippet: hint }} {{ product }} `{{ product }}` {{ nothing }} {{ snippet: none }}",
    "nested": "\n".join("  " * depth + "- deep [x](video.md)" for depth in range(60)),
    "headings": """## Same

## Same

### Under [it](video.md) {#own}

## `Code` & <b>more</b>

## 請求書を見る

:smile:
""",
}


@pytest.fixture
def rich(center: Any) -> Any:
    """A help center with all that Markdown has."""
    for name, text in TEXTS.items():
        head = f"---\nid: rich-{name}\ntitle: About {name}\ndescription: It has {name}.\n---\n"
        center.write(f"docs/learning/{name}.md", head + text)
    center.write("docs/pictures/one.png", "no picture")
    config = (center.folder / "mkdocs.yml").read_text("utf-8")
    config = re.sub(r"markdown_extensions: .*\n", EXTENSIONS, config)
    center.write("mkdocs.yml", f"{config}hooks: [wait.py]\n")
    center.write("wait.py", HOOK)
    return center


@pytest.fixture
def taken(caplog: pytest.LogCaptureFixture) -> Any:
    """How many texts came from workers, of how many."""
    caplog.set_level(logging.DEBUG, "mkdocs.plugins.helpwright.workers")

    def count() -> tuple[int, int]:
        found = [
            re.match(r"(\d+) of (\d+) texts came from worker processes", record.getMessage())
            for record in caplog.records
        ]
        caplog.clear()
        pairs = [(int(match[1]), int(match[2])) for match in found if match]
        assert len(pairs) < 2
        return pairs[0] if pairs else (0, 0)

    # `mkdocs` does not pass on what it logs while the command prints it.
    log = logging.getLogger("mkdocs.plugins.helpwright.workers")
    log.addHandler(caplog.handler)
    yield count
    log.removeHandler(caplog.handler)


def ask(monkeypatch: pytest.MonkeyPatch, count: str) -> None:
    monkeypatch.setenv("HELPWRIGHT_WORKERS", count)


def children() -> set[int]:
    """The child processes of this one, also those that have ended and were not waited for."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            number, _, rest = path.read_text().partition(" ")
            if int(rest.rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(number))
    return found


OTHERS: set[int] = set()


@pytest.fixture(autouse=True)
def others() -> None:
    """Note the child processes that other tests have."""
    OTHERS.clear()
    OTHERS.update(children())


def nothing_is_left() -> bool:
    """Whether a build left no child process, and no thread that listens to one."""
    listening = any(thread.name == "HELPWRIGHT_WORKERS" for thread in threading.enumerate())
    return children() <= OTHERS and not listening


@pytest.mark.parametrize("count", ["1", "3"])
def test_a_build_with_workers_makes_and_says_what_one_without_does(
    rich: Any, taken: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: str
) -> None:
    ask(monkeypatch, "0")
    alone = rich.anew(tmp_path / "alone")
    assert taken() == (0, 0)
    ask(monkeypatch, count)
    helped = rich.anew(tmp_path / "helped")
    got, asked = taken()
    assert asked - got == len(OWN)
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
    rich: Any, taken: Any, monkeypatch: pytest.MonkeyPatch, options: str
) -> None:
    rich.edit("mkdocs.yml", "  - toc: {permalink: true}\n", options)
    results = []
    for count in ("0", "1"):
        ask(monkeypatch, count)
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


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="the programs in the place of Python are scripts")
@pytest.mark.parametrize(
    ("program", "some"),
    [
        ("cat >/dev/null; yes rubbish", False),
        ("echo", False),
        ("exec sleep 1000", False),
        ("cat >/dev/null; exec sleep 1000", False),
        ("kill -9 $$", False),
        ('"{python}" "$@" | head -c 20000', True),
        ('"{python}" "$@" | head -c 20000; yes', True),
        ('"{python}" "$@" | tr e f', False),
        ('(sleep 0.3; kill -9 $$) >/dev/null 2>&1 & exec "{python}" "$@"', None),
    ],
)
def test_workers_that_fail_change_nothing(
    rich: Any,
    taken: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    some: bool | None,
) -> None:
    if "sleep 1000" in program:  # Nobody waits for these.
        rich.write("wait.py", "")
    ask(monkeypatch, "0")
    alone = rich.anew(tmp_path / "alone")
    ask(monkeypatch, "1")
    text = program.replace("{python}", sys.executable)
    monkeypatch.setattr(sys, "executable", script(tmp_path / "python", text))
    begun = time.monotonic()
    helped = rich.anew(tmp_path / "helped")
    assert time.monotonic() - begun < 25
    got, asked = taken()
    assert asked > 20
    assert some is None or (got > 0) is some
    assert (helped.code, helped.said, helped.tree) == (alone.code, alone.said, alone.tree)
    assert nothing_is_left()


def test_a_program_that_is_not_there_changes_nothing(
    rich: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(monkeypatch, "0")
    alone = rich.anew(tmp_path / "alone")
    ask(monkeypatch, "2")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    helped = rich.anew(tmp_path / "helped")
    assert (helped.code, helped.said, helped.tree) == (alone.code, alone.said, alone.tree)


def test_a_system_without_threads_changes_nothing(
    rich: Any, taken: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    ask(monkeypatch, "0")
    alone = rich.anew(tmp_path / "alone")
    ask(monkeypatch, "2")
    monkeypatch.setattr(threading.Thread, "start", fail)
    helped = rich.anew(tmp_path / "helped")
    assert taken()[0] == 0
    assert (helped.code, helped.said, helped.tree) == (alone.code, alone.said, alone.tree)
    assert nothing_is_left()


def test_a_text_that_another_plugin_changes_is_rendered_as_it_became(
    rich: Any, taken: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = (
        "\ndef on_page_markdown(markdown, page, config, files):\n"
        "    return markdown.replace('The refund of', 'This changed refund of')\n"
    )
    rich.write("wait.py", HOOK + change)
    ask(monkeypatch, "0")
    alone = rich.anew(tmp_path / "alone")
    ask(monkeypatch, "1")
    helped = rich.anew(tmp_path / "helped")
    got, asked = taken()
    assert asked - got == len(OWN) + 1
    page = tmp_path / "helped/site/learning/refund/index.html"
    assert "This changed refund of" in page.read_text("utf-8")
    assert helped.tree == alone.tree


def test_no_process_outlives_a_build_that_fails(
    rich: Any, taken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(monkeypatch, "2")
    rich.write(
        "wait.py",
        "def on_page_markdown(markdown, page, config, files):\n    raise RuntimeError('broken')\n",
    )
    config = str(rich.folder / "mkdocs.yml")
    with pytest.raises(RuntimeError, match="broken"):
        project.render(project.load(config))
    assert taken()[1] > 20
    assert nothing_is_left()
    rich.write(
        "interrupt.py",
        "def on_page_markdown(markdown, page, config, files):\n    raise KeyboardInterrupt\n",
    )
    rich.edit("mkdocs.yml", "wait.py", "interrupt.py")
    assert rich.build().code == 1  # as click does it
    assert taken()[1] > 20
    assert nothing_is_left()


def test_a_process_ends_when_its_build_was_killed(rich: Any) -> None:
    wait = "import time\n\ndef on_nav(nav, config, files):\n    time.sleep(60)\n"
    rich.write("wait.py", wait)
    for number in range(300):
        text = f"---\nid: more{number}\ntitle: More {number}\n---\n" + LINKS * 20
        rich.write(f"docs/learning/more{number}.md", text)
    environment = {**os.environ, "HELPWRIGHT_WORKERS": "1"}
    build = subprocess.Popen(
        [sys.executable, "-m", "helpwright.cli", "build"],
        cwd=rich.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
    if not children.exists():
        build.kill()
        build.wait()
        pytest.skip("this system does not list the children of a process")
    end = time.monotonic() + 30
    while not (found := children.read_text("ascii").split()) and time.monotonic() < end:
        time.sleep(0.01)
    build.kill()
    build.wait()
    assert len(found) == 1
    process = Path("/proc", found[0], "stat")
    end = time.monotonic() + 15
    while process.exists() and ") Z " not in process.read_text("ascii"):
        assert time.monotonic() < end, "it goes on for nobody"
        time.sleep(0.05)


def test_small_sites_and_sites_that_want_none_begin_no_process(
    rich: Any, taken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(*arguments: object, **options: object) -> None:
        raise AssertionError("a process was begun")

    monkeypatch.setattr(subprocess, "Popen", begin)
    ask(monkeypatch, "0")
    assert rich.build("--fresh").code == 0
    monkeypatch.delenv("HELPWRIGHT_WORKERS")
    assert rich.build("--fresh").code == 0
    assert taken() == (0, 0)


def test_a_build_that_has_it_all_begins_no_process(
    rich: Any, taken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(monkeypatch, "1")
    rich.build()
    assert taken()[0] > 20
    rich.edit("docs/billing/category.yml", "title: Money", "title: What it costs")
    rich.build()
    assert taken() == (0, 0)


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "100", "٣"])
def test_a_number_of_workers_that_is_none_is_said_so(
    rich: Any, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    ask(monkeypatch, value)
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
