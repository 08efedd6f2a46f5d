# SPDX-License-Identifier: Apache-2.0
"""Functions over the answers of select questions (traps 20 and 23)."""

from __future__ import annotations

from enumerator.forms.expressions.context import Context
from enumerator.forms.expressions.values import NAN

from .registry import Functions

functions = Functions()


@functions.add("selected", "tt")
def selected(_context: Context, answer: str, choice: str) -> bool:
    """Whether the choice is among the chosen; a blank choice is chosen of a blank answer."""
    wanted = choice.strip()
    return wanted in answer.split() if wanted else answer.strip() == ""


@functions.add("is-selected", "tt")
def is_selected(context: Context, answer: str, choice: str) -> bool:
    return selected(context, answer, choice)  # type: ignore[no-any-return]


@functions.add("selected-at", "tn")
def selected_at(_context: Context, answer: str, place: float) -> str:
    """The choice at a place, from 0; blank when there is none."""
    chosen = answer.split()
    if place == NAN or place != place or not 0 <= place < len(chosen):
        return ""
    return chosen[int(place)]


@functions.add("count-selected", "t")
def count_selected(_context: Context, answer: str) -> float:
    return float(len(answer.split()))


@functions.add("jr:choice-name", "tt")
def choice_name(context: Context, value: str, path: str) -> str:
    """The label of a choice in the active language; the question is named by its path as text."""
    return context.world.choice_label(value, path, context.current)
