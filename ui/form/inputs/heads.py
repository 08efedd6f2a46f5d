# SPDX-License-Identifier: Apache-2.0
"""The words that stand once over the columns of a grid of choices; nothing is answered here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from enumerator.forms import Node, Question
from ui import theme
from ui.form.inputs.field import Asking, Field
from ui.widgets.card import clear
from ui.widgets.text import Text


class Heads(Field):
    """The labels of the choices, each over its column."""

    def __init__(self, address: str, question: Question, asking: Asking) -> None:
        super().__init__(address, question, asking)
        self.labels: tuple[str, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(8))

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        labels = tuple(choice.label for choice in self.asking.interview.choices(node.address))
        if labels == self.labels:
            return
        self.labels = labels
        clear(self._row)
        for words in labels:
            head = Text(words, "hint", "ink-2", self).wrapped()
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            self._row.addWidget(head, 1)
