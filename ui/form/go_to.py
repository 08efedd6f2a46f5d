# SPDX-License-Identifier: Apache-2.0
"""Go to any question by its number, its name, or words of its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from enumerator.forms import Interview
from enumerator.interviews.navigation import Progress
from enumerator.messages import _
from ui import theme
from ui.form.inputs.field import Line
from ui.form.problems import place_words
from ui.widgets.text import Text

MOST: Final = 200
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True)
class Place:
    """A question that applies: its number, and what it is called on screen and in the form."""

    number: int
    address: str
    label: str
    where: str
    name: str


def places(interview: Interview, progress: Progress) -> list[Place]:
    """Every question that applies, in order."""
    where: dict[str, str] = {}
    found = []
    for number, address in enumerate(progress.questions(), start=1):
        page = progress.page_of(address)
        key = page.key if page is not None else ""
        if key not in where:
            where[key] = place_words(interview, progress, address)
        node = interview.node(address)
        found.append(Place(number, address, node.label, where[key], node.definition.name))
    return found


def matching(every: Sequence[Place], text: str) -> list[Place]:
    """The places that fit: the number first, then names that begin with the text, then every word in label
    or place."""
    wanted = text.casefold().split()
    if not wanted:
        return list(every[:MOST])
    number = [place for place in every if str(place.number) == text.strip()]
    named = [place for place in every if place.name.casefold().startswith(text.strip().casefold())]
    worded = [p for p in every if all(word in f"{p.label} {p.where} {p.name}".casefold() for word in wanted)]
    return list(dict.fromkeys([*number, *named, *worded]))[:MOST]


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []

    def show_places(self, found: list[Place]) -> None:
        self.beginResetModel()
        self.places = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.places)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        place = self.places[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{place.number}. {place.label}, {place.where}"
        return place if role == Qt.ItemDataRole.UserRole else None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(200), theme.px(46))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        place: Place = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(theme.px(4), theme.px(1), -theme.px(4), -theme.px(1))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary-soft"))
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        number = box.adjusted(theme.px(8), 0, 0, 0)
        number.setWidth(theme.px(34))
        painter.setFont(theme.font("hint", tabular=True))
        painter.setPen(theme.colour("ink-2"))
        painter.drawText(
            number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(place.number)
        )
        words = box.adjusted(theme.px(54), theme.px(4), -theme.px(8), 0)
        self._line(
            painter, words, place.label, "strong" if chosen else "body", "primary-ink" if chosen else "ink"
        )
        self._line(painter, words.adjusted(0, theme.px(20), 0, 0), place.where, "hint", "ink-2")
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, room: object, words: str, kind: str, ink: str) -> None:
        painter.setFont(theme.font(kind))
        painter.setPen(theme.colour(ink))
        shown = QFontMetrics(painter.font()).elidedText(
            " ".join(words.split()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, shown)


class GoTo(QFrame):
    """Opens over the page; Enter goes, Esc closes and nothing has changed."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, interview: Interview, progress: Progress, parent: QWidget) -> None:
        super().__init__(parent)
        self._interview = interview
        self._progress = progress
        self._every: list[Place] = []
        self.setProperty("card", True)
        self.setAutoFillBackground(True)
        self.line = Line()
        self.line.installEventFilter(self)
        self._model = _Model()
        self._view = QListView()
        self._view.setModel(self._model)
        self._view.setItemDelegate(_Delegate(self._view))
        self._view.setUniformItemSizes(True)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = Text("", "body", "ink-2")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.line)
        layout.addWidget(self._none)
        layout.addWidget(self._view, 1)
        self.line.textEdited.connect(self._show)
        self._view.clicked.connect(lambda index: self._choose(self._model.places[index.row()]))
        self.hide()

    def open(self, here: str) -> None:
        """Show every question, the one at hand under the cursor."""
        self._every = places(self._interview, self._progress)
        self.line.clear()
        self.line.setPlaceholderText(_("Number, name or words of the question"))
        self.line.setAccessibleName(_("Go to question"))
        self._place()
        self._show("")
        at = next((i for i, place in enumerate(self._model.places) if place.address == here), 0)
        self._view.setCurrentIndex(self._model.index(at))
        self.show()
        self.raise_()
        self._view.scrollTo(self._model.index(at), QListView.ScrollHint.PositionAtCenter)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def found(self) -> list[Place]:
        """What is offered now."""
        return list(self._model.places)

    def _place(self) -> None:
        around = self.parentWidget()
        width = min(theme.px(560), around.width() - theme.px(40))
        height = min(theme.px(460), around.height() - theme.px(80))
        self.setGeometry((around.width() - width) // 2, theme.px(56), width, height)

    def _show(self, text: str) -> None:
        found = matching(self._every, text)
        self._model.show_places(found)
        self._none.setText(_("No question fits. Try one word of it, or its number."))
        self._none.setVisible(not found)
        if found:
            self._view.setCurrentIndex(self._model.index(0))

    def _choose(self, place: Place) -> None:
        self.hide()
        self.chosen.emit(place.address)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (*_STEPS, Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in _STEPS:
            to = max(0, min(self._model.rowCount() - 1, self._view.currentIndex().row() + _STEPS[key]))
            self._view.setCurrentIndex(self._model.index(to))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._view.currentIndex().isValid():
                self._choose(self._model.places[self._view.currentIndex().row()])
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            self.closed.emit()
            return True
        return False
