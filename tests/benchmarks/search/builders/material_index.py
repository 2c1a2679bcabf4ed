"""Writes what Material's `search` plugin writes: `python material_index.py SITE LANGUAGE`.

The plugin's own class cuts the pages into sections; here it gets pages that are HTML already.
"""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import jinja2
import material  # type: ignore[import-untyped]
from material.plugins.search.plugin import SearchIndex  # type: ignore[import-untyped]

_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
_MAIN = re.compile("<main[^>]*>(.*)</main>", re.DOTALL)
_HEADING = re.compile('<h2 id="([^"]*)"')
# The plugin's defaults, in its method `on_config`.
FIELDS = {"title": {"boost": 1e3}, "text": {"boost": 1e0}, "tags": {"boost": 1e6}}


def main(site: Path, language: str) -> None:
    """Write `search/search_index.json` for every page below `a/`."""
    pipeline = [word.strip() for word in _setting("pipeline", language).split(",")]
    found = SearchIndex(
        lang=[_setting("lang", language)],
        separator=_setting("separator", language),
        pipeline=[word for word in pipeline if word],
        fields=FIELDS,
    )
    for page in sorted(site.glob("a/*/index.html")):
        found.add_entry_from_context(_page(page, site))
    (site / "search").mkdir(exist_ok=True)
    text = found.generate_search_index(None)
    (site / "search/search_index.json").write_text(text, encoding="utf-8")


def _page(path: Path, site: Path) -> SimpleNamespace:
    """As much of a page of MkDocs as the plugin looks at."""
    html = path.read_text(encoding="utf-8")
    title, content = _TITLE.search(html), _MAIN.search(html)
    assert title is not None
    assert content is not None
    anchors = _HEADING.findall(content[1])
    toc = [SimpleNamespace(id=id, url=f"#{id}", children=[]) for id in anchors]
    return SimpleNamespace(
        meta={},
        content=content[1],
        toc=toc,
        url=path.parent.relative_to(site).as_posix() + "/",
        title=unescape(title[1]),
    )


def _setting(name: str, language: str) -> str:
    """A setting of Material's search in a language, or in English where it has none."""
    folder = Path(material.__file__).parent / "templates/partials/languages"
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(folder))
    for code in (language, "en"):
        texts = environment.get_template(f"{code}.html").make_module()
        value = str(texts.t(f"search.config.{name}"))  # type: ignore[attr-defined]
        if value:
            return unescape(value)
    return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
