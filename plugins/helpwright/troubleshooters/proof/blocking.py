"""What takes the answers for which a rule or row was written, so that it never gets its turn."""

from __future__ import annotations

from collections.abc import Iterator

from helpwright.troubleshooters.language.values import Context, evaluate, matching_rows
from helpwright.troubleshooters.program.walk import walk
from helpwright.troubleshooters.proof.exploration import Exploration, Move

_MOST_MOVES = 500


def rules_before(exploration: Exploration, node: str, number: int) -> list[int]:
    """The numbers of the rules that apply before one, where it would apply."""
    rule = exploration.program["steps"][node]["rules"][number]
    found: set[int] = set()
    for move, context in _answered(exploration, [node]):
        kind, _, taken = move.way.partition(":")
        if kind != "rule" or int(taken) in found:
            continue
        if "if" not in rule or evaluate(rule["if"], context) is True:
            found.add(int(taken))
    first = exploration.true[node, number].way.partition(":")[2]
    return sorted(found | {int(first)})


def rows_before(exploration: Exploration, table: str, number: int) -> list[int]:
    """The numbers of the rows of a table that are hit before one, where it would match."""
    steps = exploration.program["steps"]
    nodes = [
        node
        for node, step in steps.items()
        if any(rule.get("table") == table for rule in step.get("rules", ()))
    ]
    found = {exploration.matched[table, number]}
    for _, context in _answered(exploration, nodes):
        rows = matching_rows(exploration.program["tables"][table], context)
        if number in rows:
            found.add(rows[0])
    return sorted(found)


def _answered(exploration: Exploration, nodes: list[str]) -> Iterator[tuple[Move, Context]]:
    """The moves from steps, with what expressions see after each."""
    program, today = exploration.program, exploration.today
    moves = (
        move
        for state, node in enumerate(exploration.nodes)
        if node in nodes
        for move in exploration.moves[state]
    )
    for move, _ in zip(moves, range(_MOST_MOVES), strict=False):
        walked = walk(program, exploration.answers(move), today)
        facts, tables = program["facts"], program["tables"]
        yield move, Context(walked.values, today, facts, tables, walked.visits)
