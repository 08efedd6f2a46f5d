# SPDX-License-Identifier: Apache-2.0
"""The inks to draw with, each with a digit."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from enumerator.messages import _
from ui import theme
from ui.form.inputs.canvas import INKS
from ui.widgets.card import row
from ui.widgets.key_hint import cap_size, paint_cap


class _Ink(QAbstractButton):
    def __init__(self, ink: str, name: str, cap: str) -> None:
        super().__init__()
        self.ink = ink
        self._cap = cap
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(34) + cap_size(self._cap).width(), theme.control_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setPen(theme.colour("primary" if chosen else "line-strong"))
        painter.setBrush(theme.colour("primary-soft" if chosen else "panel"))
        frame = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, theme.px(8), theme.px(8))
        side = theme.px(16)
        spot = QRect(theme.px(8), (self.height() - side) // 2, side, side)
        painter.setPen(theme.colour("line-strong"))
        painter.setBrush(QColor(self.ink))
        painter.drawEllipse(spot)
        place = QRect(spot.right() + theme.px(5), 0, cap_size(self._cap).width(), self.height())
        paint_cap(
            painter, self._cap, place,
            ink=theme.colour("ink-2"), ground=theme.colour("panel"), edge=theme.colour("line-strong"),
        )  # fmt: skip


class InkRow(QWidget):
    """`chosen(str)` is the colour; `choose("2")` by its digit."""

    chosen = Signal(str)

    def __init__(self, inks: int = len(INKS)) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        layout = row(spacing=6)
        for at, (ink, name) in enumerate(INKS[:inks]):
            button = _Ink(ink, _(name), str(at + 1))
            self._group.addButton(button, at)
            layout.addWidget(button)
        layout.addStretch(1)
        self.setLayout(layout)
        self._group.button(0).setChecked(True)
        self._group.buttonClicked.connect(lambda button: self.chosen.emit(button.ink))

    def choose(self, digit: str) -> bool:
        """Take the ink of a digit; False where there is none."""
        button = self._group.button(int(digit) - 1) if digit.isdigit() and digit.isascii() else None
        if button is None:
            return False
        button.click()
        return True
