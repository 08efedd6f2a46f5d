# SPDX-License-Identifier: Apache-2.0
"""Tokens to a syntax tree: a precedence parser for XPath 1.0 as ODK uses it."""

from __future__ import annotations

from functools import lru_cache

from enumerator.messages import _

from .faults import ExpressionError
from .syntax import (
    BELOW,
    PARENT,
    SELF,
    Binary,
    Call,
    Current,
    Expression,
    Filter,
    Here,
    KindTest,
    Literal,
    NameTest,
    Negate,
    Number,
    Path,
    Root,
    Step,
)
from .tokens import Token, tokens

_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
_PRECEDENCE = {operator: level for level, operators in enumerate(_LEVELS) for operator in operators}
_KINDS = frozenset({"node", "text", "comment", "processing-instruction"})
AXES = frozenset(
    [
        "child",
        "parent",
        "self",
        "attribute",
        "descendant",
        "descendant-or-self",
        "ancestor",
        "ancestor-or-self",
        "following",
        "preceding",
        "following-sibling",
        "preceding-sibling",
        "namespace",
    ]
)
DEEPEST = 120


@lru_cache(maxsize=20_000)
def parse(source: str) -> Expression:
    """The syntax tree of `source`; ExpressionError names what is wrong and where."""
    parser = _Parser(source)
    expression = parser.level(0)
    parser.finish()
    return expression


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = tokens(source)
        self._tokens.append(self._tokens[-1])
        self._next = 0
        self._depth = 0

    def level(self, lowest: int) -> Expression:
        """An expression of binary operators of precedence `lowest` and up."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(_("The expression is nested too deeply."))
        left = self._unary()
        while (precedence := self._precedence()) >= lowest:
            operator = self._peek().text
            self._next += 1
            left = Binary(operator, left, self.level(precedence + 1))
        self._depth -= 1
        return left

    def _precedence(self) -> int:
        token = self._peek()
        return _PRECEDENCE.get(token.text, -1) if token.kind in ("mark", "operator") else -1

    def _unary(self) -> Expression:
        minuses = 0
        while self._take("-"):
            minuses += 1
        expression = self._union()
        if minuses > DEEPEST:
            raise ExpressionError(_("The expression is nested too deeply."))
        for _minus in range(minuses):
            expression = Negate(expression)
        return expression

    def _union(self) -> Expression:
        left = self._path()
        while self._take("|"):
            left = Binary("|", left, self._path())
        return left

    def _path(self) -> Expression:
        if self._take("//"):
            return Path(Root(), (BELOW, *self._steps()))
        if self._take("/"):
            return Path(Root(), self._steps() if self._starts_step() else ())
        if not self._starts_primary():
            return Path(Here(), self._steps())
        base = self._primary()
        predicates = self._predicates()
        if predicates:
            base = Filter(base, predicates)
        if self._take("//"):
            return _path_from(base, (BELOW, *self._steps()))
        if self._take("/"):
            return _path_from(base, self._steps())
        return base

    def _starts_primary(self) -> bool:
        token = self._peek()
        if token.kind in ("number", "text") or token.text == "(":
            return True
        return token.kind == "name" and self._peek(1).text == "(" and token.text not in _KINDS

    def _primary(self) -> Expression:
        token = self._peek()
        self._next += 1
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "text":
            return Literal(token.text[1:-1])
        if token.text == "(":
            inner = self.level(0)
            self._expect(")")
            return inner
        self._expect("(")
        arguments: list[Expression] = []
        if not self._take(")"):
            arguments.append(self.level(0))
            while self._take(","):
                arguments.append(self.level(0))
            self._expect(")")
        if token.text == "current" and not arguments:
            return Current()
        return Call(token.text, tuple(arguments))

    def _starts_step(self) -> bool:
        token = self._peek()
        return token.kind == "name" or token.text in (".", "..", "@")

    def _steps(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while True:
            if self._take("//"):
                steps += [BELOW, self._step()]
            elif self._take("/"):
                steps.append(self._step())
            else:
                return tuple(steps)

    def _step(self) -> Step:
        if self._take(".."):
            return self._with_predicates(PARENT)
        if self._take("."):
            return self._with_predicates(SELF)
        axis = "child"
        if self._take("@"):
            axis = "attribute"
        elif self._peek().kind == "name" and self._peek(1).text == "::":
            axis = self._peek().text
            if axis not in AXES:
                raise self._unexpected()
            self._next += 2
        return self._with_predicates(Step(axis, self._test()))

    def _with_predicates(self, step: Step) -> Step:
        predicates = self._predicates()
        return Step(step.axis, step.test, predicates) if predicates else step

    def _test(self) -> NameTest | KindTest:
        token = self._peek()
        if token.kind != "name":
            raise self._unexpected()
        self._next += 1
        if token.text in _KINDS and self._take("("):
            target = None
            if self._peek().kind == "text":
                target = self._peek().text[1:-1]
                self._next += 1
            self._expect(")")
            return KindTest(token.text, target)
        prefix, colon, name = token.text.partition(":")
        return NameTest(name, prefix) if colon else NameTest(token.text)

    def _predicates(self) -> tuple[Expression, ...]:
        if self._tokens[self._next].text != "[":
            return ()
        predicates: list[Expression] = []
        while self._take("["):
            predicates.append(self.level(0))
            self._expect("]")
        return tuple(predicates)

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[self._next + ahead]

    def _take(self, mark: str) -> bool:
        token = self._tokens[self._next]
        if token.text == mark and token.kind == "mark":
            self._next += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise self._unexpected(mark)

    def _unexpected(self, wanted: str = "") -> ExpressionError:
        token = self._peek()
        if token.kind == "end":
            return ExpressionError(_("The expression ends too early."))
        if wanted:
            return ExpressionError(
                _("“{wanted}” is missing before “{text}”.", wanted=wanted, text=self._source[token.at :][:20])
            )
        return ExpressionError(
            _("Unexpected text “{text}” in the expression.", text=self._source[token.at :][:20])
        )

    def finish(self) -> None:
        """Nothing may be left over."""
        if self._peek().kind != "end":
            raise self._unexpected()


def _path_from(base: Expression, steps: tuple[Step, ...]) -> Path:
    return Path(base.start, base.steps + steps) if isinstance(base, Path) else Path(base, steps)
