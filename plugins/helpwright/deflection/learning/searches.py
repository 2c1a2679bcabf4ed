"""Searches that failed: candidates for aliases and synonyms, or for an article.

Events carry no session, so a query counts by its searches, and a search without a click is what is
left when the clicks on its results are taken away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helpwright.deflection.figures import FEWEST_REQUESTERS
from helpwright.deflection.intervals import Proportion, wilson
from helpwright.deflection.learning.scrubbing import is_private
from helpwright.search.suggestions import CHANCES, Confidence, Library, Question, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

# Half of all searches of a help center end without a click; a query must do worse by more than
# chance, so the lower end of the interval counts.
_FAILING = 0.5
MOST_QUERIES = 50
_QUERY = """
SELECT query, count(*) FILTER (name = 'search') AS searches,
  count(*) FILTER (name = 'search' AND results = 0) AS empty,
  count(*) FILTER (name = 'search-click') AS clicks
FROM (SELECT name, results, regexp_replace(trim(lower(query)), '\\s+', ' ', 'g') AS query
      FROM events WHERE name IN ('search', 'search-click'))
WHERE query <> '' GROUP BY query HAVING searches >= ? ORDER BY query
"""


@dataclass(frozen=True)
class FailedSearch:
    """A query that often leads nowhere.

    Attributes:
        query: The words, in small letters.
        searches: How often they were searched for.
        empty: How often nothing was found.
        clicks: How often a result was opened.
        share: Searches with no result or no click, of all.
        suggestion: "alias" if an article seems to fit, whose alias or synonym the query may
            become; "gap" if none does; "" if nobody could look.
        article: The article that fits.
    """

    query: str
    searches: int
    empty: int
    clicks: int
    share: Proportion
    suggestion: str = ""
    article: str = ""


def failed_searches(
    con: DuckDBPyConnection,
    library: Library | None = None,
    names: Mapping[str, str] | None = None,
    *,
    fewest: int = FEWEST_REQUESTERS,
) -> tuple[FailedSearch, ...]:
    """The queries that failed most often, those with most failures first.

    Args:
        con: An open store.
        library: What may answer; without it, no article is named.
        names: The name of each document of the library by its address.
        fewest: The searches a query must have.
    """
    found: list[FailedSearch] = []
    for query, searches, empty, clicks in con.execute(_QUERY, [fewest]).fetchall():
        failures = max(empty, searches - clicks)
        bounds = wilson(failures, searches)
        if bounds and bounds[0] > _FAILING and not is_private(query):
            share = Proportion(failures, searches)
            found.append(FailedSearch(query, searches, empty, clicks, share))
    found.sort(key=lambda one: (-one.share.numerator, one.query))
    found = found[:MOST_QUERIES]
    return tuple(found if library is None else _with_articles(found, library, names or {}))


def _with_articles(
    found: list[FailedSearch], library: Library, names: Mapping[str, str]
) -> list[FailedSearch]:
    questions = [Question("", one.query) for one in found]
    answers = suggest(library, questions, limit=1, least=CHANCES[Confidence.LOW])
    return [
        replace(
            one,
            suggestion="alias" if best else "gap",
            article=names.get(best[0].document.url, "") if best else "",
        )
        for one, best in zip(found, answers, strict=True)
    ]
