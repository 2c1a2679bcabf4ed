"""Where the browser tells what readers do; nowhere, unless a site says so."""

from __future__ import annotations

from urllib.parse import urlsplit

from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption, Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.mkdocs_plugins import assets, companions

_MODULES = ("events.js", "scrub.js")


class Endpoint(BaseConfigOption[str]):
    """An address on the web, or a path on the site's own host."""

    def __init__(self) -> None:
        super().__init__()
        self.default = ""

    def run_validation(self, value: object) -> str:
        """The address, without spaces around it.

        Raises:
            ValidationError: if a browser could not send anything there.
        """
        text = str(value).strip() if value is not None else ""
        try:
            parts = urlsplit(text)
        except ValueError:
            parts = urlsplit("")
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_path = not parts.scheme and not parts.netloc and text.startswith("/")
        if text and not (is_web or is_path):
            message = f'"{text}" is no address; write https://… or a path such as /events'
            raise ValidationError(message)
        return text


class EventsConfig(Config):
    """Where events are counted; nowhere, unless there is an endpoint."""

    endpoint = Endpoint()
    """Address that takes events by POST."""

    consent = c.Type(bool, default=False)
    """Wait for `data-helpwright-consent="yes"` on the page's root element."""


def publish(files: Files, config: MkDocsConfig) -> None:
    """Add the modules that send events to the site."""
    for name in _MODULES:
        assets.publish(files, config, name)


def of_site(config: MkDocsConfig, own: EventsConfig) -> EventsConfig:
    """A plugin's own settings, or else those of the search."""
    search = companions.find(config, "search")
    shared = getattr(getattr(search, "config", None), "events", None)
    return shared if not own.endpoint and isinstance(shared, EventsConfig) else own
