# SPDX-License-Identifier: Apache-2.0
"""A slider drawn like the other fields, readable in every theme; worked by the field it belongs to."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider

from ui import theme

THICK = 26
KNOB = 8


class Slider(QSlider):
    """`sliderMoved` while a person drags it or clicks along it; ticks as `setTickPosition` wants them."""

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> None:
        super().__init__(orientation)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        fixed, wide = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(*((wide, fixed) if self._lying else (fixed, wide)))

    @property
    def _lying(self) -> bool:
        return self.orientation() == Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        long, thick = theme.px(120), theme.px(THICK)
        return QSize(long, thick) if self._lying else QSize(thick, long)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(THICK), theme.px(THICK))

    def _room(self) -> tuple[float, float]:
        """Where the way of the knob begins and how long it is."""
        edge = theme.px(KNOB) + 1
        return edge, (self.width() if self._lying else self.height()) - 2.0 * edge

    def _place(self, value: int) -> QPointF:
        first, long = self._room()
        share = (value - self.minimum()) / max(1, self.maximum() - self.minimum())
        if self._lying:
            return QPointF(first + share * long, self.height() / 2)
        return QPointF(self.width() / 2, first + (1 - share) * long)

    def _value_at(self, event: QMouseEvent) -> int:
        first, long = self._room()
        at = event.position().x() if self._lying else self.height() - event.position().y()
        share = min(1.0, max(0.0, (at - first) / max(1.0, long)))
        return self.minimum() + round(share * (self.maximum() - self.minimum()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(True)
        self._take(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._take(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def _take(self, event: QMouseEvent) -> None:
        value = self._value_at(event)
        if value != self.value():
            self.setValue(value)
            self.sliderMoved.emit(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, end, knob = (self._place(each) for each in (self.minimum(), self.maximum(), self.value()))
        self._paint_ticks(painter)
        able = self.isEnabled()
        for role, to in (("line-strong", end), ("primary" if able else "ink-3", knob)):
            solid, ends = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
            painter.setPen(QPen(theme.colour(role), theme.px(4), solid, ends))
            painter.drawLine(start, to)
        painter.setPen(QPen(theme.colour("primary" if able else "ink-3"), 2))
        painter.setBrush(theme.colour("panel"))
        painter.drawEllipse(knob, theme.px(KNOB) - 1, theme.px(KNOB) - 1)

    def _paint_ticks(self, painter: QPainter) -> None:
        if self.tickPosition() == QSlider.TickPosition.NoTicks:
            return
        painter.setPen(QPen(theme.colour("ink-3"), 1))
        aside = QPointF(0, theme.px(7)) if self._lying else QPointF(theme.px(7), 0)
        for value in range(self.minimum(), self.maximum() + 1, max(1, self.tickInterval())):
            at = self._place(value)
            painter.drawLine(at + aside * 0.7, at + aside * 1.6)
