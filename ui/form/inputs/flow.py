# SPDX-License-Identifier: Apache-2.0
"""Lays choice buttons out: side by side where they are short, one below the other where they are long."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui import theme
from ui.form.inputs.choice_button import ChoiceButton

LONG = 320
MANY = -1
NARROWEST = 104


class Flow(QLayout):
    """`stacked` puts each button on its own line; otherwise a line is filled before the next begins.

    `columns` makes so many equal ones (MANY: as many as the longest has room in), none narrower than
    `narrowest`.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.stacked = False
        self.columns = 0
        self.narrowest = NARROWEST
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
        items = [item for item in self._items if not item.isEmpty()]
        if not items:
            return 0
        if self.columns:
            return self._arrange_columns(items, rect, move=move)
        gap = theme.px(8)
        x, y, line = rect.x(), rect.y(), 0
        stacked = self.stacked or any(item.sizeHint().width() > max(theme.px(LONG), 1) for item in items)
        for item in items:
            width = rect.width() if stacked else min(item.sizeHint().width(), rect.width())
            height = _height(item, width)
            if x > rect.x() and (stacked or x + width > rect.x() + rect.width()):
                x, y, line = rect.x(), y + line + (theme.px(6) if stacked else gap), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
            x += width + gap
            line = max(line, height)
        return y + line - rect.y()

    def _arrange_columns(self, items: list[QLayoutItem], rect: QRect, *, move: bool) -> int:
        """Equal columns; fewer than asked for where they would become too narrow to read."""
        gap = theme.px(8)
        fit = max(1, (rect.width() + gap) // (theme.px(self.narrowest) + gap))
        wanted = self.columns
        if wanted == MANY:
            widest = max(item.sizeHint().width() for item in items)
            wanted = max(1, (rect.width() + gap) // (widest + gap))
        number = max(1, min(wanted, fit, len(items)))
        width = (rect.width() - (number - 1) * gap) // number
        y = rect.y()
        for start in range(0, len(items), number):
            row = items[start : start + number]
            height = max(_height(item, width) for item in row)
            if move:
                for at, item in enumerate(row):
                    item.setGeometry(QRect(rect.x() + at * (width + gap), y, width, height))
            y += height + gap
        return y - gap - rect.y()


def _height(item: QLayoutItem, width: int) -> int:
    button = item.widget()
    return button.height_for(width) if isinstance(button, ChoiceButton) else item.sizeHint().height()
