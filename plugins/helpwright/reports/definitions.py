"""What each figure means: its formula, and where the formula comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """A figure explained: numerator and denominator in words, meaning, source."""

    key: str
    name: str
    formula: str
    meaning: str
    source: str


LINK_RATE = Definition(
    "link-rate",
    "Link rate",
    "closed tickets with an article linked ÷ closed tickets",
    "How often agents answer with an article. A closed ticket is one solved or closed, counted in "
    "the period in which it was solved. Merged, deleted and spam tickets count nowhere.",
    "HDI (2018); KCS v6, Consortium for Service Innovation",
)
REUSE = Definition(
    "reuse",
    "Reuse",
    "distinct tickets in which an agent first linked the article in the period",
    "How much an article is used to answer. The first public link by an agent counts, once per "
    "ticket and article. Private notes, customers' own links, bots, quotes and signatures do not.",
    "KCS v6, Consortium for Service Innovation",
)
ARTICLE_RATE = Definition(
    "article-link-rate",
    "Link rate of an article",
    "closed tickets of the period that link the article ÷ closed tickets of the period",
    "The article's share in all answers.",
    "HDI (2018), for one article",
)
LASTING = Definition(
    "lasting",
    "Solved and stayed solved",
    "linked tickets that were solved and not reopened within 14 days of the link ÷ linked tickets",
    "Whether the answer held. It describes the tickets; it does not prove that the article did it.",
    "Helpwright's own; compare Zendesk, linked article resolution rate",
)
CATEGORY_RATE = Definition(
    "category-link-rate",
    "Link rate of a category",
    "closed tickets tagged with the category and linked ÷ closed tickets tagged with the category",
    "The tag is the category's name in small letters with _ between words.",
    "HDI (2018); KCS v6",
)
PARETO = Definition(
    "pareto",
    "Articles for 80 % of links",
    "the fewest articles that together make up 80 % of all links",
    "Few articles usually carry most answers. These deserve care first.",
    "KCS v6 (Pareto of reuse)",
)
INTERVAL = Definition(
    "interval",
    "Interval in brackets",
    "Wilson's 95 % interval of the two counts",
    "Where the rate could as well lie by chance. Under 30 tickets only the counts are shown.",
    "E. B. Wilson (1927)",
)
DEFINITIONS = (LINK_RATE, REUSE, ARTICLE_RATE, LASTING, CATEGORY_RATE, PARETO, INTERVAL)
