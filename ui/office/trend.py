# SPDX-License-Identifier: Apache-2.0
"""A line of counts over months, from nought up, with the month that is shown marked on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from enumerator.messages import _
from ui import theme
from ui.office.look import number_words, period_words
from ui.widgets.moments import MONTHS

_HEIGHT: Final = 132
_MONTHS_IN_A_YEAR: Final = 12


@dataclass(frozen=True)
class Mark:
    """One month ("2026-11") and its count."""

    month: str
    count: int


def short_month(month: str) -> str:
    """ "Nov 26"."""
    return f"{_(MONTHS[int(month[5:7]) - 1])} {month[2:4]}"


def _number(month: str) -> int:
    return int(month[:4]) * _MONTHS_IN_A_YEAR + int(month[5:7])


class Trend(QWidget):
    """`show_marks(...)`; `chosen(month)` at a click, or at an arrow while it has the keyboard."""

    chosen = Signal(str)

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._marks: Sequence[Mark] = ()
        self._month = ""
        self._target = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_marks(self, marks: Sequence[Mark], month: str, target: str = "") -> None:
        """The counts in the order of the months, the month that is shown, and the month of the goal."""
        self._marks, self._month, self._target = tuple(marks), month, target
        told = "; ".join(f"{period_words(each.month)} {number_words(each.count)}" for each in self._marks)
        self.setAccessibleName(_("{what}, month by month: {told}", what=self._what, told=told))
        self.setAccessibleDescription(_("Left and right choose another month."))
        self.update()

    def marks(self) -> Sequence[Mark]:
        """What is drawn."""
        return self._marks

    def sizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(_HEIGHT))

    # -- drawing

    def _room(self) -> QRectF:
        """Where the line runs: words stand above and below it."""
        line = QFontMetricsF(theme.font("small")).height()
        side = QFontMetricsF(theme.font("small")).horizontalAdvance("00.000") / 2 + theme.px(4)
        return QRectF(self.rect()).adjusted(side, line + theme.px(10), -side, -line - theme.px(8))

    def _span(self) -> tuple[int, int]:
        """The first and the last month of the axis; the goal is on it while it lies ahead."""
        numbers = [_number(each.month) for each in self._marks]
        last = max(numbers[-1], _number(self._target) if self._target else 0)
        return numbers[0], last

    def place(self, at: int) -> QPointF:
        """Where a count stands."""
        room, (first, last) = self._room(), self._span()
        top = max(each.count for each in self._marks) or 1
        x = (
            room.left()
            if last == first
            else room.left() + room.width() * (_number(self._marks[at].month) - first) / (last - first)
        )
        return QPointF(x, room.bottom() - room.height() * self._marks[at].count / top)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._room()
        painter.setPen(QPen(theme.colour("line-strong"), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        places = [self.place(at) for at in range(len(self._marks))]
        self._paint_goal(painter, places[-1])
        if len(places) > 1:
            line, under = QPainterPath(places[0]), QPainterPath(QPointF(places[0].x(), room.bottom()))
            for point in places:
                line.lineTo(point)
                under.lineTo(point)
            under.lineTo(places[-1].x(), room.bottom())
            painter.fillPath(under, theme.colour("primary-soft"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = QPen(theme.colour("primary"), theme.px(2))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(line)
        self._paint_marks(painter, places)

    def _paint_goal(self, painter: QPainter, last: QPointF) -> None:
        """A broken line from where we are to nobody left, and when that is meant to be."""
        if not self._target:
            return
        room, (first, end) = self._room(), self._span()
        number = _number(self._target)
        if number > _number(self._marks[-1].month):
            at = QPointF(room.left() + room.width() * (number - first) / (end - first), room.bottom())
            pen = QPen(theme.colour("line-strong"), theme.px(1.5), Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(last, at)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("ink-2"))
        line = QFontMetricsF(painter.font()).height()
        words = _("goal: zero in {month}", month=short_month(self._target))
        painter.drawText(QRectF(0, 0, self.width() - theme.px(2), line), Qt.AlignmentFlag.AlignRight, words)

    def _paint_marks(self, painter: QPainter, places: Sequence[QPointF]) -> None:
        """The first and the last month and the one shown, by name; the count of the one shown above it."""
        font, strong = theme.font("small", tabular=True), theme.font("strong", tabular=True)
        metrics = QFontMetricsF(font)
        ends = {0, len(self._marks) - 1}
        taken: list[QRectF] = []
        order = sorted(range(len(self._marks)), key=lambda at: self._marks[at].month != self._month)
        for at in order:
            mine = self._marks[at].month == self._month
            radius = theme.px(4.5 if mine else 2.5)
            painter.setPen(QPen(theme.colour("panel"), theme.px(1.5)) if mine else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
            painter.drawEllipse(places[at], radius, radius)
            if not (mine or at in ends):
                continue
            name = short_month(self._marks[at].month)
            box = self._box(places[at].x(), metrics.horizontalAdvance(name), metrics.height())
            if any(box.adjusted(-4, 0, 4, 0).intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.setFont(font)
            painter.setPen(theme.colour("ink" if mine else "ink-2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
            if mine:
                self._paint_count(painter, places[at], number_words(self._marks[at].count), strong)

    def _box(self, x: float, width: float, height: float) -> QRectF:
        left = min(max(x - width / 2 - 2, 0.0), self.width() - width - 4)
        return QRectF(left, self.height() - height, width + 4, height)

    def _paint_count(self, painter: QPainter, place: QPointF, words: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(words)
        left = min(max(place.x() - wide / 2, 0.0), self.width() - wide - 2)
        top = place.y() - metrics.height() - theme.px(5)
        painter.drawText(QRectF(left, top, wide + 2, metrics.height()), Qt.AlignmentFlag.AlignCenter, words)

    # -- hands

    def _nearest(self, x: float) -> int:
        return min(range(len(self._marks)), key=lambda at: abs(self.place(at).x() - x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._marks:
            mark = self._marks[self._nearest(event.position().x())]
            words = f"{period_words(mark.month)}: {number_words(mark.count)}"
            QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._marks:
            self.chosen.emit(self._marks[self._nearest(event.position().x())].month)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        months = [each.month for each in self._marks]
        if step and self._month in months:
            at = min(max(months.index(self._month) + step, 0), len(months) - 1)
            if months[at] != self._month:
                self.chosen.emit(months[at])
        else:
            super().keyPressEvent(event)
