# SPDX-License-Identifier: Apache-2.0
"""Functions over numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

from enumerator.forms.expressions.context import Context
from enumerator.forms.expressions.values import NAN, Value, visible
from enumerator.forms.expressions.values import number as number_of

from .registry import Functions
from .texts import round_half_up

functions = Functions()


@functions.add("number", "", "v")
def number(context: Context, *value: Value) -> float:
    return number_of(value[0] if value else [context.node], context.zone)


@functions.add("int", "n")
def integer(_context: Context, value: float) -> float:
    return float(int(value)) if math.isfinite(value) else value


@functions.add("floor", "n")
def floor(_context: Context, value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


@functions.add("ceiling", "n")
def ceiling(_context: Context, value: float) -> float:
    return float(math.ceil(value)) if math.isfinite(value) else value


@functions.add("round", "n", "n")
def round_(_context: Context, value: float, digits: float = 0.0) -> float:
    """To so many decimals, tens where negative (trap 9); halves towards positive infinity."""
    if not math.isfinite(value) or not math.isfinite(digits):
        return float(value) if math.isfinite(digits) else NAN
    places = int(digits)
    if places > 15 or places < -300:
        return value if places > 15 else 0.0
    if places < 0:
        scale = float(10**-places)
        return round_half_up(value / scale) * scale
    scaled = float(f"{value!r}e{places}") if "e" not in repr(value) else value * 10**places
    return float(round_half_up(scaled) / 10**places)


@functions.add("abs", "n")
def absolute(_context: Context, value: float) -> float:
    return abs(float(value))


@functions.add("pow", "nn")
def power(_context: Context, base: float, exponent: float) -> float:
    try:
        result = float(base) ** float(exponent)
    except OverflowError:
        return math.inf
    except ZeroDivisionError:
        return math.inf
    return NAN if isinstance(result, complex) else result


@functions.add("log", "n")
def log(_context: Context, value: float) -> float:
    return _logarithm(math.log, value)


@functions.add("log10", "n")
def log10(_context: Context, value: float) -> float:
    return _logarithm(math.log10, value)


def _logarithm(log: Callable[[float], float], value: float) -> float:
    if value == 0:
        return -math.inf
    return NAN if value != value or value < 0 else log(value)


def _add(name: str, run: Callable[[float], float]) -> None:
    @functions.add(name, "n")
    def calculate(_context: Context, value: float) -> float:
        try:
            return run(float(value))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf


for _name, _run in (
    ("sin", math.sin),
    ("cos", math.cos),
    ("tan", math.tan),
    ("asin", math.asin),
    ("acos", math.acos),
    ("atan", math.atan),
    ("sqrt", math.sqrt),
    ("exp", math.exp),
):
    _add(_name, _run)
_add("exp10", lambda value: 10.0**value)


@functions.add("atan2", "nn")
def atan2(_context: Context, y: float, x: float) -> float:
    return math.atan2(y, x)


@functions.add("pi")
def pi(_context: Context) -> float:
    return math.pi


@functions.add("random")
def random(context: Context) -> float:
    return context.world.random().random()


def _numbers(context: Context, values: tuple[Value, ...]) -> tuple[list[float], bool]:
    """The numbers among the values, blanks left out (trap 10), and whether anything was no number."""
    found: list[float] = []
    wrong = False
    for value in values:
        texts = [node.value() for node in visible(value)] if isinstance(value, list) else [value]
        for each in texts:
            if each == "":
                continue
            one = number_of(each, context.zone)
            if one != one:
                wrong = True
            found.append(one)
    return found, wrong


@functions.add("sum", "v", rest="v")
def total(context: Context, *values: Value) -> float:
    found, _wrong = _numbers(context, values)
    return math.fsum(found) if all(map(math.isfinite, found)) else sum(found)


@functions.add("max", rest="v")
def largest(context: Context, *values: Value) -> float:
    found, wrong = _numbers(context, values)
    return NAN if wrong or not found else max(found)


@functions.add("min", rest="v")
def smallest(context: Context, *values: Value) -> float:
    found, wrong = _numbers(context, values)
    return NAN if wrong or not found else min(found)
