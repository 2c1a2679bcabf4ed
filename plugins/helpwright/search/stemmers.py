"""Snowball's stemmers for browsers, translated from its Python ones when a site is built.

PyStemmer stems the articles, and a browser must stem a query's words in exactly the same way. The
package `snowballstemmer` holds the same algorithms as Python modules that Snowball's compiler
wrote, so they are regular enough to be read and written again as JavaScript. `stemmers_syntax`
translates their routines; here tables and the functions that all of them share are put around.

A table ("among") lists parts of words, each with a number that says what to do. In JavaScript it
is a map, and the longest entry at the cursor is found by trying every length. That answers as
Snowball's binary search does, for the shorter entries within an entry are what it tries next.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TypeGuard

import Stemmer

from helpwright.search.stemmers_syntax import Untranslatable, quoted, routine, shorten

_PACKAGE = "snowballstemmer"
_SUFFIX = "_stemmer.py"
# What begins every module: the state (named as in `stemmers_syntax.STATE`), how a table is read,
# and how the slice between `k` and `e` is replaced.
_PRELUDE = (
    "let s,c,l,b,k,e;"
    "const A=(p,n,f)=>{let m=new Map,d=(g,r)=>g&&g.split(',').map(w=>"
    "m.set(w,r,m.n=Math.max(w.length,m.n|0)));p.split(';').map((g,i)=>d(g,i+1));d(n,-1);m.f=f;"
    "return m},"
    "P=(i,j,t)=>{let d=t.length-j+i;s=s.slice(0,i)+t+s.slice(j);l+=d;"
    "if(c>=j)c+=d;else if(c>i)c=i;return d},"
    "S=t=>{P(k,e,t);e=k+t.length}"
)
# The other functions of Snowball's base class, each with its short name.
_FUNCTIONS = {
    "slice_from": ("S", ""),
    "slice_del": ("X", '()=>S("")'),
    "slice_to": ("O", "()=>s.slice(k,e)"),
    "insert": ("N", "(i,j,t)=>{let d=P(i,j,t);if(i<=k)k+=d;if(i<=e)e+=d}"),
    "eq_s": ("E", "t=>c+t.length<=l&&s.startsWith(t,c)&&(c+=t.length,1)"),
    "eq_s_b": ("K", "t=>c-t.length>=b&&s.endsWith(t,c)&&(c-=t.length,1)"),
    "in_grouping": ("I", "g=>c<l&&g.includes(s[c])&&++c"),
    "in_grouping_b": ("J", "g=>c>b&&g.includes(s[c-1])&&(c--,1)"),
    "out_grouping": ("U", "g=>c<l&&!g.includes(s[c])&&++c"),
    "out_grouping_b": ("V", "g=>c>b&&!g.includes(s[c-1])&&(c--,1)"),
    "go_in_grouping": ("W", "g=>{for(;c<l;c++)if(!g.includes(s[c]))return 1}"),
    "go_in_grouping_b": ("Y", "g=>{for(;c>b;c--)if(!g.includes(s[c-1]))return 1}"),
    "go_out_grouping": ("Z", "g=>{for(;c<l;c++)if(g.includes(s[c]))return 1}"),
    "go_out_grouping_b": ("Q", "g=>{for(;c>b;c--)if(g.includes(s[c-1]))return 1}"),
}
# How the two functions that search a table go through the lengths, and where an entry ends.
_SEARCHES = {
    "find_among": ("F", "l-o", "s.slice(o,o+n)", "c=o+n;"),
    "find_among_b": ("B", "o-b", "s.slice(o-n,o)", "c=o-n;"),
}
# What members of a stemmer's class are called, and the letter that begins their short names.
_KINDS = {"__r_": "R", "_stem": "R", "g_": "G", "a_": "T", "as_": "D", "I_": "L", "B_": "L"}

Member = ast.Assign | ast.FunctionDef


@cache
def names() -> tuple[str, ...]:
    """The algorithms that work both in Python and in a browser, such as "english"."""
    files = (file.name for file in resources.files(_PACKAGE).iterdir())
    translatable = {name.removesuffix(_SUFFIX) for name in files if name.endswith(_SUFFIX)}
    return tuple(sorted(translatable.intersection(Stemmer.algorithms())))


@cache
def javascript(name: str) -> str:
    """An ES module that exports `stem(word)`, which stems as the algorithm `name` does.

    Words with letters beyond U+FFFF are left whole, as `analysis` leaves them.

    Raises:
        LookupError: `names` does not list the algorithm.
        Untranslatable: the algorithm's Python module has a form that is not known here.
    """
    if name not in names():
        raise LookupError(f"no stemmer is called {name!r}")
    return translate(resources.files(_PACKAGE).joinpath(name + _SUFFIX).read_text("utf-8"))


def translate(source: str) -> str:
    """The ES module for the text of a Python module that Snowball's compiler wrote.

    Raises:
        Untranslatable: the text has a form that is not known here.
    """
    title = re.match(r"# Generated from (\S+)\.sbl by (Snowball \S+) ", source)
    if not title:
        raise Untranslatable("a module that Snowball did not generate")
    members = _members(ast.parse(shorten(_corrected(source, title[1]))))
    short = {name: f"{_kind(name)}{number}" for number, name in enumerate(members)}
    short.update((name, letter) for name, (letter, *_) in {**_FUNCTIONS, **_SEARCHES}.items())
    return (
        f"/*! {title[1]} stemmer from {title[2]}, (c) 2001-2025 Martin Porter, Richard Boulton, "
        "Yoshiki Shibukawa, Olly Betts; BSD-3-Clause, https://snowballstem.org/license.html */\n"
        f"{_PRELUDE}{''.join(_shared(members))};"
        f"{''.join(_member(node, short) for node in members.values())}"
        "export function stem(w){if(/[\\ud800-\\udfff]/.test(w))return w;"
        f"s=w;c=b=k=0;l=e=w.length;{short['_stem']}();return s}}\n"
    )


def _corrected(source: str, name: str) -> str:
    """The source with p1 where C has it, which counts bytes of UTF-8 where others count letters.

    That makes a difference in Yiddish only, where p1 is set to the end of the word before a
    prefix of Hebrew letters becomes "GE" (2 bytes shorter, as many letters) or "TSU" (1 byte
    shorter, 1 letter longer): p1 then lies beyond the end, by one Hebrew letter or by half of
    one, which is as good as one.
    """
    if name != "yiddish":
        return source
    marked = re.sub(r"( +)self\.slice_from\(\"GE\"\)\n", r"\g<0>\1self.I_p1 += 1\n", source)
    return re.sub(r"( +)self\.slice_from\(\"TSU\"\)\n", r"\g<0>\1self.I_p1 += 2\n", marked)


def _members(module: ast.Module) -> dict[str, Member]:
    """What the stemmer's class holds, by name."""
    members: dict[str, Member] = {}
    stemmers = [node for node in module.body if _derives(node, "BaseStemmer")]
    for node in module.body + [inner for stemmer in stemmers for inner in stemmer.body]:
        match node:
            case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                members[name] = node
            case ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
                pass
            case _ if not _derives(node, "BaseStemmer") and not _derives(node, "BaseException"):
                raise Untranslatable(node)
    return members


def _derives(node: ast.stmt, base: str) -> TypeGuard[ast.ClassDef]:
    return isinstance(node, ast.ClassDef) and [ast.unparse(x) for x in node.bases] == [base]


def _is_entry(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "Among"


def _kind(member: str) -> str:
    for prefix, letter in _KINDS.items():
        if member.startswith(prefix):
            return letter
    raise Untranslatable(member)


def _shared(members: Mapping[str, Member]) -> Iterator[str]:
    """The functions of the base class that the members call."""
    nodes = [node for member in members.values() for node in ast.walk(member)]
    entries = [node for node in nodes if isinstance(node, ast.Call) and _is_entry(node)]
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    for name, (letter, code) in _FUNCTIONS.items():
        if name in called and code:
            yield f",{letter}={code}"
    found = "{end}return r"
    if any(len(entry.args) > 3 for entry in entries):
        # Such an entry counts only if its routine succeeds; otherwise a shorter one may.
        found = "{end}if(!t.f?.has(p)||t.f.get(p)()){{{end}return r}}"
    for name, (letter, room, part, end) in _SEARCHES.items():
        if name in called:
            yield f",{letter}=t=>{{for(let o=c,n=Math.min(t.n,{room}),p,r;n>=0;n--)"
            yield f"if(r=t.get(p={part})){{{found.format(end=end)}}}return 0}}"


def _member(node: Member, short: Mapping[str, str]) -> str:
    match node:
        case ast.FunctionDef():
            return routine(node, short)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=entries)):
            return f"const {short[name]}={_table(entries, short)};"
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple(elts=texts)):
            return f"const {short[name]}={quoted(_joined(texts, ','))}.split(',');"
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Set(elts=letters)):
            return f"const {short[name]}={quoted(_joined(letters, ''))};"
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(letters))):
            return f"const {short[name]}={quoted(letters)};"
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=int(start))):
            return f"let {short[name]}={int(start)};"
    raise Untranslatable(node)


def _table(entries: Sequence[ast.expr], short: Mapping[str, str]) -> str:
    """A call that makes a map: the entries with the numbers 1, 2, ..., those with -1, routines."""
    groups: dict[int, list[str]] = {}
    routines: list[str] = []
    for entry in entries:
        match entry:
            case ast.Call(
                func=ast.Name(id="Among"),
                args=[ast.Constant(value=str(text)), _, result, *conditions],
                keywords=[],
            ):
                groups.setdefault(ast.literal_eval(result), []).append(text)
                for condition in conditions:
                    routines.append(f"[{quoted(text)},{_routine(condition, short)}]")
            case _:
                raise Untranslatable(entry)
    numbers = sorted(number for number in groups if number != -1)
    if numbers != list(range(1, len(numbers) + 1)):
        raise Untranslatable(f"a table with the numbers {sorted(groups)}")
    arguments = [quoted(";".join(_group(groups[number]) for number in numbers))]
    if -1 in groups or routines:
        arguments.append(quoted(_group(groups.get(-1, []))))
    if routines:
        arguments.append(f"new Map([{','.join(routines)}])")
    return f"A({','.join(arguments)})"


def _routine(node: ast.expr, short: Mapping[str, str]) -> str:
    if isinstance(node, ast.Name) and node.id in short:
        return short[node.id]
    raise Untranslatable(node)


def _group(texts: Sequence[str]) -> str:
    """Texts with commas between; no text at all differs from one that is empty."""
    if any(mark in text for text in texts for mark in ",;"):
        raise Untranslatable(f"a table with a comma or a semicolon: {texts}")
    return "," if texts == [""] else ",".join(texts)


def _joined(nodes: Sequence[ast.expr], mark: str) -> str:
    texts = [ast.literal_eval(node) for node in nodes]
    if not all(isinstance(text, str) and (not mark or mark not in text) for text in texts):
        raise Untranslatable(f"not texts without {mark!r}: {texts}")
    return mark.join(texts)
