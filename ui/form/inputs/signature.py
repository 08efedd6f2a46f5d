# SPDX-License-Identifier: Apache-2.0
"""A signature drawn with the mouse or a finger, kept as a picture."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from enumerator.errors import UserError
from enumerator.forms import Node, Question
from enumerator.messages import _
from ui import theme
from ui.form.inputs.attachment import png_bytes
from ui.form.inputs.field import Asking, Field, no_answer_words
from ui.widgets.button import QuietButton
from ui.widgets.text import Text

PAPER: Final = QSize(440, 150)
SHARPNESS: Final = 2
INK: Final = "#10204a"


class _Pad(QWidget):
    """White in every theme, as paper is."""

    drawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.strokes: list[list[QPointF]] = []
        self.picture = QPixmap()
        self.locked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFixedHeight(theme.px(PAPER.height()))
        self.setMinimumWidth(theme.px(240))
        self.setMaximumWidth(theme.px(PAPER.width()))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(PAPER.width()), theme.px(PAPER.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.locked:
            self.picture = QPixmap()
            self.strokes.append([event.position()])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.strokes and not self.locked:
            self.strokes[-1].append(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.strokes and not self.locked:
            self.drawn.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(theme.colour("primary" if self.hasFocus() else "line-strong"))
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8)
        )
        if not self.picture.isNull():
            size = self.picture.size().scaled(self.size() - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawPixmap(2, 2, size.width(), size.height(), self.picture)
        else:
            painter.setPen(QPen(QColor("#9aa5a0"), 1))
            base = self.height() - theme.px(34)
            painter.drawLine(theme.px(20), base, self.width() - theme.px(20), base)
        self._paint_strokes(painter)

    def _paint_strokes(self, painter: QPainter) -> None:
        painter.setPen(
            QPen(
                QColor(INK),
                theme.px(2.4),
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self.strokes:
            path = QPainterPath(stroke[0])
            for point in stroke[1:] or [stroke[0] + QPointF(0.1, 0.1)]:
                path.lineTo(point)
            painter.drawPath(path)

    def image(self) -> QImage:
        """What was drawn, at twice the screen's sharpness."""
        made = QImage(self.size() * SHARPNESS, QImage.Format.Format_RGB32)
        made.fill(QColor("white"))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(SHARPNESS, SHARPNESS)
        self._paint_strokes(painter)
        painter.end()
        return made


class Signature(Field):
    """Drawn again and again until it is right; Delete clears it."""

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.pad = _Pad()
        self.setFocusProxy(self.pad)
        self.clear_button = QuietButton(_("Clear"), icon="remove")
        self._words = Text("", "hint", "ink-2")
        row = QHBoxLayout()
        row.addWidget(self.clear_button)
        row.addWidget(self._words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pad)
        layout.addLayout(row)
        self.pad.drawn.connect(self._on_drawn)
        self.clear_button.clicked.connect(self.clear)

    def show_node(self, node: Node) -> None:
        same = self.node is not None and self.address == node.address
        super().show_node(node)
        store = self.asking.attachments
        if not node.value or not same:
            self.pad.strokes = []
        self.pad.picture = QPixmap()
        if node.value and not self.pad.strokes and store is not None and store.has(Path(node.value).stem):
            self.pad.picture.loadFromData(store.read(Path(node.value).stem))
        self.pad.locked = node.readonly or store is None
        self.clear_button.setVisible(bool(node.value) and not node.readonly)
        self._words.setText(
            no_answer_words(node) or ("" if node.value else _("Sign with the mouse or a finger"))
        )
        self.pad.update()

    def clear(self) -> None:
        """Begin again on empty paper."""
        self.pad.strokes = []
        self.pad.picture = QPixmap()
        self.pad.update()
        self.give("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _on_drawn(self) -> None:
        store = self.asking.attachments
        if store is None:
            return
        data = png_bytes(self.pad.image())
        try:
            store.put(data, name="signature.png", mime="image/png")
        except UserError as problem:
            self._words.setText(f"{problem.what} {problem.remedy}")
            return
        self.give(hashlib.sha256(data).hexdigest() + ".png")
