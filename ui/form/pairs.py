# SPDX-License-Identifier: Apache-2.0
"""Which short questions stand beside one another."""

from __future__ import annotations

from enumerator.forms import Interview, Question
from enumerator.interviews.pages import Page, generic
from ui.form.inputs.kinds import is_picked


def pairs(page: Page, interview: Interview) -> list[tuple[int, int | None]]:
    """Which questions share a row, by their places on the page: neighbours that are both short and come and
    go together; (place, None) for one that has its row alone."""
    made: list[tuple[int, int | None]] = []
    waiting: int | None = None
    for at, item in enumerate(page.items):
        definition = interview.form.nodes.get(generic(item.address))
        if item.kind != "question" or not isinstance(definition, Question):
            waiting = None
            continue
        if waiting is not None and _may_pair(page.items[waiting].address, item.address, interview):
            made[-1] = (waiting, at)
            waiting = None
        else:
            made.append((at, None))
            waiting = at
    return made


def _may_pair(first: str, second: str, interview: Interview) -> bool:
    a, b = (interview.form.nodes.get(generic(address)) for address in (first, second))
    if not isinstance(a, Question) or not isinstance(b, Question) or a.parent != b.parent:
        return False
    return (
        is_short(a, first, interview)
        and is_short(b, second, interview)
        and _condition(a, interview) == _condition(b, interview)
    )


def _condition(question: Question, interview: Interview) -> str:
    return (
        interview.form.model.specs[question.path].bind.relevant
        if question.path in interview.form.model.specs
        else ""
    )


def is_short(question: Question, address: str, interview: Interview) -> bool:
    """Whether half a page is enough for the question, by its kind and by the form's own word (w1 to w4)."""
    if "w4" in question.appearances:
        return False
    if {"w1", "w2", "w3"} & question.appearances:
        return True
    if question.type in ("integer", "decimal", "date", "time"):
        return True
    if question.type == "text":
        return not ({"multiline"} & question.appearances) and not question.parameters.get("rows")
    return question.type == "select_one" and is_picked(question, address, interview)
