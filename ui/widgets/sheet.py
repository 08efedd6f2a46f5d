# SPDX-License-Identifier: Apache-2.0
"""A sheet over the window for one thing to be done now, such as taking a photo; the page behind it waits
as it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui import theme
from ui.widgets.button import Button, PrimaryButton, QuietButton
from ui.widgets.card import Card, row
from ui.widgets.text import Text

LARGEST = QSize(900, 640)
AROUND = 16


class Sheet(QWidget):
    """Esc puts it away and nothing has happened; Enter presses the primary button. Other keys are those on
    its buttons: while it is there, the keys of the page behind it rest.

    `closed` after it has gone, when the keyboard is back with `owner`.
    """

    closed = Signal()

    def __init__(self, title: str, body: QWidget, owner: QWidget, *, close_words: str) -> None:
        super().__init__(owner.window())
        self.owner = owner
        self.body = body
        self.largest = LARGEST
        self._keys: list[tuple[QKeySequence, Button]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.card = Card(self, padding=18, spacing=12)
        self.title = Text(title, "section")
        self.card.body.addWidget(self.title)
        self.card.body.addWidget(body, 1)
        self._foot = row(spacing=8)
        self._left = row(spacing=8)
        self._right = row(spacing=8)
        self._foot.addLayout(self._left)
        self._foot.addStretch(1)
        self._foot.addLayout(self._right)
        self.card.body.addLayout(self._foot)
        self.close_button = self.offer(close_words, "Esc")
        self.close_button.clicked.connect(self.put_away)
        owner.window().installEventFilter(self)
        owner.destroyed.connect(self._on_owner_gone)
        self.hide()

    def offer(self, words: str, key: str = "", *, icon: str = "", primary: bool = False) -> Button:
        """A button at the foot; its key presses it wherever the keyboard is within the sheet."""
        kind = PrimaryButton if primary else QuietButton
        button = kind(words, icon=icon, key=key, key_works=False)
        (self._right if primary else self._left).insertWidget(0, button)
        if key:
            self.bind(key, button)
        return button

    def bind(self, key: str, button: Button) -> None:
        """A key for a button that stands elsewhere in the sheet."""
        self._keys.append((QKeySequence(key), button))

    def open(self) -> None:
        """Show it and take the keyboard."""
        self._place()
        self.show()
        self.raise_()
        (self.body if self.body.focusPolicy() != Qt.FocusPolicy.NoFocus else self).setFocus(
            Qt.FocusReason.PopupFocusReason
        )

    def put_away(self) -> None:
        """Close, with the keyboard back where it came from."""
        if isValid(self.owner):
            self.owner.window().removeEventFilter(self)
        self.hide()
        if isValid(self.owner):
            self.owner.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    # -- inside

    def _place(self) -> None:
        room = self.parentWidget().rect()
        self.setGeometry(room)
        around = theme.px(AROUND)
        width = min(room.width() - 2 * around, theme.px(self.largest.width()))
        height = min(room.height() - 2 * around, theme.px(self.largest.height()))
        box = QRect(0, 0, width, height)
        box.moveCenter(room.center())
        self.card.setGeometry(box)

    def _on_owner_gone(self) -> None:
        if isValid(self):
            self.hide()
            self.deleteLater()

    def _button_for(self, event: QKeyEvent) -> Button | None:
        pressed = QKeySequence(event.keyCombination())
        if event.key() == Qt.Key.Key_Enter:
            pressed = QKeySequence(Qt.Key.Key_Return)
        return next(
            (button for key, button in self._keys if key == pressed and not button.isHidden()), None
        )

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self._button_for(event)
        if button is not None and button.isEnabled():
            button.click()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round within the sheet."""
        stops = [
            each
            for each in self.findChildren(QWidget)
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and each.isVisible()
            and each.isEnabled()
            and each.focusProxy() is None
        ]
        if stops:
            now = self.focusWidget()
            at = stops.index(now) if now in stops else (-1 if forward else 0)
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = theme.colour("ground")
        veil.setAlphaF(0.82)
        QPainter(self).fillRect(self.rect(), veil)
