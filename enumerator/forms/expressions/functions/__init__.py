# SPDX-License-Identifier: Apache-2.0
"""The functions of the ODK XPath dialect, one module per topic; `FUNCTIONS` is all of them by name."""

from __future__ import annotations

from . import dates, dialects, digests, geography, logic, nodesets, numbers, selections, texts
from .registry import Function

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for topic in (dates, dialects, digests, geography, logic, nodesets, numbers, selections, texts)
    for function in topic.functions.all()
}

__all__ = ["FUNCTIONS", "Function"]
