"""The results as Markdown tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Results = Mapping[str, Any]
NOT_MEASURED = "-"
KINDS = {"short": "1 to 3 words", "question": "whole questions"}


def render(results: Results) -> str:
    """All tables that the results have figures for."""
    parts = [
        *(_relevance(results, *measure) for measure in MEASURES if results.get("relevance")),
        *(_sized(results, *table) for table in SIZED if results.get("sizes")),
    ]
    return "\n\n".join(parts) + "\n"


MEASURES = (
    ("ndcg", "nDCG@10, without typos / with one typo in each query"),
    ("recall", "Recall@10, without typos / with one typo in each query"),
    ("zero", "Queries that find nothing, in percent, without / with a typo"),
)


def _relevance(results: Results, measure: str, caption: str) -> str:
    found = results["relevance"]
    engines = list(dict.fromkeys(engine for one in found.values() for engine in one["engines"]))
    header = [
        "",
        *(f"{name} ({one['queries']} in {one['articles']:,})" for name, one in found.items()),
    ]
    rows = [
        [engine, *(_pair(one["engines"].get(engine), measure) for one in found.values())]
        for engine in engines
    ]
    return _table(caption, header, rows)


def _pair(figures: Mapping[str, Any] | None, measure: str) -> str:
    if figures is None:
        return NOT_MEASURED
    pair = [figures[state][measure] for state in ("clean", "typo") if state in figures]
    if measure == "zero":
        return " / ".join(f"{100 * value:.0f}" for value in pair)
    return " / ".join(f"{value:.2f}".removeprefix("0") for value in pair)


def _loads(figures: Mapping[str, Any], kind: str) -> str:
    load = figures["wire"][kind]
    return f"{_kb(load['first'])} → {_kb(load['next'])}"


def _kb(load: Mapping[str, Any]) -> str:
    return f"{load['p50'] / 1000:,.0f}/{load['p95'] / 1000:,.0f} ({load['requests']:.0f})"


def _times(figures: Mapping[str, Any], kind: str) -> str:
    times = figures["times"][kind]
    return " → ".join(
        f"{_ms(times[name]['p50'])}/{_ms(times[name]['p95'])}" for name in ("new", "again")
    )


def _phone(figures: Mapping[str, Any], kind: str) -> str:
    return f"{figures['phone'] / 1000:.1f}"


def _build(figures: Mapping[str, Any], kind: str) -> str:
    build = figures["build"]
    again = f" ({figures['rebuild']['cpu']:.1f})" if "rebuild" in figures else ""
    return f"{build['cpu']:.1f}{again}"


SIZED = (
    (
        "KB over the wire (requests): first query → next query, p50/p95",
        _loads,
        tuple(KINDS),
    ),
    (
        "Milliseconds for a query, p50/p95: new → asked again, files from the same machine",
        _times,
        tuple(KINDS),
    ),
    ("Seconds to the first answer on a slow phone network (1.6 Mbit/s, 150 ms)", _phone, ("",)),
    ("CPU seconds to build the index (to renew it after one edited article)", _build, ("",)),
)


def _sized(results: Results, caption: str, cell: Any, kinds: Sequence[str]) -> str:
    sizes = results["sizes"]
    engines = list(dict.fromkeys(engine for one in sizes.values() for engine in one))
    columns = [(size, kind) for size in sizes for kind in kinds]
    header = [
        "",
        *(f"{int(size):,}" + (f", {KINDS[kind]}" if kind else "") for size, kind in columns),
    ]
    rows = [
        [
            engine,
            *(
                cell(sizes[size][engine], kind) if engine in sizes[size] else NOT_MEASURED
                for size, kind in columns
            ),
        ]
        for engine in engines
    ]
    return _table(caption, header, rows)


def _table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return f"{caption}:\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


def flat(figures: Sequence[float]) -> dict[str, float]:
    """p50 and p95 of some figures."""
    from measures import percentile

    return {"p50": percentile(figures, 0.5), "p95": percentile(figures, 0.95)}


def _ms(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"
