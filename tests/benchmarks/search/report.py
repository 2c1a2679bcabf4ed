"""The results as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Results = Mapping[str, Any]
MEASURES = {
    "ndcg": "nDCG@10, without typos / with one typo in each query",
    "recall": "Recall@10, without typos / with one typo in each query",
    "zero": "Queries that find nothing, in percent, without / with a typo",
}
KINDS = {"short": "1 to 3 words", "question": "Whole questions"}
LOADS = ("first query, KB", "next query, KB", "requests", "new, ms", "again, ms")
COSTS = ("phone, s", "index build, CPU s", "after one edit, CPU s", "index, MB")
NOT_MEASURED = "-"


def render(results: Results) -> str:
    """All tables that the results have figures for; pairs of bytes and times are p50/p95."""
    named = ", ".join(f"{name} {value}" for name, value in results["about"].items())
    tables = [f"Measured with {named}."]
    if results["relevance"]:
        tables += [_relevance(results["relevance"], measure) for measure in MEASURES]
    if results["sizes"]:
        tables += [_sized(KINDS[kind], LOADS, results["sizes"], kind, _loads) for kind in KINDS]
        tables.append(_sized("Network and build", COSTS, results["sizes"], "", _costs))
    return "\n\n".join(tables) + "\n"


def put(tables: str, page: str) -> str:
    """A page with these tables under its heading `Figures`, up to the next heading."""
    before, heading, rest = page.partition("\n## Figures\n")
    _, following, after = rest.partition("\n## ")
    return f"{before}{heading}\n{tables}{following}{after}"


def _relevance(found: Mapping[str, Any], measure: str) -> str:
    engines = list(dict.fromkeys(engine for one in found.values() for engine in one["engines"]))
    rows = [
        [
            f"{name} ({one['queries']} in {one['articles']:,})",
            *(_pair(one["engines"].get(engine), measure) for engine in engines),
        ]
        for name, one in found.items()
    ]
    return _table(MEASURES[measure], ["queries in articles", *engines], rows)


def _pair(figures: Mapping[str, Any] | None, measure: str) -> str:
    if figures is None:
        return NOT_MEASURED
    pair = [figures[state][measure] for state in ("clean", "typo") if state in figures]
    if measure == "zero":
        return " / ".join(f"{100 * value:.0f}" for value in pair)
    return " / ".join(f"{value:.2f}".removeprefix("0") for value in pair)


def _sized(
    caption: str, columns: Sequence[str], sizes: Mapping[str, Any], kind: str, cells: Any
) -> str:
    rows = [
        [f"{int(size):,}", engine, *cells(figures, kind)]
        for size, engines in sizes.items()
        for engine, figures in engines.items()
    ]
    return _table(caption, ["articles", "", *columns], rows)


def _loads(figures: Mapping[str, Any], kind: str) -> Iterator[str]:
    wire, times = figures["wire"][kind], figures["times"][kind]
    for load in (wire["first"], wire["next"]):
        yield f"{load['p50'] / 1000:,.0f}/{load['p95'] / 1000:,.0f}"
    yield f"{wire['first']['requests']:.0f}, {wire['next']['requests']:.0f}"
    for name in ("new", "again"):
        yield f"{_ms(times[name]['p50'])}/{_ms(times[name]['p95'])}"


def _costs(figures: Mapping[str, Any], _: str) -> Iterator[str]:
    yield f"{figures['phone'] / 1000:.1f}"
    yield f"{figures['build']['cpu']:.1f}"
    yield f"{figures['rebuild']['cpu']:.1f}" if "rebuild" in figures else NOT_MEASURED
    yield f"{figures['index'] / 1e6:.1f}"


def _ms(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


def _table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return f"{caption}:\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)
