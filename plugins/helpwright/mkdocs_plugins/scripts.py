"""Scripts as they are published: small, and those that always go together as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import rjsmin

WEB = Path(__file__).parents[1] / "web"
# Each is published with all that it imports inside, which then is not published by itself.
_BUNDLES = tuple(
    WEB / name for name in ("search/engine.js", "troubleshooter/element.js", "contact/element.js")
)

_IMPORT = re.compile(r'^(?:import|export) \{([^}]*)\} from "\./([\w/]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const|let) )", re.MULTILINE)
_LISTED = re.compile(r"^export \{[^}]*\};\n", re.MULTILINE)
_NAMES = re.compile(r'^export \{([^}]*)\} from "', re.MULTILINE)


def published(source: Path) -> Iterator[Path]:
    """The files of a folder of `web/` that are published; or the one file."""
    inside = {path for bundle in _BUNDLES for path in _reached(bundle)[:-1]}
    found = sorted(source.rglob("*")) if source.is_dir() else [source]
    return (path for path in found if path.is_file() and path not in inside)


@cache
def text_of(path: Path) -> str:
    """A script without its comments and most of its white space: half of what is sent."""
    text = _bundled(path) if path in _BUNDLES else path.read_text(encoding="utf-8")
    return str(rjsmin.jsmin(text)) + "\n"


def _bundled(entry: Path) -> str:
    """A script and all that it imports, as one module with the script's exports.

    The modules share one scope, so no two of them may give different things the same name; a
    browser says so at once.
    """
    parts = [path.read_text(encoding="utf-8") for path in _reached(entry)]
    names = [name.strip() for listed in _NAMES.findall(parts[-1]) for name in listed.split(",")]
    bodies = [_EXPORT.sub("", _LISTED.sub("", _IMPORT.sub("", part))) for part in parts]
    exports = [f"export {{ {', '.join(sorted(names))} }};"] if names else []
    return "\n".join([*bodies, *exports])


def _reached(path: Path, seen: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """A module and those that it imports, each after what it imports itself."""
    for _, name in _IMPORT.findall(path.read_text(encoding="utf-8")):
        one = path.parent / name
        if one not in seen:
            seen = _reached(one, seen)
    return (*seen, path) if path not in seen else seen
