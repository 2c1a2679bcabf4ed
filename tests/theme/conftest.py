"""Two small sites with the theme: a help center with the plugins, and plain docs without them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CATEGORIES = ("account", "billing", "courses", "exams", "mobile", "privacy", "reports", "teams")
EXTENSIONS = """
markdown_extensions:
  - admonition
  - attr_list
  - tables
  - footnotes
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.keys
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
"""
HELP = """
site_name: Larkfield Help
site_url: https://help.example/sub/
site_description: Answers for learners.
repo_url: https://github.com/example/help
theme: {name: helpwright, features: [content.tabs.link]}
plugins:
  - helpwright/articles:
      audience: agents
      contact: {email: help@larkfield.example, hours: Monday to Friday}
  - helpwright/troubleshooters
  - helpwright/search
"""
PLAIN = """
site_name: Plain docs
repo_url: https://github.com/example/docs
theme: {name: helpwright, language: ar, palette: {primary: deep purple}}
plugins: []
"""
BODY = """
Every payment has an invoice. Press ++ctrl+p++ to print it[^1].

[^1]: On paper, for example.

!!! warning "Only once"
    The link works once.

## On the web

| Plan | Invoices |
|:-----|---------:|
| Plus | monthly  |

- [x] done
- [ ] open

=== "iOS"

    Tap **Share**.

=== "Android"

    Tap the menu.

## With the API

```python
import invoices  # of this year

invoices.download(year=2026, target="/a/long/path/that/does/not/fit/on/a/telephone/screen.pdf")
```

??? question "Is there more?"
    There is.
"""
TROUBLESHOOTER = """
troubleshooter: 1
title: A video won't play
summary: Find out why a lesson stays black.
owner: docs
start: where
steps:
  where:
    ask: Where do you watch?
    options:
      web: {label: In a browser, go: out_reload}
      app: {label: In the app, go: out_reload}
outcomes:
  out_reload: {title: Reload it, solved: true, body: Reload the page.}
"""


def article(title: str, number: int, **more: str) -> str:
    keys = {"id": f"art{number}x", "title": title, "description": f"{title}.", "type": "how-to"}
    keys |= {"owner": "docs", "last_reviewed": "2026-09-15", "review_in": "24 months", **more}
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\n{lines}---\n{BODY}"


def write_help(docs: Path) -> None:
    for number, name in enumerate(CATEGORIES):
        folder = docs / name
        folder.mkdir(parents=True)
        (folder / "category.yml").write_text(
            f"title: {name.title()}\ndescription: About {name}.\n"
            f"icon: {'no/such-icon' if number else 'material/account-outline'}\norder: {number}\n"
        )
        (folder / "start.md").write_text(article(f"Start with {name}", number))
    for number in range(30):
        text = article(f"Pay invoice {number} by card", 100 + number)
        (docs / "billing" / f"pay-{number}.md").write_text(text)
    invoices = article("Download <your> invoices & more", 200, applies_to="[Plus, Web]")
    (docs / "billing" / "download-invoices.md").write_text(invoices)
    secret = article("Goodwill refunds", 201, audience="agents")
    (docs / "billing" / "goodwill.md").write_text(secret)
    (docs.parent / "troubleshooters").mkdir()
    (docs.parent / "troubleshooters" / "video.yml").write_text(TROUBLESHOOTER)


def build(folder: Path, config: str) -> Path:
    (folder / "mkdocs.yml").write_text(config + EXTENSIONS)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795000000"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / "site"


@pytest.fixture(scope="session")
def help_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("help")
    write_help(folder / "docs")
    return build(folder, HELP)


@pytest.fixture(scope="session")
def plain_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    docs = folder / "docs"
    (docs / "guide").mkdir(parents=True)
    (docs / "index.md").write_text("# Welcome\n\nText.\n")
    (docs / "guide" / "first.md").write_text("# First & foremost\n" + BODY)
    (docs / "guide" / "second.md").write_text("Without a heading.\n")
    return build(folder, PLAIN)


@pytest.fixture(scope="session")
def help_address(serve: Callable[..., str], help_site: Path) -> str:
    return serve(help_site, "/sub/")


@pytest.fixture(scope="session")
def plain_address(serve: Callable[..., str], plain_site: Path) -> str:
    return serve(plain_site, "/sub/")
