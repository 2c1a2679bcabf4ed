"""The map of all questions: two drawings, and a list for those who do not see them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from helpwright.troubleshooters.page.maps import Drawn, draw, section
from helpwright.troubleshooters.proof.inspection import Inspected

Trees = Mapping[str, Inspected]


def test_the_drawings_differ_in_their_colours_only(trees: Trees) -> None:
    drawn = draw(trees["slow-lesson"].program, "A lesson is slow", page="../slow-lesson/")
    shapes = [re.sub("#[0-9a-f]{6}", "", svg) for svg in (drawn.light, drawn.dark)]
    assert shapes[0] == shapes[1]
    assert drawn.light != drawn.dark
    links = [
        link.get("href") for link in ElementTree.fromstring(drawn.light).iter() if link.get("href")
    ]
    assert "../slow-lesson/#net.vpn" in links


def test_the_list_has_each_step_once_with_its_ways(trees: Trees) -> None:
    program = trees["slow-lesson"].program
    html = section(program, Drawn("", ""), light_url="", dark_url="")
    root = ElementTree.fromstring(html.replace(" data-search-exclude", ""))
    assert root.tag == "details"
    links = [str(link.get("href")) for link in root.iter("a")]
    assert {link.removeprefix("#") for link in links} == {*program["steps"], *program["outcomes"]}
    inner = [item for item in root.iter("li") if item.find("ul") is not None]
    opened = [str(item.find("a").get("href")) for item in inner]  # type: ignore[union-attr]  # chosen for having one
    assert sorted(opened) == sorted({*opened})
    assert len(opened) == len(program["steps"])


def test_pictures_wait_until_the_map_is_opened(trees: Trees) -> None:
    program = trees["late-certificate"].program
    drawn = draw(program, "Late", page="")
    html = section(program, drawn, light_url="map.svg", dark_url="map-dark.svg")
    images = re.findall(
        r'<a class="hw-map__(\w+)" href="(\S+)"><img src="(\S+)" alt="([^"]+)"', html
    )
    assert images == [
        ("light", "map.svg", "map.svg", "Map of all questions"),
        ("dark", "map-dark.svg", "map-dark.svg", "Map of all questions"),
    ]
    assert html.count('loading="lazy"') == 2
