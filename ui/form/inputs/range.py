# SPDX-License-Identifier: Apache-2.0
"""A number between two ends: on a slider, worked by the arrow keys or by typing the number beside it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from enumerator.forms import Node, Question
from ui import theme
from ui.form import spelling
from ui.form.inputs.field import Asking, Field, Line
from ui.widgets.text import Text

_STEPS: Final = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class Range(Field):
    """The number is typed; Up, Down and the mouse move the slider by one step."""

    typed = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.start = _decimal(question.parameters.get("start"), "1")
        self.end = _decimal(question.parameters.get("end"), "10")
        self.step = _decimal(question.parameters.get("step"), "1") or Decimal(1)
        self.line = Line()
        self.line.setFixedWidth(theme.px(88))
        self.line.setFont(theme.font(tabular=True))
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.setRange(0, int((self.end - self.start) / self.step))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(self.line)
        layout.addWidget(Text(self._shown(str(self.start)), "hint", "ink-2"))
        layout.addWidget(self.slider, 1)
        layout.addWidget(Text(self._shown(str(self.end)), "hint", "ink-2"))
        self.line.textEdited.connect(self._on_edited)
        self.slider.sliderMoved.connect(self._on_moved)
        self.slider.actionTriggered.connect(lambda _action: self._on_moved(self.slider.sliderPosition()))

    def marked(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        if not self.giving:
            self.line.setText(self._shown(node.value))
        self._show_slider(node.value)
        self.line.setReadOnly(node.readonly)
        self.slider.setEnabled(not node.readonly)

    def settle(self) -> None:
        self.line.setText(self._shown(self._value()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and not self.line.isReadOnly()
        ):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers():
                at = (
                    self.slider.value() + step
                    if self._value()
                    else (0 if step > 0 else self.slider.maximum())
                )
                self._on_moved(max(0, min(self.slider.maximum(), at)))
                return True
        return False

    def _on_edited(self, text: str) -> None:
        value = self._value()
        self._show_slider(value)
        self.give(value)

    def _on_moved(self, position: int) -> None:
        value = f"{(self.start + position * self.step).normalize():f}"
        self.line.setText(self._shown(value))
        self._show_slider(value)
        self.give(value)

    def _show_slider(self, value: str) -> None:
        at = (_decimal(value, str(self.start)) - self.start) / self.step
        with QSignalBlocker(self.slider):
            self.slider.setValue(int(at))

    def _value(self) -> str:
        return spelling.number_typed(self.line.text(), spelling.marks(), decimals=True)

    def _shown(self, value: str) -> str:
        return spelling.number_shown(value, spelling.marks())


def _decimal(text: str | None, otherwise: str) -> Decimal:
    try:
        return Decimal(text or otherwise)
    except InvalidOperation:
        return Decimal(otherwise)
