# SPDX-License-Identifier: Apache-2.0
"""The row of filters over the enumerator's list: all, today's visits, or one state; each says how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from enumerator.interviews.assignments import Status
from enumerator.messages import _, n_
from ui.field.task_rows import LOOKS, ORDER, Line
from ui.form.inputs.flow import Flow
from ui.widgets import Button, QuietButton
from ui.widgets.progress_panel import grouped


class Filters(QWidget):
    """`chosen` when another one is pressed; `wanted(today)` tells which lines it keeps."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[Status | None, Button] = {}
        self._line = _Lines(self)
        self._add(None)
        self.today = self._button()
        for status in ORDER:
            self._add(status)
        self.bin = QuietButton("", icon="remove")
        self._line.addWidget(self.bin)
        self.buttons[None].setChecked(True)

    def _add(self, status: Status | None) -> None:
        self.buttons[status] = self._button()

    def _button(self) -> Button:
        button = QuietButton("")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda _on: self.chosen.emit())
        self._line.addWidget(button)
        return button

    def show_counts(self, lines: Sequence[Line], today: date) -> None:
        """Say how many each one keeps; one that keeps nothing is not offered."""
        for status, button in self.buttons.items():
            count = sum(1 for line in lines if status is None or line.status is status)
            word = _("All") if status is None else _(LOOKS[status][0])
            _say(button, word, count, always=status is None)
        _say(self.today, _("Visits today"), sum(1 for line in lines if line.is_for(today)))
        self._fit()

    def show_discarded(self, count: int) -> None:
        """The way to the bin, where something lies in it."""
        self.bin.setText(n_("Discarded  {n}", "Discarded  {n}", count))
        self.bin.setHidden(not count)
        self.bin.updateGeometry()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._line.heightForWidth(self.width()))

    def wanted(self, today: date) -> Callable[[Line], bool] | None:
        """Which lines are kept, None for all."""
        if self.today.isChecked():
            return lambda line: line.is_for(today)
        status = next((status for status, button in self.buttons.items() if button.isChecked()), None)
        return None if status is None else lambda line: line.status is status


class _Lines(Flow):
    """A page must not count with the height that the buttons would have in its narrowest shape."""

    def hasHeightForWidth(self) -> bool:
        return False


def _say(button: Button, word: str, count: int, *, always: bool = False) -> None:
    button.setText(f"{word}  {grouped(count)}")
    button.setHidden(not always and not count and not button.isChecked())
    button.updateGeometry()
