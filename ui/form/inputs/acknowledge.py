# SPDX-License-Identifier: Apache-2.0
"""A statement to be confirmed, by Space, 1 or a click."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from enumerator.forms import Node, Question
from enumerator.messages import _
from ui.form.inputs.choice_button import ChoiceButton
from ui.form.inputs.field import Asking, Field

CONFIRMED: Final = "OK"


class Acknowledge(Field):
    """One box to tick."""

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.button = _Tick(CONFIRMED, _("Yes, confirmed"), "1", several=True, parent=self)
        self.setFocusProxy(self.button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addStretch()
        self.button.clicked.connect(lambda checked: self.give(CONFIRMED if checked else ""))

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self.button.setText(_("Yes, confirmed"))
        self.button.setChecked(node.value == CONFIRMED)
        self.button.setEnabled(not node.readonly)

    def marked(self) -> tuple[QWidget, ...]:
        return (self.button,)


class _Tick(ChoiceButton):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "1":
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self.isChecked():
                self.click()
        else:
            super().keyPressEvent(event)
