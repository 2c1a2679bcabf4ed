"""What `helpwright check --fix` writes: ids into new articles, and the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from helpwright.articles import identity
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import write_atomically
from helpwright.mkdocs_plugins import permanence, project
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.mkdocs_plugins.places import shown_file
from helpwright.permalinks import ledger as ledgers
from helpwright.permalinks.urls import page_url


def fix(config_file: str | None, today: str | None, progress: project.Progress) -> Iterator[str]:
    """Write what is missing; yields a line for people about each thing done.

    Raises:
        InputError: if a file cannot be written.
        StoreError: if the ledger cannot be read.
    """
    config = project.load(config_file, Overrides("agents", today, drafts=True))
    content = project.read_content(config)
    written = 0
    for article in content.articles:
        if article.id_is_derived and not article.is_index:
            path = content.root / article.path
            try:
                # Bytes, not text: a file's own line ends and byte-order mark stay as they are.
                text = identity.with_id(path.read_bytes().decode("utf-8"), article.id)
                if text is None:
                    how = "one `key: value` a line, no empty `id:`"
                    yield f"{article.place}: mend its front matter ({how}), then it gets an id."
                    continue
                write_atomically(path, text.encode("utf-8"))
            except OSError as error:
                raise _unwritable(article.place, error) from None
            written += 1
    if written:
        yield f"Gave {written} article{'' if written == 1 else 's'} an id."
    yield from _update_ledger(config_file, today, progress)


def _update_ledger(
    config_file: str | None, today: str | None, progress: project.Progress
) -> Iterator[str]:
    """Record what the public and the agents can see now; an internal URL is marked as such."""
    before: str | None = None
    for audience in ("agents", "public"):
        config = project.load(config_file, Overrides(audience, today, drafts=False))
        files, _ = project.render(config, progress)
        plugin = project.articles_plugin(config)
        path = Path(config.docs_dir) / plugin.config.ledger
        ledger = ledgers.read(path)
        if before is None:
            before = ledgers.dump(ledger)
        targets = permanence.article_targets(
            plugin.published.values(), plugin.content, plugin.rendered
        )
        targets += permanence.page_targets(plugin.shelf, plugin.content, files)
        owners = Counter(target.id for target in targets)
        # Whose permanent link an id is, a person has to say first.
        targets = [target for target in targets if owners[target.id] == 1]
        pages = {page_url(file.page.url) for file in files.documentation_pages() if file.page}
        known = pages - {target.url for target in targets}
        if audience == "agents":
            known |= {target.url for target in targets if target.audience != "internal"}
            targets = [target for target in targets if target.audience == "internal"]
        updated = ledgers.update(
            ledger, targets, known_urls=known, files=permanence.file_paths(files, config)
        )
        if ledgers.dump(updated) != ledgers.dump(ledger):
            try:
                ledgers.write(path, updated)
            except OSError as error:
                raise _unwritable(Place(shown_file(path)), error) from None
    if before != ledgers.dump(updated):
        yield f"Brought {shown_file(path)} up to date; commit it."


def _unwritable(place: Place, error: OSError) -> InputError:
    message = f"it cannot be written: {error.strerror or error}"
    return InputError(Finding(place, "not-writable", message, "", Severity.ERROR))
