"""The query language: from what a person typed to a query of Whoosh's.

Every text has a meaning, if only that of its words. What was not taken as it was written is told
in a notice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.search.whoosh_index_fields import BREAK, FACETS, RAW, TEXTS, Vocabulary
from helpwright.search.whoosh_index_terms import ANY, Terms

MOST_CHARACTERS = 2000
_MOST_NESTED = 20
_FIELDS = (*TEXTS, *FACETS, *RAW)
_OTHER_NAMES = {
    "heading": "headings",
    "text": "body",
    "content": "body",
    "alias": "aliases",
    "label": "labels",
    "product": "applies_to",
    "applies-to": "applies_to",
}
# Not the colon of an address or of a path on a disk.
_FIELD = re.compile(r"(?<![\w:/.-])([A-Za-z][\w-]+):(?=[^\s:/\\])")
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_PHRASE = re.compile(r'("[^"]*")')
_PUNCTUATION = re.compile(r"[?!.,;]+(?=\s|$|\))")
_LONE_STARS = re.compile(r"(?<!\S)[*?]+(?!\S)")
_RANGE = re.compile(
    r"(?P<open>[\[{])(?P<start>[^\s\]}]+(?=\s))?\s*TO(?P<end>\s+[^\s\]}]+)?\s*(?P<close>[}\]])"
)
_SYNTAX = re.compile(r'"|(?<!\S)(AND|OR|NOT)(?!\S)')
_OPERATOR = re.compile(r"(?<![^\s(])(?:AND|OR|NOT|ANDNOT|ANDMAYBE|REQUIRE)(?!\S)")


@dataclass(frozen=True)
class Asked:
    """A query as understood.

    `tree` is Whoosh's query, None for every page. `parts` are its words one by one, if a page need
    not have them all. `words` are they as typed, folded, and `stems` what to mark in a page.
    """

    tree: Any = None
    parts: tuple[Any, ...] = ()
    words: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()
    notices: tuple[Finding, ...] = ()


EVERYTHING = Asked()


def parse(text: str, vocabulary: Vocabulary) -> Asked:
    """A query as understood."""
    from whoosh import query

    notices: list[Finding] = []
    readable = _tidy(text, notices)
    if readable == "*":
        return EVERYTHING
    terms = Terms(vocabulary, readable)
    if terms.is_sentence and not _FIELD.search(readable):
        if '"' in readable or _OPERATOR.search(readable):
            message = "it reads like a sentence, so quotes and capital AND, OR, NOT mean nothing"
            _note(notices, "query-as-words", message, "leave out words such as how, the and my")
        found = terms.of_words(readable.split())
    else:
        # Odd queries fail in odd places of Whoosh; what they say in words is always left.
        try:
            operators = _OPERATOR.search(readable) is not None
            found = terms.of_tree(_tree(readable), has_operators=operators)
        except Exception:
            hint = 'put what belongs together into "quotes", and only there'
            _note(notices, "query-as-words", "it was not understood, so it was read as words", hint)
            terms = Terms(vocabulary, readable)
            found = terms.of_words(readable.split())
    if found is None:
        hint = "write a word that the page is likely to have"
        _note(notices, "nothing-to-search", "the query holds no word to look for", hint)
        found = query.NullQuery, ()
    words = tuple(dict.fromkeys(terms.words))
    return Asked(
        *found, words, frozenset(terms.stems or terms.stop_stems), tuple(dict.fromkeys(notices))
    )


def _note(notices: list[Finding], code: str, message: str, hint: str) -> None:
    notices.append(Finding(Place("query"), code, message, hint, Severity.NOTICE))


def _tidy(text: str, notices: list[Finding]) -> str:
    """A text that Whoosh reads as its writer meant it."""
    text = _CONTROLS.sub(" ", text).replace(BREAK, " ").translate(_QUOTES).strip()
    if len(text) > MOST_CHARACTERS:
        message = f"only the first {MOST_CHARACTERS:,} characters of the query count"
        _note(notices, "query-cut", message, "leave out what is not about the question")
        text = text[:MOST_CHARACTERS]
    if text.count('"') % 2:
        at = text.rindex('"')
        text = f"{text[:at]} {text[at + 1 :]}"
        message = "a quote has no partner, so what follows it was read as words"
        _note(notices, "query-as-words", message, 'a phrase stands between two quotes: "sign in"')
    pieces = _PHRASE.split(text)
    # Every other piece stands outside quotes.
    pieces[::2] = [_tidy_words(piece, notices) for piece in pieces[::2]]
    _pair_brackets(pieces, notices)
    return "".join(pieces).strip()


def _tidy_words(text: str, notices: list[Finding]) -> str:
    # A question mark ends a question; only inside a word does it stand for a letter.
    text = _PUNCTUATION.sub(" ", text)
    if text.strip() != "*":
        text = _LONE_STARS.sub(" ", text)
    text = re.sub(r"[*?]*\*[*?]*", "*", text)
    return _FIELD.sub(lambda found: _field(found[1], notices), text)


def _field(written: str, notices: list[Finding]) -> str:
    name = _OTHER_NAMES.get(written.lower(), written.lower())
    if name in _FIELDS:
        return f"{name}:"
    message = f'there is no field "{written}", so it was read as a word'
    hint = did_you_mean(name, _FIELDS, otherwise=f"the fields are {', '.join(_FIELDS)}")
    _note(notices, "unknown-search-field", message, hint)
    return f"{written} "


def _pair_brackets(pieces: list[str], notices: list[Finding]) -> None:
    """Take out all round brackets if they don't pair up."""
    outside = "".join(pieces[::2])
    depths = [0]
    for letter in outside:
        depths.append(depths[-1] + (letter == "(") - (letter == ")"))
    if depths[-1] == 0 and min(depths) == 0 and max(depths) <= _MOST_NESTED:
        return
    pieces[::2] = [re.sub(r"[()]", " ", piece) for piece in pieces[::2]]
    # Where no operator stands, brackets mean nothing, and nobody needs to hear of them.
    if _OPERATOR.search(outside):
        message = "the brackets don't pair up, so they were left out"
        _note(notices, "query-as-words", message, "close every bracket: (card OR bank) AND refund")


def _tree(text: str) -> Any:
    """Whoosh's tree of a query; the leaves hold words as typed."""
    from whoosh import qparser

    names = "|".join(sorted(_FIELDS, key=len, reverse=True))
    plugins = [
        qparser.FieldsPlugin(expr=rf"(?<![\w:/.-])(?P<text>{names}):"),
        qparser.WildcardPlugin(),
        qparser.PhrasePlugin(),
        qparser.FuzzyTermPlugin(),
        qparser.RangePlugin(expr=_RANGE),
        qparser.GroupPlugin(),
        qparser.OperatorsPlugin(),
        qparser.BoostPlugin(),
    ]
    return qparser.QueryParser(ANY, None, plugins=plugins).parse(text)
