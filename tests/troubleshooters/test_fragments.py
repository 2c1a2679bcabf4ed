from pathlib import Path

import pytest

from helpwright.errors import Finding
from helpwright.troubleshooters.proof.check import check
from helpwright.troubleshooters.source.fragments import MOST_NESTED, put_in
from helpwright.troubleshooters.source.model import Ask, Troubleshooter, Try, Use
from helpwright.troubleshooters.source.read import read, read_fragments
from helpwright.troubleshooters.source.ways import ways

HOST = """troubleshooter: 1
title: The kettle stays cold
start: room
privacy: { keep_out_of_url: [power.meter] }
facts: { upstairs: room == 'bath' and visits(power) < 2 }
steps:
  room: { ask: Which room?, options: { bath: Bath, hall: Hall }, not_sure: power, go: power }
  power:
    use: _shared/power
    exits: { on: try_kettle, off: out_off }
    with: { where: room, limit: 20 - 4, name: "'kettle'" }
  try_kettle: { try: Press it, fixed: solved, not_fixed: out_off }
outcomes:
  out_off: { contact: home, body: "{power.meter} of {power.most}" }
scenarios:
  - { name: N, answers: { room: bath, power.fuse: "no" }, expect: out_off, path: [room, power] }
"""
PART = """troubleshooter: 1
fragment: true
title: Find out about the power
start: fuse
exits: [on, off]
parameters: [where, limit, name]
privacy: { keep_out_of_url: [meter] }
constants: { most: 16 }
lists: { rooms: [bath, hall] }
facts: { wet: where in rooms and 'where' != "most" }
steps:
  fuse:
    ask: Is the fuse of the {name} in {where.label} in?
    type: yes_no
    options: { yes: { go: meter }, no: No }
    go:
      - { when: { fuse: "no" }, if: wet, to: try_fuse }
      - { if: limit * 2 > most, to: exit.off }
  meter:
    ask: What is on the meter, below {limit}?
    type: number
    max: most * limit
    decide: levels
    set: { level: meter / 2 }
  try_fuse: { try: "Put it in, {fuse.label}", fixed: exit.on, not_fixed: out_smoke }
tables:
  levels:
    inputs: [meter, wet]
    outputs: [to, price]
    rows:
      - [">5", any, exit.on, "=level + limit"]
      - [any, true, try_fuse, 3]
outcomes:
  out_smoke: { solution: "Leave the {name}", text: { most: level }, body: "{most} {level}" }
"""


def tree_of(text: str, path: str = "host.yml") -> Troubleshooter:
    tree, findings = read(text, path, path.removesuffix(".yml"))
    assert tree is not None
    assert findings == []
    return tree


def put(host: str = HOST, part: str = PART) -> tuple[Troubleshooter, list[Finding]]:
    return put_in(tree_of(host), {"_shared/power": tree_of(part, "_shared/power.yml")})


def whole() -> Troubleshooter:
    tree, findings = put()
    assert findings == []
    return tree


def ask(tree: Troubleshooter, name: str) -> Ask:
    step = tree.steps[name]
    assert isinstance(step, Ask)
    return step


def test_the_steps_of_a_part_stand_where_it_is_used() -> None:
    tree = whole()
    assert list(tree.steps) == ["room", "power.fuse", "power.meter", "power.try_fuse", "try_kettle"]
    assert [step.id for step in tree.steps.values()] == list(tree.steps)
    assert list(tree.outcomes) == ["out_off", "solved", "power.out_smoke"]
    assert not any(isinstance(step, Use) for step in tree.steps.values())
    assert check(tree, articles=(), troubleshooters=()) == []


def test_what_led_to_the_step_leads_to_the_first_of_the_part() -> None:
    tree = whole()
    assert {way.target.to for way in ways(tree.steps["room"]) if way.target} == {"power.fuse"}
    assert tree.facts["upstairs"].text == "room == 'bath' and visits(power.fuse) < 2"
    (scenario,) = tree.scenarios
    assert scenario.path == ("room", "power.fuse")


def test_exits_lead_to_what_they_are_bound_to() -> None:
    tree = whole()
    step = tree.steps["power.try_fuse"]
    assert isinstance(step, Try)
    assert step.fixed is not None
    assert step.fixed.to == "try_kettle"
    assert step.fixed.place.path == "host.yml"
    assert [rule.to.to for rule in ask(tree, "power.fuse").rules] == ["power.try_fuse", "out_off"]


def test_names_of_a_part_are_those_of_the_step_and_a_dot() -> None:
    tree = whole()
    fuse, meter = ask(tree, "power.fuse"), ask(tree, "power.meter")
    assert (fuse.answer, fuse.name) == ("power.fuse", "")
    assert [each.name for each in fuse.rules[0].when] == ["power.fuse"]
    assert [each.name for each in meter.assigns] == ["power.level"]
    assert meter.assigns[0].value.text == "power.meter / 2"
    assert tree.constants == {"power.most": 16}
    assert tree.lists["power.rooms"].values == ("bath", "hall")
    assert tree.keep_out_of_url == ("power.meter",)
    assert meter.decide is not None
    assert meter.decide.to == "power.levels"


def test_parameters_are_what_is_given_in_expressions() -> None:
    tree = whole()
    fuse, meter = ask(tree, "power.fuse"), ask(tree, "power.meter")
    assert tree.facts["power.wet"].text == "room in power.rooms and 'where' != \"most\""
    assert fuse.rules[1].condition is not None
    assert fuse.rules[1].condition.text == "(20 - 4) * 2 > power.most"
    assert meter.maximum is not None
    assert meter.maximum.text == "power.most * (20 - 4)"


def test_parameters_are_shown_in_texts() -> None:
    tree = whole()
    assert tree.steps["power.fuse"].heading == "Is the fuse of the kettle in {room.label} in?"
    assert tree.steps["power.meter"].heading == "What is on the meter, below {power.limit}?"
    assert tree.facts["power.limit"].text == "20 - 4"
    assert set(tree.facts) == {"upstairs", "power.wet", "power.limit"}
    assert tree.steps["power.try_fuse"].heading == "Put it in, {power.fuse.label}"


def test_an_outcomes_own_texts_keep_their_names() -> None:
    outcome = whole().outcomes["power.out_smoke"]
    assert (outcome.title, outcome.body) == ("Leave the kettle", "{most} {power.level}")
    (computed,) = outcome.computed
    assert (computed.name, computed.value and computed.value.text) == ("most", "power.level")


def test_tables_of_a_part_lead_on_like_its_steps() -> None:
    table = whole().tables["power.levels"]
    assert [formula.text for formula in table.inputs] == ["power.meter", "power.wet"]
    assert [row.values for row in table.rows] == [
        ("try_kettle", "=power.level + (20 - 4)"),
        ("power.try_fuse", 3),
    ]


def test_places_stay_those_of_the_parts_own_file() -> None:
    tree = whole()
    assert str(tree.steps["power.meter"].place) == "_shared/power.yml:19:3"
    assert str(tree.facts["power.wet"].place) == "_shared/power.yml:10:15"
    assert tree.places["keep_out_of_url.power.meter"].path == "host.yml"


def test_a_part_may_be_used_twice() -> None:
    more = HOST.replace(
        "  try_kettle:",
        "  again: { use: _shared/power, exits: { on: out_off, off: out_off }, "
        "with: { where: room, limit: 1, name: room } }\n  try_kettle:",
    ).replace("not_fixed: out_off", "not_fixed: again")
    tree, findings = put(more)
    assert findings == []
    assert {"power.fuse", "again.fuse"} <= set(tree.steps)
    assert tree.steps["again.fuse"].heading == "Is the fuse of the {room} in {room.label} in?"
    assert check(tree, articles=(), troubleshooters=()) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("_shared/power", "_shared/powr", "unknown-fragment", 'did you mean "_shared/power"?'),
        (", off: out_off", "", "exit-unbound", "add off: and the id of a step"),
        ("on: try_kettle,", "on: try_kettle, of: room,", "unknown-exit", 'did you mean "off"?'),
        ("where: room, ", "", "missing-parameter", "add with: { where: ... }"),
        ("where: room,", "where: room, nam: 1,", "unknown-parameter", 'did you mean "name"?'),
    ],
)
def test_what_a_use_lacks_is_told(old: str, new: str, code: str, hint: str) -> None:
    tree, (finding,) = put(HOST.replace(old, new))
    assert (finding.code, finding.hint) == (code, hint)
    assert finding.place.path == "host.yml"
    assert finding.place.line in (8, 9, 10, 11)
    assert not any(isinstance(step, Use) for step in tree.steps.values())
    more = {each.code for each in check(tree, articles=(), troubleshooters=())}
    assert more <= {"cycle"}


def test_an_exit_that_a_part_does_not_declare_is_told_in_its_file() -> None:
    _, (finding,) = put(part=PART.replace("fixed: exit.on", "fixed: exit.onn"))
    assert (finding.code, finding.hint) == ("unknown-exit", 'did you mean "on"?')
    assert finding.place.path == "_shared/power.yml"


def test_a_troubleshooter_is_no_part() -> None:
    (finding,) = put_in(tree_of(HOST), {"_shared/power": tree_of(HOST)})[1]
    assert finding.code == "unknown-fragment"


def chain(length: int, *, circle: bool = False) -> dict[str, Troubleshooter]:
    """Parts of which each uses the next."""
    text = "troubleshooter: 1\nfragment: true\ntitle: T\nstart: a\nexits: [ok]\nsteps:\n"
    last = "  a: { ask: A, options: { x: X }, go: exit.ok }\n"
    parts = {}
    for index in range(length):
        step = f"  a: {{ use: _s/p{(index + 1) % length}, exits: {{ ok: exit.ok }} }}\n"
        step = last if index == length - 1 and not circle else step
        parts[f"_s/p{index}"] = tree_of(text + step, f"_s/p{index}.yml")
    return parts


USER = """troubleshooter: 1
title: T
start: a
steps: { a: { use: _s/p0, exits: { ok: end } } }
outcomes: { end: { solution: "{a.a.a} {a.x}" } }
"""


def test_parts_may_use_parts() -> None:
    tree, findings = put_in(tree_of(USER), chain(MOST_NESTED))
    assert findings == []
    assert list(tree.steps) == [".".join("a" * (MOST_NESTED + 1))]
    assert tree.start is not None
    assert tree.start.to in tree.steps
    (way,) = ways(tree.steps[tree.start.to])
    assert way.target is not None
    assert way.target.to == "end"


@pytest.mark.parametrize("length", [MOST_NESTED + 1, 50])
def test_parts_must_not_nest_without_end(length: int) -> None:
    (finding,) = put_in(tree_of(USER), chain(length))[1]
    assert finding.code == "fragment-too-deep"


def test_parts_that_use_each_other_are_told_with_the_circle() -> None:
    tree, (finding,) = put_in(tree_of(USER), chain(3, circle=True))
    assert finding.code == "fragment-cycle"
    assert "_s/p0 → _s/p1 → _s/p2 → _s/p0" in finding.message
    assert str(finding.place) == "_s/p2.yml:7:13"
    assert not any(isinstance(step, Use) for step in tree.steps.values())


def test_parts_that_multiply_are_stopped() -> None:
    head = "troubleshooter: 1\nfragment: true\ntitle: T\nstart: a0\nexits: [ok]\nsteps:\n"
    parts = {}
    for index in range(4):
        steps = [
            f"  a{i}: {{ use: _s/p{index + 1}, exits: {{ ok: exit.ok }} }}\n"
            if index < 3
            else f"  a{i}: {{ ask: A, options: {{ x: X }}, go: exit.ok }}\n"
            for i in range(40)
        ]
        parts[f"_s/p{index}"] = tree_of(head + "".join(steps), f"_s/p{index}.yml")
    found = put_in(tree_of(USER), parts)[1]
    assert {each.code for each in found} == {"too-many-steps"}


def test_parts_are_read_from_folders_that_begin_with_a_line(tmp_path: Path) -> None:
    for name in ("_shared/power.yml", "_shared/more/power.yaml", "_shared/.no.yml", "power.yml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PART, encoding="utf-8")
    (tmp_path / "_shared/tree.yml").write_text(HOST, encoding="utf-8")
    (tmp_path / "_shared/broken.yml").write_text("a: [", encoding="utf-8")
    (tmp_path / "_shared/latin.yml").write_bytes(b"title: \xe4")
    (tmp_path / "_shared/power.yaml").write_text(PART, encoding="utf-8")
    parts, findings = read_fragments(tmp_path, prefix="trees")
    assert list(parts) == ["_shared/more/power", "_shared/power", "_shared/tree"]
    assert parts["_shared/power"].path == "trees/_shared/power.yaml"
    assert [(str(each.place), each.code) for each in findings] == [
        ("trees/_shared/broken.yml:2:1", "yaml-syntax"),
        ("trees/_shared/latin.yml:1:1", "not-utf-8"),
        ("trees/_shared/power.yml", "duplicate-slug"),
        ("trees/_shared/tree.yml:1:17", "missing-key"),
    ]
    assert read_fragments(tmp_path / "missing", prefix="") == ({}, [])
