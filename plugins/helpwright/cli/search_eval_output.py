"""An evaluation of search as text, and as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpwright.cli.search_eval_report import Asked, Group, Report
from helpwright.search.evaluation import (
    DEPTH,
    FEWEST_QUERIES,
    FIGURES,
    RESAMPLES,
    Interval,
    Key,
    Moved,
    Outcome,
)

_NAMES = {
    "ndcg": "nDCG@10",
    "mrr": "MRR@10",
    "recall": "Recall@10",
    "success_1": "Success@1",
    "success_3": "Success@3",
    "zero_results": "No results",
}
_HEAD = ("", "now", "95 % interval", "stored", "difference", "95 % interval")
_MOST_ROWS = 50


@dataclass(frozen=True)
class Writer:
    """Writes a report. `paths` and `titles` are those of pages by URL."""

    report: Report
    paths: Mapping[str, str]
    titles: Mapping[str, str]

    def as_text(self, *, every: bool) -> str:
        """For a terminal; `every` lists all queries, also those that are answered first."""
        report = self.report
        blocks = [self._summary()]
        for group in self._groups():
            rows = [(name, *cells) for name, cells in _table(group)]
            blocks.append("\n".join([f"{group.name} ({group.figures.queries})", *_aligned(rows)]))
        if report.languages:
            blocks.append("\n".join(["By language", *_aligned(self._by_language())]))
        for title, lines in self._lists(every=every):
            blocks.append("\n".join([title, *(f"  {line}" for line in lines)]))
        return "\n\n".join([*blocks, self._method()])

    def as_markdown(self) -> str:
        """For a comment: tables, and what moved as lists."""
        blocks = ["## Search", self._summary()]
        for group in self._groups():
            blocks.append(f"**{group.name}** ({group.figures.queries})")
            blocks.append(_markdown_table(_HEAD, [(name, *cells) for name, cells in _table(group)]))
        if self.report.languages:
            head, *rows = self._by_language()
            blocks.append(_markdown_table(head, rows))
        if self.report.findings:
            lines = [
                f"- {_escaped(str(f.place))}: {_escaped(f.message)} `{f.code}`"
                for f in self.report.findings
            ]
            blocks += ["**To mend**", "\n".join(lines)]
        for title, lines in self._lists(every=False):
            listed = "\n".join(f"- {_escaped(line)}" for line in lines)
            blocks.append(f"<details><summary>{title}</summary>\n\n{listed}\n\n</details>")
        return "\n\n".join([*blocks, self._method()])

    def _groups(self) -> list[Group]:
        return [group for group in (self.report.whole, self.report.typos) if group is not None]

    def _summary(self) -> str:
        figures = self.report.whole.figures
        said = [f"{_count(figures.queries, 'query', 'queries')} with articles to find."]
        if figures.expect_none:
            said.append(
                f"{_count(figures.expect_none, 'query', 'queries')} that nothing fits: "
                f"{figures.rightly_none} rightly without a page that has all the words."
            )
        for group in self._groups():
            compared = group.comparison
            if compared is not None and compared.queries != group.figures.queries:
                said.append(
                    f"{group.name}: the comparison is over the {compared.queries} of "
                    f"{group.figures.queries} that the stored run has, too."
                )
        if not self.report.has_stored:
            said.append("There is no stored run yet to compare with; --save makes one.")
        return " ".join(said)

    def _method(self) -> str:
        return (
            f"Intervals are bootstrap percentiles over the queries ({RESAMPLES:,} resamples, seed "
            f"{self.report.seed}); there are none for fewer than {FEWEST_QUERIES} queries."
        )

    def _by_language(self) -> list[tuple[str, ...]]:
        rows = [("", "queries", *(_NAMES[name] for name in FIGURES))]
        for group in self.report.languages:
            cells = [_number(group.figures.means.get(name), name) for name in FIGURES]
            rows.append((group.name, str(group.figures.queries), *cells))
        return rows

    def _lists(self, *, every: bool) -> Iterator[tuple[str, list[str]]]:
        for group in self._groups():
            if group.comparison is None:
                continue
            compared, typo = group.comparison, " (with a typo)" * (group is self.report.typos)
            if compared.moved:
                moved = [self._moved(moved) for moved in compared.moved]
                yield f"Moved since the stored run{typo}", _short(moved)
            for title, keys in (
                ("New, not compared", compared.added),
                ("Expects something else now, not compared", compared.changed),
                ("No longer in the list", compared.removed),
            ):
                if keys:
                    yield f"{title}{typo}", _short([_name(key) for key in keys])
        if every:
            yield "Every query", [self._line(one) for one in self.report.asked]
            return
        poor = [one for one in self.report.asked if not _is_first(one.outcome)]
        poor.sort(key=lambda one: -(one.outcome.rank or DEPTH + 1))
        if poor:
            yield "To look at: not on the first rank", _short([self._line(one) for one in poor])

    def _moved(self, moved: Moved) -> str:
        before, after = moved.before, moved.after
        if not after.grades:
            return f'{_sign(moved.gain)} "{_typed(after)}": {_none(before)}, now {_none(after)}'
        ranks = [
            f"{self.paths.get(url, url)} was {_rank(before, url)}, now {_rank(after, url)}"
            for url in after.grades
            if before.ranks.get(url) != after.ranks.get(url)
        ]
        return f'{_sign(moved.gain)} "{_typed(after)}": {"; ".join(ranks)}'

    def _line(self, one: Asked) -> str:
        outcome = one.outcome
        if not outcome.grades:
            return f'"{_typed(outcome)}": {_none(outcome)}'
        ranks = ", ".join(f"{self.paths.get(u, u)} {_rank(outcome, u)}" for u in outcome.grades)
        first = "" if outcome.rank == 1 else f'; first is "{self.titles.get(one.first, "nothing")}"'
        return f'"{_typed(outcome)}": {ranks}{first}'


def _table(group: Group) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield _HEAD[0], _HEAD[1:]
    for name in FIGURES:
        if name not in group.figures.means:
            continue
        mean, compared = group.figures.means[name], group.comparison
        cells = (_number(mean, name), _bounds(mean, name), "", "", "")
        if compared is not None and compared.queries:
            change = compared.differences[name]
            then = _number(Interval(compared.before[name], None), name)
            cells = (
                *cells[:2],
                then,
                _signed(change.value, name),
                _bounds(change, name, plus=True),
            )
        yield _NAMES[name], cells


def _number(mean: Interval | None, name: str) -> str:
    if mean is None:
        return "-"
    return f"{mean.value * 100:.1f} %" if name == "zero_results" else f"{mean.value:.3f}"


def _signed(value: float, name: str) -> str:
    value += 0.0
    return f"{value * 100:+.1f} %" if name == "zero_results" else f"{value:+.3f}"


def _bounds(mean: Interval, name: str, *, plus: bool = False) -> str:
    if mean.bounds is None:
        return "-"
    low, high = mean.bounds
    if plus:
        return f"{_signed(low, name)} to {_signed(high, name)}"
    return f"{_number(Interval(low, None), name)} to {_number(Interval(high, None), name)}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    used = [number for number in range(len(rows[0])) if any(row[number] for row in rows[1:])]
    widths = {number: max(len(row[number]) for row in rows) for number in used}
    return [
        "  "
        + "  ".join(
            row[n].ljust(widths[n]) if n == 0 else row[n].rjust(widths[n]) for n in used
        ).rstrip()
        for row in rows
    ]


def _markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rows = [row for row in rows if tuple(row) != tuple(head)]
    used = [n for n in range(len(head)) if n == 0 or any(row[n] for row in rows)]
    lines = [[head[n] for n in used], ["---", *["---:"] * (len(used) - 1)]]
    lines += [[_escaped(row[n]) for n in used] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escaped(text: str) -> str:
    for letter in "\\`*_<>[]|":
        text = text.replace(letter, f"\\{letter}")
    return text


def _is_first(outcome: Outcome) -> bool:
    return outcome.rank == 1 if outcome.grades else outcome.is_right


def _typed(outcome: Outcome) -> str:
    text = outcome.asked or outcome.query
    text = text if len(text) <= 80 else f"{text[:79]}…"
    return f"{text} ({outcome.language})" if outcome.language else text


def _name(key: Key) -> str:
    return f'"{key[0]}"' + (f" ({key[1]})" if key[1] else "")


def _rank(outcome: Outcome, url: str) -> str:
    return str(outcome.ranks[url]) if url in outcome.ranks else f"not in {DEPTH}"


def _none(outcome: Outcome) -> str:
    if not outcome.answered:
        return "rightly no page with all the words"
    return "a page has all the words, though nothing fits"


def _sign(gain: float) -> str:
    return "better" if gain > 0 else "worse" if gain < 0 else "moved"


def _short(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_ROWS
    return lines if more <= 0 else [*lines[:_MOST_ROWS], f"and {more} more"]


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
