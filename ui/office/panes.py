# SPDX-License-Identifier: Apache-2.0
"""Two panes side by side that share the width, the list at the left, what it is about at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from ui import theme


class _Handle(QSplitterHandle):
    """Empty room with a short line in it where the mouse is."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.underMouse():
            return
        painter = QPainter(self)
        x = self.width() // 2
        painter.fillRect(
            x - 1, self.height() // 2 - theme.px(16), 2, theme.px(32), theme.colour("line-strong")
        )


class Panes(QSplitter):
    """`share` of the width goes to the left pane until the person moves the handle."""

    def __init__(self, left: QWidget, right: QWidget, share: float, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._share = share
        self._moved = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.px(14))
        self.addWidget(left)
        self.addWidget(right)
        self.splitterMoved.connect(self._on_moved)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)

    def _on_moved(self, _position: int, _index: int) -> None:
        self._moved = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._moved:
            room = self.width() - self.handleWidth()
            left = int(room * self._share)
            self.setSizes([left, room - left])
