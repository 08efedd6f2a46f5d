# SPDX-License-Identifier: Apache-2.0
"""The first screen: the data folders of this laptop, or what to do when there is none yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QSizePolicy, QWidget

from enumerator.messages import _
from ui import icons, theme
from ui.start.doors import KnownFolder
from ui.widgets import Status, Text, clear, column
from ui.widgets.key_hint import cap_size, paint_cap
from ui.widgets.pill import paint_pill, pill_size


class Choice(QAbstractButton):
    """A large button with an icon, a title, a sentence, and the digit that presses it."""

    def __init__(self, title: str, words: str, icon: str, digit: int, status: Status | None = None) -> None:
        super().__init__()
        self._words, self._icon, self._digit, self._status = words, icon, str(digit), status
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.px(72))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        active = self.underMouse() or self.isDown()
        painter.setPen(theme.colour("primary" if active else "line-strong"))
        painter.setBrush(theme.colour("hover" if active else "panel"))
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8)
        )
        side = theme.px(40)
        box = QRect(theme.px(16), (self.height() - side) // 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary-soft"))
        painter.drawRoundedRect(box, theme.px(10), theme.px(10))
        inset = theme.px(9)
        icons.paint(painter, self._icon, "primary-ink", box.adjusted(inset, inset, -inset, -inset))
        self._paint_words(painter, box.right() + theme.px(14))

    def _paint_words(self, painter: QPainter, x: int) -> None:
        cap = cap_size(self._digit)
        room = self.width() - x - cap.width() - theme.px(28)
        middle = self.height() // 2
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("ink"))
        metrics = QFontMetrics(painter.font())
        pill = pill_size(self._status).width() + theme.px(10) if self._status is not None else 0
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room - pill)
        top = QRect(x, middle - metrics.height() - theme.px(1), room, metrics.height())
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, title)
        if self._status is not None:
            at = top.topLeft()
            at.setX(x + metrics.horizontalAdvance(title) + theme.px(10))
            at.setY(top.center().y() - pill_size(self._status).height() // 2)
            paint_pill(painter, self._status, at)
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("ink-2"))
        below = QRect(x, middle + theme.px(2), room, QFontMetrics(painter.font()).height())
        words = QFontMetrics(painter.font()).elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, words)
        place = QRect(self.width() - cap.width() - theme.px(16), 0, cap.width(), self.height())
        paint_cap(
            painter,
            self._digit,
            place,
            ink=theme.colour("ink-2"),
            ground=theme.colour("panel"),
            edge=theme.colour("line-strong"),
        )


class Choose(QWidget):
    """`folder_chosen(KnownFolder)`, `other_folder_chosen(Path)`, `create_requested`, `enrol_requested`,
    `restore_requested`, `practice_requested`, `check_requested`."""

    folder_chosen = Signal(object)
    other_folder_chosen = Signal(object)
    create_requested = Signal()
    enrol_requested = Signal()
    restore_requested = Signal()
    practice_requested = Signal()
    check_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text("", "title").wrapped()
        self._words = Text("", "body", "ink-2").wrapped()
        self._list = column(spacing=10)
        whole = column(self._title, self._words, spacing=6)
        whole.addSpacing(theme.px(12))
        whole.addLayout(self._list)
        self.setLayout(whole)
        self.choices: list[Choice] = []

    def show_folders(self, folders: Sequence[KnownFolder]) -> None:
        """Fill in what is on this laptop."""
        clear(self._list)
        self.choices = []
        if folders:
            self._title.setText(_("Open your work"))
            self._words.setText(_("Choose the data folder to work in."))
        else:
            self._title.setText(_("Welcome"))
            self._words.setText(_("There is no work on this laptop yet. How do you want to begin?"))
        for folder in folders:
            self._add_folder(folder)
        if folders:
            self._list.addSpacing(theme.px(8))
            self._list.addWidget(Text(_("Or begin something new"), "hint", "ink-2"))
        self._add(
            _("Enrol this laptop"),
            _("You are an enumerator with a kit file and a code"),
            "key",
        ).clicked.connect(self.enrol_requested)
        self._add(
            _("Create an office project"),
            _("You run the survey: forms, enumerators, review, cards"),
            "office",
        ).clicked.connect(self.create_requested)
        self._add(
            _("Open a data folder elsewhere"), _("For example on another disk"), "folder"
        ).clicked.connect(self._ask_folder)
        self._add(
            _("Restore from a backup"),
            _("When a laptop broke or was lost and a copy is on a stick"),
            "history",
        ).clicked.connect(self.restore_requested)
        self._add(
            _("Practice"),
            _("Try everything on invented families, kept apart from real data"),
            "training",
        ).clicked.connect(self.practice_requested)
        self._add(
            _("Check a card"),
            _("Only look whether a card is genuine; no data is opened"),
            "verify",
        ).clicked.connect(self.check_requested)

    def take_focus(self) -> None:
        if self.choices:
            # a layout shows new widgets only at the next event, and the focus would be lost until then
            self.choices[0].show()
            self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_folder(self, folder: KnownFolder) -> None:
        role = _("Office") if folder.role == "office" else _("Enumerator")
        words = " · ".join(part for part in (role, folder.person, folder.path.name) if part)
        training = Status(_("Training"), "training", "amber") if folder.training else None
        icon = "office" if folder.role == "office" else "person"
        button = self._add(folder.project or folder.path.name, words, icon, training)
        button.setToolTip(str(folder.path))
        button.clicked.connect(lambda: self.folder_chosen.emit(folder))

    def _add(self, title: str, words: str, icon: str, status: Status | None = None) -> Choice:
        button = Choice(title, words, icon, len(self.choices) + 1, status)
        self.choices.append(button)
        self._list.addWidget(button)
        return button

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Open a data folder elsewhere"))
        if chosen:
            self.other_folder_chosen.emit(Path(chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and 0 < int(event.text()) <= len(self.choices):
            self.choices[int(event.text()) - 1].click()
        else:
            super().keyPressEvent(event)
