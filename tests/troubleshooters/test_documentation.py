import re
from pathlib import Path

import yaml

from helpwright.troubleshooters import fields, read, read_steps
from helpwright.troubleshooters.check import check

REPO = Path(__file__).parents[2]
PAGE = (REPO / "docs/helpwright/troubleshooters.md").read_text(encoding="utf-8")
CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))


def test_every_finding_is_documented() -> None:
    listed = set(re.findall(r"^\| `([a-z0-9-]+)` \|", PAGE.split("## Findings")[1], re.MULTILINE))
    found = {
        code
        for case in CASES
        for code in re.findall(r"^# finds \S+ (\S+)$", case.read_text("utf-8"), re.MULTILINE)
    }
    assert len(found) > 15
    assert found <= listed
    sources = [Path(str(module.__file__)) for module in (fields, read, read_steps)]
    sources.append(REPO / "plugins/helpwright/troubleshooters/check.py")
    written = "".join(source.read_text(encoding="utf-8") for source in sources)
    assert {code for code in listed if f'"{code}"' not in written} == {
        *("duplicate-key", "yaml-key", "yaml-syntax", "yaml-too-complex")
    }


def test_every_key_is_documented() -> None:
    keys = {*read.KEYS, *read_steps.ASK_KEYS, *read_steps.TRY_KEYS, *read_steps.OPTION_KEYS}
    for kind in read_steps.OUTCOME_KEYS.values():
        keys |= set(kind)
    assert {key for key in keys if f"`{key}`" not in PAGE} == set()


def test_the_example_on_the_page_has_no_findings() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    text = "".join([*blocks[:2], blocks[4], blocks[5]])
    assert yaml.safe_load(text)["steps"].keys() == {"plug", "try_bulb"}
    tree, findings = read.read(text, "lamp.yml", "lamp")
    assert tree is not None
    articles, slugs = {"lamps/first-steps.md"}, {"lamp"}
    assert [*findings, *check(tree, articles=articles, troubleshooters=slugs)] == []
