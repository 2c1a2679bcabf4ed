"""Scripts are published without comments and white space, and mean what they meant."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpwright.mkdocs_plugins import scripts

REPO = Path(__file__).parents[2]
ACORN = REPO / ".ci/node_modules/acorn/dist/acorn.mjs"
COMPARE = """
import { parse } from ACORN;
const places = new Set(["start", "end", "raw"]);
const tree = (text) =>
  JSON.stringify(parse(text, { ecmaVersion: 2024, sourceType: "module" }), (key, value) =>
    places.has(key) ? undefined : typeof value === "bigint" ? String(value) : value,
  );
let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const differ = JSON.parse(input).filter(({ before, after }) => tree(before) !== tree(after));
process.stdout.write(JSON.stringify(differ.map(({ name }) => name)));
"""


def test_every_script_means_the_same_and_is_smaller_when_it_is_published(
    need: Callable[[bool, str], None], tmp_path: Path
) -> None:
    need(ACORN.is_file(), "the JavaScript parser: npm install --prefix .ci")
    names = ("search/engine.js", "troubleshooter/element.js", "contact/element.js")
    bundles = {scripts.WEB / name for name in names}
    found = [path for path in scripts.WEB.rglob("*.js") if path not in bundles]
    assert len(found) > 20
    pairs = [
        {
            "name": path.name,
            "before": path.read_text(encoding="utf-8"),
            "after": scripts.text_of(path),
        }
        for path in found
    ]
    script = tmp_path / "compare.mjs"
    script.write_text(COMPARE.replace("ACORN", json.dumps(ACORN.as_uri())), encoding="utf-8")
    done = subprocess.run(
        ["node", str(script)], input=json.dumps(pairs), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []
    before, after = (sum(len(pair[side]) for pair in pairs) for side in ("before", "after"))
    assert after < 0.75 * before
    assert not any("@ts-check" in pair["after"] for pair in pairs)


def test_every_script_that_a_published_one_imports_is_published_as_well() -> None:
    published = {
        path: scripts.text_of(path)
        for path in scripts.published(scripts.WEB)
        if path.suffix == ".js"
    }
    for path, text in published.items():
        for name in re.findall(r'(?:from|import\()"(\.[^"]+\.js)"', text):
            assert (path.parent / name).resolve() in published, f"{path.name} imports {name}"


def test_the_engine_is_one_script_with_the_exports_that_it_has_in_pieces(
    node: Callable[..., Any], tmp_path: Path
) -> None:
    whole = scripts.text_of(scripts.WEB / "search/engine.js")
    assert not re.search(r"^import\b|from\s*\"", whole, re.MULTILINE)
    script = tmp_path / "engine.mjs"
    script.write_text(whole, encoding="utf-8")
    pieces, one = node(
        f"""const both = await Promise.all([
  import("./search/engine.js"), import({json.dumps(script.as_uri())}),
]);
const result = both.map((module) => Object.keys(module));"""
    )
    assert pieces == one == ["ask", "facets", "isUnspaced", "prepare", "site"]


@pytest.mark.parametrize(
    "bundle", ["search/engine.js", "troubleshooter/element.js", "contact/element.js"]
)
def test_the_modules_in_one_script_have_no_name_in_common(bundle: str, tmp_path: Path) -> None:
    script = tmp_path / "bundle.mjs"
    script.write_text(scripts.text_of(scripts.WEB / bundle), encoding="utf-8")
    done = subprocess.run(["node", "--check", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
