# SPDX-License-Identifier: Apache-2.0
"""The values of expressions and how one kind becomes another (traps 1 to 6)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TypeAlias

from enumerator.forms.tree import Node

from .moments import Moment, moment_of

Value: TypeAlias = "str | float | bool | list[Node]"
NAN = math.nan
_NUMERAL = re.compile(r"[ \t\r\n]*-?(?:\d+(?:\.\d*)?|\.\d+)[ \t\r\n]*\Z")
_TOLERANCE = 1e-12
_MOST_NUMBERS = 10_000
_NUMBERS: dict[str, float] = {}


def number_of_text(text: str, zone: tzinfo | None = None) -> float:
    """XPath's number, and a date or moment where the text is one; NaN for anything else, blanks too."""
    found = _NUMBERS.get(text)
    if found is not None:
        return found
    if _NUMERAL.match(text):
        if len(_NUMBERS) > _MOST_NUMBERS:
            _NUMBERS.clear()
        number = _NUMBERS[text] = float(text)
        return number
    moment = moment_of(text.strip(), zone)
    return NAN if moment is None else moment


def text_of_number(number: float) -> str:
    """Digits without exponent, no trailing zeros, no minus before zero."""
    if number == int(number) if math.isfinite(number) else False:
        return str(int(number))
    if number != number:
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    text = repr(float(number))
    return format(float(number), ".20f").rstrip("0") if "e" in text and abs(number) < 1 else text


def text(value: Value) -> str:
    """The value as text; of a node-set the first node's."""
    if type(value) is str:
        return value
    if isinstance(value, list):
        return value[0].value() if value else ""
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, Moment):
        return str(value)
    return text_of_number(float(value))


def number(value: Value, zone: tzinfo | None = None) -> float:
    """The value as a number; dates keep being dates."""
    if isinstance(value, float):
        return value
    if isinstance(value, list):
        return number_of_text(value[0].value(), zone) if value else NAN
    if isinstance(value, str):
        return number_of_text(value, zone)
    return 1.0 if value else 0.0


def truth(value: Value) -> bool:
    """The value as a boolean. A single answer of the interview counts by its type and text (trap 3); any
    other node-set is true when it has a node."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        if len(value) == 1 and value[0].live and not value[0].children:
            return truth_of_node(value[0])
        return bool(value)
    if isinstance(value, str):
        return value != ""
    return not (value == 0.0 or value != value)


def truth_of_node(node: Node) -> bool:
    """Whether a single answer means yes: a boolean by its value, a number unless zero, text unless blank."""
    answer = node.value()
    if node.number_type():
        return bool(_NUMERAL.match(answer)) and float(answer) != 0.0
    return answer == "1" if node.truth_type() else answer != ""


def visible(found: list[Node]) -> list[Node]:
    """A node-set as sums, counts and joins see it: without what is not relevant (trap 15)."""
    for node in found:
        if not node.relevant:
            return [node for node in found if node.relevant]
    return found


def equal(left: Value, right: Value, zone: tzinfo | None = None) -> bool:
    """XPath's `=`: existential over node-sets, numbers to 1e-12 (trap 5), dates as moments (trap 6)."""
    if isinstance(left, list):
        return _equal_nodes(left, right, zone)
    if isinstance(right, list):
        return _equal_nodes(right, left, zone)
    return _equal_single(left, right, zone)


def unequal(left: Value, right: Value, zone: tzinfo | None = None) -> bool:
    """XPath's `!=`: true when some pair differs; a blank differs from everything (trap 1)."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) is not truth(right)
    for one in _members(left):
        for other in _members(right):
            if _different(one, other, zone):
                return True
    return False


def _different(one: Value | Node, other: Value | Node, zone: tzinfo | None) -> bool:
    if isinstance(one, Node) and isinstance(other, Node):
        return not _same_answer(one, other)
    first: Value = one.value() if isinstance(one, Node) else one
    second: Value = other.value() if isinstance(other, Node) else other
    return not _equal_single(first, second, zone)


def _members(value: Value) -> Sequence[Value | Node]:
    if isinstance(value, list):
        return value if len(value) < 2 else visible(value)
    return [value]


def _equal_nodes(found: list[Node], other: Value, zone: tzinfo | None) -> bool:
    if isinstance(other, bool):
        return truth(found) is other
    if len(found) == 1 and found[0].truth_type():
        return _equal_truth(found[0].value(), other)
    if len(found) > 1:
        found = visible(found)
    if isinstance(other, list):
        return _equal_sets(found, other if len(other) < 2 else visible(other))
    if type(other) is str:
        for node in found:
            held = node.value()
            if held == other or (node.number_type() and _same_number(held, other)):
                return True
        return False
    return any(_equal_single(node.value(), other, zone) for node in found)


def _equal_truth(answer: str, other: Value) -> bool:
    """A boolean answer is kept as 1 or 0 and equals what says the same in words."""
    said = text(other)
    return answer == {"true": "1", "false": "0"}.get(said, said)


def _equal_sets(left: list[Node], right: list[Node]) -> bool:
    if len(left) == 1 and len(right) == 1:
        return _same_answer(left[0], right[0])
    if len(left) * len(right) > 64:
        return not {node.value() for node in left}.isdisjoint(node.value() for node in right)
    return any(_same_answer(one, other) for one in left for other in right)


def _same_answer(one: Node, other: Node) -> bool:
    first, second = one.value(), other.value()
    return first == second or ((one.number_type() or other.number_type()) and _same_number(first, second))


def _same_number(one: str, other: str) -> bool:
    return bool(_NUMERAL.match(one) and _NUMERAL.match(other)) and abs(float(one) - float(other)) < _TOLERANCE


def _equal_single(left: Value, right: Value, zone: tzinfo | None) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) is truth(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    one, other = number(left, zone), number(right, zone)
    if isinstance(one, Moment) and isinstance(other, Moment):
        return one.instant == other.instant
    return one == other or abs(one - other) < _TOLERANCE


Ordering: TypeAlias = Callable[[float, float], bool]


def ordered(compare: Ordering, left: Value, right: Value, zone: tzinfo | None = None) -> bool:
    """`<`, `<=`, `>` or `>=`: as numbers, existential over node-sets; two moments by their instants."""
    if isinstance(left, list):
        members = left if len(left) < 2 else visible(left)
        return any(ordered(compare, node.value(), right, zone) for node in members)
    if isinstance(right, list):
        members = right if len(right) < 2 else visible(right)
        return any(ordered(compare, left, node.value(), zone) for node in members)
    one, other = number(left, zone), number(right, zone)
    if isinstance(one, Moment) and isinstance(other, Moment) and one.whole is not other.whole:
        return compare(one.instant, other.instant)
    return compare(one, other)
