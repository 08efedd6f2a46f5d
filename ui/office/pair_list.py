# SPDX-License-Identifier: Apache-2.0
"""Two households line by line; where they differ it is marked by a sign, a ground and weight, not by
colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enumerator.messages import _
from enumerator.office.comparing import PairLine
from ui import theme

Index = QModelIndex | QPersistentModelIndex
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_TALL: Final = 10_000
_LABEL_SHARE: Final = 0.26


class _Lines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[PairLine | str] = []

    def show_lines(self, lines: Sequence[PairLine]) -> None:
        self.beginResetModel()
        self.rows = []
        section = ""
        for line in lines:
            if line.section != section:
                section = line.section
                self.rows.append(section)
            self.rows.append(line)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.rows[index.row()]
            if isinstance(row, str):
                return row
            state = _("differs") if row.differs else _("the same")
            return f"{row.label}: {row.left} | {row.right} ({state})"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    def columns(self, width: int) -> tuple[int, int, int]:
        room = width - theme.px(2 * 14 + 2 * 26)
        label = int(room * _LABEL_SHARE)
        side = (room - label) // 2
        return label, side, room - label - side

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.model().rows[index.row()]
        width = self.parent().viewport().width()
        if isinstance(row, str):
            return QSize(width, theme.px(34))
        label, left, right = self.columns(width)
        height = max(
            _height(row.label, label),
            _height(row.left, left, strong=row.differs),
            _height(row.right, right, strong=row.differs),
        )
        return QSize(width, height + theme.px(13))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.model().rows[index.row()]
        box: QRect = option.rect
        painter.save()
        if isinstance(row, str):
            painter.fillRect(box, theme.colour("hover"))
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("ink-2"))
            painter.drawText(box.adjusted(theme.px(14), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, row)
        else:
            self._paint_line(painter, box, row, option)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _paint_line(self, painter: QPainter, box: QRect, row: PairLine, option: QStyleOptionViewItem) -> None:
        label, left, right = self.columns(box.width())
        top, x = box.top() + theme.px(6), box.left() + theme.px(14)
        if option.state & QStyle.StateFlag.State_Selected and self.parent().hasFocus():
            painter.fillRect(QRect(box.left(), box.top(), theme.px(3), box.height()), theme.colour("primary"))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("ink-2"))
        painter.drawText(QRect(x, top, label, _TALL), _WRAP, row.label)
        x += label + theme.px(26)
        first = x
        x += left + theme.px(26)
        if row.differs:
            ground = QRect(first - theme.px(10), box.top() + theme.px(2), 0, box.height() - theme.px(5))
            ground.setRight(box.right() - theme.px(6))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("amber-soft"))
            painter.drawRoundedRect(ground, theme.px(6), theme.px(6))
            painter.setPen(theme.colour("amber-ink"))
            painter.setFont(theme.font("strong"))
            painter.drawText(
                QRect(x - theme.px(26), box.top(), theme.px(26), box.height()),
                Qt.AlignmentFlag.AlignCenter,
                "≠",
            )
        painter.setFont(theme.font("strong" if row.differs else "body", tabular=True))
        painter.setPen(theme.colour("ink"))
        painter.drawText(QRect(first, top, left, _TALL), _WRAP, row.left)
        painter.drawText(QRect(x, top, right, _TALL), _WRAP, row.right)


class PairList(QListView):
    """`show_lines(lines)`; `widened` when the columns have another width."""

    widened = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = _Lines(self)
        self.setModel(self._lines)
        self.painter_ = _Painter(self)
        self.setItemDelegate(self.painter_)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        theme.news().changed.connect(self.scheduleDelayedItemsLayout)

    def show_lines(self, lines: Sequence[PairLine]) -> None:
        self._lines.show_lines(lines)
        self.scrollToTop()

    def lines(self) -> list[PairLine]:
        """The lines shown, without the section titles."""
        return [row for row in self._lines.rows if isinstance(row, PairLine)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if event.size().width() != event.oldSize().width():
            self.widened.emit()


def _height(words: str, width: int, *, strong: bool = False) -> int:
    font = theme.font("strong" if strong else "body", tabular=True)
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(20, width), _TALL), _WRAP, words or " ").height()
