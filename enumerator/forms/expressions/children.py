# SPDX-License-Identifier: Apache-2.0
"""Members of a node-set whose child compares with one value that is the same for all of them."""

from __future__ import annotations

from enumerator.forms.tree import Node

from .context import Context
from .values import Ordering, Value, equal, number_of_text, ordered

_NONE: list[Node] = []


def equal_children(found: list[Node], name: str, wanted: Value, context: Context) -> list[Node]:
    """The members with a child `name` equal to `wanted`."""
    zone = context.zone
    return [node for node in found if (held := node.named.get(name)) and equal(held, wanted, zone)]


def ordered_children(
    found: list[Node], name: str, compare: Ordering, wanted: Value, context: Context
) -> list[Node]:
    """The members with a child `name` that `compare` puts before or after `wanted`."""
    zone = context.zone
    if isinstance(wanted, list) and len(wanted) == 1:
        wanted = wanted[0].value()
    if isinstance(wanted, str):
        wanted = number_of_text(wanted, zone)
        if wanted != wanted:
            return []
    if type(wanted) is not float:
        return [node for node in found if ordered(compare, node.named.get(name, _NONE), wanted, zone)]
    kept: list[Node] = []
    for node in found:
        for held in node.named.get(name, _NONE):
            if compare(number_of_text(held.value(), zone), wanted):
                kept.append(node)
                break
    return kept
