# SPDX-License-Identifier: Apache-2.0
"""A drawing whose parts are the choices, such as a body or a plot: clicked, or chosen by digit and arrows
below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from enumerator.forms import Node, Question
from ui import theme
from ui.form.inputs.choices import Choices, OneChoice, SeveralChoices
from ui.form.inputs.field import Asking, Field
from ui.widgets.card import column

LARGEST: Final = QSize(560, 320)


class ImageMap(Field):
    """An SVG of the form, named as the question's picture, with an element for each choice whose id is the
    choice's value; without one the choices below it do."""

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        several = question.type == "select_multiple"
        self.choices: Choices = (SeveralChoices if several else OneChoice)(address, question, asking)
        self.drawing = _Drawing()
        self.setLayout(column(self.drawing, self.choices))
        self.choices.answered.connect(self.answered)
        self.choices.go_on.connect(self.go_on)
        self.drawing.pressed.connect(self._on_pressed)
        self._name = ""

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        name = node.media.get("image", "")
        if name != self._name:
            self._name = name
            self.drawing.load(self.asking.media(name) if name.lower().endswith(".svg") else None)
        self.choices.show_node(node)
        self.drawing.show_parts([b.value for b in self.choices.buttons], node.value.split())
        self.drawing.setEnabled(not node.readonly)

    def keyboard(self) -> QWidget:
        return self.choices.keyboard()

    def show_state(self, state: str) -> None:
        self.choices.show_state(state)

    def name_for_readers(self, label: str, hint: str) -> None:
        self.choices.name_for_readers(label, hint)

    def _on_pressed(self, value: str) -> None:
        button = next((b for b in self.choices.buttons if b.value == value), None)
        if button is not None:
            button.click()


class _Drawing(QWidget):
    """`pressed(value)` when the part of a choice is clicked."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._svg: QSvgRenderer | None = None
        self._parts: dict[str, QRectF] = {}
        self._chosen: Sequence[str] = ()
        self.hide()

    def load(self, data: bytes | None) -> None:
        """Show this SVG; None for none."""
        made = QSvgRenderer(QByteArray(data)) if data is not None else None
        self._svg = made if made is not None and made.isValid() else None
        if self._svg is None:
            self.hide()
            return
        size = self._svg.defaultSize().scaled(LARGEST * theme.scale(), Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(size)
        self.show()

    def show_parts(self, values: Sequence[str], chosen: Sequence[str]) -> None:
        """The choices there are, and those taken."""
        self._chosen = chosen
        self._parts = {}
        if self._svg is not None:
            for value in values:
                if self._svg.elementExists(value):
                    whole = self._svg.transformForElement(value)
                    self._parts[value] = whole.mapRect(self._svg.boundsOnElement(value))
        self.update()

    def _scaled(self, box: QRectF) -> QRectF:
        if self._svg is None:
            return box
        view = self._svg.viewBoxF()
        across, down = self.width() / view.width(), self.height() / view.height()
        left, top = (box.x() - view.x()) * across, (box.y() - view.y()) * down
        return QRectF(left, top, box.width() * across, box.height() * down)

    def part_at(self, point: QPointF) -> str:
        """The choice whose part lies there, the smallest of those that overlap; "" for none."""
        hit = {value: box for value, box in self._parts.items() if self._scaled(box).contains(point)}
        return min(hit, key=lambda value: hit[value].width() * hit[value].height(), default="")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        value = self.part_at(event.position())
        if value:
            self.pressed.emit(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._svg is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # drawings are made for white paper
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        self._svg.render(painter, QRectF(self.rect()))
        tint = theme.colour("primary")
        for value in self._chosen:
            if value in self._parts:
                painter.setPen(QPen(tint, 3))
                ground = theme.colour("primary")
                ground.setAlphaF(0.25)
                painter.setBrush(ground)
                painter.drawRoundedRect(self._scaled(self._parts[value]), 4, 4)
