# SPDX-License-Identifier: Apache-2.0
"""A narrow list of things to decide: a name, and below it in quiet words what is to be decided."""

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
_ROW, _TALL = 62, 78
_NARROW = 200


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
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(self._owner.words(self.rows[index.row()]))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._owner.words(self.rows[index.row()])[1]
        return None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(120), theme.px(_TALL if self.parent().is_narrow() else _ROW))

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
        title, quiet = view.words(view.row_at(index.row()))
        quiet_font = theme.font("hint", tabular=True)
        first = first_line(QFontMetrics(quiet_font), quiet, room.width()) if view.is_narrow() else quiet
        lines = ((title, "strong", "ink"), (first, "hint", "ink-2"), (quiet[len(first) :], "hint", "ink-2"))
        for words, font, ink in lines:
            painter.setFont(theme.font(font, tabular=True))
            painter.setPen(theme.colour(ink))
            metrics = QFontMetrics(painter.font())
            shown = _shortened(metrics, words.strip(), room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
            room = room.adjusted(0, metrics.height() + (theme.px(2) if font == "strong" else 0), 0, 0)
        painter.restore()


def _shortened(metrics: QFontMetrics, words: str, room: int) -> str:
    """Words that fit; what is cut is the name before the last dot, not what tells two of one name apart."""
    name, dot, rest = words.rpartition(" · ")
    left = room - metrics.horizontalAdvance(dot + rest)
    if not dot or left < room // 3 or metrics.horizontalAdvance(words) <= room:
        return shortened(metrics, words, room)
    return shortened(metrics, name, left) + dot + rest


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
        self.words = words
        self._identity = identity
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(lambda now, _before: self.chosen.emit(self._at(now)))

    def show_rows(self, rows: Sequence[Any]) -> None:
        """These rows; the selection stays on the same one, else where it was, else on the first."""
        before, place = self.current(), max(0, self.currentIndex().row())
        self.blockSignals(True)
        self._rows.show_rows(rows)
        self.blockSignals(False)
        if not rows:
            self.chosen.emit(None)
        elif before is None or not self.select(self._identity(before)):
            self.setCurrentIndex(self._rows.index(min(place, len(rows) - 1)))

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

    def is_narrow(self) -> bool:
        """Whether the quiet words take two lines."""
        return self.viewport().width() < theme.px(_NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if (row := self.current()) is not None:
                self.opened.emit(row)
            return
        super().keyPressEvent(event)
