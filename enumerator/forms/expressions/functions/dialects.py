# SPDX-License-Identifier: Apache-2.0
"""Functions of neighbouring dialects (ODK 1, SurveyCTO, CHT) that forms in the field use; no part of ODK's
own."""

from __future__ import annotations

from enumerator.forms.expressions.context import Context
from enumerator.forms.expressions.moments import here
from enumerator.forms.expressions.values import NAN, Value
from enumerator.forms.tree import Node

from .dates import moment
from .registry import Functions

functions = Functions()


@functions.add("trim", "t")
def trim(_context: Context, whole: str) -> str:
    """ODK 1: without blanks at both ends."""
    return whole.strip()


@functions.add("duration")
def duration(context: Context) -> float:
    """SurveyCTO: whole seconds since the interview was begun or taken up again."""
    return float(int((context.world.now() - context.world.began).total_seconds()))


@functions.add("difference-in-months", "vv")
def difference_in_months(context: Context, earlier: Value, later: Value) -> float:
    """CHT: whole calendar months from one day to another."""
    first, second = moment(context, earlier), moment(context, later)
    if first is None or second is None:
        return NAN
    one, other = here(first.at, context.zone).date(), here(second.at, context.zone).date()
    months = (other.year - one.year) * 12 + other.month - one.month
    return float(months - (other.day < one.day))


@functions.add("index")
def index(context: Context) -> float:
    """SurveyCTO: the number of the row the question stands in, from 1."""
    node: Node | None = context.current
    while node is not None and node.parent is not None:
        alike = node.parent.named.get(node.name, [])
        if getattr(node, "row", ""):
            return float(alike.index(node) + 1)
        node = node.parent
    return 1.0


@functions.add("linebreak")
def linebreak(_context: Context) -> str:
    """SurveyCTO: the end of a line."""
    return "\n"


@functions.add("number-of-words", "t")
def number_of_words(_context: Context, whole: str) -> float:
    """SurveyCTO: how many words."""
    return float(len(whole.split()))


@functions.add("item-at", "ttn")
def item_at(_context: Context, separator: str, whole: str, place: float) -> str:
    """SurveyCTO: one of several parts, counted from 0."""
    parts = [part for part in whole.split(separator or " ") if part]
    return parts[int(place)] if 0 <= place < len(parts) else ""
