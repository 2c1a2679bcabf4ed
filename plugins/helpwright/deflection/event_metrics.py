"""Figures from what happens on the site, and from the publication effect.

Words for what a reader does are those of the systems that defined the figures.
"""

from __future__ import annotations

from helpwright.deflection.metric import Kind, Level, Metric, share

_NO_TICKET = "tickets saved: nobody knows who would have written one"

EVENT_METRICS = (
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
            share(
                *("suggestion-rate", "Suggestion rate", level, query, "suggested/sessions"),
                "form sessions that were shown a suggestion ÷ form sessions",
                "form sessions",
                "Zendesk (160 answers / 200 attempts = 80 %)",
                _NO_TICKET,
            ),
            share(
                *("suggestion-click-rate", "Suggestion click rate", level, query),
                "opened/suggested",
                "form sessions in which a suggestion was opened ÷ those that were shown one",
                "form sessions with a suggestion",
                "Zendesk: (clicked + resolved) / answers",
                _NO_TICKET,
            ),
            share(
                *("suggestion-resolution", "Suggestion resolution rate", level, query),
                "resolved/suggested",
                "form sessions in which a suggestion was called the answer ÷ those shown one",
                "form sessions with a suggestion",
                "Zendesk: resolved / answers",
                "tickets saved: some write all the same, see form deflection",
            ),
            share(
                *("form-deflection", "Form deflection", level, query),
                "opened-opened_lost/sessions",
                "form sessions with a suggestion opened and no ticket ÷ form sessions",
                "form sessions",
                "Elevio; Salesforce",
                "solved: it holds those who gave up, see solved and abandoned",
            ),
            share(
                *("form-solved", "Form solved", level, query, "resolved-resolved_lost/sessions"),
                "form sessions with a suggestion called the answer and no ticket ÷ form sessions",
                "form sessions",
                "Elevio; Salesforce, confirmed only",
                "all that suggestions save: most who are helped leave without a word",
            ),
            share(
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
            share(
                *("stage-1", "Stage-1 deflection", level, query),
                "click_sessions-visits/search_sessions",
                "search sessions that clicked a result and did not visit support ÷ search sessions",
                "search sessions",
                "SearchUnify ((66 - 4) / 103 = 60.19 %)",
                "tickets saved: not visiting support is not an answer",
            ),
            share(
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
        share(
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
        share(
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
    share(
        *("contact-after-view", "Contact after view", Level.SITE, "visits", "started/views"),
        "tickets written in sessions that had read an article ÷ views",
        "views",
        "Intercom: conversations started / views",
        "failure: reading first and writing then may be what the article asks for",
    ),
    share(
        *("contact-after-view", "Contact after view", Level.ARTICLE, "readings", "tickets/views"),
        "tickets written in sessions that had read the article ÷ its views",
        "views",
        "Intercom: conversations started / views",
        "failure: reading first and writing then may be what the article asks for",
    ),
    share(
        *("form-deflection", "Troubleshooter deflection", Level.TROUBLESHOOTER),
        *("troubleshooters", "outcomes-tickets/runs"),
        "runs that reached an outcome and no ticket after ÷ runs",
        "runs",
        "Elevio; Salesforce",
        "solved: it holds those who gave up, see confirmed",
    ),
    share(
        *("escalated", "Escalated", Level.TROUBLESHOOTER, "troubleshooters", "escalated/runs"),
        "runs that led to support ÷ runs",
        "runs",
        "Helpwright",
        "failure: some outcomes are meant to lead to support",
    ),
)

EFFECT_METRICS = (
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
        "(expected - observed topic tickets) \N{MULTIPLICATION SIGN} cost per ticket",
        "tickets",
        "Helpwright",
        "a profit: it is worth no more than the interval it stands in",
    ),
)
