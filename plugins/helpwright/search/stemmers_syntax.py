"""Routines of Snowball's Python modules as JavaScript: statements and expressions.

Only the forms that Snowball's compiler writes are known; any other raises `Untranslatable`, so
a new release is never translated by guesswork. Failure is an exception in Python (`raise lab0()`
within `try`); here it leaves a labelled block (`break a`). All variables get short names.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence

# The word, the cursor, the limits of what may be read forwards and backwards, and the ends of
# the slice that the next replacement is for.
STATE = {
    "current": "s",
    "cursor": "c",
    "limit": "l",
    "limit_backward": "b",
    "bra": "k",
    "ket": "e",
}
# What remains for variables within a routine; "i" counts loops.
_LOCALS = [letter for letter in "adfghjmnopqrtuvwxyz"]
_OPERATORS: dict[type[ast.AST], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Add: "+",
    ast.Sub: "-",
}
_STRING = r'"(?:[^"\\]|\\.)*"'
# A letter at the cursor, tested and passed in two statements, which the base class does in one.
_LETTER_AHEAD = re.compile(
    r"^( *)if self\.cursor == self\.limit or self\.current\[self\.cursor\] != "
    rf"({_STRING}):\n(.+)\n\1self\.cursor \+= 1$",
    re.MULTILINE,
)
_LETTER_BEHIND = re.compile(
    r"^( *)if self\.cursor <= self\.limit_backward or self\.current\[self\.cursor - 1\] != "
    rf"({_STRING}):\n(.+)\n\1self\.cursor -= 1$",
    re.MULTILINE,
)


class Untranslatable(NotImplementedError):
    """Python that the translator does not know; its text is the message."""

    def __init__(self, node: ast.AST | str) -> None:
        super().__init__(node if isinstance(node, str) else ast.unparse(node)[:200])


def shorten(source: str) -> str:
    """The source text of a module, saying the same with fewer statements."""
    source = _LETTER_AHEAD.sub(r"\1if not self.eq_s(\2):\n\3", source)
    return _LETTER_BEHIND.sub(r"\1if not self.eq_s_b(\2):\n\3", source)


def routine(node: ast.FunctionDef, members: Mapping[str, str]) -> str:
    """A method as a JavaScript function.

    Args:
        node: a method of a generated stemmer.
        members: the JavaScript names of its class's other members, by their Python names.

    Raises:
        Untranslatable: the method has a form that is not known here.
    """
    if [argument.arg for argument in node.args.args] != ["self"] or node.decorator_list:
        raise Untranslatable(node)
    stored = (x.id for x in ast.walk(node) if isinstance(x, ast.Name) and _is_stored(x))
    variables = [name for name in dict.fromkeys(stored) if name != "_"]
    short = {name: _local(n) for n, name in enumerate(variables)}
    declared = f"let {','.join(short.values())};" if short else ""
    # A variable may be called as an attribute is; the dot tells them apart.
    attributes = {f".{name}": letter for name, letter in {**members, **STATE}.items()}
    body = _block(node.body, {**attributes, **short}, ())
    return f"function {members[node.name]}(){{{declared}{body}}}"


def quoted(text: str) -> str:
    """A string of JavaScript."""
    return json.dumps(text, ensure_ascii=False)


def _local(number: int) -> str:
    rounds, letter = divmod(number, len(_LOCALS))
    return f"{_LOCALS[letter]}{rounds or ''}"


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _block(nodes: Sequence[ast.stmt], names: Mapping[str, str], labels: tuple[str, ...]) -> str:
    return "".join(_statement(node, names, labels) for node in nodes)


def _braced(nodes: Sequence[ast.stmt], names: Mapping[str, str], labels: tuple[str, ...]) -> str:
    """A block that needs no braces around one simple statement."""
    block = _block(nodes, names, labels)
    compound = (ast.If, ast.While, ast.For, ast.Try)
    return block if len(nodes) == 1 and not isinstance(nodes[0], compound) else f"{{{block}}}"


def _statement(node: ast.stmt, names: Mapping[str, str], labels: tuple[str, ...]) -> str:
    match node:
        case ast.Assign(targets=[target], value=value):
            return f"{_expression(target, names)}={_expression(value, names)};"
        case ast.AugAssign(target=target, op=ast.Add() | ast.Sub(), value=value):
            sign = _OPERATORS[type(node.op)]
            if isinstance(value, ast.Constant) and value.value == 1:
                return f"{_expression(target, names)}{sign}{sign};"
            return f"{_expression(target, names)}{sign}={_expression(value, names)};"
        case ast.Expr(value=ast.Call() as call):
            return f"{_expression(call, names)};"
        case ast.Return(value=ast.expr() as value):
            answer = _expression(value, names)
            return f"return{'' if answer.startswith('!') else ' '}{answer};"
        case ast.Break():
            return "break;"
        case ast.Continue():
            return "continue;"
        case ast.Raise(exc=ast.Call(func=ast.Name(id=label), args=[]), cause=None):
            if label not in labels:
                raise Untranslatable(node)
            return f"break {_label(labels.index(label))};"
        case ast.If(test=test, body=body, orelse=orelse):
            then = f"if({_expression(test, names)}){_braced(body, names, labels)}"
            if len(orelse) == 1 and isinstance(orelse[0], ast.If):
                return f"{then}else {_statement(orelse[0], names, labels)}"
            if not orelse:
                return then
            otherwise = _braced(orelse, names, labels)
            return f"{then}else{'' if otherwise[0] == '{' else ' '}{otherwise}"
        case ast.While(test=ast.Constant(value=True), body=body, orelse=[]):
            return f"for(;;){_braced(body, names, labels)}"
        case ast.For(target=ast.Name(id="_"), iter=ast.Tuple(elts=turns), body=body, orelse=[]):
            return f"for(let i={len(turns)};i--;){_braced(body, names, labels)}"
        case ast.Try(
            body=body,
            handlers=[ast.ExceptHandler(type=ast.Name(id=label), name=None, body=[ast.Pass()])],
            orelse=[],
            finalbody=[],
        ) if label not in labels:
            return f"{_label(len(labels))}:{{{_block(body, names, (*labels, label))}}}"
    raise Untranslatable(node)


def _label(depth: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[depth]


def _expression(node: ast.expr, names: Mapping[str, str]) -> str:
    match node:
        case ast.Constant(value=bool() | int() as value):
            return str(int(value))
        case ast.Constant(value=str(value)):
            return quoted(value)
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.Attribute(value=ast.Name(), attr=name) if f".{name}" in names:
            return names[f".{name}"]
        case ast.Call(func=ast.Name(id="len"), args=[text], keywords=[]):
            return f"{_expression(text, names)}.length"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self")) as function, keywords=[]):
            arguments = ",".join(_expression(argument, names) for argument in node.args)
            return f"{_expression(function, names)}({arguments})"
        case ast.Subscript(value=sequence, slice=index):
            return f"{_expression(sequence, names)}[{_expression(index, names)}]"
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call() | ast.Attribute() | ast.Name()):
            return f"!{_expression(node.operand, names)}"
        case ast.Compare(left=ast.Call() as call, ops=[ast.Eq()], comparators=[zero]) if _is_0(
            zero
        ):
            return f"!{_expression(call, names)}"
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if (
            type(operator) in _OPERATORS
        ):
            sign = _OPERATORS[type(operator)]
            return f"{_expression(left, names)}{sign}{_expression(right, names)}"
        case ast.BoolOp(op=ast.Or(), values=values) if all(
            isinstance(value, ast.Compare) for value in values
        ):
            return "||".join(_expression(value, names) for value in values)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right) if not isinstance(
            right, ast.BinOp
        ):
            sign = _OPERATORS[type(node.op)]
            return f"{_expression(left, names)}{sign}{_expression(right, names)}"
    raise Untranslatable(node)


def _is_0(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0
