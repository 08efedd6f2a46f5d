# SPDX-License-Identifier: Apache-2.0
"""A family of twelve is entered into the shipped questionnaire by keyboard alone, to the last answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from enumerator.demo.families import SURVEYED, Answer, Family, draw_large_family
from enumerator.demo.respondent import SERIES, answer_family
from enumerator.forms import Context, Form, Interview, NoAnswer, load_form
from enumerator.interviews.editing import Editing
from enumerator.interviews.pages import generic
from enumerator.registry.places import load_places
from enumerator.store.journal import Writer
from enumerator.store.revision import new_log
from enumerator.store.store import Store, create_store
from ui.form.desk import Desk
from ui.form.inputs.attachment import Attachment
from ui.form.inputs.choices import OneChoice, SeveralChoices
from ui.form.inputs.date import DateLine, MonthLine
from ui.form.inputs.field import Asking
from ui.form.inputs.number import Number
from ui.form.inputs.pick import Pick
from ui.form.inputs.position import Point
from ui.form.inputs.signature import Signature
from ui.form.sitting import Sitting

FORM = Path(__file__).resolve().parents[3] / "resources" / "forms" / "kk_miskin_ekstrem.xlsx"
NOW = datetime.combine(SURVEYED, time(9, 30), timezone(timedelta(hours=7)))
MEMBERS = 12
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(FORM)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(
        tmp_path / "pendata.db", bytes(32), Writer(new_log(), "uji", lambda _m: b""), lambda: NOW
    )
    yield made
    made.close()


class Enumerator:
    """Presses the keys that an enumerator would press who hears the family's answers."""

    def __init__(self, desk: Desk, family: Family) -> None:
        self.desk = desk
        self.family = family
        self.pressed = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None, f"nothing has the keyboard after {self.desk.place}"
        QTest.keyClick(widget, key, modifiers)
        self.pressed += 1

    def type(self, text: str) -> None:
        for sign in text:
            widget = QApplication.focusWidget()
            assert widget is not None
            QTest.keyClicks(widget, sign)
            self.pressed += 1

    def heard(self, place: str) -> Answer:
        """What the family says to the question at `place`."""
        name = place.rpartition("/")[2]
        rows = self.desk.progress.rows(SERIES)
        row = next((at for at, row in enumerate(rows) if place.startswith(row)), None)
        said = self.family.answers if row is None else self.family.members[row].answers
        return said.get(name, "")

    def hold(self) -> None:
        """From the first question to the finish page."""
        done: list[bool] = []
        self.desk.finish_requested.connect(lambda: done.append(True))
        while not done:
            place = self.desk.place
            if place != SERIES:
                self.answer(place)
            self.go_on(place)
            QApplication.processEvents()

    def go_on(self, place: str) -> None:
        """Enter; after the last question of a member Ctrl+N, while there are members left."""
        rows = self.desk.progress.rows(SERIES)
        following = self.desk.progress.after(place) or ""
        ends_row = bool(rows) and place.startswith(rows[-1]) and not following.startswith(rows[-1])
        if ends_row and len(rows) < len(self.family.members):
            self.press(Qt.Key.Key_N, CTRL)
        else:
            self.press(Qt.Key.Key_Return)

    def answer(self, place: str) -> None:
        field = self.desk.page.field(place)
        said = self.heard(place)
        drawn = isinstance(field, Attachment | Signature)
        if field is None or (not drawn and said in ("", self.desk.interview.node(place).value)):
            return
        if isinstance(said, NoAnswer):
            self.press(Qt.Key.Key_F7 if said is NoAnswer.DONT_KNOW else Qt.Key.Key_F8)
        elif isinstance(field, Attachment):
            self.press(Qt.Key.Key_V, CTRL)
        elif isinstance(field, Signature):
            # the one thing that no keyboard can do
            QTest.mousePress(field.pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 40))
            QTest.mouseMove(field.pad, QPoint(120, 90))
            QTest.mouseRelease(field.pad, Qt.MouseButton.LeftButton, pos=QPoint(120, 90))
        else:
            self.type(spoken(field, said, self.desk.interview.node(place).value))
        self.explain(place)

    def explain(self, place: str) -> None:
        """F2 and the reason, where an unusual answer is right."""
        name = place.rpartition("/")[2]
        problem = self.desk.interview.node(place).problem
        if name in self.family.reasons and problem is not None and problem.severity == "warn":
            self.press(Qt.Key.Key_F2)
            self.type(self.family.reasons[name])
            self.press(Qt.Key.Key_Return)


def spoken(field: object, value: str, before: str) -> str:
    """The keys that enter a value into a field."""
    if isinstance(field, SeveralChoices):
        changed = set(value.split()) ^ set(before.split())
        return "".join(button.cap for button in field.buttons if button.value in changed)
    if isinstance(field, OneChoice):
        return next(button.cap for button in field.buttons if button.value == value)
    if isinstance(field, Pick):
        return value
    if isinstance(field, MonthLine):
        return value[5:7] + value[:4]
    if isinstance(field, DateLine):
        return value[8:10] + value[5:7] + value[:4]
    if isinstance(field, Number):
        return value.replace(".", ",")
    if isinstance(field, Point):
        return ", ".join(value.split()[:2])
    return value


def told(interview: Interview) -> dict[str, str]:
    """All that was asked and answered, with rows by number and photos by their presence."""
    rows = {row: f"{SERIES}[{at}]" for at, row in enumerate(interview.children(SERIES))}
    flat = {}
    for address, value in interview.answers().items():
        row = next((row for row in rows if address.startswith(row)), None)
        plain = rows[row] + address[len(row) :] if row is not None else address
        definition = interview.form.nodes.get(generic(address).partition("#")[0])
        if plain.endswith(("#rows", "#remark")) or not getattr(definition, "asked", False):
            continue
        photo = re.fullmatch(r"[0-9a-f]{64}\.\w+", value)
        flat[plain] = "a picture" if photo else near(value)
    return flat


def near(value: str) -> str:
    """A position without how exact it is, which nobody types."""
    parts = value.split()
    return " ".join(parts[:2]) if len(parts) == 4 and "." in parts[0] else value


def test_a_family_of_twelve_is_entered_without_a_mouse(qtbot: QtBot, form: Form, store: Store) -> None:
    family = draw_large_family(MEMBERS, 3, tuple(load_places().kelurahan.values())[40])
    context = Context(clock=lambda: NOW)
    expected = Interview.begin(form, context)
    assert answer_family(expected, family).problems == ()
    interview = Interview.begin(form, context)
    editing = Editing(interview, lambda _lines, _at, _deed: None)
    desk = Desk(Sitting(editing, Asking(interview, lambda: NOW, store.attachments), "Tugas saya"))
    qtbot.addWidget(desk)
    desk.resize(1366, 740)
    with qtbot.waitExposed(desk):
        desk.show()
    desk.activateWindow()
    QApplication.processEvents()
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(picture)
    enumerator = Enumerator(desk, family)
    enumerator.hold()
    assert told(interview) == told(expected)
    assert interview.problems() == ()
    assert editing.progress.problems() == ()
    assert len(editing.progress.rows(SERIES)) == MEMBERS
    assert enumerator.pressed < 4_000
