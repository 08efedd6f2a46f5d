# SPDX-License-Identifier: Apache-2.0
"""The five operators on numbers, as closures over closures."""

from __future__ import annotations

from collections.abc import Callable
from math import fmod, inf, isinf

from .context import AsNumber
from .values import NAN


def _divide(left: float, right: float) -> float:
    try:
        return left / right
    except ZeroDivisionError:
        if left == 0 or left != left:
            return NAN
        negative = (left < 0) != (str(right)[0] == "-")
        return -inf if negative else inf


def _remainder(left: float, right: float) -> float:
    if right == 0 or isinf(left):
        return NAN
    return fmod(left, right)


ARITHMETIC: dict[str, Callable[[AsNumber, AsNumber], AsNumber]] = {
    "+": lambda left, right: lambda context: left(context) + right(context),
    "-": lambda left, right: lambda context: left(context) - right(context),
    "*": lambda left, right: lambda context: left(context) * right(context),
    "div": lambda left, right: lambda context: _divide(left(context), right(context)),
    "mod": lambda left, right: lambda context: _remainder(left(context), right(context)),
}
