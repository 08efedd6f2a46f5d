# SPDX-License-Identifier: Apache-2.0
"""A box to tick, large enough to hit, whose words wrap."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui import icons, theme


class TickBox(QCheckBox):
    """Ticked by a click anywhere on it, or by space; Enter leaves it as it is and says `entered`."""

    entered = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - self._indent()), 10_000)
        words = QFontMetrics(theme.font()).boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
        return max(theme.px(32), words.height() + theme.px(12))

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font()).horizontalAdvance(self.text())
        width = min(words + self._indent() + theme.px(4), theme.px(460))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def _indent(self) -> int:
        return theme.px(30)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(20)
        box = QRect(0, theme.px(6), side, side)
        ticked = self.isChecked()
        painter.setPen(theme.colour("primary" if ticked or self.hasFocus() else "line-strong"))
        painter.setBrush(theme.colour("primary" if ticked else "hover" if self.underMouse() else "panel"))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(5), theme.px(5))
        if ticked:
            inset = theme.px(2)
            icons.paint(painter, "done", "on-primary", box.adjusted(inset, inset, -inset, -inset))
        painter.setFont(theme.font())
        painter.setPen(theme.colour("ink" if self.isEnabled() else "ink-3"))
        room = self.rect().adjusted(self._indent(), theme.px(6), 0, 0)
        painter.drawText(room, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, self.text())
