# SPDX-License-Identifier: Apache-2.0
"""Lists as tables: one-line rows, state first, type-ahead, sorting; a hundred thousand rows without a
pause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollBar,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ui import theme
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.pill import Status, paint_pill, pill_size
from ui.widgets.text import shortened

ROW_HEIGHT: Final = 42
_TYPE_AHEAD_MS: Final = 900
_FIT_ROWS: Final = 200
_BREAK: Final = re.compile(r"(?<![A-Za-z]) | (?!\d)")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """One column. `text` gives the words of a row (called only for rows on screen); `status` makes it a
    pill column.

    `width` is in pixels at 100 %; `stretch` shares what is left, after a column that `fits` has taken
    what four in five of its first rows need. `sort` is the sort key, by default the text.
    `ink` is a role or a function of the row. `tooltip` replaces the whole text as tooltip. `drop_below`
    hides the column where the table is narrower than that many pixels at 100 %. What is too long for a
    column that `wraps` is said on two smaller lines.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 120
    stretch: int = 0
    status: Callable[[Any], Status | None] | None = None
    sort: Callable[[Any], Any] | None = None
    ink: str | Callable[[Any], str] = "ink"
    strong: bool = False
    right: bool = False
    tooltip: Callable[[Any], str] | None = None
    drop_below: int = 0
    fits: bool = False
    wraps: bool = False


class RowsModel(QAbstractTableModel):
    """Rows of any type, shown through columns, in an order of their own."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: Sequence[Any] = ()
        self._order: Sequence[int] = range(0)
        self._keep: Callable[[Any], bool] | None = None
        self._sorted_by: tuple[int, bool] | None = None

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self._rows = rows
        self._arrange()
        self.endResetModel()

    def keep(self, wanted: Callable[[Any], bool] | None) -> None:
        """Show only the rows for which `wanted` is true."""
        self.beginResetModel()
        self._keep = wanted
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        rows, keep = self._rows, self._keep
        order: Sequence[int] = range(len(rows))
        if keep is not None:
            order = [i for i in order if keep(rows[i])]
        if self._sorted_by is not None:
            column, backwards = self._sorted_by
            key = self.columns[column].sort or (
                lambda row, text=self.columns[column].text: text(row).casefold()
            )
            order = sorted(order, key=lambda i: key(rows[i]), reverse=backwards)
        self._order = order

    def row_at(self, number: int) -> Any:
        return self._rows[self._order[number]]

    def shown(self) -> int:
        return len(self._order)

    def held(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[index.column()].text(self.row_at(index.row()))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


def first_line(metrics: QFontMetrics, words: str, room: int) -> str:
    """As many whole words as fit on a line; at least one. "RT 02" is one word."""
    line = ""
    for word in _BREAK.split(words):
        longer = f"{line} {word}" if line else word
        if line and metrics.horizontalAdvance(longer) > room:
            break
        line = longer
    return line


class _Painter(QStyledItemDelegate):
    """Paints a cell: pill or one line of text, cut with an ellipsis; the whole in a tooltip."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: RowsModel = index.model()
        column, row = model.columns[index.column()], model.row_at(index.row())
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = index.row() == self.parent().hovered
        if chosen or hover:
            painter.fillRect(box, theme.colour("primary-soft" if chosen else "hover"))
        if chosen and self.parent().hasFocus() and index.column() == self.parent().first_column():
            painter.fillRect(QRect(box.left(), box.top(), theme.px(3), box.height()), theme.colour("primary"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        side = theme.px(12) + self.parent().edge_room(index.column())
        room = box.adjusted(theme.px(12), 0, -side, 0)
        status = column.status(row) if column.status is not None else None
        if status is not None:
            top = box.center().y() - pill_size(status).height() // 2
            at = QPoint(room.left(), top)
            paint_pill(painter, status, at, room.width() + theme.px(8), on_chosen=chosen)
            return
        painter.setFont(theme.font("strong" if column.strong else "body", tabular=True))
        ink = column.ink(row) if callable(column.ink) else column.ink
        painter.setPen(theme.colour(ink))
        words = column.text(row)
        if column.wraps and QFontMetrics(painter.font()).horizontalAdvance(words) > room.width():
            self._paint_wrapped(painter, words, room, strong=column.strong)
            return
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            room,
            side | Qt.AlignmentFlag.AlignVCenter,
            shortened(QFontMetrics(painter.font()), words, room.width()),
        )

    def _paint_wrapped(self, painter: QPainter, words: str, room: QRect, *, strong: bool) -> None:
        """On two lines of smaller letters, the second cut where it must be."""
        small = theme.font("hint", tabular=True)
        small.setWeight(theme.font("strong").weight() if strong else small.weight())
        painter.setFont(small)
        metrics = QFontMetrics(painter.font())
        first = first_line(metrics, words, room.width())
        lines = [each.strip() for each in (first, words[len(first) :]) if each.strip()]
        top = room.center().y() - len(lines) * metrics.height() // 2 + 1
        for at, each in enumerate(lines):
            line = shortened(metrics, each, room.width())
            box = QRect(room.left(), top + at * metrics.height(), room.width(), metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        model: RowsModel = index.model()
        column, row = model.columns[index.column()], model.row_at(index.row())
        words = column.tooltip(row) if column.tooltip is not None else column.text(row)
        metrics = QFontMetrics(theme.font("strong" if column.strong else "body", tabular=True))
        cut = metrics.horizontalAdvance(column.text(row)) > view.visualRect(index).width() - theme.px(24)
        QToolTip.showText(event.globalPos(), words if cut or column.tooltip is not None else "", view)
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(80), theme.px(ROW_HEIGHT))


class _Header(QHeaderView):
    """The titles; one over figures at the edge stands as far from it as they do."""

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        room = self.parent().edge_room(index)
        super().paintSection(painter, rect.adjusted(0, 0, -room, 0), index)
        if room:
            edge = QRect(rect.right() - room + 1, rect.top(), room, rect.height())
            painter.fillRect(edge, theme.colour("panel"))
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(edge.bottomLeft(), edge.bottomRight())


class _View(QTableView):
    """The table view: whole rows, keys, hover, type-ahead."""

    entered_row = Signal(int)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.hovered = -1
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)  # over the rows, which reach the edge
        self._bar.hide()
        self._bar.valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self._bar.setValue)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(
            theme.px(ROW_HEIGHT) + (theme.control_height() - theme.px(36))
        )
        self.setHorizontalHeader(_Header(Qt.Orientation.Horizontal, self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.setSortIndicatorClearable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(theme.px(40))
        header.setStretchLastSection(True)  # a chosen row reaches the edge
        header.setFixedHeight(theme.px(38))
        header.setFont(theme.font("small"))
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top, width = self.horizontalHeader().height(), self._bar.sizeHint().width()
        self._bar.setGeometry(self.width() - width, top, width, self.height() - top)
        self._on_range()

    def _on_range(self, *_range: int) -> None:
        own = self.verticalScrollBar()
        self._bar.setPageStep(own.pageStep())
        self._bar.setSingleStep(own.singleStep())
        self._bar.setRange(own.minimum(), own.maximum())
        self._bar.setValue(own.value())
        self._bar.setVisible(own.maximum() > own.minimum())

    def first_column(self) -> int:
        return next((i for i in range(self.model().columnCount()) if not self.isColumnHidden(i)), 0)

    def edge_room(self, column: int) -> int:
        """How much farther than words figures of the last column stand from the edge, where the scroll
        bar is."""
        seen = [i for i in range(self.model().columnCount()) if not self.isColumnHidden(i)]
        at_edge = bool(seen) and column == seen[-1] and self.model().columns[column].right
        return theme.px(8) if at_edge else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and plain and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex().row())
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model().rowCount():
            last = self.model().rowCount() - 1
            self.selectRow(0 if event.key() == Qt.Key.Key_Home else last)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        self.typed.emit(search)

    def mouseMoveEvent(self, event: Any) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()


class DataTable(Card):
    """A list in a card. `opened(row)` at Enter or double click, `chosen(row)` when the selection moves
    (None when empty).

    `identity` names a row, so that the selection survives `show_rows`; `type_ahead` is the text typed
    letters look for
    (default: the first strong column, else the first).
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        identity: Callable[[Any], Hashable] | None = None,
        type_ahead: Callable[[Any], str] | None = None,
        empty: EmptyState | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, padding=1, spacing=0)
        self.model = RowsModel(columns, self)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Painter(self.view))
        self.view.setAccessibleName(name)
        self._identity = identity or id
        strong = next((column for column in columns if column.strong), columns[0])
        self._ahead = type_ahead or strong.text
        self._typed = ""
        self._ahead_index: tuple[list[str], list[int]] | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPE_AHEAD_MS)
        self._typing.timeout.connect(self._forget_typed)
        self._empty = empty or EmptyState(name)
        self._stack = QStackedLayout()
        # first, for a stack that belongs to nobody shows its widgets as windows
        self.body.addLayout(self._stack)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._sort_column, self._sort_order = -1, Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().sectionClicked.connect(self._on_header)
        self.view.entered_row.connect(lambda number: self.opened.emit(self.model.row_at(number)))
        self.view.doubleClicked.connect(lambda index: self.opened.emit(self.model.row_at(index.row())))
        self.view.typed.connect(self._on_typed)
        self.view.selectionModel().currentRowChanged.connect(self._on_current)
        self._show_empty()

    # -- filling

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows (any sequence, also one that reads lazily); the selection stays on the same row."""
        self._refill(lambda: self.model.show_rows(rows))
        if any(column.fits or column.status is not None for column in self.model.columns):
            self._share_width()

    def keep(self, wanted: Callable[[Any], bool] | None) -> None:
        """Filter: show only the rows for which `wanted` is true; None shows all."""
        self._refill(lambda: self.model.keep(wanted))

    def sort_by(self, column: int, *, backwards: bool = False) -> None:
        """Sort; column -1 is the order the rows came in."""
        self._sort_column = column
        self._sort_order = Qt.SortOrder.DescendingOrder if backwards else Qt.SortOrder.AscendingOrder
        header = self.view.horizontalHeader()
        header.setSortIndicatorShown(column >= 0)
        if column >= 0:
            header.setSortIndicator(column, self._sort_order)
        self._refill(lambda: self.model.sort(column, self._sort_order))

    def _refill(self, change: Callable[[], None]) -> None:
        before = self.current()
        where = self.view.verticalScrollBar().value()
        change()
        self._ahead_index = None
        self._show_empty()
        self.view.verticalScrollBar().setValue(where)
        kept = before is not None and self.select(self._identity(before))
        if not kept and self.model.shown():
            self._select_number(0)
        if not kept and not self.model.shown():
            self.chosen.emit(None)

    def _show_empty(self) -> None:
        before, now = self._stack.currentWidget(), self.view if self.model.shown() else self._empty
        held = before is not now and before.hasFocus()
        self._stack.setCurrentWidget(now)
        # Tab would stop for good at a proxy that is hidden
        self.setFocusProxy(now)
        if held:
            now.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- choosing

    def current(self) -> Any | None:
        """The chosen row, or None."""
        index = self.view.currentIndex()
        return (
            self.model.row_at(index.row()) if index.isValid() and index.row() < self.model.shown() else None
        )

    def select(self, identity: Hashable) -> bool:
        """Choose the row with this identity; False if it is not shown."""
        for number in range(self.model.shown()):
            if self._identity(self.model.row_at(number)) == identity:
                self._select_number(number)
                return True
        return False

    def _select_number(self, number: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        index = self.model.index(number, self.view.first_column())
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index)

    def take_focus(self) -> None:
        """The keyboard to the list, the first row chosen if none is; to what is said there if it is empty."""
        target = self.view if self.model.shown() else self._empty
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.current() is None and self.model.shown():
            self._select_number(0)

    def shown(self) -> int:
        """How many rows are shown."""
        return self.model.shown()

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.model.row_at(now.row()) if now.isValid() else None)

    def turn_by(self, column: int) -> None:
        """Sort by a column; again backwards; a third time as the rows came."""
        self._on_header(column)

    def _on_header(self, column: int) -> None:
        if column != self._sort_column:
            self.sort_by(column)
        elif self._sort_order == Qt.SortOrder.AscendingOrder:
            self.sort_by(column, backwards=True)
        else:
            self.sort_by(-1)

    # -- type-ahead

    def _on_typed(self, letters: str) -> None:
        self._typed += letters.casefold()
        self._typing.start()
        if self._ahead_index is None:
            pairs = sorted(
                (self._ahead(self.model.row_at(i)).casefold(), i) for i in range(self.model.shown())
            )
            self._ahead_index = ([words for words, _i in pairs], [i for _words, i in pairs])
        words, numbers = self._ahead_index
        at = bisect_left(words, self._typed)
        if at < len(words) and words[at].startswith(self._typed):
            self._select_number(numbers[at])

    def _forget_typed(self) -> None:
        self._typed = ""

    # -- columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _wishes(self, seen: Sequence[int], spare: int) -> dict[int, int]:
        """What the columns that `fits` take of the spare room before it is shared."""
        wishes = {}
        for i in seen:
            column = self.model.columns[i]
            if column.fits and spare > 0:
                metrics = QFontMetrics(theme.font("strong" if column.strong else "body", tabular=True))
                rows = range(min(_FIT_ROWS, self.model.shown()))
                needs = sorted(metrics.horizontalAdvance(column.text(self.model.row_at(row))) for row in rows)
                need = needs[len(needs) * 4 // 5] if needs else 0
                wishes[i] = min(spare, max(0, need + theme.px(26) - theme.px(column.width)))
                spare -= wishes[i]
        return wishes

    def _share_width(self) -> None:
        room = self.width() - theme.px(4)
        for i, column in enumerate(self.model.columns):
            self.view.setColumnHidden(i, bool(column.drop_below) and room < theme.px(column.drop_below))
        seen = [i for i in range(len(self.model.columns)) if not self.view.isColumnHidden(i)]
        fixed = sum(theme.px(self.model.columns[i].width) for i in seen)
        shares = sum(self.model.columns[i].stretch for i in seen)
        spare = room - fixed - theme.px(10)
        wishes = self._wishes(seen, spare)
        spare -= sum(wishes.values())
        if spare < 0:
            self._share_little(seen, room - theme.px(10))
            return
        for i in seen:
            column = self.model.columns[i]
            extra = spare * column.stretch // shares if shares else 0
            self.view.setColumnWidth(i, theme.px(column.width) + extra + wishes.get(i, 0))

    def _share_little(self, seen: Sequence[int], room: int) -> None:
        """Pills and columns that `fits` keep what they need; the others share the rest, each by its width."""
        columns = self.model.columns
        kept = {i: self._need(columns[i]) for i in seen if columns[i].status is not None or columns[i].fits}
        rest = room - sum(kept.values())
        asked = sum(theme.px(columns[i].width) for i in seen if i not in kept)
        for i in seen:
            share = theme.px(columns[i].width) * rest // asked if asked else 0
            self.view.setColumnWidth(i, kept.get(i, max(theme.px(56), share)))

    def _need(self, column: Column) -> int:
        """How wide a column's first rows are at most, not much wider than it asks for."""
        rows = [self.model.row_at(row) for row in range(min(_FIT_ROWS, self.model.shown()))]
        if column.status is not None:
            pills = [status for row in rows if (status := column.status(row)) is not None]
            need = max((pill_size(status).width() for status in pills), default=0) + theme.px(18)
        else:
            metrics = QFontMetrics(theme.font("strong" if column.strong else "body", tabular=True))
            need = max((metrics.horizontalAdvance(column.text(row)) for row in rows), default=0) + theme.px(
                26
            )
        title = QFontMetrics(theme.font("small")).horizontalAdvance(column.title) + theme.px(26)
        return min(max(need, title), theme.px(column.width * 4 / 3))
