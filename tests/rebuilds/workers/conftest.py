"""A help center with all that Markdown has, and what worker processes do for its builds."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture
def unfit() -> int:
    """How many of the texts are too much for a worker."""
    return len(OWN)


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Asks for a number of worker processes."""
    return lambda count: monkeypatch.setenv("HELPWRIGHT_WORKERS", count)


@pytest.fixture
def alone(rich: Any, ask: Callable[[str], None]) -> Callable[[], Any]:
    """Builds the help center without workers, once for the same files."""

    def build() -> Any:
        ask("0")
        return rich.clean()

    return build


def children() -> set[int]:
    """The child processes of this one, also those that have ended and were not waited for."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            number, _, rest = path.read_text().partition(" ")
            if int(rest.rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(number))
    return found


@pytest.fixture(autouse=True)
def nothing_is_left() -> Callable[[], bool]:
    """Tells whether the test left no child process, and no thread that listens to one."""
    others = children()

    def look() -> bool:
        listening = any(thread.name == "HELPWRIGHT_WORKERS" for thread in threading.enumerate())
        return children() <= others and not listening

    return look
