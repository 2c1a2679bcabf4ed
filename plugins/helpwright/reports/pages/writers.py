"""The worklist for writers."""

from __future__ import annotations

from helpwright.deflection.worklist import ASSUMED_REACH, ASSUMED_WRITING, WEEKS, Task
from helpwright.reports import wording
from helpwright.reports.markup import Html, join, tag
from helpwright.reports.model import Report
from helpwright.reports.pages.shell import Section, page
from helpwright.reports.parts import link, paragraph, table

_SHOWN = 100


def writers(report: Report) -> str:
    """The page."""
    work = report.worklist
    sections: list[Section] = [
        ("work", "Worklist", _tasks(report)),
        ("kinds", "What each kind means", _kinds()),
        ("ranking", "How it is ranked", _ranking(report)),
    ]
    lead = (
        f"{wording.counted(len(work.tasks), 'task')}, ranked by the tickets that each may save in "
        f"{WEEKS} weeks."
    )
    return page(report, "writers.html", "What to write next", lead, sections)


def _tasks(report: Report) -> Html:
    tasks = report.worklist.tasks[:_SHOWN]
    parts: list[str] = []
    if not tasks:
        parts.append(paragraph("Nothing stands out from what the data allow to see."))
    rows = [
        [
            _subject(report, task),
            wording.count(task.tickets) + " " + task.unit,
            _expected(task),
        ]
        for task in tasks
    ]
    heads = ["What and why", "How many", f"May save in {WEEKS} weeks"]
    parts.append(
        tag("div", table("work-table", "The most promising first", heads, rows), cls="prose")
    )
    if len(report.worklist.tasks) > _SHOWN:
        rest = len(report.worklist.tasks) - _SHOWN
        parts.append(paragraph(f"{wording.counted(rest, 'more task')} are in worklist.csv."))
    if tasks:
        parts.append(paragraph(tag("a", "Download as CSV", href="tables/worklist.csv")))
    if report.learned is None:
        parts.append(
            paragraph(
                "Content gaps, missing words and never linked articles that customers ask for "
                "need ",
                tag("code", "helpwright learn EXPORT"),
                ".",
            )
        )
    if report.figures.events_from is None:
        parts.append(
            paragraph(
                "Failed searches and unhelpful articles need ",
                tag("code", "helpwright events import LOG"),
                ".",
            )
        )
    return join(parts)


def _subject(report: Report, task: Task) -> Html:
    known = report.articles.get(task.article)
    is_subject = known is not None and known.title == task.subject
    name = link(known, task.subject) if is_subject else tag("span", task.subject)
    nearest = ""
    if known and not is_subject:
        nearest = join([" Nearest: ", link(known, known.title), "."])
    return join(
        [
            tag("span", task.kind, cls="badge kind"),
            " ",
            name,
            tag("span", f"{task.why[:1].upper()}{task.why[1:]}. ", nearest, cls="why"),
            tag("span", f"To do: {task.todo}.", cls="todo"),
        ]
    )


def _expected(task: Task) -> str:
    return "under 1" if task.expected < 1 else wording.counted(round(task.expected), "ticket")


def _kinds() -> Html:
    rows = [
        ("Content gap", "tickets that no article was linked in and that no article fits"),
        (
            "Stale",
            "tickets solved with the article come back, or agents link it less while its "
            "topic grows; both by more than chance",
        ),
        ("Unhelpful", "readers call it helpful less often than others, or write more often after"),
        ("Never linked", "customers ask for it, and no agent sends it"),
        ("Missing words", "customers' words that the article lacks"),
        ("Failed search", "a search that leads to no article more often than others"),
    ]
    return tag("dl", *(tag("div", tag("dt", a), tag("dd", b)) for a, b in rows))


def _ranking(report: Report) -> Html:
    work = report.worklist
    share = wording.percent(work.reach)
    origin = (
        "the pooled publication effect of this help center"
        if work.reach_is_measured
        else f"assumed, as no effect is measured yet ({ASSUMED_REACH * 100:.0f}\N{NO-BREAK SPACE}%)"
    )
    return join(
        [
            paragraph(
                f"Expected tickets saved = tickets of the subject in {WEEKS} weeks "
                "\N{MULTIPLICATION SIGN} reach. Reach, the share of such tickets that an article "
                f"saves, is {share}: {origin}."
            ),
            paragraph(
                "Stale articles count the reopened tickets beyond the category's usual share. "
                "Searches count with the share of readers who write to support "
                f"({ASSUMED_WRITING * 100:.0f}\N{NO-BREAK SPACE}% if no event tells). Falls and "
                "excesses enter with the end of their interval that is nearer to nothing. The "
                "number ranks; it is no promise."
            ),
        ]
    )
