"""Scripts are published without comments and white space, and mean what they meant."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from helpwright.mkdocs_plugins import assets

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
    found = sorted(assets.WEB.rglob("*.js"))
    assert len(found) > 20
    pairs = [
        {
            "name": path.name,
            "before": path.read_text(encoding="utf-8"),
            "after": assets.minified(path),
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
