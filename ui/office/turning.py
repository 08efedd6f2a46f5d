# SPDX-License-Identifier: Apache-2.0
"""Rows of buttons beside one another, and one below the other where the page is too narrow for them."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QWidget

from ui import theme


class Turning(QWidget):
    """`parts` in one line where each has the room it asks for; else under one another, nothing cut."""

    def __init__(self, *parts: QLayout, spacing: int = 8) -> None:
        super().__init__()
        self._parts = parts
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.px(spacing))
        for part in parts:
            self._line.addLayout(part)
        self.setLayout(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def stretch_part(self, number: int) -> Turning:
        """That part takes the room the others leave."""
        self._line.setStretch(number, 1)
        return self

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return super().event(event)

    def _turn(self) -> None:
        gaps = self._line.spacing() * (len(self._parts) - 1)
        needed = sum(part.sizeHint().width() for part in self._parts) + gaps
        narrow = needed > self.width()
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != way:
            self._line.setDirection(way)
