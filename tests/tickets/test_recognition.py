"""Which system an export is taken for, and what is said when that is not clear."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from helpwright.errors import InputError, Severity
from helpwright.tickets.readers import AUTO, READERS, choose

EXPORTS = Path(__file__).parent / "exports"
NAMES = sorted(path.name for path in EXPORTS.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_each_export_is_recognised_as_a_whole_and_said_so(name: str) -> None:
    chosen = choose(AUTO, EXPORTS / name)
    expected = "zendesk" if name == "zendesk_csv" else name.partition("_")[0]
    assert chosen.system == expected
    assert chosen.reader is READERS[expected]
    (finding,) = chosen.findings
    assert (finding.code, finding.severity) == ("system-recognised", Severity.NOTICE)


@pytest.mark.parametrize("name", NAMES)
def test_the_named_system_is_not_questioned_when_it_is_right(name: str) -> None:
    system = choose(AUTO, EXPORTS / name).system
    assert choose(system, EXPORTS / name).findings == ()


@pytest.mark.parametrize(
    ("page", "system"),
    [
        ({"tickets": [{"id": 1, "requester_id": 2, "status": "open"}]}, "zendesk"),
        ({"ticket_events": [{"id": 1, "child_events": []}]}, "zendesk"),
        ({"audits": [{"id": 1, "ticket_id": 2, "author_id": 3, "events": []}]}, "zendesk"),
        ({"comments": [{"id": 1, "author_id": 2, "body": "", "public": True}]}, "zendesk"),
        ({"ticket": {"id": 1, "requester_id": 2, "status": "open"}}, "zendesk"),
        ([{"id": 1, "requester_id": 2, "status": 2}], "freshdesk"),
        ({"comments": [{"id": "1", "author": {"accountId": "a"}, "body": ""}]}, "jira"),
    ],
)
def test_one_page_is_enough(tmp_path: Path, page: object, system: str) -> None:
    (tmp_path / "page.json").write_text(json.dumps(page), encoding="utf-8")
    assert choose(AUTO, tmp_path).system == system


def test_several_systems_in_one_folder_are_listed(tmp_path: Path) -> None:
    shutil.copytree(EXPORTS / "jira", tmp_path / "a")
    shutil.copytree(EXPORTS / "intercom", tmp_path / "b")
    with pytest.raises(InputError, match=r"mixed-systems") as raised:
        choose(AUTO, tmp_path)
    message = raised.value.finding.message
    assert "Intercom (admins.json and 5 more)" in message
    assert "Jira Service Management (comments_10003.json and 2 more)" in message


def test_what_was_seen_is_listed_when_no_system_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"scripts": 1, "version": 2}', encoding="utf-8")
    (tmp_path / "people.csv").write_text("name,town\nA,B\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"system-unclear") as raised:
        choose(AUTO, tmp_path)
    assert "package.json with scripts, version" in raised.value.finding.message
    assert "people.csv with name, town" in raised.value.finding.message
    assert "--system" in raised.value.finding.hint


def test_another_system_than_the_named_one_is_told() -> None:
    (finding,) = choose("zendesk", EXPORTS / "freshdesk").findings
    assert finding.code == "other-system"
    assert "Freshdesk (agents.json and" in finding.message


def test_an_unknown_system_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'did you mean "helpscout"'):
        choose("help-scout", tmp_path)
    with pytest.raises(InputError, match="no-such-export"):
        choose(AUTO, tmp_path / "nowhere")
