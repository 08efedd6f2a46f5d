# SPDX-License-Identifier: Apache-2.0
"""An address and its answer in the form's words: the question, the section, the row by the name in it."""

from __future__ import annotations

from collections.abc import Mapping

from enumerator.forms import Form, Interview
from enumerator.forms.definition import Question
from enumerator.merging.addresses import ROWS, instance_of, is_row, question_of, series_of
from enumerator.messages import _
from enumerator.office.reading import Line, line_of

_TOP = 3  # parts of the path of a section


def is_asked(form: Form, address: str) -> bool:
    """Whether a person answers it, and the form does not compute it."""
    node = form.nodes.get(question_of(address))
    return is_row(address) or (isinstance(node, Question) and node.asked and not node.calculated)


def section_title(interview: Interview, address: str) -> str:
    """The section of the form in which a question stands, in the form's words."""
    return label_of(interview, "/".join(question_of(address).split("/")[:_TOP]))


def label_of(interview: Interview, address: str) -> str:
    """The form's own words for what stands at an address; blank where nothing does."""
    try:
        return interview.node(address).label
    except KeyError:
        return ""


def row_name(form: Form, values: Mapping[str, str], row: str) -> str:
    """A roster row by its number and the name of the person in it."""
    ids = values.get(series_of(row) + ROWS, "").split()
    number = ids.index(instance_of(row)) + 1 if instance_of(row) in ids else 0
    numbered = _("Member {number}", number=number) if number else _("Member")
    return " ".join(part for part in (numbered, name_in_row(form, values, row)) if part)


def name_in_row(form: Form, values: Mapping[str, str], row: str) -> str:
    """The name of the person in a roster row; blank where it holds none."""
    for entity in form.entities:
        path = entity.saves.get("full_name", "")
        if entity.container == question_of(row) and path:
            return values.get(row + path[len(entity.container) :], "")
    return ""


def answer_words(interview: Interview, address: str) -> str:
    """An answer as it may be shown; "–" where there is none."""
    line = line_at(interview, address)
    return (line_words(line) if line is not None else "") or "–"


def line_at(interview: Interview, address: str) -> Line | None:
    """The answer at an address, blank or not; None where no question stands there."""
    try:
        node = interview.node(address)
    except KeyError:
        return None
    if not isinstance(node.definition, Question):
        return None
    no_answer = node.no_answer.value if node.no_answer else ""
    return line_of(
        node.definition,
        address,
        node.label,
        node.value,
        node.shown_value,
        no_answer,
        node.remark,
        node.reason,
    )


def line_words(line: Line) -> str:
    """An answer, or why there is none."""
    if line.no_answer:
        return _("Don't know") if line.no_answer == "dont_know" else _("Refused")
    if line.kind == "photo":
        return _("photo {name}", name=line.value[:8])
    return line.words or "–"
