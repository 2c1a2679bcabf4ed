"""What the tests of troubleshooters ask in both languages, and a site with their pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import markdown
import pytest

from helpwright.mkdocs_plugins import scripts
from helpwright.troubleshooters.page.render import render
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
Ask = Callable[[list[list[Any]]], list[Any]]


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
