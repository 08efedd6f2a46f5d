# SPDX-License-Identifier: Apache-2.0
"""Facts under each other: a quiet label and what is true, both readable, long ones wrapped."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import theme
from ui.widgets.card import clear
from ui.widgets.text import Text


class Facts(QWidget):
    """`show_facts([(label, words), ...])`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(14))
        self._grid.setVerticalSpacing(theme.px(7))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        clear(self._grid)
        for number, (label, words) in enumerate(facts):
            left, right = Text(label, "body", "ink-2").wrapped(), Text(words or "–", "body").wrapped()
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(left, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(right, number, 1, Qt.AlignmentFlag.AlignTop)
        self.adjustSize()
