# SPDX-License-Identifier: Apache-2.0
"""Functions that choose and decide."""

from __future__ import annotations

from enumerator.forms.expressions.context import Context, Evaluator
from enumerator.forms.expressions.values import Value, number, text, truth, truth_of_node, visible

from .registry import Functions

functions = Functions()


@functions.add("if", "bxx")
def choose(context: Context, condition: bool, then: Evaluator, otherwise: Evaluator) -> Value:
    """Only the branch that is taken is evaluated (trap 25)."""
    return then(context) if condition else otherwise(context)


@functions.add("coalesce", "x", rest="x")
def coalesce(context: Context, *options: Evaluator) -> Value:
    """The first that is not blank, else the last."""
    value: Value = ""
    for option in options:
        value = option(context)
        if text(value) not in ("", "NaN"):
            break
    return value


@functions.add("once", "x")
def once(context: Context, value: Evaluator) -> Value:
    """The text already in this node, else the value (trap 21)."""
    held = context.current.value()
    return held if held else value(context)


@functions.add("true")
def true(_context: Context) -> bool:
    return True


@functions.add("false")
def false(_context: Context) -> bool:
    return False


@functions.add("not", "b")
def negate(_context: Context, value: bool) -> bool:
    return not value


@functions.add("boolean", "", "v")
def boolean(context: Context, *value: Value) -> bool:
    return truth(value[0] if value else [context.node])


@functions.add("boolean-from-string", "v")
def boolean_from_string(_context: Context, value: Value) -> bool:
    """`true` in any case, or 1 (trap 24)."""
    if isinstance(value, bool):
        return value
    written = text(value).strip()
    return written.lower() == "true" or number(written) == 1


def _answers(values: tuple[Value, ...]) -> list[bool]:
    """Each value, and each node of a node-set, as true or false: text unless blank."""
    found: list[bool] = []
    for value in values:
        if isinstance(value, list):
            found += [truth_of_node(node) for node in visible(value)]
        else:
            found.append(truth(value))
    return found


@functions.add("checklist", "nn", rest="v")
def checklist(_context: Context, least: float, most: float, *values: Value) -> bool:
    """Whether so many of the values are true; -1 is no bound (trap 24)."""
    count = sum(_answers(values))
    return (least < 0 or count >= least) and (most < 0 or count <= most)


@functions.add("weighted-checklist", "nn", rest="v")
def weighted_checklist(_context: Context, least: float, most: float, *pairs: Value) -> bool:
    """As checklist, each true value counting its weight: value, weight, value, weight ..."""
    total = 0.0
    for value, weight in zip(pairs[::2], pairs[1::2], strict=False):
        answers = _answers((value,))
        weights = (
            [number(node.value()) for node in visible(weight)]
            if isinstance(weight, list)
            else [number(weight)]
        )
        total += sum(each for answer, each in zip(answers, weights, strict=False) if answer)
    return (least < 0 or total >= least) and (most < 0 or total <= most)
