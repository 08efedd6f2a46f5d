# SPDX-License-Identifier: Apache-2.0
"""Paper to draw on with the mouse, a finger or a pen, empty or over a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from enumerator.messages import mark
from ui import theme

# colours of ink on white paper, the same in every theme
INKS: Final = (
    ("#10204a", mark("Blue-black")),
    ("#c4161c", mark("Red")),
    ("#0b6b3a", mark("Green")),
    ("#ffffff", mark("White")),
)
FINEST: Final = 0.006  # of the paper's width


@dataclass
class Stroke:
    """One line of the pen, in parts of the paper's width and height."""

    ink: str
    points: list[QPointF] = field(default_factory=list)


class Canvas(QWidget):
    """White in every theme, as paper is. `drawn` when the pen is lifted. `base` signs where to write."""

    drawn = Signal()

    def __init__(self, paper: QSize, *, base: bool = False) -> None:
        super().__init__()
        self.paper = paper
        self.strokes: list[Stroke] = []
        self.picture = QImage()
        self.ink = INKS[0][0]
        self.locked = False
        self._base = base
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self.paper.width()), theme.px(self.paper.height()))

    def show_picture(self, picture: QImage) -> None:
        """Put this under the pen, and take what was drawn away."""
        self.picture = picture
        self.strokes = []
        self.update()

    def take_back(self) -> bool:
        """Take the last line away; False where there is none."""
        if not self.strokes:
            return False
        self.strokes.pop()
        self.update()
        return True

    def _sheet(self) -> QRectF:
        """Where the paper lies: whole, in the middle of the widget."""
        size = QSizeF(self.paper).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(QPointF(0, 0), size)
        box.moveCenter(QRectF(self.rect()).center())
        return box

    def _on_paper(self, event: QMouseEvent) -> QPointF:
        sheet = self._sheet()
        at = event.position() - sheet.topLeft()
        return QPointF(at.x() / max(1.0, sheet.width()), at.y() / max(1.0, sheet.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.locked:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.strokes.append(Stroke(self.ink, [self._on_paper(event)]))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.strokes and not self.locked:
            self.strokes[-1].points.append(self._on_paper(event))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.strokes and not self.locked:
            self.drawn.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        sheet = self._sheet()
        clip = QPainterPath()
        clip.addRoundedRect(sheet, theme.px(8), theme.px(8))
        painter.setClipPath(clip)
        self._paint_paper(painter, sheet)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # two pixels in the theme's main colour where the keyboard is, as the ring of other fields
        here = self.hasFocus()
        painter.setPen(QPen(theme.colour("primary" if here else "line-strong"), 2 if here else 1))
        painter.drawRoundedRect(sheet.adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))

    def _paint_paper(self, painter: QPainter, sheet: QRectF) -> None:
        painter.fillRect(sheet, QColor("white"))
        if not self.picture.isNull():
            painter.drawImage(sheet, self.picture)
        elif self._base:
            painter.setPen(QPen(QColor("#9aa5a0"), 1))
            base = sheet.top() + sheet.height() * 0.77
            painter.drawLine(
                QPointF(sheet.left() + sheet.width() * 0.05, base),
                QPointF(sheet.right() - sheet.width() * 0.05, base),
            )
        self._paint_strokes(painter, sheet)

    def _paint_strokes(self, painter: QPainter, sheet: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self.strokes:
            pen = QPen(QColor(stroke.ink), max(2.0, sheet.width() * FINEST))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            points = [
                sheet.topLeft() + QPointF(at.x() * sheet.width(), at.y() * sheet.height())
                for at in stroke.points
            ]
            path = QPainterPath(points[0])
            for point in points[1:] or [points[0] + QPointF(0.1, 0.1)]:
                path.lineTo(point)
            painter.drawPath(path)

    def image(self, size: QSize) -> QImage:
        """Picture and lines together, without the line to write on."""
        made = QImage(size, QImage.Format.Format_RGB32)
        made.fill(QColor("white"))
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if not self.picture.isNull():
            painter.drawImage(made.rect(), self.picture)
        self._paint_strokes(painter, QRectF(made.rect()))
        painter.end()
        return made
