# SPDX-License-Identifier: Apache-2.0
"""A first look round: five steps over the window's own parts, which stay where and what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from enumerator.messages import _
from ui import theme
from ui.widgets.button import PrimaryButton, QuietButton
from ui.widgets.card import Card, row
from ui.widgets.text import Text

WIDE, GAP = 380, 14
_ON = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_PageDown)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp)


@dataclass(frozen=True)
class Stop:
    """One step: what is shown, and what is said of it."""

    part: Callable[[], QWidget | None]
    title: str
    words: str


class Tour(QWidget):
    """Lies over its parent. Enter goes on, the left arrow back, Esc ends it; `ended` either way."""

    ended = Signal()

    def __init__(self, over: QWidget, stops: Sequence[Stop]) -> None:
        super().__init__(over)
        self._stops = stops
        self.number = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("A first look round"))
        self.card = Card(self, padding=18, spacing=6)
        self.card.setFixedWidth(min(theme.px(WIDE), over.width() - theme.px(2 * GAP)))
        self._count = Text("", "hint", "ink-2")
        self.title = Text("", "section").wrapped()
        self.words = Text("").wrapped()
        self.skip = QuietButton(_("Skip"), key="Esc", key_works=False)
        self.on = PrimaryButton("", key="Return", key_works=False)
        for button in (self.skip, self.on):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.skip.clicked.connect(self.end)
        self.on.clicked.connect(self.go_on)
        for part in (self._count, self.title, self.words):
            self.card.body.addWidget(part)
        self.card.body.addSpacing(theme.px(6))
        self.card.body.addLayout(row(self.skip, 1, self.on, spacing=10))
        over.installEventFilter(self)

    def begin(self) -> None:
        """Show the first step."""
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """The next step; after the last one the tour is over."""
        if self.number + 1 < len(self._stops):
            self.number += 1
            self._show()
        else:
            self.end()

    def go_back(self) -> None:
        """The step before."""
        self.number = max(0, self.number - 1)
        self._show()

    def end(self) -> None:
        """Over, or skipped."""
        self.parentWidget().removeEventFilter(self)
        self.hide()
        self.ended.emit()
        self.deleteLater()

    def spot(self) -> QRect:
        """Where the part of this step is, seen from here; empty where it is not on screen."""
        part = self._stops[self.number].part()
        if part is None or not part.isVisible():
            return QRect()
        grown = theme.px(4)
        found = QRect(part.mapTo(self.parentWidget(), QPoint(0, 0)), part.size())
        return found.adjusted(-grown, -grown, grown, grown).intersected(self.rect())

    def _show(self) -> None:
        stop = self._stops[self.number]
        self._count.setText(_("Step {n} of {of}", n=self.number + 1, of=len(self._stops)))
        self.title.setText(stop.title)
        self.words.setText(stop.words)
        last = self.number + 1 == len(self._stops)
        self.on.setText(_("Begin to work") if last else _("Go on"))
        self.on.updateGeometry()
        self.setAccessibleDescription(f"{stop.title}. {stop.words}")
        self._place_card()
        self.update()

    def _place_card(self) -> None:
        """Beside the part: below, above or to the right, wherever there is room."""
        layout = self.card.layout()
        height = layout.heightForWidth(self.card.width()) if layout is not None else -1
        self.card.resize(self.card.width(), max(height, self.card.sizeHint().height()))
        spot, card, gap = self.spot(), self.card.size(), theme.px(GAP)
        if spot.isEmpty():
            spot = QRect(self.rect().center(), self.rect().center())
        places = (
            QPoint(spot.left(), spot.bottom() + gap),
            QPoint(spot.left(), spot.top() - gap - card.height()),
            QPoint(spot.right() + gap, spot.center().y() - card.height() // 2),
            QPoint(spot.center().x() - card.width() // 2, spot.center().y() - card.height() // 2),
        )
        inside = self.rect().adjusted(gap, gap, -gap, -gap)
        moved = [_inside(QRect(place, card), inside) for place in places]
        free = (box for box in moved if not box.intersects(spot))
        self.card.move(next(free, moved[-1]).topLeft())
        self.card.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = theme.colour("rail")
        shade.setAlphaF(0.62)
        cover = QPainterPath()
        cover.addRect(self.rect().toRectF())
        spot = self.spot()
        if not spot.isEmpty():
            hole = QPainterPath()
            hole.addRoundedRect(spot.toRectF(), theme.px(10), theme.px(10))
            cover = cover.subtracted(hole)
        painter.fillPath(cover, shade)
        if not spot.isEmpty():
            painter.setPen(QPen(theme.colour("badge"), theme.px(3)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(spot.toRectF(), theme.px(10), theme.px(10))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in _BACK:
            self.go_back()
        elif event.key() in _ON:
            self.go_on()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # while one is shown round no key does anything else
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
            self._place_card()
        return False


def _inside(box: QRect, room: QRect) -> QRect:
    """The box, moved no further than needed to lie within the room."""
    left = max(room.left(), min(box.left(), room.right() - box.width()))
    top = max(room.top(), min(box.top(), room.bottom() - box.height()))
    return QRect(QPoint(left, top), box.size())
