# SPDX-License-Identifier: Apache-2.0
"""A narrow list of things to decide: a name, and below it in quiet words what is to be decided; where one
line has not room for either, it has two."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.widgets.table import first_line
from ui.widgets.text import shortened

Index = QModelIndex | QPersistentModelIndex
_ROW = 62
_MANY = 300
"""From so many rows on all are as high as the highest of the first."""
_LOOKED_AT = 50
_DOT = " · "


class _Rows(QAbstractListModel):
    def __init__(self, owner: TwoLines) -> None:
        super().__init__(owner)
        self.rows: Sequence[Any] = ()
        self._owner = owner

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return "\n".join(self._owner.said(index.row())) if role in shown else None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view: TwoLines = self.parent()
        rows = range(min(view.shown(), _LOOKED_AT)) if view.uniformItemSizes() else (index.row(),)
        return QSize(theme.px(120), max(self._height(view.said(row)) for row in rows))

    def _room(self) -> int:
        return self.parent().viewport().width() - theme.px(14) - theme.px(12)

    def _height(self, words: tuple[str, str]) -> int:
        more = [font for _line, font, _ink in self._lines(*words)]
        more.remove("strong")
        more.remove("hint")
        extra = sum(QFontMetrics(theme.font(font, tabular=True)).height() for font in more)
        return theme.px(_ROW) + extra

    def _lines(self, title: str, quiet: str) -> list[tuple[str, str, str]]:
        """Each line with its font and ink: two of the title, two of the quiet words, where one is short."""
        room = self._room()
        strong = QFontMetrics(theme.font("strong", tabular=True))
        hint = QFontMetrics(theme.font("hint", tabular=True))
        first, dot, last = title.rpartition(_DOT)
        whole = not dot or strong.horizontalAdvance(title) <= room
        titles = (title,) if whole else (f"{first}{_DOT.rstrip()}", last)
        begun = first_line(hint, quiet, room)
        quiets = (begun, rest) if (rest := quiet[len(begun) :].strip()) else (begun,)
        return [
            *((shortened(strong, words, room), "strong", "ink") for words in titles),
            *((shortened(hint, words, room), "hint", "ink-2") for words in quiets),
        ]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: TwoLines = self.parent()
        box: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("primary-soft"))
            if view.hasFocus():
                painter.fillRect(
                    QRect(box.left(), box.top(), theme.px(3), box.height()), theme.colour("primary")
                )
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        room = box.adjusted(theme.px(14), theme.px(9), -theme.px(12), 0)
        for words, font, ink in self._lines(*view.said(index.row())):
            painter.setFont(theme.font(font, tabular=True))
            painter.setPen(theme.colour(ink))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
            room = room.adjusted(0, QFontMetrics(painter.font()).height() + theme.px(1), 0, 0)
        painter.restore()


class TwoLines(QListView):
    """`words(row)` gives both lines. `chosen(row)` when the selection moves, `opened(row)` at Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        words: Callable[[Any], tuple[str, str]],
        identity: Callable[[Any], Hashable],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._said: dict[int, tuple[str, str]] = {}
        self._identity = identity
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(lambda now, _before: self.chosen.emit(self._at(now)))

    def show_rows(self, rows: Sequence[Any]) -> None:
        """These rows; the selection stays on the same one, else where it was, else on the first."""
        before, place = self.current(), max(0, self.currentIndex().row())
        self.blockSignals(True)
        self.setUniformItemSizes(len(rows) > _MANY)
        # what heights are reckoned from is told now: they may be asked for when the data is closed
        self._said = {number: self._words(row) for number, row in enumerate(rows[:_MANY])}
        self._rows.show_rows(rows)
        self.blockSignals(False)
        if not rows:
            self.chosen.emit(None)
        elif before is None or not self.select(self._identity(before)):
            self.setCurrentIndex(self._rows.index(min(place, len(rows) - 1)))

    def said(self, number: int) -> tuple[str, str]:
        """The title and the quiet words of a row."""
        found = self._said.get(number)
        if found is None:
            found = self._said[number] = self._words(self.row_at(number))
        return found

    def row_at(self, number: int) -> Any:
        return self._rows.rows[number]

    def shown(self) -> int:
        return len(self._rows.rows)

    def current(self) -> Any | None:
        return self._at(self.currentIndex())

    def select(self, identity: Hashable) -> bool:
        """Choose the row with this identity; False if it is not there."""
        for number, row in enumerate(self._rows.rows):
            if self._identity(row) == identity:
                self.setCurrentIndex(self._rows.index(number))
                return True
        return False

    def _at(self, index: Index) -> Any | None:
        return self._rows.rows[index.row()] if 0 <= index.row() < len(self._rows.rows) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if (row := self.current()) is not None:
                self.opened.emit(row)
            return
        super().keyPressEvent(event)
