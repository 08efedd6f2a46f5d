# SPDX-License-Identifier: Apache-2.0
"""Values that may not be known: three-valued truth (Kleene) and numbers between two bounds.

An answer that was not given is not a "no". A comparison with it is neither true nor false (None), and a
count over a roster with a gap lies between a fewest and a most. What is known decides as early as it can:
`false and unknown` is false, `7..9 < 5` is false.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Truth: TypeAlias = bool | None
"""True, False, or None where the answers do not tell."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number known to lie between two bounds, both included; infinite where nothing is known."""

    low: float
    high: float


class Unknown:
    """An answer that was not given: any text, any number."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()
ANY_NUMBER = Range(-math.inf, math.inf)
Scalar: TypeAlias = bool | float | str | date | Range | Unknown
_EPOCH = date(1970, 1, 1)
_SAME = 1e-12  # two numbers this near are one, as the form engine has it


def both(parts: Iterable[Truth]) -> Truth:
    """And: false if any is false, else unknown if any is unknown."""
    found: Truth = True
    for each in parts:
        if each is False:
            return False
        if each is None:
            found = None
    return found


def either(parts: Iterable[Truth]) -> Truth:
    """Or: true if any is true, else unknown if any is unknown."""
    found: Truth = False
    for each in parts:
        if each is True:
            return True
        if each is None:
            found = None
    return found


def opposite(truth: Truth) -> Truth:
    """Not."""
    return None if truth is None else not truth


def truth_of(value: Scalar) -> Truth:
    """A value as a condition: text is true when there is any, a number when it is not zero."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Range):
        if value.low > 0 or value.high < 0:
            return True
        return None
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return isinstance(value, date) or bool(value)


def number_of(value: Scalar) -> Range | float:
    """A value as a number; NaN where it is not one (blank text too), a Range where it is not known."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float | Range):
        return value
    if isinstance(value, Unknown):
        return ANY_NUMBER
    if isinstance(value, date):
        return float((value - _EPOCH).days)
    try:
        return float(value) if value.strip() and "_" not in value else math.nan
    except ValueError:
        dated = date_of(value)
        return float((dated - _EPOCH).days) if isinstance(dated, date) else math.nan


def text_of(value: Scalar) -> str | Unknown:
    """A value as text, as the form engine writes it; unknown where it is not known."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Range | Unknown):
        return UNKNOWN
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ("NaN" if math.isnan(value) else repr(value))
    return value.isoformat() if isinstance(value, date) else value


def date_of(value: Scalar) -> date | Unknown | None:
    """A value as a date; None where it is not one."""
    if isinstance(value, date | Unknown):
        return value
    if isinstance(value, Range):
        return UNKNOWN
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    if isinstance(value, bool) or not math.isfinite(value):
        return None
    return date.fromordinal(_EPOCH.toordinal() + math.floor(value))


def between(low: float, high: float) -> Range | float:
    """The number itself when the bounds meet."""
    return low if low == high or math.isnan(low) else Range(low, high)


def bounds(number: Range | float) -> tuple[float, float]:
    """The least and the most a number can be."""
    return (number.low, number.high) if isinstance(number, Range) else (number, number)


def equal(left: Scalar, right: Scalar) -> Truth:
    """`=` of two single values, by XPath's order of types: truth, then number, then text."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return None
    if isinstance(left, bool) or isinstance(right, bool):
        one, other = truth_of(left), truth_of(right)
        return None if one is None or other is None else one == other
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    (low, high), (least, most) = bounds(number_of(left)), bounds(number_of(right))
    if math.isnan(low) or math.isnan(least):
        return False
    if high < least - _SAME or most < low - _SAME:
        return False
    return True if low == high and least == most else None


def less(left: Scalar, right: Scalar, *, or_equal: bool) -> Truth:
    """`<` or `<=` of two single values, as numbers; a blank is never less nor more."""
    (low, high), (least, most) = bounds(number_of(left)), bounds(number_of(right))
    if math.isnan(low) or math.isnan(least):
        return False
    if or_equal:
        return True if high <= least else (False if low > most else None)
    return True if high < least else (False if low >= most else None)


def add(left: Range | float, right: Range | float) -> Range | float:
    """The sum, between the sums of the bounds."""
    (low, high), (least, most) = bounds(left), bounds(right)
    return between(low + least, high + most)


def subtract(left: Range | float, right: Range | float) -> Range | float:
    """The difference, between its extremes."""
    (low, high), (least, most) = bounds(left), bounds(right)
    return between(low - most, high - least)


def multiply(left: Range | float, right: Range | float) -> Range | float:
    """The product, between the least and the most of the four products of bounds."""
    return _corners(left, right, operator.mul)


def divide(left: Range | float, right: Range | float) -> Range | float:
    """The quotient; unknown where the divisor may be zero, infinite or NaN where it is zero."""
    least, most = bounds(right)
    if least == most == 0:
        low, _high = bounds(left)
        return math.nan if low == 0 or math.isnan(low) else math.copysign(math.inf, low)
    if least <= 0 <= most:
        return ANY_NUMBER
    return _corners(left, right, operator.truediv)


def _corners(
    left: Range | float, right: Range | float, work: Callable[[float, float], float]
) -> Range | float:
    if not isinstance(left, Range) and not isinstance(right, Range):
        return work(left, right)
    if any(math.isnan(bound) for bound in (*bounds(left), *bounds(right))):
        return math.nan
    products = [work(one, other) for one in bounds(left) for other in bounds(right)]
    # Nothing known times zero is zero, which floating point calls NaN.
    products = [0.0 if math.isnan(product) else product for product in products]
    return between(min(products), max(products))
