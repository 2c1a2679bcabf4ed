"""What the contact page knows: channels, and which troubleshooters hand over to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from helpwright.articles.views import ContactView
from helpwright.mkdocs_plugins import assets, companions, events

_FILE = "contact/troubleshooters.json"
_WAYS = ("email", "form_url", "event")


def view(config: MkDocsConfig, contact: Mapping[str, Any], url: str) -> ContactView | None:
    """The contact page as templates see it; None if the site has none."""
    if not url:
        return None
    return ContactView(
        url=url,
        email=contact["email"],
        form_url=contact["form_url"],
        hours=contact["hours"] or "",
        intro=contact["intro"] or "",
        data=_json(_data(config, contact)) if _has_way(contact) else "",
    )


def write(config: MkDocsConfig) -> None:
    """Write beside the scripts which troubleshooters hand over, with their outcomes.

    The page itself stays small however many there are: only who comes from one loads this.
    """
    file = Path(config.site_dir) / assets.PUBLISHED / _FILE
    if file.parent.is_dir():
        file.write_text(_json(dict(_handing_over(config))), encoding="utf-8", newline="\n")


def _has_way(contact: Mapping[str, Any]) -> bool:
    channels = (contact, *contact["channels"].values())
    return any(channel.get(way) for channel in channels for way in _WAYS)


def _data(config: MkDocsConfig, contact: Mapping[str, Any]) -> dict[str, Any]:
    told = events.of_site(config)
    return {
        "channels": {
            "": _channel(contact),
            **{name: _channel(channel) for name, channel in contact["channels"].items()},
        },
        "search": companions.has_search(config),
        "endpoint": told.endpoint,
        "consent": told.consent,
    }


def _channel(channel: Mapping[str, Any]) -> dict[str, Any]:
    return {key: channel[key] for key in (*_WAYS, "form_fields") if channel.get(key)}


def _handing_over(config: MkDocsConfig) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each troubleshooter with its outcomes: an address that names others is not believed."""
    for tree, program in companions.troubleshooters(config):
        private = set(program["private"])
        outcomes = {
            name: {
                key: value
                for key, value in {
                    "channel": outcome.channel,
                    "priority": outcome.priority,
                    "ask_for": [
                        {"name": asked, "label": label}
                        | ({"private": True} if asked in private else {})
                        for asked, label in outcome.asked.items()
                    ],
                }.items()
                if value
            }
            for name, outcome in tree.outcomes.items()
        }
        yield tree.slug, {"title": tree.title, "outcomes": outcomes}


def _json(data: Any) -> str:
    """Data as text within a script element, which a "<" could end."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")
