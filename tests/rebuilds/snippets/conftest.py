"""The help center, with snippets in several articles and in each other."""

from __future__ import annotations

from typing import Any

import pytest

BOX = "docs/_snippets/box.md"
UNUSED = "docs/_snippets/parts/unused.md"
ALL = "docs/_snippets/parts/all.md"
STEPS = "docs/learning/steps.md"
LONG = "docs/billing/long.md"
# What stands behind it counts for no list of related articles.
LEAD = " ".join(["It is all about this and that."] * 8)


@pytest.fixture
def center(center: Any) -> Any:
    """The help center, with snippets in several articles and in each other."""
    center.write(
        BOX,
        "!!! note\n    Only in {{ product }}: {{ snippet: hint }}\n\n"
        "See [the invoice](/a/art1/) and ![A plan](plan.png).\n",
    )
    center.write(UNUSED, "Nobody reads this.\n")
    center.write(ALL, "All that there is.\n")
    for name in ("billing/plan.png", "billing/hidden.png", "learning/plan.png"):
        (center.folder / "docs" / name).write_bytes(b"\x89PNG " + name.encode())
    # A list of related articles that begins with a link would take a whole build.
    center.edit(STEPS, "description", "related: [art2]\ndescription")
    center.edit(STEPS, "{{ snippet", f"{LEAD}\n\n{{{{ snippet")
    center.write(
        LONG,
        "---\nid: long1\ntitle: A long one\ndescription: It has parts.\nrelated: [art2]\n---\n"
        f"{LEAD}\n\n{{{{ snippet: box }}}}\n\n## Second\n\n{LEAD}\n\n`{{{{ snippet: box }}}}`\n\n"
        "- One\n\n    {{ snippet: hint }}\n",
    )
    center.write(
        "docs/learning/index.md",
        "---\nrelated: [art2]\n---\n# Learning\n\n"
        f"{LEAD} {{{{ snippet: parts/all }}}}\n\n## Parts\n\nTwo.\n",
    )
    center.write(
        "docs/learning/titled.md",
        "---\nrelated: [art2]\n---\n# With a box\n\n"
        f"{LEAD}\n\n{{{{ snippet: box }}}}\n\n## End\n\nNo.\n",
    )
    center.write(
        "docs/billing/drafted.md",
        "---\nid: draft1\ntitle: Prices of next year\nstatus: draft\ndescription: Not yet.\n---\n"
        "{{ snippet: box }} and ![It](hidden.png) and [it](../billing/hidden.png).\n",
    )
    return center
