# SPDX-License-Identifier: Apache-2.0
"""A rating in stars."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui import theme

SIDE = 30
INNER = 0.42  # of the outer points' distance from the middle


class Stars(QWidget):
    """`pressed(place)` from 0 when a star is clicked; full ones are filled, so that it is not told by colour
    alone."""

    pressed = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._full = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(QSize(theme.px(SIDE) * number, theme.px(SIDE)))

    def show_number(self, full: int) -> None:
        """So many are full."""
        self._full = full
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(min(self._number - 1, int(event.position().x() // theme.px(SIDE))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(SIDE)
        for at in range(self._number):
            full = at < self._full
            painter.setPen(QPen(theme.colour("primary" if full else "ink-3"), 1.5))
            painter.setBrush(theme.colour("primary") if full else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(_star(QPointF((at + 0.5) * side, side / 2), side * 0.42))


def _star(middle: QPointF, radius: float) -> QPolygonF:
    points = []
    for corner in range(10):
        far = radius if corner % 2 == 0 else radius * INNER
        turn = math.tau * corner / 10 - math.pi / 2
        points.append(middle + QPointF(math.cos(turn), math.sin(turn)) * far)
    return QPolygonF(points)
