"""Small help centers with a contact page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CONFIG = """site_name: Larkfield Help
site_url: https://help.example/sub/
theme: {{name: {theme}, language: {language}{more}}}
plugins:
  - helpwright/articles:
      contact: {{email: help@larkfield.example, form_url: "{form}", event: {event}}}
  - helpwright/troubleshooters
  - helpwright/search:
      events: {{endpoint: /events}}
"""
ARTICLES = {
    "billing/refund": """---
id: rfnd01x
title: Get a refund
---
Ask for a refund within 14 days.

## Steps

See [invoices](invoice.md) and [the steps](#steps).
""",
    "video/odd": """---
id: oddd01x
title: Captions look odd
---
<span id="hw-contact-subject">Choose a size.</span> See [a black lesson](black.md).

<script>document.title = "Gotcha"</script>
<helpwright-troubleshooter>Steps</helpwright-troubleshooter>
""",
    "billing/invoice": "---\nid: invc01x\ntitle: Download an invoice\n---\nFor each payment.\n",
    "video/black": "---\nid: vdeo01x\ntitle: A lesson stays black\n---\nReload the page.\n",
}
TROUBLESHOOTER = """troubleshooter: 1
title: A video does not play
summary: Find out why the lesson stays black.
start: where
steps:
  where:
    ask: Where do you watch?
    options: {web: On the web, app: In the app}
    go: out
outcomes:
  out: {contact: support, title: Write to us}
"""


def build(folder: Path, **options: str) -> Path:
    given = {"theme": "helpwright", "language": "en", "form": "", "event": "false", "more": ""}
    given |= options
    for name, text in ARTICLES.items():
        (folder / f"docs/{name}.md").parent.mkdir(parents=True, exist_ok=True)
        (folder / f"docs/{name}.md").write_text(text)
    (folder / "troubleshooters").mkdir()
    (folder / "troubleshooters/black-video.yml").write_text(TROUBLESHOOTER)
    (folder / "mkdocs.yml").write_text(CONFIG.format(**given))
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795000000"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / "site"
