# SPDX-License-Identifier: Apache-2.0
"""State in one small shape: icon, word and colour together, never colour alone; and chips, which give
context."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, theme


@dataclass(frozen=True)
class Status:
    """A state: its word (translated), its icon, and its tone: "primary", "amber", "red", "blue" or "grey"."""

    word: str
    icon: str
    tone: str


def pill_size(status: Status) -> QSize:
    """The room a pill needs."""
    metrics = QFontMetrics(theme.font("small"))
    icon = theme.px(13) + theme.px(5) if status.icon else 0
    return QSize(metrics.horizontalAdvance(status.word) + icon + theme.px(20), theme.px(22))


def paint_pill(
    painter: QPainter, status: Status, at: QPoint, width: int | None = None, *, on_chosen: bool = False
) -> None:
    """Draw the pill with its top left corner at `at`, its word cut short to `width`.

    On a chosen row its ground is the panel's, for the row may have the pill's own tone.
    """
    size = pill_size(status)
    box = QRect(at, QSize(min(size.width(), width) if width is not None else size.width(), size.height()))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("panel" if on_chosen else f"{status.tone}-soft"))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    ink = f"{status.tone}-ink"
    x = box.left() + theme.px(10)
    if status.icon:
        side = theme.px(13)
        icons.paint(
            painter, status.icon, ink, QRect(x - theme.px(1), box.center().y() - side // 2, side, side)
        )
        x += side + theme.px(4)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour(ink))
    room = QRect(x, box.top(), box.right() - theme.px(7) - x, box.height())
    words = QFontMetrics(painter.font()).elidedText(
        status.word, Qt.TextElideMode.ElideRight, room.width() + theme.px(2)
    )
    painter.drawText(
        room.adjusted(0, 0, theme.px(2), 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words
    )
    painter.restore()


class StatusPill(QWidget):
    """A pill as a widget."""

    def __init__(self, status: Status | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._status = Status("", "", "grey")
        if status is not None:
            self.show_status(status)

    def status(self) -> Status:
        return self._status

    def show_status(self, status: Status) -> None:
        self._status = status
        self.setAccessibleName(status.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return pill_size(self._status)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._status.word:
            paint_pill(
                QPainter(self),
                self._status,
                QPoint(0, (self.height() - pill_size(self._status).height()) // 2),
            )


class Chip(StatusPill):
    """Context beside a title ("Kel. Tambakrejo"); it is read, not pressed."""

    def __init__(self, words: str, tone: str = "grey", parent: QWidget | None = None) -> None:
        super().__init__(Status(words, "", tone), parent)

    def show_text(self, words: str, tone: str | None = None) -> None:
        self.show_status(Status(words, "", tone or self.status().tone))
