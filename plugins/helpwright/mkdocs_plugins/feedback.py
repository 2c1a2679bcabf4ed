"""Whether readers are asked if an article helped: only where the site has an address for it."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.articles.views import FeedbackView
from helpwright.mkdocs_plugins import assets, events


def view(config: MkDocsConfig, *, asks: bool) -> FeedbackView | None:
    """What templates need to know; None where nothing is counted."""
    told = events.of_site(config)
    return FeedbackView(told.endpoint, told.consent, asks) if told.endpoint else None


def publish(files: Files, config: MkDocsConfig) -> None:
    """Add the scripts and styles to a site that counts."""
    if events.of_site(config).endpoint:
        assets.publish(files, config, "feedback")
        events.publish(files, config)
