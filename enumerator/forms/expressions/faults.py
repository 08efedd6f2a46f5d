# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with an expression, before and while it is evaluated."""

from __future__ import annotations


class ExpressionError(Exception):
    """An expression that cannot be read or compiled. `args[0]` is the cause in the user's language, `remedy`
    the next step where one stands out."""

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what)
        self.remedy = remedy


class EvaluationError(ExpressionError):
    """An expression that is well formed but cannot be evaluated on these values."""
