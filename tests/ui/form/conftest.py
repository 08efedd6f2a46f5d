# SPDX-License-Identifier: Apache-2.0
"""An interview on screen for a form written in the test, and a hand that presses its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from enumerator.forms import Context, Interview, load_form
from enumerator.interviews.editing import Editing
from ui.capture.equipment import Equipment
from ui.form.desk import Desk
from ui.form.inputs.field import Asking, AttachmentStore
from ui.form.sitting import Sitting
from ui.reporting import News

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=7)))
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@dataclass
class Hand:
    """What a person does at the keyboard, and what stands on the screen and in the draft afterwards."""

    desk: Desk
    draft: dict[str, str] = field(default_factory=dict)
    news: list[News] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)

    @property
    def at(self) -> str:
        """The name of the question that has the keyboard."""
        return self.desk.place.rpartition("/")[2]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> Hand:
        QTest.keyClick(focused(), key, modifiers)
        QApplication.processEvents()
        return self

    def type(self, text: str) -> Hand:
        for sign in text:
            QTest.keyClicks(focused(), sign)
        QApplication.processEvents()
        return self

    def enter(self, text: str = "") -> Hand:
        """Type and press Enter."""
        self.type(text)
        return self.press(Qt.Key.Key_Return)

    def value(self, address: str) -> str:
        return self.desk.interview.node(address).value

    def shown(self, address: str) -> str:
        """What the line of a question says."""
        input_ = self.desk.page.field(address)
        assert input_ is not None
        return input_.line.text()  # type: ignore[attr-defined,no-any-return]

    def trouble(self, address: str) -> tuple[str, str]:
        """The tone and words under a question."""
        view = self.desk.page.view(address)
        assert view is not None
        return view.trouble.tone, view.trouble.words

    def visible(self, address: str) -> bool:
        view = self.desk.page.view(address)
        return view is not None and view.label.isVisible()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


Hold = Callable[..., Hand]


@pytest.fixture
def hold(qtbot: QtBot, tmp_path: Path) -> Hold:
    """`hold(markdown)` begins an interview; `answers` resumes one."""

    def begin(
        markdown: str,
        answers: Mapping[str, str] | None = None,
        *,
        size: tuple[int, int] = (1366, 740),
        start_at: str = "",
        attachments: AttachmentStore | None = None,
        equipment: Equipment | None = None,
        kelurahan: str = "",
        media: Mapping[str, bytes] | None = None,
    ) -> Hand:
        workbook = tmp_path / "form.md"
        workbook.write_text(markdown, "utf-8")
        folder = tmp_path / "media"
        folder.mkdir(exist_ok=True)
        for name, data in (media or {}).items():
            (folder / name).write_bytes(data)
        form = load_form(workbook, media=folder)
        context = Context(clock=lambda: NOW)
        interview = (
            Interview.begin(form, context) if answers is None else Interview.resume(form, answers, context)
        )
        draft: dict[str, str] = dict(interview.answers())
        deeds: list[str] = []

        def save(lines: Mapping[str, str | None], _address: str, deed: str) -> None:
            deeds.append(deed)
            for address, text in lines.items():
                if text is None:
                    draft.pop(address, None)
                else:
                    draft[address] = text

        asking = Asking(
            interview,
            lambda: NOW,
            attachments,
            media=(media or {}).get,
            equipment=equipment or Equipment(),
            kelurahan=lambda: kelurahan,
        )
        desk = Desk(Sitting(Editing(interview, save), asking, "Tugas saya", start_at=start_at))
        hand = Hand(desk, draft, deeds=deeds)
        desk.noticed.connect(hand.news.append)
        qtbot.addWidget(desk)
        desk.resize(*size)
        with qtbot.waitExposed(desk):
            desk.show()
        desk.activateWindow()
        QApplication.processEvents()
        return hand

    return begin
