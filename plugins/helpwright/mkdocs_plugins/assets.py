"""Scripts and styles of a plugin, published with the site."""

from __future__ import annotations

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from helpwright.mkdocs_plugins import scripts

PUBLISHED = "assets/helpwright"


def publish(files: Files, config: MkDocsConfig, room: str) -> None:
    """Add the scripts and styles of `web/<room>` (or the one file) to the site."""
    for path in scripts.published(scripts.WEB / room):
        address = f"{PUBLISHED}/{path.relative_to(scripts.WEB).as_posix()}"
        if address in files.src_uris:
            continue
        if path.suffix == ".js":
            files.append(File.generated(config, address, content=scripts.text_of(path)))
        else:
            files.append(File.generated(config, address, abs_src_path=str(path)))


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
