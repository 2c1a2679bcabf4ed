"""Expressions as trees: a Pratt parser for what writers write in `if:`, facts and tables."""

from __future__ import annotations

from functools import lru_cache

from helpwright.errors import Finding, nearest
from helpwright.troubleshooters.language.expressions import (
    UNITS,
    Binary,
    Call,
    Chain,
    Day,
    Duration,
    Expr,
    Items,
    Literal,
    Name,
    Unary,
    start_of,
)
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.language.tokens import KEYWORDS, Token, WrongExpression, tokens_of

MOST_DEPTH = 50

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in", "not in")
_STRENGTH = {
    **{"or": 1, "and": 2},
    **dict.fromkeys(_COMPARISONS, 4),
    **{"+": 5, "-": 5, "*": 6, "/": 6},
}
_NOT, _NEG = 3, 7


def parse(formula: Formula) -> tuple[Expr | None, list[Finding]]:
    """The tree of an expression, or None and what is wrong with it."""
    try:
        return _parsed(formula.text), []
    except WrongExpression as error:
        return None, [error.finding(formula)]


# An expression is compiled several times until all kinds are known, and many stand in each file.
@lru_cache(maxsize=1024)
def _parsed(text: str) -> Expr:
    return _Parser(text, tokens_of(text)).whole()


class _Parser:
    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens, self.index = text, tokens, 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def take_sign(self, sign: str) -> bool:
        found = self.token.kind == "sign" and self.token.text == sign
        self.index += found
        return found

    def whole(self) -> Expr:
        if self.token.kind == "end":
            raise WrongExpression(0, "the expression is empty")
        expr = self.expression(0, 1)
        if self.token.kind != "end":
            raise self.misplaced()
        return expr

    def expression(self, least: int, depth: int) -> Expr:
        """What binds at least as strongly as `least`; deeper than `depth` it may not nest."""
        left = self.operand(depth)
        while strength := self.strength():
            if strength < least:
                break
            depth += 1
            left = self.infix(left, strength, depth)
        return left

    def strength(self) -> int:
        token = self.token
        if token.kind == "name" and token.text == "not":
            following = self.tokens[self.index + 1]
            return 4 if following == Token("name", "in", following.at) else 0
        return _STRENGTH.get(token.text, 0) if token.kind in ("sign", "name") else 0

    def infix(self, left: Expr, strength: int, depth: int) -> Expr:
        token = self.take()
        operator = token.text
        if operator == "not":
            operator = f"not {self.take().text}"
        if operator in ("and", "or"):
            operands = [left, self.expression(strength + 1, depth + 1)]
            while self.token.kind == "name" and self.token.text == operator:
                self.take()
                operands.append(self.expression(strength + 1, depth + 1))
            return Chain(operator, tuple(operands), token.at)
        right = self.expression(strength + 1, depth + 1)
        if operator in _COMPARISONS and self.strength() == strength:
            middle = self.text[start_of(right) : self.token.at].strip()
            hint = f'compare twice: "… {operator} {middle} and {middle} {self.token.text} …"'
            raise WrongExpression(self.token.at, "comparisons cannot follow one another", hint)
        return Binary(operator, left, right, token.at)

    def operand(self, depth: int) -> Expr:
        if depth > MOST_DEPTH:
            message = f"this expression nests more than {MOST_DEPTH} deep"
            raise WrongExpression(self.token.at, message, "put parts of it under facts:")
        expr = self.primary(depth)
        unit = self.token
        if unit.kind == "name" and unit.text in UNITS and not isinstance(expr, Unary):
            self.take()
            return Duration(expr, unit.text, unit.at)
        return expr

    def primary(self, depth: int) -> Expr:
        token = self.take()
        if token.kind == "number":
            # Python refuses integers of thousands of digits; doubles are what is counted with.
            exact = "." not in token.text and len(token.text) < 16
            return Literal(int(token.text) if exact else float(token.text), token.at)
        if token.kind == "text":
            return Literal(token.text[1:-1], token.at)
        if token.kind == "date":
            return Day(token.text, token.at)
        if token.kind == "name" and token.text not in ("and", "or", "in"):
            return self.word(token, depth)
        if token.kind == "sign" and token.text == "-":
            return Unary("neg", self.expression(_NEG, depth + 1), token.at)
        if token.kind == "sign" and token.text == "(":
            expr = self.expression(0, depth + 1)
            self.close(token, ")")
            return expr
        if token.kind == "sign" and token.text == "[":
            return Items(self.list_until(token, "]", depth), token.at)
        raise self.nothing(token)

    def word(self, token: Token, depth: int) -> Expr:
        if token.text == "not":
            return Unary("not", self.expression(_NOT, depth + 1), token.at)
        if token.text in ("true", "false"):
            return Literal(token.text == "true", token.at)
        opening = self.token
        if self.take_sign("("):
            return Call(token.text, self.list_until(opening, ")", depth), token.at)
        if token.text == "today":
            return Call("today", (), token.at)
        return Name(token.text, token.at)

    def list_until(self, opening: Token, closing: str, depth: int) -> tuple[Expr, ...]:
        items: list[Expr] = []
        while not self.take_sign(closing):
            items.append(self.expression(0, depth + 1))
            if not self.take_sign(","):
                self.close(opening, closing)
                break
        return tuple(items)

    def close(self, opening: Token, closing: str) -> None:
        if self.take_sign(closing):
            return
        if self.token.kind == "end":
            message = f'the bracket "{opening.text}" is not closed'
            raise WrongExpression(opening.at, message, f'add "{closing}"')
        raise self.misplaced()

    def misplaced(self) -> WrongExpression:
        """What is wrong where an operator should stand."""
        before = self.tokens[self.index - 1] if self.index else None
        return _misplaced(self.token, before, self.tokens[self.index + 1 :])

    def nothing(self, token: Token) -> WrongExpression:
        """What is wrong where a value should stand."""
        before = self.tokens[self.index - 2].text if self.index > 1 else ""
        if token.kind == "end":
            hint = f'something must follow "{before}"'
            return WrongExpression(token.at, "the expression ends too soon", hint)
        hint = f'something must stand between "{before}" and it' if before else ""
        return WrongExpression(token.at, f'"{token.text}" cannot stand here', hint)


_UNITLESS = "numbers and amounts stand alone, without a unit or a currency: 20"
_INSTEAD = {
    **{"is": "==", "equals": "==", "equal": "==", "eq": "=="},
    **{"isnt": "!=", "above": ">", "over": ">", "below": "<", "under": "<"},
    **{word.upper(): word for word in KEYWORDS},
    **{word.title(): word for word in KEYWORDS},
    **{"xor": "!=", "mod": "floor(a / b)", "contains": "contains(text, 'part')"},
    **{"between": "x >= 1 and x <= 5", "includes": "'part' in list", "has": "'part' in list"},
}


def _misplaced(token: Token, before: Token | None, following: list[Token]) -> WrongExpression:
    """What is wrong where an operator should stand."""
    instead = _INSTEAD.get(token.text, "") if token.kind == "name" else ""
    next_word = following[0].text if following else ""
    if token.text == "is" and next_word == "not":
        instead = "!="
    elif token.text == "is" and next_word == "in":
        instead = "in"
    elif token.text == "not":
        instead = "!="
    hint = f"write {instead}" if instead in _STRENGTH and not instead.isalpha() else ""
    if instead and not hint:
        hint = f'write "{instead}"'
    if token.kind == "sign" and token.text in "([":
        hint = 'an operator such as "and" or "==" must stand before it'
    elif token.text in (")", "]"):
        hint = "there is one closing bracket too many"
    elif token.text == ",":
        hint = "a decimal is written with a point: 1.5"
    elif not hint and token.kind == "name" and before and before.kind == "number":
        meant = nearest(token.text.lower(), UNITS)
        hint = f'did you mean "{meant}"?' if meant else _UNITLESS
    elif not hint:
        hint = 'an operator such as "and" or "==" must stand before it; text needs quotes'
    return WrongExpression(token.at, f'"{token.text}" cannot stand here', hint)
