# SPDX-License-Identifier: Apache-2.0
"""Lays choice buttons out: side by side where they are short, one below the other where they are long."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui import theme
from ui.form.inputs.choice_button import ChoiceButton

LONG = 320


class Flow(QLayout):
    """`stacked` puts each button on its own line; otherwise a line is filled before the next begins."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.stacked = False
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(widest, theme.control_height())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        gap = theme.px(8)
        x, y, line = rect.x(), rect.y(), 0
        stacked = self.stacked or any(
            item.sizeHint().width() > max(theme.px(LONG), 1) for item in self._items if not item.isEmpty()
        )
        for item in self._items:
            if item.isEmpty():
                continue
            button = item.widget()
            width = rect.width() if stacked else min(item.sizeHint().width(), rect.width())
            height = (
                button.height_for(width) if isinstance(button, ChoiceButton) else item.sizeHint().height()
            )
            if x > rect.x() and (stacked or x + width > rect.x() + rect.width()):
                x, y, line = rect.x(), y + line + (theme.px(6) if stacked else gap), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
            x += width + gap
            line = max(line, height)
        return y + line - rect.y()
