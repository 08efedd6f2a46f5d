# SPDX-License-Identifier: Apache-2.0
"""A kept picture, small, or a sign that none is there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui import icons, theme

PREVIEW: Final = QSize(168, 126)


class Preview(QWidget):
    """`pressed` when it is clicked while there is a picture."""

    pressed = Signal()

    def __init__(self, parent: QWidget, icon: str) -> None:
        super().__init__(parent)
        self.picture = QPixmap()
        self._icon = icon
        self.setFixedSize(QSize(theme.px(PREVIEW.width()), theme.px(PREVIEW.height())))

    def show_picture(self, data: bytes | None) -> None:
        """Show a JPEG or PNG; None for none."""
        self.picture = QPixmap()
        if data is not None:
            self.picture.loadFromData(data)
        there = not self.picture.isNull()
        self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.picture.isNull():
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(theme.colour("line-strong"))
        painter.setBrush(theme.colour("chip"))
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8)
        )
        if self.picture.isNull():
            side = theme.px(28)
            box = QRect(0, 0, side, side)
            box.moveCenter(self.rect().center())
            icons.paint(painter, self._icon, "ink-3", box)
            return
        size = self.picture.size().scaled(self.size() - QSize(8, 8), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        painter.drawPixmap(box, self.picture)
