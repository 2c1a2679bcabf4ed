"""Every figure, with what a reader must know to trust it: formula, source, and what it is not.

The words here are the report's own; `metrics` computes what is listed, and nothing else is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a figure is about. Nothing is about one person."""

    SITE = "site"
    CATEGORY = "category"
    TEAM = "team"
    ARTICLE = "article"
    QUERY = "query"
    FORM = "form"
    TROUBLESHOOTER = "troubleshooter"
    MONTH = "month"
    SENDER = "sender"
    ADDRESS = "address"


class Kind(StrEnum):
    """What sort of number a figure is."""

    COUNT = "count"
    PROPORTION = "proportion"  # Wilson's interval
    RATIO = "ratio"  # an interval from blocks of days
    RISK_RATIO = "risk ratio"  # Katz's interval
    RATE_RATIO = "rate ratio"  # an interval from the publication effect
    MONEY = "money"  # an interval from the publication effect


@dataclass(frozen=True)
class Metric:
    """A figure at one level.

    Attributes:
        id: Its name in data, the same at each level.
        query: The query that counts it; "" where the figure comes from elsewhere.
        hit: The sum of columns above the line: "a", "a+b", "a-b"; never below 0.
        of: The same below the line; "" for a count.
        formula: Numerator ÷ denominator in words.
        unit: What is counted below the line, or counted at all.
        source: Who defined it.
        never: What it must not be called, and why.
    """

    id: str
    name: str
    level: Level
    kind: Kind
    query: str
    hit: str
    of: str
    formula: str
    unit: str
    source: str
    never: str

    @property
    def key(self) -> str:
        """Its name among all figures: id and level."""
        return f"{self.id}/{self.level}"

    @property
    def numerator(self) -> str:
        """What stands above the line, in words."""
        return self.formula.partition(" ÷ ")[0]

    @property
    def denominator(self) -> str:
        """What stands below the line, in words; "" for a count."""
        return self.formula.partition(" ÷ ")[2]


_KCS = "KCS v6, Consortium for Service Innovation"
_HDI = f"HDI (2018); {_KCS}"
_REUSE_ONLY = "deflection: a link exists only because a ticket did"
_DESCRIBES = "the article's doing: it describes tickets and proves no cause"
_NO_TICKET = "tickets saved: nobody knows who would have written one"
_GOAL = "a goal for agents: who is paid for links sends links"


def _rate(level: Level, query: str, of: str = "closed tickets") -> Metric:
    return Metric(
        "link-rate",
        "Link rate",
        level,
        Kind.PROPORTION,
        query,
        "linked",
        "closed",
        f"{of} with an article linked ÷ {of}",
        "closed tickets",
        _HDI,
        f"{_REUSE_ONLY}; nor {_GOAL}",
    )


def _share(
    id: str,
    name: str,
    level: Level,
    query: str,
    columns: str,
    formula: str,
    unit: str,
    source: str,
    never: str,
) -> Metric:
    hit, _, of = columns.partition("/")
    kind = Kind.PROPORTION
    return Metric(id, name, level, kind, query, hit, of, formula, unit, source, never)


def _count(
    id: str, name: str, level: Level, query: str, hit: str, formula: str, source: str, never: str
) -> Metric:
    return Metric(id, name, level, Kind.COUNT, query, hit, "", formula, "tickets", source, never)


_TICKETS = (
    _rate(Level.SITE, "site"),
    _rate(Level.MONTH, "months"),
    _rate(Level.CATEGORY, "categories", "closed tickets of the category"),
    _rate(Level.TEAM, "teams"),
    _share(
        *("link-rate", "Link rate of an article", Level.ARTICLE, "shares", "linking/closed"),
        "closed tickets that link the article ÷ closed tickets",
        "closed tickets",
        "HDI (2018), for one article",
        _REUSE_ONLY,
    ),
    _share(
        *("link-accuracy", "Link accuracy", Level.TEAM, "accuracy", "right/judged"),
        "links judged right ÷ links judged",
        "links judged",
        _KCS,
        "the share of all links that are right, unless the sample was drawn by chance",
    ),
    _count(
        *("reuse", "Reuse", Level.ARTICLE, "articles", "reuse"),
        "distinct tickets in which an agent first linked the article in the period",
        _KCS,
        _REUSE_ONLY,
    ),
    _count(
        *("reuse", "Reuse", Level.CATEGORY, "reuse_by_category", "reuse"),
        "distinct tickets in which an agent first linked an article of the category",
        _KCS,
        _REUSE_ONLY,
    ),
    _count(
        *("reuse", "Links sent", Level.SITE, "links", "reuse"),
        "articles that agents first linked in a ticket in the period, each ticket's each once",
        _KCS,
        _REUSE_ONLY,
    ),
    _count(
        *("links-by-sender", "Links by sender", Level.SENDER, "senders", "links"),
        "links of the period sent by agents, by bots, by customers themselves",
        "Helpwright",
        "reuse: only agents' links are",
    ),
    _count(
        *("lost-links", "Links that lead nowhere", Level.ADDRESS, "lost", "tickets"),
        "tickets in which an agent sent an address of ours that no article answers",
        "Helpwright",
        "an agent's mistake: the article may have been there then",
    ),
    _share(
        *("known-ratio", "Known ratio", Level.SITE, "site", "known/closed"),
        "closed tickets linked to an article older than the ticket ÷ closed tickets",
        "closed tickets",
        f"{_KCS}: new versus known",
        "the share of known questions: where agents do not link, known ones count as new",
    ),
    _share(
        *("known-ratio", "Known ratio", Level.CATEGORY, "categories", "known/closed"),
        "closed tickets linked to an article older than the ticket ÷ classified closed tickets",
        "closed tickets of the category",
        f"{_KCS}: new versus known",
        "the share of known questions: where agents do not link, known ones count as new",
    ),
    *(
        _share(
            *("linked-resolution", "Linked-article resolution rate", level, query, "solved/reuse"),
            "linked tickets that are solved ÷ linked tickets",
            "linked tickets",
            "Zendesk: linked article resolution rate",
            _DESCRIBES,
        )
        for level, query in ((Level.SITE, "links"), (Level.ARTICLE, "articles"))
    ),
    *(
        _share(
            *("stayed-solved", "Solved and stayed solved", level, query, "lasting/reuse"),
            "linked tickets that were solved and not reopened within 14 days of the link ÷ "
            "linked tickets",
            "linked tickets",
            "Helpwright; compare Zendesk: linked article resolution rate",
            _DESCRIBES,
        )
        for level, query in ((Level.SITE, "links"), (Level.ARTICLE, "articles"))
    ),
    *(
        _share(
            *("reopened", "Linked, then reopened", level, query, "reopened/ever_solved"),
            "linked tickets reopened within 14 days of the link ÷ tickets linked and solved",
            "tickets linked and solved",
            "Helpwright",
            _DESCRIBES,
        )
        for level, query in ((Level.SITE, "links"), (Level.ARTICLE, "articles"))
    ),
    Metric(
        "reopened-risk",
        "Risk of being reopened",
        Level.ARTICLE,
        Kind.RISK_RATIO,
        "articles",
        "reopened_ever",
        "ever_solved",
        "share of linked tickets ever reopened ÷ the same share of the category's unlinked tickets",
        "tickets linked and solved",
        "Helpwright; interval by Katz (1978)",
        "proof that an article is wrong: harder questions may get it more often",
    ),
)

_EVENTS = (
    Metric(
        "self-service-score",
        "Self-service score",
        Level.SITE,
        Kind.RATIO,
        "self_service",
        "sessions",
        "requesters",
        "sessions in which an article was read ÷ people who opened a ticket",
        "requesters",
        "Zendesk (4:1 is usual); Gainsight (1,000 / 250 = 4.0)",
        "a deflection rate: most who read would never have written",
    ),
    *(
        metric
        for level, query in ((Level.SITE, "form_sessions"), (Level.FORM, "forms"))
        for metric in (
            _share(
                *("suggestion-rate", "Suggestion rate", level, query, "suggested/sessions"),
                "form sessions that were shown a suggestion ÷ form sessions",
                "form sessions",
                "Zendesk (160 answers / 200 attempts = 80 %)",
                _NO_TICKET,
            ),
            _share(
                *("suggestion-click-rate", "Suggestion click rate", level, query),
                "opened/suggested",
                "form sessions in which a suggestion was opened ÷ those that were shown one",
                "form sessions with a suggestion",
                "Zendesk: (clicked + resolved) / answers",
                _NO_TICKET,
            ),
            _share(
                *("suggestion-resolution", "Suggestion resolution rate", level, query),
                "resolved/suggested",
                "form sessions in which a suggestion was called the answer ÷ those shown one",
                "form sessions with a suggestion",
                "Zendesk: resolved / answers",
                "tickets saved: some write all the same, see form deflection",
            ),
            _share(
                *("form-deflection", "Form deflection", level, query),
                "opened-opened_lost/sessions",
                "form sessions with a suggestion opened and no ticket ÷ form sessions",
                "form sessions",
                "Elevio; Salesforce",
                "solved: it holds those who gave up, see solved and abandoned",
            ),
            _share(
                *("form-solved", "Form solved", level, query, "resolved-resolved_lost/sessions"),
                "form sessions with a suggestion called the answer and no ticket ÷ form sessions",
                "form sessions",
                "Elevio; Salesforce, confirmed only",
                "all that suggestions save: most who are helped leave without a word",
            ),
            _share(
                *("form-abandoned", "Form left without a word", level, query),
                "opened-opened_lost-resolved+resolved_lost/sessions",
                "form sessions with a suggestion opened, no ticket and no answer ÷ form sessions",
                "form sessions",
                "Helpwright",
                "success: nobody said that it helped",
            ),
        )
    ),
    *(
        metric
        for level, query in ((Level.SITE, "searches"), (Level.QUERY, "queries"))
        for metric in (
            _share(
                *("stage-1", "Stage-1 deflection", level, query),
                "click_sessions-visits/search_sessions",
                "search sessions that clicked a result and did not visit support ÷ search sessions",
                "search sessions",
                "SearchUnify ((66 - 4) / 103 = 60.19 %)",
                "tickets saved: not visiting support is not an answer",
            ),
            _share(
                *("failed-search", "Unsuccessful search", level, query),
                "searches-clicks/searches",
                "searches with no result or no click ÷ searches",
                "searches",
                "ServiceNow",
                "a missing article: the answer may have stood in the list of results",
            ),
        )
    ),
    *(
        _share(
            *(id, name, level, query, columns),
            formula,
            unit,
            "ServiceNow",
            never,
        )
        for level, query, base, unit in (
            (Level.ARTICLE, "readings", "views", "views"),
            (Level.TROUBLESHOOTER, "troubleshooters", "runs", "runs"),
        )
        for id, name, columns, formula, never in (
            (
                "confirmed",
                "Confirmed",
                f"yes-yes_lost/{base}",
                f"{unit} with a yes and no ticket after ÷ {unit}",
                "all that it saves: most who are helped leave without a word",
            ),
            (
                "potential",
                "Potential",
                f"{base}-tickets-yes+yes_lost/{base}",
                f"{unit} with neither a yes nor a ticket after ÷ {unit}",
                _NO_TICKET,
            ),
            (
                "none",
                "None",
                f"tickets/{base}",
                f"{unit} with a ticket after ÷ {unit}",
                "the article's failure: some questions need a person",
            ),
        )
    ),
    *(
        _share(
            *("helpful-rate", "Helpful rate", level, query, "yes/yes+no"),
            "yes ÷ (yes + no)",
            "answers",
            "common",
            "the share of readers it helped: few answer, and more often when annoyed",
        )
        for level, query in (
            (Level.SITE, "opinions"),
            (Level.ARTICLE, "readings"),
            (Level.TROUBLESHOOTER, "troubleshooters"),
        )
    ),
    _share(
        *("contact-after-view", "Contact after view", Level.SITE, "visits", "started/views"),
        "tickets written in sessions that had read an article ÷ views",
        "views",
        "Intercom: conversations started / views",
        "failure: reading first and writing then may be what the article asks for",
    ),
    _share(
        *("contact-after-view", "Contact after view", Level.ARTICLE, "readings", "tickets/views"),
        "tickets written in sessions that had read the article ÷ its views",
        "views",
        "Intercom: conversations started / views",
        "failure: reading first and writing then may be what the article asks for",
    ),
    _share(
        *("form-deflection", "Troubleshooter deflection", Level.TROUBLESHOOTER),
        *("troubleshooters", "outcomes-tickets/runs"),
        "runs that reached an outcome and no ticket after ÷ runs",
        "runs",
        "Elevio; Salesforce",
        "solved: it holds those who gave up, see confirmed",
    ),
    _share(
        *("escalated", "Escalated", Level.TROUBLESHOOTER, "troubleshooters", "escalated/runs"),
        "runs that led to support ÷ runs",
        "runs",
        "Helpwright",
        "failure: some outcomes are meant to lead to support",
    ),
)

_EFFECT = (
    *(
        Metric(
            "publication-effect",
            "Publication effect",
            level,
            Kind.RATE_RATIO,
            "",
            "observed",
            "expected",
            "topic tickets observed ÷ topic tickets expected without the article",
            "tickets",
            "Helpwright; see publication effect",
            "reuse or link rate: those exist only after publication",
        )
        for level in (Level.SITE, Level.ARTICLE)
    ),
    Metric(
        "cost-saved",
        "Cost saved",
        Level.SITE,
        Kind.MONEY,
        "",
        "expected-observed",
        "",
        "(expected - observed topic tickets) × cost per ticket",
        "tickets",
        "Helpwright",
        "a profit: it is worth no more than the interval it stands in",
    ),
)

CATALOGUE: tuple[Metric, ...] = (*_TICKETS, *_EVENTS, *_EFFECT)


def metric(id: str, level: Level) -> Metric:
    """A figure by its id and level.

    Raises:
        KeyError: there is none.
    """
    found = next((m for m in CATALOGUE if (m.id, m.level) == (id, level)), None)
    if found is None:
        raise KeyError(f"{id}/{level}")
    return found
