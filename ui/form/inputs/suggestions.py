# SPDX-License-Identifier: Apache-2.0
"""The list that opens under a field to choose from; the keyboard stays in the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from enumerator.forms import ChoiceView
from enumerator.messages import _
from ui import theme
from ui.widgets.text import Text

FETCH: Final = 100
ROWS: Final = 8


def choice_words(choice: ChoiceView) -> str:
    """A choice as it stands in a list: its code, where it has a short numeric one, and its label."""
    return (
        f"{choice.value} · {choice.label}"
        if choice.value.isdigit() and len(choice.value) <= 2
        else choice.label
    )


class _Model(QAbstractListModel):
    """Choices of any number; rows are handed to the view as it scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: Sequence[ChoiceView] = ()
        self._fetched = 0

    def show_choices(self, choices: Sequence[ChoiceView]) -> None:
        self.beginResetModel()
        self.choices = choices
        self._fetched = min(FETCH, len(choices))
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._fetched

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return not parent.isValid() and self._fetched < len(self.choices)

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        upto = min(self._fetched + FETCH, len(self.choices))
        self.beginInsertRows(QModelIndex(), self._fetched, upto - 1)
        self._fetched = upto
        self.endInsertRows()

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return choice_words(self.choices[index.row()])
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(120), theme.control_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = option.rect.adjusted(theme.px(4), theme.px(1), -theme.px(4), -theme.px(1))
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary-soft" if chosen else "hover"))
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        painter.setFont(theme.font("strong" if chosen else "body"))
        painter.setPen(theme.colour("primary-ink" if chosen else "ink"))
        room = box.adjusted(theme.px(8), 0, -theme.px(8), 0)
        words = QFontMetrics(painter.font()).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


class Suggestions(QFrame):
    """Shown over the page, under the field or above it where there is no room below."""

    chosen = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field.window())
        self._field = field
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoFillBackground(True)
        self._model = _Model()
        self._view = QListView()
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setModel(self._model)
        self._view.setItemDelegate(_Delegate(self._view))
        self._view.setUniformItemSizes(True)
        self._view.setMouseTracking(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._note = Text("", "hint", "ink-2")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, theme.px(4), 1, theme.px(4))
        layout.setSpacing(0)
        layout.addWidget(self._view)
        self._note.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        layout.addWidget(self._note)
        self._view.clicked.connect(lambda index: self.chosen.emit(self._model.choices[index.row()]))
        self.hide()

    def offer(self, choices: Sequence[ChoiceView], value: str, note: str = "") -> None:
        """Open with `choices`; the one of `value` is under the cursor, else the first."""
        self._model.show_choices(choices)
        self._note.setText(note or ("" if choices else _("Nothing matches. Delete a letter to see more.")))
        self._note.setVisible(bool(self._note.text()))
        near = range(min(len(choices), FETCH))
        at = next((i for i in near if choices[i].value == value), 0)
        if choices:
            self._view.setCurrentIndex(self._model.index(at))
        self._place(len(choices))
        self.show()
        self.raise_()
        if choices:
            self._view.scrollTo(self._model.index(at))

    def current(self) -> ChoiceView | None:
        """The choice under the cursor."""
        index = self._view.currentIndex()
        return self._model.choices[index.row()] if index.isValid() and self._model.choices else None

    def step(self, rows: int) -> None:
        """Move the cursor."""
        while (
            self._model.canFetchMore(QModelIndex())
            and self._view.currentIndex().row() + rows >= self._model.rowCount()
        ):
            self._model.fetchMore(QModelIndex())
        to = max(0, min(self._model.rowCount() - 1, self._view.currentIndex().row() + rows))
        self._view.setCurrentIndex(self._model.index(to))

    def _place(self, number: int) -> None:
        window = self._field.window()
        self.setParent(window)
        rows = max(1, min(ROWS, number)) if number else 0
        height = (
            rows * theme.control_height()
            + theme.px(10)
            + (self._note.sizeHint().height() if self._note.text() else 0)
        )
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + theme.px(4)))
        below = window.height() - corner.y() - theme.px(8)
        above = self._field.mapTo(window, QPoint(0, 0)).y() - theme.px(8)
        if height > below and above > below:
            height = min(height, above)
            corner.setY(above + theme.px(4) - height)
        else:
            height = min(height, max(below, 3 * theme.control_height()))
        self.setGeometry(QRect(corner, QSize(self._field.width(), height)))
