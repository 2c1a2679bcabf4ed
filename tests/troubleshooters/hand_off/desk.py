"""A help center with one troubleshooter, whose outcomes lead to persons in different ways."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHARGE = """troubleshooter: 1
title: I don't know this charge
start: kind
privacy: {keep_out_of_url: [card]}
steps:
  kind:
    ask: What is wrong?
    options:
      twice: {label: It is there twice, go: note}
      unknown: {label: I don't know it, go: note}
      small: {label: It is too small, go: out_wait}
  note:
    ask: What does the statement say?
    type: text
    go:
      - {when: {kind: twice}, to: out_form}
      - {if: note == 'script', to: out_event}
      - {to: out_mail}
outcomes:
  out_mail:
    contact: usual
    title: Write to us
    subject: "Charge: {kind.label}"
    priority: high
    ask_for: {card: The last four digits of your card, order_number: Order number}
  out_form: {contact: billing, title: Write to billing, ask_for: [card, order_number]}
  out_event: {contact: desk, title: Write to the desk, send: [kind]}
  out_wait: {solution: Wait a day}
"""
CONFIG = """site_name: Larkfield Help
site_url: https://help.example/sub/
theme: helpwright
plugins:
  - helpwright/articles:
      contact:
        email: help@larkfield.example
        channels:
          usual: {email: help+urgent@larkfield.example}
          billing:
            form_url: https://desk.example/new?form=3#top
            form_fields: {subject: "ticket[subject]", message: "ticket[body]", order_number: order}
          desk: {event: true}
  - helpwright/troubleshooters
"""


def build(folder: Path, config: str, **trees: str) -> tuple[Path, str]:
    (folder / "docs").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# Help\n")
    (folder / "troubleshooters").mkdir()
    for name, text in trees.items():
        (folder / f"troubleshooters/{name}.yml").write_text(text)
    (folder / "mkdocs.yml").write_text(config)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", "site"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795000000"},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return folder / "site", done.stderr
