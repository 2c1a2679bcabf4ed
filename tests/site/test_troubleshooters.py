"""Troubleshooters in a built site: their maps, other troubleshooters, and where events go."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

CONFIG = """site_name: Test
site_url: https://help.example.org/help/
plugins:
  - helpwright/articles
  - helpwright/troubleshooters{own}
  - helpwright/search{search}
theme: helpwright
"""
EVENTS = ": {{ events: {{ endpoint: {} }} }}"
MORE = """troubleshooter: 1
title: The bulb is broken
start: try_new
steps:
  try_new: { try: Put in a new one, not_fixed: hand }
outcomes:
  hand: { handoff: lamp }
"""


@pytest.fixture
def built(make: Any, helpwright: Any, lamp: str, tmp_path: Path) -> Any:
    """Builds a site with two troubleshooters; gives a page's HTML."""

    def build(own: str = "", search: str = "") -> Path:
        files = {
            "mkdocs.yml": CONFIG.format(own=own, search=search),
            "docs/index.md": "# Help\n",
            "troubleshooters/lamp.yml": lamp,
            "troubleshooters/bulb.yml": MORE,
            "troubleshooters/secret.yml": lamp.replace(
                "The lamp stays dark", "Only for us\naudience: agents"
            ),
        }
        home = make(tmp_path / "home", files)
        site = tmp_path / "site"
        done = helpwright("build", "--site-dir", str(site), cwd=home)
        assert done.returncode == 0, done.stderr
        return site

    return build


@pytest.mark.parametrize(
    ("own", "search", "expected"),
    [
        ("", "", ""),
        ("", "/searched", "/searched"),
        ("/solved", "/searched", "/solved"),
    ],
)
def test_events_go_where_searches_are_counted_unless_the_site_says_otherwise(
    own: str, search: str, expected: str, built: Any
) -> None:
    site = built(*(EVENTS.format(where) if where else "" for where in (own, search)))
    html = (site / "troubleshooters/lamp/index.html").read_text(encoding="utf-8")
    found = re.findall(r'data-endpoint="([^"]*)"', html)
    assert found == ([expected] if expected else [])
    assert (site / "assets/helpwright/events.js").is_file()


def test_another_troubleshooter_is_named_by_its_title(built: Any) -> None:
    site = built()
    html = (site / "troubleshooters/bulb/index.html").read_text(encoding="utf-8")
    assert re.search(r'<a [^>]*href="\.\./lamp/"[^>]*>The lamp stays dark</a>', html)


def test_maps_stand_beside_the_page_and_lead_to_its_steps(built: Any) -> None:
    site = built()
    folder = site / "troubleshooters/lamp"
    for name in ("map.svg", "map-dark.svg"):
        root = ElementTree.fromstring((folder / name).read_bytes())
        links = {link.get("href") for link in root.iter() if link.get("href")}
        assert links == {"./#plugged", "./#bulb", "./#plug"}
    assert not (site / "troubleshooters/secret").exists()
