# SPDX-License-Identifier: Apache-2.0
"""Holds an interview by keyboard: comes to each question in turn, and types what the family answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest

from enumerator.demo.families import Answer, Family
from enumerator.forms import Interview, NoAnswer, Node, Question
from ui.field.interview import InterviewScreen
from ui.form.desk import Desk
from ui.form.inputs.attachment import Attachment
from ui.form.inputs.choices import PAUSE_MS, Choices, SeveralChoices
from ui.form.inputs.pick import Pick
from ui.form.inputs.signature import Signature

from .keyboard import Person, hold_mouse_over

SERIES = "/data/anggota"
MOST_STEPS = 2_000
_STROKE = ((40, 90), (90, 40), (130, 100), (190, 50), (240, 95))


class Interviewing:
    """`aside` are things to do on coming to a question, by its name; each is done once, at the first
    member where the question is asked of members. Returning True leaves nothing more to be typed there."""

    def __init__(self, person: Person, family: Family, photos: Mapping[str, Path]) -> None:
        self.person, self.family, self._photos = person, family, photos
        self.aside: dict[str, Callable[[Interviewing, str], bool]] = {}
        self.asked: list[str] = []

    # -- what is on screen

    @property
    def desk(self) -> Desk:
        screen = self.person.page
        assert isinstance(screen, InterviewScreen)
        self.person.wait_until(lambda: screen.desk is not None, "for the interview to open")
        assert screen.desk is not None
        return screen.desk

    @property
    def interview(self) -> Interview:
        return self.desk.interview

    @property
    def at(self) -> str:
        """The address of the question that has the keyboard."""
        return self.desk.place

    def node(self, address: str) -> Node:
        return self.interview.node(address)

    def trouble(self, address: str) -> tuple[str, str]:
        """The tone and the words that stand under a question."""
        view = self.desk.page.view(address)
        assert view is not None, f"{address} is not on screen"
        return view.trouble.tone, view.trouble.words

    def label(self, address: str) -> str:
        view = self.desk.page.view(address)
        assert view is not None, f"{address} is not on screen"
        return str(view.label.text())

    # -- going through

    def hold(self, until: str = "") -> None:
        """From the question at hand to the last one, or to the one called `until`, by Enter alone; the
        keyboard stays there."""
        for _step in range(MOST_STEPS):
            here = self.at
            if until and here.endswith(f"/{until}"):
                return
            assert here, f"no question has the keyboard after {self.asked[-3:]}"
            if here.endswith("]") or here == SERIES:
                self._over_the_roster()
            else:
                self._answer(here)
                if self.desk.progress.after(here) is None:
                    return
                self._go_on(here)
            assert self.at != here, f"Enter does not lead on from {here}"
        raise AssertionError("the interview does not end")

    def _over_the_roster(self) -> None:
        """The table of members: as many rows as there are people, then into the first one."""
        rows = self.desk.progress.rows(SERIES)
        if not rows:
            self.person.press("Return")
            return
        self.person.press("PgDown")

    def _answer(self, here: str) -> None:
        name = here.rpartition("/")[2]
        self.asked.append(here)
        act = self.aside.pop(name, None)
        if act is None or not act(self, here):
            self.give(here, self.answer_to(here))

    def _go_on(self, here: str) -> None:
        if self._last_of_a_member(here):
            self.person.press("Ctrl+N")
            assert self.at.endswith("/nama"), f"Ctrl+N led to {self.at}"
            return
        self.person.press("Return")

    def _last_of_a_member(self, here: str) -> bool:
        """Whether the row at hand is done and another person is still to be asked about."""
        if not here.startswith(f"{SERIES}["):
            return False
        after = self.desk.progress.after(here) or ""
        row = here[: here.index("]") + 1]
        rows = self.desk.progress.rows(SERIES)
        return not after.startswith(row) and row == rows[-1] and len(rows) < len(self.family.members)

    def go_to_problem(self, address: str) -> None:
        """With F9, from problem to problem."""
        for _each in self.desk.progress.problems():
            self.person.press("F9")
            if self.at == address:
                return
        raise AssertionError(f"F9 does not lead to {address}")

    # -- answers

    def answer_to(self, address: str) -> Answer:
        """What the family says."""
        answers = self.family.answers
        if address.startswith(f"{SERIES}["):
            row = address[: address.index("]") + 1]
            answers = self.family.members[self.desk.progress.rows(SERIES).index(row)].answers
        return answers.get(address.rpartition("/")[2], "")

    def give(self, address: str, answer: Answer) -> None:
        """Type an answer; nothing where it stands there already."""
        node = self.node(address)
        if isinstance(answer, NoAnswer):
            self.person.press("F7" if answer is NoAnswer.DONT_KNOW else "F8")
            assert self.node(address).no_answer is answer
            return
        if node.definition.name in self._photos:
            self._photograph(address)
            return
        if answer in ("", node.value):
            return
        assert isinstance(node.definition, Question)
        self._type(node, node.definition, answer)
        found = self.node(address).value
        assert _same(found, answer), f"{address}: typed {answer!r}, the form holds {found!r}"

    def _type(self, node: Node, question: Question, answer: str) -> None:
        field = self.desk.page.field(node.address)
        if isinstance(field, Pick):
            self._pick(node.address, answer)
        elif isinstance(field, SeveralChoices):
            self._choose_several(field, node.value.split(), answer.split())
        elif isinstance(field, Choices):
            self.person.type(_cap(field, answer))
        elif question.type == "date":
            self.person.type(_date_keys(question, date.fromisoformat(answer)))
        elif question.type == "geopoint":
            latitude, longitude, *_rest = answer.split()
            self.person.type(f"{latitude}, {longitude}")
            field.settle()  # type: ignore[union-attr]
        elif question.type == "decimal":
            self.person.type(answer.replace(".", ","))
        else:
            self.person.type(answer)

    def _pick(self, address: str, value: str) -> None:
        """By the words of the choice; Tab takes the one under the cursor, and Shift+Tab comes back."""
        label = next(choice.label for choice in self.interview.choices(address) if choice.value == value)
        self.person.type(label)
        self.person.press("Tab")
        self.person.press("Shift+Tab")

    def _choose_several(self, field: SeveralChoices, before: list[str], wanted: list[str]) -> None:
        """Each by its digit; slowly enough that two digits are not taken for one number."""
        caps = {button.cap for button in field.buttons}
        for last, value in itertools.pairwise(["", *(v for v in wanted if v not in before)]):
            cap = _cap(field, value)
            if last and _cap(field, last) + cap in caps:
                QTest.qWait(PAUSE_MS + 50)
            self.person.type(cap)

    def _photograph(self, address: str) -> None:
        field = self.desk.page.field(address)
        if isinstance(field, Signature):
            hold_mouse_over(field.pad, *_STROKE)
        else:
            self.person.chooser.lay_out(self._photos[address.rpartition("/")[2]])
            assert isinstance(field, Attachment)
            self.person.press(field.choose_button.key)
        self.person.wait_until(lambda: bool(self.node(address).value), f"for a picture at {address}")


def _cap(field: Choices, value: str) -> str:
    return next(button.cap for button in field.buttons if button.value == value)


def _date_keys(question: Question, day: date) -> str:
    if "month-year" in question.appearances:
        return f"{day:%m%Y}"
    return f"{day:%Y}" if "year" in question.appearances else f"{day:%d%m%Y}"


def _same(found: str, wanted: str) -> bool:
    """Whether two values say the same; a position keeps what a map shows, without height and error."""
    if found == wanted:
        return True
    ours, theirs = found.split(), wanted.split()
    return len(ours) == len(theirs) == 4 and ours[:2] == theirs[:2]
