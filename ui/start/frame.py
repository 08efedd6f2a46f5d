# SPDX-License-Identifier: Apache-2.0
"""The frame of the start screens: the program's name at the left, one question at the right."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from enumerator.messages import _
from ui import icons, theme
from ui.widgets import Text, column, row, scrolled

_SIDE, _WIDTH, _HIDE_SIDE_BELOW = 340, 520, 940


class Side(QWidget):
    """What the program is, in three lines a newcomer understands."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(theme.px(_SIDE))
        promises = column(spacing=18)
        for icon, words in (
            ("save", _("Every answer is saved as you type it")),
            ("lock", _("Encrypted on this laptop; only your passphrase opens it")),
            ("usb", _("No internet needed: work travels on a stick")),
        ):
            promises.addLayout(row(_Mark(icon), Text(words, "body", "rail-ink-2").wrapped(), spacing=12))
        name = Text(_("Pendata"), "display", "rail-ink")
        what = Text(_("Surveys of households in extreme poverty"), "section", "rail-ink-2").wrapped()
        self.setLayout(column(name, what, 1, promises, spacing=6, margins=(32, 44, 28, 40)))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("rail"))


class _Mark(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(theme.px(34), theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("rail-on"))
        painter.drawRoundedRect(self.rect(), theme.px(8), theme.px(8))
        side = theme.px(18)
        icons.paint(
            painter,
            self._icon,
            "rail-ink",
            QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side),
        )


class Framed(QWidget):
    """Content in a narrow column in the middle, scrolled where the window is low; the side hides where
    it is narrow."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setProperty("surface", "ground")
        self.side = Side()
        content.setMaximumWidth(theme.px(_WIDTH))
        middle = QWidget()
        across = row(spacing=0, margins=(24, 24, 24, 24))
        across.addStretch(1)
        across.addWidget(content, 100)
        across.addStretch(1)
        high: QVBoxLayout = column(1, spacing=0)
        high.addLayout(across)
        high.addStretch(2)
        middle.setLayout(high)
        whole = row(self.side, spacing=0)
        whole.addWidget(scrolled(middle, passed_by=True), 1)
        self.setLayout(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setVisible(self.width() >= theme.px(_HIDE_SIDE_BELOW))
