# SPDX-License-Identifier: Apache-2.0
"""The status line: what is saved, which form, that no internet is needed."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui import theme
from ui.widgets.card import row
from ui.widgets.text import ElidedText, Text

HEIGHT = 28


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.role = "primary"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(8), theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour(self.role))
        painter.setBrush(theme.colour(self.role))
        painter.drawEllipse(self.rect().adjusted(0, 0, -1, -1))


class StatusLine(QFrame):
    """Words at the left after a dot (`show_state`), more words (`show_detail`), words at the right
    (`show_right`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("edge", "top")
        self.setProperty("surface", "panel")
        self.setFixedHeight(theme.px(HEIGHT))
        self._dot = _Dot()
        self._state = Text("", "small", "ink-2")
        self._detail = ElidedText("", "small", "ink-2")
        self._right = Text("", "small", "ink-2")
        line = row(self._dot, self._state, spacing=8, margins=(20, 0, 20, 0))
        line.addSpacing(theme.px(10))
        line.addWidget(self._detail, 1)
        line.addWidget(self._right)
        self.setLayout(line)

    def state(self) -> str:
        return self._state.text()

    def show_state(self, words: str, role: str = "primary") -> None:
        """`role` colours the dot: "primary" fine, "amber" waiting, "red" trouble; the words say it as
        well."""
        self._state.setText(words)
        self._dot.role = role
        self._dot.setVisible(bool(words))
        self._dot.update()

    def show_detail(self, words: str) -> None:
        self._detail.setText(words)

    def show_right(self, words: str) -> None:
        self._right.setText(words)
