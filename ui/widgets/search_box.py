# SPDX-License-Identifier: Apache-2.0
"""The search box of a bar: it tells what is typed a moment after the last key, and shows the key that
leads to it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from enumerator.messages import _
from ui import icons, theme
from ui.widgets.key_hint import cap_size, paint_cap

_PAUSE_MS = 90


class SearchBox(QLineEdit):
    """`searched(text)` after a short pause or at Enter; Esc clears; Down leaves to the list by
    `left_down`."""

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, placeholder: str, *, key: str = "Ctrl+F", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = placeholder
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.px(300))
        self.setMinimumWidth(theme.px(120))
        side = theme.px(26)
        self.setTextMargins(side - theme.px(4), 0, 0, 0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textEdited.connect(lambda _text: self._pause.start())
        if key:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self._take_focus)
            self.setToolTip(_("Search ({key})", key=key))

    def _take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _tell(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Down:
            if self._pause.isActive():
                self._tell()
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow box names fewer of the things that are searched, rather than half a word."""
        super().resizeEvent(event)
        metrics, room = QFontMetrics(self.font()), self.width() - theme.px(46)
        words = self._words
        while ", " in words and metrics.horizontalAdvance(words) > room:
            words = words.rpartition(", ")[0]
        self.setPlaceholderText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(16)
        icons.paint(painter, "search", "ink-2", QRect(theme.px(12), (self.height() - side) // 2, side, side))
        if not self._key or self.text():
            return
        cap = cap_size(self._key)
        words = QFontMetrics(self.font()).horizontalAdvance(self.placeholderText())
        if theme.px(40) + words + cap.width() + theme.px(12) > self.width():
            return
        place = QRect(self.width() - cap.width() - theme.px(10), 0, cap.width(), self.height())
        paint_cap(
            painter,
            self._key,
            place,
            ink=theme.colour("ink-2"),
            ground=theme.colour("panel"),
            edge=theme.colour("line-strong"),
        )
