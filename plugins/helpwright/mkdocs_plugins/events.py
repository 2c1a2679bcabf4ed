"""Where the browser tells what readers do; nowhere, unless a site says so."""

from __future__ import annotations

from urllib.parse import urlsplit

from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption, Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.mkdocs_plugins import assets, companions

_MODULES = ("events.js", "scrub.js", "session.js", "step_events.js", "views.js")
_PAGE = "page"


class Endpoint(BaseConfigOption[str]):
    """An address on the web, a path on the site's own host, or "page"."""

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
        if text not in ("", _PAGE) and not (is_web or is_path):
            message = f'"{text}" is no address; write https://…, a path such as /events, or page'
            raise ValidationError(message)
        return text


class EventsConfig(Config):
    """Where events are counted; nowhere, unless there is an endpoint."""

    endpoint = Endpoint()
    """Address that takes events by POST, or "page", which tells the page's own scripts alone."""

    consent = c.Type(bool, default=False)
    """Wait for `data-helpwright-consent="yes"` on the page's root element."""


def publish(files: Files, config: MkDocsConfig) -> None:
    """Add the modules that send events to the site."""
    for name in _MODULES:
        assets.publish(files, config, name)


def of_site(config: MkDocsConfig, own: EventsConfig | None = None) -> EventsConfig:
    """A plugin's own settings; or else those of the search, or of the troubleshooters."""
    plugins = (companions.find(config, name) for name in ("search", "troubleshooters"))
    others = [getattr(getattr(plugin, "config", None), "events", None) for plugin in plugins]
    known = [one for one in (own, *others) if isinstance(one, EventsConfig)]
    return next((one for one in known if one.endpoint), EventsConfig())
