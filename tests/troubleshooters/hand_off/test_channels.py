"""To whom an outcome leads, and what that person is asked to add."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from helpwright import marked_yaml
from helpwright.errors import Finding
from helpwright.troubleshooters.source import translations
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import read
from helpwright.troubleshooters.source.schema import json_schema

from .desk import CHARGE, CONFIG, build


def tree_of(outcome: str) -> tuple[Troubleshooter, list[Finding]]:
    text = "troubleshooter: 1\ntitle: T\nstart: a\nsteps: { a: { try: A, not_fixed: o } }\n"
    tree, findings = read(f"{text}outcomes: {{ o: {outcome} }}", "t.yml", "t")
    assert tree is not None
    return tree, findings


def test_what_is_asked_for_has_a_label_or_is_read_from_its_name() -> None:
    tree, findings = tree_of("{ contact: c, ask_for: [order_number, e_mail] }")
    assert findings == []
    assert tree.outcomes["o"].asked == {"order_number": "Order number", "e_mail": "E mail"}
    tree, findings = tree_of("{ contact: c, ask_for: { order: Number of the order } }")
    assert findings == []
    assert tree.outcomes["o"].ask_for == ("order",)
    assert tree.outcomes["o"].asked == {"order": "Number of the order"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("{ order: '' }", "missing-key"),
        ("{ order: [a] }", "wrong-type"),
        ("{ 1order: Order }", "invalid-name"),
        ("order", "wrong-type"),
    ],
)
def test_what_cannot_be_asked_for_is_told_and_the_schema_agrees(asked: str, code: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    outcome = f"{{ contact: c, ask_for: {asked} }}"
    assert [one.code for one in tree_of(outcome)[1]] == [code]
    value = marked_yaml.read(f"o: {outcome}", "t.yml").value["o"]
    schema = json_schema()
    whole = {"troubleshooter": 1, "title": "T", "start": "a", "steps": {"a": {"try": "A"}}}
    assert not jsonschema.Draft7Validator(schema).is_valid({**whole, "outcomes": {"o": value}})


def test_labels_of_what_is_asked_for_are_translated() -> None:
    tree, _ = tree_of("{ contact: c, title: W, ask_for: { order: Number of the order } }")
    key = "outcomes.o.ask_for.order"
    assert translations.strings(tree)[key] == "Number of the order"
    text = f"translation: 1\nstrings:\n  {key}: {{ was: Number of the order, now: Nummer }}\n"
    german, _ = translations.read(text, "t.de.yml", "de")
    made, _ = translations.translated(tree, german)
    assert made.outcomes["o"].asked == {"order": "Nummer"}


def test_an_outcome_shows_what_to_have_ready_without_a_script_too(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}troubleshooters/charge/#out_mail")
    outcome = page.locator("#out_mail")
    expect(outcome).to_contain_text("Please have this ready:")
    items = outcome.locator("ul li").all_inner_texts()
    assert items == ["The last four digits of your card", "Order number"]
    context.close()


def test_a_channel_that_is_not_configured_is_told_with_the_one_that_was_meant(
    tmp_path: Path,
) -> None:
    config = CONFIG.replace("usual: {", "usuals: {")
    _, told = build(tmp_path / "site", config, charge=CHARGE)
    assert "charge.yml:21:14" in told
    assert 'there is no channel "usual" [unknown-channel]' in told.replace("\n", " ")
    assert 'did you mean "usuals"?' in told


def test_a_site_without_named_channels_is_not_asked_for_them(tmp_path: Path) -> None:
    config = CONFIG.partition("        channels:")[0] + "  - helpwright/troubleshooters\n"
    site, told = build(tmp_path / "site", config, charge=CHARGE)
    assert "unknown-channel" not in told
    assert (
        '"channels":{"":{"email":"help@larkfield.example"}}'
        in (site / "contact/index.html").read_text()
    )


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("{email: help at example}", "no mail address"),
        ("{form_url: 'javascript:alert(1)'}", "no form"),
        ("{channels: {billing: {email: x}}}", "no mail address"),
    ],
)
def test_a_channel_that_leads_nowhere_is_refused(tmp_path: Path, contact: str, said: str) -> None:
    plugin = f"plugins: [helpwright/articles: {{contact: {contact}}}]\n"
    with pytest.raises(subprocess.CalledProcessError) as caught:
        build(tmp_path / "site", f"site_name: S\ntheme: helpwright\n{plugin}")
    assert said in caught.value.stderr
