# SPDX-License-Identifier: Apache-2.0
"""An offline map to point at: outlines of the kelurahan, a cross moved by mouse or arrows, and what was
marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from enumerator.gps.points import Point
from enumerator.messages import _
from ui import theme
from ui.geo.outlines import METRES, Area, areas, kelurahan, on_ground, on_plane

NEAREST: Final = 20_000_000.0  # pixels a degree: 6 mm a pixel
FARTHEST: Final = 1_500.0
CLOSE: Final = 110_000.0  # where a single place is looked at: about a metre a pixel
STEP: Final = 12
LEAP: Final = 60
ZOOM: Final = 1.6
NAMED: Final = 9_000.0  # from here on kelurahan are named
_ARROWS: Final = {
    Qt.Key.Key_Left: QPointF(-1, 0), Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1), Qt.Key.Key_Down: QPointF(0, 1),
}  # fmt: skip
_IN: Final = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)


class GroundMap(QWidget):
    """`moved(latitude, longitude)` when the cross went elsewhere by hand; `pressed` when it was put down with
    the mouse. The wheel, + and - draw nearer, dragging moves the map, Ctrl+arrows too."""

    moved = Signal(float, float)
    pressed = Signal()

    def __init__(self, home: Area | None = None, *, closed: bool = False) -> None:
        super().__init__()
        self.home = home
        self.marked: tuple[Point, ...] = ()
        self.receiver: Point | None = None
        self._closed = closed
        self._middle = QPointF()
        self._scale = FARTHEST
        self._fitted = False
        self._wanted = QRectF()
        self._cross = QPointF()
        self._grip: QPointF | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(220), theme.px(160))
        theme.news().changed.connect(self.update)

    # -- where one looks

    def cross(self) -> tuple[float, float]:
        """Latitude and longitude under the cross."""
        return on_ground(self._cross)

    def look_at(self, latitude: float, longitude: float, *, near: bool = False) -> None:
        """Put the cross there and bring it into view; `near` draws near as well, unless it lies outside the
        household's kelurahan: then both are to be seen."""
        self._cross = on_plane(latitude, longitude)
        if near and self.home is not None and not self.home.outline.contains(self._cross):
            box = self.home.outline.boundingRect()
            self._show_box(box.united(QRectF(self._cross, QSizeF(1e-9, 1e-9))))
        elif near:
            self._fitted = True
            self._middle, self._scale = QPointF(self._cross), max(self._scale, CLOSE)
        self._follow()
        self.update()

    def show_marks(self, marked: Sequence[Point]) -> None:
        """The points of a line or shape so far."""
        self.marked = tuple(marked)
        self.update()

    def show_receiver(self, place: Point | None) -> None:
        """Where the receiver says it is."""
        self.receiver = place
        self.update()

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Draw nearer (above 1) or farther, about a point of the widget, else about the cross."""
        self._fit()
        about = self._on_screen(self._cross) if about is None else about
        held = self._on_map(about)
        self._scale = min(NEAREST, max(FARTHEST, self._scale * factor))
        self._middle += held - self._on_map(about)
        self.update()

    def _fit(self) -> None:
        """At first: the kelurahan whole, else the city."""
        if self._fitted or not self.width():
            return
        box = self._wanted
        if box.isNull() and self.home is not None:
            box = self.home.outline.boundingRect()
        if box.isNull():
            for area in areas():
                box = box.united(area.outline.boundingRect())
        self._fitted, self._wanted = True, QRectF()
        self._middle = box.center()
        self._scale = 0.85 * min(self.width() / box.width(), self.height() / box.height())
        if self._cross.isNull():
            self._cross = box.center()

    def _show_box(self, box: QRectF) -> None:
        """Fit this at the next painting, when the size is known."""
        self._fitted, self._wanted = False, box

    def _follow(self) -> None:
        """Keep the cross off the edge."""
        edge = theme.px(40)
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        at = self._on_screen(self._cross)
        if self._fitted and room.isValid() and not room.contains(at):
            inside = QPointF(
                min(max(at.x(), room.left()), room.right()), min(max(at.y(), room.top()), room.bottom())
            )
            self._middle += (at - inside) / self._scale

    def _on_screen(self, point: QPointF) -> QPointF:
        return (point - self._middle) * self._scale + QPointF(self.width() / 2, self.height() / 2)

    def _on_map(self, point: QPointF) -> QPointF:
        return (point - QPointF(self.width() / 2, self.height() / 2)) / self._scale + self._middle

    def _set_cross(self, point: QPointF) -> None:
        self._cross = point
        self._follow()
        self.update()
        self.moved.emit(*self.cross())

    # -- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._grip, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        away = event.position() - self._grip
        if self._dragged or away.manhattanLength() > theme.px(6):
            self._dragged = True
            self._middle -= away / self._scale
            self._grip = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and not self._dragged:
            self._set_cross(self._on_map(event.position()))
            self.pressed.emit()
        self._grip = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(ZOOM ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is not None:
            held = event.modifiers()
            step = arrow * float(LEAP if held & Qt.KeyboardModifier.ShiftModifier else STEP) / self._scale
            if held & Qt.KeyboardModifier.ControlModifier:
                self._middle += step * (LEAP / STEP)
                self.update()
            else:
                self._set_cross(self._cross + step)
        elif event.key() in _IN:
            self.zoom(ZOOM)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM)
        else:
            event.ignore()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        self._fit()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), theme.px(8), theme.px(8))
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), theme.colour("chip"))
        self._paint_places(painter)
        self._paint_marks(painter)
        if self.receiver is not None:
            self._paint_receiver(painter, self.receiver)
        self._paint_cross(painter)
        self._paint_scale(painter)
        painter.setClipping(False)
        here = self.hasFocus()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("primary" if here else "line-strong"), 2 if here else 1))
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, theme.px(8), theme.px(8))

    def _paint_places(self, painter: QPainter) -> None:
        move = QTransform.fromTranslate(self.width() / 2, self.height() / 2)
        move.scale(self._scale, self._scale)
        move.translate(-self._middle.x(), -self._middle.y())
        seen = move.inverted()[0].mapRect(QRectF(self.rect()))
        near = [area for area in kelurahan() if area.outline.boundingRect().intersects(seen)]
        for area in near:
            mine = self.home is not None and area.code == self.home.code
            painter.setBrush(theme.colour("primary-soft" if mine else "panel"))
            painter.setPen(QPen(theme.colour("line-strong"), 1))
            painter.drawPath(move.map(area.outline))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for area in areas():
            painter.setPen(QPen(theme.colour("ink-3"), 1.5))
            painter.drawPath(move.map(area.outline))
        if self.home is not None:
            painter.setPen(QPen(theme.colour("primary"), 2.5))
            painter.drawPath(move.map(self.home.outline))
        named = near if self._scale >= NAMED else areas()
        taken: list[QRectF] = []
        for area in sorted(named, key=lambda each: each is not self.home):
            self._paint_name(painter, move.map(area.outline), area, taken)

    def _paint_name(self, painter: QPainter, path: QPainterPath, area: Area, taken: list[QRectF]) -> None:
        """Where there is room for it within the part that is seen."""
        mine = self.home is not None and area.code == self.home.code
        painter.setFont(theme.font("strong" if mine else "hint"))
        metrics = QFontMetricsF(painter.font())
        box = QRectF(0, 0, metrics.horizontalAdvance(area.name) + 4, metrics.height())
        part = path.boundingRect().intersected(QRectF(self.rect()))
        box.moveCenter(part.center())
        if part.height() >= self.height() - 1:
            # the place goes beyond the map: its name is out of the way at the top
            box.moveTop(part.top() + theme.px(10))
        if part.width() < box.width() or part.height() < box.height() or not path.contains(box.center()):
            return
        if any(box.intersects(other) for other in taken):
            return
        taken.append(box)
        painter.setPen(theme.colour("primary-ink" if mine else "ink-2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, area.name)

    def _paint_marks(self, painter: QPainter) -> None:
        points = [self._on_screen(on_plane(each.latitude, each.longitude)) for each in self.marked]
        if not points:
            return
        painter.setPen(QPen(theme.colour("primary"), 2.5))
        if self._closed and len(points) > 2:
            tint = theme.colour("primary")
            tint.setAlphaF(0.18)
            painter.setBrush(tint)
            painter.drawPolygon(QPolygonF(points))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
        painter.setBrush(theme.colour("panel"))
        for point in points:
            painter.drawEllipse(point, theme.px(4.5), theme.px(4.5))
        painter.setBrush(theme.colour("primary"))
        painter.drawEllipse(points[-1], theme.px(4.5), theme.px(4.5))

    def _paint_receiver(self, painter: QPainter, place: Point) -> None:
        at = self._on_screen(on_plane(place.latitude, place.longitude))
        around = max(theme.px(8), place.accuracy / METRES * self._scale)
        tint = theme.colour("blue")
        tint.setAlphaF(0.16)
        painter.setPen(QPen(theme.colour("blue"), 1))
        painter.setBrush(tint)
        painter.drawEllipse(at, around, around)
        painter.setPen(QPen(theme.colour("panel"), 2))
        painter.setBrush(theme.colour("blue"))
        painter.drawEllipse(at, theme.px(6), theme.px(6))

    def _paint_cross(self, painter: QPainter) -> None:
        at, arm, gap = self._on_screen(self._cross), theme.px(15), theme.px(4)
        for role, width in (("panel", 5.0), ("red", 2.0)):
            painter.setPen(QPen(theme.colour(role), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for way in _ARROWS.values():
                painter.drawLine(at + way * gap, at + way * arm)

    def _paint_scale(self, painter: QPainter) -> None:
        """A bar of a round length at the corner."""
        metres_a_pixel = METRES / self._scale
        most = theme.px(130) * metres_a_pixel
        step = 10 ** math.floor(math.log10(most))
        long = next(times * step for times in (5, 2, 1) if times * step <= most)
        size, unit = (long / 1000, "km") if long >= 1000 else (long, "m") if long >= 1 else (long * 100, "cm")
        words = f"{size:g} {unit}"
        width = long / metres_a_pixel
        left, bottom = theme.px(14), self.height() - theme.px(14)
        painter.setFont(theme.font("key"))
        metrics = QFontMetricsF(painter.font())
        ground = QRectF(
            left - 6, bottom - metrics.height() - 8, max(width, metrics.horizontalAdvance(words)) + 12,
            metrics.height() + 14,
        )  # fmt: skip
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(ground, 4, 4)
        painter.setPen(QPen(theme.colour("ink"), 2))
        painter.drawPolyline(
            [QPointF(left, bottom - 5), QPointF(left, bottom), QPointF(left + width, bottom),
             QPointF(left + width, bottom - 5)]
        )  # fmt: skip
        painter.drawText(QPointF(left + 4, bottom - 6), words)

    def say_where(self, words: str) -> None:
        """For screen readers: what is under the cross."""
        self.setAccessibleName(_("Map"))
        self.setAccessibleDescription(words)
