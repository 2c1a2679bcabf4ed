"""The drawings of a troubleshooter, published beside its page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_relative_url

from helpwright.troubleshooters.page import maps
from helpwright.troubleshooters.source.model import Troubleshooter


def add(
    files: Files,
    config: MkDocsConfig,
    page: File,
    tree: Troubleshooter,
    program: Mapping[str, Any],
) -> str:
    """Add the drawings to the site; gives what stands on the page."""
    folder = PurePath(page.src_uri).with_suffix("").as_posix()
    addresses = {name: f"{folder}/{name}.svg" for name in ("map", "map-dark")}
    back = get_relative_url(page.url, addresses["map"])
    drawn = maps.draw(program, tree.title, page=back)
    if drawn.light:
        for name, svg in (("map", drawn.light), ("map-dark", drawn.dark)):
            files.append(File.generated(config, addresses[name], content=svg))
    return maps.section(
        program,
        drawn,
        light_url=get_relative_url(addresses["map"], page.url),
        dark_url=get_relative_url(addresses["map-dark"], page.url),
    )
