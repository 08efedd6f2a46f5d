# SPDX-License-Identifier: Apache-2.0
"""The keys of a pane with their meanings in one line; those there is no room for are left out whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.key_hint import cap_size, paint_cap

_HEIGHT = 32


class KeyLine(QWidget):
    """`KeyLine([("F2", words), ...])`, the most needed first."""

    def __init__(self, keys: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(keys)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        self._keys = tuple(keys)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = theme.font("hint")
        metrics = QFontMetrics(font)
        x = theme.px(16)
        for keys, words in self._keys:
            cap, text = cap_size(keys).width(), metrics.horizontalAdvance(words)
            if x + cap + theme.px(7) + text > self.width() - theme.px(8):
                return
            ink: QColor = theme.colour("ink-2")
            place = QRect(x, 0, cap, self.height())
            paint_cap(
                painter, keys, place, ink=ink, ground=theme.colour("panel"), edge=theme.colour("line-strong")
            )
            x += cap + theme.px(7)
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(
                QRect(x, 0, text + theme.px(4), self.height()), Qt.AlignmentFlag.AlignVCenter, words
            )
            x += text + theme.px(16)
