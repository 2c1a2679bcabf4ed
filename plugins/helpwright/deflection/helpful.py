"""The most helpful articles, as a list of ids that a person reviews before it is published.

Ranked by the lower bound of Wilson's interval for "linked tickets solved and not reopened within
14 days". Reuse alone would rank what is asked most, whether or not the answer holds; the bare
rate would put an article with three happy tickets first. The lower bound asks for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from helpwright import marked_yaml
from helpwright.deflection.figures import FEWEST_REQUESTERS_PUBLIC, Figures
from helpwright.deflection.intervals import wilson
from helpwright.errors import Finding, Place, Severity
from helpwright.files import write_atomically

_HEAD = """\
# The most helpful articles, best first: ids only, no figures. `helpwright report` writes this
# list from articles that agents linked for at least 10 customers, ranked by the lower bound of
# the share of linked tickets that were solved and stayed solved. Review it before you commit it.
"""


def most_helpful(figures: Figures, *, limit: int = 10) -> list[str]:
    """Ids of published public articles with at least 10 requesters, the most helpful first."""
    ranked = []
    for row in figures.articles:
        bounds = wilson(row.lasting.numerator, row.lasting.denominator)
        is_public = row.published and row.article.audience == "public"
        if is_public and bounds and row.requesters >= FEWEST_REQUESTERS_PUBLIC:
            ranked.append((-bounds[0], -row.reuse, row.article.id))
    return [article for _bound, _reuse, article in sorted(ranked)][:limit]


def write_most_helpful(path: Path, ids: Sequence[str]) -> None:
    """Write the list for review."""
    listed = "".join(f"  - {_quoted(article)}\n" for article in ids)
    write_atomically(path, f"{_HEAD}articles:{' []' if not ids else ''}\n{listed}")


def read_most_helpful(path: Path, shown: str = "") -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The ids of a reviewed list, and what is wrong with the file, which places call `shown`."""
    place = Place(shown or str(path))
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return (), ()
    except (OSError, UnicodeDecodeError) as error:
        return (), (Finding(place, "unreadable-file", f"the file cannot be read: {error}"),)
    document = marked_yaml.read(text, place.path)
    listed = document.value.get("articles") if isinstance(document.value, dict) else None
    if document.findings or not isinstance(listed, list):
        message, hint = "this is not a list of article ids", "write articles: and one id a line"
        wrong = Finding(place, "most-helpful-list", message, hint, Severity.ERROR)
        return (), tuple(document.findings) or (wrong,)
    return tuple(str(article) for article in listed if article is not None), ()


def _quoted(article: str) -> str:
    """An id as YAML text, also where it would read as a number or a word like null."""
    plain = article.replace("-", "").replace("_", "").isalnum() and article.isascii()
    if plain and isinstance(marked_yaml.plain_scalar(article), str) and article[0].isalpha():
        return article
    return '"' + article.replace("\\", "\\\\").replace('"', '\\"') + '"'
