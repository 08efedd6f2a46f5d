# SPDX-License-Identifier: Apache-2.0
"""The functions an expression of the rules may call, on values that may not be known."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias

from enumerator.eligibility.values import (
    ANY_NUMBER,
    UNKNOWN,
    Range,
    Scalar,
    Truth,
    Unknown,
    add,
    between,
    bounds,
    date_of,
    number_of,
    text_of,
)

Each: TypeAlias = "list[tuple[Scalar, Truth]]"
"""Single values, each with whether it is certainly there (True) or perhaps (None)."""


def _sum(each: Each) -> Scalar:
    """Blanks are passed over, as the form engine does; what may not be there adds nothing or itself."""
    total: Range | float = 0.0
    for value, certain in each:
        if value == "":
            continue
        number = number_of(value)
        if certain is None:
            low, high = bounds(number)
            number = Range(min(low, 0.0), max(high, 0.0))
        total = add(total, number)
    return total


def _extreme(pick: Callable[[Iterable[float]], float], each: Each) -> Scalar:
    read = [(bounds(number_of(value)), certain) for value, certain in each]
    numbers = [(found, certain) for found, certain in read if not math.isnan(found[0])]
    if not numbers:
        return math.nan
    lows = [low for (low, _high), _certain in numbers]
    highs = [high for (_low, high), _certain in numbers]
    if all(certain for _bounds, certain in numbers):
        return between(pick(lows), pick(highs))
    return Range(min(lows), max(highs))


def _count_answered(each: Each) -> Scalar:
    sure = sum(1.0 for value, certain in each if certain and not isinstance(value, Unknown) and value != "")
    perhaps = sum(1.0 for value, certain in each if certain is None and value != "")
    return between(sure, sure + perhaps)


def _monotonic(work: Callable[[float], float]) -> Work:
    """A function of one number that never falls: the bounds' results are the bounds of the result."""

    def apply(_today: date, values: list[Scalar]) -> Scalar:
        low, high = bounds(number_of(values[0]))
        return between(_finite(work, low), _finite(work, high))

    return apply


def _finite(work: Callable[[float], float], number: float) -> float:
    return work(number) if math.isfinite(number) else number


def _texts(work: Callable[..., Scalar]) -> Work:
    """A function of known texts; unknown as soon as one of them is."""

    def apply(_today: date, values: list[Scalar]) -> Scalar:
        texts = [text_of(value) for value in values]
        known = [text for text in texts if isinstance(text, str)]
        return work(*known) if len(known) == len(texts) else UNKNOWN

    return apply


def _round(_today: date, values: list[Scalar]) -> Scalar:
    places = number_of(values[1]) if len(values) > 1 else 0.0
    if isinstance(places, Range) or math.isnan(places):
        return ANY_NUMBER
    scale = 10.0 ** int(places)
    low, high = bounds(number_of(values[0]))
    return between(
        *(_finite(lambda number: math.floor(number * scale + 0.5) / scale, each) for each in (low, high))
    )


def _coalesce(_today: date, values: list[Scalar]) -> Scalar:
    """The first answer there is. What stands in for a missing one (a plain 0) does not make it known."""
    missing = False
    for value in values[:-1]:
        if isinstance(value, Unknown):
            missing = True
        elif value != "":
            return value
    return UNKNOWN if missing else values[-1]


def _as_date(_today: date, values: list[Scalar]) -> Scalar:
    found = date_of(values[0])
    return "" if found is None else found


def modulo(left: Range | float, right: Range | float) -> Range | float:
    """The remainder with the sign of the dividend; unknown unless both are known."""
    if isinstance(left, Range) or isinstance(right, Range):
        return ANY_NUMBER
    return math.fmod(left, right) if right and math.isfinite(left) else math.nan


def _join(each: Each) -> Scalar:
    """The separator (the first value), then what it separates; unknown as soon as one part is."""
    parts = [UNKNOWN if certain is None else text_of(value) for value, certain in each]
    known = [part for part in parts if isinstance(part, str)]
    return known[0].join(known[1:]) if len(known) == len(parts) else UNKNOWN


def _absolute(_today: date, values: list[Scalar]) -> Scalar:
    low, high = bounds(number_of(values[0]))
    least = 0.0 if low <= 0 <= high else min(abs(low), abs(high))
    return between(least, max(abs(low), abs(high)))


def _selected(listed: str, value: str) -> Scalar:
    return value.strip() in listed.split() or (not listed.strip() and not value.strip())


def _number(_today: date, values: list[Scalar]) -> Scalar:
    return number_of(values[0])


def _string(_today: date, values: list[Scalar]) -> Scalar:
    return text_of(values[0])


Work: TypeAlias = Callable[[date, "list[Scalar]"], Scalar]
"""(the day of the assessment, the arguments) -> the value."""

OF_NODES: dict[str, Callable[[Each], Scalar]] = {"sum": _sum, "count-non-empty": _count_answered}
"""Functions of all nodes of a path."""

OF_VALUES: dict[str, tuple[int, int, Work]] = {
    "true": (0, 0, lambda _today, _values: True),
    "false": (0, 0, lambda _today, _values: False),
    "number": (1, 1, _number),
    "string": (1, 1, _string),
    "int": (1, 1, _monotonic(lambda number: float(math.trunc(number)))),
    "floor": (1, 1, _monotonic(lambda number: float(math.floor(number)))),
    "ceiling": (1, 1, _monotonic(lambda number: float(math.ceil(number)))),
    "round": (1, 2, _round),
    "abs": (1, 1, _absolute),
    "coalesce": (2, 9, _coalesce),
    "selected": (2, 2, _texts(_selected)),
    "count-selected": (1, 1, _texts(lambda listed: float(len(listed.split())))),
    "string-length": (1, 1, _texts(lambda text: float(len(text)))),
    "contains": (2, 2, _texts(lambda text, part: part in text)),
    "starts-with": (2, 2, _texts(lambda text, part: text.startswith(part))),
    "ends-with": (2, 2, _texts(lambda text, part: text.endswith(part))),
    "normalize-space": (1, 1, _texts(lambda text: " ".join(text.split()))),
    "concat": (1, 99, _texts(lambda *texts: "".join(texts))),
    "regex": (2, 2, _texts(lambda text, pattern: re.fullmatch(pattern, text) is not None)),
    "today": (0, 0, lambda today, _values: today),
    "date": (1, 1, _as_date),
    "once": (1, 1, lambda _today, values: values[0]),
}  # fmt: skip
"""Functions of single values: fewest and most arguments, and the work."""

OF_EACH: dict[str, Callable[[Each], Scalar]] = {
    "min": lambda each: _extreme(min, each),
    "max": lambda each: _extreme(max, each),
    "join": _join,
}
"""Functions of the nodes of one path, or of several single values."""
