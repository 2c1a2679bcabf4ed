"""Figures from tickets: who links what, and what became of it."""

from __future__ import annotations

from helpwright.deflection.metric import Kind, Level, Metric, count, share

_KCS = "KCS v6, Consortium for Service Innovation"
_HDI = f"HDI (2018); {_KCS}"
_REUSE_ONLY = "deflection: a link exists only because a ticket did"
_DESCRIBES = "the article's doing: it describes tickets and proves no cause"
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


TICKET_METRICS = (
    _rate(Level.SITE, "site"),
    _rate(Level.MONTH, "months"),
    _rate(Level.CATEGORY, "categories", "closed tickets of the category"),
    _rate(Level.TEAM, "teams"),
    share(
        *("link-rate", "Link rate of an article", Level.ARTICLE, "shares", "linking/closed"),
        "closed tickets that link the article ÷ closed tickets",
        "closed tickets",
        "HDI (2018), for one article",
        _REUSE_ONLY,
    ),
    share(
        *("link-accuracy", "Link accuracy", Level.TEAM, "accuracy", "right/judged"),
        "links judged right ÷ links judged",
        "links judged",
        _KCS,
        "the share of all links that are right, unless the sample was drawn by chance",
    ),
    count(
        *("reuse", "Reuse", Level.ARTICLE, "articles", "reuse"),
        "distinct tickets in which an agent first linked the article in the period",
        _KCS,
        _REUSE_ONLY,
    ),
    count(
        *("reuse", "Reuse", Level.CATEGORY, "reuse_by_category", "reuse"),
        "distinct tickets in which an agent first linked an article of the category",
        _KCS,
        _REUSE_ONLY,
    ),
    count(
        *("reuse", "Links sent", Level.SITE, "links", "reuse"),
        "articles that agents first linked in a ticket in the period, each ticket's each once",
        _KCS,
        _REUSE_ONLY,
    ),
    count(
        *("links-by-sender", "Links by sender", Level.SENDER, "senders", "links"),
        "links of the period sent by agents, by bots, by customers themselves",
        "Helpwright",
        "reuse: only agents' links are",
    ),
    count(
        *("lost-links", "Links that lead nowhere", Level.ADDRESS, "lost", "tickets"),
        "tickets in which an agent sent an address of ours that no article answers",
        "Helpwright",
        "an agent's mistake: the article may have been there then",
    ),
    share(
        *("known-ratio", "Known ratio", Level.SITE, "site", "known/closed"),
        "closed tickets linked to an article older than the ticket ÷ closed tickets",
        "closed tickets",
        f"{_KCS}: new versus known",
        "the share of known questions: where agents do not link, known ones count as new",
    ),
    share(
        *("known-ratio", "Known ratio", Level.CATEGORY, "categories", "known/closed"),
        "closed tickets linked to an article older than the ticket ÷ classified closed tickets",
        "closed tickets of the category",
        f"{_KCS}: new versus known",
        "the share of known questions: where agents do not link, known ones count as new",
    ),
    *(
        share(
            *("linked-resolution", "Linked-article resolution rate", level, query, "solved/reuse"),
            "linked tickets that are solved ÷ linked tickets",
            "linked tickets",
            "Zendesk: linked article resolution rate",
            _DESCRIBES,
        )
        for level, query in ((Level.SITE, "links"), (Level.ARTICLE, "articles"))
    ),
    *(
        share(
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
        share(
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
        "share of linked tickets reopened after the link ÷ share of the category's unlinked "
        "tickets ever reopened",
        "tickets linked and solved",
        "Helpwright; interval by Katz (1978)",
        "proof that an article is wrong: harder questions may get it more often",
    ),
)
