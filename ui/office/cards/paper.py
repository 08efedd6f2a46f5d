# SPDX-License-Identifier: Apache-2.0
"""Small pictures of paper to choose by: what cards are printed on, and where a part-used sheet begins."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from enumerator.cards.design import Format
from enumerator.cards.layout import LAYOUTS
from enumerator.messages import _, mark
from enumerator.office.card_printing import LETTER, PAPERS
from ui import theme

WORDS: Final = {
    "a4-8": mark("A4, 8 cards"),
    "a4-10": mark("A4, 10 cards"),
    "single": mark("Single cards"),
    LETTER: mark("Letter with card"),
}
HINTS: Final = {
    "a4-8": mark("With crop marks and colour beyond the cut; for every office printer."),
    "a4-10": mark("Card to card, for printers that print close to the edge."),
    "single": mark("A page as large as a card, for card printers."),
    LETTER: mark("A letter to each household with its card to cut out."),
}
_A4: Final = (210.0, 297.0)
_CARD: Final = Format()
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -2, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 2}


def card_boxes(paper: str, room: QRectF) -> tuple[QRectF, list[QRectF]]:
    """The page and the cards on it, fitted into `room`."""
    if paper == "single":
        width, height = _CARD.width, _CARD.height
        boxes = [(0.0, 0.0)]
    else:
        width, height = _A4
        if paper == LETTER:
            top, left = height - 24 - _CARD.height, (width - 2 * _CARD.width - 8) / 2
            boxes = [(left, top), (left + _CARD.width + 8, top)]
        else:
            layout = LAYOUTS[paper]
            places = [layout.front(n, _CARD) for n in range(layout.per_page)]
            boxes = [(place.x, place.y) for place in places]
    scale = min(room.width() / width, room.height() / height)
    page = QRectF(0, 0, width * scale, height * scale)
    page.moveCenter(room.center())
    cards = [
        QRectF(page.x() + x * scale, page.y() + y * scale, _CARD.width * scale, _CARD.height * scale)
        for x, y in boxes
    ]
    return page, cards


class PaperTile(QAbstractButton):
    """One kind of paper: its picture and its name."""

    def __init__(self, paper: str) -> None:
        super().__init__()
        self.paper = paper
        self.setText(_(WORDS[paper]))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(_(HINTS[paper]))
        self.setToolTip(_(HINTS[paper]))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font("hint")).horizontalAdvance(self.text())
        return QSize(max(theme.px(96), words + theme.px(16)), theme.px(84))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(84))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        painter.setPen(theme.colour("primary" if on or self.hasFocus() else "line-strong"))
        ground = "primary-soft" if on else "hover" if self.underMouse() else "panel"
        painter.setBrush(theme.colour(ground))
        radius = theme.px(8)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        words = theme.px(24)
        room = QRectF(self.rect()).adjusted(theme.px(8), theme.px(8), -theme.px(8), -words)
        page, cards = card_boxes(self.paper, room)
        painter.setPen(theme.colour("line-strong"))
        painter.setBrush(theme.colour("panel"))
        painter.drawRect(page)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary" if on else "ink-2"))
        for card in cards:
            inset = 0.0 if self.paper == "single" else 0.7
            painter.drawRect(card.adjusted(inset, inset, -inset, -inset))
        painter.setPen(theme.colour("primary-ink" if on else "ink"))
        painter.setFont(theme.font("hint"))
        below = self.rect().adjusted(2, self.height() - words, -2, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())


class PaperChoice(QWidget):
    """All kinds of paper, two in a row; arrows choose."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tiles = {paper: PaperTile(paper) for paper in PAPERS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        self._group = QButtonGroup(self)
        for number, tile in enumerate(self.tiles.values()):
            grid.addWidget(tile, number // 2, number % 2)
            self._group.addButton(tile)
        self._group.buttonToggled.connect(self._on_toggled)
        self.setAccessibleName(_("Paper"))

    def paper(self) -> str:
        return next(paper for paper, tile in self.tiles.items() if tile.isChecked())

    def show_paper(self, paper: str) -> None:
        self._group.blockSignals(True)
        self.tiles[paper].setChecked(True)
        self._group.blockSignals(False)
        self.setFocusProxy(self.tiles[paper])

    def _on_toggled(self, tile: PaperTile, on: bool) -> None:
        if on:
            self.setFocusProxy(tile)
            self.chosen.emit(tile.paper)


class StartPlace(QWidget):
    """A sheet whose first free place is pointed at: by mouse, or with the arrows."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.paper = "a4-8"
        self.start = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("First free place of the sheet"))
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(112), theme.px(152))

    def places(self) -> int:
        """How many there are; one means that there is nothing to choose."""
        return LAYOUTS[self.paper].per_page if self.paper in LAYOUTS else 1

    def show_start(self, paper: str, start: int) -> None:
        """For that paper; a place that it has not is the first."""
        self.paper = paper
        self.start = start if 1 <= start <= self.places() else 1
        self._tell()
        self.update()

    def _choose(self, place: int) -> None:
        if 1 <= place <= self.places() and place != self.start:
            self.start = place
            self._tell()
            self.update()
            self.chosen.emit(place)

    def _tell(self) -> None:
        self.setAccessibleDescription(_("Place {n} of {total}", n=self.start, total=self.places()))

    def _boxes(self) -> tuple[QRectF, list[QRectF]]:
        return card_boxes(self.paper, QRectF(self.rect()).adjusted(2, 2, -2, -2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        for number, box in enumerate(self._boxes()[1], 1):
            if box.contains(event.position()):
                self._choose(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS:
            self._choose(self.start + _STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self._choose(1)
        elif key == Qt.Key.Key_End:
            self._choose(self.places())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page, cards = self._boxes()
        painter.setPen(theme.colour("primary" if self.hasFocus() else "line-strong"))
        painter.setBrush(theme.colour("panel"))
        painter.drawRect(page)
        painter.setFont(theme.font("hint"))
        for number, box in enumerate(cards, 1):
            used, first = number < self.start, number == self.start
            painter.setPen(theme.colour("line-strong" if used else "primary"))
            painter.setBrush(theme.colour("ground" if used else "primary" if first else "primary-soft"))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
            painter.setPen(theme.colour("ink-2" if used else "on-primary" if first else "primary-ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "–" if used else str(number))
