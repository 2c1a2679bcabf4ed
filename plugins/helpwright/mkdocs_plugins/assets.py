"""Scripts and styles of a plugin, published with the site."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import rjsmin
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

WEB = Path(__file__).parents[1] / "web"
PUBLISHED = "assets/helpwright"


def publish(files: Files, config: MkDocsConfig, room: str) -> None:
    """Add the scripts and styles of `web/<room>` (or the one file) to the site."""
    source = WEB / room
    found = sorted(source.rglob("*")) if source.is_dir() else [source]
    for path in found:
        if path.is_file():
            address = f"{PUBLISHED}/{path.relative_to(WEB).as_posix()}"
            if address in files.src_uris:
                continue
            if path.suffix == ".js":
                files.append(File.generated(config, address, content=minified(path)))
            else:
                files.append(File.generated(config, address, abs_src_path=str(path)))


@cache
def minified(path: Path) -> str:
    """A script without its comments and most of its white space: half of what is sent."""
    return str(rjsmin.jsmin(path.read_text(encoding="utf-8"))) + "\n"


def add_module(config: MkDocsConfig, path: str) -> None:
    """Load a module script on every page."""
    address = f"{PUBLISHED}/{path}"
    if all(str(script) != address for script in config.extra_javascript):
        script = ExtraScriptValue(address)
        script.type = "module"
        config.extra_javascript.append(script)


def add_style(config: MkDocsConfig, path: str) -> None:
    """Load a stylesheet on every page."""
    address = f"{PUBLISHED}/{path}"
    if address not in config.extra_css:
        config.extra_css.append(address)
