# SPDX-License-Identifier: Apache-2.0
"""A roster as a table: one row a line, its first short questions as columns that can be typed into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from enumerator.forms import Changes, ChoiceView, Group, Question, Repeat
from enumerator.interviews.naming import plain_name
from enumerator.interviews.navigation import Mark, Progress
from enumerator.messages import _, n_
from ui import icons, theme
from ui.form import spelling
from ui.form.inputs.field import Asking, Field
from ui.form.inputs.kinds import make_field
from ui.widgets.button import QuietButton
from ui.widgets.card import Card
from ui.widgets.moments import masked_number
from ui.widgets.text import Text

COLUMNS: Final = 7
_TYPES: Final = {"text", "integer", "decimal", "date", "select_one", "time"}
_ICONS: Final = {
    Mark.DONE: ("done", "primary"),
    Mark.PROBLEM: ("error", "red"),
    Mark.WARNING: ("warning", "amber"),
    Mark.OPEN: ("", "ink-2"),
}


def columns_of(repeat: Group) -> tuple[Question, ...]:
    """The questions shown as columns: the first short ones that a person answers."""
    short = (
        q
        for q in _questions(repeat)
        if q.asked and not q.calculated and q.type in _TYPES and "multiline" not in q.appearances
    )
    return tuple(q for q, _number in zip(short, range(COLUMNS), strict=False))


def column_title(question: Question, language: str) -> str:
    """The question's label without what it pipes in, for the names of rows differ below one heading."""
    words = question.label.words(language) or question.label.words(language, "short")
    title = " ".join("".join(part for part in words if isinstance(part, str)).split()).strip(" :,?")
    # "NIK of ${nama}" is headed "NIK"
    title = re.sub(r"\s+(?:of|for|to|by|dari|untuk|milik|oleh)$", "", title)
    return spelling.unit_of(title)[0] or question.name.replace("_", " ").capitalize()


def _questions(group: Group) -> Iterator[Question]:
    for child in group.children:
        if isinstance(child, Question):
            yield child
        elif not isinstance(child, Repeat):
            yield from _questions(child)


class _Model(QAbstractTableModel):
    def __init__(self, asking: Asking, progress: Progress) -> None:
        super().__init__()
        self.asking = asking
        self.progress = progress
        self.series = ""
        self.repeat: Group | None = None
        self.columns: tuple[Question, ...] = ()
        self.rows: tuple[str, ...] = ()

    def show_series(self, series: str) -> None:
        self.beginResetModel()
        definition = self.asking.interview.node(series).definition
        self.series = series
        self.repeat = definition if isinstance(definition, Group) else None
        self.columns = columns_of(self.repeat) if self.repeat is not None else ()
        self.rows = self.progress.rows(series)
        self.endResetModel()

    def address(self, row: int, column: int) -> str:
        """The question in a cell; column 0 is the row's number."""
        base = self.repeat.path if self.repeat is not None else ""
        return self.rows[row] + self.columns[column - 1].path[len(base) :]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        if section == 0:
            return _("No.")
        return column_title(self.columns[section - 1], self.asking.interview.language)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid():
            return None
        if index.column() == 0:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(index.row() + 1)
            if role == Qt.ItemDataRole.UserRole:
                return self._mark(index.row())
            return None
        node = self.asking.interview.node(self.address(index.row(), index.column()))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (
                cell_words(node.value, node.shown_value, self.columns[index.column() - 1])
                if node.relevant
                else "—"
            )
        if role == Qt.ItemDataRole.UserRole:
            wrong = node.problem is not None and node.problem.kind != "required" and node.relevant
            return (
                Mark.PROBLEM
                if wrong and node.problem is not None and node.problem.severity == "block"
                else Mark.WARNING
                if wrong
                else None
            )
        if role == Qt.ItemDataRole.ToolTipRole and node.problem is not None and node.value:
            return node.problem.message
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() > 0:
            node = self.asking.interview.node(self.address(index.row(), index.column()))
            if node.relevant and not node.readonly:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def _mark(self, row: int) -> Mark:
        page = self.progress.page(self.rows[row])
        return self.progress.branch(page).mark if page is not None else Mark.OPEN

    def refresh(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns))
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns)))


def cell_words(value: str, shown: str, question: Question) -> str:
    """An answer as it stands in a cell."""
    if question.type in ("integer", "decimal"):
        return spelling.number_shown(value, spelling.marks())
    if question.type == "date":
        return spelling.date_shown(value)
    if question.type == "time":
        return spelling.time_shown(value)
    if question.type == "text" and value.isdigit() and len(value) == 16:
        # whoever looks over a shoulder reads the table, not the field that is being typed in
        return masked_number(value) if question.sensitive else spelling.number_groups(value)
    if question.sensitive and question.type == "text" and value:
        return masked_number(value) or "••••"
    return shown or value


class _Delegate(QStyledItemDelegate):
    """Draws a cell; typed into, it holds the same input as the page."""

    answered = Signal(str, object)

    def __init__(self, parent: QWidget, asking: Asking) -> None:
        super().__init__(parent)
        self._asking = asking

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        model = index.model()
        assert isinstance(model, _Model)
        node = self._asking.interview.node(model.address(index.row(), index.column()))
        field = make_field(node, self._asking)
        field.setParent(parent)
        field.setAutoFillBackground(True)
        field.setMinimumWidth(theme.px(220) if field.wide else 0)
        field.answered.connect(self.answered)
        return field

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, Field) and not editor.isAncestorOf(editor.window().focusWidget() or editor):
            editor.show_node(self._asking.interview.node(editor.address))

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, Field):
            editor.settle()

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        width = max(option.rect.width(), editor.minimumSizeHint().width(), editor.minimumWidth())
        editor.setGeometry(
            QRect(option.rect.topLeft(), QSize(width, max(option.rect.height(), editor.sizeHint().height())))
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        words = QFontMetrics(theme.font()).horizontalAdvance(str(index.data() or ""))
        return QSize(min(theme.px(220), words + theme.px(28)), theme.px(40))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if chosen:
            painter.fillRect(option.rect, theme.colour("primary-soft"))
        room = option.rect.adjusted(theme.px(12), 0, -theme.px(8), 0)
        mark = index.data(Qt.ItemDataRole.UserRole)
        icon, ink = _ICONS.get(mark, ("", "ink")) if mark is not None else ("", "ink")
        if icon:
            side = theme.px(14)
            icons.paint(painter, icon, ink, QRect(room.right() - side, room.top(), side, room.height()))
            room.adjust(0, 0, -side - theme.px(4), 0)
        painter.setFont(theme.font("strong" if index.column() == 1 else "body", tabular=True))
        painter.setPen(theme.colour("ink-2" if index.column() == 0 else "ink"))
        words = QFontMetrics(painter.font()).elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if focused:
            painter.setPen(theme.colour("primary"))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()


def cells_of(text: str) -> list[list[str]]:
    """A block copied from a spreadsheet: lines, and cells between tabs."""
    return (
        [line.split("\t") for line in text.replace("\r\n", "\n").strip("\n").split("\n")]
        if text.strip()
        else []
    )


def value_of(text: str, question: Question, choices: Sequence[ChoiceView], today: date) -> str:
    """A pasted cell as the value of a question; a choice by its code or its words. What cannot be read
    stays as it is,
    a choice that there is not is ""."""
    text = text.strip()
    if question.type in ("integer", "decimal"):
        return spelling.number_typed(text, spelling.marks(), decimals=question.type == "decimal")
    if question.type == "date":
        return spelling.date_read(text, today)
    if question.type == "time":
        return spelling.time_read(text)
    if question.type == "select_one":
        folded = text.casefold()
        return next((c.value for c in choices if c.value == text or c.label.casefold() == folded), "")
    return re.sub(r"[ .]", "", text) if "numbers" in question.appearances else text


class _Table(QTableView):
    came = Signal()
    stepped = Signal(QRect)

    def currentChanged(self, now: QModelIndex, before: QModelIndex) -> None:
        super().currentChanged(now, before)
        if self.hasFocus() and now.row() != before.row():
            # the table is as high as its rows: it is the page that must follow
            row = self.visualRect(now)
            self.stepped.emit(row.translated(0, self.viewport().y()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.came.emit()

    def event(self, event: QEvent) -> bool:
        # PgUp and PgDn turn the page of the interview here as everywhere
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.ignore()
            return False
        return super().event(event)


class Roster(QWidget):
    """Enter opens the row, typing edits the cell, Alt+Up and Alt+Down move the row."""

    open_requested = Signal(str)
    add_requested = Signal(str)
    remove_requested = Signal(str)
    move_requested = Signal(str, int)
    answered = Signal(str, object)
    arrived = Signal(str)
    pasted = Signal(str, int, int, str)

    def __init__(self, series: str, asking: Asking, progress: Progress) -> None:
        super().__init__()
        self.series = series
        self._bound = False
        self._asking = asking
        self._progress = progress
        self._model = _Model(asking, progress)
        self.table = _Table()
        self.table.setModel(self._model)
        delegate = _Delegate(self.table, asking)
        self.table.setItemDelegate(delegate)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.px(40))
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.horizontalHeader().setFixedHeight(theme.px(38))
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setTabKeyNavigation(False)
        self.table.installEventFilter(self)
        self._empty = Text("", "body", "ink-2").wrapped()
        self.add_button = QuietButton("", icon="add", key="Ctrl+N", key_works=False)
        self._count = Text("", "hint", "ink-2")
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addSpacing(theme.px(8))
        row.addWidget(self._count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(12), 0, theme.px(12))
        layout.setSpacing(theme.px(10))
        self._frame = Card(padding=1, spacing=0)
        self._frame.body.addWidget(self.table)
        layout.addWidget(self._frame)
        layout.addWidget(self._empty)
        layout.addLayout(row)
        self.table.came.connect(lambda: self.arrived.emit(self.series))
        self.table.doubleClicked.connect(self._on_double)
        delegate.answered.connect(self.answered)
        self.add_button.clicked.connect(lambda: self.add_requested.emit(self.series))

    def bind(self, series: str) -> None:
        """Show the roster at `series` as it is now."""
        self._bound = True
        current = self.table.currentIndex()
        row, column = current.row(), max(current.column(), 1)
        self.series = series
        self._model.show_series(series)
        definition = self._asking.interview.node(series).definition
        fixed = isinstance(definition, Repeat) and (definition.no_add_remove or definition.count is not None)
        rows = len(self._model.rows)
        name = plain_name(self._asking.interview.node(series).label) or _("a row")
        self.table.setAccessibleName(self._asking.interview.node(series).label or name)
        self.add_button.setText(_("Add {name}", name=name))
        self.add_button.setVisible(not fixed)
        self._count.setText(
            n_(
                "{n} row · Enter opens it · Alt+↑ Alt+↓ move it",
                "{n} rows · Enter opens one · Alt+↑ Alt+↓ move it",
                rows,
            )
            if rows
            else ""
        )
        self._empty.setText(
            _("Nobody here yet. Press Enter or Ctrl+N to add the first row.")
            if not fixed
            else _("No rows. Their number comes from an answer before.")
        )
        self._empty.setVisible(not rows)
        self._frame.setVisible(bool(rows))
        self.table.setFixedHeight(theme.px(40) * rows + theme.px(38) + theme.px(14))
        if rows:
            self._size_columns()
            self.table.setCurrentIndex(self._model.index(max(0, min(row, rows - 1)), column))

    def columns(self) -> tuple[Question, ...]:
        """The questions that are columns, after the number of the row."""
        return self._model.columns

    def take_keyboard(self) -> None:
        """Put the keyboard on the table, or on the button while there is nothing in it."""
        target = self.table if self._model.rows else self.add_button
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def current_row(self) -> str:
        """The row under the cursor, "" when there is none."""
        at = self.table.currentIndex().row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else ""

    def select(self, row: str) -> None:
        """Put the cursor on a row."""
        if row in self._model.rows:
            self.table.setCurrentIndex(
                self._model.index(self._model.rows.index(row), max(self.table.currentIndex().column(), 1))
            )

    def keep(self, series: str) -> None:
        """Show the roster at `series`; a table that is the same stays, with the cell that is being typed
        into."""
        if series == self.series and self._progress.rows(series) == self._model.rows and self._bound:
            self._model.refresh()
        else:
            self.bind(series)

    def show_changes(self, changes: Changes) -> None:
        """Redraw the cells; rows that came or went make the table anew."""
        self.keep(self.series)

    def _size_columns(self) -> None:
        header = self.table.horizontalHeader()
        metrics = QFontMetrics(theme.font("strong"))
        for column in range(self._model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            words = metrics.horizontalAdvance(
                str(self._model.headerData(column, Qt.Orientation.Horizontal) or "")
            ) + theme.px(28)
            widest = max(
                (self._cell_width(row, column) for row in range(min(len(self._model.rows), 40))), default=0
            )
            # the first column holds the number of the row and its mark
            least = theme.px(72 if column == 0 else 56)
            most = theme.px(200)
            self.table.setColumnWidth(column, max(least, min(most, max(widest, min(words, theme.px(150))))))
        header.setStretchLastSection(True)

    def _cell_width(self, row: int, column: int) -> int:
        words = str(self._model.index(row, column).data() or "")
        return QFontMetrics(theme.font("strong", tabular=column != 1)).horizontalAdvance(words) + theme.px(30)

    def _on_double(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.open_requested.emit(self._model.rows[index.row()])

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        row = self.current_row()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if row:
                self.open_requested.emit(row)
                return True
            return False
        if event.matches(QKeySequence.StandardKey.Paste):
            at = self.table.currentIndex()
            self.pasted.emit(
                self.series, max(0, at.row()), max(1, at.column()), QGuiApplication.clipboard().text()
            )
            return True
        if alt and row and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = self._model.rows.index(row) + (-1 if event.key() == Qt.Key.Key_Up else 1)
            if 0 <= to < len(self._model.rows):
                self.move_requested.emit(row, to)
                self.select(row)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter on the button of an empty roster adds the first row
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and plain
            and not self._model.rows
            and self.add_button.isVisible()
        ):
            self.add_requested.emit(self.series)
        else:
            super().keyPressEvent(event)
