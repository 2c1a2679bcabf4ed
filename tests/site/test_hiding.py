"""Ways in which something internal could slip past the front matter, all in one site."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
AGENTS = "---\ntitle: The puffin handbook\naudience: agents\n---\nPuffins are internal.\n"
FILES = {
    "docs/a/one.md": "---\nid: one11\ntitle: One\ndescription: D\n---\n![Seen](seen.png)\n",
    "docs/a/puffin.mkd": AGENTS,
    "docs/a/PUFFIN.MD": AGENTS.replace("handbook", "shouting"),
    "docs/a/puffin-late.md": f"\n{AGENTS}",
    "docs/a/puffin-draft.md": "---\ntitle: Puffin draft\ndraft: true\n---\n[One](one.md)\n",
    "docs/a/puffin-typo.md": AGENTS.replace("audience", "audiance"),
    "docs/a/puffin-seen.md": AGENTS + "![P](puffin.png) ![S](seen.png) [D](puffin.pdf)\n",
    "docs/a/puffin.png": "puffin",
    "docs/a/puffin.pdf": "puffin",
    "docs/a/seen.png": "seen",
    "docs/b/category.yaml": "audience: agents\n",
    "docs/excluded/puffin.md": "---\ntitle: Excluded puffin\nid: puff1n\n---\nText\n",
    "docs/links.json": "",
}
CONFIG = """site_name: T
theme: {theme}
exclude_docs: excluded/
nav:
  - One: a/one.md
  - The puffin handbook: a/puffin-seen.md
plugins:
  - helpwright/articles: {{ledger: links.json, unknown_keys: ignore}}
  - helpwright/search
"""


@pytest.mark.parametrize("theme", ["helpwright", "material"])
def test_nothing_internal_slips_through(helpwright: Run, tmp_path: Path, theme: str) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "docs/links.json").unlink()
    (tmp_path / "mkdocs.yml").write_text(CONFIG.format(theme=theme))
    refused = helpwright("build", cwd=tmp_path)
    assert refused.returncode == 1  # the late front matter and category.yaml are errors
    assert "[front-matter-late]" in refused.stderr
    assert "[category-name]" in refused.stderr
    (tmp_path / "docs/a/puffin-late.md").unlink()
    (tmp_path / "docs/b/category.yaml").unlink()
    fixed = helpwright("check", "--fix", cwd=tmp_path)
    assert fixed.returncode == 0, fixed.stdout
    built = helpwright("build", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    site = tmp_path / "site"
    assert (site / "a/seen.png").is_file()
    assert (site / "a/one/index.html").is_file()
    names = [path.name.lower() for path in site.rglob("*")]
    assert not [name for name in names if "puffin" in name or name == "links.json"]
    texts = [path.read_bytes().lower() for path in site.rglob("*") if path.is_file()]
    assert not [text for text in texts if b"puffin" in text]
