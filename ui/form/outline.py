# SPDX-License-Identifier: Apache-2.0
"""The sections and roster rows of an interview, each with its mark and count; a click or Enter goes there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from enumerator.forms import Interview, Repeat
from enumerator.interviews.naming import plain_name
from enumerator.interviews.navigation import Mark, Progress, Tally
from enumerator.interviews.pages import Kind, Page, within
from enumerator.messages import _, n_
from ui import icons, theme
from ui.form.measures import font, metrics
from ui.widgets.key_hint import cap_size, paint_cap

HEIGHT: Final = 36
WORDS: Final = {Mark.DONE: "done", Mark.PROBLEM: "problem", Mark.WARNING: "warning", Mark.OPEN: "open"}


@dataclass(frozen=True)
class Entry:
    """One line: a page, or (`adds`) the wish to add a row to a roster, which may be said in `short`. `rows`
    counts those of a roster section."""

    key: str
    title: str
    depth: int
    tally: Tally
    rows: int | None = None
    adds: str = ""
    short: str = ""

    @property
    def words(self) -> str:
        """The line as a screen reader says it."""
        if self.adds:
            return self.title
        tally = self.tally
        said = {
            Mark.DONE: _("done"),
            Mark.PROBLEM: n_("{n} problem", "{n} problems", tally.problems),
            Mark.WARNING: n_("{n} warning", "{n} warnings", tally.warnings),
            Mark.OPEN: _("{answered} of {asked} answered", answered=tally.answered, asked=tally.asked),
        }[tally.mark]
        return f"{self.title}, {said}"


def page_title(interview: Interview, progress: Progress, page: Page) -> str:
    """What a page is called: a row by its number and name, a section by its label."""
    if page.kind is Kind.ROW:
        number = progress.rows(page.series).index(page.container) + 1
        title = f"{number} {progress.name_of(page.container) or _('(no name yet)')}"
    elif page.container == interview.form.root.path:
        title = (
            interview.form.title
            if page.part == 0 and progress.pages[0].key == page.key
            else _("Other questions")
        )
    else:
        node = interview.node(page.container)
        title = node.label or node.definition.name.replace("_", " ").capitalize()
    return _("{title} (continued)", title=title) if page.part else title


def crumb(interview: Interview, progress: Progress, page: Page) -> str:
    """The way to a page: its section, and the rows on the way."""
    parts = [page_title(interview, progress, page)]
    if page.depth:
        for other in reversed(progress.pages[: progress.pages.index(page)]):
            if other.depth < page.depth and (
                page.container.startswith((other.container + "/", other.container + "["))
            ):
                parts.insert(
                    0, page_title(interview, progress, other).removesuffix(_("{title} (continued)", title=""))
                )
                if other.depth == 0:
                    break
                page = other
    return " › ".join(parts)


def entries(interview: Interview, progress: Progress) -> Iterator[Entry]:
    """The lines of the outline now."""
    shown = progress.shown()
    for at, page in enumerate(shown):
        yield entry_of(interview, progress, page)
        following = shown[at + 1] if at + 1 < len(shown) else None
        for item in page.items:
            if item.kind == "series" and not progress.rows(item.address) and page.depth == 0:
                yield from _adder(interview, item.address, page.depth + 1)
        last = (
            following is None
            or following.depth < 1
            or (following.depth == 1 and following.series != page.series)
        )
        if page.depth == 1 and page.series and last:
            yield from _adder(interview, page.series, 1)


def entry_of(interview: Interview, progress: Progress, page: Page) -> Entry:
    """The line of one page."""
    rows = [progress.rows(item.address) for item in page.items if item.kind == "series"]
    tally = progress.branch(page) if page.part == 0 else progress.tally(page.key)
    number = sum(map(len, rows)) if rows and page.depth == 0 else None
    return Entry(page.key, page_title(interview, progress, page), page.depth, tally, number)


def _adder(interview: Interview, series: str, depth: int) -> Iterator[Entry]:
    node = interview.node(series)
    definition = node.definition
    if (
        node.relevant
        and isinstance(definition, Repeat)
        and not definition.no_add_remove
        and definition.count is None
    ):
        whole = plain_name(node.label) or _("a row")
        # the form's own short word for a row, where it is one of the words people know it by
        own = definition.name.replace("_", " ").casefold()
        short = own if own in whole.casefold().split() else ""
        yield Entry(
            f"+{series}",
            _("Add {name}", name=whole),
            depth,
            Tally(),
            adds=series,
            short=_("Add {name}", name=short) if short else "",
        )


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        if [entry.key for entry in entries] == [entry.key for entry in self.entries]:
            for at, (old, new) in enumerate(zip(self.entries, entries, strict=True)):
                if old != new:
                    self.entries[at] = new
                    self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def show_entry(self, entry: Entry) -> int | None:
        """Take a line in its new state; its place if that changed anything."""
        at = next((at for at, old in enumerate(self.entries) if old.key == entry.key), None)
        if at is None or self.entries[at] == entry:
            return None
        self.entries[at] = entry
        return at

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return entry.words
        if role == Qt.ItemDataRole.UserRole:
            return entry
        return None


class _Delegate(QStyledItemDelegate):
    current = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(200), theme.px(HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = entry.key == self.current
        cursor = bool(option.state & QStyle.StateFlag.State_HasFocus)
        box = option.rect.adjusted(theme.px(8), theme.px(1), 0, -theme.px(1))
        box.setRight(self._right(option))
        if here or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary-soft" if here else "hover"))
            painter.drawRoundedRect(box, theme.px(8), theme.px(8))
        if cursor:
            painter.setPen(theme.colour("primary"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8))
        inner = box.adjusted(theme.px(10), 0, -theme.px(6), 0)
        (self._paint_section if entry.depth == 0 else self._paint_row)(painter, inner, entry, here)
        painter.restore()

    def _right(self, option: QStyleOptionViewItem) -> int:
        """Where a line ends: beside a scroll bar, whether there is one now or not, so that no name becomes
        shorter when one appears."""
        view = option.widget
        bar = view.verticalScrollBar().sizeHint().width() if isinstance(view, QListView) else 0
        return option.rect.left() + view.width() - max(bar, theme.px(8)) - theme.px(2)

    def _paint_section(self, painter: QPainter, box: QRect, entry: Entry, here: bool) -> None:
        side = theme.px(18)
        paint_mark(
            painter, QRect(box.left(), box.top() + (box.height() - side) // 2, side, side), entry.tally
        )
        tally = entry.tally
        count = (
            str(entry.rows)
            if entry.rows is not None
            else f"{tally.answered}/{tally.asked}"
            if tally.asked and tally.mark is not Mark.DONE
            else ""
        )
        room = box.adjusted(side + theme.px(8), 0, 0, 0)
        room = self._paint_count(painter, room, count)
        self._paint_words(
            painter,
            room,
            entry.title,
            "strong" if here else "body",
            "primary-ink" if here else "ink-2" if not tally.answered else "ink",
        )

    def _paint_row(self, painter: QPainter, box: QRect, entry: Entry, here: bool) -> None:
        room = box.adjusted(theme.px(26) + theme.px(14) * (entry.depth - 1), 0, 0, 0)
        if entry.adds:
            self._paint_adder(painter, room, entry)
            return
        mark = entry.tally.mark
        side = theme.px(15)
        place = QRect(room.right() - side, room.top() + (room.height() - side) // 2, side, side)
        if mark is Mark.DONE:
            icons.paint(painter, "done", "primary", place)
        elif mark in (Mark.PROBLEM, Mark.WARNING):
            paint_mark(painter, place.adjusted(-2, -2, 1, 1), entry.tally)
        elif entry.tally.answered:
            self._paint_count(painter, room, f"{entry.tally.answered}/{entry.tally.asked}")
        room = room.adjusted(0, 0, -theme.px(40), 0)
        self._paint_words(
            painter, room, entry.title, "label" if here else "hint", "primary-ink" if here else "ink-2"
        )

    def _paint_adder(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        """The whole words with their key, or the short ones, or the whole ones without the key."""
        cap = cap_size("Ctrl+N")
        beside = room.adjusted(0, 0, -cap.width() - theme.px(8), 0)
        fits = metrics("hint").horizontalAdvance(f"+ {entry.title}") <= beside.width()
        words = entry.title if fits else entry.short
        self._paint_words(
            painter, beside if words else room, f"+ {words or entry.title}", "hint", "primary-ink"
        )
        if not words:
            return
        paint_cap(
            painter,
            "Ctrl+N",
            QRect(room.right() - cap.width(), room.top(), cap.width(), room.height()),
            ink=theme.colour("ink-2"),
            ground=theme.colour("panel"),
            edge=theme.colour("line-strong"),
        )

    def _paint_count(self, painter: QPainter, room: QRect, count: str) -> QRect:
        if not count:
            return room
        painter.setFont(theme.font("small", tabular=True))
        painter.setPen(theme.colour("ink-2"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        return room.adjusted(0, 0, -QFontMetrics(painter.font()).horizontalAdvance(count) - theme.px(8), 0)

    def _paint_words(self, painter: QPainter, room: QRect, words: str, kind: str, ink: str) -> None:
        painter.setFont(font(kind))
        painter.setPen(theme.colour(ink))
        shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def paint_mark(painter: QPainter, box: QRect, tally: Tally) -> None:
    """Done is a tick in a full circle, a problem or warning its number in a circle or triangle's colour,
    open an empty ring."""
    painter.save()
    mark = tally.mark
    if mark is Mark.OPEN:
        painter.setPen(theme.colour("line-strong"))
        painter.setBrush(theme.colour("chip"))
        painter.drawEllipse(box.toRectF().adjusted(1, 1, -1, -1))
        if tally.answered and tally.asked:
            # how far: a slice of the circle, beside the count in figures
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
            painter.drawPie(
                box.toRectF().adjusted(4, 4, -4, -4), 90 * 16, -round(360 * 16 * tally.answered / tally.asked)
            )
    else:
        role = {Mark.DONE: "primary", Mark.PROBLEM: "red", Mark.WARNING: "amber"}[mark]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(role))
        painter.drawEllipse(box)
        if mark is Mark.DONE:
            icons.paint(painter, "done", "on-primary", box.adjusted(3, 3, -3, -3))
        else:
            painter.setFont(font("key"))
            painter.setPen(theme.colour("panel"))
            painter.drawText(
                box,
                Qt.AlignmentFlag.AlignCenter,
                str(tally.problems if mark is Mark.PROBLEM else tally.warnings),
            )
    painter.restore()


class Outline(QListView):
    """Goes to a page at a click; with the keyboard (F3) arrows move, Enter goes."""

    page_requested = Signal(str)
    add_requested = Signal(str)
    left = Signal()

    def __init__(self, interview: Interview, progress: Progress) -> None:
        super().__init__()
        self._interview = interview
        self._progress = progress
        self._model = _Model()
        self._delegate = _Delegate(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Sections"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._on_activated)
        self.setSpacing(0)
        self.setContentsMargins(0, 0, 0, 0)
        self.setViewportMargins(0, theme.px(11), 0, theme.px(8))

    def refresh(self) -> None:
        """Show how every page stands now."""
        self._model.show_entries(list(entries(self._interview, self._progress)))

    def update_pages(self, keys: Iterable[str]) -> None:
        """Show how some pages stand, and those that hold them; no page has come or gone."""
        changed = [page.container for key in keys if (page := self._progress.page(key)) is not None]
        for entry in self._model.entries:
            page = self._progress.page(entry.key)
            if page is not None and any(within(container, page.container) for container in changed):
                at = self._model.show_entry(entry_of(self._interview, self._progress, page))
                if at is not None:
                    # dataChanged would draw every line again
                    self.update(self._model.index(at))

    def show_current(self, key: str) -> None:
        """Mark the page on screen."""
        self._delegate.current = key
        at = next((i for i, entry in enumerate(self._model.entries) if entry.key == key), -1)
        if at >= 0:
            self.setCurrentIndex(self._model.index(at))
            self.scrollTo(self._model.index(at))
        self.viewport().update()

    def lines(self) -> list[Entry]:
        """What is shown, from top to bottom."""
        return list(self._model.entries)

    def _on_activated(self, index: QModelIndex) -> None:
        entry = self._model.entries[index.row()]
        if entry.adds:
            self.add_requested.emit(entry.adds)
        else:
            self.page_requested.emit(entry.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_activated(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
