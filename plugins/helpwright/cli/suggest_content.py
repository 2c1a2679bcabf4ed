"""What can be suggested from the content of a help center, rendered as a build would."""

from __future__ import annotations

from helpwright.cli import search_output, search_pages
from helpwright.cli.suggest_output import Hidden, Site, is_answer
from helpwright.mkdocs_plugins import project
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.search import index
from helpwright.search.suggestions import compile_library


def read(
    config_file: str | None,
    audience: str,
    today: str | None,
    progress: project.Progress | None = None,
) -> Site:
    """The content of a help center as it would be built for an audience.

    For agents, drafts and internal articles are in it too, and marked.

    Raises:
        HelpwrightError: The content cannot be read.
    """
    overrides = Overrides(audience, today, drafts=audience == "agents")
    pages = search_pages.read(config_file, overrides, progress)
    found = [entry.document for entry in pages.entries]
    library = compile_library(
        index.build(found, pages.steered.steering),
        keep=lambda document: is_answer(document, pages.links.get(document.url, "")),
    )
    hidden = {
        entry.document.url: Hidden(entry.visibility, words)
        for entry in pages.entries
        if (words := search_output.hidden_in_words(entry))
    }
    return Site(library, pages.config.site_url or "", pages.links, hidden)
