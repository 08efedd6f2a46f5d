# SPDX-License-Identifier: Apache-2.0
"""A household's answers as a list to be read: sections, questions and answers, with what was said about them.

It paints by hand, so a household of twenty people opens without a pause; keys move, reveal and comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

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

from enumerator.messages import _
from enumerator.office.reading import Line, Section
from ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
_LABEL_SHARE: Final = 0.46
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_TALL: Final = 10_000


@dataclass(frozen=True)
class Note:
    """One line below an answer: an icon, its role of colour, and the words."""

    icon: str
    ink: str
    words: str


class AnswersModel(QAbstractListModel):
    """Section titles and answers in one list; `revealed` numbers are shown in full, `comments` are ours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Section | Line] = []
        self.comments: dict[str, str] = {}
        self.revealed: dict[str, str] = {}

    def show_sections(self, sections: Iterable[Section], comments: Mapping[str, str]) -> None:
        self.beginResetModel()
        self.comments = dict(comments)
        self.revealed = {}
        self.rows = []
        for section in sections:
            if section.title:
                self.rows.append(section)
            self.rows += section.lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.rows[index.row()]
            if isinstance(row, Section):
                return row.title
            notes = "; ".join(note.words for note in self.notes(row))
            return f"{row.label}: {self.words(row)}" + (f" ({notes})" if notes else "")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], Section):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def words(self, line: Line) -> str:
        """The answer as it may be shown now."""
        if line.no_answer:
            return _("Don't know") if line.no_answer == "dont_know" else _("Refused")
        if line.kind == "photo":
            return _("Photo (Enter shows it)")
        return self.revealed.get(line.address, line.words) or "–"

    def notes(self, line: Line) -> list[Note]:
        """What the enumerator and the office said about it."""
        found = []
        if line.reason:
            found.append(Note("warning", "amber-ink", _("Warning accepted: {reason}", reason=line.reason)))
        if line.remark:
            found.append(Note("remark", "blue-ink", line.remark))
        if comment := self.comments.get(line.address, ""):
            found.append(Note("returned", "red-ink", comment))
        return found

    def changed(self, address: str) -> None:
        """An answer's words or notes are others now."""
        for number, row in enumerate(self.rows):
            if isinstance(row, Line) and row.address == address:
                where = self.index(number)
                self.dataChanged.emit(where, where)


class _Painter(QStyledItemDelegate):
    """Paints a section title as a band, an answer as label and words, and notes below it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model: AnswersModel = index.model()
        row = model.rows[index.row()]
        width = self.parent().viewport().width()
        if isinstance(row, Section):
            return QSize(width, theme.px(44))
        label, words = self._columns(width)
        height = _height(model.words(row), theme.font("strong"), words)
        for note in model.notes(row):
            noted = _height(note.words, theme.font("hint"), words - theme.px(22))
            height += theme.px(4) + max(theme.px(16), noted)
        height = max(height, _height(row.label, theme.font("body"), label))
        return QSize(width, height + theme.px(15))

    def _columns(self, width: int) -> tuple[int, int]:
        room = width - theme.px(2 * 16 + 14)
        label = int(room * _LABEL_SHARE)
        return label, room - label

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: AnswersModel = index.model()
        row = model.rows[index.row()]
        box: QRect = option.rect
        painter.save()
        if isinstance(row, Section):
            self._paint_section(painter, box, row.title)
        else:
            self._paint_line(painter, box, model, row, option)
        painter.restore()

    def _paint_section(self, painter: QPainter, box: QRect, title: str) -> None:
        painter.fillRect(box, theme.colour("hover"))
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("ink"))
        room = box.adjusted(theme.px(16), 0, -theme.px(16), 0)
        shown = QFontMetrics(painter.font()).elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _paint_line(
        self, painter: QPainter, box: QRect, model: AnswersModel, row: Line, option: QStyleOptionViewItem
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("primary-soft"))
            if self.parent().hasFocus():
                painter.fillRect(
                    QRect(box.left(), box.top(), theme.px(3), box.height()), theme.colour("primary")
                )
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        label, words = self._columns(box.width())
        top = box.top() + theme.px(7)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("ink-2"))
        painter.drawText(QRect(box.left() + theme.px(16), top, label, _TALL), _WRAP, row.label)
        left = box.left() + theme.px(16 + 14) + label
        painter.setFont(theme.font("strong", tabular=True))
        painter.setPen(
            theme.colour("amber-ink" if row.no_answer else "blue-ink" if row.kind == "photo" else "ink")
        )
        text = model.words(row)
        painter.drawText(QRect(left, top, words, _TALL), _WRAP, text)
        top += _height(text, theme.font("strong"), words) + theme.px(4)
        for note in model.notes(row):
            side = theme.px(15)
            icons.paint(painter, note.icon, note.ink, QRect(left, top + theme.px(1), side, side))
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.colour(note.ink))
            room = words - theme.px(22)
            painter.drawText(QRect(left + theme.px(22), top, room, _TALL), _WRAP, note.words)
            top += max(theme.px(16), _height(note.words, theme.font("hint"), room)) + theme.px(4)


def _height(words: str, font: Any, width: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(20, width), _TALL), _WRAP, words or " ").height()


class AnswerList(QListView):
    """`opened(line)` at Enter or double click, `comment_asked(line)` at F2."""

    opened = Signal(object)
    comment_asked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = AnswersModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(False)
        self.doubleClicked.connect(lambda _index: self._open())
        theme.news().changed.connect(self.scheduleDelayedItemsLayout)

    def show_sections(self, sections: Iterable[Section], comments: Mapping[str, str] | None = None) -> None:
        """These answers, from the top."""
        self.model_.show_sections(sections, comments or {})
        self.scrollToTop()
        first = next((n for n, row in enumerate(self.model_.rows) if isinstance(row, Line)), -1)
        if first >= 0:
            self.setCurrentIndex(self.model_.index(first))

    def current(self) -> Line | None:
        """The answer the keyboard is on."""
        at = self.currentIndex().row()
        row = self.model_.rows[at] if 0 <= at < len(self.model_.rows) else None
        return row if isinstance(row, Line) else None

    def go_to(self, address: str) -> bool:
        """The keyboard to an answer."""
        for number, row in enumerate(self.model_.rows):
            if isinstance(row, Line) and row.address == address:
                where = self.model_.index(number)
                self.setCurrentIndex(where)
                self.scrollTo(where, QAbstractItemView.ScrollHint.PositionAtCenter)
                return True
        return False

    def next_noted(self) -> bool:
        """On to the next answer that somebody said something about; False when there is none."""
        rows = self.model_.rows
        at = self.currentIndex().row()
        for number in (*range(at + 1, len(rows)), *range(at + 1)):
            row = rows[number]
            if isinstance(row, Line) and (row.noted or row.address in self.model_.comments):
                return self.go_to(row.address)
        return False

    def reveal(self, line: Line, words: str) -> None:
        """Show a masked number in full, until another household is shown."""
        self.model_.revealed[line.address] = words
        self.model_.changed(line.address)

    def comment(self, address: str, words: str) -> None:
        """Put our comment below an answer; blank takes it away."""
        if words:
            self.model_.comments[address] = words
        else:
            self.model_.comments.pop(address, None)
        self.model_.changed(address)
        self.scheduleDelayedItemsLayout()

    def comments(self) -> dict[str, str]:
        """Our comments by address."""
        return dict(self.model_.comments)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        elif event.key() == Qt.Key.Key_F2 and (line := self.current()) is not None:
            self.comment_asked.emit(line)
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if (line := self.current()) is not None:
            self.opened.emit(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
