"""A help center as the command line works with it: its configuration, content and pages."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.articles.model import Content
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.mkdocs_plugins import companions, selection
from helpwright.mkdocs_plugins.articles import ArticlesPlugin
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.mkdocs_plugins.places import shown_file

Progress = Callable[[str, int, int], None]
"""What is being done, how many of how many."""


def load(
    config_file: str | None, overrides: Overrides | None = None, **options: Any
) -> MkDocsConfig:
    """The configuration of a help center, with the command line's wishes in it.

    `options` are MkDocs' own, such as `strict` and `site_dir`; None leaves what the file says.

    Raises:
        InputError: if there is no configuration, or it cannot be used.
    """
    shown = config_file or "mkdocs.yml"
    given = {name: value for name, value in options.items() if value is not None}
    with _listening() as problems:
        try:
            config = load_config(config_file, **given)
        except (ConfigurationError, Abort, OSError) as error:
            message = " ".join((problems.text or str(error)).split())
            hint = "run the command in the folder of mkdocs.yml, or name it with --config"
            hint = hint if "not exist" in message else "correct mkdocs.yml"
            place = Place(shown)
            raise InputError(Finding(place, "bad-config", message, hint, Severity.ERROR)) from None
    plugin = config.plugins.get("helpwright/articles")
    if isinstance(plugin, ArticlesPlugin):
        plugin.overrides = overrides or Overrides()
        plugin.read_settings(config)
    return config


def read_content(config: MkDocsConfig) -> Content:
    """The articles of a help center, without rendering them.

    Raises:
        InputError: if the site does not use the articles plugin.
    """
    plugin = articles_plugin(config)
    return selection.read(selection.list_files(config), config, plugin.read_settings(config))


def articles_plugin(config: MkDocsConfig) -> ArticlesPlugin:
    """The articles plugin of a site.

    Raises:
        InputError: if the site does not use it.
    """
    plugin = companions.find(config, "articles")
    if isinstance(plugin, ArticlesPlugin):
        return plugin
    place = Place(shown_file(Path(config.config_file_path or "mkdocs.yml")))
    message = "this site does not use the plugin helpwright/articles"
    hint = "add it under `plugins:`"
    raise InputError(Finding(place, "missing-plugin", message, hint, Severity.ERROR))


def render(config: MkDocsConfig, progress: Progress | None = None) -> tuple[Files, list[Finding]]:
    """Read and render all pages as a build does, and stop before anything is written.

    Returns the files, whose pages hold their HTML, and everything found wrong.
    """
    stop = _StopAfterReading(progress)
    config.plugins["helpwright-stop"] = stop
    place = Place(shown_file(Path(config.config_file_path or "mkdocs.yml")))
    failure = ""
    with tempfile.TemporaryDirectory(prefix="helpwright-") as folder, _listening() as heard:
        config.site_dir = folder
        config.strict = False
        try:
            build.build(config)
        except _Finished:
            pass
        except (Abort, BuildError) as error:
            failure = " ".join(str(error).split())
    found = set(companions.findings(config))
    # What MkDocs and other plugins warn of fails a strict build, so a check must not be silent.
    found |= {Finding(place, "mkdocs-warning", text) for text in heard.others}
    if failure and stop.files is None and not any(f.severity is Severity.ERROR for f in found):
        message = heard.text or failure
        raise InputError(Finding(place, "build-failed", message, severity=Severity.ERROR))
    return stop.files or Files([]), sorted(found)


class NoOptions(Config):
    """What a plugin without options is told."""


class _Finished(Exception):
    pass


class _StopAfterReading(BasePlugin[NoOptions]):
    """Ends a build when every page is rendered and every plugin has looked at them."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.files: Files | None = None
        self.total = self.done = 0

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        self.files = files
        return files

    @event_priority(-10_000)
    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        if self.progress is not None:
            self.total = self.total or len(files.documentation_pages())
            self.done += 1
            self.progress("Reading", self.done, self.total)
        return html

    @event_priority(-10_000)
    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        raise _Finished


class _Heard(logging.Handler):
    """Keeps what is logged: errors in `text`, in `others` warnings that are no finding of ours."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.text = ""
        self.others: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.levelno >= logging.ERROR:
            self.text = f"{self.text}; {message}" if self.text else message
        elif not record.name.startswith("mkdocs.plugins.helpwright"):
            self.others.append(message)


@contextmanager
def _listening() -> Iterator[_Heard]:
    """Hear what MkDocs logs, instead of letting it print."""
    heard = _Heard()
    logger = logging.getLogger("mkdocs")
    propagate = logger.propagate
    logger.addHandler(heard)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagate
