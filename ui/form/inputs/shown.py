# SPDX-License-Identifier: Apache-2.0
"""An answer that is only shown: calculated by the form, or not to be changed."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from enumerator.forms import Node, Question
from ui.form import spelling
from ui.form.inputs.field import Asking, Field
from ui.widgets.text import Text


class Shown(Field):
    """Words without a frame, so that nobody tries to type there."""

    wide = False

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.words = Text("", "strong", "ink").wrapped()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        value = node.shown_value or node.value
        if value == node.value and self.question.type in ("integer", "decimal", "text"):
            plain = self.question.type != "text"
            value = spelling.number_shown(value, spelling.marks()) if plain else spelling.date_shown(value)
        self.words.setText(value or "—")
