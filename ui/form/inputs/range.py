# SPDX-License-Identifier: Apache-2.0
"""A number between two ends: on a slider or in stars, worked by the arrow keys or by typing the number beside
it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from enumerator.forms import Node, Question
from ui import theme
from ui.form import spelling
from ui.form.inputs.field import Asking, Field, Line, no_answer_words
from ui.form.inputs.stars import Stars
from ui.widgets.card import column
from ui.widgets.slider import Slider
from ui.widgets.text import Text

_STEPS: Final = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
TICKS: Final = 20  # more than these are a grey band
TALL: Final = 168


class Range(Field):
    """The number is typed; Up, Down and the mouse move the slider by one step."""

    typed = True

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        asked = question.parameters
        self.start = _decimal(asked.get("start"), "1")
        self.end = _decimal(asked.get("end"), "10")
        self.step = _decimal(asked.get("step"), "1") or Decimal(1)
        self._resting = _decimal(asked.get("placeholder"), str(self.start))
        self.line = Line()
        self.line.setFixedWidth(theme.px(88))
        self.line.setFont(theme.font(tabular=True))
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self.scale: Slider | Stars = self._make_scale()
        self._lay_out()
        self.line.textEdited.connect(self._on_edited)

    def _make_scale(self) -> Slider | Stars:
        steps = int((self.end - self.start) / self.step)
        if "rating" in self.question.appearances:
            stars = Stars(steps + 1)
            stars.pressed.connect(self._on_moved)
            return stars
        upright = "vertical" in self.question.appearances
        slider = Slider(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal)
        slider.setRange(0, steps)
        every = _decimal(self.question.parameters.get("tick-interval"), str(self.step)) / self.step
        if "no-ticks" not in self.question.appearances and steps / max(1, every) <= TICKS:
            slider.setTickPosition(Slider.TickPosition.TicksBelow)
            slider.setTickInterval(max(1, int(every)))
        slider.sliderMoved.connect(self._on_moved)
        return slider

    def _lay_out(self) -> None:
        least, most = (Text(self._shown(str(end)), "hint", "ink-2") for end in (self.start, self.end))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(self.line)
        if isinstance(self.scale, Stars):
            layout.addWidget(self.scale)
            layout.addStretch(1)
        elif self.scale.orientation() == Qt.Orientation.Vertical:
            self.scale.setFixedHeight(theme.px(TALL))
            layout.setAlignment(self.line, Qt.AlignmentFlag.AlignTop)
            for part in (most, least):
                part.setAlignment(Qt.AlignmentFlag.AlignLeft)
            layout.addLayout(column(most, self.scale, least, spacing=2))
            layout.addStretch(1)
        else:
            layout.addWidget(least)
            layout.addWidget(self.scale, 1)
            layout.addWidget(most)

    def marked(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        if not self.giving:
            self.line.setText(self._shown(node.value))
        self.line.setPlaceholderText(no_answer_words(node))
        self._show_scale(node.value)
        self.line.setReadOnly(node.readonly)
        self.scale.setEnabled(not node.readonly)

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
                most = int((self.end - self.start) / self.step)
                at = self._at(self._value()) + step if self._value() else (0 if step > 0 else most)
                self._on_moved(max(0, min(most, at)))
                return True
        return False

    def _on_edited(self, text: str) -> None:
        value = self._value()
        self._show_scale(value)
        self.give(value)

    def _on_moved(self, position: int) -> None:
        value = f"{(self.start + position * self.step).normalize():f}"
        self.line.setText(self._shown(value))
        self._show_scale(value)
        self.give(value)

    def _at(self, value: str) -> int:
        return int((_decimal(value, str(self._resting)) - self.start) / self.step)

    def _show_scale(self, value: str) -> None:
        if isinstance(self.scale, Stars):
            self.scale.show_number(self._at(value) + 1 if value else 0)
            return
        with QSignalBlocker(self.scale):
            self.scale.setValue(self._at(value))

    def _value(self) -> str:
        return spelling.number_typed(self.line.text(), spelling.marks(), decimals=True)

    def _shown(self, value: str) -> str:
        return spelling.number_shown(value, spelling.marks())


def _decimal(text: str | None, otherwise: str) -> Decimal:
    try:
        return Decimal(text or otherwise)
    except InvalidOperation:
        return Decimal(otherwise)
