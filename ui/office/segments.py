# SPDX-License-Identifier: Apache-2.0
"""Views of one page under each other's place: a row of buttons, of which one is pressed, and the view it
shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui.widgets import Button, QuietButton, column, row


class Segments(QWidget):
    """`add(key, words, widget)`; Alt+arrow is left to the tables, Ctrl+Tab goes on to the next view."""

    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, Button] = {}
        self._words: dict[str, str] = {}
        self._widgets: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._line: QHBoxLayout = row(spacing=6)
        self._more: QHBoxLayout = row(spacing=8)
        whole = column(row(self._line, 1, self._more, spacing=8), spacing=12)
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)

    def add(self, key: str, words: str, widget: QWidget) -> Button:
        button = QuietButton(words)
        button.setCheckable(True)
        button.clicked.connect(lambda _on: self.show_view(key))
        self.buttons[key] = button
        self._words[key] = words
        self._widgets[key] = widget
        self._line.addWidget(button)
        self._stack.addWidget(widget)
        if len(self.buttons) == 1:
            button.setChecked(True)
        return button

    def add_right(self, widget: QWidget) -> None:
        """Something that belongs to all views, at the right of the buttons."""
        self._more.addWidget(widget)

    def current(self) -> str:
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def show_view(self, key: str) -> None:
        for name, button in self.buttons.items():
            button.setChecked(name == key)
        self._stack.setCurrentWidget(self._widgets[key])
        self.shown.emit(key)

    def show_count(self, key: str, count: int) -> None:
        """The number behind a button's words."""
        button = self.buttons[key]
        button.setText(f"{self._words[key]}  {count}")
        button.updateGeometry()
