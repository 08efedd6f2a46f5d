# SPDX-License-Identifier: Apache-2.0
"""What stands against an interview before it is finished, in chapters, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from enumerator.forms import NoAnswer
from enumerator.forms.validation import Problem
from enumerator.interviews.editing import Editing
from enumerator.messages import _
from ui.form.inputs.field import no_answer_words
from ui.form.problems import Link, place_words, problem_link

UNREADABLE: Final = ("type", "choice")  # an answer that is no value of its question


@dataclass(frozen=True)
class Chapter:
    """One group of links. `blocks` keeps the interview from being finished."""

    title: str
    words: str
    links: Sequence[Link]
    blocks: bool
    slim: bool = False


def chapters(editing: Editing, doubles: Sequence[Link] = ()) -> Iterator[Chapter]:
    """Those of the finish page now; one without links has nothing to say."""
    yield from _in_the_way(editing)
    yield Chapter(
        _("Perhaps recorded already"),
        _("Another household here has the same number, or somebody alike. Look at the card once more."),
        doubles,
        blocks=False,
    )
    yield from _said(editing)
    yield Chapter(
        _("Not answered, may stay so"),
        "",
        _open(editing, editing.progress.unanswered()),
        blocks=False,
        slim=True,
    )


def _in_the_way(editing: Editing) -> Iterator[Chapter]:
    """What must be put right, answered or explained first."""
    interview, progress = editing.interview, editing.progress

    def links(problems: Sequence[Problem]) -> list[Link]:
        return [problem_link(interview, progress, problem) for problem in problems]

    problems = progress.problems()
    readable = [problem for problem in problems if problem.kind not in UNREADABLE]
    yield Chapter(
        _("Critical: cannot be read"),
        _("What stands there is no number, date or choice of the question. Type it again."),
        links([problem for problem in problems if problem.kind in UNREADABLE]),
        blocks=True,
    )
    yield Chapter(
        _("To put right"),
        _("These answers cannot be right."),
        links([problem for problem in readable if problem.severity == "block"]),
        blocks=True,
    )
    yield Chapter(
        _("Needed, not answered"),
        _("Ask again; F7 and F8 where the answer is not known or refused."),
        _open(editing, progress.missing()),
        blocks=True,
        slim=True,
    )
    yield Chapter(
        _("Unusual, without a reason"),
        _("Correct the answer, or press F2 there and say why it is right."),
        links([problem for problem in readable if problem.severity == "warn"]),
        blocks=True,
    )


def _said(editing: Editing) -> Iterator[Chapter]:
    """What the office will read beside the answers: reasons, refusals, remarks."""
    interview, progress = editing.interview, editing.progress

    def link(address: str, words: str, icon: str) -> Link:
        place = place_words(interview, progress, address)
        return Link(address, interview.node(address).label, f"{words} · {place}", "grey", icon)

    accepted = [
        link(each, _("Reason: {words}", words=interview.node(each).reason), "approved")
        for each in progress.accepted()
    ]
    yield Chapter(_("Unusual, with a reason"), _("The office sees these reasons."), accepted, blocks=False)
    nodes = [interview.node(each) for each in progress.questions()]
    icons = {NoAnswer.REFUSED: "refused", NoAnswer.DONT_KNOW: "unknown"}
    withheld = [
        link(node.address, no_answer_words(node), icons[node.no_answer])
        for node in nodes
        if node.no_answer is not None
    ]
    yield Chapter(_("Don't know or refused"), "", withheld, blocks=False)
    remarks = [
        link(node.address, _("Remark: {words}", words=node.remark), "remark") for node in nodes if node.remark
    ]
    yield Chapter(_("Remarks"), "", remarks, blocks=False)


def _open(editing: Editing, addresses: Sequence[str]) -> list[Link]:
    """Questions without an answer."""
    interview, progress = editing.interview, editing.progress
    return [
        Link(each, interview.node(each).label, place_words(interview, progress, each), "grey", "open")
        for each in addresses
    ]
