# SPDX-License-Identifier: Apache-2.0
"""A household's answers as a person reads them: section by section, in the form's words, with remarks and
reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enumerator.forms import Context, Form, Interview
from enumerator.forms.definition import Question, Repeat
from enumerator.merging.custodians import Custodians
from enumerator.merging.view import View, view
from enumerator.messages import spoken_language
from enumerator.registry.nik import grouped, mask, spaced
from enumerator.registry.recalculation import calculated
from enumerator.store.journal import heads_of
from enumerator.store.revision import FormRef
from enumerator.workspace import Workspace

_LONG_NUMBER = 10
_PICTURES = ("image",)
_THOUSANDS = "thousands-sep"
_SWAPPED = str.maketrans(",.", ".,")
REMARK, REASON, NO_ANSWER = "#remark", "#reason", "#no-answer"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. `kind` is "number" (a NIK, No. KK or telephone, shown masked), "photo" or "answer".

    `value` is the kept text, `words` what may be shown at once; `no_answer` is dont_know, refused or
    blank; `reason` why a warning was accepted.
    """

    address: str
    label: str
    value: str
    words: str
    kind: str = "answer"
    no_answer: str = ""
    remark: str = ""
    reason: str = ""

    @property
    def noted(self) -> bool:
        """Whether somebody had something to say about it."""
        return bool(self.remark or self.reason or self.no_answer)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form, or one row of a roster."""

    address: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A household as it stands. `sections` leave out what was not asked of it."""

    record: str
    form: FormRef
    view: View
    sections: tuple[Section, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All answers, in the order of the form."""
        return tuple(line for section in self.sections for line in section.lines)


@dataclass(frozen=True, slots=True)
class Notes:
    """How much there is to look at in a household: remarks, warnings accepted with a reason, no-answers."""

    remarks: int
    accepted: int
    no_answers: int


def read_household(workspace: Workspace, record: str) -> Reading:
    """The household's answers in the language spoken now; UnknownFormError when its form has not arrived."""
    revisions = Custodians(workspace.store).accepted(record)
    ref = next(revision.form for revision in reversed(revisions) if revision.form)
    form = workspace.library.get(ref.hash)
    standing = view(revisions, calculated=calculated(form))
    interview = opened(form, standing.values, workspace)
    return Reading(record, ref, standing, tuple(_sections(interview)))


def opened(form: Form, values: Mapping[str, str], workspace: Workspace) -> Interview:
    """The answers in their form, to be read in the language spoken now."""
    interview = Interview.resume(form, values, Context(clock=workspace.store.clock))
    language = spoken_form_language(form)
    if language:
        interview.set_language(language)
    return interview


def spoken_form_language(form: Form) -> str:
    """The form's name of the language spoken now, blank where it has none of the kind."""
    wanted = f"({spoken_language()})"
    return next((name for name in form.languages if name.endswith(wanted)), "")


def notes_of(workspace: Workspace, record: str) -> Notes:
    """Counted without opening the form."""
    values: dict[str, str] = {}
    for head in heads_of(Custodians(workspace.store).accepted(record)):
        values |= head.values
    marks = [name.rpartition("#")[2] for name in values if "#" in name]
    return Notes(marks.count("remark"), marks.count("reason"), marks.count("no-answer"))


def unmasked(line: Line) -> str:
    """A number in full, for whoever has said that they look at it."""
    return grouped(line.value) if line.kind == "number" else line.words


def by_thousands(words: str) -> str:
    """A number with its thousands set apart as the language spoken now does; anything else as it is."""
    whole, point, rest = words.partition(".")
    if not whole.lstrip("-").isdigit() or (point and not rest.isdigit()):
        return words
    told = f"{int(whole):,}" + (f".{rest}" if point else "")
    return told.translate(_SWAPPED) if spoken_language() == "id" else told


def _sections(interview: Interview) -> Iterator[Section]:
    loose: list[Line] = []
    for address in interview.children(""):
        node = interview.node(address)
        if not node.relevant:
            continue
        if isinstance(node.definition, Question):
            loose += _lines(interview, address)
        elif isinstance(node.definition, Repeat):
            yield from _rows(interview, address)
        else:
            yield from _section(interview, address, node.label)
    if loose:
        yield Section("", "", tuple(loose))


def _section(interview: Interview, address: str, title: str) -> Iterator[Section]:
    """The group's own answers; a roster inside it follows as sections of its own."""
    lines: list[Line] = []
    rosters: list[str] = []
    for child in interview.children(address):
        if isinstance(interview.node(child).definition, Repeat):
            rosters.append(child)
        else:
            lines += _lines(interview, child)
    if lines:
        yield Section(address, title, tuple(lines))
    for roster in rosters:
        yield from _rows(interview, roster)


def _rows(interview: Interview, series: str) -> Iterator[Section]:
    if not interview.node(series).relevant:
        return
    for number, row in enumerate(interview.children(series), start=1):
        title = interview.node(row).label or interview.node(series).label
        lines = [line for child in interview.children(row) for line in _lines(interview, child)]
        name = next((line.words for line in lines if line.words), "")
        yield Section(row, f"{title} {number} · {name}", tuple(lines))


def _lines(interview: Interview, address: str) -> Iterator[Line]:
    node = interview.node(address)
    if not node.relevant:
        return
    if not isinstance(node.definition, Question):
        for child in interview.children(address):
            yield from _lines(interview, child)
        return
    question = node.definition
    no_answer = node.no_answer.value if node.no_answer else ""
    if question.type == "note" or not (node.value or no_answer or node.remark):
        return
    yield line_of(
        question, address, node.label, node.value, node.shown_value, no_answer, node.remark, node.reason
    )


def line_of(
    question: Question,
    address: str,
    label: str,
    value: str,
    shown: str,
    no_answer: str = "",
    remark: str = "",
    reason: str = "",
) -> Line:
    """An answer as it may be shown: long numbers of people masked, money and the like as they are."""
    kind, words = "answer", shown or value
    if question.type in _PICTURES and value:
        kind, words = "photo", ""
    elif question.sensitive and value.isdigit() and len(value) >= _LONG_NUMBER:
        kind, words = "number", spaced(mask(value))
    elif _THOUSANDS in question.appearances:
        words = by_thousands(words)
    return Line(address, label, value, words, kind, no_answer, remark, reason)
