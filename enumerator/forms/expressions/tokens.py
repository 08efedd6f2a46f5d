# SPDX-License-Identifier: Apache-2.0
"""Text of an expression cut into tokens, after XPath 1.0 §3.7 and the liberties of real forms (trap 37)."""

from __future__ import annotations

import re
from typing import NamedTuple

from enumerator.messages import _

from .faults import ExpressionError

_NAME = r"[^\W\d][\w.\-\u00b7]*"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<mark>\.\.|::|//|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
    | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    )""",
    re.VERBOSE,
)
_WORD = re.compile(r"\s*(or|and|div|mod)")
# After one of these, and at the start, a name is a name and `*` a wildcard; elsewhere both are operators.
_OPENERS = frozenset(
    ["@", "::", "(", "[", ",", "/", "//", "|", "or", "and", "div", "mod", *"+-=<>*", "!=", "<=", ">="]
)


class Token(NamedTuple):
    """`kind` is number, text, name, mark, operator or end; `at` the offset in the expression."""

    kind: str
    text: str
    at: int


_new = tuple.__new__  # a third of what calling the class costs, and a form has tens of thousands


def tokens(source: str) -> list[Token]:
    """The tokens of `source`, closed by one of kind `end`."""
    found: list[Token] = []
    at = 0
    expects_operand = True
    end = len(source.rstrip())
    while at < end:
        if not expects_operand and (word := _WORD.match(source, at)):
            found.append(_new(Token, ("operator", word[1], word.start(1))))
            at = word.end()
            expects_operand = True
            continue
        match = _TOKEN.match(source, at)
        if match is None or match.lastgroup is None:
            raise ExpressionError(
                _("Unexpected text “{text}” in the expression.", text=source[at : at + 20].strip())
            )
        kind, text = match.lastgroup, match[match.lastgroup]
        if kind == "mark" and text == "*":
            kind = "name" if expects_operand else "operator"
        found.append(_new(Token, (kind, text, match.start(match.lastgroup))))
        expects_operand = kind in ("mark", "operator") and text in _OPENERS
        at = match.end()
    found.append(Token("end", "", len(source)))
    return found
