# SPDX-License-Identifier: Apache-2.0
"""A drop-down list drawn like the other fields."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from ui import icons, theme


class DropDown(QComboBox):
    """Use `activated`, which only the person can cause; `placeholderText` shows while nothing is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(12)
        self.view().setMinimumHeight(0)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font())
        longest = max(
            (metrics.horizontalAdvance(self.itemText(i)) for i in range(min(self.count(), 200))), default=80
        )
        return QSize(min(longest, theme.px(420)) + theme.px(50), theme.control_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(90), theme.control_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "red" if self.property("problem") else "primary" if self.hasFocus() else "line-strong"
        painter.setPen(theme.colour(edge))
        painter.setBrush(theme.colour("hover" if self.underMouse() and self.isEnabled() else "panel"))
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8)
        )
        painter.setFont(theme.font())
        chosen = self.currentIndex() >= 0
        words = self.currentText() if chosen else self.placeholderText()
        painter.setPen(theme.colour("ink" if chosen and self.isEnabled() else "ink-3"))
        box = self.rect().adjusted(theme.px(12), 0, -theme.px(34), 0)
        shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        side = theme.px(14)
        place = QRect(self.width() - side - theme.px(12), (self.height() - side) // 2, side, side)
        icons.paint(painter, "down", "ink-2", place)
