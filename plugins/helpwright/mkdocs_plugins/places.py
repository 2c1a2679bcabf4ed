"""Paths as people read them in findings and on the command line, and where things are kept."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig


def shown_folder(folder: Path) -> str:
    """A folder as places show it: relative to where the user stands, if it is below."""
    try:
        relative = os.path.relpath(folder)
    except ValueError:  # another drive on Windows
        return folder.as_posix()
    return folder.as_posix() if relative.startswith("..") else Path(relative).as_posix()


def shown_file(path: Path) -> str:
    """A file as places show it: relative to where the user stands, if it is below."""
    folder = shown_folder(path.parent)
    return path.name if folder == "." else f"{folder}/{path.name}"


def base_folder(config: MkDocsConfig) -> Path:
    """The folder of `mkdocs.yml`, beside which Helpwright keeps what it stores."""
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
